"""What kind of thing a name is, told by the words around it."""

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from claimx.labels import name_labels


def labels_of(words: str, name: str, label: str, pos: dict[str, str], heads: dict[int, int] | None = None) -> str:
    """The label of a name in a text whose words have the given parts of speech and heads."""
    tokens = words.split()
    at = tokens.index(name)
    doc = Doc(
        English().vocab,
        words=tokens,
        pos=[pos.get(t, "X") for t in tokens],
        tags=["POS" if t == "’s" else "NN" for t in tokens],
        heads=[(heads or {}).get(i, i) for i in range(len(tokens))],
        deps=["dep"] * len(tokens),
    )
    doc.set_ents([Span(doc, at, at + 1, label)])
    return name_labels(doc, [(at, at + 1, at)], [])[0]


@pytest.mark.parametrize(
    "text",
    ["the payment firm Quorvex said", "shares in Quorvex fell", "Quorvex shares fell", "Quorvex , which makes chips"],
)
def test_what_stands_with_bodies_only_makes_a_body(text):
    assert labels_of(text, "Quorvex", "PERSON", {"firm": "NOUN", "shares": "NOUN"}) == "ORG"


def test_a_body_has_a_chairman_and_a_person_a_campaign_chairman():
    pos = {"chairman": "NOUN", "campaign": "NOUN"}
    assert labels_of("Quorvex ’s chairman said", "Quorvex", "PERSON", pos, {0: 2}) == "ORG"
    assert labels_of("Quorvex ’s campaign chairman said", "Quorvex", "PERSON", pos, {0: 3}) == "PERSON"


def test_an_apposition_explains_a_name():
    pos = {"maker": "NOUN", "teacher": "NOUN"}
    assert labels_of("Quorvex , a maker of chips", "Quorvex", "PERSON", pos) == "ORG"
    assert labels_of("Quorvex , a teacher of maths", "Quorvex", "PERSON", pos) == "PERSON"


def test_a_known_first_name_stays_a_person():
    assert labels_of("shares in Maria fell", "Maria", "PERSON", {"shares": "NOUN"}) == "PERSON"


def test_what_is_no_entity_has_no_label():
    doc = Doc(English().vocab, words=["Nobody", "spoke"])
    assert name_labels(doc, [(0, 1, 0), None], []) == ["", ""]


def labels_in(words: str, *entities: tuple[int, int, str]) -> list[str]:
    """The labels of the names of a text, all of them proper nouns."""
    tokens = words.split()
    doc = Doc(English().vocab, words=tokens, pos=["PROPN" if t[0].isupper() else "X" for t in tokens])
    doc.set_ents([Span(doc, *entity) for entity in entities])
    return name_labels(doc, [(start, end, end - 1) for start, end, _ in entities], [])


def test_a_body_s_short_name_is_no_person():
    named = ("Velden rose .", (0, 1, "PERSON")), ("Velden Systems rose .", (3, 5, "ORG"))
    text = " ".join(part for part, _ in named)
    assert labels_in(text, *(entity for _, entity in named)) == ["ORG", "ORG"]
    assert labels_in(text.replace("Velden rose", "Arno Velden rose"), (0, 2, "PERSON"), (4, 6, "ORG")) == [
        "PERSON",
        "ORG",
    ]


def test_a_club_is_called_by_its_place_whosever_first_name_that_is():
    assert labels_in("Kendal lost . Kendal Albion lost .", (0, 1, "PERSON"), (3, 5, "ORG")) == ["ORG", "ORG"]


def test_where_a_body_has_its_seat_is_a_place_and_what_follows_a_body():
    assert labels_in("the Boston - based Northfold said", (1, 2, "ORG"), (4, 5, "LOC")) == ["LOC", "ORG"]


def test_who_is_called_mister_elsewhere_is_no_body():
    assert labels_in("Kailash Bodke left . Mr. Bodke left .", (0, 2, "ORG"), (5, 6, "PERSON")) == ["PERSON"] * 2
