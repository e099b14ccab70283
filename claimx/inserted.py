"""Reporting clauses put into a sentence, or behind it, by commas: "The bridge, engineers warn, could fall"."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from claimx.cues import directs, follows
from claimx.lexicon import classes

# Commas of a sentence that somebody wrote, at most.
_COMMAS = 60
# Words of a clause, at most: "a spokeswoman for the county's water board told reporters on Monday"; and the steps to
# the head of the phrase before it.
_WORDS, _STEPS = 16, 12
_CLAUSES = ("ROOT", "ccomp", "parataxis")
_WHOLE = ("ccomp", "advcl")
FINITE = ("VBD", "VBZ", "VBP")
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
        if not 0 < len(commas) <= _COMMAS or any(t.text in _MARKS for t in sentence):
            continue
        for before, behind in pairwise([*commas, end]):
            clause = _clause(doc, before + 1, behind) if 2 < behind - before <= _WORDS else None
            if clause is None:
                continue
            if behind == end:
                found = _behind(sentence, before, end, clause)
            else:
                stop = next((t.i for t in doc[behind:end] if t.text == ";"), end)
                found = _within(doc, before, behind, stop, clause)
            if found is not None:
                yield found


def told(doc: Doc) -> Iterator[tuple[Range, Range, Range]]:
    """Source, cue and content wherever somebody or something says, or shows, "that", denies a thing or puts it at a
    number."""
    for verb in doc:
        if verb.pos_ != "VERB" or not verb.n_rights or not (follows(verb) or directs(verb) or verb.lemma_ == "put"):
            continue
        who = _subject(verb)
        content = _told(verb)
        if who is not None and content is not None and who.right_edge.i < verb.i < content[0]:
            yield (who.left_edge.i, who.right_edge.i + 1), (_with_auxiliaries(verb, who), verb.i + 1), content


def _subject(verb: Token) -> Token | None:
    """Who does what a verb tells, of verbs in a row the first one's: "Roe said it was late but warned that"."""
    for _ in range(_STEPS):
        who = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
        if who is not None or verb.dep_ != "conj":
            return who if who is not None and who.tag_ not in _RELATIVE else None
        verb = row(verb)
    return None


def row(verb: Token) -> Token:
    """The verb that another stands in a row with: for "warned" of "said the rain had eased but warned", "said",
    whatever the tree has, since no rain warns."""
    head = verb.head
    who = next((c for c in head.lefts if c.dep_ == "nsubj"), None)
    thing = who is not None and who.pos_ == "NOUN" and not who.ent_type_ and who.lower_ not in classes("speakers")
    return head.head if thing and head.dep_ == "ccomp" and not follows(head) and follows(head.head) else head


def _told(verb: Token) -> Range | None:
    """What a verb tells."""
    rights = {c.dep_: c for c in reversed(list(verb.rights))}
    clause, thing = rights.get("ccomp"), rights.get("obj")
    asked, wish = thing or rights.get("iobj"), rights.get("xcomp")
    if directs(verb) and asked is not None and wish is not None and any(c.lower_ == "to" for c in wish.lefts):
        return asked.left_edge.i, wish.right_edge.i + 1  # "The office asked fishermen not to sail"
    if verb.lemma_ == "put":
        return _put(verb)
    if clause is not None:
        return (clause.left_edge.i, clause.right_edge.i + 1) if clause.left_edge.lower_ == "that" else None
    # "Roe denies the charges", but no "denied them a permit"
    alone = thing is not None and thing.tag_ != "PRP" and "iobj" not in rights and "xcomp" not in rights
    denied = thing is not None and alone and verb.lemma_ in ("deny", "dispute")
    return (thing.left_edge.i, thing.right_edge.i + 1) if thing is not None and denied else None


