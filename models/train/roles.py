"""Trains the choice of roles and affiliations on the vectors of the shipped encoder, which stays as it is.

python -m models.train.roles pointers DATA       from mentions to roles and to bodies, on the vectors as they are
python -m models.train.roles pointers RUN        or those that a training by speakers.yaml has learnt
python -m models.train.roles choices DATA OUT [PART=PIPELINE]...   into OUT, what may be each person's and what is right
python -m models.train.roles scorer OUT          a scorer for each field into models/claimx-en/claimx_roles
python -m models.train.roles score DATA FOLDER   what the shipped pipeline chooses on other annotations, and the rules
python -m models.train.roles agree DATA FOLDER OTHER   how far two annotations of the same articles tell the same

The annotations are in models/annotations/speakers. The pointers are learnt from `encoder`, in the second training from
`second` too, in the third from `scorer` as well. What chooses is learnt from `third`, `fourth` and `fifth`, from
`scorer` as a PIPELINE sees it that has not learnt from it (the one with which the third training began), and from the
written articles of `encoder` and `second`: what a pointer says of its own training articles is surer than it is
elsewhere, so that those are learnt from and not judged.
"""

import json
import pickle
import random
import re
import sys
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.language import Language
from spacy.tokens import Doc

from claimx import shipped
from claimx.choice import pooled
from claimx.encoder import encoding
from claimx.lexicon import lexicon
from claimx.mentions import mentions
from claimx.phrases import of_one
from claimx.pointers import NAMES as POINTERS
from claimx.rolefinder import RoleFinder
from claimx.scene import FIELDS, Scene
from claimx.wordpieces import WordPieces
from models.train import corpora
from models.train.coreference import WIDTH, save
from models.train.losses import told_loss
from models.train.network import Biaffine
from models.train.rolescorer import Scorer, fit, inputs, merged

ANNOTATIONS = Path(__file__).parents[1] / "annotations" / "speakers"
# Tokens of an article that a pointer is trained on at once, and articles that are left out to watch it.
TOKENS, WATCHED, ROUNDS = 260, 30, 14
TOLD = ("role_of", "body_of")
OF = ("person", "holder")
# Where the scorers begin whose mean ships: one by itself depends much on it. Of the affiliations' two sets were fitted.
BEGINNINGS = {"role": (0, 1, 2), "affiliation": (3, 4, 5)}
# Parts of the articles, each judged by a scorer that has not seen it.
FOLDS = 4


def words(text: str | None) -> set[str]:
    return set(re.sub(r"[^a-z0-9 ]", "", re.sub("['’]s", "", (text or "").lower())).split())


def alike(a: str | None, b: str) -> bool:
    """Whether two name the same: at least half of their words are common, as the project's scorer has it."""
    x, y = words(a), words(b)
    return bool(x & y) and len(x & y) / len(x | y) >= 0.5


def articles(data: Path, folder: Path):
    """Annotated articles: name, text, persons."""
    texts = {a["id"]: a["text"] for a in map(json.loads, corpora.lines(data / "attribution/polnear-train.jsonl.gz"))}
    for path in sorted(folder.glob("*.json")):
        written = path.with_suffix(".txt")
        text = written.read_bytes().decode() if written.exists() else texts[path.stem]
        yield path.stem, text, json.loads(path.read_text())


def _by_verb(doc: Doc, span: list[int]) -> str | None:
    """What somebody is of whom an article tells what they do: a director who "directs the programme"."""
    tokens = doc.char_span(*span, alignment_mode="expand")
    return lexicon("roles")["verbs"].get(tokens[0].lemma_) if tokens is not None else None


def _of_one(doc: Doc, span: list[int]) -> str | None:
    """What each of several is: "trustee" of "trustees"."""
    tokens = doc.char_span(*span, alignment_mode="expand")
    return of_one(tokens.text, tokens.root) if tokens is not None else None


