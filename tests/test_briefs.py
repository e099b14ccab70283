"""Short texts of a sentence or a few, every statement marked: what somebody gets who pipes in a line."""

import json
from functools import cache

import pytest

import claimx
from claimx.reading import decode
from tests.conftest import ROOT

BRIEFS = ROOT / "models" / "annotations" / "briefs"

# A little below what was measured, in per cent: `looked` was looked at while rules were written, `apart` never.
FLOORS = {"looked": {"precision": 82, "recall": 75}, "apart": {"precision": 78, "recall": 65}}


def letters(text: str, spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if text[i].isalnum()}


def alike(a: set[int], b: set[int]) -> bool:
    return a == b or (bool(a & b) and len(a & b) / len(a | b) >= 0.5)


def right(text: str, gold: list[dict], claims) -> int:
    """How many claims have their content and their source, at Jaccard 0.5, each mark once."""
    found = [(letters(text, c.quote.spans), letters(text, [c.speaker.span] if c.speaker.span else [])) for c in claims]
    count = 0
    for mark in gold:
        content, source = letters(text, mark["content"]), letters(text, mark["source"])
        hit = next((pair for pair in found if alike(content, pair[0])), None)
        if hit is not None:
            found.remove(hit)
            count += alike(source, hit[1])
    return count


@cache
def figures(nlp, part: str) -> dict[str, float]:
    marked = made = count = 0
    for path in sorted((BRIEFS / part).glob("*.jsonl")):
        for brief in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            gold = brief["annotations"][0]["attributions"]
            claims = claimx.extract(decode(brief["text"].encode(), f"{brief['id']}.txt"), nlp).claims
            marked, made, count = marked + len(gold), made + len(claims), count + right(brief["text"], gold, claims)
    return {"precision": 100 * count / made, "recall": 100 * count / marked}


@pytest.mark.parametrize(("part", "figure"), [(part, figure) for part in FLOORS for figure in FLOORS[part]])
def test_claims_of_short_texts_stay_above_the_floors(nlp, part, figure):
    found = figures(nlp, part)
    assert found[figure] >= FLOORS[part][figure], found
