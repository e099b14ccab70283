"""Three-way merge of records, claim by claim and field by field: a person's edits win over the machine's."""

from collections.abc import Iterator, Sequence
from typing import Any

from claimx.matching import match
from claimx.order import place

_ABSENT = object()


def merge(base: dict[str, Any] | None, ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """The merged record, and how many conflicts it holds.

    A side that is marked `reviewed: true` is a person's: where both sides changed the same, it wins over one that is
    not. What is left is a conflict: the field keeps ours, and `conflicts` beside it has both.
    """
    wins = _winner(ours, theirs)
    out, conflicts = _fields(base or {}, ours, theirs, wins, skip=("claims", "conflicts"))
    claims, count = _claims((base or {}).get("claims", []), ours["claims"], theirs["claims"], wins)
    merged = {key: claims if key == "claims" else value for key, value in {**dict.fromkeys(ours), **out}.items()}
    merged["claims"] = claims
    merged.pop("conflicts", None)
    if conflicts:
        merged["conflicts"] = conflicts
    return merged, count + len(conflicts)


def _winner(ours: dict[str, Any], theirs: dict[str, Any]) -> int:
    """0: ours, 1: theirs, -1: neither is more a person's than the other."""
    persons = [side.get("reviewed") is True for side in (ours, theirs)]
    return -1 if persons[0] == persons[1] else persons.index(True)


def _fields(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], wins: int, skip: Sequence[str] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Each field of the three, and those on which the sides do not agree."""
    out: dict[str, Any] = {}
    conflicts: dict[str, Any] = {}
    for key in dict.fromkeys([*ours, *theirs]):
        if key in skip:
            continue
        was, a, b = (side.get(key, _ABSENT) for side in (base, ours, theirs))
        if all(isinstance(side, dict) for side in (a, b)):
            inner, more = _fields(was if isinstance(was, dict) else {}, a, b, wins)
            out[key] = inner
            conflicts |= {f"{key}.{name}": value for name, value in more.items()}
            continue
        value = a if a == b or b == was else b if a == was else (a, b)[max(wins, 0)]
        if wins < 0 and a != b and was not in (a, b):
            conflicts[key] = {"ours": _plain(a), "theirs": _plain(b)}
        if value is not _ABSENT:
            out[key] = value
    return out, conflicts


def _plain(value: Any) -> Any:
    return None if value is _ABSENT else value


def _claims(base, ours, theirs, wins: int) -> tuple[list[dict[str, Any]], int]:
    """The claims of all three, in text order, and how many of them are in conflict."""
    left, right = _of_base(base, ours), _of_base(base, theirs)
    claim: dict[str, Any] | None
    merged: list[dict[str, Any]] = []
    count = 0
    for i, was in enumerate(base):
        a, b = left.get(i), right.get(i)
        if a is not None and b is not None:
            claim, found = _fields(was, ours[a], theirs[b], wins, skip=("conflicts",))
        else:
            claim, found = _gone(was, ours[a] if a is not None else None, theirs[b] if b is not None else None, wins)
        count += bool(found)
        if claim is not None:
            merged.append({**claim, "conflicts": found} if found else claim)
    mine = [c for j, c in enumerate(ours) if j not in left.values()]
    others = [c for j, c in enumerate(theirs) if j not in right.values()]
    same = {i: j for i, j, _ in match(mine, others).pairs}
    for i, own in enumerate(mine):
        conflicts: dict[str, Any] = {}
        if i in same:
            own, conflicts = _fields({}, own, others[same[i]], wins, skip=("conflicts",))
            count += bool(conflicts)
        merged.append({**own, "conflicts": conflicts} if conflicts else own)
    merged += [claim for j, claim in enumerate(others) if j not in same.values()]
    return sorted(merged, key=lambda claim: place(claim["quote"]["spans"])), count


def _of_base(base, side) -> dict[int, int]:
    """Of each claim of the base the one that it has become."""
    return {i: j for i, j, _ in match(base, side).pairs}


def _gone(was, ours, theirs, wins: int) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """A claim that one side or both took out; a conflict where the other changed it."""
    kept = ours if ours is not None else theirs
    if kept is None or _untouched(was, kept):
        return None, {}
    if wins >= 0:
        return (ours, theirs)[wins], {}
    return kept, {
        "claim": {
            "ours": "kept" if ours is not None else "removed",
            "theirs": "kept" if theirs is not None else "removed",
        }
    }


def _untouched(was: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether nothing but offsets and confidence changed."""
    return _bare(was) == _bare(now)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k not in ("span", "spans", "verbatim", "scope", "confidence")}
    return [_bare(v) for v in value] if isinstance(value, list) else value


def conflicts(record: dict[str, Any]) -> Iterator[str]:
    """The fields in conflict, for a person."""
    yield from record.get("conflicts", ())
    for claim in record["claims"]:
        yield from (f"{claim['id']}: {name}" for name in claim.get("conflicts", ()))
