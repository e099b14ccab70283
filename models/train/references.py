"""What coreference is learnt from: GUM, GAP, the annotated speakers, and the machine's chains of PolNeAR.

All become pairs of an anaphor and a mention before it, with what is right.

python -m models.train.references DATA OUT    writes OUT/{name}.npz, features of the pipeline as it stands
"""

import csv
import gzip
import json
import pickle
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

import claimx
from claimx.agreement import KINDS
from claimx.encoder import encoding
from claimx.mentions import mentions
from claimx.pairs import find_pairs
from claimx.paragraphs import paragraphs_of
from claimx.wordpieces import tokens_at
from models.train import corpora

TYPES = {name: name for name in ("person", "organization", "place", "time", "abstract")}
TYPES |= dict.fromkeys(("object", "animal", "plant", "substance"), "thing") | {"event": "abstract"}


SPEAKERS = Path(__file__).parents[1] / "annotations" / "speakers"


class Vectors:
    """What is left of an encoding in the cache, as much as entities and mentions read of one."""

    def __init__(self, vectors: np.ndarray, middle: np.ndarray, doc: Doc):
        self.vectors, self.middle = vectors, middle
        self.breaks = np.zeros(len(doc), dtype=bool)
        self.breaks[tokens_at(doc, paragraphs_of(doc))] = True


def cached(name: str, folder: Path, nlp, documents):
    """(Doc, annotation) with what comes before mentions done; the encoder is run once, and its vectors kept."""
    path = folder / f"{name}.docs"
    if not path.exists():
        with path.with_suffix(".part").open("wb") as out:
            for doc, annotation in documents():
                encoded = encoding(doc)
                vectors = np.stack([encoded.vectors, encoded.middle]).astype("float16") if encoded is not None else None
                pickle.dump((doc.to_bytes(exclude=["user_data"]), vectors, annotation), out)
        path.with_suffix(".part").rename(path)
    entities, finder = nlp.get_pipe("claimx_entities"), nlp.get_pipe("claimx_mentions")
    with path.open("rb") as stream:
        while stream.peek(1):
            data, vectors, annotation = pickle.load(stream)
            if vectors is not None:
                doc = Doc(nlp.vocab).from_bytes(data)
                doc.user_data["claimx_encoding"] = Vectors(*vectors.astype("float32"), doc)
                yield finder(entities(doc)), annotation


def read(nlp, doc: Doc) -> Doc:
    for name, pipe in nlp.pipeline:
        if name not in ("claimx_mentions", "claimx_coreference", "claimx_roles", "claimx_hedges"):
            doc = pipe(doc)
    return doc


def gum(path: Path, nlp):
    for words, spaces, found in _gum_documents(path):
        yield read(nlp, Doc(nlp.vocab, words=words, spaces=spaces)), found


def gum_chains(documents):
    """(Doc, {head token: chain}, {head token: kind}) of each document."""
    for doc, found in documents:
        chain, kind = {}, {}
        for start, end, number, type_ in sorted(found, key=lambda f: f[0] - f[1]):
            root = doc[start:end].root.i
            chain[root], kind[root] = number, TYPES.get(type_)
        yield doc, chain, kind


def _gum_documents(path: Path):
    words, spaces, found, opened, glued = [], [], [], defaultdict(list), None
    for line in [*corpora.lines(path), "# newdoc"]:
        line = line.rstrip("\n")
        if line.startswith("# newdoc") and words:
            yield words, spaces, found
            words, spaces, found, opened = [], [], [], defaultdict(list)
        if line.startswith("# newpar") and words and not words[-1].isspace():
            words.append("\n\n"), spaces.append(False)
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        space = "SpaceAfter=No" not in columns[9]
        if "-" in columns[0]:
            glued = (*map(int, columns[0].split("-")), space)
            continue
        if "." in columns[0]:
            continue
        n = int(columns[0])
        if glued and glued[0] <= n <= glued[1]:
            space = glued[2] if n == glued[1] else False
        at = len(words)
        words.append(columns[1]), spaces.append(space)
        value = re.search(r"(?:^|\|)Entity=([^|]*)", columns[9])
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", value.group(1) if value else ""):
            parts = mark.strip("()").split("-")
            if mark.startswith("("):
                opened[parts[0]].append((at, parts[1]))
            if mark.endswith(")") and opened[parts[0]]:
                start, type_ = opened[parts[0]].pop()
                found.append((start, at + 1, parts[0], type_))


def silver(path: Path, texts: dict[str, str], nlp):
    for line in corpora.lines(path):
        article = json.loads(line)
        if article["id"] in texts:
            yield read(nlp, nlp.make_doc(texts[article["id"]])), article


def silver_chains(documents):
    for doc, article in documents:
        at = {t.idx: t.i for t in doc}
        chain = {}
        for number, mentions_ in enumerate(article["coreference"]):
            for sentence, _, _, head, *_ in mentions_:
                token = at.get(article["sentences"][sentence][head][1])
                if token is not None:
                    chain[token] = number
        yield doc, chain, {}


