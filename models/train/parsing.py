"""Trains the trees on the vectors of an encoder, which stays as it is.

python -m models.train.parsing DATA [PIPELINE]      into PIPELINE/claimx_parser, models/claimx-en unless it is given

Goes on from the head that is there, with the treebanks and the PolNeAR articles as Stanford CoreNLP parses them
(silver): what both mean alike is taken over from its older version of Universal Dependencies, the rest left open.
"""

import itertools
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
import torch
from torch.nn import functional as F

from claimx import shipped
from claimx.encoder import encoding
from models.train import corpora
from models.train.network import Biaffine

WIDTH, ARCS, RELATIONS, DROPOUT = 384, 192, 96, 0.2
EPOCHS, TOKENS, RATE, DECAY = 3, 3000, 1e-3, 1e-3
# What a silver token weighs against one of a treebank.
SILVER = 0.5
# Relations of the first version as the second calls them; those that are not here say nothing of the label.
_SAME = "nsubj det amod case mark aux cop advmod nmod:poss ccomp xcomp advcl acl acl:relcl conj nummod appos expl iobj"
_LABELS = {name: name for name in (*_SAME.split(), "compound", "compound:prt", "flat", "root")}
_LABELS |= {"dobj": "obj", "nsubjpass": "nsubj:pass", "auxpass": "aux:pass", "neg": "advmod"}
# Of which not even the head means the same.
_OPEN = {"punct", "dep", "parataxis", "discourse", "goeswith", "mwe", "list", "foreign", "vocative", "reparandum"}


@dataclass
class Sentence:
    """vectors (n, width), heads (n,) tokens of it, labels (n,); -100 where nothing is known. weight: of it."""

    vectors: np.ndarray
    heads: np.ndarray
    labels: np.ndarray
    weight: float


def gold(data: Path, treebank: str, split: str, nlp, index: dict[str, int]):
    for document in corpora.conllu(data / f"syntax/{treebank}-{split}.conllu.gz"):
        doc, rows = corpora.as_doc(nlp.vocab, document)
        found = encoding(nlp.get_pipe("claimx_encoder")(doc))
        if found is None:
            continue
        known = [(i, row) for i, row in enumerate(rows) if row is not None]
        for _, group in itertools.groupby(known, key=lambda pair: pair[1][4]):
            tokens, mine = zip(*group, strict=True)
            heads = np.array([row[2] - tokens[0] for row in mine])
            labels = np.array([index.get(row[3], -100) for row in mine])
            yield Sentence(found.vectors[list(tokens)].astype("float16"), heads, labels, 1.0)


def silver(data: Path, split: str, nlp, index: dict[str, int]):
    for text, sentences in corpora.corenlp(data, split):
        doc = nlp(text)
        found = encoding(doc)
        if found is None:
            continue
        at = {token.idx: token for token in doc if not token.is_space}
        for rows in sentences:
            rows = second_version(rows)
            place = {k: at[row[1]].i for k, row in enumerate(rows) if row[1] in at}
            # Words that are several tokens here are left open, but keep their place.
            whole = {k for k, i in place.items() if doc[i].idx + len(doc[i]) == rows[k][2]}
            if len(whole) < 2:
                continue
            first, last = min(place.values()), max(place.values())
            tokens = [i for i in range(first, last + 1) if not doc[i].is_space]
            number = {i: k for k, i in enumerate(tokens)}
            heads, labels = (np.full(len(tokens), -100) for _ in range(2))
            for k in whole:
                _, _, _, _, _, _, head, relation = rows[k]
                if relation is None or (head >= 0 and head not in whole):
                    continue
                mine = number[place[k]]
                heads[mine] = number[place[head]] if head >= 0 else mine
                labels[mine] = index.get(relation, -100)
            yield Sentence(found.vectors[tokens].astype("float16"), heads, labels, SILVER)


def second_version(rows: list[list]) -> list[list]:
    """A sentence's rows with the heads and relations of the second version of Universal Dependencies.

    A person's name hangs on its first word and not on its last; a conjunction on what follows it. An oblique is of a
    verb. Relations are None where nothing is said.
    """
    rows = [list(row) for row in rows]
    n = len(rows)
    leader = list(range(n))
    k = 0
    while k < n:
        stop = k + 1
        while stop < n and rows[k][5] == rows[stop][5] == "PERSON" and rows[stop][4] == "NNP" == rows[k][4]:
            stop += 1
        last = stop - 1
        if last > k and all(rows[j][6] == last and rows[j][7] == "compound" for j in range(k, last)):
            rows[k][6], rows[k][7] = rows[last][6], rows[last][7]
            for j in range(k + 1, stop):
                rows[j][6], rows[j][7] = k, "flat"
            leader[last] = k
        k = stop
    conjuncts: dict[int, list[int]] = {}
    for k, row in enumerate(rows):
        row[6] = leader[row[6]] if row[6] >= 0 and row[7] != "flat" else row[6]
        if row[7] == "conj":
            conjuncts.setdefault(row[6], []).append(k)
    for k, row in enumerate(rows):
        relation, head = row[7], row[6]
        if relation == "cc":
            row[6] = next((c for c in conjuncts.get(head, ()) if c > k), -1)
            row[7] = "cc" if row[6] >= 0 else None
        elif relation == "nmod":
            tag = rows[head][4] if head >= 0 else ""
            row[7] = "obl" if tag.startswith("VB") else "nmod" if tag.startswith("NN") else ""
        elif relation == "compound" and row[4].startswith("NNP"):
            row[7] = ""
        elif relation in _OPEN:
            row[7] = None
        else:
            row[7] = _LABELS.get(relation, "")
    return rows


