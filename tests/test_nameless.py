"""What a source is that nobody names."""

import pytest

from tests.reading import speaker_of


@pytest.mark.parametrize(
    ("text", "type_", "role", "affiliation"),
    [
        ("Two former engineers said the pumps had been tested.", "unnamed", "former engineers", None),
        ("Two people familiar with the matter said the sale was off.", "unnamed", None, None),
        ("One of the volunteers said the smoke was thick.", "unnamed", "volunteer", None),
        ("An official briefed on the inquiry said the cause was unknown.", "unnamed", "official", None),
        ("Economists at Harrow Bank said rates would fall.", "group", "Economists", "Harrow Bank"),
        ("Residents said they had complained for years.", "group", None, None),
        ("Two nurses at St Luke’s Hospital said no.", "unnamed", "nurses", "St Luke’s Hospital"),
        ("Ann Keller was charged in May. A lawyer for Keller said she denied it.", "unnamed", "lawyer", "Ann Keller"),
    ],
)
def test_what_is_told_of_whom_nobody_names(nlp, text, type_, role, affiliation):
    speaker = speaker_of(text, nlp)
    assert (speaker.name, speaker.type) == (None, type_)
    assert (speaker.role, speaker.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("A report by Greenpeace warned of a gap.", "Greenpeace"),
        ("A report by the campaigners Greenpeace warned of a gap.", "Greenpeace"),
        ("A report seen by Greenpeace warned of a gap.", None),
    ],
)
def test_a_document_is_by_whom_it_is_told_to_be(nlp, text, author):
    speaker = speaker_of(text, nlp)
    assert (speaker.type, speaker.affiliation) == ("document", author)
