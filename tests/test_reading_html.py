"""HTML pages: the main text, the charset, and the extra that they need."""

import builtins
import hashlib
import io
import socket
import sys

import pytest

from claimx.reading import Article, decode
from tests.reading import markdown, plain, refusal

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
