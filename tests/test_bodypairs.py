"""Which nouns may stand for a body, and which bodies each."""

import numpy as np
import pytest

from claimx.bodypairs import BodyTable
from claimx.coreference import discourse
from claimx.mentions import mentions


def nouns_of(text, nlp):
    doc = nlp(text)
    found = BodyTable(mentions(doc), discourse(doc)).pairs(discourse(doc))
    return found, [doc[i].text for i in found.nouns.tolist()]


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("Korvane Systems shut a plant. The company said demand was weak.", ["company"]),
        ("Korvane Systems shut a plant. Its parent said demand was weak.", ["parent"]),
        ("Korvane Systems shut a plant. The company director left.", ["company"]),
        # Somebody new, several, and a person.
        ("Korvane Systems shut a plant. A company in Leeds said demand was weak.", []),
        ("Korvane Systems shut a plant. The companies said demand was weak.", []),
        ("Korvane Systems shut a plant. The mayor said demand was weak.", []),
    ],
)
def test_a_noun_may_stand_for_a_body_if_it_is_one_that_was_spoken_of(nlp, text, nouns):
    found, words = nouns_of(text, nlp)
    assert [word for word in words if word != "plant"] == nouns
    assert len(found.features) == len(found.noun) and np.isfinite(found.features).all()


def test_a_body_that_is_named_next_may_be_meant_too(nlp):
    found, words = nouns_of("The hospital has closed, staff said. Eastmoor Infirmary will reopen in May.", nlp)
    candidates = found.body[found.noun == words.index("hospital")].tolist()
    assert "Eastmoor Infirmary" in [found.bodies[k].name for k in candidates]


def test_the_candidates_of_a_noun_do_not_grow_with_the_bodies_of_an_article(nlp):
    firsts, lasts = ("Kor", "Tal", "Bren", "Mor", "Sil"), ("vane", "dex", "nor")
    names = [f"{first}{last} Systems" for first in firsts for last in lasts]
    story = "".join(f"{name} Inc. opened a plant in Leeds on Monday.\n\n" for name in names * 4)
    found, words = nouns_of(f"{story}The company said demand was weak.", nlp)
    of_one = np.bincount(found.noun)[words.index("company")]
    assert len(found.bodies) > 10 and of_one <= 14 + 4 + 4 + 3


def test_a_text_without_bodies_has_no_pairs(nlp):
    found, _ = nouns_of("The company said demand was weak.", nlp)
    assert not len(found.noun) and not len(found.nouns)


def test_pronouns_are_asked_of_by_themselves(nlp):
    doc = nlp("Korvane Systems shut a plant. Its director said it had lost its way, and that they were sorry.")
    table = BodyTable(mentions(doc), discourse(doc))
    found = table.pairs(discourse(doc), pronouns=True)
    assert [doc[i].lower_ for i in found.nouns.tolist()] == ["its"]  # the others neither speak nor own somebody
    every = table.pairs(discourse(doc), pronouns=True, every=True)
    assert [doc[i].lower_ for i in every.nouns.tolist()] == ["its", "it", "its"]
    assert {found.bodies[k].name for k in found.body.tolist()} == {"Korvane Systems"}
