"""Quotation marks one by one: how each is read, what is a quotation's edge, and what kind a claim is of."""

import itertools
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.quotes import by_paragraph, kind, quotations, trim, with_marks


def quoted(text: str, depth: int | None = None) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text) if depth in (None, q.depth)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” she said.", ["We won,"]),
        ('"We won," she said.', ["We won,"]),
        ("''We won,'' she said.", ["We won,"]),
        ("``We won,'' she said.", ["We won,"]),
        ("„We won”, she said.", ["We won"]),
        ("«We won», she said.", ["We won"]),
        ("‘We won,’ she said.", ["We won,"]),
        ("'We won,' she said.", ["We won,"]),
    ],
    ids=["curly", "straight", "two single", "typewriter", "low", "angle", "single curly", "single straight"],
)
def test_each_kind_of_mark_opens_and_closes(text, expected):
    assert quoted(text) == expected


def test_two_quotations_of_straight_marks_are_not_taken_for_one():
    assert quoted('"We won," she said. "At last."') == ["We won,", "At last."]


@pytest.mark.parametrize("text", ["It’s the players’ union", "It's the players' union", "the '90s", "rock ’n’ roll"])
def test_an_apostrophe_is_no_mark(text):
    assert quoted(text) == []


def test_an_apostrophe_inside_single_marks_does_not_end_them():
    assert quoted("‘It’s the players’ union,’ she said.") == ["It’s the players’ union,"]


def test_inches_are_no_mark_of_their_own():
    assert quoted('The 5\'10" man said "no".') == ["no"]


def test_a_nested_quotation_is_deeper():
    text = "“He said ‘no’ to us,” she said."
    assert quoted(text, 0) == ["He said ‘no’ to us,"]
    assert quoted(text, 1) == ["no"]


def test_straight_marks_after_a_dash_open():
    assert quoted('He called it "great"—"the best".') == ["great", "the best"]


def test_a_paragraph_left_open_goes_on_in_the_one_that_reopens():
    text = "“One.\n\n“Two.\n\n“Three.” She left."
    assert quoted(text) == ["One.", "Two.", "Three."]


def test_a_paragraph_left_open_and_not_reopened_ends_at_the_next_mark():
    assert quoted("“One.\n\nTwo.” She left.") == ["One.", "Two."]


def test_a_mark_that_never_closes_ends_with_its_paragraph():
    assert quoted('He said "no.\n\nShe said "yes".') == ["no.", "yes"]


def test_a_closing_mark_that_closes_nothing_is_ignored():
    assert quoted("a stray” mark and “a pair”") == ["a pair"]


def test_a_line_break_inside_hard_wrapped_text_does_not_end_a_quotation():
    text = textwrap.fill(
        "She told reporters on Monday evening that the whole plan was “a complete and utter waste of "
        "money” and that nobody on the council, of whatever party, would vote for it in any event.",
        70,
    )
    assert "“a\ncomplete" in text
    assert [q.split() for q in quoted(text)] == [["a", "complete", "and", "utter", "waste", "of", "money"]]


def test_an_edge_takes_the_marks_that_touch_it_and_the_punctuation_between():
    text = "“We won,” she said."
    start, end = trim(text, 0, 9)
    assert text[start:end] == "We won"
    assert text[slice(*with_marks(text, start, end, quotations(text)))] == "“We won,”"


def test_an_edge_inside_a_quotation_takes_no_mark():
    text = "“We won, and we knew it.”"
    assert text[slice(*with_marks(text, 1, 7, quotations(text)))] == "“We won"


def test_space_between_mark_and_word_does_not_part_them():
    text = "“ We won,” she said."
    assert text[slice(*with_marks(text, 2, 8, quotations(text)))] == "“ We won,”"


@pytest.mark.parametrize(
    ("text", "pieces", "expected", "verbatim"),
    [
        ("“We won,” she said.", ["“We won,”"], "direct", ["We won"]),
        ("She said they won.", ["they won"], "indirect", []),
        ("She said they had “won big”.", ["they had “won big”"], "mixed", ["won big"]),
        ("“We won,” she said. “Big.”", ["“We won,”", "“Big.”"], "direct", ["We won", "Big."]),
    ],
)
def test_kind_tells_how_much_is_in_quotation_marks(text, pieces, expected, verbatim):
    ranges = [(text.index(p), text.index(p) + len(p)) for p in pieces]
    found, parts = kind(text, ranges, quotations(text))
    assert found == expected
    assert [text[s:e] for s, e in parts] == verbatim


def test_a_span_is_cut_where_a_paragraph_begins():
    assert by_paragraph(2, 30, [0, 10, 20, 30]) == [(2, 10), (10, 20), (20, 30)]


_MARKED = st.text(alphabet="ab c.,\n\"'“”‘’«»`s-", max_size=200)


@given(_MARKED)
def test_quotations_lie_inside_the_text_and_their_marks_around_them(text):
    for q in quotations(text):
        assert 0 <= q.outer_start <= q.start <= q.end <= q.outer_end <= len(text)


@given(_MARKED)
def test_outermost_quotations_do_not_overlap(text):
    outer = [q for q in quotations(text) if q.depth == 0]
    assert all(a.outer_end <= b.outer_start for a, b in itertools.pairwise(outer))
