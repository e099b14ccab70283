"""What a diff is between: files, folders, standard input, git revisions, or articles whose claims are taken now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from claimx.common import parse_both
from claimx.errors import ClaimxError, printable
from claimx.recordfile import parse, raw

_SUFFIXES = (".yaml", ".yml", ".json", ".jsonl")


@dataclass(frozen=True)
class Side:
    """Records by name. files: of each name its bytes' fingerprint, None if not known, and how to read them.

    many: a folder or a revision, and not one file.
    """

    files: dict[str, tuple[str | None, Callable[[], bytes]]]
    many: bool = True


@dataclass(frozen=True)
class Pair:
    """The two records of one article; None where there is none. path: what they are called."""

    path: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def sides(old: str, new: str, paths: Sequence[str] = ()) -> tuple[Side, Side]:
    """Files, folders, '-', or git revisions of paths; raises ClaimxError for what is none of them."""
    if not paths and all(_is_place(name) for name in (old, new)):
        if old == new == "-":
            raise ClaimxError("standard input can be one side only")
        return _place(old), _place(new)
    return _revision(old, paths), _revision(new, paths)


def _is_place(name: str) -> bool:
    return name == "-" or Path(name).exists()


def _place(name: str) -> Side:
    path = Path(name)
    if name == "-" or not path.is_dir():
        return Side({name: (None, partial(raw, name))}, many=False)
    found = sorted(p for p in path.rglob("*") if p.suffix in _SUFFIXES and p.is_file() and p.name[0] != ".")
    return Side({p.relative_to(path).as_posix(): (None, partial(raw, str(p))) for p in found})


def _git(*arguments: str, stdin: bytes | None = None) -> bytes:
    import subprocess

    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=True, input=stdin).stdout
    except FileNotFoundError as error:
        raise ClaimxError("git is not installed, and only git knows revisions") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ClaimxError(f"git: {printable(said[0]) if said else 'failed'}") from error


def _revision(name: str, paths: Sequence[str]) -> Side:
    try:
        commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    except ClaimxError as error:
        raise ClaimxError(f"'{printable(name)}' is no file, no folder and no git revision") from error
    files: dict[str, tuple[str | None, Callable[[], bytes]]] = {}
    for entry in _git("ls-tree", "-r", "-z", commit, "--", *paths).split(b"\0"):
        about, _, path = entry.partition(b"\t")
        shown = path.decode("utf-8", "replace")
        if about.split()[1:2] == [b"blob"] and Path(shown).suffix in _SUFFIXES:
            blob = about.split()[2].decode()
            files[shown] = (blob, partial(_git, "cat-file", "blob", blob))
    return Side(files)


def pairs(old: Side, new: Side, failed: Callable[[ClaimxError], None]) -> Iterator[Pair]:
    """The records of both sides that are not the same, byte for byte; what is no record is told to `failed`."""
    if not old.many and not new.many:
        a, b = next(iter(old.files)), next(iter(new.files))
        before, after = old.files[a][1](), new.files[b][1]()
        name = b if a == "-" or b != "-" else a
        records = parse(before, a)
        yield from _several(name, records, records if before == after else parse(after, b))
        return
    for name in sorted({*old.files, *new.files}):
        prints = [side.files[name][0] if name in side.files else "" for side in (old, new)]
        if prints[0] is not None and prints[0] == prints[1]:
            continue
        try:
            contents = [side.files[name][1]() if name in side.files else None for side in (old, new)]
            if contents[0] == contents[1] or not any(map(_is_record, contents)):
                continue
            if contents[0] is not None and contents[1] is not None:
                both = parse_both(contents[0], contents[1], name)
            else:
                both = (
                    ([], parse(contents[1], name)) if contents[1] is not None else (parse(contents[0] or b"", name), [])
                )
        except ClaimxError as error:
            failed(error)
            continue
        yield from _several(name, both[0], both[1])


def _is_record(content: bytes | None) -> bool:
    """Whether a file of a folder is meant to be a record: others are nobody's business here."""
    head = content[:200].lstrip(b"\xef\xbb\xbf- \r\n{") if content is not None else b""
    return head.startswith((b"claimx:", b'"claimx":'))


def _several(path: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Pair]:
    """The records of two files: one each, or several by the articles that they are of."""
    if len(old) <= 1 and len(new) <= 1:
        yield Pair(path, old[0] if old else None, new[0] if new else None)
        return
    left, right = _by_article(old), _by_article(new)
    for key in dict.fromkeys([*left, *right]):
        yield Pair(f"{path}:{key}", left.get(key), right.get(key))


def _by_article(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    for record in records:
        name = key = record["source"]["path"]
        number = 1
        while key in out:
            number += 1
            key = f"{name}#{number}"
        out[key] = record
    return out


def articles(old: str, new: str, extract: Callable[[str], dict[str, Any]]) -> Iterator[Pair]:
    """Two articles or two folders of them, whose records are made by `extract`."""
    if not all(_is_place(name) for name in (old, new)):
        raise ClaimxError(f"there is no {printable(old if not _is_place(old) else new)}")
    if not (Path(old).is_dir() and Path(new).is_dir()):
        yield Pair(new if new != "-" else old, extract(old), extract(new))
        return
    from claimx.inputs import items

    left, right = ({item.key: item for item in items([side])} for side in (old, new))
    for name in sorted({*left, *right}):
        a, b = (found[name].path if name in found else None for found in (left, right))
        if a and b and left[name].raw() == right[name].raw():
            continue
        yield Pair(name, extract(a) if a else None, extract(b) if b else None)
