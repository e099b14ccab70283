"""Pronouns against a list of first names."""

import pytest

import claimx
from claimx import gender
from claimx.coreference import discourse
from claimx.reading import decode

ARTICLE = """Actor Remy Sandoval has left the series after nine years. The studio announced the news on Monday.

"It was time," {pronoun} said. {again}, 41, joined the cast in 2015."""


def speaker(text: str, nlp) -> str | None:
    claims = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    return next(c.speaker.name for c in claims if "It was time" in c.quote.text)


def test_the_only_person_named_is_meant_whatever_a_list_of_names_says(nlp):
    for pronoun in ("he", "she"):
        assert speaker(ARTICLE.format(pronoun=pronoun, again="Sandoval"), nlp) == "Remy Sandoval"


@pytest.mark.parametrize(("again", "told"), [("Sandoval", gender.MALE), ("Ms. Sandoval", gender.FEMALE)])
def test_a_title_is_not_doubted(nlp, again, told):
    (named,) = discourse(nlp(ARTICLE.format(pronoun="he", again=again))).names.people
    assert named.gender == told
