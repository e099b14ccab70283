"""`claimx.toml`: what a user changes. Unknown keys are errors that name the nearest known one."""

import difflib
import tomllib
from pathlib import Path
from typing import Any

from claimx.errors import ClaimxError, printable
from claimx.hedgetypes import CERTAINTIES, TOLD, TYPES, Additions, Group

NAME = "claimx.toml"
_SECTIONS = ("hedges",)
_HEDGES = ("add", "silence")
_CUE = ("cue", "type", "certainty", "told")
# What a cue of a type leaves of a statement, where the user does not say.
_USUAL = {
    "epistemic": "possible",
    "doxastic": "probable",
    "shield": "probable",
    "evidential": "unknown",
    "weasel": "probable",
    "approximator": "certain",
    "preliminary": "possible",
    "investigation": "unknown",
    "condition": "unknown",
}


def additions(path: str | Path | None = None) -> Additions:
    """The cues that a file adds and silences; without a path, `claimx.toml` of the working directory if there is one.

    Raises ClaimxError for a file that cannot be read, a key that is unknown or a value of a wrong kind.
    """
    file = Path(path) if path is not None else Path(NAME)
    if path is None and not file.is_file():
        return Additions()
    try:
        data = tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise ClaimxError(f"cannot read {printable(str(file))}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ClaimxError(f"{printable(str(file))} is no TOML: {printable(str(error))}") from error
    where = printable(str(file))
    _known(data, _SECTIONS, where)
    hedges = _of_kind(data.get("hedges", {}), dict, f"{where}: [hedges]", "a table")
    _known(hedges, _HEDGES, f"{where}: [hedges]")
    silence = _of_kind(hedges.get("silence", []), list, f"{where}: hedges.silence", "a list of cues")
    added = _of_kind(hedges.get("add", []), list, f"{where}: hedges.add", "a list of tables, each [[hedges.add]]")
    quiet = [_text(cue, f"{where}: hedges.silence") for cue in silence]
    cues = [_cue(entry, f"{where}: hedges.add {number}") for number, entry in enumerate(added, 1)]
    return Additions(tuple(cues), frozenset(quiet))


def _cue(entry: Any, where: str) -> tuple[str, Group]:
    _of_kind(entry, dict, where, "a table")
    _known(entry, _CUE, where)
    for key in ("cue", "type"):
        if key not in entry:
            raise ClaimxError(f"{where} has no '{key}': give the cue's words and its type")
    type_ = _one_of(entry["type"], TYPES, f"{where}: type")
    certainty = _one_of(entry.get("certainty", _USUAL[type_]), CERTAINTIES, f"{where}: certainty")
    told = _one_of(entry.get("told", "always"), TOLD, f"{where}: told")
    return _text(entry["cue"], f"{where}: cue"), Group(type_, certainty, told)


def _text(value: Any, where: str) -> str:
    words = " ".join(_of_kind(value, str, where, "text").split()).lower()
    if not words:
        raise ClaimxError(f"{where} is empty: give the words of a cue")
    return words


def _of_kind(value: Any, kind: type, where: str, wanted: str) -> Any:
    if not isinstance(value, kind):
        raise ClaimxError(f"{where} must be {wanted}, not {printable(repr(value)[:60])}")
    return value


def _known(table: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            raise ClaimxError(f"{where} has an unknown key '{printable(key)}': {_hint(key, keys)}")


def _one_of(value: Any, choices: tuple[str, ...], where: str) -> str:
    if value not in choices:
        raise ClaimxError(f"{where} is '{printable(str(value))}': {_hint(str(value), choices)}")
    return value


def _hint(word: str, choices: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, choices, n=1)
    return f"did you mean '{near[0]}'?" if near else f"known are {', '.join(choices)}"
