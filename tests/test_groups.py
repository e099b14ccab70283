"""Names of bodies that are made of others' words."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from claimx.groups import grouped

VOCAB = spacy.blank("en").vocab


def entities(text: str, *found: tuple[int, int, str]) -> set[tuple[str, str]]:
    """What the entities of a text are, words apart by blanks, of which `found` were."""
    words = text.split()
    pos = [
        "PUNCT" if w in ",." else "PART" if w == "'s" else "VERB" if w in ("said", "wrote") else "PROPN" for w in words
    ]
    pos = ["NOUN" if w in ("partner", "problem", "chip", "analyst") else p for w, p in zip(words, pos, strict=True)]
    tags = ["POS" if w == "'s" else "NNP" for w in words]
    doc = Doc(VOCAB, words=words, pos=pos, tags=tags, sent_starts=[i == 0 for i in range(len(words))])
    return {(span.text, span.label_) for span in grouped(doc, [Span(doc, *entity) for entity in found])}


@pytest.mark.parametrize(
    ("text", "found", "name"),
    [
        (
            "president of Grain and Process Workers Local 418 , said",
            [(2, 3, "ORG")],
            "Grain and Process Workers Local 418",
        ),
        ("business manager of Local 611 , told", [], "Local 611"),
        ("organizer of Citizens for Trump , said", [(4, 5, "PERSON")], "Citizens for Trump"),
        ("an agent at Garrity and Lyle in Kildare", [(3, 4, "LOC"), (5, 6, "PERSON")], "Garrity and Lyle"),
        ("Clive Beddoes , of Beddoes and Pryce .", [(0, 2, "PERSON"), (4, 5, "PERSON")], "Beddoes and Pryce"),
        ("Gallup 's Jeffrey Jones wrote", [(0, 1, "PERSON"), (2, 4, "PERSON")], "Gallup"),
        ("a Lumley Shaw partner said", [(1, 3, "PERSON")], "Lumley Shaw"),
        ("Morgan Stanley 's chip analyst said", [(0, 2, "PERSON")], "Morgan Stanley"),
        ("the accountants Pell Hargreave said", [(2, 4, "PERSON")], "Pell Hargreave"),
    ],
)
def test_a_body_made_of_other_words_is_one(text, found, name):
    assert (name, "ORG") in entities(text, *found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Clinton 's Donald Trump problem grew", [(0, 1, "PERSON"), (2, 4, "PERSON")]),
        ("Hillary Clinton said Clinton 's Huma Abedin said", [(0, 2, "PERSON"), (3, 4, "PERSON"), (5, 7, "PERSON")]),
        ("a dinner of Clinton and Trump .", [(3, 4, "PERSON"), (5, 6, "PERSON")]),
        ("at Harvard and Yale .", [(1, 2, "ORG"), (3, 4, "ORG")]),
        ("People for the first time said", []),
        ("the architects Pell Roe and Tom Moss said", [(2, 4, "PERSON"), (5, 7, "PERSON")]),
        ("the lawyers Jane Roe said", [(2, 4, "PERSON")]),
    ],
)
def test_what_is_no_such_body_stays_as_it_was(text, found):
    words = text.split()
    assert entities(text, *found) == {(" ".join(words[a:b]), label) for a, b, label in found}
