import builtins
import codecs
import hashlib
import io
import os
import socket
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import ClaimxError, ReadError, printable
from claimx.reading import Article, decode, read

ROOT = getattr(os, "geteuid", lambda: 1)() == 0

# What UTF-8 can hold; NUL bytes are refused as binary.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
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


def plain(text: str, **options: str) -> Article:
    return decode(text.encode(), "a.txt", **options)


def markdown(text: str) -> Article:
    return decode(text.encode(), "a.md")


def refusal(raw: bytes, path: str = "a.txt", encoding: str | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        decode(raw, path, encoding)
    return str(caught.value)


# Plain text


@given(TEXT.filter(lambda text: not text.startswith("\ufeff")))
def test_any_text_comes_back_as_it_was(text):
    article = plain(text)
    assert article.text == text
    assert article.prose == text


@given(TEXT)
def test_one_byte_order_mark_is_no_part_of_the_text(text):
    assert decode(codecs.BOM_UTF8 + text.encode(), "a.txt").text == text


@given(st.binary(), st.sampled_from(["a.txt", "a.md", "-"]), st.sampled_from([None, "utf-16", "cp1252", "utf-7"]))
def test_bytes_either_decode_or_are_refused(raw, path, encoding):
    try:
        article = decode(raw if path != "-" else b"x" + raw, path, encoding)
    except ReadError as error:
        assert printable(str(error)) == str(error)
    else:
        assert article.text.encode().decode() == article.text


def test_line_ends_are_kept():
    text = "a\r\nb\rc\n\n\u2028d\x85e\x0c\r\n"
    assert plain(text).text == text
    assert markdown(text).text == text


def test_empty_input_is_an_empty_article():
    assert plain("") == Article("a.txt", "", hashlib.sha256(b"").hexdigest(), None, "")


def test_a_byte_order_mark_alone_is_an_empty_article():
    assert decode(codecs.BOM_UTF8, "a.txt").text == ""


def test_hash_is_of_the_raw_bytes():
    raw = codecs.BOM_UTF8 + b"a\r\n"
    assert decode(raw, "a.txt").sha256 == hashlib.sha256(raw).hexdigest()


def test_plain_text_has_no_title():
    article = plain("# Not a heading\n```\ncode\n```\n")
    assert article.title is None
    assert article.prose == article.text


def test_unknown_suffix_is_plain_text():
    assert decode(b"# a\n```\nb\n```", "a.rst").prose == "# a\n```\nb\n```"


# Encodings


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-32", "utf-8-sig", "UTF8", "mac-roman"])
def test_named_encoding_is_used(encoding):
    assert decode("“é”\r\n".encode(encoding), "a.txt", encoding).text == "“é”\r\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8-sig"])
def test_byte_order_mark_of_named_encoding_is_no_part_of_the_text(encoding):
    assert decode("\ufeffa".encode(encoding.removesuffix("-sig")), "a.txt", encoding).text == "a"


def test_nul_characters_are_natural_in_utf16():
    assert decode("a\0b".encode("utf-16"), "a.txt", "utf-16").text == "a\0b"


@pytest.mark.parametrize("encoding", ["hex", "rot13", "base64", "zlib", "nope", "", "a\0b", "\ud800", "x" * 100_000])
@pytest.mark.parametrize("raw", [b"", b"a"])
def test_codec_that_is_none_of_text_is_refused(encoding, raw):
    message = refusal(raw, encoding=encoding)
    assert "no text encoding" in message
    assert "--encoding" in message


def test_undecodable_byte_is_named_with_file_codec_offset_and_advice():
    message = refusal(b"caf\xe9 au lait")
    for part in ("a.txt", "utf-8", "offset 3", "--encoding cp1252", "latin-1"):
        assert part in message


@pytest.mark.parametrize("encoding", [None, "utf-8", "utf-8-sig"])
def test_offset_of_undecodable_byte_counts_the_byte_order_mark(encoding):
    assert "offset 4;" in refusal(codecs.BOM_UTF8 + b"a\xff", encoding=encoding)


@pytest.mark.parametrize(
    ("raw", "encoding"), [(b"\\ud800", "unicode_escape"), (b"+2AA-", "utf-7"), (b"a", "undefined")]
)
def test_codec_that_gives_no_proper_text_is_refused(raw, encoding):
    assert encoding.replace("_", "-") in refusal(raw, encoding=encoding)


