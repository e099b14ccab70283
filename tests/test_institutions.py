"""Institutions are called by what they are of."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from claimx.institutions import whole


def names(words: str, *found: tuple[int, int, str]) -> list[str]:
    tokens = words.split()
    pos = ["PROPN" if word[0].isupper() else "NOUN" for word in tokens]
    doc = Doc(spacy.blank("en").vocab, words=tokens, pos=pos, sent_starts=[i == 0 for i in range(len(tokens))])
    return [f"{span.text} {span.label_}" for span in whole(doc, [Span(doc, *each) for each in found])]


@pytest.mark.parametrize(
    ("words", "found", "whole_name"),
    [
        ("the Coalition for Real Justice met", [(3, 5, "ORG")], "Coalition for Real Justice ORG"),
        ("at the Federation of American Scientists now", [(4, 5, "NORP")], "Federation of American Scientists ORG"),
        ("an Association of Teachers and Lecturers ballot", [], "Association of Teachers and Lecturers ORG"),
        ("by the Philly Coalition for Justice", [], "Philly Coalition for Justice ORG"),
    ],
)
def test_a_name_goes_on_behind_its_preposition(words, found, whole_name):
    assert names(words, *found) == [whole_name]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the Commission on Tuesday", [(3, 4, "DATE")]),
        ("the Council of Ann Keller", [(3, 5, "PERSON")]),
        ("the federation of American states", [(3, 4, "NORP")]),
        ("the Institute of Physics at Padua", [(1, 6, "ORG")]),
    ],
)
def test_what_is_no_part_of_it_stays_as_it_was_found(words, found):
    doc = words.split()
    assert names(words, *found) == [f"{' '.join(doc[s:e])} {label}" for s, e, label in found]


def test_an_office_before_it_is_none_of_its_name():
    assert names("then President Union of Students spoke") == ["Union of Students ORG"]
