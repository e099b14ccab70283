"""Reporting clauses put into a sentence, or behind it, by commas: "The bridge, engineers warn, could fall"."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from claimx.cues import follows

# Words of a clause, at most: "a spokeswoman for the county's water board told reporters on Monday"; and the steps to
# the head of the phrase before it.
_WORDS, _STEPS = 16, 12
_CLAUSES = ("ROOT", "ccomp", "parataxis")
_FINITE = ("VBD", "VBZ", "VBP")
_RELATIVE = ("WP", "WDT")
_LEADING = ("cc", "punct", "mark")
_NOMINAL = ("DET", "PROPN", "NOUN", "PRON", "ADJ", "NUM")
_PREDICATES = ("VERB", "AUX", "ADJ", "NOUN")
_OWN = ("ccomp", "xcomp", "obj", "advcl")
_MARKS = frozenset('“”"')

Range = tuple[int, int]


class Reported(NamedTuple):
    """[start, end) in tokens: what is said before the clause, its source, its cue, and what is said behind it."""

    left: Range
    source: Range
    cue: Range
    right: Range | None


def inserted(doc: Doc) -> Iterator[Reported]:
    """The reporting clauses within what they report, and those behind it, in order; no quotations."""
    for sentence in doc.sents:
        end = sentence.end
        while end > sentence.start and (doc[end - 1].is_punct or doc[end - 1].is_space):
            end -= 1
        commas = [t.i for t in sentence if t.lower_ == "," and t.i < end]
        if not commas or any(t.text in _MARKS for t in sentence):
            continue
        for before, behind in pairwise([*commas, end]):
            clause = _clause(doc, before + 1, behind) if 2 < behind - before <= _WORDS else None
            if clause is None:
                continue
            if behind == end:
                found = _behind(sentence, before, end, clause)
            else:
                found = _within(doc, before, behind, end, clause)
            if found is not None:
                yield found


def told(doc: Doc) -> Iterator[tuple[Range, Range, Range]]:
    """Source, cue and content wherever somebody or something says, or shows, "that", or denies a thing."""
    for verb in doc:
        if verb.pos_ != "VERB" or not verb.n_rights or not follows(verb):
            continue
        who = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.tag_ not in _RELATIVE), None)
        content = next((c for c in verb.rights if _is_told(verb, c)), None)
        if who is not None and content is not None and who.right_edge.i < verb.i < content.left_edge.i:
            yield _range(who), (_with_auxiliaries(verb, who), verb.i + 1), _range(content)


def _is_told(verb: Token, child: Token) -> bool:
    """Whether a child of a verb is what it tells."""
    if child.dep_ == "ccomp":
        return child.left_edge.lower_ == "that"
    # "Roe denies the charges", but no "denied them a permit"
    alone = child.dep_ == "obj" and child.tag_ != "PRP" and not any(c.dep_ in ("iobj", "xcomp") for c in verb.rights)
    return alone and verb.lemma_ in ("deny", "dispute")


def _range(token: Token) -> Range:
    return token.left_edge.i, token.right_edge.i + 1


def _with_auxiliaries(verb: Token, who: Token) -> int:
    """Where "has said" begins, behind its subject."""
    return min([verb.i, *(c.i for c in verb.lefts if c.dep_.startswith("aux") and c.i > who.i)])


def _clause(doc: Doc, start: int, end: int) -> tuple[Range, Range] | None:
    """Source and cue of a clause that reports and has nothing else: "engineers warn", "according to Roe"."""
    if doc[start].lower_ == "according":
        return ((start + 2, end), (start, start + 2)) if end > start + 2 else None
    verb = next((t for t in doc[start:end] if t.pos_ == "VERB" and follows(t)), None)
    if verb is None:
        return None
    if verb.i == start:
        plain = (
            verb.tag_ in _FINITE
            and verb.lemma_ != "tell"
            and not any(t.tag_ in _FINITE or t.tag_ == "MD" for t in doc[start + 1 : end])
        )
        return ((start + 1, end), (start, start + 1)) if plain and doc[start + 1].pos_ in _NOMINAL else None
    who = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.i >= start), None)
    # A tree may give the comma to the subject.
    if who is None or who.left_edge.i not in (start - 1, start) or who.tag_ in _RELATIVE:
        return None
    begin = _with_auxiliaries(verb, who)
    # "Del. Price, of the state, shouted"; "he told reporters", but no "he told a story".
    agree = verb.tag_ in _FINITE and not (verb.tag_ == "VBP" and who.tag_ in ("NN", "NNP"))
    told = verb.lemma_ == "tell"
    if (begin == verb.i and not agree) or any(c.dep_ in _OWN and c.i < end and not told for c in verb.rights):
        return None
    return (start, who.right_edge.i + 1), (begin, verb.i + 1)


def _within(doc: Doc, before: int, behind: int, end: int, clause: tuple[Range, Range]) -> Reported | None:
    """The clause between two commas, if the sentence before it is not whole and goes on behind it."""
    part = _top(doc[before - 1], before)
    verb = part.head
    if verb.i > behind and part.pos_ != "ADV":
        left, right = verb.left_edge.i, min(verb.right_edge.i + 1, end)
        while left < before and doc[left].dep_ in _LEADING and doc[left].head == verb:
            left += 1
        return Reported((left, before), *clause, (behind + 1, right)) if left < before and right > behind + 1 else None
    rest = doc[behind + 1] if behind + 1 < end else None
    while rest is not None and rest.head.i > rest.i:
        rest = rest.head
    # "Prices are likely, analysts say, to fall"
    if rest is None or rest.dep_ != "xcomp" or rest.head.i >= before:
        return None
    return Reported((rest.head.left_edge.i, before), *clause, (behind + 1, min(rest.right_edge.i + 1, end)))


def _behind(sentence: Span, before: int, end: int, clause: tuple[Range, Range]) -> Reported | None:
    """The clause that ends a sentence, if a whole one stands before it: "The drug is safe, its maker maintains"."""
    doc, start = sentence.doc, sentence.start
    while start < before and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    told = next((t for t in doc[start:before] if t.dep_ in _CLAUSES and t.pos_ in _PREDICATES), None)
    whole = told is not None and not any(c.dep_ == "mark" for c in told.lefts)
    # "Teachers to strike in May, union says"
    headline = not any(t.is_punct for t in doc[end : sentence.end]) and end < sentence.end and clause[0] < clause[1]
    return Reported((start, before), *clause, None) if whole or (headline and before - start > 2) else None


def _top(token: Token, before: int) -> Token:
    """The head of the phrase that ends with a token before a comma."""
    for _ in range(_STEPS):
        if token.head.i >= before or token.head == token:
            break
        token = token.head
    return token
