"""Trains which body a noun or a pronoun stands for, on the vectors of the shipped encoder, which stays as it is.

python -m models.train.bodies PAIRS                 into PAIRS, what may be each noun's of models/annotations/bodies
python -m models.train.bodies PAIRS fit             four folds first, then into models/claimx-en/claimx_bodies

Learnt from the articles of `sixth`; those of `aside` are not. A noun that the annotators passed over stands for nobody
that is named, as likely as not: it counts half. Pronouns are looked at when nouns are known: those of each article as
a scorer tells them that has not learnt from it.
"""

import json
import pickle
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import spacy
import torch
from torch import nn
from torch.nn import functional as F

from claimx import shipped
from claimx.bodyfinder import NAMES
from claimx.bodypairs import BodyTable
from claimx.coreference import discourse, revise
from claimx.encoder import encoding
from claimx.mentions import mentions
from models.train import corpora
from models.train.coreference import WIDTH, save

ANNOTATIONS = Path(__file__).parents[1] / "annotations"
PASSED_OVER = 0.5
EPOCHS, BATCH, RATE, DECAY, DROPOUT, BLURRED = 14, 16, 2e-3, 0.05, 0.3, 0.5
HIDDEN, SHARED, KIND = 64, 24, 16
FOLDS = 4


class Scorer(nn.Module):
    """features (pairs, n), about (n,), the vectors of the noun (width,) and of the bodies (pairs, width) to
    (pairs + 1,), the last of them for no body."""

    def __init__(self, features: int, about: int):
        super().__init__()
        self.pair, self.about = nn.Linear(features + 1, HIDDEN), nn.Linear(about, HIDDEN)
        self.noun, self.kind = nn.Linear(WIDTH, KIND), nn.Linear(KIND, HIDDEN)
        self.match, self.name = nn.Linear(WIDTH, SHARED), nn.Linear(WIDTH, SHARED)
        self.product = nn.Linear(SHARED, HIDDEN, bias=False)
        self.hidden, self.out = nn.Linear(2 * HIDDEN, HIDDEN), nn.Linear(HIDDEN, 1)

    def forward(self, features, about, noun, bodies):
        noun, bodies = (F.dropout(x, BLURRED, self.training) for x in (noun, bodies))
        known = F.pad(features, (0, 1, 0, 1))
        known[-1, -1] = 1
        hidden = self.pair(known) + self.about(about) + self.kind(self.noun(noun))
        hidden = hidden + F.pad(self.product(self.match(noun) * self.name(bodies)), (0, 0, 0, 1))
        hidden = F.leaky_relu(hidden, 0.1)
        hidden = torch.cat([hidden, hidden.amax(0, keepdim=True).expand_as(hidden)], 1)
        hidden = F.leaky_relu(self.hidden(F.dropout(hidden, DROPOUT, self.training)), 0.1)
        return self.out(F.dropout(hidden, DROPOUT, self.training)).squeeze(-1)


def pairs(out: Path) -> None:
    """Of each noun and of each pronoun what is known, and what is right."""
    nlp = spacy.load(shipped.path(), exclude=["claimx_bodies", "claimx_roles", "claimx_hedges"])
    docs, annotated = {}, {}
    for path in sorted((ANNOTATIONS / "bodies").glob("*.json")):
        written = ANNOTATIONS / "speakers" / "sixth" / f"{path.stem}.txt"
        if written.exists():
            docs[path.stem] = nlp(written.read_bytes().decode())
            annotated[path.stem] = json.loads(path.read_text())
    nouns = [e for name, doc in docs.items() for e in _examples(name, doc, annotated[name], pronouns=False)]
    for model, left_out in _folds(nouns):
        _revise(docs, model, left_out)
    pronouns = [e for name, doc in docs.items() for e in _examples(name, doc, annotated[name], pronouns=True)]
    out.write_bytes(pickle.dumps([*nouns, *pronouns]))
    print(Counter((e["pronoun"], e["told"]) for e in (*nouns, *pronouns)))


def _revise(docs, model: Scorer, examples: list[dict]) -> None:
    """Gives nouns the bodies that a scorer tells."""
    for name in {e["article"] for e in examples}:
        known, before = mentions(docs[name]), discourse(docs[name])
        found = BodyTable(known, before).pairs(before)
        told = {e["token"]: _best(model, e) for e in examples if e["article"] == name}
        revised = {}
        for n, token in enumerate(found.nouns.tolist()):
            number, of = known.at(token), found.body[found.noun == n].tolist()
            if number is not None and token in told and told[token] < len(of):
                revised[number] = found.bodies[of[told[token]]].mentions[0], []
        revise(docs[name], revised)


