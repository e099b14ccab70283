"""The training data, each set read into the same kind of example: pieces and token labels."""

import gzip
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from claimx.wordpieces import Pieces, WordPieces

SPAN_LABELS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
# Marks that are no part of a span when they stand at its edge.
EDGE = set(" \n\t\r\xa0.,;:!?\"“”‘’'-—–()[]…`")

# What begins an addition to a mention, and of how many persons an article's annotation is read: bits of an integer.
_ADDED = (",", "(", "-", "–", "—", "of", "for", "at", "who", "from", "in")
_MOST_PERSONS = 62
# Who annotated PolNeAR, as it calls them.
ANNOTATORS = ("4b22", "4e07", "5fec", "6b86", "d473", "ef2d")
# Within how many characters of a mention a role is that person's.
_BESIDE = 60

ENTITY_TYPES = ["PERSON", "ORG", "LOC", "NORP", "DATE", "MISC"]
ENTITY_LABELS = ["O"] + [f"{bi}-{t}" for t in ENTITY_TYPES for bi in "BI"]


@dataclass
class Example:
    """A document. labels: per-token arrays, -100 where there is none; pointers count tokens of the document."""

    name: str
    pieces: Pieces
    tokens: np.ndarray  # tokens that are not white space, whose labels are learnt
    labels: dict[str, np.ndarray]
    cuts: np.ndarray | None = None  # tokens at which a window may begin; None: anywhere
    meta: dict = field(default_factory=dict)


def lines(path: Path):
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as f:
        yield from f


def polnear(path: Path, nlp, wordpieces: WordPieces) -> list[list[Example]]:
    """Articles with their attributions, once for each annotator."""
    out = []
    for line in lines(path):
        article = json.loads(line)
        doc = nlp.make_doc(article["text"])
        pieces = wordpieces(doc)
        visible = np.flatnonzero([not t.is_space for t in doc])
        versions = [
            {**_attribution_labels(doc, visible, a["attributions"]), "annotator": np.full(len(doc), _number(a))}
            for a in article["annotations"]
        ]
        out.append([Example(article["id"], pieces, visible, labels) for labels in versions])
    return out


def _number(annotation: dict) -> int:
    """Of the annotator; -100 for one whom the training articles do not have."""
    return ANNOTATORS.index(annotation["annotator"]) if annotation["annotator"] in ANNOTATORS else -100


def _attribution_labels(doc: Doc, visible: np.ndarray, attributions: list[dict]) -> dict[str, np.ndarray]:
    spans, cue, source = (np.full(len(doc), -100) for _ in range(3))
    spans[visible] = 0
    for attribution in attributions:
        found = {role: [t for t in (_covered(doc, s) for s in attribution[role]) if t] for role in attribution}
        if not found["cue"]:
            continue
        for role, begin in (("source", 1), ("cue", 3), ("content", 5)):
            for tokens in found[role]:
                spans[tokens[0]] = begin
                spans[tokens[1:]] = begin + 1
        for tokens in found["content"]:
            cue[tokens] = found["cue"][0][0]
        for tokens in found["cue"]:
            # Where there is no source the cue points at itself.
            source[tokens] = found["source"][0][0] if found["source"] else tokens
    return {"spans": spans, "cue": cue, "source": source}


def _covered(doc: Doc, span: list[int]) -> list[int]:
    """Tokens that a span touches. Annotators differ on punctuation at the edges, and the scorer leaves it out."""
    touched = doc.char_span(*span, alignment_mode="expand")
    inside = [t.i for t in touched if not t.is_space] if touched is not None else []
    while inside and not set(doc[inside[0]].text) - EDGE:
        inside.pop(0)
    while inside and not set(doc[inside[-1]].text) - EDGE:
        inside.pop()
    return inside


def speakers(annotations: Path, polnear_path: Path, nlp, wordpieces: WordPieces) -> list[Example]:
    """Articles whose persons are annotated (models/annotations/speakers).

    Labels: by token the person of whose mention it is, or whose role (holder), and as bits the persons whose role or
    body it tells.
    """
    texts = {a["id"]: a["text"] for a in map(json.loads, lines(polnear_path))}
    out = []
    for path in sorted(annotations.glob("*.json")):
        text_path = path.with_suffix(".txt")
        text = text_path.read_bytes().decode() if text_path.exists() else texts[path.stem]
        doc = nlp.make_doc(text)
        visible = np.flatnonzero([not t.is_space for t in doc])
        person = np.full(len(doc), -100)
        told = {name: np.zeros(len(doc), "int64") for name in ("role_of", "body_of")}
        persons = json.loads(path.read_text())[:_MOST_PERSONS]
        for number, entity in enumerate(persons):
            for span in entity["mentions"]:
                person[mention_tokens(doc, span)] = number
            for name, key in (("role_of", "role"), ("body_of", "affiliation")):
                for span in entity[key]:
                    told[name][_covered(doc, span)] |= 1 << number
        holder = person.copy()
        for span, number in _held(persons).items():
            tokens = [i for i in _covered(doc, list(span)) if holder[i] < 0]
            holder[tokens] = number
        out.append(Example(path.stem, wordpieces(doc), visible, {"person": person, "holder": holder, **told}))
    return out


