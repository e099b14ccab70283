"""What a folder of records holds already: which are up to date, which a person has reviewed, and writing them whole.

A record carries the hash of its article and the pipeline that made it, so that no other file is needed to know what is
left to do. It is read by three patterns and not parsed: ten thousand are looked through in a second or two.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claimx.errors import ClaimxError, printable

PART = ".claimx-part"
NEW = ".new"
_HASH = re.compile(rb"^  sha256: ([0-9a-f]{64})\s*$", re.M)
_MODEL = re.compile(rb"^model: (.*?)\s*$", re.M)
_REVIEWED = re.compile(rb"^reviewed: true\s*$", re.M)


@dataclass(frozen=True)
class Known:
    """What a record says of itself."""

    sha256: str | None
    model: str | None
    reviewed: bool


def known(path: Path) -> Known | None:
    """What a record says; None if there is none."""
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ClaimxError(f"cannot read {printable(str(path))}: {error.strerror}") from error
    found, model = _HASH.search(text), _MODEL.search(text)
    return Known(
        found[1].decode() if found else None,
        model[1].decode("utf-8", "replace").strip("'\"") if model else None,
        _REVIEWED.search(text) is not None,
    )


class Ledger:
    """A folder of records. Every path is below it, whatever an input is called and whatever links stand in it."""

    def __init__(self, folder: Path, model: str):
        self.folder = folder
        self.model = model
        self._safe: set[Path] = set()

    def path(self, key: str) -> Path:
        """Where the record of an article stands; raises ClaimxError where that is not below the folder."""
        path = self.folder / f"{key}.yaml"
        parent = path.parent
        if parent not in self._safe:
            root = self.folder.resolve()
            real = parent.resolve()
            if ".." in Path(key).parts or not (real == root or root in real.parents):
                raise ClaimxError(f"{printable(key)} would be written outside of {printable(str(self.folder))}")
            self._safe.add(parent)
        return path

    def target(self, key: str, raw: bytes, *, force: bool = False) -> Path | None:
        """Where the record of an article is to be written; None if what is there is up to date."""
        path = self.path(key)
        there = known(path)
        if there is None:
            return path
        current = (hashlib.sha256(raw).hexdigest(), self.model)
        if (there.sha256, there.model) == current and not (force and not there.reviewed):
            return None
        if not there.reviewed:
            return path
        # A person's work is never overwritten.
        beside = path.with_name(path.name + NEW)
        other = known(beside)
        return None if other is not None and (other.sha256, other.model) == current and not force else beside

    def gone(self, keys: set[str]) -> list[Path]:
        """Records whose articles are not among the keys, in order; those of a person are left out."""
        out = []
        for path in self.records():
            key = path.relative_to(self.folder).as_posix().removesuffix(".yaml")
            if key not in keys and _is_record(path) and not (known(path) or Known(None, None, True)).reviewed:
                out.append(path)
        return out

    def records(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from sorted(p for p in self.folder.rglob("*.yaml") if not p.name.startswith("."))

    def clean(self) -> None:
        """Removes what a run that was killed had begun to write."""
        if self.folder.is_dir():
            for path in self.folder.rglob(f".*{PART}"):
                path.unlink(missing_ok=True)


def _is_record(path: Path) -> bool:
    with path.open("rb") as f:
        return f.read(10) == b"claimx: 1\n"


def write(path: Path, text: str) -> None:
    """Writes a file whole or not at all: beside its place, to the disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name[:180]}.{os.getpid()}{PART}")
    try:
        with part.open("w", encoding="utf-8", newline="") as f:
            f.write(text)
            f.flush()
            os.fsync(f.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ClaimxError(f"cannot write {printable(str(path))}: {error.strerror}") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
