"""What two pointers on the encoder's vectors say: from a mention of a person to their role, and to their body.

Biaffine (Dozat and Manning 2017) on the vectors of the encoder's last layer and of its middle, trained as a softmax
over all tokens about, where a pointer to itself says none. What their hidden layers hold of a mention and of a
candidate is more than the score: the scorers read a few numbers of each, and their products.
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
        self._head = head
        # By field: (mentions, h) and (candidates, h), each with a constant 1 at its end; (mentions, h), whose products
        # with the candidates are the scores, and (mentions,) the score of none.
        self._hidden: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._scoring: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        for field, name in NAMES.items():
            among = around.roles if field == "role" else around.bodies
            if encoded is None or not len(among):
                continue
            heads = encoded.both(found.head)
            left, own = head.sides(name, heads, heads)
            self._hidden[field] = left, head.side(name, "right", encoded.both(among.at))
            left = left @ head.weights[f"{name}.weight"][0]
            self._scoring[field] = left, (left * own).sum(1)
        self._views: dict[str, tuple[np.ndarray, ...]] = {}

    def sides(self, field: str) -> tuple[np.ndarray, np.ndarray]:
        """(mentions, h) and (candidates, h): the hidden layers."""
        left, right = self._hidden.get(field, (np.zeros((0, 1), dtype="float32"),) * 2)
        return left[:, :-1], right[:, :-1]

    def seen(self, field: str, rows: np.ndarray, chosen: np.ndarray, more: int) -> np.ndarray:
        """(rows + more, scorers, 3 * n): what each scorer reads of mentions, of candidates and of both; nothing of
        `more` candidates that stand nowhere near."""
        scorers, _, width = self._head.weights[f"{field}.seen.weight"].shape
        out = np.zeros((len(rows) + more, scorers, width), dtype="float32")
        if len(rows) and field in self._hidden:
            if field not in self._views:
                self._views[field] = tuple(
                    self._head.hidden(f"{field}.{name}", side).reshape(len(side), scorers, -1)
                    for name, side in zip(("who", "what"), self.sides(field), strict=True)
                )
            who, what = (view[of] for view, of in zip(self._views[field], (rows, chosen), strict=True))
            out[: len(rows)] = np.concatenate([who, what, who * what], axis=2)
        return out

    def said(self, field: str, rows: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """(rows, 2) of a person's mentions and candidates: against none, and among what stands near, in logarithms."""
        if not len(rows) or field not in self._hidden:
            return np.zeros((len(rows), 2), dtype="float32")
        (left, own), right = self._scoring[field], self._hidden[field][1]
        scores = (left[rows] * right[chosen]).sum(1)
        _, group = np.unique(rows, return_inverse=True)
        top = np.full(group.max() + 1, -np.inf)
        np.maximum.at(top, group, np.maximum(scores, own[rows]))
        total = np.bincount(group, np.exp(scores - top[group]))
        firsts = np.unique(group, return_index=True)[1]
        total += np.exp(own[rows[firsts]] - top)
        table = [(scores - own[rows]) / _UNIT, (scores - top[group] - np.log(total[group])) / _UNIT]
        return np.stack(table, 1).astype("float32")