def _held(persons: list[dict]) -> dict[tuple[int, int], int]:
    """Whose each role is that stands beside somebody: the same word elsewhere may be of another."""
    near: dict[tuple[int, int], tuple[int, int]] = {}
    for number, person in enumerate(persons):
        for start, end in person["role"]:
            gap = min((max(a - end, start - b, 0) for a, b in person["mentions"]), default=_BESIDE)
            if gap < _BESIDE:
                near[start, end] = min(near.get((start, end), (gap, number)), (gap, number))
    return {span: number for span, (_, number) in near.items()}


def mention_tokens(doc: Doc, span: list[int]) -> list[int]:
    """The tokens of a mention before what is added to it: "Hugh Hill" of "Hugh Hill, a doctor at St Ann's"."""
    tokens = _covered(doc, span)
    stop = next((k for k, i in enumerate(tokens) if k and doc[i].lower_ in _ADDED), len(tokens))
    return tokens[:stop]


def conllu(path: Path):
    """Documents as lists of sentences of rows (form, pos, tag, head, relation, space after), with paragraph marks."""
    document, sentence, paragraph, glued = [], [], True, None
    for line in lines(path):
        line = line.rstrip("\n")
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        if line.startswith(("# newpar", "# newdoc")):
            paragraph = True
        elif not line:
            if sentence:
                document.append((paragraph, sentence))
                sentence, paragraph = [], False
        elif not line.startswith("#"):
            columns = line.split("\t")
            space = "SpaceAfter=No" not in columns[9]
            if "-" in columns[0]:
                first, last = map(int, columns[0].split("-"))
                glued = (first, last, space)
            elif "." not in columns[0]:
                n = int(columns[0])
                if glued and glued[0] <= n <= glued[1]:
                    space = glued[2] if n == glued[1] else False
                sentence.append((columns[1], columns[3], columns[4], int(columns[6]), columns[7], space))
    if sentence:
        document.append((paragraph, sentence))
    if document:
        yield document


def as_doc(vocab, document) -> tuple[Doc, list[tuple | None]]:
    """A document of `conllu`, or some of its sentences, as a Doc with its own tokens, and rows of its tokens.

    A row is (pos, tag, head or itself, relation, number of the sentence, whether it begins), None a paragraph's mark.
    """
    words: list[str] = []
    spaces: list[bool] = []
    rows: list[tuple | None] = []
    for number, (paragraph, sentence) in enumerate(document):
        if paragraph and words:
            words.append("\n\n")
            spaces.append(False)
            rows.append(None)
        base = len(words)
        for i, (form, pos, tag, head, relation, space) in enumerate(sentence):
            words.append(form)
            spaces.append(space)
            rows.append((pos, tag, base + head - 1 if head else base + i, relation, number, i == 0))
    return Doc(vocab, words=words, spaces=spaces), rows


def treebank(path: Path, vocab, wordpieces: WordPieces, labels: dict[str, list[str]]) -> list[Example]:
    """Sentences with tags and trees, in their documents."""
    index = {k: {v: i for i, v in enumerate(labels[k])} for k in ("pos", "tag", "dep")}
    names = ("pos", "tag", "head", "dep", "sentence", "sentence_start")
    out = []
    for number, document in enumerate(conllu(path)):
        doc, rows = as_doc(vocab, document)
        table = [(-100, -100, -100, -100, -1, -100)] * len(rows)
        for i, row in enumerate(rows):
            if row is not None:
                pos, tag, head, relation, sentence, first = row
                kinds = (index["pos"].get(pos, -100), index["tag"].get(tag, -100))
                table[i] = (*kinds, head, index["dep"].get(relation, -100), sentence + 1, int(first))
        array = np.array(table)
        visible = np.array([row is not None and not t.text.isspace() for row, t in zip(rows, doc, strict=True)])
        cuts = np.array([i for i, row in enumerate(rows) if row is not None and row[5]])
        labelled = {n: array[:, i] for i, n in enumerate(names)}
        out.append(Example(f"{path.stem}-{number}", wordpieces(doc), np.flatnonzero(visible), labelled, cuts))
    return out


