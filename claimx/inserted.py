"""Reporting clauses in the middle of the sentence that they report: "The bridge, engineers warn, could fall"."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Token

from claimx.cues import reports

# Words between two commas, at most: "a spokeswoman for the county's water board told reporters on Monday"; and how far
# before them the subject stands.
_WORDS, _BACK = 14, 40
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "expl")
_FINITE = ("VBD", "VBZ", "VBP")
_RELATIVE = ("WP", "WDT")
_LEADING = ("cc", "punct", "mark")

Range = tuple[int, int]


class Inserted(NamedTuple):
    """[start, end) in tokens: what is said before the clause, its source, its cue, and what is said behind it."""

    left: Range
    source: Range
    cue: Range
    right: Range


def inserted(doc: Doc) -> Iterator[Inserted]:
    """The reporting clauses between a subject and its verb, in order: what stands before them says nothing alone."""
    commas = np.flatnonzero(doc.to_array("ORTH") == doc.vocab.strings[","]).tolist()
    for before, behind in pairwise(commas):
        clause = _clause(doc, before + 1, behind) if 2 < behind - before <= _WORDS else None
        verb = _interrupted(doc, before, behind) if clause is not None else None
        if clause is None or verb is None:
            continue
        left, end = verb.left_edge.i, verb.right_edge.i + 1
        while left < before and doc[left].dep_ in _LEADING and doc[left].head == verb:
            left += 1
        while end > behind and (doc[end - 1].is_punct or doc[end - 1].is_space):
            end -= 1
        if left < before and end > behind + 1:
            yield Inserted((left, before), *clause, (behind + 1, end))


def _clause(doc: Doc, start: int, end: int) -> tuple[Range, Range] | None:
    """Source and cue of a clause that reports and has nothing else: "engineers warn", "according to Roe"."""
    if doc[start].lower_ == "according":
        return ((start + 2, end), (start, start + 2)) if end > start + 2 else None
    verb = next((t for t in doc[start:end] if t.tag_ in _FINITE and reports(t)), None)
    if verb is None:
        return None
    if verb.i == start:
        return (start + 1, end), (start, start + 1)
    who = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if who is None or who.left_edge.i != start or who.tag_ in _RELATIVE:
        return None
    if any(c.dep_ == "ccomp" and c.i < end for c in verb.rights):
        return None
    if verb.tag_ == "VBP" and who.tag_ in ("NN", "NNP"):
        return None  # "Del. Price, of the state, shouted"
    return (start, who.right_edge.i + 1), (verb.i, verb.i + 1)


def _interrupted(doc: Doc, before: int, behind: int) -> Token | None:
    """What is said behind the second of two commas of whom or what stands before the first."""
    for token in reversed(doc[max(0, before - _BACK) : before]):
        if token.dep_ in _SUBJECTS and token.head.i > behind:
            return token.head
        if token.tag_ in _FINITE or token.is_sent_start:
            return None
    return None