def speakers(folders: list[Path], texts: dict[str, str], nlp):
    """Articles whose speakers are annotated (models/annotations/speakers)."""
    for path in sorted(p for folder in folders for p in folder.glob("*.json")):
        written = path.with_suffix(".txt")
        text = written.read_bytes().decode() if written.exists() else texts[path.stem]
        yield read(nlp, nlp.make_doc(text)), json.loads(path.read_text())


def speaker_chains(documents):
    for doc, persons in documents:
        chain = {}
        for number, person in enumerate(persons):
            for span in person["mentions"]:
                chain |= dict.fromkeys(corpora.mention_tokens(doc, span), number)
        yield doc, chain, {}


def gap(path: Path, nlp):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield read(nlp, nlp.make_doc(row["Text"])), row


def gap_chains(documents):
    """Two names and a pronoun. Other mentions of the names are theirs too, and of what is neither nothing is known."""
    for doc, row in documents:
        at = int(row["Pronoun-offset"])
        token = next((t for t in doc if t.idx == at), None)
        if token is None:
            continue
        chain = {token.i: "A" if row["A-coref"] == "TRUE" else "B" if row["B-coref"] == "TRUE" else "neither"}
        for name in "AB":
            start = int(row[f"{name}-offset"])
            for t in doc.char_span(start, start + len(row[name]), alignment_mode="expand") or ():
                chain[t.i] = name
        yield doc, chain, {"pronoun": token.i}


def examples(documents, *, ambiguous: bool = False) -> dict[str, np.ndarray]:
    """Vectors of mentions, pairs with features, which pairs are right and which count, kinds of heads."""
    out = defaultdict(list)
    base = 0
    for doc, chain, kind in documents:
        found = mentions(doc)
        if encoding(doc) is None or not len(found):
            continue
        pairs = find_pairs(found)
        known = [chain.get(int(h), None) for h in found.head]
        if ambiguous:
            for named in pairs.names.all:
                sure = {known[i] for i in named.mentions} - {None}
                if len(sure) == 1:
                    for i in named.mentions:
                        known[i] = next(iter(sure))
        a, c = pairs.anaphor, pairs.candidate
        right = np.array(
            [known[i] is not None and i != j and known[i] == known[j] for i, j in zip(a, c, strict=True)], dtype=bool
        )
        any_right = np.zeros(len(found), dtype=bool)
        any_right[a[right]] = True
        right |= (a == c) & ~any_right[a]
        counts = np.ones(len(a), dtype=bool)
        if ambiguous:
            # Only the one pronoun, and only candidates of which something is known.
            counts = (found.head[a] == kind["pronoun"]) & (np.array([known[j] is not None for j in c], dtype=bool))
            keep = counts.copy()
            keep &= any_right[a]
            counts = keep
        keep = counts
        if len(a):
            out["anaphor"].append(a[keep] + base), out["candidate"].append(c[keep] + base)
            out["features"].append(pairs.features[keep].astype("float16")), out["right"].append(right[keep])
            out["pronoun"].append(found.form[a[keep]] == 2)
        out["vectors"].append(encoding(doc).middle[found.head].astype("float16"))
        out["kind"].append(
            np.array([KINDS.index(kind[int(h)]) if kind.get(int(h)) else -1 for h in found.head])
            if not ambiguous
            else np.full(len(found), -1)
        )
        base += len(found)
    return {name: np.concatenate(parts) for name, parts in out.items()}


def main(data: Path, out: Path, only: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    nlp = claimx.load(threads=1)

    def texts(part):
        return {
            a["id"]: a["text"] for a in map(json.loads, corpora.lines(data / f"attribution/polnear-{part}.jsonl.gz"))
        }

    chains = {"gum": gum_chains, "gap": gap_chains, "silver": silver_chains, "speakers": speaker_chains}
    annotated = [SPEAKERS / part for part in ("encoder", "second", "scorer")]
    sets = {
        "gum-train": lambda: gum(data / "syntax/gum-train.conllu.gz", nlp),
        "gum-dev": lambda: gum(data / "syntax/gum-dev.conllu.gz", nlp),
        "gap-train": lambda: gap(data / "coref/gap-development.tsv.gz", nlp),
        "gap-dev": lambda: gap(data / "coref/gap-validation.tsv.gz", nlp),
        "speakers-train": lambda: speakers(annotated, texts("train"), nlp),
        "speakers-dev": lambda: speakers([SPEAKERS / "held"], texts("train"), nlp),
        "silver-train": lambda: silver(data / "syntax/polnear-corenlp-train.jsonl.gz", texts("train"), nlp),
        "silver-dev": lambda: silver(data / "syntax/polnear-corenlp-dev.jsonl.gz", texts("dev"), nlp),
    }
    for name in only or sets:
        kind = name.partition("-")[0]
        arrays = examples(chains[kind](cached(name, out, nlp, sets[name])), ambiguous=kind == "gap")
        np.savez(out / f"{name}.npz", **arrays)
        print(name, {k: v.shape for k, v in arrays.items()}, flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
