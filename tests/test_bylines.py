"""Speakers who stand beside a quotation with no verb that the model knows for a cue."""

import pytest

import claimx
from claimx.reading import decode

LEAD = "The council voted on Monday. “We had no choice,” said Ann Keller, the mayor.\n\n"


def last(text: str, nlp):
    return claimx.extract(decode(text.encode(), "article.txt"), nlp).claims[-1]


@pytest.mark.parametrize(
    "paragraph",
    [
        "And from the group leader, Tom Reid: “We warned you in May, and you did not listen.”",
        "From Tom Reid: “We warned you in May, and you did not listen.”",
        "Opposition leader Tom Reid: “We warned you in May, and you did not listen.”",
        "It rained. Resident Tom Reid, on the closure: “We warned you in May, and you did not listen.”",
        "“We warned you in May, and you did not listen.” — Tom Reid, group leader",
        "“We warned you in May, and you did not listen.” That’s Tom Reid, group leader, by text, to our reporter.",
    ],
)
def test_a_byline_names_the_speaker_and_not_who_spoke_before(nlp, paragraph):
    claim = last(LEAD + paragraph + "\n", nlp)
    assert (claim.speaker.name, claim.kind) == ("Tom Reid", "direct")
    assert claim.quote.text == "“We warned you in May, and you did not listen.”"


def test_a_quotation_that_opens_an_article_is_of_whom_its_paragraph_tells(nlp):
    text = "“The engine just stopped.” Maribel Cruz is sitting on the kerb by her taxi. “Then I saw the smoke.”\n"
    claims = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert [c.speaker.name for c in claims] == ["Maribel Cruz", "Maribel Cruz"]


def test_a_quotation_that_opens_a_paragraph_is_not_of_whom_the_paragraph_before_names(nlp):
    text = (
        LEAD
        + "A spokesman called the vote “a sham”.\n\n“We were never asked.” Joan Whittle has lived here for years.\n"
    )
    claim = last(text, nlp)
    assert (claim.speaker.name, claim.quote.text) == ("Joan Whittle", "“We were never asked.”")


@pytest.mark.parametrize("clause", ["pleaded the girl’s father, his voice breaking", "Tom Reid grinned"])
def test_every_verb_reports_behind_a_quotation_that_ends_with_a_comma(nlp, clause):
    (claim,) = claimx.extract(decode(f"“Please tell us where she is,” {clause}.\n".encode(), "a.txt"), nlp).claims
    assert claim.kind == "direct" and claim.speaker.mention in ("the girl’s father", "Tom Reid")


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ("Union: closure ‘will cost 300 jobs’", "closure ‘will cost 300 jobs’"),
        ("Keller: the bridge is safe", "the bridge is safe"),
        ("Keller: the woman who built the bridge", None),
        ("Analysis: why the bridge fell", None),
        ("Football: Rovers beat United", None),
    ],
)
def test_a_headline_tells_what_somebody_says_behind_a_colon(nlp, headline, said):
    text = f"{headline}\n\nAnn Keller opened the bridge on Monday. It rained.\n"
    found = [c.quote.text for c in claimx.extract(decode(text.encode(), "article.txt"), nlp).claims]
    assert found == ([said] if said else [])


def test_a_reporting_clause_behind_a_short_quotation_is_found(nlp):
    text = LEAD + "Keller stops at the bridge. ‘Hear that?’ she asks.\n"
    claim = last(text, nlp)
    assert (claim.speaker.mention, claim.cue.text, claim.quote.text) == ("she", "asks", "‘Hear that?’")


def test_names_end_with_their_paragraph(nlp):
    doc = nlp("Sunday’s defeat by Everton\n\nADEOYE: We were poor.\n")
    assert all("\n" not in entity.text for entity in doc.ents)


def test_partners_are_one_firm(nlp):
    doc = nlp("Norwegian machine maker Halvorsen & Brandt cut its forecast on Thursday.")
    assert "Halvorsen & Brandt" in {e.text for e in doc.ents if e.label_ == "ORG"}
