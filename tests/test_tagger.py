"""Sentence starts and tags of news, which treebanks have little of."""

import numpy as np
import pytest

from claimx.tagger import sentence_starts, with_before


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("In the weeks since Labor Day, Mrs. Keller has held rallies before small crowds.", 1),
        ("These employees, Stumpf explained earlier in the hearing, were let go.", 1),
        ("Rents have doubled, said Democratic strategist Hank Sheinkopf.", 1),
        ("But the president's own party would not.", 1),
        ("“We are losing patience,” she said. “We have waited for years.”", 2),
        ("“There was no time,” Cpl. Nathan Roe testified. Maj. Anita Bell, who runs the jail, agreed.", 2),
        ("The council, which met on Monday, voted no. Its leader, Jane Roe, was not there.", 2),
    ],
)
def test_a_sentence_of_news_is_whole(nlp, text, sentences):
    assert len(list(nlp(text).sents)) == sentences


def test_a_trade_before_a_name_is_no_name(nlp):
    doc = nlp("Rents have doubled, said Democratic strategist Hank Sheinkopf, president of the New Harbor Network.")
    assert {t.text: t.tag_ for t in doc}.items() >= {"strategist": "NN", "president": "NN", "of": "IN"}.items()
    assert ("Hank Sheinkopf", "PERSON") in {(e.text, e.label_) for e in doc.ents}


def test_each_token_has_the_one_before_beside_it():
    vectors = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert with_before(vectors).tolist() == [[1.0, 2.0, 0.0, 0.0], [3.0, 4.0, 1.0, 2.0]]


def test_a_stretch_without_end_is_cut_where_a_sentence_most_likely_begins():
    margin = np.full(300, -5.0)
    margin[150] = -1.0
    starts = sentence_starts(margin, np.ones(300, dtype=bool))
    assert np.flatnonzero(starts).tolist() == [0, 150]
