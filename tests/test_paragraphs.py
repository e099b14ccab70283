import textwrap

import spacy
from hypothesis import given
from hypothesis import strategies as st

from claimx.paragraphs import paragraph_starts
from claimx.within import text_of

ONE = "The council voted on Monday to close the bridge, and several members said that the work could take years."
TWO = "Residents who cross it every day said nobody had asked them, and that the detour would cost them an hour."


def first_words(text: str) -> list[str]:
    return [text[s:].split()[0] for s in paragraph_starts(text)]


def test_a_blank_line_ends_a_paragraph():
    assert first_words(f"{ONE}\n\n{TWO}") == ["The", "Residents"]


def test_a_single_line_break_ends_one_where_lines_are_not_wrapped():
    assert first_words(f"{ONE}\n{TWO}\n{ONE}") == ["The", "Residents", "The"]


def test_wrapped_lines_are_one_paragraph():
    assert first_words(textwrap.fill(ONE, 60) + "\n\n" + textwrap.fill(TWO, 60)) == ["The", "Residents"]


def test_a_short_line_ends_a_paragraph_of_wrapped_text_without_blank_lines():
    assert first_words(textwrap.fill(ONE * 2, 60) + "\n" + textwrap.fill(TWO * 2, 60)) == ["The", "Residents"]


def test_every_kind_of_line_end_counts():
    for end in ("\n", "\r\n", "\r", "\u2028"):
        assert first_words(f"{ONE}{end}{end}{TWO}") == ["The", "Residents"]


def test_an_empty_text_has_none():
    assert paragraph_starts("") == paragraph_starts(" \n\n") == []


@given(st.text(alphabet="ab.- \n\r\u2028", max_size=300))
def test_a_paragraph_begins_at_a_visible_character_and_in_order(text):
    starts = paragraph_starts(text)
    assert starts == sorted(set(starts))
    assert all(not text[s].isspace() for s in starts)
    assert bool(starts) == bool(text.strip())


def test_a_text_is_joined_once_however_often_it_is_asked_for():
    doc = spacy.blank("en")("A wall. A gate.")
    assert text_of(doc) is text_of(doc)
    assert text_of(doc) == doc.text
