"""Words looked up in the columns of a document."""

import numpy as np
import pytest

from claimx.tokenizer import blank
from claimx.within import among, hashes, where


@pytest.fixture(scope="module")
def doc():
    return blank().make_doc("The union said the Union of Seamen is no union.")


@pytest.mark.parametrize("words", [("union",), ("the", "no"), frozenset(["seamen", "nowhere"]), ("nowhere",)])
def test_tokens_are_among_the_words_that_they_are(doc, words):
    assert among(doc.to_array("LOWER"), words).tolist() == [t.lower_ in words for t in doc]
    assert where(doc, words) == [t.i for t in doc if t.lower_ in words]


def test_words_are_looked_up_as_they_are_written_if_asked(doc):
    assert where(doc, ["Union"], "ORTH") == [4]
    assert where(doc, []) == []


def test_nothing_is_among_words_where_there_is_nothing():
    assert among(np.zeros(0, dtype="uint64"), ("union",)).tolist() == []


def test_words_keep_their_order(doc):
    lower = doc.to_array("LOWER")
    assert hashes(("the", "union")).tolist() == lower[:2].tolist()
