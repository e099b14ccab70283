"""Markdown: front matter and code are no prose, and which line is the title."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.reading import decode
from tests.reading import TEXT, markdown

MARKDOWN = st.lists(
    st.sampled_from(
        [
            "```",
            "~~~",
            "````",
            " ",
            "    ",
            "\n",
            "\r\n",
            "\r",
            "---",
            "...",
            "+++",
            "# ",
            "title: a",
            "x",
            "\u2028",
        ]
    )
    | TEXT
).map("".join)


@given(MARKDOWN)
def test_prose_is_the_text_with_characters_blanked(text):
    article = markdown(text)
    assert len(article.prose) == len(article.text)
    assert all(now in (was, " ") for now, was in zip(article.prose, article.text, strict=True))


@given(MARKDOWN)
def test_prose_has_the_line_breaks_of_the_text(text):
    article = markdown(text)
    ends = [[len(line) for line in each.splitlines(keepends=True)] for each in (article.text, article.prose)]
    assert ends[0] == ends[1]


@given(MARKDOWN)
def test_title_is_one_clean_line(text):
    title = markdown(text).title
    assert title is None or (title == " ".join(title.split()) != "")


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".MD"])
def test_suffix_makes_markdown(suffix):
    assert decode(b"# A\n", f"x{suffix}").title == "A"


@pytest.mark.parametrize("end", ["---", "...", "---  "])
def test_yaml_front_matter_is_blanked(end):
    front = f"---\ntitle: A\n{end}"
    assert markdown(f"{front}\nText\n").prose == "".join(c if c == "\n" else " " for c in front) + "\nText\n"


def test_toml_front_matter_is_blanked():
    assert markdown('+++\ntitle = "A"\n+++\nText').prose.split() == ["Text"]


def test_toml_front_matter_does_not_end_at_dashes():
    assert markdown("+++\na\n---\nb\n+++\nText").prose.split() == ["Text"]


def test_front_matter_may_follow_a_byte_order_mark():
    assert decode(codecs.BOM_UTF8 + b"---\ntitle: A\n---\n", "a.md").title == "A"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_front_matter_with_other_line_ends_is_blanked(end):
    article = markdown(f"---{end}title: A{end}---{end}Text")
    assert (article.title, article.prose.split()) == ("A", ["Text"])


@pytest.mark.parametrize(
    "text", ["---\ntitle: A\n", "\n---\ntitle: A\n---\n", "----\ntitle: A\n---\n", "--- a\nb\n---\n"]
)
def test_what_is_no_front_matter_stays(text):
    article = markdown(text)
    assert (article.title, article.prose) == (None, text)


@pytest.mark.parametrize("fence", ["```", "~~~", "   ```", "`````", "``` python", "~~~ a`b"])
def test_fenced_code_is_blanked(fence):
    marks = fence.split()[0]
    article = markdown(f"Before\n{fence}\ncode\n{marks}\nAfter")
    assert article.prose.split() == ["Before", "After"]


@pytest.mark.parametrize("line", ["``", "    ```", "``` a`b", "x ```", "> ```"])
def test_line_that_opens_no_fence_stays(line):
    text = f"Before\n{line}\nAfter"
    assert markdown(text).prose == text


@pytest.mark.parametrize("line", ["```", "~~~~", "```` x", "    ````", "``", "x ````"])
def test_line_that_closes_no_fence_is_code(line):
    assert markdown(f"````\ncode\n{line}\ncode\n````\nAfter").prose.split() == ["After"]


@pytest.mark.parametrize("line", ["````", "``````", "   ````", "```` \t"])
def test_line_that_closes_a_fence_ends_the_code(line):
    assert markdown(f"````\ncode\n{line}\nAfter").prose.split() == ["After"]


def test_unclosed_fence_runs_to_the_end():
    assert markdown("Before\n```\ncode\n\ncode").prose.split() == ["Before"]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: The minister's claim", "The minister's claim"),
        ('title: "A: b"', "A: b"),
        ("title: >\n  A\n  b", "A b"),
        ("date: 2024-02-31\ntitle: A", "A"),
        ("title: a\ntitle: b", "b"),
        ('title: "a\\e\\0b\\ud800"', "a b\ufffd"),
        ("title: '2024'", "2024"),
    ],
)
def test_title_of_front_matter_is_read(front, title):
    assert markdown(f"---\n{front}\n---\nText\n").title == title


@pytest.mark.parametrize(
    "front",
    [
        "title: 2024",
        "title: yes",
        "title: [a]",
        "title: {a: b}",
        "title:",
        "title: ''",
        "title: !!binary YQ==",
        "title: !!python/object/apply:os.system [echo]",
        "title: a: b",
        "title: 'a",
        "- title: a",
        "nested:\n  title: a",
        "title: a\n--- b\nc: d",
        'title: "\\U00110000"',
        "title: a\nb: \x01",
        "",
        "title",
    ],
)
def test_title_of_front_matter_that_is_no_string_is_ignored(front):
    assert markdown(f"---\n{front}\n---\n# Heading\n").title == "Heading"


@pytest.mark.parametrize("front", ["title: &a A", "a: &a b\ntitle: *a", "a: &a [x]\nb: [*a, *a]\ntitle: A"])
def test_front_matter_with_anchors_is_not_parsed(front):
    assert markdown(f"---\n{front}\n---\nText").title is None


def test_front_matter_nested_deeply_is_not_parsed():
    assert markdown("---\ntitle: A\nb: " + "[" * 60_000 + "\n---\nText").title is None


def test_front_matter_larger_than_64_kib_is_blanked_and_not_parsed():
    article = markdown("---\ntitle: A\nb: " + "x" * 65_536 + "\n---\nText")
    assert (article.title, article.prose.split()) == (None, ["Text"])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A b\nText", "A b"),
        ("\n \n   #  A  \n", "A"),
        ("# A ##  \n", "A"),
        ("# C#\n", "C#"),
        ("#\tA\r\nText", "A"),
        ("```\n# code\n```\n# A\n", "A"),
        ("---\nauthor: x\n---\n# A\n", "A"),
        ("# **Breaking:** [Budget](https://example.org/a_b) *rises*", "Breaking: Budget rises"),
        ("# F***ing 5 * 3 snake_case_name", "F***ing 5 * 3 snake_case_name"),
        (r"# 5 \* 3", "5 * 3"),
    ],
)
def test_title_is_the_heading_that_the_prose_begins_with(text, title):
    assert markdown(text).title == title


@pytest.mark.parametrize("text", ["Text\n# A\n", "## A\n# B", "#A", "    # A", "#\n# B", "# ##", "```\n# A\n", ""])
def test_no_other_line_is_a_title(text):
    assert markdown(text).title is None


def test_heading_stays_in_the_prose():
    assert markdown("# A\nText").prose == "# A\nText"


@pytest.mark.parametrize(
    "text",
    [
        "`" * 2_000_000,
        "---\n" * 500_000,
        "---\n" + "--- x\n" * 300_000,
        "# [" + "*a [" * 500_000,
        "#" + " #" * 1_000_000,
    ],
    ids=["ticks", "dashes", "almost closed", "markup", "hashes"],
)
def test_time_is_linear_in_the_text(text):
    def cost(part: str) -> float:
        begin = time.process_time()
        markdown(part)
        return time.process_time() - begin

    # Eight times the text: eight times the work, where a quadratic step would take 64 times as much.
    assert cost(text) < 32 * max(cost(text[: len(text) // 8]), 0.01)