def choices(nlp, data: Path, folder: Path, *, trained: bool, seen: bool = False):
    """Of each annotated person that is found: article, field, choice, what is right, and what the pipeline chose.

    trained: whether there is a scorer, which tells the role where its body is looked for. seen: whether the pointers
    have learnt from the articles, of which then those are left out that are not written for it.
    """
    finder = RoleFinder(nlp.vocab, "claimx_roles").from_disk(nlp.path / "claimx_roles")
    for name, text, persons in articles(data, folder):
        if seen and not (folder / f"{name}.txt").exists():
            continue
        doc = nlp(text)
        scene = Scene(finder, doc, scored=trained)
        heads = mentions(doc).head
        sides = {field: [side.astype("float16") for side in scene.sides(field)] for field in FIELDS}
        # A person of the annotation is who has the most of its marks.
        by_head = {int(heads[i]): entity for entity, who in scene.whos() for i in who.mentions}
        whos = dict(scene.whos())
        taken: set[int] = set()
        for person in persons:
            found: dict[int, int] = {}
            for span in person["mentions"]:
                tokens = doc.char_span(*span, alignment_mode="expand")
                for token in tokens if tokens is not None else ():
                    if token.i in by_head:
                        found[by_head[token.i]] = found.get(by_head[token.i], 0) + 1
                        break
            free = [e for e in found if e not in taken and (whos[e].named is not None) == bool(person["name"])]
            if not free:
                continue
            entity = max(free, key=lambda e: found[e])
            taken.add(entity)
            of_role = None
            for field in FIELDS:
                want = sorted({text[s:e] for s, e in person[field]})
                if field == "affiliation":
                    parties = lexicon("roles")["letters"]  # "R" of "R-Ohio", or all of it
                    want += [parties[w[0]] for w in want if w[0] in parties and w[1:2] in ("", "-")]
                if field == "role":
                    more = (told(doc, span) for told in (_by_verb, _of_one) for span in person[field])
                    want += [role for role in more if role is not None and role not in want]
                choice = scene.choice(field, whos[entity], of_role)
                right = [any(alike(t, w) for w in want) for t in choice.texts]
                right[0] = not want
                best = int(pooled(finder.rows(field, [choice])[0], choice).argmax()) if trained else 0
                said, told = choice.texts[best] or None, choice.told[best]
                if field == "role" and not trained and any(right[1:]):
                    told = next(choice.told[k] for k, ok in enumerate(right) if ok and k)
                of_role = told
                yield {
                    "article": name,
                    "seen": seen,
                    "field": field,
                    "choice": choice,
                    "sides": sides[field],
                    "right": np.array(right),
                    "want": want,
                    "said": said,
                    "weight": len(person["mentions"]),
                }


def pointers(data: Path) -> None:
    """The two biaffine pointers, learnt on the vectors of the encoder as they are."""
    nlp = spacy.load(shipped.path(), enable=["claimx_encoder"])
    wordpieces = WordPieces.from_file(shipped.path() / "claimx_encoder" / "tokenizer.json")
    folder, polnear = ANNOTATIONS / "encoder", data / "attribution/polnear-train.jsonl.gz"
    texts = {name: text for name, text, _ in articles(data, folder)}
    ready = []
    for example in corpora.speakers(folder, polnear, nlp, wordpieces):
        encoded = encoding(nlp(texts[example.name]))
        vectors = encoded.both(np.arange(len(encoded.window)))
        ready.append((torch.tensor(vectors), *(torch.tensor(example.labels[k]) for k in (*OF, *TOLD))))
    torch.manual_seed(1)
    rng = random.Random(1)
    rng.shuffle(ready)
    watched, ready = ready[:WATCHED], ready[WATCHED:]
    weights = {}
    for number, field in enumerate(FIELDS):
        pointer = Biaffine(2 * WIDTH, 128, dropout=0.4)
        optimiser = torch.optim.AdamW(pointer.parameters(), lr=1e-3, weight_decay=0.1)

        def loss(article, start: int, pointer=pointer, number=number) -> torch.Tensor:
            x, *labels = (part[None, start : start + TOKENS] for part in article)
            of, told = labels[number], labels[len(OF) + number]
            return told_loss(pointer(x), of, told, torch.ones_like(of, dtype=torch.bool))

        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1e-3, total_steps=ROUNDS * len(ready), pct_start=0.1)
        for epoch in range(ROUNDS):
            rng.shuffle(ready)
            pointer.train()
            for article in ready:
                optimiser.zero_grad()
                loss(article, rng.randint(0, max(0, len(article[0]) - TOKENS))).backward()
                optimiser.step()
                schedule.step()
            pointer.eval()
            with torch.no_grad():
                seen = float(np.mean([loss(article, 0) for article in watched]))
            print(field, epoch, f"loss on {WATCHED} articles left out: {seen:.3f}", flush=True)
        weights |= {
            f"{POINTERS[field]}.{k}": v.detach().numpy().astype("float16") for k, v in pointer.named_parameters()
        }
    save("claimx_roles", weights)


def chosen(model: Scorer, example: dict) -> int:
    with torch.no_grad():
        return int(pooled(model(*inputs([example])).numpy(), example["choice"]).argmax())


def _is_right(said: str | None, want: list[str]) -> bool:
    return any(alike(said, w) for w in want) if want else said is None


