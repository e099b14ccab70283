"""Whether a record still says what its article says: each claim exact, moved, altered or gone.

A claim is found again by its exact text; where that stands several times, by how far the claims around it have moved.
What is no longer there word for word is looked for by its words.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from claimx.wording import PIECE_SEPARATOR, words

STATES = ("exact", "moved", "altered", "gone")
# How much of a quotation's words must stand near each other for it to be altered and not gone.
_ALTERED = 0.5
_NEAR = 400  # characters around a quotation in which its speaker and cue are looked for


@dataclass(frozen=True)
class Verdict:
    """What became of a claim. spans: where its quotation stands now; before, now: the texts that differ, by part."""

    id: str
    state: str
    spans: list[tuple[int, int]]
    before: dict[str, str]
    now: dict[str, str | None]


def verify(record: dict[str, Any], text: str) -> list[Verdict]:
    """A verdict on each claim of a record, by an article's text."""
    index = _Words(text)
    shifts: list[tuple[int, int]] = []  # where claims stood, and how far they went
    todo: dict[int, Verdict] = {}
    later = []
    claims = record["claims"]
    for number, claim in enumerate(claims):
        pieces = _pieces(claim)
        if all(text[s:e] == said for (s, e), said in pieces):
            shifts.append((pieces[0][0][0], 0))
            todo[number] = _with_parts(claim, text, [span for span, _ in pieces], 0)
        elif all(text.count(said) == 1 for _, said in pieces):
            spans = [(text.index(said), text.index(said) + len(said)) for _, said in pieces]
            shifts.append((pieces[0][0][0], spans[0][0] - pieces[0][0][0]))
            todo[number] = _with_parts(claim, text, spans, spans[0][0] - pieces[0][0][0])
        else:
            later.append(number)
    shifts.sort()
    for number in later:
        claim = claims[number]
        pieces = _pieces(claim)
        shift = _shift(shifts, pieces[0][0][0])
        places = [_nearest(text, said, start + shift) for (start, _), said in pieces]
        if None not in places:
            found = [(s, s + len(said)) for s, (_, said) in zip(places, pieces, strict=True) if s is not None]
            todo[number] = _with_parts(claim, text, found, found[0][0] - pieces[0][0][0])
        else:
            todo[number] = _reworded(claim, pieces, text, index, shift)
    return [todo[number] for number in range(len(claims))]


def _pieces(claim: dict[str, Any]) -> list[tuple[tuple[int, int], str]]:
    """Each piece of a quotation with its span; the text is cut where the spans' lengths say."""
    text, at, out = claim["quote"]["text"], 0, []
    for start, end in claim["quote"]["spans"]:
        out.append(((start, end), text[at : at + end - start]))
        at += end - start + len(PIECE_SEPARATOR)
    return out


def _shift(shifts: list[tuple[int, int]], at: int) -> int:
    """How far the nearest claim that was found has moved."""
    k = bisect_left(shifts, (at, 0))
    near = [shifts[i] for i in (k - 1, k) if 0 <= i < len(shifts)]
    return min(near, key=lambda pair: abs(pair[0] - at))[1] if near else 0


def _nearest(text: str, said: str, at: int) -> int | None:
    """Where a text stands nearest to a place."""
    before = text.rfind(said, 0, max(0, at) + len(said))
    after = text.find(said, max(0, at))
    found = [i for i in (before, after) if i >= 0]
    return min(found, key=lambda i: abs(i - at)) if found and said else None


def _with_parts(claim: dict[str, Any], text: str, spans: list[tuple[int, int]], shift: int) -> Verdict:
    """The verdict on a claim whose quotation stands: its source, cue and hedges may not."""
    before: dict[str, str] = {}
    now: dict[str, str | None] = {}
    for name, said, span in _parts(claim):
        start, end = span[0] + shift, span[1] + shift
        if text[max(0, start) : end] == said:
            continue
        around = (max(0, spans[0][0] - _NEAR), spans[-1][1] + _NEAR)
        at = _nearest(text[around[0] : around[1]], said, start - around[0])
        if at is None:
            before[name], now[name] = said, None
    state = "altered" if before else "moved" if shift or _moved(claim, spans) else "exact"
    return Verdict(claim["id"], state, spans, before, now)


