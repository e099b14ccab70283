"""What lies within a span or a document, found without a walk through the whole of it each time."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span

_TEXT = "claimx_text"


def text_of(doc: Doc) -> str:
    """The text of a document, joined from its tokens once: `Doc.text` joins them each time that it is asked for."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return doc.user_data[_TEXT]


def entities_in(span: Span) -> Iterator[Span]:
    """The entities that lie wholly in a span, by its tokens: `Span.ents` looks through those of the whole document."""
    doc, i = span.doc, span.start
    while i < span.end:
        end = i + 1
        if doc[i].ent_iob_ == "B":
            while end < len(doc) and doc[end].ent_iob_ == "I":
                end += 1
            if end <= span.end:
                yield Span(doc, i, end, doc[i].ent_type_)
        i = end


Words = tuple[str, ...] | frozenset[str]


@lru_cache(maxsize=1 << 8)
def hashes(words: Words) -> np.ndarray:
    """The words as the columns of a Doc have them."""
    return np.array([get_string_id(word) for word in words], dtype="uint64")


@lru_cache(maxsize=1 << 8)
def _in_order(words: Words) -> np.ndarray:
    return np.unique(hashes(words))


def among(column: np.ndarray, words: Words) -> np.ndarray:
    """Of a column of a Doc, or of some rows of one, which are one of the words."""
    known = _in_order(words)
    return known[np.minimum(np.searchsorted(known, column), len(known) - 1)] == column


def where(doc: Doc, words: Iterable[str], column: str = "LOWER") -> list[int]:
    """The tokens that are one of the words, in small letters or, with ORTH, as they are written."""
    known = np.array([get_string_id(word) for word in words], dtype="uint64")
    return np.flatnonzero(np.isin(doc.to_array(column), known)).tolist()
