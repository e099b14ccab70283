"""Names that recur: a surname that is somebody's is so wherever an article has it, and so is a body's name.

The entity layer reads a few words at a time and misses a name in one sentence that it finds in the next.
"""

import re
from collections import Counter

import numpy as np
from spacy.tokens import Doc, Span, Token

from claimx import gender
from claimx.lexicon import word_list
from claimx.within import where

# How often a surname by itself must have been taken for a person's.
_OFTEN = 2
_PREFIXES = ("co", "vice", "ex")
# A capital within a word: "CrowdStrike".
_TWO_CAPITALS = re.compile(r"[A-Z][a-z]+[A-Z]")
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
    led = _led(doc, found, taken, surnames)
    # "Meta", which "Meta CEO" shows to be no person.
    found = [Span(doc, s.start, s.end, "ORG") if s.label_ == "PERSON" and _words(s) in led else s for s in found]
    more = _bodies(doc, {_words(s) for s in found if s.label_ == "ORG"} | led, taken)
    more += _short_bodies(doc, found, taken)
    for i in where(doc, surnames, "ORTH"):
        token = doc[i]
        if i in taken or token.pos_ != "PROPN":
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


def _led(doc: Doc, found: list[Span], taken: set[int], surnames: set[str]) -> set[tuple[str, ...]]:
    """Names of bodies that the office of who leads them tells: "Meta CEO", "Kroll spokeswoman"."""
    single = {s.start for s in found if s.label_ == "PERSON" and len(s) == 1 and s.text not in surnames}
    written = doc.to_array(["ORTH", "POS"])
    proper = written[written[:, 1] == doc.vocab.strings.add("PROPN"), 0]
    often = dict(zip(*(a.tolist() for a in np.unique(proper, return_counts=True)), strict=True))
    no_names = word_list("ranks") | word_list("matters") | word_list("bodies") | word_list("offices", "names")
    out = set()
    for end in where(doc, word_list("corporate")):
        while end > 0 and (doc[end - 1].lower_ in word_list("ranks") or _is_prefix(doc, end - 1)):
            end -= 1
        start = end
        while start > max(0, end - _LONGEST) and _is_capital(doc[start - 1]) and not doc[start].is_sent_start:
            if doc[start - 1].lower_ in no_names or (start - 1 in taken and start - 1 not in single):
                break
            start -= 1
        name = doc[start:end]
        # What is named once, where a sentence begins, may be any word.
        if not len(name):
            continue
        sure = not name[0].is_sent_start or _TWO_CAPITALS.match(name[0].text) is not None
        if sure or often.get(name[0].orth, 0) > 1:
            out.add(_words(name))
    return out


def _is_prefix(doc: Doc, i: int) -> bool:
    """Whether a token is of what an office begins with: "co-founder"."""
    if doc[i].text == "-":
        return i > 0 and not doc[i].whitespace_ and doc[i - 1].lower_ in _PREFIXES
    return doc[i].lower_ in _PREFIXES and i + 1 < len(doc) and doc[i + 1].text == "-"


def _words(span: Span) -> tuple[str, ...]:
    return tuple(t.text for t in span)


def _is_capital(token: Token) -> bool:
    proper = token.pos_ == "PROPN" or _TWO_CAPITALS.match(token.text) is not None
    return proper and token.text[0].isupper() and not token.is_space


def _bodies(doc: Doc, names: set[tuple[str, ...]], taken: set[int]) -> list[Span]:
    """Where the names of bodies stand by themselves and were taken for nothing."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(names, key=lambda words: (-len(words), words)):
        by_first.setdefault(words[0], []).append(words)
    offices = word_list("corporate") | word_list("offices", "names") | word_list("ranks")
    out: list[Span] = []
    for i in where(doc, by_first, "ORTH"):
        token = doc[i]
        for words in by_first[token.text]:
            stop = token.i + len(words)
            here = doc[token.i : stop]
            if _words(here) != words or any(t.i in taken or not _is_capital(t) for t in here):
                continue
            around = [doc[i] for i in (token.i - 1, stop) if 0 <= i < len(doc) and i not in taken]
            around = [t for t in around if t.lower_.rstrip(".") not in offices]
            if any(_is_capital(t) and not doc[max(t.i, token.i)].is_sent_start for t in around):
                continue  # a part of another name
            out.append(Span(doc, token.i, stop, "ORG"))
            taken |= set(range(token.i, stop))
            break
    return out


def _short_bodies(doc: Doc, found: list[Span], taken: set[int]) -> list[Span]:
    """What a body is called for short behind an article: "the Post" of The Washington Post."""
    last = {span[-1].text for span in found if span.label_ == "ORG" and len(span) > 1 and span[-1].text[0].isupper()}
    out = []
    for i in where(doc, last, "ORTH"):
        token = doc[i]
        if not i or i in taken or doc[i - 1].lower_ != "the" or token.pos_ == "VERB":
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
