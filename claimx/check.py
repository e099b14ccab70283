"""Whether a record is one: the schema, and what no schema can say."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from claimx.recordfile import Problem, line_of, problems
from claimx.wording import PIECE_SEPARATOR


def check(data: Any) -> list[Problem]:
    """All that is wrong with a record, in the order of its lines."""
    found = problems(data)
    if not found:
        found = [Problem(line_of(data, field), field, message) for field, message in _inconsistent(data)]
    return sorted(found, key=lambda problem: problem.line)


def _inconsistent(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Fields that contradict each other, and how."""
    ids: dict[tuple[str, Any], int] = {}
    for number, claim in enumerate(data["claims"]):
        at = f"claims[{number}]"
        quote, spans = claim["quote"], claim["quote"]["spans"]
        first = ids.setdefault((claim["id"], tuple(spans[0])), number)
        if first != number:
            yield f"{at}.id", f"the same claim as claims[{first}]"
        yield from _spans(f"{at}.quote.spans", spans, quote["text"])
        inside = [(s, e) for s, e in quote["verbatim"] if not any(a <= s <= e <= b for a, b in spans)]
        if inside:
            yield f"{at}.quote.verbatim", f"{list(inside[0])} is not inside the quotation"
        for part, text in (("speaker", "mention"), ("cue", "text")):
            yield from _pair(f"{at}.{part}", claim[part], text)
        if claim["speaker"]["resolved"] == "mention" and claim["speaker"]["mention"] is None:
            yield f"{at}.speaker.resolved", "is 'mention', and there is none"
        yield from _hedges(f"{at}.hedges", claim.get("hedges", ()))
    for number, sentence in enumerate(data.get("narration", ())):
        at = f"narration[{number}]"
        yield from _spans(f"{at}.span", [sentence["span"]], sentence["text"])
        yield from _hedges(f"{at}.hedges", sentence["hedges"])


def _spans(field: str, spans: list[list[int]], text: str) -> Iterator[tuple[str, str]]:
    if any(start >= end for start, end in spans):
        yield field, "a span ends before it begins"
    elif any(a[1] > b[0] for a, b in pairwise(spans)):
        yield field, "the pieces are not in text order"
    else:
        length = sum(end - start for start, end in spans) + len(PIECE_SEPARATOR) * (len(spans) - 1)
        if length != len(text):
            yield field, f"cover {length} characters with what joins them, and the text has {len(text)}"


def _pair(field: str, part: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    text, span = part[name], part["span"]
    if (text is None) != (span is None):
        yield f"{field}.span", f"must be null where {name} is, and only there"
    elif span is not None and text is not None:
        yield from _spans(f"{field}.span", [span], text)


def _hedges(field: str, hedges: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for number, hedge in enumerate(hedges):
        yield from _spans(f"{field}[{number}].span", [hedge["span"]], hedge["text"])
    if any(a["span"][0] > b["span"][0] for a, b in pairwise(hedges)):
        yield field, "are not in text order"