def _examples(article: str, doc, annotated: list[dict], *, pronouns: bool):
    found = BodyTable(mentions(doc), discourse(doc)).pairs(discourse(doc), pronouns=pronouns, every=True)
    middle, heads = encoding(doc).middle, mentions(doc).head
    told = {}
    for number, body in enumerate(annotated):
        for span in body["pronouns" if pronouns else "nouns"]:
            token = doc.char_span(*span, alignment_mode="expand").root
            told[token.i] = number, min((start for start, _ in body["name"]), default=None)
    of_token = {
        i: number
        for number, body in enumerate(annotated)
        for span in [*body["name"], *body["short"]]
        for i in corpora.mention_tokens(doc, span)
    }
    whose = [Counter(of_token.get(int(heads[i])) for i in body.mentions) for body in found.bodies]
    for n, token in enumerate(found.nouns.tolist()):
        number, first = told.get(token, (None, None))
        if number is None and doc[token].dep_ == "compound":
            continue  # few of them are annotated
        mine = found.noun == n
        right = [number is not None and whose[k][number] > 0 for k in found.body[mine].tolist()]
        kind = "passed over" if number is None else "unnamed" if first is None else "before"
        kind = "later" if kind == "before" and first > doc[token].idx else kind
        names = [middle[heads[found.bodies[k].mentions[:NAMES]]].mean(0) for k in found.body[mine].tolist()]
        yield {
            "article": article,
            "pronoun": pronouns,
            "token": token,
            "told": kind,
            "owns": doc[token].tag_ == "PRP$",
            "definite": bool(found.about[n, 0]),
            "right": np.array([*right, not any(right)]),
            "learnt": any(right) or kind not in ("before", "later"),
            "inputs": (found.features[mine], found.about[n], middle[token], np.array(names)),
        }


def _best(model: Scorer, example: dict) -> int:
    with torch.no_grad():
        return int(_scores(model, example).argmax())


def _scores(model: Scorer, example: dict):
    return model(*(torch.tensor(x) for x in example["inputs"]))


def fit(examples: list[dict], seed: int) -> Scorer:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    ready = [e for e in examples if e["learnt"]]
    features, about, *_ = ready[0]["inputs"]
    model = Scorer(features.shape[1], len(about))
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(ready) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    for _ in range(EPOCHS):
        rng.shuffle(ready)
        for i in range(0, len(ready), BATCH):
            loss = torch.zeros(())
            for e in ready[i : i + BATCH]:
                scores = torch.log_softmax(_scores(model, e), 0)
                weight = PASSED_OVER if e["told"] == "passed over" and not e["pronoun"] else 1.0
                loss = loss - weight * torch.logsumexp(scores[torch.tensor(e["right"])], 0)
            optimiser.zero_grad()
            (loss / BATCH).backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def _folds(examples: list[dict]) -> Iterator[tuple[Scorer, list[dict]]]:
    """Of each quarter of the articles a scorer of the others, and what is of it."""
    names = sorted({e["article"] for e in examples})
    random.Random(1).shuffle(names)
    fold = {name: k % FOLDS for k, name in enumerate(names)}
    for k in range(FOLDS):
        model = fit([e for e in examples if fold[e["article"]] != k], seed=k)
        yield model, [e for e in examples if fold[e["article"]] == k]


def _judge(examples: list[dict]) -> None:
    count: Counter = Counter()
    for model, left_out in _folds(examples):
        for e in left_out:
            best = _best(model, e)
            kind = ("its" if e["owns"] else "it") if e["pronoun"] else "the" if e["definite"] else "other"
            none = best == len(e["right"]) - 1
            count[e["told"], kind, "none" if none else "right" if e["right"][best] else "wrong"] += 1
    for told in ("before", "later", "unnamed", "passed over"):
        for kind in ("the", "other", "its", "it"):
            each = {said: count[told, kind, said] for said in ("right", "wrong", "none")}
            print(f"named {told}" if told in ("before", "later") else told, kind, each)


def main(command: list[str]) -> None:
    match command:
        case [out]:
            pairs(Path(out))
        case [out, "fit"]:
            examples = pickle.loads(Path(out).read_bytes())
            _judge(examples)
            model = fit(examples, seed=1)
            save("claimx_bodies", {k: v.detach().numpy().astype("float16") for k, v in model.named_parameters()})
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
