"""BIO labels: the best sequence in which no I- stands without its beginning, and its spans."""

import itertools
from typing import NamedTuple

import numpy as np


class LabelSpan(NamedTuple):
    """Tokens [start, end) with a label."""

    start: int
    end: int
    label: str


def best_path(scores: np.ndarray, labels: list[str], transitions: np.ndarray | None = None) -> np.ndarray:
    """(tokens, labels) scores to the (tokens,) labels of the best valid BIO sequence.

    `labels[0]` is "O". transitions: (labels, labels) scores of one label behind another, learnt with
    the sequences (Lafferty, McCallum and Pereira 2001); without them the constraint alone
    counts. Viterbi (1967).
    """
    if not len(scores):
        return np.zeros(0, dtype="int64")
    allowed = _allowed(labels)
    if transitions is None:
        path = scores.argmax(-1)
        if allowed[np.concatenate([[0], path[:-1]]), path].all():
            return path
        transitions = np.zeros(allowed.shape, dtype=scores.dtype)
    return _viterbi(scores, np.where(allowed, transitions, -np.inf), allowed[0])


def spans(path: np.ndarray, labels: list[str]) -> list[LabelSpan]:
    """The spans of a valid sequence, in order."""
    names = [labels[i] for i in path]
    # A span begins at a B- and goes on for as long as there is an I- behind.
    begins = [i for i, name in enumerate(names) if name.startswith("B-")]
    found = []
    for begin, limit in itertools.pairwise([*begins, len(names)]):
        inside = itertools.takewhile(lambda name: name.startswith("I-"), names[begin + 1 : limit])
        found.append(LabelSpan(begin, begin + 1 + len(list(inside)), names[begin][2:]))
    return found


def _allowed(labels: list[str]) -> np.ndarray:
    """(labels, labels): which label may follow which."""
    return np.array([[not b.startswith("I-") or a[2:] == b[2:] for b in labels] for a in labels])


def _viterbi(scores: np.ndarray, transitions: np.ndarray, first: np.ndarray) -> np.ndarray:
    best = np.where(first, scores[0], -np.inf)
    back = np.zeros(scores.shape, dtype="int64")
    for i in range(1, len(scores)):
        through = best[:, None] + transitions
        back[i] = through.argmax(0)
        best = through.max(0) + scores[i]
    path = np.zeros(len(scores), dtype="int64")
    path[-1] = best.argmax()
    for i in range(len(scores) - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path
