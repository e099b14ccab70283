"""What is mended in the labels of attribution before they are linked."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from claimx.attribution import Attributor

LABELS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]


def labels_of(verb: str, labels: str, lemma: str | None = None) -> list[str]:
    """The labels of "She VERB him that it rained", given as the initials of what each token had."""
    words = ["She", verb, "him", "that", "it", "rained"]
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        heads=[1, 1, 1, 5, 5, 1],
        deps=["nsubj", "ROOT", "obj", "mark", "nsubj", "ccomp"],
        pos=["PRON", "VERB", "PRON", "SCONJ", "PRON", "VERB"],
        lemmas=["she", lemma or verb, "he", "that", "it", "rain"],
        sent_starts=[True, *[False] * 5],
    )
    head = Attributor(doc.vocab, "claimx_attribution")
    head.labels = {"spans": LABELS}
    short = {"o": 0, "s": 1, "q": 3, "C": 5, "c": 6}
    path = np.array([short[x] for x in labels])
    head._add_verbs(doc, np.arange(len(words)), path)
    return [LABELS[k] for k in path]


def test_the_reporting_verb_of_a_content_is_its_cue_where_none_was_found():
    assert labels_of("told", "oooCcc", "tell")[1] == "B-cue"


@pytest.mark.parametrize(("verb", "labels"), [("made", "oooCcc"), ("tell", "oooooo"), ("tell", "qooCcc")])
def test_nothing_else_becomes_a_cue(verb, labels):
    assert labels_of(verb, labels)[1] == "O"
