"""Quotation marks: which words stand between them, however they are typed and nested.

Works on characters, paragraph by paragraph. Straight, curly, single, double and angle marks and
their typewriter forms are understood; a paragraph left open and reopened in the next goes on; an
apostrophe is none.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from claimx.paragraphs import paragraph_starts

_OPEN = {"“": '"', "„": '"', "‟": '"', "«": '"', "``": '"', "‘": "'", "‚": "'", "‹": "'", "`": "'"}
_CLOSE = {"”": '"', "»": '"', "’": "'", "›": "'"}
_EITHER = {'"': '"', "''": '"', "'": "'"}
_MARK = re.compile(r"``|''|[“”„‟«»‘’‚‹›\"'`]")

# White space and punctuation at the edge of a span, marks among them.
EDGE = frozenset(" \t\n\r\v\f\xa0\u2007\u202f\u3000.,;:!?\"“”„‟«»‘’‚‹›'`-—–―()[]…")


@dataclass(frozen=True)
class Quotation:
    """Text in quotation marks: [start, end) without the marks, [outer_start, outer_end) with them.

    A side that has no mark, because the quotation runs on over a paragraph, has the two equal.
    """

    outer_start: int
    start: int
    end: int
    outer_end: int
    depth: int


@dataclass
class _Open:
    kind: str
    outer: int
    inner: int


def quotations(text: str) -> list[Quotation]:
    """All quotations, nested ones too, by where they start; depth 0 are the outermost."""
    starts = paragraph_starts(text)
    found: list[Quotation] = []
    carried: str | None = None  # the kind of mark that the paragraph before left open
    for begin, end in itertools.pairwise([*starts, len(text)]):
        end = begin + len(text[begin:end].rstrip())
        stack: list[_Open] = []
        if carried is not None and not _reopens(text, begin, carried) and _closes_first(text, begin, end, carried):
            # Left open and not reopened: it goes on, since a mark ends it here.
            stack.append(_Open(carried, begin, begin))
        carried = _paragraph(text, begin, end, stack, found)
    return sorted(found, key=lambda q: (q.outer_start, -q.outer_end))


def _paragraph(text: str, begin: int, end: int, stack: list[_Open], found: list[Quotation]) -> str | None:
    """Adds a paragraph's quotations; returns the kind of the outermost mark that it leaves open."""
    for mark in _MARK.finditer(text, begin, end):
        kind, side = _kind(mark.group()), _side(text, mark, begin, end, stack)
        if side == "open":
            stack.append(_Open(kind, mark.start(), mark.end()))
        elif side == "close":
            while stack and stack[-1].kind != kind:
                stack.pop()  # an inner one that never closed
            opened = stack.pop()
            found.append(Quotation(opened.outer, opened.inner, mark.start(), mark.end(), len(stack)))
    # A single mark that never closes was an apostrophe.
    left = [o for o in stack if o.kind == '"' or o.outer == o.inner]
    if not left:
        return None
    found.append(Quotation(left[0].outer, left[0].inner, end, end, 0))
    return left[0].kind


def _kind(mark: str) -> str:
    return _OPEN.get(mark) or _CLOSE.get(mark) or _EITHER[mark]


def _side(text: str, mark: re.Match, begin: int, end: int, stack: list[_Open]) -> str | None:
    """Whether a mark opens or closes a quotation; None for an apostrophe or a stray mark."""
    kind = _kind(mark.group())
    before = text[mark.start() - 1] if mark.start() > begin else " "
    after = text[mark.end()] if mark.end() < end else " "
    is_open = any(o.kind == kind for o in stack)
    if kind == "'":
        if mark.group() in _OPEN:
            return "open"
        if before.isalnum() and after.isalnum():
            return None
        if not is_open:
            opens = (
                mark.group() == "'"
                and not after.isdigit()
                and not before.isalnum()
                and before not in ".,!?"
                and not after.isspace()
            )
            return "open" if opens and _has_closer(text, mark.end(), end) else None
        if before.isspace() and not after.isspace():
            return None  # ’tis, ’90s
        if before == "s" and after.isspace() and _has_closer(text, mark.end(), end):
            return None  # the players’ union: a later mark closes
        return "close"
    if mark.group() in _OPEN:
        return "open"
    if mark.group() in _CLOSE:
        return "close" if is_open else None
    opening = before.isspace() or before in "([{—–-‘'/"
    closing = after.isspace() or after in ".,;:!?)]}—–-’'"
    if opening != closing:
        return "open" if opening else "close" if is_open else None
    return "close" if is_open else "open"


