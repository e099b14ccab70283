"""What a batch reads: folders, files and corpora, each article with the name that its record gets.

No name leads out of the output folder: files are named by their path below the folder that was given, rows of a
corpus by their id with every character that a path obeys taken out.
"""

import csv
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from claimx.errors import ClaimxError, ReadError, printable
from claimx.reading import Article, decode

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".text")
CORPORA = (".jsonl", ".ndjson", ".csv", ".parquet")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 120  # characters of a row's name


@dataclass(frozen=True)
class Item:
    """One article to read. key: its name below the output folder, with '/'. size: bytes, for sharing out work.

    text: the article itself where it is a row of a corpus, else None and it is read from `path`.
    """

    key: str
    path: str
    size: int
    text: str | None = None

    def raw(self, limit: int | None = None) -> bytes:
        """The article's bytes; raises ReadError where they cannot be read or are more than `limit`."""
        if limit is not None and self.size > limit:
            raise ReadError(
                f"{printable(self.path)} has {self.size:,} bytes, more than --max-size: raise it, or leave it out"
            )
        if self.text is not None:
            return self.text.encode("utf-8", "surrogatepass")
        try:
            return Path(self.path).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ReadError(f"cannot read {printable(self.path)}: {printable(reason)}") from error

    def article(self, raw: bytes, encoding: str | None) -> Article:
        return decode(raw, self.path, None if self.text is not None else encoding)


@dataclass(frozen=True)
class Task:
    """An article and where its record goes; None where the record is handed back."""

    item: Item
    target: Path | None = None


@dataclass(frozen=True)
class Fields:
    """The columns of a corpus that hold the text and the id of a row; id None for the row's number."""

    text: str = "text"
    id: str | None = None


def items(
    paths: Sequence[str], *, glob: str | None = None, fields: Fields | None = None, leave: Path | None = None
) -> Iterator[Item]:
    """The articles of all paths, in a fixed order. leave: a folder that is not searched, the output.

    Raises ClaimxError for a path that is not there, a corpus that cannot be read, and two articles of one name.
    """
    seen: dict[str, str] = {}
    for path in paths:
        for item in _of_path(path, glob, fields or Fields(), leave):
            if item.key in seen:
                raise ClaimxError(
                    f"{printable(seen[item.key])} and {printable(item.path)} would both be written to "
                    f"{printable(item.key)}: give the folder above them, or batch them apart"
                )
            seen[item.key] = item.path
            yield item


def _of_path(path: str, glob: str | None, fields: Fields, leave: Path | None) -> Iterator[Item]:
    place = Path(path)
    if place.is_dir():
        yield from _of_folder(place, glob, leave)
    elif place.suffix.lower() in CORPORA:
        yield from _of_corpus(place, fields)
    elif place.exists():
        yield Item(place.name, path, place.stat().st_size)
    else:
        raise ClaimxError(f"there is no {printable(path)}")


def _of_folder(folder: Path, glob: str | None, leave: Path | None) -> Iterator[Item]:
    """Files below a folder, in the order of their names; a folder that was walked is not walked again."""
    walked: set[tuple[int, int]] = set()
    skip = leave.resolve() if leave is not None and leave.resolve() != folder.resolve() else None
    stack = [(folder, "")]
    while stack:
        place, prefix = stack.pop()
        try:
            status = place.stat()
            if (status.st_dev, status.st_ino) in walked or (skip is not None and place.resolve() == skip):
                continue
            walked.add((status.st_dev, status.st_ino))
            entries = sorted(os.scandir(place), key=lambda e: e.name)
        except OSError as error:
            raise ClaimxError(f"cannot search {printable(str(place))}: {error.strerror}") from error
        folders = []
        for entry in entries:
            key = prefix + entry.name
            try:
                if entry.is_dir():
                    folders.append((Path(entry.path), key + "/"))
                elif entry.is_file() and _wanted(key, glob):
                    yield Item(key, entry.path, entry.stat().st_size)
            except OSError:
                yield Item(key, entry.path, 0)  # a link to nowhere, told when it is read
        stack += reversed(folders)