def summary(rows: list[tuple[dict, bool]]) -> str:
    out = []
    for told in (True, False):
        mine = [(e, ok) for e, ok in rows if bool(e["want"]) == told]
        rule = [_is_right(e["choice"].rule, e["want"]) for e, _ in mine]
        share = [100 * float(np.mean(x)) if mine else 0.0 for x in ([ok for _, ok in mine], rule)]
        out.append(
            f"{'told' if told else 'none told'}: {share[0]:.1f} % of {len(mine)} right, by rule {share[1]:.1f} %"
        )
    return "; ".join(out)


def scorer(path: Path) -> None:
    examples = pickle.loads(path.read_bytes())
    weights: dict[str, np.ndarray] = {}
    names = sorted({e["article"] for e in examples if not e["seen"]})
    random.Random(1).shuffle(names)
    fold = {name: k % FOLDS for k, name in enumerate(names)}
    for field in FIELDS:
        mine = [e for e in examples if e["field"] == field]
        rows = []
        for k in range(FOLDS):
            model = fit([e for e in mine if fold.get(e["article"]) != k], seed=k)
            rows += [(e, bool(e["right"][chosen(model, e)])) for e in mine if fold.get(e["article"]) == k]
        print(f"{field}, {FOLDS} folds: {summary(rows)}", flush=True)
        for label in ("polnear", "written"):
            part = [r for r in rows if ("_20" in r[0]["article"]) == (label == "polnear")]
            print(f"  {label}: {summary(part)}", flush=True)
        several = merged([fit(mine, seed) for seed in BEGINNINGS[field]])
        weights |= {f"{field}.{k}": v.numpy().astype("float16") for k, v in several.items()}
    pointers = shipped.path() / "claimx_roles" / "head.npz"
    with np.load(pointers) as arrays:
        weights |= {k: arrays[k] for k in arrays.files if k.startswith("to_")}
    save("claimx_roles", weights)


def _shared(a: dict, b: dict) -> int:
    """How many mentions two annotated persons have in common."""
    return sum(any(s < f and t < e for t, f in b["mentions"]) for s, e in a["mentions"])


def _nearest(person: dict, field: str) -> list[int] | None:
    """Of what an annotation tells of a person, what stands nearest to a mention."""
    spans, mentions = person[field], person["mentions"]
    return min(spans, key=lambda span: min(abs(span[0] - m[0]) for m in mentions), default=None)


def agreement(data: Path, folder: Path, other: Path) -> str:
    """How often another annotation tells the same of a person as the first: its words nearest to a mention count."""
    same, of = dict.fromkeys(FIELDS, 0), dict.fromkeys(FIELDS, 0)
    for name, text, persons in articles(data, folder):
        theirs = json.loads((other / f"{name}.json").read_text())
        for person in persons:
            common, twin = max(((_shared(person, p), p) for p in theirs), key=lambda pair: pair[0])
            for field in FIELDS:
                want = [text[start:end] for start, end in person[field]]
                if want and common:
                    said = _nearest(twin, field)
                    of[field] += 1
                    same[field] += said is not None and _is_right(text[said[0] : said[1]], want)
    return "; ".join(f"{field}: {100 * same[field] / of[field]:.1f} % of {of[field]} the same" for field in FIELDS)


def _until_roles(pipeline: Path) -> Language:
    return spacy.load(pipeline, exclude=["claimx_roles", "claimx_hedges"])


def main(command: list[str]) -> None:
    match command:
        case ["pointers", run] if (average := Path(run) / "average.pt").exists():
            state = torch.load(average, weights_only=True)
            save(
                "claimx_roles", {k: v.half().numpy() for k, v in state.items() if k.split(".")[0] in POINTERS.values()}
            )
        case ["pointers", data]:
            pointers(Path(data))
        case ["choices", data, out, *others]:
            nlp = _until_roles(shipped.path())
            parts = [
                (nlp, part, part in ("encoder", "second")) for part in ("third", "fourth", "fifth", "encoder", "second")
            ]
            for part, _, pipeline in (other.partition("=") for other in others):
                parts.append((_until_roles(Path(pipeline)), part, False))
            found = [
                example
                for pipeline, part, seen in parts
                for example in choices(pipeline, Path(data), ANNOTATIONS / part, trained=False, seen=seen)
            ]
            Path(out).write_bytes(pickle.dumps(found))
        case ["scorer", out]:
            scorer(Path(out))
        case ["score", data, folder]:
            rows = list(
                choices(spacy.load(shipped.path(), exclude=["claimx_roles"]), Path(data), Path(folder), trained=True)
            )
            for field in FIELDS:
                mine = [(e, _is_right(e["said"], e["want"])) for e in rows if e["field"] == field]
                print(f"{field}: {summary(mine)}")
        case ["agree", data, folder, other]:
            print(agreement(Path(data), Path(folder), Path(other)))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
