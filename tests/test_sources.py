"""Who of those whom a source names speaks."""

import pytest

from claimx.sources import Sources
from tests.reading import speaker_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("IMF chief economist Ann Keller said growth would slow.", "Ann Keller"),
        ("Ann Keller, who is married to Ford board member Tom Reid, said growth would slow.", "Ann Keller"),
    ],
)
def test_the_speaker_is_who_the_title_leads_to_and_not_who_is_told_of(nlp, text, name):
    assert speaker_of(text, nlp).name == name


def test_a_document_is_not_whoever_signed_it(nlp):
    doc = nlp("Denise Okafor was in court. He read from an affidavit Okafor signed in 2022.")
    affidavit = next(token for token in doc if token.text == "affidavit")
    assert Sources(doc).name_in(doc[affidavit.i - 1 : affidavit.i + 4], affidavit) is None


@pytest.mark.parametrize(
    "text", ["Her mother and Ann Lee said it was over.", "Police and Mayor Ann Lee said it was over."]
)
def test_two_who_say_the_same_stay_two(nlp, text):
    assert speaker_of(text, nlp).type == "group"
