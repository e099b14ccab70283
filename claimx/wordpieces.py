"""Tokens as the encoder sees them: wordpieces, their letter case, and where paragraphs begin."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.tokens import Doc
from tokenizers import Tokenizer

from claimx.paragraphs import paragraphs_of

# Letter case of a wordpiece: the encoder's vocabulary is uncased.
LOWER, TITLE, UPPER, DIGIT, OTHER = range(1, 6)
N_SHAPES = 6  # with 0 for padding and special pieces

# A token cannot take more pieces than this: a URL's tail says nothing more.
_MAX_PIECES = 8

# Opening and closing marks are one pair to the encoder, however they were typed.
_STRAIGHT = frozenset({'"', "''", "``", "'", "`"})
_TYPED = {"„": "“", "«": "“", "»": "”", "‟": "“", "‚": "‘", "‹": "‘", "›": "’"}


@dataclass
class Pieces:
    """One document's wordpieces.

    ids, shapes, breaks: (pieces,) vocabulary number, letter case, and 1 where a
    paragraph begins. first: (tokens,) each token's first piece; a token of
    white space has none and shares the piece before it.
    """

    ids: np.ndarray
    shapes: np.ndarray
    breaks: np.ndarray
    first: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)


class WordPieces:
    """Cuts a Doc's tokens into wordpieces, each distinct token once."""

    def __init__(self, tokenizer: Tokenizer):
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._unknown = _special(tokenizer, "[UNK]")
        self.start = _special(tokenizer, "[CLS]")
        self.end = _special(tokenizer, "[SEP]")
        self._known: dict[str, tuple[list[int], list[int]]] = {}

    @classmethod
    def from_file(cls, path: str | Path) -> "WordPieces":
        return cls(Tokenizer.from_file(str(path)))

    def __call__(self, doc: Doc) -> Pieces:
        n = len(doc)
        if not n:
            empty = np.zeros(0, dtype="int64")
            return Pieces(empty, empty, empty, empty)
        attributes = doc.to_array(["ORTH", "IS_SPACE"])
        visible = attributes[:, 1] == 0
        _, indices, inverse = np.unique(attributes[:, 0], return_index=True, return_inverse=True)
        words = [doc[int(i)].text for i in indices]
        starts = np.zeros(n, dtype=bool)
        starts[tokens_at(doc, paragraphs_of(doc))] = True

        quotes = [i for i, word in enumerate(words) if word in _STRAIGHT]
        if quotes:
            # Straight marks become tokens of their own kind, by the side they stand on.
            inverse = inverse.copy()
            for token, mark in _directions(doc, words, inverse, quotes, starts):
                if mark not in words:
                    words.append(mark)
                inverse[token] = words.index(mark)

        table = self._look_up(words)
        lengths = np.array([len(ids) for ids, _ in table])
        offsets = np.cumsum(lengths) - lengths
        flat_ids = np.array([i for ids, _ in table for i in ids], dtype="int64")
        flat_shapes = np.array([s for _, shapes in table for s in shapes], dtype="int64")

        counts = np.where(visible, lengths[inverse], 0)
        first = np.cumsum(counts) - counts
        within = np.arange(counts.sum()) - np.repeat(first, counts)
        source = np.repeat(offsets[inverse], counts) + within
        breaks = np.zeros(len(source), dtype="int64")
        breaks[first[starts & visible]] = 1
        first = np.where(visible, first, np.maximum(first - 1, 0))
        return Pieces(flat_ids[source], flat_shapes[source], breaks, first)

    def _look_up(self, words: list[str]) -> list[tuple[list[int], list[int]]]:
        new = [word for word in words if word not in self._known]
        if len(self._known) + len(new) > 200_000:
            self._known.clear()
            new = words
        surfaces = [_TYPED.get(word, word.replace("’", "'") if len(word) > 1 else word) for word in new]
        for word, surface, encoding in zip(
            new, surfaces, self._tokenizer.encode_batch(surfaces, add_special_tokens=False), strict=True
        ):
            ids = encoding.ids[:_MAX_PIECES] or [self._unknown]
            offsets = encoding.offsets[:_MAX_PIECES] or [(0, len(surface))]
            self._known[word] = (ids, [_shape(surface[start:end]) for start, end in offsets])
        return [self._known[word] for word in words]


def _special(tokenizer: Tokenizer, name: str) -> int:
    number = tokenizer.token_to_id(name)
    if number is None:
        raise ValueError(f"the tokenizer has no {name}")
    return number


def _shape(piece: str) -> int:
    if piece.isdigit():
        return DIGIT
    if not any(c.isalpha() for c in piece):
        return OTHER
    if piece.islower():
        return LOWER
    if piece.isupper():
        return UPPER if len(piece) > 1 else TITLE
    return TITLE if piece[0].isupper() and piece[1:].islower() else OTHER


def tokens_at(doc: Doc, offsets: list[int]) -> np.ndarray:
    """The token in which each offset lies."""
    begins = np.fromiter((token.idx for token in doc), dtype="int64", count=len(doc))
    return np.searchsorted(begins, np.array(offsets, dtype="int64"), side="right") - 1


def _directions(doc: Doc, words: list[str], inverse: np.ndarray, quotes: list[int], starts: np.ndarray):
    """Each straight quotation mark as the curly one that it stands for.

    A mark with white space before it and none behind opens, the other way round it closes;
    where the sides do not tell, it is the opposite of the last one in the paragraph.
    """
    paragraph = np.cumsum(starts)
    inside: dict[bool, tuple[int, bool]] = {}
    for i in np.flatnonzero(np.isin(inverse, quotes)).tolist():
        text = words[inverse[i]]
        single = text in ("'", "`")
        before = i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space or doc[i - 1].text in "([{—–-"
        after = i + 1 == len(doc) or bool(doc[i].whitespace_) or doc[i + 1].is_space
        where, opened = inside.get(single, (-1, False))
        if where != paragraph[i]:
            opened = False
        if text in ("``", "`"):
            opens = True
        elif before != after:
            opens = before
        else:
            opens = not opened
        inside[single] = (int(paragraph[i]), opens)
        yield i, ("‘" if opens else "’") if single else ("“" if opens else "”")
