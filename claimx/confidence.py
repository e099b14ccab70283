"""How sure a claim is: the probability that its content is right, at Jaccard 0.5, and the words of its source with it.

Whether the name is right that stands for the words "he" or "the mayor" is another matter: `claimx explain` tells how
sure that is.

A logistic regression (Platt 1999) over what the components say of themselves. The weights in confidence.yaml are fitted
by `models.train.calibrate` on articles that the components were not trained on.
"""

import functools
import math
from importlib.resources import files

import yaml

from claimx.drafts import Draft

_MOST = 0.99


def features(draft: Draft) -> dict[str, float]:
    """What the confidence of a claim is told from."""
    quoted = sum(end - start for start, end in draft.verbatim)
    length = sum(end - start for start, end in draft.pieces)
    return {
        "constant": 1.0,
        "whole": _logit(draft.confidence),
        "quoted": quoted / max(1, length),
        "length": math.log(max(1, length)) - 4,
        "pieces": float(len(draft.pieces) > 1),
        "no cue": float(draft.cue is None),
        "no source": float(draft.source is None and draft.turn is None),
        "within": float(draft.within is not None),
    }


def confidence(draft: Draft) -> float:
    """0 to 1, two decimals."""
    told = features(draft)
    score = sum(weights().get(name, 0) * value for name, value in told.items())
    return round(min(_MOST, 1 / (1 + math.exp(-score))), 2)


def _logit(p: float) -> float:
    p = min(0.98, max(0.02, p))
    return math.log(p / (1 - p))


@functools.cache
def weights() -> dict[str, float]:
    """Of each feature, as they are shipped."""
    return yaml.safe_load(files("claimx").joinpath("confidence.yaml").read_text(encoding="utf-8"))["weights"]
