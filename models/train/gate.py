"""The evaluation gate: python -m models.train.gate [DATA]

Scores the shipped pipeline with the project's scorer, which stands beside DATA, and fails where a figure is below its
floor in models/floors.yaml, or where the data is not that of which the floors were taken. Floors are raised by hand.
Without DATA (../shared/data, unless it is given) nothing is scored, which is said.
"""

import hashlib
import sys
from pathlib import Path
from typing import Any

import yaml

from claimx.pipeline import load
from models.train import calibrate, hedges
from models.train.evaluate import VARIANTS, attribution

FLOORS = Path(__file__).parent.parent / "floors.yaml"
# What hard wrapping, straight marks or lost blank lines may cost.
_LOSS = 1.5


def figures(data: Path) -> dict[str, float]:
    """Every figure that has a floor, in per cent."""
    nlp = load()
    out: dict[str, float] = {}
    for variant in VARIANTS:
        scores = attribution(nlp, data, variant)
        for role in ("source", "cue", "content"):
            out[f"{variant}: {role}"] = scores[role]["exact"][2]
        for name, prf in scores["attribution"].items():
            out[f"{variant}: {name}"] = prf[2]
    found = hedges.score(data)
    out |= {f"hedges: {name}": found[name][2] for name in ("cue exact", "cue exact and type")}
    out["hedges: holder"] = found["holder right, %"]
    said, right = calibrate.told(data)
    sure = (said >= 0.85) & (said < 0.95)
    out["right of claims said to be 0.9 sure"] = round(100 * float(right[sure].mean()), 1)
    return out


def failures(found: dict[str, float], wanted: dict[str, Any]) -> list[str]:
    """What is wrong with figures, a line each."""
    out = []
    for name, floor in wanted["floors"].items():
        if name not in found:
            out.append(f"{name}: no such figure")
        elif found[name] < floor:
            out.append(f"{name}: {found[name]}, below the floor of {floor}")
    for name, most in wanted.get("ceilings", {}).items():
        if found.get(name, 0) > most:
            out.append(f"{name}: {found[name]}, above {most}")
    for variant in VARIANTS:
        for name, value in found.items():
            if name.startswith("plain: ") and found[name.replace("plain", variant)] < value - _LOSS:
                out.append(f"{name.replace('plain', variant)}: more than {_LOSS} below plain")
    return out


def wrong_data(data: Path, wanted: dict[str, Any]) -> list[str]:
    """The files that are not those of which the floors were taken."""
    out = []
    for name, sha256 in wanted["data"].items():
        path = data / name
        if not path.is_file():
            out.append(f"{name}: is not there")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            out.append(f"{name}: is not the file of which the floors were taken; take them again and pin its hash")
    return out


def main(data: Path) -> int:
    if not data.is_dir():
        print(f"evaluation gate skipped: there is no {data}, where the development data would be")
        return 0
    wanted = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    wrong = wrong_data(data, wanted)
    if not wrong:
        found = figures(data)
        for name, value in found.items():
            print(f"{value:6.1f}  {wanted['floors'].get(name, ''):6}  {name}")
        wrong = failures(found, wanted)
    for line in wrong:
        print(f"gate: {line}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2].parent / "shared" / "data"))
