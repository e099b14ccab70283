"""Bodies whose initials an article uses."""

import pytest

import claimx
from claimx.reading import decode


def bodies(nlp, text: str) -> list[str]:
    return [e.text for e in nlp(text).ents if e.label_ == "ORG"]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("National Endowment for the Arts", "NEA"),
        ("Organization for Security and Co-operation in Europe", "OSCE"),
        ("Federal Bureau of Investigation", "F.B.I."),
    ],
)
def test_a_body_is_whole_where_its_initials_are_used(nlp, full, short):
    text = f"The {full} published a report on Monday.\n\n“It is late,” the {short} said.\n"
    assert full in bodies(nlp, text)
    assert claimx.extract(decode(text.encode(), "a"), nlp).claims[-1].speaker.name == full


def test_words_that_only_have_the_letters_are_no_body(nlp):
    assert "Now Every Apple" not in bodies(nlp, "Now Every Apple tastes better, said Ann Lee. The NEA agreed.")


def test_a_second_body_behind_and_is_its_own(nlp):
    text = "The National Health Service and Oxfam disagreed on Monday. The NHS said that it was late.\n"
    assert "National Health Service and Oxfam" not in bodies(nlp, text)


def test_initials_before_a_surname_are_of_the_name(nlp):
    text = "Minister for School Education R. Tamilvanan said that no school would close.\n"
    speaker = claimx.extract(decode(text.encode(), "a"), nlp).claims[0].speaker
    assert speaker.name == "R. Tamilvanan"
    assert "Tamilvanan" not in (speaker.role or "")
