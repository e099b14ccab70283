"""Contents that end before the verb of their clause."""

import pytest

import claimx
from claimx.reading import decode


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Mary Stone said the bridge, which may rust, was built in 1950.",
            "the bridge, which may rust, was built in 1950",
        ),
        ("Mary Stone said the bridge was built in 1950.", "the bridge was built in 1950"),
    ],
)
def test_a_content_holds_the_verb_of_its_clause(nlp, text, content):
    (claim,) = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert claim.quote.text == content
