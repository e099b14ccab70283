"""Reading: bytes, encodings, files and standard input."""

import codecs
import hashlib
import io
import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import ClaimxError, ReadError, printable
from claimx.reading import Article, decode, read
from tests.reading import TEXT, markdown, plain, refusal

ROOT = getattr(os, "geteuid", lambda: 1)() == 0


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
