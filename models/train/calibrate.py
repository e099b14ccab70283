"""Confidences fitted to what is right: python -m models.train.calibrate DATA

Runs the shipped pipeline over PolNeAR dev, on which no weights were trained, and writes the logistic regression of
claimx/confidence.yaml. What is printed is of ten folds of the articles, each told with weights fitted on the others:
how sure the claims were said to be, and how many of them were right.
"""

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import claimx.confidence
from claimx.claims import identified, with_evidence
from claimx.pipeline import load
from claimx.scoring import right
from models.train import corpora

OUT = Path(claimx.confidence.__file__).with_name("confidence.yaml")
_FOLDS = 10
_RIDGE = 1.0
_LEAST = (0, 0.3, 0.5, 0.7, 0.8, 0.9)
_BINS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.95, 1.01)


def gold_record(text: str, attributions: list[dict[str, list[list[int]]]]) -> dict[str, Any]:
    """As much of a record as tells where the claims are."""
    claims = []
    for attribution in attributions:
        first = {role: next(iter(attribution[role]), None) for role in ("source", "cue")}
        said = {role: text[slice(*span)] if span else None for role, span in first.items()}
        claims.append(
            {
                "id": "",
                "speaker": {"span": first["source"], "mention": said["source"]},
                "cue": {"span": first["cue"], "text": said["cue"]},
                "quote": {
                    "spans": attribution["content"],
                    "text": " … ".join(text[s:e] for s, e in attribution["content"]),
                },
            }
        )
    return {"claims": [claim for claim in claims if claim["quote"]["spans"]]}


def examples(data: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """(claims, features), whether each is right, the number of its article, and the names of the features."""
    nlp = load()
    told: list[dict[str, float]] = []
    correct: list[bool] = []
    numbers: list[int] = []
    for number, line in enumerate(corpora.lines(data / "attribution/polnear-dev.jsonl.gz")):
        article = json.loads(line)
        text = article["text"]
        doc = nlp(text)
        pairs = identified(doc, text)
        found = {"claims": [claim.model_dump() for claim, _ in with_evidence(doc, text)]}
        told += [claimx.confidence.features(draft) for draft, _ in pairs]
        correct += right(gold_record(text, article["annotations"][0]["attributions"]), found)
        numbers += [number] * len(pairs)
    names = list(told[0])
    return np.array([[row[n] for n in names] for row in told]), np.array(correct), np.array(numbers), names


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a ridge on all but the constant, by Newton's method."""
    w = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], _RIDGE)
    ridge[0] = 0
    for _ in range(30):
        p = _probability(x, w)
        gradient = x.T @ (y - p) - ridge * w
        w = w + np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge + 1e-9), gradient)
    return w


def told(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """How sure each claim of the shipped pipeline is said to be, and whether it is right."""
    x, y, _, names = examples(data)
    weights = claimx.confidence.weights()
    return _probability(x, np.array([weights.get(name, 0) for name in names])), y


def _probability(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x @ w))


def main(data: Path) -> None:
    x, y, numbers, names = examples(data)
    said = np.zeros(len(y))
    for fold in range(_FOLDS):
        mine = numbers % _FOLDS == fold
        said[mine] = _probability(x[mine], fit(x[~mine], y[~mine]))
    print("said to be      claims   mean   right, %")
    for low, high in itertools.pairwise(_BINS):
        if (mine := (said >= low) & (said < high)).any():
            told = f"{low:.2f} to {min(high, 1):.2f}  {mine.sum():8}   {said[mine].mean():.2f}"
            print(f"{told}   {100 * y[mine].mean():.1f}")
    print("\n--min-confidence  kept, %   right, %")
    for low in _LEAST:
        mine = said >= low
        print(f"{low:<16}  {100 * mine.mean():7.1f}  {100 * y[mine].mean():8.1f}")
    print(f"\nBrier score {np.mean((said - y) ** 2):.4f}, of the mean {y.mean() * (1 - y.mean()):.4f}")
    weights = {name: round(float(w), 3) for name, w in zip(names, fit(x, y), strict=True)}
    head = "# Written by models.train.calibrate; see claimx/confidence.py.\n"
    OUT.write_text(head + yaml.safe_dump({"weights": weights}, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
