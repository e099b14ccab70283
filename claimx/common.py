"""What two record files have in common, claim by claim and byte for byte: it need not be parsed to know it is the same.

Only for files as claimx writes them; of any others the whole is parsed. What is parsed is parsed as strictly as ever.
"""

import re
from collections import Counter
from typing import Any

from claimx.errors import ClaimxError
from claimx.recordfile import parse

_FORM = re.compile(rb"claimx: 1\n(?:(?!claims:)[^\n]*\n)*claims:\n(?=- id: )")
_CLAIM = re.compile(rb"^(?=- id: )", re.M)
_AFTER = re.compile(rb"^(?=[^\s-])", re.M)
_PLACE = re.compile(
    rb"- id: ([a-z0-9-]+)\n(?:  [^\n]*\n)*?  quote:\n    text: [^\n]*\n"
    rb"    spans: \[((?:\[\d{1,9}, \d{1,9}\](?:, )?)+)\]\n"
)
_SPAN = re.compile(rb"\[(\d{1,9}), (\d{1,9})\]")


def parse_both(old: bytes, new: bytes, name: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The records of two files. Of claims that are the same in both only id and place are told, the rest is empty."""
    parts = [_parts(content) for content in (old, new)]
    if parts[0] is None or parts[1] is None:
        return parse(old, name), parse(new, name)
    counts = [Counter(claims) for _, claims, _ in (parts[0], parts[1])]
    same = {}
    for block, number in counts[0].items():
        found = _PLACE.match(block) if number == counts[1][block] == 1 else None
        if found:
            same[block] = found
    tail_too = parts[0][2] == parts[1][2]
    try:
        return _read(parts[0], same, tail_too, name), _read(parts[1], same, tail_too, name)
    except ClaimxError:
        return parse(old, name), parse(new, name)  # for the right line in the error


def _parts(content: bytes) -> tuple[bytes, list[bytes], bytes] | None:
    """A file before its claims, the claims, and behind them; None if it is not as claimx writes it."""
    head = _FORM.match(content)
    if head is None or b"\n---" in content or b"\r" in content:
        return None
    after = _AFTER.search(content, head.end())
    end = after.start() if after else len(content)
    return content[: head.end()], _CLAIM.split(content[head.end() : end])[1:], content[end:]


def _read(parts: tuple[bytes, list[bytes], bytes], same: dict[bytes, Any], tail_too: bool, name: str):
    head, claims, tail = parts
    other = [block for block in claims if block not in same]
    body = head + b"".join(other) if other else head.removesuffix(b"claims:\n") + b"claims: []\n"
    records = parse(body if tail_too else body + tail, name)
    for block in claims:
        if block in same:
            found = same[block]
            records[0]["claims"].append(_stub(found[1].decode(), _SPAN.findall(found[2])))
    return records


def _stub(id_: str, spans: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    """In place of a claim that is the same on both sides."""
    return {
        "id": id_,
        "kind": None,
        "speaker": {"name": None, "mention": None},
        "cue": {"text": None},
        "quote": {"text": "", "spans": [[int(start), int(end)] for start, end in spans]},
    }
