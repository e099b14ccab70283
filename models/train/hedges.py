"""Hedges as they are annotated: vectors to train on (models.train.hedgehead), and scores of what ships.

python -m models.train.hedges vectors DATA OUT      encodes the Szeged sets and the annotated news; once
python -m models.train.hedges score DATA            figures on what is held apart

The Szeged Uncertainty Corpus (Szarvas et al. 2012) marks four types only: a word without a mark there may be a cue of
any other type, and says nothing against it. Texts of the annotated news are not in the repository: the standoff files
in models/annotations/hedges give offsets into articles of PolNeAR.
"""

import gzip
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from claimx import shipped
from claimx.encoder import encoding
from claimx.hedgetypes import TYPES
from claimx.pipeline import load

LABELS = ("O", *TYPES)
SZEGED = ("epistemic", "doxastic", "investigation", "condition")
ANNOTATIONS = Path(__file__).parent.parent / "annotations" / "hedges"
# The last words of Szeged's types.
_KINDS = {
    "probable": "epistemic",
    "possible": "epistemic",
    "doxastic": "doxastic",
    "investigation": "investigation",
    "condition": "condition",
}


def lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        return [json.loads(line) for line in f]


def is_held(doc: str) -> bool:
    """Whether a document of the Szeged news is in the tenth that is held apart."""
    return hashlib.sha256(doc.encode()).digest()[0] % 10 == 0


def szeged(path: Path) -> Iterator[tuple[str, str, list[tuple[int, int, str]]]]:
    """(document, text, cues): the sentences of a document one after the other."""
    by_doc: dict[str, list[dict]] = defaultdict(list)
    for row in lines(path):
        by_doc[row["doc"]].append(row)
    for doc, rows in by_doc.items():
        for i in range(0, len(rows), 12):
            text, cues = "", []
            for row in rows[i : i + 12]:
                cues += [(c[0] + len(text), c[1] + len(text), _KINDS[c[2].split("_")[-1]]) for c in row["cues"]]
                text += row["text"] + " "
            yield doc, text, cues


def articles(data: Path, part: str) -> Iterator[tuple[str, str, list[dict]]]:
    """(id, text, annotations) of the annotated news, "train" or "held"."""
    wanted = {path.stem: path for path in sorted((ANNOTATIONS / part).glob("*.json"))}
    for row in lines(data / "attribution/polnear-train.jsonl.gz"):
        if row["id"] in wanted:
            yield row["id"], row["text"], json.loads(wanted[row["id"]].read_text(encoding="utf-8"))


