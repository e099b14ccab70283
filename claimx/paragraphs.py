"""Where paragraphs begin: line breaks that end one, told from those that only wrap a line."""

import itertools
import re
from bisect import bisect_right
from collections import Counter

from spacy.tokens import Doc

from claimx.within import text_of

_KEY = "claimx_paragraphs"

# A line that holds something visible: offsets of its edges, and its number.
_Line = tuple[int, int, int]

# What `str.splitlines` calls a line end, CRLF as one.
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FIRST_PIECE = re.compile(r"[^\s-]+-?|-+")

_SENTENCE_END = frozenset(".!?:\"”’')")

# With what an entry of a live report begins.
TIME = r"\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?=\s)"

# Nobody wraps text narrower or wider than this many characters.
_WIDTHS = range(40, 121)


def paragraphs_of(doc: Doc) -> list[int]:
    """The paragraph starts of a Doc's text, looked for once."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = paragraph_starts(text_of(doc))
    return doc.user_data[_KEY]


def paragraph_starts(text: str) -> list[int]:
    """Offsets at which a paragraph begins, in order; the first is the text's first visible character.

    A blank line always ends a paragraph. A single line break ends one too, unless
    the text is hard-wrapped and the line was full: it had no room for the first
    piece of the next line. So the same article gives the same paragraphs
    whether its lines were wrapped or its blank lines taken out.
    """
    lines = _lines(text)
    width = _wrap_width(text, lines)
    starts: list[int] = []
    previous: _Line | None = None
    for line in lines:
        if previous is None or line[2] > previous[2] + 1:
            starts.append(line[0])
        else:
            full, needed = _room(text, previous, line)
            if width is None or not full <= width < needed:
                starts.append(line[0])
        previous = line
    return starts


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    begin = number = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        stripped = text[begin:end].strip()
        if stripped:
            start = begin + text[begin:end].index(stripped[0])
            lines.append((start, start + len(stripped), number))
        begin, number = (match.end() if match else end), number + 1
    return lines


def _room(text: str, line: _Line, following: _Line) -> tuple[int, int]:
    """How long a line is, and how long it would be with the first piece of the next one."""
    length = line[1] - line[0]
    piece = _FIRST_PIECE.match(text, following[0])
    gap = 0 if text[line[1] - 1] == "-" else 1
    return length, length + gap + (piece.end() - piece.start() if piece else 1)


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """The width at which the text is hard-wrapped, or None if it is not.

    Of a wrapped text one width explains most line breaks: each line fits in it
    and would not with the next piece; and most of them fall within a sentence, which
    tells wrapped lines from paragraphs of one length.
    """
    rooms = [
        (*_room(text, line, following), text[line[1] - 1] in _SENTENCE_END)
        for line, following in itertools.pairwise(lines)
        if following[2] == line[2] + 1
    ]
    votes: Counter[int] = Counter()
    for full, needed, _ in rooms:
        votes[full] += 1
        votes[needed] -= 1
    running = dict(zip(sorted(votes), itertools.accumulate(votes[w] for w in sorted(votes)), strict=True))
    width = max((w for w in running if w in _WIDTHS), key=lambda w: running[w], default=None)
    if width is None or 2 * running[width] < len(rooms):
        return None
    ended = sum(end for full, needed, end in rooms if full <= width < needed)
    return width if 2 * ended < running[width] else None


def paragraph_end(text: str, starts: list[int], at: int) -> int:
    """Where the paragraph of a character ends. starts: of all paragraphs."""
    following = bisect_right(starts, at)
    return starts[following] if following < len(starts) else len(text)
