"""YAML from strangers: plain maps, lists and scalars with their lines, and nothing else of YAML.

Read from the parser's events, so that nothing is built before it is allowed: no anchors, aliases or tags, no key twice,
bounded size and depth. Scalars are those of YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema).
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from claimx.errors import ClaimxError, printable

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 24
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML forbids, and line breaks that its versions do not agree on.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)


class Map(dict):
    """A map; line: where it begins, from 1; lines: where each of its keys stands."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int):
        self.line = line
        self.lines: dict[str, int] = {}


class Seq(list):
    """A list; line: where it begins, from 1."""

    __slots__ = ("line",)

    def __init__(self, line: int):
        self.line = line


def documents(raw: bytes, name: str) -> list[Any]:
    """The documents of a file, or of JSON Lines; raises ClaimxError with name, line and column."""
    if len(raw) > MAX_BYTES:
        raise ClaimxError(f"{printable(name)}: larger than {MAX_BYTES // 2**20} MB, which no record is")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ClaimxError(f"{printable(name)}:{line}: byte {error.start} is not UTF-8; records are") from error
    found = _FORBIDDEN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        code = f"U+{ord(found[0]):04X}"
        _fail(name, line, column, f"{code} cannot stand in a record; write it as an escape in double quotation marks")
    return list(_json_lines(text, name) if text.lstrip()[:1] == "{" else _documents(text, name))


def _fail(name: str, line: int, column: int, message: str) -> NoReturn:
    raise ClaimxError(f"{printable(name)}:{line}:{column}: {message}")


def _documents(text: str, name: str) -> Iterator[Any]:
    stack: list[Any] = []
    keys: list[str | None] = []  # of each map in the stack the key whose value is next
    done: list[Any] = []
    try:
        event: Any
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    _refuse(event, name)
                value = event.value
                if stack and type(stack[-1]) is Map and keys[-1] is None:
                    _key(stack[-1], value, event, name)
                    keys[-1] = value
                    continue
                if not event.style:
                    value = _scalar(value)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    _refuse(event, name)
                line = event.start_mark.line + 1
                if len(stack) >= MAX_DEPTH:
                    _fail(name, line, event.start_mark.column + 1, f"nested more than {MAX_DEPTH} deep")
                if stack and type(stack[-1]) is Map and keys[-1] is None:
                    _fail(name, line, event.start_mark.column + 1, "a key must be a word")
                stack.append(Map(line) if kind is yaml.MappingStartEvent else Seq(line))
                keys.append(None)
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                value = stack.pop()
                keys.pop()
            elif kind is yaml.AliasEvent:
                _refuse(event, name)
            elif kind is yaml.DocumentEndEvent:
                yield done.pop() if done else None
                continue
            else:
                continue
            if not stack:
                done.append(value)
            elif type(stack[-1]) is Map:
                stack[-1][keys[-1]] = value
                keys[-1] = None
            else:
                stack[-1].append(value)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = printable(error.problem or "not YAML")
        _fail(name, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, problem)
    except (yaml.YAMLError, ValueError) as error:
        raise ClaimxError(f"{printable(name)}: not YAML: {printable(str(error).splitlines()[0])}") from error


def _refuse(event: Any, name: str) -> NoReturn:
    what = "aliases" if type(event) is yaml.AliasEvent else "anchors" if event.anchor is not None else "tags"
    mark = event.start_mark
    _fail(name, mark.line + 1, mark.column + 1, f"records hold no {what}; write the value itself")


def _key(into: Map, key: str, event: Any, name: str) -> None:
    line = event.start_mark.line + 1
    if key in into.lines:
        shown = printable(key[:40])
        _fail(name, line, event.start_mark.column + 1, f"'{shown}' stands twice; first in line {into.lines[key]}")
    into.lines[key] = line


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _json_lines(text: str, name: str) -> Iterator[Any]:
    """Several JSON documents, one behind the other."""
    line = 1

    def built(pairs: list[tuple[str, Any]]) -> Map:
        out = Map(line)
        for key, value in pairs:
            if key in out:
                raise ValueError(f"'{printable(key[:40])}' stands twice")
            out[key] = value
            out.lines[key] = line
        return out

    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no number of JSON")

    decoder = json.JSONDecoder(object_pairs_hook=built, parse_constant=refuse)
    at = 0
    while at < len(text):
        if text[at].isspace():
            line += text[at] == "\n"
            at += 1
            continue
        try:
            value, end = decoder.raw_decode(text, at)
            _bound(value, MAX_DEPTH)
            text[at:end].encode()
        except json.JSONDecodeError as error:
            _fail(name, error.lineno, error.colno, error.msg)
        except RecursionError:
            _fail(name, line, 1, f"nested more than {MAX_DEPTH} deep")
        except ValueError as error:
            _fail(name, line, 1, str(error))
        yield value
        line += text.count("\n", at, end)
        at = end


def _bound(value: Any, depth: int) -> None:
    if isinstance(value, str):
        value.encode()  # raises ValueError for a lone surrogate
    if not depth and isinstance(value, dict | list):
        raise ValueError(f"nested more than {MAX_DEPTH} deep")
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _bound(inner, depth - 1)
