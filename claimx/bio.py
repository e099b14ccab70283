"""BIO labels: the best sequence in which no I- stands without its beginning, and its spans."""

from typing import NamedTuple

import numpy as np

# A token that is O by this margin (in nats) parts the sequence: what is before it and what is
# behind it are decided apart.
_SURE = 6.0


class LabelSpan(NamedTuple):
    """Tokens [start, end) with a label."""

    start: int
    end: int
    label: str


def best_path(scores: np.ndarray, labels: list[str]) -> np.ndarray:
    """(tokens, labels) log probabilities to the (tokens,) labels of the best valid BIO sequence.

    `labels[0]` is "O". Viterbi (1967) over the constraint alone: where the best label of
    every token already makes a valid sequence, that is the answer.
    """
    path = scores.argmax(-1)
    allowed = _allowed(labels)
    before = np.concatenate([[0], path[:-1]])
    wrong = np.flatnonzero(~allowed[before, path])
    if len(wrong):
        rest = scores[:, 1:].max(-1)
        anchors = np.concatenate([[-1], np.flatnonzero(scores[:, 0] - rest > _SURE), [len(scores)]])
        for number in np.unique(np.searchsorted(anchors, wrong, side="left")):
            start, end = int(anchors[number - 1]) + 1, int(anchors[number])
            if start < end:
                path[start:end] = _viterbi(scores[start:end], allowed)
    return path


def spans(path: np.ndarray, labels: list[str]) -> list[LabelSpan]:
    """The spans of a valid sequence, in order."""
    found = []
    start = None
    for i in [*np.flatnonzero(path).tolist(), len(path)]:
        label = labels[path[i]] if i < len(path) else "O"
        if start is not None and (i != end or not label.startswith("I-")):
            found.append(LabelSpan(start, end, kind))
            start = None
        if i < len(path):
            if start is None:
                start, kind = i, label[2:]
            end = i + 1
    return found


def _allowed(labels: list[str]) -> np.ndarray:
    """(labels, labels): which label may follow which."""
    return np.array([[not b.startswith("I-") or a[2:] == b[2:] for b in labels] for a in labels])


def _viterbi(scores: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """The best path of a stretch that has O on both sides."""
    forbidden = np.where(allowed, 0.0, -np.inf)
    best = scores[0] + forbidden[0]
    back = np.zeros(scores.shape, dtype="int64")
    for i in range(1, len(scores)):
        through = best[:, None] + forbidden
        back[i] = through.argmax(0)
        best = through.max(0) + scores[i]
    path = np.zeros(len(scores), dtype="int64")
    path[-1] = best.argmax()
    for i in range(len(scores) - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path
