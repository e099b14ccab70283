"""Claims within claims, and where and when they were made."""

import pytest

import claimx
from claimx.reading import decode


def claims_of(text: str, nlp) -> list:
    return claimx.extract(decode(text.encode(), "article.txt"), nlp).claims


def test_an_inner_claim_has_its_own_source(nlp):
    made = claims_of("Mary Stone said a lawyer had told her that the wall was illegal.", nlp)
    assert [c.speaker.name for c in made] == [None, "Mary Stone"]
    assert (made[0].speaker.mention, made[0].cue.text) == ("a lawyer", "had told")
    assert made[0].quote.text == "that the wall was illegal"


def test_what_might_have_been_said_is_no_claim(nlp):
    made = claims_of("Mary Stone said her lawyer would never say that the wall was illegal.", nlp)
    assert [c.speaker.name for c in made] == ["Mary Stone"]


def test_an_inner_claim_lies_within_the_outer(nlp):
    inner, outer = claims_of("Mary Stone said Paul Gray had told her that the wall was illegal.", nlp)
    assert outer.quote.spans[0][0] <= inner.quote.spans[0][0]
    assert inner.quote.spans[-1][1] <= outer.quote.spans[-1][1]
    assert inner.confidence < outer.confidence


def test_the_first_claim_that_covers_a_place_is_the_innermost(nlp):
    text = "Mary Stone said Paul Gray had told her that the wall was illegal. Ann Lee denied that it was so."
    made = claims_of(text, nlp)

    def first(words: str) -> str | None:
        at = text.index(words)
        return next(c.speaker.name for c in made for start, end in c.quote.spans if start <= at < end)

    assert [first(w) for w in ("Paul Gray", "wall", "it was so")] == ["Mary Stone", "Paul Gray", "Ann Lee"]


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("Mary Stone said in an interview with The Times that the wall would stand.", "in an interview with The Times"),
        ("“The wall will stand,” Mary Stone said at a rally in Ohio.", "at a rally in Ohio"),
        ("“The wall will stand,” Mary Stone wrote on Twitter.", "on Twitter"),
        ("Mary Stone told a news conference in Ohio that the wall would stand.", "a news conference in Ohio"),
    ],
)
def test_a_setting_is_the_words_of_the_article(nlp, text, setting):
    assert claims_of(text, nlp)[0].setting == setting


def test_there_is_no_setting_where_none_is_told(nlp):
    assert claims_of("Mary Stone said the wall would stand.", nlp)[0].setting is None
    assert claims_of("Mary Stone told the driver that the wall would stand.", nlp)[0].setting is None


def test_no_setting_is_what_is_said(nlp):
    (claim,) = claims_of("Ann Keller cast doubt on Trump’s claim that crime had doubled in Chicago this year.", nlp)
    assert (claim.cue.text, claim.setting) == ("cast doubt on", None)
