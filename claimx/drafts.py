"""A claim in the making: where its words stand, before it is known who spoke them."""

from bisect import bisect_left
from dataclasses import dataclass, field

from spacy.tokens import Span

Range = tuple[int, int]


@dataclass
class Turn:
    """What one speaker says in a dialogue. label, span: its text and place. pieces: a paragraph each."""

    label: str
    span: Range
    pieces: list[Range] = field(default_factory=list)

    @property
    def lettered(self) -> bool:
        """Whether the label is "Q" or "A", which name nobody."""
        return self.label in ("Q", "A")


@dataclass
class Draft:
    """pieces, verbatim: characters. source: None if none stands with the quote.

    follows: the draft whose speaker goes on here. within: the one in whose content this one stands.
    turn: the turn of an interview or a transcript that it is.
    """

    source: Span | None
    cue: Span | None
    pieces: list[Range]
    kind: str
    verbatim: list[Range]
    confidence: float
    follows: "Draft | None" = None
    within: "Draft | None" = None
    turn: "Turn | None" = None

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    def covers(self, at: int) -> bool:
        """Whether a character lies in one of the pieces."""
        return any(start <= at < end for start, end in self.pieces)


class Taken:
    """Which characters are in a draft already."""

    def __init__(self, drafts: list[Draft]):
        self._pieces = sorted(piece for draft in drafts for piece in draft.pieces)
        self._starts = [start for start, _ in self._pieces]
        self._furthest = []
        furthest = 0
        for _, end in self._pieces:
            furthest = max(furthest, end)
            self._furthest.append(furthest)

    def overlaps(self, start: int, end: int) -> bool:
        at = bisect_left(self._starts, end)
        return at > 0 and self._furthest[at - 1] > start
