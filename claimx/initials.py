"""Bodies that are named in full where their initials are used too: "National Endowment for the Arts", "NEA".

What is long in a name is easily cut at "and" or "for"; where the article uses the initials, they tell where it ends
(the rule of Schwartz and Hearst 2003, https://doi.org/10.1142/9789812776303_0042, for first letters alone).
"""

import re
from collections import defaultdict

from spacy.tokens import Doc, Span

_SHORT = re.compile(r"[A-Z](?:[A-Z]|\.[A-Z]){2,5}\.?")
_SMALL = frozenset(["of", "for", "and", "the", "in", "on", "to", "&", "-", "’s", "'s", "with"])
_LONGEST = 12  # tokens of a name
_MOST = 9  # characters of initials, at most
_PLURAL = re.compile(r"(?<=[A-Z])s$")


def spelled_out(doc: Doc, found: list[Span]) -> list[Span]:
    """The entities, those that are a part of a body whose initials the article uses made whole."""
    words = [token.text for token in doc]
    letters = {word: short for word in set(words) if (short := _letters(word))}
    by_letter = defaultdict(list)
    for short in sorted(set(letters.values()), key=lambda s: (-len(s), s)):
        by_letter[short[0]].append(short)
    labels = {i: span.label_ for span in found for i in range(span.start, span.end)}
    whole: list[Span] = []
    used: set[str] = set()
    at = 0 if letters else len(doc)
    while at < len(doc):
        fits = ((end, short) for short in by_letter.get(words[at][0], ()) if (end := _end(doc, at, short)))
        end, short = next(fits, (at, ""))
        if any(labels.get(i) in ("ORG", "LOC", "MISC") for i in range(at, end)):
            whole.append(Span(doc, at, end, "ORG"))
            used.add(short)
        at = max(end, at + 1)
    # What is short for a body is a body, whatever it was taken for.
    whole += [Span(doc, i, i + 1, "ORG") for i, word in enumerate(words) if letters.get(word) in used]
    covered = {i for span in whole for i in range(span.start, span.end)}
    kept = [span for span in found if covered.isdisjoint(range(span.start, span.end))]
    return sorted([*kept, *whole], key=lambda span: span.start)


def _letters(word: str) -> str:
    """ "FBI" of "F.B.I."; "" of what are no initials."""
    bare = _PLURAL.sub("", word)
    return bare.replace(".", "") if len(bare) < _MOST and _SHORT.fullmatch(bare) else ""


def _end(doc: Doc, start: int, short: str) -> int | None:
    """Behind the words that begin at a token and have these initials, in capitals; None if they have not."""
    letters = 0
    for i in range(start, min(len(doc), start + _LONGEST)):
        word = doc[i]
        if i > start and doc[i - 1].text == "-" and i - 2 >= start:
            if word.text[0].upper() == short[letters] and word.is_title:
                letters += 1  # "Asia-Pacific" may count twice, "Co-operation" once
        elif word.text[:1].isupper() and word.is_alpha and len(word) > 1 and not word.is_upper:
            if word.text[0] != short[letters]:
                return None
            letters += 1
        elif word.lower_ not in _SMALL:
            return None
        if letters == len(short):
            return i + 1 if i + 1 == len(doc) or doc[i + 1].text != "-" else _behind_hyphen(doc, i + 1)
    return None


def _behind_hyphen(doc: Doc, i: int) -> int:
    return i + 2 if i + 1 < len(doc) and doc[i + 1].is_alpha else i
