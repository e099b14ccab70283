"""Labels that the tree adds before they are linked."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

import claimx
from claimx.overlooked import complete
from claimx.reading import decode

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
    short = {"o": 0, "s": 1, "q": 3, "C": 5, "c": 6}
    path = np.array([short[x] for x in labels])
    complete(doc, np.arange(len(words)), path, LABELS)
    return [LABELS[k] for k in path]


def test_the_reporting_verb_of_a_content_is_its_cue_where_none_was_found():
    assert labels_of("told", "oooCcc", "tell")[1] == "B-cue"


@pytest.mark.parametrize(("verb", "labels"), [("made", "oooCcc"), ("tell", "qooCcc")])
def test_nothing_else_becomes_a_cue(verb, labels):
    assert labels_of(verb, labels)[1] == "O"


def test_a_clause_with_that_is_told_where_nothing_was_labelled():
    assert labels_of("told", "oooooo", "tell") == ["B-source", "B-cue", "O", "B-content", "I-content", "I-content"]


def test_a_headlines_claim_is_not_the_next_paragraphs(nlp):
    text = (
        "Teachers to strike in May, union says\n\nTeachers in four provinces will walk out on 8 May unless the "
        "government returns to talks, the National Schools Union said."
    )
    claims = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert [(c.speaker.mention, c.quote.text[:25]) for c in claims] == [
        ("union", "Teachers to strike in May"),
        ("the National Schools Union", "Teachers in four province"),
    ]
