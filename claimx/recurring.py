"""Persons' names that recur: a surname that is somebody's is so wherever an article has it.

The entity layer reads a few words at a time and misses a name in one sentence that it finds in the next.
"""

from collections import Counter

from spacy.tokens import Doc, Span

from claimx import gender
from claimx.lexicon import word_list

# How often a surname by itself must have been taken for a person's.
_OFTEN = 2
_LONGEST = 3  # tokens of a name before its surname


def found_again(doc: Doc, found: list[Span]) -> list[Span]:
    """The entities, with the persons' names that were missed."""
    alone: Counter[str] = Counter()
    surnames: set[str] = set()
    for span in found:
        if span.label_ == "PERSON":
            alone[span[-1].text] += 1
            if len(span) > 1:
                surnames.add(span[-1].text)
    surnames |= {word for word, count in alone.items() if count >= _OFTEN}
    surnames = {word for word in surnames if len(word) > 2 and word[0].isupper() and not word.isupper()}
    found = [_within_title(span, surnames) for span in found]
    taken = {i for span in found for i in range(span.start, span.end)}
    found = [_with_first(span, taken) for span in found]
    taken |= {span.start for span in found}
    more = _short_bodies(doc, found, taken)
    for token in doc:
        if token.text not in surnames or token.i in taken or token.pos_ != "PROPN":
            continue
        following = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if following is not None and following.pos_ == "PROPN" and following.is_title and following.i not in taken:
            continue  # "Trump Tower"
        start = token.i
        while start > 0 and token.i - start < _LONGEST and _is_first(doc, start - 1, taken):
            start -= 1
        more.append(Span(doc, start, token.i + 1, "PERSON"))
        taken |= set(range(start, token.i + 1))
    return sorted([*found, *more], key=lambda span: span.start)


def _short_bodies(doc: Doc, found: list[Span], taken: set[int]) -> list[Span]:
    """What a body is called for short behind an article: "the Post" of The Washington Post."""
    last = {span[-1].text for span in found if span.label_ == "ORG" and len(span) > 1 and span[-1].text[0].isupper()}
    out = []
    for token in doc[1:]:
        if token.text not in last or token.i in taken or doc[token.i - 1].lower_ != "the" or token.pos_ == "VERB":
            continue
        behind = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if behind is None or not (
            behind.text[0].isupper() or (behind.is_alpha and behind.pos_ == "NOUN") or behind.text == "-"
        ):
            out.append(Span(doc, token.i, token.i + 1, "ORG"))
            taken.add(token.i)
    return out


def _within_title(span: Span, surnames: set[str]) -> Span:
    """Whoever's a thing is whose name holds theirs: "The Rachel Maddow Show"."""
    if span.label_ == "MISC":
        for i in range(span.start, span.end - 1):
            first, last = span.doc[i], span.doc[i + 1]
            if last.text in surnames and gender.of_first_name(first.lower_) != gender.UNKNOWN and first.is_title:
                return Span(span.doc, i, i + 2, "PERSON")
    return span


def _with_first(span: Span, taken: set[int]) -> Span:
    """A surname with the first name before it that was missed: "Donald" of "Donald Trump"."""
    i = span.start - 1
    if span.label_ != "PERSON" or len(span) > 1 or i < 0 or not _is_first(span.doc, i, taken):
        return span
    known = gender.of_first_name(span.doc[i].lower_) != gender.UNKNOWN and span.doc[i].is_title
    return Span(span.doc, i, span.end, "PERSON") if known else span


def _is_first(doc: Doc, i: int, taken: set[int]) -> bool:
    """Whether a word before a surname is a first name or an initial."""
    word = doc[i]
    if i in taken or word.pos_ != "PROPN" or not word.text[0].isupper() or doc[i + 1].is_sent_start:
        return False
    bare = word.lower_.rstrip(".")
    return not any(bare in word_list(kind, "names") for kind in ("titles", "offices")) and (
        gender.of_first_name(word.lower_) != gender.UNKNOWN or word.is_title
    )
