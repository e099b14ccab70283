"""Records read back from files: bounded, checked against the schema, with the line of what is wrong."""

import functools
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from claimx.errors import ClaimxError, printable
from claimx.safeyaml import MAX_BYTES, documents

_PART = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a record. field: where in it ("claims[3].speaker.type"); line: of the file, from 1."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {self.field}: {self.message}" if self.field else f"{self.line}: {self.message}"


def raw(path: str) -> bytes:
    """The bytes of a record file, or of standard input for '-'; raises ClaimxError."""
    if path == "-":
        found = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        try:
            with Path(path).open("rb") as file:
                found = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise ClaimxError(f"cannot read {printable(path)}: {error.strerror}") from error
    if len(found) > MAX_BYTES:
        raise ClaimxError(f"{printable(path)}: larger than {MAX_BYTES // 2**20} MB, which no record is")
    return found


def load(path: str) -> list[dict[str, Any]]:
    """The records of a file; raises ClaimxError, with the first fault of the first record that is none."""
    return parse(raw(path), path)


def parse(content: bytes, name: str) -> list[dict[str, Any]]:
    """The records in a file's bytes, as plain data; raises as load does."""
    found = documents(content, name)
    if not found:
        raise ClaimxError(f"{printable(name)}: empty; a record begins with 'claimx: 1'")
    for data in found:
        wrong = problems(data)
        if wrong:
            raise ClaimxError(f"{printable(name)}:{wrong[0]}")
    return found


def problems(data: Any) -> list[Problem]:
    """What the schema says against a record; of a claim the first fault."""
    line = getattr(data, "line", 1)
    if not isinstance(data, dict):
        return [Problem(line, "", "a record is a map that begins with 'claimx: 1'")]
    if data.get("claimx") != 1:
        return [Problem(line, "claimx", "must be 1, the version of the format")]
    parts = {"claims": "claim", "narration": "narration"}
    out = _faults("record", data, data, "")
    for key, kind in parts.items():
        for number, item in enumerate(data[key] if isinstance(data.get(key), list) else ()):
            out += _faults(kind, item, data, f"{key}[{number}]")
    return sorted(out, key=lambda problem: problem.line)


def _faults(kind: str, item: Any, data: Any, at: str) -> list[Problem]:
    import fastjsonschema

    try:
        _validators()[kind](item)
    except fastjsonschema.JsonSchemaValueException as error:
        name = error.name or "data"
        field = (at + name.removeprefix("data")).lstrip(".")
        message = error.message.removeprefix(name).strip().replace("by (anyOf) definition", "of a kind allowed")
        return [Problem(line_of(data, field), printable(field), printable(message))]
    return []


@functools.cache
def _validators() -> dict[str, Callable[[Any], Any]]:
    """The schema in parts, so that each claim's fault is told."""
    import json

    import fastjsonschema

    schema = json.loads(files("claimx").joinpath("record.schema.json").read_text(encoding="utf-8"))
    shared = schema["$defs"]
    head = {**schema, "properties": {**schema["properties"]}}
    for key in ("claims", "narration"):
        head["properties"][key] = {"type": "array"}
    parts = {"record": head, "claim": {**shared["Claim"], "$defs": shared}}
    parts["narration"] = {**shared["Narration"], "$defs": shared}
    return {kind: fastjsonschema.compile(part) for kind, part in parts.items()}


def line_of(data: Any, field: str) -> int:
    """The line of a field, or of the nearest around it."""
    line = getattr(data, "line", 1)
    for match in _PART.finditer(f".{field}"):
        if match[1] is not None:
            if not isinstance(data, dict) or match[1] not in data:
                break
            line, data = getattr(data, "lines", {}).get(match[1], line), data[match[1]]
        else:
            if not isinstance(data, list) or int(match[2]) >= len(data):
                break
            data = data[int(match[2])]
            line = getattr(data, "line", line)
    return line