def bio_sentences(path: Path):
    """Sentences as lists of (form, label), from CoNLL columns in their several habits."""
    sentence = []
    for line in lines(path):
        line = line.rstrip("\n")
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
        elif not line.startswith("# "):
            columns = line.split("\t")
            if re.fullmatch(r"\d+", columns[0]) and len(columns) > 2:
                columns = columns[1:]
            sentence.append((columns[0], columns[1].strip()))
    if sentence:
        yield sentence


# What a label of each corpus may be in ours. A corpus that leaves a type out says nothing against it.
_FOREIGN = {
    "gmb": {
        "O": "O",
        "EVENT": "MISC",
        "WORK": "MISC",
        "MISC": "MISC",
        "PERSON": "PERSON",
        "ORG": "ORG",
        "LOC": "LOC",
        "NORP": "NORP",
        "DATE": "DATE",
    },
    "gum": {
        "O": "O NORP DATE",
        "OTHER": "O MISC NORP DATE",
        "EVENT": "O MISC",
        "PERSON": "PERSON",
        "ORG": "ORG",
        "LOC": "LOC",
    },
    "wikigold": {"O": "O DATE", "MISC": "MISC NORP", "PER": "PERSON", "ORG": "ORG", "LOC": "LOC"},
    "uner": {"O": "O NORP DATE MISC", "PER": "PERSON", "ORG": "ORG", "LOC": "LOC"},
}


def entity_rows(path: Path, corpus: str, size: int = 12, every: int = 1):
    """A few consecutive sentences at a time: of each the words, and which labels of each may be right."""
    sentences = list(bio_sentences(path))
    if corpus == "gmb":
        sentences = _places_are_places(sentences)
    index = {v: i for i, v in enumerate(ENTITY_LABELS)}
    table = {}
    for label, ours in _FOREIGN[corpus].items():
        for bi in "BI":
            row = np.zeros(len(ENTITY_LABELS), dtype=bool)
            for o in ours.split():
                row[
                    [0] if o == "O" else [index[f"B-{o}"], index[f"I-{o}"]] if label in ("O",) else [index[f"{bi}-{o}"]]
                ] = True
            table[label if label == "O" else f"{bi}-{label}"] = row
    for i in range(0, len(sentences), size * every):
        yield [[(word, table[label]) for word, label in sentence] for sentence in sentences[i : i + size]]


def entities(path: Path, corpus: str, vocab, wordpieces: WordPieces) -> list[Example]:
    """Named entities, a few consecutive sentences an example."""
    out = []
    for number, sentences in enumerate(entity_rows(path, corpus)):
        words, rows = zip(*(row for sentence in sentences for row in sentence), strict=True)
        cuts = np.cumsum([0, *map(len, sentences[:-1])])
        pieces, labels = wordpieces(Doc(vocab, words=words)), {"entities": np.array(rows)}
        out.append(Example(f"{corpus}-{number}", pieces, np.arange(len(words)), labels, cuts))
    return out


def corenlp(data: Path, split: str):
    """PolNeAR's articles as Stanford CoreNLP reads them: text, and sentences of rows (word, start, end, lemma, tag,
    entity, head or -1, relation)."""
    texts = {a["id"]: a["text"] for a in map(json.loads, lines(data / f"attribution/polnear-{split}.jsonl.gz"))}
    for article in map(json.loads, lines(data / f"syntax/polnear-corenlp-{split}.jsonl.gz")):
        yield texts[article["id"]], article["sentences"]


def _places_are_places(sentences):
    """GMB calls a country that acts an organisation; here it stays a place, as it mostly is."""
    seen: dict[str, Counter] = defaultdict(Counter)

    def spans(sentence):
        start = None
        for i, (_, label) in enumerate([*sentence, ("", "O")]):
            if start is not None and not label.startswith("I-"):
                yield start, i, sentence[start][1][2:]
                start = None
            if label.startswith("B-"):
                start = i

    for sentence in sentences:
        for s, e, kind in spans(sentence):
            seen[" ".join(w for w, _ in sentence[s:e])][kind] += 1
    out = []
    for sentence in sentences:
        sentence = list(sentence)
        for s, e, kind in list(spans(sentence)):
            count = seen[" ".join(w for w, _ in sentence[s:e])]
            if kind == "ORG" and count["LOC"] >= count["ORG"]:
                for i in range(s, e):
                    sentence[i] = (sentence[i][0], sentence[i][1].replace("ORG", "LOC"))
        out.append(sentence)
    return out
