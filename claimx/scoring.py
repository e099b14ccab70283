"""Scores of records against gold records: spans of each role, whole attributions, speakers, kinds and hedges.

Spans are compared as PolNeAR's are (Newell, Margolin and Ruths 2018): exactly, with white space and punctuation at
their edges left out. Two claims are of one attribution where their contents share at least half of the letters
and digits that either has (Jaccard 0.5).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from claimx.errors import ClaimxError, printable
from claimx.wording import PIECE_SEPARATOR, words

_EDGE = frozenset(" \n\t\r\xa0.,;:!?\"“”‘’'-—–()[]…")
ROLES = ("source", "cue", "content")
HALF, EXACT, SOURCED, WHOLE = (
    "content at Jaccard 0.5",
    "content exact",
    "content at Jaccard 0.5, with source",
    "content exact, with source",
)
# What is compared of claims that were found. Of some there is nothing to get right where gold has none.
FIELDS = ("kind", "name", "type", "role", "affiliation", "certainty", "polarity")
_OPTIONAL = ("role", "affiliation", "certainty", "polarity")
_CONFUSED = ("kind", "type", "certainty", "polarity")
# How bad a claim is that was overlooked, on the scale on which one that was made up is as bad as it is confident.
_MISSED = 0.75

Piece = tuple[int, str]  # where it begins in the article, and its text


@dataclass
class Count:
    """right: how many of the found are gold."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, right: int, gold: int, found: int) -> None:
        self.right, self.gold, self.found = self.right + right, self.gold + gold, self.found + found

    @property
    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1 in per cent."""
        return tuple(  # type: ignore[return-value]
            round(100 * part / max(1, whole), 1)
            for part, whole in (
                (self.right, self.found),
                (self.right, self.gold),
                (2 * self.right, self.gold + self.found),
            )
        )


@dataclass(frozen=True)
class Miss:
    """What went wrong with a claim. what: missed, spurious, source, name or edges. badness: 0 to 1."""

    path: str
    what: str
    badness: float
    gold: dict[str, Any] | None
    found: dict[str, Any] | None

    @property
    def start(self) -> int:
        return (self.gold or self.found or {})["quote"]["spans"][0][0]


def _counts() -> defaultdict[str, Count]:
    return defaultdict(Count)


@dataclass
class Scores:
    """spans, characters: by role. attributions: by how much is asked. kinds, hedges: by kind and by type of hedge.

    fields: of the claims found, right and all. confusion: for a field how often gold was taken for something else.
    """

    articles: int = 0
    spans: dict[str, Count] = field(default_factory=_counts)
    characters: dict[str, Count] = field(default_factory=_counts)
    attributions: dict[str, Count] = field(default_factory=_counts)
    kinds: dict[str, Count] = field(default_factory=_counts)
    fields: dict[str, Count] = field(default_factory=_counts)
    hedges: dict[str, Count] = field(default_factory=_counts)
    holders: Count = field(default_factory=Count)
    confusion: dict[str, Counter] = field(default_factory=lambda: {name: Counter() for name in _CONFUSED})
    misses: list[Miss] = field(default_factory=list)

    def add(self, path: str, gold: dict[str, Any], found: dict[str, Any] | None) -> None:
        """Counts one article in. Raises ClaimxError where the records are of different articles."""
        found = found or {"source": gold["source"], "claims": [], "narration": []}
        if gold["source"]["sha256"] != found["source"]["sha256"]:
            raise ClaimxError(
                f"{printable(path)}: the two records are of different texts, so that their offsets cannot be "
                "compared: make the record again from the article that gold is of"
            )
        self.articles += 1
        theirs, ours = ([_Parts(claim) for claim in record["claims"]] for record in (gold, found))
        for role in ROLES:
            self._add_spans(
                role, [p for c in theirs for p in c.pieces[role]], [p for c in ours for p in c.pieces[role]]
            )
        self._add_claims(path, [c for c in theirs if c.letters["content"]], [c for c in ours if c.letters["content"]])
        self._add_hedges(list(_hedges(gold)), list(_hedges(found)))

    def _add_spans(self, role: str, gold: list[Piece], found: list[Piece]) -> None:
        a, b = ({_trimmed(*piece) for piece in side} for side in (gold, found))
        self.spans[role].add(len(a & b), len(a), len(b))
        letters = [{at for piece in side for at in _letters(*piece)} for side in (gold, found)]
        self.characters[role].add(len(letters[0] & letters[1]), len(letters[0]), len(letters[1]))

    def _add_claims(self, path: str, gold: list["_Parts"], found: list["_Parts"]) -> None:
        for name in (HALF, EXACT, SOURCED, WHOLE):
            self.attributions[name].add(0, len(gold), len(found))
        for several, part in ((gold, "gold"), (found, "found")):
            for kind in (c.claim["kind"] for c in several):
                self.kinds[kind].add(0, int(part == "gold"), int(part == "found"))
        used: set[int] = set()
        for theirs, number, likeness in _matched(gold, found):
            if number is None:
                self.misses.append(Miss(path, "missed", _MISSED, theirs.claim, None))
                continue
            used.add(number)
            self._add_pair(path, theirs, found[number], likeness)
        for number, ours in enumerate(found):
            if number not in used:
                self.misses.append(Miss(path, "spurious", ours.claim["confidence"], None, ours.claim))

    def _add_pair(self, path: str, gold: "_Parts", found: "_Parts", likeness: float) -> None:
        sourced = _same_source(gold.letters["source"], found.letters["source"])
        for name, right in (
            (HALF, True),
            (EXACT, likeness == 1),
            (SOURCED, sourced),
            (WHOLE, sourced and likeness == 1),
        ):
            self.attributions[name].right += right
        self.kinds[gold.claim["kind"]].right += gold.claim["kind"] == found.claim["kind"]
        named = True
        for name in FIELDS:
            theirs, ours = gold.field(name), found.field(name)
            if name in _OPTIONAL and theirs is None:
                continue
            right = _SAME.get(name, _equal)(theirs, ours)
            named = named and (right or name != "name")
            self.fields[name].add(right, 1, 1)
            if name in _CONFUSED and not right:
                self.confusion[name][theirs, ours or "none"] += 1
        sure = 0.5 + found.claim["confidence"] / 2
        if not sourced or not named:
            self.misses.append(Miss(path, "name" if sourced else "source", sure, gold.claim, found.claim))
        elif likeness < 1:
            self.misses.append(Miss(path, "edges", 1 - likeness, gold.claim, found.claim))

    def _add_hedges(self, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
        a, b = ({_trimmed(h["span"][0], h["text"]): h for h in side} for side in (gold, found))
        both = a.keys() & b.keys()
        self.hedges["cue"].add(len(both), len(a), len(b))
        typed = [span for span in both if a[span]["type"] == b[span]["type"]]
        self.hedges["cue and type"].add(len(typed), len(a), len(b))
        self.holders.add(sum(a[span]["holder"] == b[span]["holder"] for span in both), len(both), len(both))
        for side, part in ((a, "gold"), (b, "found")):
            for hedge in side.values():
                self.hedges[hedge["type"]].add(0, int(part == "gold"), int(part == "found"))
        for span in typed:
            self.hedges[a[span]["type"]].right += 1

    def worst(self, most: int) -> list[Miss]:
        """The worst misses first: what was made up with confidence, what was overlooked, who was taken for another."""
        return sorted(self.misses, key=lambda miss: (-miss.badness, miss.path, miss.start))[:most]


def right(gold: dict[str, Any], found: dict[str, Any]) -> list[bool]:
    """For each claim of a record whether gold has its content, at Jaccard 0.5, from the same source."""
    theirs, ours = ([_Parts(claim) for claim in record["claims"]] for record in (gold, found))
    out = [False] * len(ours)
    for part, number, _ in _matched(theirs, ours):
        if number is not None:
            out[number] = _same_source(part.letters["source"], ours[number].letters["source"])
    return out


class _Parts:
    """A claim's pieces by role, and the offsets of their letters and digits."""

    def __init__(self, claim: dict[str, Any]):
        self.claim = claim
        speaker, cue, quote = claim["speaker"], claim["cue"], claim["quote"]
        self.pieces: dict[str, list[Piece]] = {
            "source": [(speaker["span"][0], speaker["mention"])] if speaker.get("span") else [],
            "cue": [(cue["span"][0], cue["text"])] if cue.get("span") else [],
            "content": list(_quoted(quote, claim["id"])),
        }
        self.letters = {r: {at for p in pieces for at in _letters(*p)} for r, pieces in self.pieces.items()}

    def field(self, name: str) -> Any:
        return self.claim.get(name) if name in ("kind", "certainty", "polarity") else self.claim["speaker"].get(name)


