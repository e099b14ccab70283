"""Whom a noun stands for by what it says."""

import pytest

from tests.reading import speaker_of, speakers_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The Royal Westcombe Trust shut the ward in May. Nurses left. The trust denies that it was warned.",
            "Royal Westcombe Trust",
        ),
        ("Ann Keller, 58, sold the boat. “It leaked,” the 58-year-old said.", "Ann Keller"),
        (
            "The Online Standards Office opened an inquiry into Facevault in May. Thousands of parents had written in, "
            "and two ministers had met. The mood was sour.\n\nAnn Keller, who lost a son, sued last week. A hearing is "
            "due in June.\n\nThe regulator said it would publish its findings.",
            "Online Standards Office",
        ),
    ],
)
def test_a_noun_stands_for_whom_its_words_tell(nlp, text, name):
    assert speaker_of(text, nlp).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Rep. Ann Keller (D-Ohio) met Sen. Tom Reid (R-Iowa) and Jo Park. “It is dead,” the Ohio Democrat said.",
            "Ann Keller",
        ),
        (
            "Council leader Ann Keller shut a library. “It was full of mice,” the Conservative told the chamber.",
            "Ann Keller",
        ),
        ("Sen. Tom Reid (R-Iowa) met the press. The Democrat said it was dead.", None),
    ],
)
def test_a_party_s_word_stands_for_who_is_of_it(nlp, text, name):
    assert speaker_of(text, nlp).name == name


def test_a_body_s_noun_is_no_person(nlp):
    text = "President Barack Obama met the press. The administration said the talks went well."
    assert speaker_of(text, nlp).type == "organization"


def test_an_office_with_its_body_is_whoever_was_told_to_hold_it_there(nlp):
    text = (
        "The North Lakes integrated care board will shut the ward. Its medical director, Ann Keller, "
        "was told in May.\n\n"
        "Tom Reid, who chairs the league of friends, was not.\n\n"
        "“I do not recognise the picture,” the board’s medical director said.\n"
    )
    speaker = speaker_of(text, nlp)
    assert (speaker.name, speaker.role) == ("Ann Keller", "medical director")
    assert speaker.affiliation == "North Lakes integrated care board"


def test_who_is_named_next_is_not_whom_somebody_else_was_called_before(nlp):
    text = (
        "LONDON, March 4 - A judge on Thursday dismissed all charges against the former head of Solway Ferries, saying "
        'prosecutors had "simply not shown" that he knew the vessel was unsafe.\n\nGraham Tulloch, 58, had denied '
        "six counts of gross negligence over the sinking of the Isla Rose in 2021, in which four crew died. He stood "
        "down as managing director the same year."
    )
    assert [s.name for s in speakers_of(text, nlp) if s.mention == "A judge"][-1:] == [None]