def batches(sentences: list[Sentence], rng: random.Random | None):
    """Of like length, some thousand tokens each."""
    order = sorted(range(len(sentences)), key=lambda k: (len(sentences[k].heads), rng.random() if rng else k))
    groups: list[list[int]] = [[]]
    for k in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(sentences[k].heads) > TOKENS:
            groups.append([])
        groups[-1].append(k)
    if rng:
        rng.shuffle(groups)
    for group in groups:
        n = max(len(sentences[k].heads) for k in group)
        x = torch.zeros(len(group), n, WIDTH)
        heads, labels = (torch.full((len(group), n), -100) for _ in range(2))
        weight = torch.tensor([sentences[k].weight for k in group])
        for b, k in enumerate(group):
            s = sentences[k]
            x[b, : len(s.heads)] = torch.from_numpy(s.vectors.astype("float32"))
            heads[b, : len(s.heads)], labels[b, : len(s.heads)] = torch.tensor(s.heads), torch.tensor(s.labels)
        present = torch.arange(n)[None] < torch.tensor([len(sentences[k].heads) for k in group])[:, None]
        yield x, heads, labels, present, weight


def scored(arcs: Biaffine, relations: Biaffine, x, heads, present) -> tuple[torch.Tensor, torch.Tensor]:
    """(batch, n, n) scores of heads and (batch, n, labels) of the labels of the right ones."""
    return arcs(x).masked_fill(~present[:, None], -1e4), relations.at(x, heads.clamp(min=0))


def lacking(scores, right) -> torch.Tensor:
    """(batch, n) losses; none where nothing is known."""
    return F.cross_entropy(scores.transpose(1, 2), right, ignore_index=-100, reduction="none")


def report(name: str, arcs: Biaffine, relations: Biaffine, sentences: list[Sentence]) -> None:
    right = total = labelled = of = 0
    with torch.no_grad():
        for x, heads, labels, present, _ in batches(sentences, None):
            scores, said = scored(arcs, relations, x, heads, present)
            known, named = heads >= 0, labels >= 0
            right, total = right + int((scores.argmax(-1) == heads)[known].sum()), total + int(known.sum())
            labelled, of = labelled + int((said.argmax(-1) == labels)[named].sum()), of + int(named.sum())
    print(f"{name}: heads {100 * right / total:.2f}, labels of the right heads {100 * labelled / of:.2f}", flush=True)


def main(data: Path, pipeline: Path) -> None:
    nlp = spacy.load(pipeline, enable=["claimx_encoder"])
    path = pipeline / "claimx_parser" / "head.npz"
    with np.load(path) as arrays:
        weights = {k: arrays[k] for k in arrays.files}
    names = weights["labels.dep"].tolist()
    index = {name: k for k, name in enumerate(names)}
    heads = {
        "arcs": Biaffine(WIDTH, ARCS, dropout=DROPOUT),
        "relations": Biaffine(WIDTH, RELATIONS, len(names), DROPOUT),
    }
    for name, head in heads.items():
        head.load_state_dict({k: torch.tensor(weights[f"{name}.{k}"]).float() for k, _ in head.named_parameters()})

    def parts(split: str) -> dict[str, list[Sentence]]:
        found = {name: list(gold(data, name, split, nlp, index)) for name in ("ewt", "gum")}
        return found | {"news, by CoreNLP": list(silver(data, split, nlp, index))}

    arcs, relations = heads["arcs"], heads["relations"]
    dev = parts("dev")
    for name, sentences in dev.items():
        arcs.eval(), relations.eval()
        report(f"{name}, dev, before", arcs, relations, sentences)
    train = [s for part in parts("train").values() for s in part]
    torch.manual_seed(1)
    rng = random.Random(1)
    steps = EPOCHS * sum(1 for _ in batches(train, None))
    optimiser = torch.optim.AdamW([*arcs.parameters(), *relations.parameters()], lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + EPOCHS)
    for epoch in range(EPOCHS):
        arcs.train(), relations.train()
        for x, wanted, labels, present, weight in batches(train, rng):
            scores, said = scored(arcs, relations, x, wanted, present)
            lacks = lacking(scores, wanted) + 0.5 * lacking(said, labels)
            loss = (lacks * weight[:, None]).sum() / present.sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        arcs.eval(), relations.eval()
        for name, sentences in dev.items():
            report(f"{name}, dev, epoch {epoch + 1}", arcs, relations, sentences)
    for name, head in heads.items():
        weights |= {f"{name}.{k}": v.detach().numpy().astype("float16") for k, v in head.named_parameters()}
    np.savez(path, **weights)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else shipped.path())