def _quoted(quote: dict[str, Any], claim: str) -> Iterator[Piece]:
    at, text = 0, quote["text"]
    for start, end in quote["spans"]:
        yield start, text[at : at + end - start]
        at += end - start + len(PIECE_SEPARATOR)
    if at - len(PIECE_SEPARATOR) != len(text):
        raise ClaimxError(f"claim '{printable(claim)}': the spans do not fit the text of the quote; see `claimx check`")


def _trimmed(start: int, text: str) -> tuple[int, int]:
    end = start + len(text)
    while text and text[0] in _EDGE:
        start, text = start + 1, text[1:]
    while text and text[-1] in _EDGE:
        end, text = end - 1, text[:-1]
    return start, end


def _letters(start: int, text: str) -> Iterator[int]:
    return (at for at, character in enumerate(text, start) if character.isalnum())


def _matched(gold: list[_Parts], found: list[_Parts]) -> Iterator[tuple[_Parts, int | None, float]]:
    """Each gold claim with the most alike of those left that share half of their contents with it."""
    where: defaultdict[int, list[int]] = defaultdict(list)
    for number, ours in enumerate(found):
        for at in ours.letters["content"]:
            where[at].append(number)
    used: set[int] = set()
    for theirs in gold:
        content = theirs.letters["content"]
        shared = Counter(number for at in content for number in where.get(at, ()))
        best, most = None, 0.0
        for number in sorted(shared.keys() - used):
            together = shared[number]
            likeness = together / (len(content) + len(found[number].letters["content"]) - together)
            if likeness > most:
                best, most = number, likeness
        if best is None or most < 0.5:
            yield theirs, None, 0.0
            continue
        used.add(best)
        yield theirs, best, most


def _same_source(gold: set[int], found: set[int]) -> bool:
    return (not gold and not found) or (bool(gold & found) and 2 * len(gold & found) >= len(gold | found))


def _equal(gold: Any, found: Any) -> bool:
    return gold == found


def _same_name(gold: str | None, found: str | None) -> bool:
    """The same words, or those of one all in the other; of joint speakers one is enough. None is None."""
    if gold is None or found is None:
        return gold == found
    ours = set(words(found))
    return any((a := set(words(name))) and ours and (a <= ours or ours <= a) for name in gold.split(";"))


def _same_words(gold: str, found: str | None) -> bool:
    """At least half of the words that either has."""
    a, b = set(words(gold)), set(words(found or ""))
    return bool(a & b) and 2 * len(a & b) >= len(a | b)


_SAME = {"name": _same_name, "role": _same_words, "affiliation": _same_words}


def _hedges(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in [*record["claims"], *(record.get("narration") or [])]:
        yield from part.get("hedges") or []
