"""What two pointers on the encoder's vectors say: from a mention of a person to their role, and to their body.

Biaffine (Dozat and Manning 2017) on the vectors of the encoder's last layer and of its middle, trained as a softmax
over all tokens about, where a pointer to itself says none.
"""

import numpy as np
from spacy.tokens import Doc

from claimx.encoder import encoding
from claimx.heads import Head
from claimx.mentions import Mentions
from claimx.surroundings import Surroundings

NAMES = {"role": "to_role", "affiliation": "to_body"}
# Scores come in nats, some tens of them at most.
_UNIT = 5


class Pointers:
    """Scores of pairs of a mention and a candidate in one document."""

    def __init__(self, head: Head, doc: Doc, found: Mentions, around: Surroundings):
        encoded = encoding(doc)
        # By field: (mentions, h) and (candidates, h), whose products are the scores, and (mentions,) the score of none.
        self._sides: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
        for field, name in NAMES.items():
            among = around.roles if field == "role" else around.bodies
            if encoded is None or not len(among):
                continue
            heads = encoded.both(found.head)
            left, own = head.sides(name, heads, heads)
            left = left @ head.weights[f"{name}.weight"][0]
            right = head.side(name, "right", encoded.both(among.at))
            self._sides[field] = (left, right, (left * own).sum(1))

    def said(self, field: str, rows: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """(rows, 2) of a person's mentions and candidates: against none, and among what stands near, in logarithms."""
        if not len(rows) or field not in self._sides:
            return np.zeros((len(rows), 2), dtype="float32")
        left, right, own = self._sides[field]
        scores = (left[rows] * right[chosen]).sum(1)
        _, group = np.unique(rows, return_inverse=True)
        top = np.full(group.max() + 1, -np.inf)
        np.maximum.at(top, group, np.maximum(scores, own[rows]))
        total = np.bincount(group, np.exp(scores - top[group]))
        firsts = np.unique(group, return_index=True)[1]
        total += np.exp(own[rows[firsts]] - top)
        table = [(scores - own[rows]) / _UNIT, (scores - top[group] - np.log(total[group])) / _UNIT]
        return np.stack(table, 1).astype("float32")