def _put(verb: Token) -> Range | None:
    """What somebody puts at a number: "puts the cost of it at $2bn", but no "put the kettle on at 8"."""
    thing, end = None, None
    for child in verb.rights:
        if child.dep_ == "obj" and thing is None:
            thing = child
        elif thing is None or not child.dep_.startswith(("obl", "nmod")) or child.left_edge.lower_ in ("to", "into"):
            break
        elif end is not None and child.left_edge.i == end:
            end = child.right_edge.i + 1  # "$2bn", by a tree that has it in two
        elif child.left_edge.lower_ == "at" and any(map(_counts, child.subtree)):
            end = child.right_edge.i + 1
    return (thing.left_edge.i, end) if thing is not None and end is not None else None


def _counts(token: Token) -> bool:
    return token.like_num or token.is_currency or token.tag_ == "CD"


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
            verb.tag_ in FINITE
            and verb.lemma_ != "tell"
            and not any(t.tag_ in FINITE or t.tag_ == "MD" for t in doc[start + 1 : end])
        )
        return ((start + 1, end), (start, start + 1)) if plain and doc[start + 1].pos_ in _NOMINAL else None
    who = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.i >= start), None)
    # A tree may give the comma to the subject.
    if who is None or who.left_edge.i not in (start - 1, start) or who.tag_ in _RELATIVE:
        return None
    begin = _with_auxiliaries(verb, who)
    # "Del. Price, of the state, shouted"; "he told reporters", but no "he told a story".
    agree = verb.tag_ in FINITE and not (verb.tag_ == "VBP" and who.tag_ in ("NN", "NNP"))
    told = verb.lemma_ == "tell"
    own = any(c.i < end and (c.left_edge.lower_ == "of" or (c.dep_ in _OWN and not told)) for c in verb.rights)
    if own or (begin == verb.i and not agree):
        return None
    return (start, who.right_edge.i + 1), (begin, verb.i + 1)


def _within(doc: Doc, before: int, behind: int, end: int, clause: tuple[Range, Range]) -> Reported | None:
    """The clause between two commas, if the sentence before it is not whole and goes on behind it."""
    part = _top(doc[before - 1], before)
    verb = part.head
    if verb.i > behind and part.pos_ != "ADV":
        left, last = verb.left_edge.i, min(verb.right_edge.i + 1, end)
        while left < before and doc[left].dep_ in _LEADING and doc[left].head == verb:
            left += 1
        return Reported((left, before), *clause, (behind + 1, last)) if left < before and last > behind + 1 else None
    rest = doc[behind + 1] if behind + 1 < end else None
    while rest is not None and rest.head.i > rest.i:
        rest = rest.head
    right = (behind + 1, min(rest.right_edge.i + 1, end)) if rest is not None and behind + 1 < end else None
    # "Prices are likely, analysts say, to fall"
    if rest is not None and rest.dep_ == "xcomp" and rest.head.i < before:
        return Reported((rest.head.left_edge.i, before), *clause, right)
    # "The fault is old, Roe adds, and has been quiet"
    if part != verb and not (part.dep_ in _WHOLE and before < verb.i < behind):
        return None
    goes_on = behind + 2 < end and doc[behind + 1].dep_ == "cc" and not any(map(follows, doc[behind + 2 : end]))
    return Reported((part.left_edge.i, before), *clause, (behind + 1, end) if goes_on else None)


def _behind(sentence: Span, before: int, end: int, clause: tuple[Range, Range]) -> Reported | None:
    """The clause that ends a sentence, if a whole one stands before it: "The drug is safe, its maker maintains"."""
    doc, start = sentence.doc, sentence.start
    while start < before and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    told = next((t for t in doc[start:before] if t.dep_ in _CLAUSES and t.pos_ in _PREDICATES), None)
    whole = told is not None and not any(c.dep_ == "mark" for c in told.lefts)
    # "Teachers to strike in May, union says", the source before its verb
    headline = not any(t.is_punct for t in doc[end : sentence.end]) and end < sentence.end and clause[0] < clause[1]
    return Reported((start, before), *clause, None) if whole or (headline and before - start > 2) else None


def _top(token: Token, before: int) -> Token:
    """The head of the phrase that ends with a token before a comma."""
    for _ in range(_STEPS):
        if token.head.i >= before or token.head == token:
            break
        token = token.head
    return token
