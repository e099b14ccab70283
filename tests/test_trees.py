import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from claimx.trees import best_tree


def is_tree(heads) -> bool:
    roots = [i for i, h in enumerate(heads) if i == h]
    if len(roots) != 1:
        return False
    for i in range(len(heads)):
        at, steps = i, 0
        while heads[at] != at:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return False
    return True


_SQUARE = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(st.integers(-9, 9), min_size=n, max_size=n), min_size=n, max_size=n)
)


@given(_SQUARE)
def test_heads_make_a_tree_of_one_root_and_none_is_better(rows):
    scores = np.array(rows, dtype="float64")
    n = len(rows)

    def total(tree):
        return scores[np.arange(n), list(tree)].sum()

    heads = best_tree(scores)
    assert is_tree(heads)
    assert total(heads) == max(total(t) for t in itertools.product(range(n), repeat=n) if is_tree(t))


@given(st.integers(0, 2**32 - 1))
def test_long_sentences_too_become_trees(seed):
    assert is_tree(best_tree(np.random.default_rng(seed).normal(size=(60, 60)).astype("float32")))


def test_a_cycle_is_broken_where_it_costs_least():
    scores = np.full((3, 3), -9.0)
    scores[0, 0] = 0  # the root
    scores[1, 2] = scores[2, 1] = 5  # each would have the other
    scores[1, 0], scores[2, 0] = 2, 1
    assert best_tree(scores).tolist() == [0, 0, 1]
