"""What two pointers on the encoder's vectors say: from a mention of a person to their role, and to their body.

Biaffine (Dozat and Manning 2017) on the vectors of the encoder's last layer and of its middle, trained as a softmax
over all tokens about, where a pointer to itself says none. What their hidden layers hold of a mention and of a
candidate is more than the score: the scorers read a few numbers of each, and their products.
"""

from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from claimx.encoder import encoding
from claimx.heads import Head
from claimx.mentions import Mentions
from claimx.surroundings import Surroundings

NAMES = {"role": "to_role", "affiliation": "to_body"}
# Scores come in nats, some tens of them at most.
_UNIT = 5


@dataclass
class _Read:
    """What a pointer reads: of mentions, rows of zeros where they have not been asked for, and of candidates.

    left (mentions, h) and right (candidates, h): the hidden layers, each with a constant 1 at its end. scoring
    (mentions, h): its products with the candidates are the scores. none (mentions,): the score of none. who, what
    (mentions or candidates, scorers, n): what each scorer reads of them.
    """

    done: np.ndarray
    left: np.ndarray
    right: np.ndarray
    scoring: np.ndarray
    none: np.ndarray
    who: np.ndarray
    what: np.ndarray


class Pointers:
    """Scores of pairs of a mention and a candidate in one document; most mentions are never asked for."""

    def __init__(self, head: Head, doc: Doc, found: Mentions, around: Surroundings):
        self._encoded = encoding(doc)
        self._head, self._heads = head, found.head
        self._read: dict[str, _Read] = {}
        for field, name in NAMES.items():
            among = around.roles if field == "role" else around.bodies
            if self._encoded is None or not len(among):
                continue
            right = head.side(name, "right", self._encoded.both(among.at))
            what = self._seen(field, "what", right)
            shapes = [(), right.shape[1:], right.shape[1:], (), what.shape[1:]]
            done, left, scoring, none, who = (np.zeros((len(found), *shape), dtype="float32") for shape in shapes)
            self._read[field] = _Read(done.astype(bool), left, right, scoring, none, who, what)

    def _seen(self, field: str, side: str, hidden: np.ndarray) -> np.ndarray:
        """(n, scorers, k): what the scorers read of hidden layers; nothing where there are none yet."""
        if f"{field}.seen.weight" not in self._head.weights:
            return np.zeros((len(hidden), 0, 0), dtype="float32")
        scorers = len(self._head.weights[f"{field}.seen.weight"])
        return self._head.hidden(f"{field}.{side}", hidden[:, :-1]).reshape(len(hidden), scorers, -1)

    def _of(self, field: str, mentions: np.ndarray) -> _Read:
        """What the pointer reads, of these mentions at least."""
        read, name = self._read[field], NAMES[field]
        new = np.unique(mentions[~read.done[mentions]])
        if len(new) and self._encoded is not None:
            vectors = self._encoded.both(self._heads[new])
            left, own = self._head.sides(name, vectors, vectors)
            read.left[new], read.who[new] = left, self._seen(field, "who", left)
            read.scoring[new] = left @ self._head.weights[f"{name}.weight"][0]
            read.none[new] = (read.scoring[new] * own).sum(1)
            read.done[new] = True
        return read

    def ask(self, mentions: np.ndarray) -> None:
        """Reads what will be asked of mentions, at once."""
        for field in self._read:
            self._of(field, mentions)

    def sides(self, field: str) -> tuple[np.ndarray, np.ndarray]:
        """(mentions, h) and (candidates, h): the hidden layers, of all."""
        if field not in self._read:
            return (np.zeros((0, 0), dtype="float32"),) * 2
        read = self._of(field, np.arange(len(self._heads)))
        return read.left[:, :-1], read.right[:, :-1]

    def seen(self, field: str, rows: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """(rows, scorers, 3 * n): what each scorer reads of mentions, of candidates and of both."""
        if not len(rows) or field not in self._read:
            scorers, _, width = self._head.weights[f"{field}.seen.weight"].shape
            return np.zeros((len(rows), scorers, width), dtype="float32")
        read = self._of(field, rows)
        who, what = read.who[rows], read.what[chosen]
        return np.concatenate([who, what, who * what], axis=2)

    def said(self, field: str, rows: np.ndarray, chosen: np.ndarray, whose: np.ndarray) -> np.ndarray:
        """(rows, 2) of persons' mentions and candidates: against none, and among what stands near, in logarithms.

        whose: (rows,) the person, by number.
        """
        if not len(rows) or field not in self._read:
            return np.zeros((len(rows), 2), dtype="float32")
        read = self._of(field, rows)
        own, scores = read.none, (read.scoring[rows] * read.right[chosen]).sum(1)
        _, group = np.unique(rows + whose * len(self._heads), return_inverse=True)
        top = np.full(group.max() + 1, -np.inf)
        np.maximum.at(top, group, np.maximum(scores, own[rows]))
        total = np.bincount(group, np.exp(scores - top[group]))
        firsts = np.unique(group, return_index=True)[1]
        total += np.exp(own[rows[firsts]] - top)
        table = [(scores - own[rows]) / _UNIT, (scores - top[group] - np.log(total[group])) / _UNIT]
        return np.stack(table, 1).astype("float32")
