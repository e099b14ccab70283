"""What coreference is learnt from: GUM, GAP and the annotated speakers.

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
from collections.abc import Callable
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

import claimx
from claimx.encoder import encoding
from claimx.mentions import NOUN, PRONOUN, Mentions, mentions
from claimx.names import Names
from claimx.pairs import Pairs, find_pairs
from claimx.paragraphs import paragraphs_of
from claimx.wordpieces import tokens_at
from models.train import corpora

TYPES = {name: name for name in ("person", "organization", "place", "time", "abstract")}
TYPES |= dict.fromkeys(("object", "animal", "plant", "substance"), "thing") | {"event": "abstract"}


ANNOTATIONS = Path(__file__).parents[1] / "annotations"
LEARNT = ("encoder", "second", "scorer", "third", "fourth", "fifth", "sixth")
SPEAKERS, BODIES = ANNOTATIONS / "speakers", ANNOTATIONS / "bodies"


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
        if name not in ("claimx_mentions", "claimx_coreference", "claimx_bodies", "claimx_roles", "claimx_hedges"):
            doc = pipe(doc)
    return doc


def gum(path: Path, nlp):
    for words, spaces, found in _gum_documents(path):
        yield read(nlp, Doc(nlp.vocab, words=words, spaces=spaces)), found


def gum_chains(documents):
    """(Doc, {head token: chain}, None) of each document."""
    for doc, found in documents:
        longest_first = sorted(found, key=lambda f: f[0] - f[1])
        yield doc, {doc[start:end].root.i: number for start, end, number, _ in longest_first}, None


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


def speakers(folders: list[Path], texts: dict[str, str], nlp):
    """Articles whose speakers are annotated (models/annotations/speakers), and of some the bodies (bodies)."""
    for path in sorted(p for folder in folders for p in folder.glob("*.json")):
        written, bodies = path.with_suffix(".txt"), BODIES / path.name
        text = written.read_bytes().decode() if written.exists() else texts[path.stem]
        known = json.loads(bodies.read_text()) if bodies.exists() else []
        yield read(nlp, nlp.make_doc(text)), (json.loads(path.read_text()), known)


def speaker_chains(documents):
    """Of the annotated persons their names, what they are, and the mentions that are sources; of the bodies all."""
    for doc, (persons, bodies) in documents:
        spans = [[*p["name"], *p["mentions"]] for p in persons] + [
            [*b["name"], *b["nouns"], *b["short"]] for b in bodies
        ]
        chain = {i: k for k, own in enumerate(spans) for span in own for i in corpora.mention_tokens(doc, span)}
        told = defaultdict(set)
        for k, person in enumerate(persons):
            for span in person["role"]:
                for i in corpora.mention_tokens(doc, span):
                    told[i].add(k)
        # Two "trustees" are neither of them.
        yield doc, {i: next(iter(who)) for i, who in told.items() if len(who) == 1} | chain, None


def gap(path: Path, nlp):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield read(nlp, nlp.make_doc(row["Text"])), row


def gap_chains(documents):
    """Two names and a pronoun, which counts alone: (Doc, chain, the pronoun's token)."""
    for doc, row in documents:
        at = int(row["Pronoun-offset"])
        token = next((t for t in doc if t.idx == at), None)
        if token is None:
            continue
        chain = {}
        for name in "AB":
            start = int(row[f"{name}-offset"])
            for t in doc.char_span(start, start + len(row[name]), alignment_mode="expand") or ():
                chain[t.i] = name
            if row[f"{name}-coref"] == "TRUE":
                chain[token.i] = name
        yield doc, chain, token.i


def examples(documents, known: Callable) -> dict[str, np.ndarray]:
    """Vectors of mentions, pairs with features, and which pairs are right.

    known: what is known of the mentions of a document, and which anaphors count.
    """
    out = defaultdict(list)
    base = 0
    for doc, chain, asked in documents:
        found = mentions(doc)
        if encoding(doc) is None or not len(found):
            continue
        pairs = find_pairs(found)
        rows, right = learnable(pairs, *known(found, pairs, chain, asked))
        a, c = pairs.anaphor[rows], pairs.candidate[rows]
        if len(rows):
            out["anaphor"].append(a + base), out["candidate"].append(c + base), out["right"].append(right)
            out["features"].append(pairs.features[rows].astype("float16")), out["prior"].append(pairs.prior[rows])
            out["pronoun"].append(found.form[a] == PRONOUN)
        out["vectors"].append(encoding(doc).middle[found.head].astype("float16"))
        base += len(found)
    return {name: np.concatenate(parts) for name, parts in out.items()}


def learnable(pairs: Pairs, who: list, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of the anaphors that count with the candidates of which something is known, and which are right.

    who: whom each mention is of, None where that is not known. An anaphor that is the first of its chain is right with
    itself; one of whose chain no candidate is left is passed over.
    """
    first: dict = {}
    for i, one in enumerate(who):
        first.setdefault(one, i)
    rows, right = [], []
    edges = np.flatnonzero(np.diff(pairs.anaphor, prepend=-1, append=-1))
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        i = int(pairs.anaphor[begin])
        if not counts[i]:
            continue
        kept = [k for k in range(begin, end - 1) if who[int(pairs.candidate[k])] is not None]
        same = [who[int(pairs.candidate[k])] == who[i] for k in kept]
        if any(same) or first[who[i]] == i:
            rows += [*kept, end - 1]
            right += [*same, not any(same)]
    return np.array(rows, dtype="int64"), np.array(right, dtype=bool)


def complete(found: Mentions, pairs: Pairs, chain: dict, asked: int | None):
    """Of a corpus in which every chain is marked: a mention in none is the only one of its own."""
    return [chain.get(int(h), ("alone", i)) for i, h in enumerate(found.head)], np.ones(len(found), dtype=bool)


def one_pronoun(found: Mentions, pairs: Pairs, chain: dict, asked: int | None):
    """Of GAP: the one pronoun, and the names that are known."""
    who = _spread([chain.get(int(h)) for h in found.head], pairs.names)
    return who, (found.head == asked) & (asked in chain)


def of_speakers(nlp) -> Callable:
    """Of annotated speakers and bodies: whoever else is named is somebody else, and whom all the other mentions
    are of is what coreference says as it stands. That counts too, of those who are annotated."""
    head = nlp.get_pipe("claimx_coreference")

    def known(found: Mentions, pairs: Pairs, chain: dict, asked: int | None):
        who: list = _spread([chain.get(int(h)) for h in found.head], pairs.names, others=True)
        for i, j in pairs.same.items():
            who[i] = who[j] if who[i] is None else who[i]
        entity, _ = head.decode(found, pairs, head.scores(found, pairs))
        told = list(who)
        for i in range(len(found)):
            if who[i] is None:
                who[i] = told[entity[i]]
            if who[i] is None and found.form[i] == NOUN:
                who[i] = ("noun", entity[i])
        return who, np.array([isinstance(w, int) for w in who], dtype=bool)

    return known


def _spread(who: list, names: Names, *, others: bool = False) -> list:
    """What is known of one mention of somebody named is known of all. others: whoever is named and not known is
    somebody of their own."""
    out = list(who)
    for number, named in enumerate(names.all):
        sure = {who[i] for i in named.mentions} - {None}
        whose = next(iter(sure)) if len(sure) == 1 else ("named", number) if others and not sure else None
        for i in named.mentions:
            out[i] = whose if len(sure) < 2 else who[i]
    return out


def main(data: Path, out: Path, only: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    nlp = claimx.load(threads=1)

    def texts(part):
        return {
            a["id"]: a["text"] for a in map(json.loads, corpora.lines(data / f"attribution/polnear-{part}.jsonl.gz"))
        }

    chains = {
        "gum": (gum_chains, complete),
        "gap": (gap_chains, one_pronoun),
        "speakers": (speaker_chains, of_speakers(nlp)),
    }
    sets = {
        "gum-train": lambda: gum(data / "syntax/gum-train.conllu.gz", nlp),
        "gum-dev": lambda: gum(data / "syntax/gum-dev.conllu.gz", nlp),
        "gap-train": lambda: gap(data / "coref/gap-development.tsv.gz", nlp),
        "gap-dev": lambda: gap(data / "coref/gap-validation.tsv.gz", nlp),
        "speakers-train": lambda: speakers([SPEAKERS / part for part in LEARNT], texts("train"), nlp),
        "speakers-dev": lambda: speakers([SPEAKERS / "held"], texts("train"), nlp),
    }
    for name in only or sets:
        chained, known = chains[name.partition("-")[0]]
        arrays = examples(chained(cached(name, out, nlp, sets[name])), known)
        np.savez(out / f"{name}.npz", **arrays)
        print(name, {k: v.shape for k, v in arrays.items()}, flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
