"""The pieces of what is said, in characters: whole with their marks, and without what is the article's own."""

import re
from bisect import bisect_right

from spacy.tokens import Doc, Span

from claimx import quotes
from claimx.drafts import Range
from claimx.paragraphs import TIME, paragraph_end
from claimx.quotes import Quotation

_TIME = re.compile(TIME)
_PLACE = r"(?P<name>[A-Z][\w.'’]*(?: (?:[A-Z][\w.'’]*|es|de|la|el|du|al))*)"
_DATELINE = re.compile(
    _PLACE + r"(?:, ?[A-Z][\w.]*(?: \d{1,2})?)?(?: ?\([A-Z][\w ]*\))?(?::| ?[—–]| -{1,2}) +(?=[“‘\"'\w])"
)
_LONGEST_DATELINE = 60


def content_pieces(text: str, content: list[Span], marks: list[Quotation], paragraphs: list[int]) -> list[Range]:
    """The content's pieces in characters: one a paragraph at most, whole with their quotation marks."""
    out = []
    for span in content:
        for start, end in quotes.by_paragraph(span.start_char, span.end_char, paragraphs):
            start, end = quotes.trim(text, start, end)
            start = _after_time(text, start, end, paragraphs)
            start = _after_dateline(span.doc, text, start, end, paragraphs)
            if start < end:
                out.append(quotes.with_marks(text, start, end, marks))
    whole: list[Range] = []
    for piece in sorted(out, key=lambda p: (p[0], -p[1])):
        if not whole or piece[1] > whole[-1][1]:
            whole.append(piece)
    return whole


def _after_time(text: str, start: int, end: int, paragraphs: list[int]) -> int:
    """Behind the time of day with which an entry of a live report begins."""
    begin = paragraphs[bisect_right(paragraphs, start) - 1]
    told = _TIME.match(text, begin) if begin <= start else None
    return quotes.trim(text, told.end(), end)[0] if told and start < told.end() < end else start


def _after_dateline(doc: Doc, text: str, start: int, end: int, paragraphs: list[int]) -> int:
    """Behind the place, and the day, with which a report begins: "Mumbai: Rain fell", "LONDON, Nov 3 - Shares fell"."""
    # Looked for beyond the piece, which may be the place alone.
    place = _DATELINE.match(text, start, start + _LONGEST_DATELINE)
    if place is None or place.end("name") > end or paragraphs[bisect_right(paragraphs, start) - 1] != start:
        return start
    first = doc.char_span(start, start + 1, alignment_mode="expand")
    known = first is not None and first[0].ent_type_ in ("LOC", "GPE")
    if not known and not place["name"].isupper():
        return start
    return quotes.trim(text, place.end(), end)[0] if place.end() < end else end


def without_time(text: str, source: Span | None) -> Span | None:
    """A source without the time of day with which an entry of a live report begins."""
    told = _TIME.match(text, source.start_char, source.end_char) if source is not None else None
    if source is None or told is None:
        return source
    start, end = quotes.trim(text, told.end(), source.end_char)
    return source.doc.char_span(start, end, alignment_mode="expand") or source


def belongs(piece: Range, text: str, cue: int, marks: list[Quotation], paragraphs: list[int]) -> bool:
    """Whether a piece can be of this cue: in another paragraph only what is quoted is, or what a colon leads to."""
    here, there = (bisect_right(paragraphs, at) for at in (piece[0], cue))
    if here == there or quotes.kind(text, [piece], marks)[0] != "indirect":
        return True
    return here > there and text[max(cue, paragraphs[there] - 20) : paragraphs[there]].rstrip().endswith(":")


def own(pieces: list[Range], text: str, cue: Span, marks: list[Quotation]) -> list[Range]:
    """The pieces without what the author tells in sentences before the cue's, if that has a content of its own."""
    ahead = cue[-1].sent.end_char
    pieces = [
        p for p in pieces if p[0] < ahead or _begins(cue.doc, p[0]) or quotes.kind(text, [p], marks)[0] != "indirect"
    ]
    begin = cue[0].sent.start_char
    ended = text[max(0, begin - 40) : begin].rstrip()[-1:] in (".", "!", "?")
    if not ended or not any(end > begin for _, end in pieces):
        return pieces
    return [p for p in pieces if p[1] > begin or quotes.kind(text, [p], marks)[0] != "indirect"]


def unmixed(pieces: list[Range], text: str, cue: int, marks: list[Quotation], paragraphs: list[int]) -> list[Range]:
    """The pieces without what is quoted in other paragraphs than that in which the cue tells something in other words:
    whoever is told of beside it may say that."""
    here = bisect_right(paragraphs, cue)
    beside = [p for p in pieces if bisect_right(paragraphs, p[0]) == here]
    told = any(quotes.kind(text, [p], marks)[0] != "direct" for p in beside)
    return beside if told and not text[cue : paragraph_end(text, paragraphs, cue)].rstrip().endswith(":") else pieces


def _begins(doc: Doc, character: int) -> bool:
    """Whether a sentence begins at a character."""
    span = doc.char_span(character, character + 1, alignment_mode="expand")
    return span is not None and bool(span[0].is_sent_start)


def near(pieces: list[Range], cue: Span, paragraphs: list[int]) -> list[Range]:
    """The pieces in a run of paragraphs about that of the cue: what stands further off is a turn of its own."""
    by_paragraph = [(bisect_right(paragraphs, p[0]), p) for p in pieces]
    first = last = bisect_right(paragraphs, cue.start_char)
    numbers = {n for n, _ in by_paragraph}
    while first - 1 in numbers:
        first -= 1
    while last + 1 in numbers:
        last += 1
    return [p for n, p in by_paragraph if first <= n <= last]