# Binary input


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14", "ZIP"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
    ],
)
@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.html", "-"])
def test_well_known_binary_is_named_with_advice(raw, what, path):
    message = refusal(raw, path)
    assert what in message
    assert "convert it to text first" in message


def test_well_known_binary_is_named_whatever_the_encoding():
    assert "PDF" in refusal(b"%PDF-1.7\n\xe2\0", encoding="latin-1")


@pytest.mark.parametrize("encoding", [None, "latin-1"])
def test_nul_bytes_are_refused(encoding):
    assert "NUL byte at byte offset 3" in refusal(b"abc\0", encoding=encoding)


@pytest.mark.parametrize("encoding", [None, "cp1252"])
@pytest.mark.parametrize("actual", ["utf-16", "utf-32"])
def test_wide_text_read_as_another_encoding_is_told_what_to_pass(actual, encoding):
    assert f"--encoding {actual}" in refusal("Hello".encode(actual), encoding=encoding)


# Files and standard input


def test_file_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\r\n")
    assert read(path) == Article(str(path), "a\r\n", hashlib.sha256(b"a\r\n").hexdigest(), None, "a\r\n")


def test_file_is_read_in_the_encoding_named(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x93a\x94")
    assert read(path, encoding="cp1252").text == "“a”"


def test_stream_is_read_for_a_dash():
    article = read("-", stream=io.BytesIO(b"a"))
    assert (article.path, article.text) == ("-", "a")


def test_standard_input_is_read_for_a_dash(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xc3\xa9"), encoding="ascii"))
    assert read("-").text == "é"


def test_closed_standard_input_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ReadError, match="cannot read standard input: it is closed"):
        read("-")


def test_standard_input_is_called_so_in_messages():
    assert refusal(b"\xff", "-").startswith("standard input ")


@pytest.mark.parametrize("path", ["missing.txt", ".", "", "a\0b", "\ud800.txt", "x" * 5000])
def test_what_cannot_be_opened_is_told_with_path(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(caught.value).startswith(f"cannot read {printable(path)}: " if path else "cannot read '': ")


@pytest.mark.skipif(ROOT, reason="root may read everything")
def test_file_without_permission_is_told(tmp_path):
    path = tmp_path / "a.txt"
    path.touch(mode=0)
    with pytest.raises(ReadError, match="Permission denied"):
        read(path)


def test_refused_permission_is_told(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError, match=r"a\.txt: Permission denied"):
        read(tmp_path / "a.txt")


def test_read_error_is_a_claimx_error():
    assert issubclass(ReadError, ClaimxError)


@pytest.mark.parametrize("path", ["\x1b[31mred\r.txt", "\u202etxt.exe", "caf\udce9", "\x9bm"])
@pytest.mark.parametrize("raw", [b"\xff", b"\0", b"%PDF-"])
def test_file_names_in_messages_are_printable(path, raw):
    message = refusal(raw, path)
    assert message.isprintable()
    assert printable(path) in message


def test_codec_names_in_messages_are_printable():
    assert refusal(b"", encoding="\x1b[2J\u202e").isprintable()


@given(st.text())
def test_printable_text_can_be_encoded_and_keeps_all_else(text):
    shown = printable(text)
    assert shown.encode().decode() == shown
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    if text.isprintable():
        assert shown == text


# Markdown


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
    begin = time.process_time()
    markdown(text)
    assert time.process_time() - begin < 10


# HTML

SENTENCE = "The minister said on Monday that the budget would rise by two percent."
PAGE = f"""<!DOCTYPE html>
<html><head><title>Budget grows - The Daily</title></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Budget grows</h1><p>{SENTENCE}</p>
<p>“We disagree,” said Jane Doe, who leads the <b>opposition</b>.</p>
<table><tr><td>Table cell</td></tr></table></article>
<section class="comments"><p>First reader comment, quite wrong.</p></section>
<script>var x = "script";</script></body></html>"""


def page(text: str = PAGE, path: str = "a.html", encoding: str | None = None, written: str = "utf-8") -> Article:
    pytest.importorskip("trafilatura")
    return decode(text.encode(written), path, encoding)


def test_main_text_of_a_page_is_taken():
    assert page().text.splitlines()[-2:] == [
        SENTENCE,
        "“We disagree,” said Jane Doe, who leads the opposition.",
    ]


def test_text_of_a_page_has_neither_comments_nor_tables_nor_scripts():
    text = page().text
    assert not any(word in text for word in ("comment", "cell", "script", "Home"))


def test_text_that_stands_only_in_a_table_is_taken():
    assert SENTENCE in page(f"<html><body><table><tr><td><p>{SENTENCE}</p></td></tr></table></body></html>").text


def test_prose_of_a_page_is_its_text():
    article = page()
    assert article.prose == article.text


def test_title_of_a_page_is_its_headline():
    assert page().title == "Budget grows"


def test_hash_of_a_page_is_of_its_bytes():
    assert page().sha256 == hashlib.sha256(PAGE.encode()).hexdigest()


def test_fragment_of_a_page_is_read():
    assert page(f"<p>{SENTENCE}</p>").text == SENTENCE


def test_page_without_text_is_an_empty_article():
    article = page("<html><head><title>A</title></head><body></body></html>")
    assert (article.text, article.prose) == ("", "")


def test_same_page_gives_the_same_article():
    assert page() == page()


def test_no_network_is_touched(monkeypatch):
    pytest.importorskip("trafilatura")

    def refuse(*args, **options):
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    external = PAGE.replace(
        "<head>",
        '<head><base href="https://example.org/"><link rel="canonical" href="https://example.org/a">',
    )
    assert SENTENCE in page(external).text


@pytest.mark.parametrize("path", ["a.htm", "a.XHTML", "a.html"])
def test_suffix_makes_html(path):
    assert SENTENCE in page(path=path).text.splitlines()


@pytest.mark.parametrize("begin", ["", "\ufeff", " \r\n\t", "\ufeff \n"])
@pytest.mark.parametrize("tag", ["<!doctype html>", "<!DOCTYPE\nHTML>", "<html>", "<HTML lang=en>"])
def test_standard_input_that_begins_like_a_page_is_html(begin, tag):
    assert page(f"{begin}{tag}<body><p>{SENTENCE}</p></body>", "-").text == SENTENCE


def test_standard_input_in_utf16_that_begins_like_a_page_is_html():
    assert SENTENCE in page(path="-", written="utf-16").text


@pytest.mark.parametrize("text", ["a <html>", "<p>a</p>", "<!-- --><html>", "# A"])
def test_other_standard_input_is_plain_text(text):
    assert decode(text.encode(), "-").text == text


@pytest.mark.parametrize("bom", ["utf-16", "utf-8-sig", "utf-32"])
def test_byte_order_mark_of_a_page_decides(bom):
    assert "“We disagree,”" in page(PAGE.replace("<head>", "<head><meta charset=koi8-r>"), written=bom).text


@pytest.mark.parametrize(
    ("meta", "written"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ("<META CHARSET = 'iso-8859-1'>", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=mac-roman">', "mac-roman"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=nonsense>", "utf-8"),
        ("<meta charset=hex>", "utf-8"),
        ("<meta charset=unicode_escape>", "utf-8"),
        ("<!--" + " " * 1024 + "--><meta charset=cp1252>", "utf-8"),
    ],
)
def test_charset_of_a_page_is_taken_as_browsers_do(meta, written):
    assert "“We disagree,”" in page(PAGE.replace("<head>", f"<head>{meta}"), written=written).text


def test_named_encoding_goes_before_that_of_the_page():
    wrong = PAGE.replace("<head>", "<head><meta charset=utf-8>")
    assert "“We disagree,”" in page(wrong, encoding="cp1252", written="cp1252").text


def test_page_that_does_not_decode_is_refused():
    assert f"offset {PAGE.index('“')};" in refusal(PAGE.encode("cp1252"), "a.html")


def test_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    message = refusal(PAGE.encode(), "a.html")
    assert "a.html" in message
    assert "needs the extra 'html': pip install 'claimx[html]'" in message


def test_text_needs_no_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert plain("a").text == markdown("a").text == "a"


def test_page_that_the_library_fails_on_is_refused(monkeypatch):
    trafilatura = pytest.importorskip("trafilatura")

    def fail(*args, **options):
        raise RecursionError("too \x1b deep")

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    message = refusal(PAGE.encode(), "a.html")
    assert "no article could be taken" in message
    assert message.isprintable()


def test_text_is_read_without_opening_the_path(monkeypatch):
    def refuse(*args, **options):
        raise AssertionError("a file was opened")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    assert decode(b"a", "/nowhere/a.txt").text == "a"