def _moved(claim: dict[str, Any], spans: list[tuple[int, int]]) -> bool:
    return [list(span) for span in spans] != [list(span) for span in claim["quote"]["spans"]]


def _parts(claim: dict[str, Any]) -> list[tuple[str, str, list[int]]]:
    found = [("speaker", claim["speaker"]["mention"], claim["speaker"]["span"])]
    found += [("cue", claim["cue"]["text"], claim["cue"]["span"])]
    found += [("hedge", hedge["text"], hedge["span"]) for hedge in claim.get("hedges", ())]
    return [(name, text, span) for name, text, span in found if text is not None and span is not None]


def _reworded(claim, pieces, text: str, index: "_Words", shift: int) -> Verdict:
    """A claim that does not stand word for word: what stands in its place, if enough of its words do."""
    spans, now = [], []
    for (start, _), said in pieces:
        where = _nearest(text, said, start + shift)
        span = (where, where + len(said)) if where is not None else index.best(said, start + shift)
        if span is not None:
            spans.append(span)
            now.append(text[slice(*span)])
    quote = claim["quote"]["text"]
    if not spans:
        return Verdict(claim["id"], "gone", [], {"quote": quote}, {"quote": None})
    return Verdict(claim["id"], "altered", spans, {"quote": quote}, {"quote": PIECE_SEPARATOR.join(now)})


class _Words:
    """The words of an article and where each stands."""

    def __init__(self, text: str):
        self._text = text
        found = list(re.finditer(r"\w+", text))
        self._spans = [match.span() for match in found]
        self._words = ["".join(words(match[0])) for match in found]
        self._at: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self._words):
            self._at[word].append(i)

    def best(self, said: str, at: int) -> tuple[int, int] | None:
        """The stretch that shares the most words with a text; None where none shares half."""
        wanted = words(said)
        if not wanted:
            return None
        counts = Counter(wanted)
        rare = sorted(set(wanted), key=lambda word: (len(self._at.get(word, ())), word))
        begin = bisect_left(self._spans, (at, 0))
        starts = Counter[int]()
        for word in rare[:12]:
            here = self._at.get(word, ())
            k = bisect_left(here, begin)
            for i in here[max(0, k - 20) : k + 20]:
                for offset in [n for n, w in enumerate(wanted) if w == word][:3]:
                    starts[max(0, i - offset)] += 1
        best: tuple[float, int, int, int] | None = None
        for start, _ in sorted(starts.items(), key=lambda pair: (-pair[1], abs(pair[0] - begin)))[:8]:
            first, last = max(0, start - 3), min(len(self._words), start + len(wanted) + 4)
            inside = [i for i in range(first, last) if self._words[i] in counts]
            if not inside:
                continue
            shared = sum((Counter(self._words[i] for i in inside) & counts).values()) / len(wanted)
            key = (shared, -abs(start - begin), inside[0], inside[-1])
            best = max(best, key) if best is not None else key
        if best is None or best[0] < _ALTERED:
            return None
        return self._whole(said, self._spans[best[2]][0], self._spans[best[3]][1])

    def _whole(self, said: str, start: int, end: int) -> tuple[int, int]:
        """With the quotation marks that the text had at its edges."""
        marks = "“”\"'‘’«»"
        if said[:1] in marks and start and self._text[start - 1] in marks:
            start -= 1
        while (
            said[-1:] in marks
            and end < len(self._text)
            and self._text[end] in ".,!?" + marks
            and self._text[end - 1] not in marks
        ):
            end += 1
        return start, end
