"""Names that the entity layer took for something else, or cut."""

import pytest
from spacy.tokens import Span


@pytest.mark.parametrize(
    ("words", "taken", "label", "name", "right"),
    [
        ("It was then that the Court said no", (5, 6), "PERSON", "Court", "ORG"),
        ("On Tuesday Margaret Court said no", (2, 4), "PERSON", "Margaret Court", "PERSON"),
        ("Five weeks ago Halden AI gave experts time", (3, 5), "PERSON", "Halden AI", "ORG"),
        ("Five weeks ago Halden Robotics gave experts time", (3, 5), "PERSON", "Halden Robotics", "ORG"),
        ("Five weeks ago Danielle Steel gave experts time", (3, 5), "PERSON", "Danielle Steel", "PERSON"),
        ("It was then that a High Court judge said no", (6, 7), "ORG", "High Court", "ORG"),
        ("It was then that a High Court Judge said no", (6, 7), "ORG", "High Court", "ORG"),
        ("It was then that the Court said no", (5, 6), "ORG", "Court", "ORG"),
    ],
)
def test_what_was_taken_for_a_name_is_mended(nlp, monkeypatch, words, taken, label, name, right):
    doc = nlp(words)
    doc.set_ents([])
    monkeypatch.setattr("claimx.entities.spans", lambda path, labels: [Span(doc, *taken, label)])
    assert (name, right) in [(e.text, e.label_) for e in nlp.get_pipe("claimx_entities")(doc).ents]


@pytest.mark.parametrize(
    ("words", "taken", "label", "found"),
    [
        ("He wrote for the Cincinnati Enquirer again", (4, 5), "LOC", "Cincinnati Enquirer"),
        ("It belongs to the Tolver Valley Railway Society now", (4, 7), "ORG", "Tolver Valley Railway Society"),
        ("He was tried at Wexmouth Magistrates' Court today", (4, 5), "LOC", "Wexmouth Magistrates' Court"),
        # An office is none of it, nor does a headline tell where names end.
        ("He was with Nordwind Chief Executive Ann Keller", (3, 4), "ORG", "Nordwind"),
        ("He saw U.S. District Judge Ann Keller there", (2, 3), "LOC", "U.S."),
        ("Wells Fargo Workers Strike Again In Iowa", (0, 2), "ORG", "Wells Fargo"),
    ],
)
def test_a_name_goes_on_in_words_in_capitals(nlp, monkeypatch, words, taken, label, found):
    doc = nlp(words)
    doc.set_ents([])
    monkeypatch.setattr("claimx.entities.spans", lambda path, labels: [Span(doc, *taken, label)])
    assert found in [e.text for e in nlp.get_pipe("claimx_entities")(doc).ents]
