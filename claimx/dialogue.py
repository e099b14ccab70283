"""Turns of an interview or a transcript: paragraphs that begin with "Q:", "A:" or a speaker's name."""

import itertools
import re

from spacy.tokens import Doc

from claimx.drafts import Draft, Range, Turn
from claimx.lexicon import word_list
from claimx.names import Names
from claimx.quotes import Quotation, trim, with_marks
from claimx.within import text_of

_WORD = r"(?:[A-Z][\w'’.-]*|al-[A-Z]\w+|de|van|der|von|bin|la)"
_LABEL = re.compile(
    rf"[ \t]*(?P<mark>[\"“])?(?P<label>(?P<letter>[QA])(?=[:.])|[A-Z][\w'’.-]*(?: {_WORD}){{0,4}})[ \t]*"
    r"(?:\([^)\n]{1,40}\)[ \t]*)?(?:[:.]|,[ \t]*(?P<what>[^:\n]{2,60}):)[ \t]+(?=\S)"
)
# One paragraph that looks like a turn is none: "Correction: …".
_FEWEST = 2
# An answer is seldom longer.
_MOST_PARAGRAPHS = 8
# What is heard beside what is said: "(Applause.)", "[crosstalk]".
_HEARD = re.compile(r"[\s\"“]*(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\])[\s.\"”]*")
_FIRST_PERSON = frozenset(["i", "we", "my", "our", "me", "us"])


def turns(doc: Doc, names: Names, paragraphs: list[int], drafts: list[Draft], marks: list[Quotation]) -> list[Turn]:
    """The turns of a text, none if it has no dialogue."""
    text = text_of(doc)
    bounds = [*paragraphs, len(text)]
    found: dict[int, tuple[str, Range, int, bool]] = {}
    for number, start in enumerate(paragraphs):
        match = _LABEL.match(text, start)
        if match and (match["letter"] or (text[match.end("label") :].lstrip()[:1] != "." and _can_speak(match, names))):
            found[number] = (match["label"], match.span("label"), match.end(), match["mark"] is not None)
    labels = [label for label, *_ in found.values()]
    if len(labels) < _FEWEST or (len(set(labels)) < 2 and not all(label in ("Q", "A") for label in labels)):
        return []
    out = []
    numbers = sorted(found)
    for number, following in itertools.zip_longest(numbers, numbers[1:]):
        label, span, begin, quoted = found[number]
        turn = Turn(label, span, [_words(text, begin, bounds[number + 1], marks, quoted)])
        last = min(following or len(paragraphs), number + _MOST_PARAGRAPHS)
        for more in range(number + 1, last):
            if _HEARD.fullmatch(text, bounds[more], bounds[more + 1]):
                continue
            if following is not None and following >= last and last == number + _MOST_PARAGRAPHS:
                break
            if not _goes_on(doc, bounds[more], bounds[more + 1], drafts, ended=following is None):
                break
            marked = text[bounds[more]] in '"“'
            if quoted and not marked:
                break  # each paragraph of what is quoted begins with a mark
            turn.pieces.append(_words(text, bounds[more], bounds[more + 1], marks, quoted))
        out.append(turn)
    return out


def _can_speak(match: re.Match[str], names: Names) -> bool:
    """Whether a label is somebody's: known in the article, or in capitals and no heading's word.

    What they are may follow in capitals, too: "CARLA WINTERS, HOST:".
    """
    label = match["label"]
    if match["what"] and not (label.isupper() and match["what"].isupper()):
        return False
    return names.find(label) is not None or (
        label.isupper() and len(label) > 1 and label.lower() not in word_list("headings", "names")
    )


def _goes_on(doc: Doc, start: int, end: int, drafts: list[Draft], *, ended: bool) -> bool:
    """Whether a paragraph without a label goes on with the turn before it: nobody else is said to speak in it."""
    inside = [
        d
        for d in drafts
        if start <= d.start < end and d.source is not None and d.source.text.lower() not in _FIRST_PERSON
    ]
    if inside:
        return False
    span = doc.char_span(start, end, alignment_mode="expand")
    own = span is not None and any(t.lower_ in _FIRST_PERSON for t in span)
    return own if ended else True


def _words(text: str, start: int, end: int, marks: list[Quotation], quoted: bool) -> Range:
    """What is said in [start, end): with its quotation marks, unless they hold the label too."""
    piece = trim(text, start, end)
    return piece if quoted or piece[0] >= piece[1] else with_marks(text, *piece, marks)
