"""Scores of the shipped pipeline's layers: python -m models.train.evaluate DATA [PIPELINE]

Attribution on PolNeAR dev (plain, hard-wrapped, straight quotation marks, blank lines taken out) is
written as records and scored by the scorer beside DATA; tags and trees on EWT and GUM dev
with gold tokens; entities on UNER dev.
"""

import gzip
import itertools
import json
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import spacy
from spacy.tokens import Doc

from claimx import shipped
from claimx.extraction import extract
from claimx.output import to_yaml
from claimx.reading import decode
from models.train import corpora


def wrapped(text: str) -> str:
    """Hard-wrapped at 80 columns; every change is one space for one line break."""
    lines = []
    for line in text.split("\n"):
        out, at = line, 0
        for piece in textwrap.wrap(line, 80, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)[:-1]:
            at = line.index(piece, at) + len(piece)
            out = out[:at] + "\n" + out[at + 1 :] if out[at].isspace() else out
        lines.append(out)
    return "\n".join(lines)


def straight(text: str) -> str:
    return text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"}))


def without_blank_lines(text: str) -> tuple[str, list[int]]:
    """The text, and for each of its old offsets the new one."""
    keep = [True] * len(text)
    for run in re.finditer(r"\n(\s*\n)+", text):
        keep[run.start() + 1 : run.end()] = [False] * (run.end() - run.start() - 1)
    table = [0, *itertools.accumulate(keep)]
    return "".join(itertools.compress(text, keep)), table


VARIANTS = {"plain": lambda t: t, "wrapped": wrapped, "straight": straight, "no blank lines": without_blank_lines}


def attribution(nlp, data: Path, variant: str) -> dict:
    gold_path = data / "attribution/polnear-dev.jsonl.gz"
    scorer = data.parent / "score.py"
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder, "records")
        records.mkdir()
        gold = Path(folder, "gold.jsonl.gz")
        with gzip.open(gold, "wt", encoding="utf-8", newline="\n") as out:
            for line in corpora.lines(gold_path):
                article = json.loads(line)
                text = article["text"]
                if variant == "no blank lines":
                    text, table = without_blank_lines(text)
                    for annotation in article["annotations"]:
                        for a in annotation["attributions"]:
                            for role in a:
                                a[role] = [[table[s], table[e - 1] + 1] for s, e in a[role]]
                else:
                    text = VARIANTS[variant](text)
                article["text"] = text
                print(json.dumps(article), file=out)
                record = extract(decode(text.encode(), article["id"] + ".txt"), nlp)
                (records / f"{article['id']}.txt.yaml").write_text(to_yaml(record), encoding="utf-8")
        scored = subprocess.run(
            [sys.executable, scorer, "attribution", gold, records], capture_output=True, text=True, check=True
        )
    return json.loads(scored.stdout)


def syntax(nlp, path: Path, *, by_document: bool) -> dict[str, float]:
    """UPOS, UAS, LAS over gold tokens, in per cent; sentence starts (F1) where whole documents are read."""
    names = ("encoder", "tagger", "parser")
    pipes = [nlp.get_pipe(f"claimx_{n}") for n in names]
    n = pos = uas = las = 0
    starts = [0, 0, 0]
    for document in corpora.conllu(path):
        groups = [document] if by_document else [[s] for s in document]
        for group in groups:
            doc, rows = corpora.as_doc(nlp.vocab, group)
            for pipe in pipes:
                doc = pipe(doc)
            for token, row in zip(doc, rows, strict=True):
                if row is None:
                    continue
                upos, _, head, dep, _, first = row
                n += 1
                pos += token.pos_ == upos
                uas += token.head.i == head
                las += token.head.i == head and token.dep_.replace("ROOT", "root") == dep
                starts[0] += first and bool(token.is_sent_start)
                starts[1] += first
                starts[2] += bool(token.is_sent_start)
    out = {"tokens": n, "upos": 100 * pos / n, "uas": 100 * uas / n, "las": 100 * las / n}
    if by_document:
        out["sentence starts"] = 200 * starts[0] / (starts[1] + starts[2])
    return {k: round(v, 2) for k, v in out.items()}


def entities(nlp, path: Path) -> dict[str, list[float]]:
    """Precision, recall and F1 of exact spans, PER, ORG and LOC, sentence by sentence."""
    ours = {"PERSON": "PER", "ORG": "ORG", "LOC": "LOC"}
    count = {k: [0, 0, 0] for k in ("PER", "ORG", "LOC", "all")}
    for sentence in corpora.bio_sentences(path):
        doc = Doc(nlp.vocab, words=[w for w, _ in sentence])
        for name in ("encoder", "tagger", "entities"):
            doc = nlp.get_pipe(f"claimx_{name}")(doc)
        guess = {(e.start, e.end, ours[e.label_]) for e in doc.ents if e.label_ in ours}
        gold, start = set(), None
        for i, (_, label) in enumerate([*sentence, ("", "O")]):
            if start is not None and not label.startswith("I-"):
                gold.add((start, i, sentence[start][1][2:]))
                start = None
            if label.startswith("B-"):
                start = i
        for kind in count:
            g, p = ({x for x in s if kind in ("all", x[2])} for s in (gold, guess))
            for i, k in enumerate((len(g & p), len(p), len(g))):
                count[kind][i] += k
    return {
        k: [round(100 * t / max(1, p), 1), round(100 * t / max(1, g), 1), round(200 * t / max(1, p + g), 1)]
        for k, (t, p, g) in count.items()
    }


def main(data: Path, pipeline: Path) -> None:
    nlp = spacy.load(pipeline)
    result = {"entities, UNER dev": entities(nlp, data / "ner/uner-ewt-dev.iob2.gz")}
    for name in ("ewt", "gum"):
        for by_document in (False, True):
            key = f"syntax, {name} dev, by {'document' if by_document else 'sentence'}"
            result[key] = syntax(nlp, data / f"syntax/{name}-dev.conllu.gz", by_document=by_document)
    for variant in VARIANTS:
        result[f"attribution, {variant}"] = attribution(nlp, data, variant)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else shipped.path())
