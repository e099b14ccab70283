import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from claimx.bio import LabelSpan, best_path, spans

LABELS = ["O", "B-x", "I-x", "B-y", "I-y"]


def valid(path) -> bool:
    names = ["O", *(LABELS[i] for i in path)]
    return all(not b.startswith("I-") or a[2:] == b[2:] for a, b in itertools.pairwise(names))


_ROW = st.lists(st.integers(-8, 8), min_size=5, max_size=5)


@given(st.lists(_ROW, min_size=1, max_size=5), st.lists(_ROW, min_size=5, max_size=5) | st.none())
def test_the_path_is_valid_and_none_is_better(rows, learnt):
    scores = np.array(rows, dtype="float64")
    transitions = np.array(learnt, dtype="float64") if learnt else None

    def total(path):
        steps = sum(transitions[a, b] for a, b in itertools.pairwise(path)) if learnt else 0
        return scores[np.arange(len(rows)), list(path)].sum() + steps

    path = best_path(scores, LABELS, transitions)
    assert valid(path)
    assert total(path) == max(total(p) for p in itertools.product(range(5), repeat=len(rows)) if valid(p))


@given(st.lists(st.lists(st.integers(-20, 20), min_size=5, max_size=5), max_size=50))
def test_the_path_is_valid_whatever_the_scores(rows):
    assert valid(best_path(np.array(rows, dtype="float64").reshape(-1, 5), LABELS))


def test_an_inside_without_its_beginning_is_mended_by_the_scores():
    scores = np.array([[0.0, -1, -9, -9, -9], [-9, -9, 0, -9, -9]])
    assert [LABELS[i] for i in best_path(scores, LABELS)] == ["B-x", "I-x"]


def test_spans_end_where_another_begins():
    path = np.array([1, 2, 1, 0, 3, 4, 4])
    assert spans(path, LABELS) == [LabelSpan(0, 2, "x"), LabelSpan(2, 3, "x"), LabelSpan(4, 7, "y")]


def test_no_tokens_have_no_spans():
    assert spans(best_path(np.zeros((0, 5)), LABELS), LABELS) == []