def vectors(data: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    nlp = spacy.load(shipped.path(), enable=["claimx_encoder"])

    def write(name: str, rows) -> None:
        x, y = [], []
        for text, cues, full in rows:
            doc = nlp(text)
            if encoding(doc) is None:
                continue
            labels = np.zeros(len(doc), dtype="int64")
            for start, end, type_ in cues:
                span = doc.char_span(start, end, alignment_mode="expand")
                if span is not None:
                    labels[span.start : span.end] = LABELS.index(type_)
            if not full:
                labels[labels == 0] = -1  # nothing of the four types
            keep = doc.to_array("IS_SPACE") == 0
            x.append(encoding(doc).both(np.flatnonzero(keep)).astype("float16"))
            y.append(labels[keep])
        np.savez(out / f"{name}.npz", x=np.concatenate(x), y=np.concatenate(y))
        print(name, sum(map(len, y)), "tokens", flush=True)

    news = list(szeged(data / "hedges/szeged-factbank-train.jsonl.gz"))
    write("news", [(t, c, False) for d, t, c in news if not is_held(d)])
    write("news-held", [(t, c, False) for d, t, c in news if is_held(d)])
    write("wiki", [(t, c, False) for _, t, c in szeged(data / "hedges/szeged-wiki-train.jsonl.gz")])
    held = {path.stem for path in (ANNOTATIONS / "held").glob("*.json")}
    for name, part in (("articles", "train"), ("articles-second", "second")):
        found = [(t, c) for id_, t, c in articles(data, part) if id_ not in held]
        write(name, [(t, [(a["start"], a["end"], a["type"]) for a in c], True) for t, c in found])


def f1(hit: int, gold: int, made: int) -> list[float]:
    p, r = hit / max(1, made), hit / max(1, gold)
    return [round(100 * v, 1) for v in (p, r, 2 * p * r / max(1e-9, p + r))]


def score(data: Path, part: str = "held", *, verbose: bool = False) -> dict[str, Any]:
    """Precision, recall, F1 of cues on the annotated articles that are held apart, and on the Szeged news."""
    from claimx import extraction
    from claimx.reading import decode

    nlp = load()
    count: Counter = Counter()
    types: dict[str, Counter] = defaultdict(Counter)
    for name, text, gold in articles(data, part):
        made = extraction.extract(decode(text.encode(), name), nlp)
        ours = {h.span: h for c in [*made.claims, *made.narration] for h in c.hedges}
        theirs = {(g["start"], g["end"]): g for g in gold}
        count["gold"] += len(theirs)
        count["made"] += len(ours)
        for span, g in theirs.items():
            types[g["type"]]["gold"] += 1
            if span in ours:
                count["hit"] += 1
                count["type"] += ours[span].type == g["type"]
                count["holder"] += ours[span].holder == g["holder"]
                types[g["type"]]["hit"] += 1
        for span in ours:
            types[ours[span].type]["made"] += 1
        if verbose:
            for span in sorted(set(theirs) ^ set(ours)):
                which, type_ = ("MISSED", theirs[span]["type"]) if span in theirs else ("EXTRA", ours[span].type)
                print(
                    which,
                    type_,
                    repr(text[slice(*span)]),
                    "|",
                    " ".join(text[max(0, span[0] - 60) : span[1] + 50].split()),
                )
            for span in sorted(set(theirs) & set(ours)):
                if theirs[span]["type"] != ours[span].type or theirs[span]["holder"] != ours[span].holder:
                    g, o = theirs[span], ours[span]
                    print("WRONG", g["type"], g["holder"], "->", o.type, o.holder, repr(text[slice(*span)]))
    out: dict[str, Any] = {
        "cue exact": f1(count["hit"], count["gold"], count["made"]),
        "cue exact and type": f1(count["type"], count["gold"], count["made"]),
        "holder right, %": round(100 * count["holder"] / max(1, count["hit"]), 1),
        "by type": {t: [c["hit"], c["gold"], c["made"]] for t, c in sorted(types.items())},
    }
    hit = gold_count = made_count = 0
    from claimx.hedges import hedges

    for doc_name, text, cues in szeged(data / "hedges/szeged-factbank-train.jsonl.gz"):
        if is_held(doc_name):
            doc = nlp(text)
            ours_s = set()
            for h in hedges(doc):
                span = doc[h.start : h.end]
                if h.type in SZEGED:
                    ours_s.add((span.start_char, span.end_char))
                elif h.type == "shield":  # there the verb alone is the cue
                    ours_s.add((doc[h.end - 1].idx, span.end_char))
            theirs_s = {(s, e) for s, e, _ in cues}
            hit += len(ours_s & theirs_s)
            gold_count += len(theirs_s)
            made_count += len(ours_s)
            if verbose:
                for span in sorted(theirs_s ^ ours_s):
                    which = "S-MISSED" if span in theirs_s else "S-EXTRA"
                    print(which, repr(text[slice(*span)]), "|", text[max(0, span[0] - 60) : span[1] + 50])
    out["Szeged news, held tenth, cue"] = f1(hit, gold_count, made_count)
    return out


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["vectors", data, out]:
            vectors(Path(data), Path(out))
        case ["score", data]:
            print(json.dumps(score(Path(data)), indent=1))
        case _:
            sys.exit(__doc__)
