"""What changed between two records, in the words of the matter."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claimx.matching import match, same_speaker, speaker_key
from claimx.order import place
from claimx.wording import words

NAMES = (
    "removed",
    "added",
    "reattributed",
    "polarity",
    "softened",
    "hardened",
    "hedge-removed",
    "hedge-added",
    "reworded",
    "kind",
    "split",
    "merged",
    "moved",
)
# With strict alone: a field that says nothing of who claims what or how surely.
DETAIL = "detail"
_SURENESS = ("unknown", "possible", "probable", "certain")


@dataclass(frozen=True)
class Change:
    """One change of one claim.

    id: the claim's on the newer side, on the older if it is gone. matched_by: id, speaker or text; None where a claim
    stands alone. before, after: what of it changed. old, new: numbers of the claims in their records, in text order.
    """

    change: str
    id: str
    matched_by: str | None
    before: Any
    after: Any
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()


def in_text_order(record: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The claims of a record by where they stand in the article."""
    return sorted(record["claims"], key=lambda claim: place(claim["quote"]["spans"])) if record else []


def compare(old: dict[str, Any] | None, new: dict[str, Any] | None, *, strict: bool = False) -> list[Change]:
    """What changed from one record to another; None is a record that is not there. In text order of the newer."""
    before, after = in_text_order(old), in_text_order(new)
    found = match(before, after)
    out: list[tuple[float, Change]] = []

    def add(change: str, at: float, *rest: Any) -> None:
        out.append((at, Change(change, *rest)))

    place = {i: float(j) for i, j, _ in found.pairs}
    for i in found.removed:
        near = max((place[k] for k in place if k < i), default=-1.0) if len(place) < 500 else float(i)
        add("removed", near + 0.5, before[i]["id"], None, _brief(before[i]), None, (i,), ())
    for j in found.added:
        add("added", j, after[j]["id"], None, None, _brief(after[j]), (), (j,))
    for i, parts in found.splits:
        said = [_brief(after[j]) for j in parts]
        add("split", parts[0], before[i]["id"], "text", _brief(before[i]), said, (i,), tuple(parts))
    for parts, j in found.merges:
        said = [_brief(before[i]) for i in parts]
        add("merged", j, after[j]["id"], "text", said, _brief(after[j]), tuple(parts), (j,))
    moved = _moved([j for _, j, _ in found.pairs])
    for number, (i, j, rule) in enumerate(found.pairs):
        a, b = before[i], after[j]
        for change, was, now in _changes(a, b):
            add(change, j, b["id"], rule, was, now, (i,), (j,))
        shifted = strict and a["quote"]["spans"] != b["quote"]["spans"]
        if number in moved or shifted:
            add("moved", j, b["id"], rule, a["quote"]["spans"], b["quote"]["spans"], (i,), (j,))
        if strict:
            for name, was, now in _details(a, b):
                add(DETAIL, j, b["id"], rule, {name: was}, {name: now}, (i,), (j,))
    if strict and old and new:
        for key in [*dict.fromkeys([*old, *new])]:
            if key != "claims" and old.get(key) != new.get(key):
                out.append((-1.0, Change(DETAIL, "", None, {key: old.get(key)}, {key: new.get(key)})))
    order = {name: k for k, name in enumerate((*NAMES, DETAIL))}
    return [change for _, change in sorted(out, key=lambda pair: (pair[0], order[pair[1].change]))]


def _brief(claim: dict[str, Any]) -> dict[str, Any]:
    return {
        "speaker": claim["speaker"]["name"] or claim["speaker"]["mention"],
        "cue": claim["cue"]["text"],
        "quote": claim["quote"]["text"],
    }


def _changes(a: dict[str, Any], b: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The changes of a claim that stands on both sides: name, before, after."""
    if not same_speaker(speaker_key(a), speaker_key(b)):
        yield "reattributed", _speaker(a), _speaker(b)
    if words(a["quote"]["text"]) != words(b["quote"]["text"]):
        yield "reworded", a["quote"]["text"], b["quote"]["text"]
    elif words(a["cue"]["text"] or "") != words(b["cue"]["text"] or ""):
        yield "reworded", a["cue"]["text"], b["cue"]["text"]
    was, now = _hedges(a), _hedges(b)
    if was - now:
        yield "hedge-removed", sorted((was - now).elements()), []
    if now - was:
        yield "hedge-added", [], sorted((now - was).elements())
    sure = [_SURENESS.index(c.get("certainty") or "unknown") for c in (a, b)]
    if a.get("certainty") and b.get("certainty") and sure[0] != sure[1]:
        yield "softened" if sure[1] < sure[0] else "hardened", a["certainty"], b["certainty"]
    for name in ("polarity", "kind"):
        if a.get(name) != b.get(name) and a.get(name) and b.get(name):
            yield name, a[name], b[name]


def _speaker(claim: dict[str, Any]) -> dict[str, Any]:
    return {key: claim["speaker"][key] for key in ("name", "mention")}


def _hedges(claim: dict[str, Any]) -> Counter:
    return Counter(" ".join(words(hedge["text"])) for hedge in claim.get("hedges") or ())


def _details(a: dict[str, Any], b: dict[str, Any], at: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every field that differs, by its path."""
    for key in dict.fromkeys([*a, *b]):
        was, now = a.get(key), b.get(key)
        if isinstance(was, dict) and isinstance(now, dict):
            yield from _details(was, now, f"{at}{key}.")
        elif was != now:
            yield f"{at}{key}", was, now


def _moved(order: list[int]) -> set[int]:
    """The places in a sequence that are not of its longest rising part (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(order)
    for k, value in enumerate(order):
        at = bisect_left(tails, value)
        before[k] = ends[at - 1] if at else -1
        if at == len(tails):
            tails.append(value)
            ends.append(k)
        else:
            tails[at], ends[at] = value, k
    kept, k = set[int](), ends[-1] if ends else -1
    while k >= 0:
        kept.add(k)
        k = before[k]
    return set(range(len(order))) - kept
