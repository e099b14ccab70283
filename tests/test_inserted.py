"""Reporting clauses in the middle of the sentence that they report."""

import pytest

import claimx
from claimx.inserted import inserted, told
from claimx.reading import decode


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The bridge, engineers warn, could fall.", "engineers", "The bridge … could fall"),
        ("The plan, says the minister, is dead.", "the minister", "The plan … is dead"),
        ("The company, according to Roe, would close in May.", "Roe", "The company … would close in May"),
        ("The suspect, police said on Monday, fled to Mexico.", "police", "The suspect … fled to Mexico"),
    ],
)
def test_what_is_said_stands_on_both_sides_of_a_clause_between_subject_and_verb(nlp, text, source, content):
    (claim,) = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert claim.speaker.mention == source
    assert claim.quote.text == content


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Prices are likely, analysts at Delta Bank say, to fall.",
            "analysts at Delta Bank",
            "Prices are likely … to fall",
        ),
        ("The drug is safe, its maker maintains.", "its maker", "The drug is safe"),
        (
            "The comet, last seen in 1786, will pass in August, says Jane Roe.",
            "Jane Roe",
            "The comet, last seen in 1786, will pass in August",
        ),
        ("Data from Delta Bank show that prices fell.", "Data from Delta Bank", "that prices fell"),
        ("Jane Roe denied all charges.", "Jane Roe", "all charges"),
        ("The agency puts the cost at $2bn.", "The agency", "the cost at $2bn"),
        ("Delta Bank put the chance of a cut in May at 70%.", "Delta Bank", "the chance of a cut in May at 70%"),
        ("Its owner, Delta Bank, blamed “delays in Delhi”.", "Its owner, Delta Bank", "“delays in Delhi”"),
        (
            "No one was hurt, a spokeswoman said, and the cause was not known.",
            "a spokeswoman",
            "No one was hurt … and the cause was not known",
        ),
        (
            "The fault is not old, Jane Roe adds, and had been quiet for a century.",
            "Jane Roe",
            "The fault is not old … and had been quiet for a century",
        ),
        ("Teachers to strike in May, union says\n\nSchools will close.", "union", "Teachers to strike in May"),
    ],
)
def test_what_is_said_is_whole_wherever_its_clause_stands(nlp, text, source, content):
    (claim,) = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert claim.speaker.mention == source
    assert claim.quote.text == content


@pytest.mark.parametrize(
    "text",
    [
        "The state denied them a permit.",
        "He put the kettle on at 8.",
        "When asked, he agreed.",
        "One after another, companies declared bankruptcy.",
    ],
)
def test_what_nobody_says_is_no_claim(nlp, text):
    doc = nlp(text)
    assert not list(inserted(doc)) and not list(told(doc))


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe, who wrote most of it, watched from the gallery.",
        "The river, the longest in the state, rose again.",
    ],
)
def test_no_other_words_between_commas_are_such_a_clause(nlp, text):
    assert not list(inserted(nlp(text)))
