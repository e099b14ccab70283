"""The difference between two sets of records: one result, from which every form of it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claimx.changes import DETAIL, NAMES, Change, compare, in_text_order
from claimx.sides import Pair


@dataclass(frozen=True)
class FileDiff:
    """The changes of one article's claims. old, new: its records, None where there is none."""

    path: str
    changes: list[Change]
    old: dict[str, Any] | None
    new: dict[str, Any] | None

    def claim(self, change: Change) -> dict[str, Any] | None:
        """The claim that a change is of, on the newer side if it is there; None if it is of the record."""
        if change.new:
            return in_text_order(self.new)[change.new[0]]
        return in_text_order(self.old)[change.old[0]] if change.old else None


def diff(pairs: Iterable[Pair], *, strict: bool = False) -> list[FileDiff]:
    """Those of the pairs that differ, in their order."""
    found = (FileDiff(p.path, compare(p.old, p.new, strict=strict), p.old, p.new) for p in pairs)
    return [file for file in found if file.changes]


def summary(files: Iterable[FileDiff]) -> dict[str, int]:
    """How many changes there are of each name; names without any are left out."""
    told = [change.change for file in files for change in file.changes]
    return {name: told.count(name) for name in (*NAMES, DETAIL) if name in told}


def to_data(files: Iterable[FileDiff]) -> dict[str, Any]:
    """The documented form of a diff: docs/diff.md, claimx/diff.schema.json."""
    files = list(files)
    return {
        "claimx_diff": 1,
        "summary": summary(files),
        "changes": [
            {
                "change": change.change,
                "path": file.path,
                "id": change.id,
                "matched_by": change.matched_by,
                "before": change.before,
                "after": change.after,
            }
            for file in files
            for change in file.changes
        ],
    }


def fails(files: Iterable[FileDiff], names: Iterable[str] | None = None) -> bool:
    """Whether there is a change, or one of those named."""
    wanted = set(names) if names is not None else None
    return any(wanted is None or change.change in wanted for file in files for change in file.changes)
