"""Institutions are called by what they are of."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from claimx.institutions import in_small_letters, whole


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
        ("who chairs Friends of Westhaven Lido now", [(2, 3, "ORG"), (4, 6, "LOC")], "Friends of Westhaven Lido ORG"),
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


@pytest.mark.parametrize(
    ("words", "found", "names"),
    [
        ("Leeds city council said no", [(0, 1, "LOC")], ["Leeds city council ORG"]),
        (
            "Fife council leader Ann Keller",
            [(0, 1, "LOC"), (3, 5, "PERSON")],
            ["Fife council ORG", "Ann Keller PERSON"],
        ),
        (
            "North Yorkshire fire and rescue service said no",
            [(0, 2, "LOC")],
            ["North Yorkshire fire and rescue service ORG"],
        ),
        (
            "the North Lakes and Solway integrated care board",
            [(1, 3, "LOC"), (4, 5, "ORG")],
            ["North Lakes and Solway integrated care board ORG"],
        ),
        (
            "Calderbrook and Tame Valley NHS foundation trust",
            [(0, 2, "ORG"), (2, 7, "ORG")],
            ["Calderbrook and Tame Valley NHS foundation trust ORG"],
        ),
        (
            "Calderbrook and Tame Valley NHS foundation trust",
            [(0, 1, "LOC"), (2, 7, "ORG")],
            ["Calderbrook and Tame Valley NHS foundation trust ORG"],
        ),
        ("Leeds and Fife council", [(0, 1, "LOC"), (2, 3, "LOC")], ["Leeds LOC", "Fife council ORG"]),
        ("Leeds council tax will rise", [(0, 1, "LOC")], ["Leeds LOC"]),
        ("Aire Hospitals NHS foundation trust said", [(0, 4, "ORG")], ["Aire Hospitals NHS foundation trust ORG"]),
        ("Ford board members said no", [(0, 1, "ORG")], ["Ford ORG"]),
        ("Leeds city centre was shut", [(0, 1, "LOC")], ["Leeds LOC"]),
    ],
)
def test_a_body_is_called_by_what_follows_in_small_letters(words, found, names):
    tokens = words.split()
    doc = Doc(spacy.blank("en").vocab, words=tokens, sent_starts=[i == 0 for i in range(len(tokens))])
    mended = in_small_letters(doc, [Span(doc, *each) for each in found])
    assert [f"{span.text} {span.label_}" for span in mended] == names
