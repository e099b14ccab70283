"""How far each party stands behind a statement: hedges with their holders, certainty and polarity, and narration.

Certainty and polarity follow FactBank (Saurí and Pustejovsky 2009): the strongest hedge that acts on the main predicate
of a statement makes it certain, probable, possible or unknown.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from claimx import record
from claimx.hedges import Hedge, hedges
from claimx.hedgetypes import CERTAINTIES
from claimx.lexicon import word_list
from claimx.quotes import trim
from claimx.record import Claim, Narration
from claimx.scope import main_predicate, scope
from claimx.within import text_of

_NEGATED = ("nsubj", "nsubj:pass", "obj", "dobj", "attr", "expl")


@dataclass(frozen=True)
class Held:
    """A hedge with whose it is, and the characters on which it acts."""

    hedge: Hedge
    holder: str
    span: tuple[int, int]
    scope: tuple[int, int]


def commit(doc: Doc, text: str, claims: Sequence[Claim]) -> list[Narration]:
    """Fills hedges, certainty and polarity of the claims; returns what the author hedges outside of them."""
    found = [(h, doc[h.start : h.end]) for h in hedges(doc)]
    inside = _Pieces(claims)
    of_claim: dict[int, list[Held]] = defaultdict(list)
    left: list[Held] = []
    for hedge, words in found:
        span = (words.start_char, words.end_char)
        number = inside.innermost(*span)
        if number is not None:
            of_claim[number].append(Held(hedge, "speaker", span, scope(doc, hedge)))
            continue
        held = Held(hedge, "author", span, scope(doc, hedge))
        number = inside.framing(*span)
        if number is not None:
            of_claim[number].append(held)
        else:
            left.append(held)
    for number, claim in enumerate(claims):
        _fill(doc, text, claim, of_claim.get(number, []))
    return _narration(doc, text, left, inside)


class _Pieces:
    """The pieces of contents and the frames around them, to be looked up by place."""

    def __init__(self, claims: Sequence[Claim]):
        rows = [(start, end, n) for n, claim in enumerate(claims) for start, end in claim.quote.spans]
        self._rows = sorted(rows)
        self._starts = [row[0] for row in self._rows]
        # The end of the longest piece up to each, so that a search knows where to stop.
        self._reach: list[int] = []
        for _, end, _ in self._rows:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))
        self._frames = sorted(
            (min(s for s, _ in parts), max(e for _, e in parts), n)
            for n, claim in enumerate(claims)
            if (parts := [p for p in (claim.speaker.span, claim.cue.span) if p is not None]) and claim.cue.span
        )
        self._frame_starts = [frame[0] for frame in self._frames]

    def innermost(self, start: int, end: int) -> int | None:
        """The claim in whose words a place lies, the shortest piece of several."""
        best: tuple[int, int] | None = None
        k = bisect_right(self._starts, start) - 1
        while k >= 0 and self._reach[k] >= end:
            s, e, n = self._rows[k]
            if s <= start and end <= e and (best is None or e - s < best[0]):
                best = (e - s, n)
            k -= 1
        return best[1] if best is not None else None

    def framing(self, start: int, end: int) -> int | None:
        """The claim whose source and cue a place lies among."""
        k = bisect_right(self._frame_starts, start) - 1
        for s, e, n in self._frames[max(0, k - 2) : k + 1][::-1]:
            if s <= start and end <= e and e - s < _LONGEST_FRAME:
                return n
        return None

    def between(self, start: int, end: int, at: int) -> tuple[int, int]:
        """The part of [start, end) around a place that is in no content."""
        k = bisect_right(self._starts, at)
        for s, e, _ in self._rows[max(0, k - 6) : k]:
            if s <= at and e <= at:
                start = max(start, e)
        if k < len(self._rows):
            end = min(end, self._rows[k][0])
        return start, end


_LONGEST_FRAME = 300  # characters of a source and its cue


def _fill(doc: Doc, text: str, claim: Claim, held: list[Held]) -> None:
    said = doc.char_span(*claim.quote.spans[0], alignment_mode="expand")
    claim.hedges = [_written(text, h, claim.quote.spans) for h in sorted(held, key=lambda h: h.span)]
    if said is None:
        claim.certainty, claim.polarity = "certain", "positive"
        return
    root = main_predicate(said)
    # What the speaker believes or hopes is as sure as that; what the author withholds says nothing of the speaker.
    frame = [h for h in held if h.holder == "author" and h.hedge.type == "doxastic" and claim.cue.act == "thought"]
    acting = [h for h in held if h.holder == "speaker" and h.scope[0] <= root.idx < h.scope[1]]
    claim.certainty = "unknown" if claim.cue.stance == "asked" else _weakest([*acting, *frame])  # type: ignore[assignment]
    negative = _is_negative(said) != (claim.cue.stance == "denied")
    claim.polarity = "negative" if negative else "positive"


def _weakest(held: Sequence[Held]) -> str:
    """The least certain of what hedges leave."""
    return max((h.hedge.certainty for h in held), key=CERTAINTIES.index, default="certain")


def _is_negative(said: Span) -> bool:
    """Whether the main predicate is denied: "not", "no evidence that", "nobody"; twice is not at all."""
    root = main_predicate(said)
    negations = word_list("negations", "hedging")
    count = 0
    for child in root.children:
        if child.lower_ in negations or (
            child.dep_ in _NEGATED
            and (child.lower_ in negations or any(c.lower_ in negations and c.i < child.i for c in child.children))
        ):
            count += 1
    return count % 2 == 1


def _written(text: str, held: Held, pieces: Sequence[tuple[int, int]] | None = None) -> record.Hedge:
    """As the record has it; what a speaker hedges lies in the speaker's own words."""
    start, end = held.scope
    if held.holder == "speaker" and pieces:
        piece = next((p for p in pieces if p[0] <= held.span[0] < p[1]), None)
        if piece is not None:
            start, end = max(start, piece[0]), min(end, piece[1])
            start, end = min(start, held.span[0]), max(end, held.span[1])
    return record.Hedge.model_construct(
        text=text[slice(*held.span)],
        span=held.span,
        type=held.hedge.type,
        holder=held.holder,
        scope=[(start, end)],
    )


def _narration(doc: Doc, text: str, left: list[Held], inside: _Pieces) -> list[Narration]:
    """The author's hedges by sentence, each with the part of it that is in nobody's words."""
    parts: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for held in left:
        sentence = doc[held.hedge.start].sent
        start, end = inside.between(sentence.start_char, sentence.end_char, held.span[0])
        start, end = trim(text_of(doc), start, end)
        parts[min(start, held.span[0]), max(end, held.span[1])].append(held)
    out = []
    for (start, end), several in sorted(parts.items()):
        said = doc.char_span(start, end, alignment_mode="expand")
        assert said is not None
        root = main_predicate(said)
        acting = [h for h in several if h.scope[0] <= root.idx < h.scope[1]]
        out.append(
            Narration.model_construct(
                text=text[start:end],
                span=(start, end),
                hedges=[_written(text, h) for h in several],
                certainty=_weakest(acting),
                polarity="negative" if _is_negative(said) else "positive",
            )
        )
    return out
