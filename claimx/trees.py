"""The best dependency tree: Chu and Liu (1965), Edmonds (1967), with exactly one root."""

import numpy as np


def best_tree(scores: np.ndarray) -> np.ndarray:
    """(n, n) scores of arcs, `scores[d, h]` for h being head of d, `scores[d, d]` for d being the root.

    Returns (n,) heads, the root its own. Most sentences need no search: each token's best
    head already makes a tree.
    """
    heads = scores.argmax(-1)
    n = len(heads)
    if (heads == np.arange(n)).sum() == 1 and _cycle(heads) is None:
        return heads
    graph = scores.copy()
    np.fill_diagonal(graph, -np.inf)
    # No tree with a root is better than that root and every other token's best head, so that most
    # roots need not be tried.
    gains = graph.max(-1) if n > 1 else np.zeros(1)
    limits = np.diagonal(scores) - gains + gains.sum()
    best, best_score = heads, -np.inf
    for root in np.argsort(-limits, kind="stable").tolist():
        if limits[root] <= best_score:
            break
        tree = _arborescence(graph, root)
        score = scores[np.arange(n), tree].sum()
        if score > best_score:
            best, best_score = tree, score
    return best


def _cycle(heads: np.ndarray) -> list[int] | None:
    """Tokens of a cycle among the heads, if there is one; a root is none."""
    links = heads.tolist()
    state = [0] * len(links)
    for first in range(len(links)):
        token, path = first, []
        while state[token] == 0:
            state[token] = 1
            path.append(token)
            token = links[token]
        if state[token] == 1 and links[token] != token:
            return path[path.index(token) :]
        for seen in path:
            state[seen] = 2
    return None


def _arborescence(scores: np.ndarray, root: int) -> np.ndarray:
    """Best heads of all tokens but the root; `scores[root]` and the diagonal are ignored."""
    n = len(scores)
    heads = scores.argmax(-1)
    heads[root] = root
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    # Contract the cycle to one node, the last, and solve the smaller graph.
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    members = np.array(cycle)
    rest = np.flatnonzero(~inside)
    m = len(rest)
    small = np.full((m + 1, m + 1), -np.inf)
    rows = scores[rest]
    small[:m, :m] = rows[:, rest]
    out_of = rows[:, members]
    small[:m, m] = out_of.max(-1)
    gain = scores[members][:, rest] - scores[members, heads[members]][:, None]
    small[m, :m] = gain.max(0)
    solved = _arborescence(small, int(np.searchsorted(rest, root)))
    for i, token in enumerate(rest):
        if token != root:
            heads[token] = members[out_of[i].argmax()] if solved[i] == m else rest[solved[i]]
    entry = int(solved[m])
    broken = int(gain[:, entry].argmax())
    heads[members[broken]] = rest[entry]
    return heads