def _wanted(key: str, glob: str | None) -> bool:
    name = key.rpartition("/")[2]
    if name.startswith("."):
        return False
    if glob is None:
        return name.lower().endswith(SUFFIXES)
    return fnmatch(key, glob) or fnmatch(name, glob)


def _of_corpus(path: Path, fields: Fields) -> Iterator[Item]:
    suffix = path.suffix.lower()
    rows = {".csv": _csv, ".parquet": _parquet}.get(suffix, _jsonl)(path, fields)
    for number, (text, own) in enumerate(rows, 1):
        name = safe_name(own) if own is not None else f"{number:07d}"
        shown = own if own is not None else str(number)
        yield Item(f"{path.name}/{name}", f"{path}#{shown}", len(text), text)


def safe_name(own: str) -> str:
    """A row's id as the name of a file: what was changed is told apart by a hash."""
    name = _UNSAFE.sub("_", own).lstrip(".")[:_LONGEST]
    if name == own and name:
        return name
    return f"{name}-{hashlib.sha256(own.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def row_of(data: Any, fields: Fields, where: str) -> tuple[str, str | None]:
    """Text and id of a row; raises ClaimxError where the columns are not there."""
    if not isinstance(data, dict) or fields.text not in data:
        known = ", ".join(map(str, data)) if isinstance(data, dict) else "no columns"
        raise ClaimxError(
            f"{where} has no '{printable(fields.text)}' (it has {printable(known)}): name it with --text-field"
        )
    if fields.id is not None and fields.id not in data:
        raise ClaimxError(f"{where} has no '{printable(fields.id)}': name the column with --id-field")
    text = data[fields.text]
    own = data[fields.id] if fields.id is not None else None
    return ("" if text is None else str(text)), (None if own is None else str(own))


def _jsonl(path: Path, fields: Fields) -> Iterator[tuple[str, str | None]]:
    with _opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                data = json.loads(line)
            except ValueError as error:
                raise ClaimxError(
                    f"{printable(str(path))}, line {number} is no JSON: {printable(str(error))}"
                ) from error
            yield row_of(data, fields, f"{printable(str(path))}, line {number}")


def _csv(path: Path, fields: Fields) -> Iterator[tuple[str, str | None]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with _opened(path) as lines:
        try:
            for number, data in enumerate(csv.DictReader(lines), 2):
                yield row_of(data, fields, f"{printable(str(path))}, row {number}")
        except csv.Error as error:
            raise ClaimxError(f"{printable(str(path))} is no CSV: {printable(str(error))}") from error


def _parquet(path: Path, fields: Fields) -> Iterator[tuple[str, str | None]]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise ClaimxError(f"{printable(str(path))} needs pyarrow: pip install 'claimx[parquet]'") from error
    wanted = [fields.text, *([fields.id] if fields.id is not None else [])]
    try:
        file = parquet.ParquetFile(path)
        known = file.schema_arrow.names
        for batch in file.iter_batches(batch_size=256, columns=[c for c in wanted if c in known]):
            for data in batch.to_pylist():
                yield row_of(data or dict.fromkeys(known), fields, printable(str(path)))
    except (ArrowException, OSError) as error:
        raise ClaimxError(f"cannot read {printable(str(path))}: {printable(str(error))}") from error


def _opened(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8-sig", newline="", errors="strict")
    except OSError as error:
        raise ClaimxError(f"cannot read {printable(str(path))}: {error.strerror}") from error


def shared_out(todo: Iterable[Task], most: int = 16, letters: int = 60_000) -> Iterator[list[Task]]:
    """Tasks in order, in lots of about as much text: a long article is a lot of its own."""
    lot: list[Task] = []
    size = 0
    for task in todo:
        if lot and (len(lot) >= most or size + task.item.size > letters):
            yield lot
            lot, size = [], 0
        lot.append(task)
        size += task.item.size
    if lot:
        yield lot
