"""Edited pairs of records with known answers: real claims of the gold articles, edited by chance with a fixed seed."""

import copy
import random
import re
from dataclasses import dataclass, field
from typing import Any

from claimx.recordfile import load
from tests.conftest import ROOT
from tests.test_diff import claim, record

_NAMES = ("Orla Finch", "Teo Brandt", "Mina Castell", "Paul Ekwueme", "Ruth Sandoval", "Iver Holm")
_CUES = ("said", "told reporters", "wrote", "added", "insisted", "admitted")


@dataclass
class Edited:
    """before, after: records. expected: name of a change, ids of the claims before and after."""

    before: dict[str, Any]
    after: dict[str, Any]
    expected: set[tuple[str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=set)
    edits: tuple[str, ...] = ()


def _material() -> list[dict[str, Any]]:
    """Claims of the gold articles with enough words to be told apart."""
    out = []
    for path in sorted((ROOT / "tests" / "gold" / "seen").glob("*.yaml")):
        for made in load(str(path))[0]["claims"]:
            text = made["quote"]["text"].replace(" … ", " ")
            if 8 <= len(text.split()) <= 45:
                speaker = made["speaker"]["name"] or "Sam Orrin"
                out.append(claim(speaker, text, cue=made["cue"]["text"] or "said", kind=made["kind"]))
    return out


def _renamed(one: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A claim with another speaker, quotation or cue, and the id that goes with it."""
    old = {"speaker": one["speaker"]["name"], "quote": one["quote"]["text"], "cue": one["cue"]["text"]}
    new = {**old, **changes}
    made = claim(new["speaker"], new["quote"], cue=new["cue"], kind=one["kind"])
    return {**made, "hedges": one["hedges"], "certainty": one["certainty"], "polarity": one["polarity"]}


def _reword(chance: random.Random, one: dict[str, Any], words: list[str], most: float) -> dict[str, Any]:
    """Some of the words replaced by others, taken out or doubled by a new one."""
    tokens = one["quote"]["text"].split()
    number = max(1, int(len(tokens) * chance.uniform(0.05, most)))
    for at in sorted(chance.sample(range(1, len(tokens)), number), reverse=True):
        how = chance.random()
        if how < 0.7:
            tokens[at] = chance.choice(words)
        elif how < 0.85:
            del tokens[at]
        else:
            tokens.insert(at, chance.choice(words))
    return _renamed(one, quote=" ".join(tokens))


def edited_pairs(number: int = 260, seed: int = 7) -> list[Edited]:
    """Records of four to nine claims with one to three edits, no two of them to one claim but where an edit says so."""
    chance = random.Random(seed)
    material = _material()
    vocabulary = sorted({w for one in material for w in re.findall(r"[a-z]{4,}", one["quote"]["text"])})
    kinds = [
        "reworded", "rewritten", "reattributed", "cue", "hedged", "unhedged", "polarity", "kind", "split", "merged",
        "moved", "added", "removed", "replaced", "reworded and reattributed", "nothing", "short name",
    ]  # fmt: skip
    out = []
    for k in range(number):
        claims = [copy.deepcopy(one) for one in chance.sample(material, chance.randint(4, 9))]
        speakers = chance.sample(_NAMES, 3)
        claims = [_renamed(one, speaker=chance.choice(speakers)) for one in claims]
        edits = [kinds[k % len(kinds)], *chance.sample(kinds, chance.randint(0, 2))]
        if edits.count("moved") > 1 or len(claims) < 5:
            edits = edits[:1]
        out.append(_edited(chance, claims, edits, vocabulary, material))
    return out


def _edited(chance, claims, edits, vocabulary, material) -> Edited:
    places = chance.sample(range(len(claims)), min(len(edits), len(claims)))
    before, after = [[one] for one in claims], [[copy.deepcopy(one)] for one in claims]
    expected: list[tuple[str, tuple, tuple]] = []
    mover = None
    for edit, at in zip(edits, places, strict=False):
        one = claims[at]
        text = one["quote"]["text"]
        others = [name for name in _NAMES if name != one["speaker"]["name"]]
        names: list[str] = []
        new = [copy.deepcopy(one)]
        if edit in ("reworded", "rewritten"):
            new, names = [_reword(chance, one, vocabulary, 0.25 if edit == "reworded" else 0.5)], ["reworded"]
        elif edit == "reattributed":
            new, names = [_renamed(one, speaker=chance.choice(others))], ["reattributed"]
        elif edit == "reworded and reattributed":
            new = [_renamed(_reword(chance, one, vocabulary, 0.2), speaker=chance.choice(others))]
            names = ["reworded", "reattributed"]
        elif edit == "cue":
            cue = chance.choice([cue for cue in _CUES if cue != one["cue"]["text"]])
            new, names = [_renamed(one, cue=cue)], ["reworded"]
        elif edit in ("hedged", "unhedged"):
            hedge = chance.choice(("perhaps", "probably", "as far as we know"))
            more = claim(one["speaker"]["name"], f"{text} {hedge}", cue=one["cue"]["text"], kind=one["kind"])
            more["hedges"] = claim("x", "x", hedges=[hedge])["hedges"]
            more["certainty"] = "probable"
            if edit == "hedged":
                new, names = [more], ["reworded", "hedge-added", "softened"]
            else:
                before[at] = [more]
                new, names = [one], ["reworded", "hedge-removed", "hardened"]
        elif edit == "polarity":
            new[0]["polarity"] = "negative"
            names = ["polarity"]
        elif edit == "kind":
            new[0]["kind"] = "mixed" if one["kind"] != "mixed" else "direct"
            names = ["kind"]
        elif edit in ("split", "merged"):
            tokens = text.split()
            middle = chance.randint(4, len(tokens) - 4)
            parts = [_renamed(one, quote=" ".join(half)) for half in (tokens[:middle], tokens[middle:])]
            ids = tuple(part["id"] for part in parts)
            if edit == "split":
                new = parts
                expected.append(("split", (one["id"],), ids))
            else:
                before[at] = parts
                expected.append(("merged", ids, (one["id"],)))
        elif edit == "added":
            more = _renamed(chance.choice(material), speaker=one["speaker"]["name"])
            if any(more["id"] == c["id"] for row in before + after for c in row):
                continue
            new = [one, more]
            expected.append(("added", (), (more["id"],)))
        elif edit == "removed":
            new = []
            expected.append(("removed", (one["id"],), ()))
        elif edit == "replaced":
            used = {c["quote"]["text"] for row in before + after for c in row}
            other = chance.choice([m for m in material if m["quote"]["text"] not in used])
            new = [_renamed(other, speaker=one["speaker"]["name"])]
            expected += [("removed", (one["id"],), ()), ("added", (), (new[0]["id"],))]
        elif edit == "short name":
            new = [_renamed(one, speaker=one["speaker"]["name"].split()[-1])]
        elif edit == "moved":
            mover = at
        after[at] = new
        expected += [(name, (before[at][0]["id"],), (new[0]["id"],)) for name in names]
    if mover is not None and len(claims) > 3:
        row = after.pop(mover)
        after.insert(0 if mover > 1 else len(after), row)
        # Next to a neighbour that went, it may be the neighbours that seem to have moved: none has in that case.
        stays = [r for r in after if r]
        if len(stays) > 3:
            expected.append(("moved", (claims[mover]["id"],), (row[0]["id"],)))
        else:
            after.remove(row)
            after.insert(mover, row)
    flat = [[one for row in side for one in row] for side in (before, after)]
    return Edited(record(*flat[0]), record(*flat[1]), set(expected), tuple(edits))
