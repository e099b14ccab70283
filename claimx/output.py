"""Records as text: YAML as the format fixes it, JSON, and JSON Lines."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from claimx.record import Record

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

# Characters that reorder the text around them, or that a terminal or an editor does not show.
_INVISIBLE = re.compile("[\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u180e]")

_ASTRAL = re.compile(r"(\\\\)|\\U([0-9A-F]{8})")


class _Spans(list):
    """A list written on one line."""


class _RecordDumper(_Dumper):
    """Block style, spans on one line, text never folded, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, value: str) -> yaml.Node:
    style = '"' if "\n" in value or "\\" in value or _INVISIBLE.search(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_RecordDumper.add_representer(str, _text)
_RecordDumper.add_representer(
    _Spans, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)


def to_data(record: "Record") -> dict[str, Any]:
    """Plain maps, lists and scalars, keys in the order of the format."""
    return record.model_dump(mode="json")


def to_yaml(record: "Record") -> str:
    """One YAML document, without a separator."""
    return dump(to_data(record))


def dump(data: dict[str, Any]) -> str:
    """The YAML of a record's plain data."""
    text = yaml.dump(_flowing(data), Dumper=_RecordDumper, allow_unicode=True, sort_keys=False, width=2**31 - 1)
    return _ASTRAL.sub(_unescaped, _escaped(text))


def to_json(record: "Record") -> str:
    return _escaped(json.dumps(to_data(record), ensure_ascii=False, indent=2)) + "\n"


def to_jsonl(record: "Record") -> str:
    return _escaped(json.dumps(to_data(record), ensure_ascii=False)) + "\n"


# Format name to how one record is written, and what stands between two.
FORMATS: dict[str, tuple[Callable[["Record"], str], str]] = {
    "yaml": (to_yaml, "---\n"),
    "json": (to_json, ""),
    "jsonl": (to_jsonl, ""),
}


def _escaped(text: str) -> str:
    """Invisible characters as escapes: they stand in double quotation marks only, in JSON and by _text in YAML."""
    return _INVISIBLE.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def _unescaped(match: re.Match) -> str:
    """libyaml escapes all that is beyond U+FFFF. A backslash stands in double quotation marks only, by _text."""
    character = chr(int(match[2], 16)) if match[2] else ""
    return character if character.isprintable() and character else match[0]


def _flowing(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _flowing(v) for k, v in value.items()}
    if isinstance(value, list):
        if value and all(
            isinstance(v, int) or (isinstance(v, list) and all(isinstance(x, int) for x in v)) for v in value
        ):
            return _Spans(_Spans(v) if isinstance(v, list) else v for v in value)
        return [_flowing(v) for v in value]
    return value
