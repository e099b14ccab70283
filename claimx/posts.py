"""Posts that an article embeds, as networks' own code puts them: a paragraph, and behind it a dash, its author's name
and account."""

import itertools
import re

from spacy.tokens import Doc

from claimx.drafts import Draft, Range, Taken
from claimx.quotes import Quotation, trim, with_marks
from claimx.within import text_of

_SIGNED = re.compile(
    r"[ \t]*[—–―-]{1,2}[ \t]*(?P<name>[^\W\d_][^\n@]{0,60}?)[ \t]*\(@\w{1,30}\)"
    r"(?:[ \t]*[,·]?[ \t]*\d{0,2} ?[A-Z][a-z]{2,8}\.?(?: \d{1,2})?,? \d{4})?\s*"
)
_LINK = re.compile(r"(?:https?://|pic\.twitter\.com/|t\.co/)\S")


def posts(doc: Doc, paragraphs: list[int], marks: list[Quotation]) -> list[Draft]:
    """The embedded posts, whose words are their authors' own, with quotation marks or without."""
    text = text_of(doc)
    bounds = [*paragraphs, len(text)]
    signed = [_SIGNED.fullmatch(text, start, end) for start, end in itertools.pairwise(bounds)]
    out = []
    for number, match in enumerate(signed):
        if match is None or not number or signed[number - 1] is not None:
            continue
        source = doc.char_span(*match.span("name"), alignment_mode="expand")
        piece = _words(text, bounds[number - 1], bounds[number], marks)
        if source is not None and piece[0] < piece[1]:
            out.append(Draft(source, None, [piece], "direct", [piece], 0.8))
    return out


def without(drafts: list[Draft], embedded: list[Draft]) -> list[Draft]:
    """The drafts that are no part of an embedded post."""
    taken = Taken(embedded)
    return [d for d in drafts if not any(taken.overlaps(start, end) for start, end in d.pieces)]


def _words(text: str, start: int, end: int, marks: list[Quotation]) -> Range:
    words = text[start:end].split()
    end = _before_blanks(text, start, end)
    while words and _LINK.match(words[-1]):
        end = _before_blanks(text, start, end - len(words.pop()))
    piece = trim(text, start, end)
    return with_marks(text, *piece, marks) if piece[0] < piece[1] else piece


def _before_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
