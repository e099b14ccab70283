"""Sentence starts, universal parts of speech and Penn tags, from the encoder's vectors.

Learnt from treebanks, and from news, whose long sentences with quotations within are not to be had there.
"""

import itertools
from typing import Any

import numpy as np
from spacy.tokens import Doc

from claimx.encoder import encoding
from claimx.heads import Head
from claimx.lexicon import word_list
from claimx.within import among, hashes

# A parser is quadratic in a sentence's length, and no sentence of an article is longer.
_LONGEST = 200


# What a Penn tag says in features of Universal Dependencies; a lemmatizer tells base forms by them.
_FEATURES = {
    "NN": "Number=Sing",
    "NNS": "Number=Plur",
    "NNP": "Number=Sing",
    "NNPS": "Number=Plur",
    "VB": "VerbForm=Inf",
    "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VBN": "Tense=Past|VerbForm=Part",
    "JJ": "Degree=Pos",
    "JJR": "Degree=Cmp",
    "JJS": "Degree=Sup",
    "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
}


class Tagger(Head):
    """Sets Token.is_sent_start, Token.pos, Token.tag and what the tag says of Token.morph.

    Labels follow Universal Dependencies and the Penn Treebank.
    """

    def __call__(self, doc: Doc) -> Doc:
        found = encoding(doc)
        strings = self.vocab.strings
        visible = doc.to_array("IS_SPACE") == 0
        values: Any = np.zeros((len(doc), 4), dtype="uint64")
        values[:, 0] = strings.add("SPACE")
        values[:, 1] = strings.add("_SP")
        if found is not None:
            vectors = found.vectors
            words = self.hidden("words.hidden", vectors[visible])
            for column, kind in enumerate(("pos", "tag")):
                ids = np.array([strings.add(label) for label in self.labels[kind]], dtype="uint64")
                best = self.linear(f"words.{kind}", words).argmax(-1)
                values[visible, column] = ids[best]
            features = [self.vocab.morphology.add(_FEATURES.get(tag, "")) for tag in self.labels["tag"]]
            values[visible, 3] = np.array(features, dtype="uint64")[best]
            scores = self.linear("starts.out", self.hidden("starts.hidden", with_before(vectors)))
            margin = scores[:, 1] - scores[:, 0]
            margin[_behind_titles(doc)] = -1.0
            # No sentence goes on into the next paragraph.
            margin[found.breaks] = np.maximum(margin[found.breaks], 1.0)
            starts = sentence_starts(margin, visible)
        else:
            starts = np.zeros(len(doc), dtype=bool)
            starts[:1] = True
        # spaCy's three values: 1 a sentence begins, -1 it does not.
        values[:, 2] = np.where(starts, 1, -1).astype("int64").view("uint64")
        return doc.from_array(["POS", "TAG", "SENT_START", "MORPH"], values) if len(doc) else doc


def _behind_titles(doc: Doc) -> np.ndarray:
    """The tokens behind a title that is cut short, where no sentence begins: "Cpl. Nathan Roe"."""
    columns = doc.to_array(["LOWER", "SPACY"])
    dotted = (columns[1:-1, 0] == hashes((".",))[0]) & (columns[:-2, 1] == 0)
    return np.flatnonzero(dotted & among(columns[:-2, 0], word_list("shortened", "names"))) + 2


def with_before(vectors: np.ndarray) -> np.ndarray:
    """(tokens, width) to (tokens, 2 * width): each with the one before, nothing before the first."""
    before = np.zeros_like(vectors)
    before[1:] = vectors[:-1]
    return np.concatenate([vectors, before], axis=1)


def sentence_starts(margin: np.ndarray, visible: np.ndarray) -> np.ndarray:
    """(tokens,) log odds that a sentence begins there, and which tokens are visible, to (tokens,) bools.

    White space never begins a sentence. A stretch that goes on for too long is cut where a
    beginning is most likely.
    """
    starts = (margin > 0) & visible
    starts[:1] = True
    edges = [*np.flatnonzero(starts).tolist(), len(starts)]
    for begin, end in itertools.pairwise(edges):
        while end - begin > _LONGEST:
            # Leave no crumbs at either end.
            room = (
                margin[begin + _LONGEST // 4 : begin + _LONGEST]
                - 1e9 * ~visible[begin + _LONGEST // 4 : begin + _LONGEST]
            )
            begin += _LONGEST // 4 + int(room.argmax())
            starts[begin] = True
    return starts
