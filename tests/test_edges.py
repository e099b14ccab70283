"""What the tree mends of labels: contents that stop within a clause, and sources."""

import pytest

import claimx
from claimx import edges
from claimx.reading import decode


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Mary Stone said the bridge, which may rust, was built in 1950.",
            "the bridge, which may rust, was built in 1950",
        ),
        ("Mary Stone said the bridge was built in 1950.", "the bridge was built in 1950"),
        ("Mary Stone asked why the bridge, worth 9m, had to go.", "why the bridge, worth 9m, had to go"),
    ],
)
def test_a_content_holds_the_verb_of_its_clause(nlp, text, content):
    (claim,) = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert claim.quote.text == content


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "The Delta Institute published the survey.\n\nJane Roe, a hydrologist there, said the river was dying.",
            "Jane Roe, a hydrologist there",
        ),
        (
            "The union says the order was never served. Advocate Naomi Kiplimo, for the employers, said contempt "
            "proceedings would be filed on Wednesday.",
            "Advocate Naomi Kiplimo",
        ),
        ("‘We were lucky’, says rescued skipper", "rescued skipper"),
    ],
)
def test_the_subject_of_a_reporting_verb_is_its_source(nlp, text, source):
    *_, claim = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert claim.speaker.mention.startswith(source)


@pytest.mark.parametrize(
    ("text", "cue", "labelled", "source"),
    [
        (
            "Roe left. Her deputy, whose boss she was, believes it is safe.",
            "believes",
            "she",
            "Her deputy, whose boss she was",
        ),
        (
            "The union, whose secretary, Jane Roe, denied it, said no more.",
            "denied",
            "The union",
            "whose secretary, Jane Roe",
        ),
        ("The answer irked members of the board.", "irked", "members of the board", "members of the board"),
        ("The plan drew criticism from the unions.", "drew", "the unions", "the unions"),
    ],
)
def test_the_subject_right_before_a_cue_is_its_source_but_not_for_one_behind_it(nlp, text, cue, labelled, source):
    doc = nlp(text)
    verb = next(t.i for t in doc if t.text == cue)
    at = text.index(labelled)
    assert edges.source(doc[verb : verb + 1], doc.char_span(at, at + len(labelled))).text == source


def test_nobody_of_another_sentence_asks_or_does_what_the_subject_does(nlp):
    doc = nlp(
        "The Echo saw the letter. Roe, asked why nothing was done, declined to comment. Shopkeepers reacted with fury."
    )
    echo, asked, reacted = doc[0:2], *(next(t.i for t in doc if t.text == word) for word in ("asked", "reacted"))
    assert edges.source(doc[asked : asked + 1], echo) is None
    assert edges.source(doc[reacted : reacted + 1], echo).text == "Shopkeepers"


def test_who_was_told_is_no_part_of_what_they_were_told(nlp):
    doc = nlp("Councillors were told by officers that the bridge was unsafe.")
    contents = edges.whole(doc[1:3], [doc[0:1], doc[5:10]])
    assert [span.text for span in contents] == ["that the bridge was unsafe"]


def test_how_a_source_would_be_called_is_no_claim(nlp):
    text = "A guard, who asked not to be named, said that the alarm had failed."
    (claim,) = claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    assert claim.quote.text == "that the alarm had failed"


def test_to_be_named_something_is_a_claim(nlp):
    text = "Ann Keller hopes to be named captain of the side. Keller said so on Monday."
    assert any(
        "named captain" in c.quote.text for c in claimx.extract(decode(text.encode(), "article.txt"), nlp).claims
    )


def test_the_name_that_ends_a_headline_speaks(nlp):
    doc = nlp("Union chiefs to meet before Saturday, says Greenpeace\n\nIt rained.")
    says = next(t.i for t in doc if t.text == "says")
    assert edges.source(doc[says : says + 1], None).text == "Greenpeace"


def test_a_participle_has_the_subject_above_it(nlp):
    doc = nlp("By Jane Roe, Staff Writer\n\nThe two systems have ended their plan, concluding that it was too late.")
    verb = next(t.i for t in doc if t.text == "concluding")
    assert edges.source(doc[verb : verb + 1], doc[4:6]).text == "The two systems"
