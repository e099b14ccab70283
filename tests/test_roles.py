"""Role and affiliation, wherever an article gives them."""

import pytest

import claimx
from claimx.reading import decode


def speaker_of(text: str, nlp):
    return claimx.extract(decode(text.encode(), "article.txt"), nlp).claims[-1].speaker


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Ford chief executive Ann Keller said sales would rise.", "chief executive", "Ford"),
        ("Ann Keller, chief executive of Ford, said sales would rise.", "chief executive", "Ford"),
        ("Ford’s chief executive, Ann Keller, said sales would rise.", "chief executive", "Ford"),
        ("“Sales will rise,” said Ann Keller, who runs Greenpeace.", "head", "Greenpeace"),
        ("Ann Keller is the chief executive of Ford. Keller said sales would rise.", "chief executive", "Ford"),
        ("The Minister for Health, Ann Keller, said costs would rise.", "Minister for Health", None),
        ("Senator Ann Keller of Idaho said costs would rise.", None, "Idaho"),
    ],
)
def test_a_role_is_told_from_its_body(nlp, text, role, affiliation):
    speaker = speaker_of(text, nlp)
    assert speaker.name == "Ann Keller"
    if role is not None:
        assert speaker.role == role
    assert speaker.affiliation == affiliation


def test_a_lead_tells_the_office_of_whom_the_next_sentence_names(nlp):
    text = "The director of Kew Gardens has resigned after a dispute.\n\nAnn Keller told the BBC: “It was time.”\n"
    speaker = speaker_of(text, nlp)
    assert (speaker.name, speaker.role, speaker.affiliation) == ("Ann Keller", "director", "Kew Gardens")


def test_what_somebody_is_not_is_no_role(nlp):
    assert speaker_of("Ann Keller is not the director of Ford. Keller said sales would rise.", nlp).role is None


def test_kin_is_no_role(nlp):
    assert speaker_of("Tom’s sister, Ann Keller, said sales would rise.", nlp).role is None