def _has_closer(text: str, start: int, end: int) -> bool:
    """Whether a single mark that can close follows, in the paragraph and before the next that opens."""
    for mark in _MARK.finditer(text, start, min(end, start + 2000)):
        if mark.group() in ("‘", "`", "‚", "‹"):
            return False
        if mark.group() in ("'", "’", "›"):
            before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 1] or " "
            if not after.isalnum() and not before.isspace():
                return True
    return False


def _reopens(text: str, begin: int, kind: str) -> bool:
    mark = _MARK.match(text, begin)
    return mark is not None and _kind(mark.group()) == kind


def _closes_first(text: str, begin: int, end: int, kind: str) -> bool:
    """Whether the paragraph's first mark of this kind ends a quotation."""
    for mark in _MARK.finditer(text, begin, end):
        if _kind(mark.group()) != kind:
            continue
        before = text[mark.start() - 1] if mark.start() > begin else " "
        after = text[mark.end() : mark.end() + 1] or " "
        if kind == "'" and before.isalnum() and after.isalnum():
            continue
        return mark.group() in _CLOSE or (mark.group() in _EITHER and not before.isspace() and not after.isalnum())
    return False


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) without the white space and punctuation at its edges."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def by_paragraph(start: int, end: int, paragraphs: list[int]) -> list[tuple[int, int]]:
    """[start, end) cut where paragraphs begin."""
    cuts = [start, *paragraphs[bisect_right(paragraphs, start) : bisect_left(paragraphs, end)], end]
    return list(itertools.pairwise(cuts))


def with_marks(text: str, start: int, end: int, marks: list[Quotation]) -> tuple[int, int]:
    """A trimmed span with the quotation marks that stand right at its edges, and with the rest of a quotation of which
    it has whole sentences: the first ("“Do I regret it? Of course,” he said") or the last."""
    outer_start, outer_end = start, end
    for q in _touching(marks, start, end):
        opens, ends = (q.start <= start < q.end and _all_edge(text, q.start, start)), q.start < end < q.end
        if q.depth == 0 and opens and ends and text[end] in ".?!":
            return q.outer_start, q.outer_end
        if q.start <= start < q.end and _all_edge(text, q.start, start):
            outer_start = min(outer_start, q.outer_start)
        if q.start < end <= q.end and _all_edge(text, end, q.end):
            outer_end = max(outer_end, q.outer_end)
    return outer_start, outer_end


def kind(text: str, pieces: list[tuple[int, int]], marks: list[Quotation]) -> tuple[str, list[tuple[int, int]]]:
    """ "direct", "indirect" or "mixed", and the parts of the pieces in quotation marks."""
    verbatim, quoted, letters = [], 0, 0
    for start, end in pieces:
        letters += _letters(text, start, end)
        for q in _touching(marks, start, end):
            a, b = max(q.start, start), min(q.end, end)
            while a < b and text[a].isspace():
                a += 1
            while a < b and (text[b - 1].isspace() or text[b - 1] == ","):
                b -= 1
            if q.depth == 0 and a < b:
                verbatim.append((a, b))
                quoted += _letters(text, a, b)
    if not quoted:
        return "indirect", verbatim
    return "direct" if quoted == letters else "mixed", verbatim


def _touching(marks: list[Quotation], start: int, end: int) -> list[Quotation]:
    """Quotations that overlap [start, end). They are sorted by their starts, and none leaves its paragraph."""
    last = bisect_left(marks, end, key=lambda q: q.outer_start)
    found = []
    for q in reversed(marks[:last]):
        if q.outer_end > start:
            found.append(q)
        elif q.depth == 0 and q.outer_end <= start:
            break
    return found[::-1]


def _all_edge(text: str, start: int, end: int) -> bool:
    return all(c in EDGE for c in text[start:end])


def _letters(text: str, start: int, end: int) -> int:
    return sum(c.isalnum() for c in text[start:end])
