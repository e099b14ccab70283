"""Bytes in, article out: the encoding, the kind of input, its headline, and what of it is prose."""

import codecs
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from claimx.errors import ReadError, printable

_SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html"}

_MAGIC = (
    (b"%PDF-", "a PDF file", "pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "pandoc -t plain"),
    (b"\x1f\x8b", "a gzip archive", "gunzip"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "tesseract"),
    (b"\xff\xd8\xff", "a JPEG image", "tesseract"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document", "antiword"),
)
# The mark of UTF-32-LE begins with that of UTF-16-LE, so it is asked for first.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16", "utf-32")

_PAGE = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:\xef\xbb\xbf)?<(?:!doctype\s+html|html)", re.I)
_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
# What browsers take these labels for: pages that claim Latin-1 hold the quotation marks of cp1252.
_BROWSERS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
_BROWSERS |= {"gb2312": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}
# Codecs of Python that are no encoding of pages; a page must not choose them.
_NOT_OF_PAGES = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"}

# A line of Markdown ends at \n, \r or \r\n only.
_BEGIN, _END = r"(?<![^\r\n])", r"[ \t]*+(?![^\r\n])"
_FRONT_YAML = re.compile(rf"---{_END}(.*?){_BEGIN}(?:---|\.\.\.){_END}", re.S)
_FRONT_TOML = re.compile(rf"\+\+\+{_END}.*?{_BEGIN}\+\+\+{_END}", re.S)
_FENCE = re.compile(rf"{_BEGIN} {{0,3}}(`{{3,}}+|~{{3,}}+)([^\r\n]*+)")
_HEADING = re.compile(r"(?:[^\S\r\n]*+[\r\n])*+ {0,3}#(?![^ \t\r\n])([^\r\n]*+)")
# Line breaks in the sense of `str.splitlines` are never blanked.
_VISIBLE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3}|__?|`+)(?=\S)(.*?\S)\1(?![\w*])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKED_UP = 1_000  # characters; no heading that is longer is searched for markup

_FRONT_LIMIT = 64 * 1024  # bytes of front matter that are parsed
_FRONT_DEPTH = 20

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class Article:
    """What was read. Offsets count the code points of `text`, and `prose` is exactly as long."""

    path: str  # as it was given; '-' for standard input
    text: str  # decoded, line ends as they were, no byte order mark; of an HTML page the main text
    sha256: str  # hex, of the raw bytes
    title: str | None  # the headline on one line, where the input has one
    prose: str  # the text with what is no article text blanked out, character for character


def read(path: str | Path, *, encoding: str | None = None, stream: BinaryIO | None = None) -> Article:
    """Reads and decodes a file, or for '-' `stream` (by default standard input).

    Raises ReadError where it cannot be opened or read, and as `decode` does.
    """
    path = str(path)
    try:
        raw = _standard_input(stream) if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"cannot read {_name(path)}: {printable(reason)}") from error
    return decode(raw, path, encoding)


def decode(raw: bytes, path: str, encoding: str | None = None) -> Article:
    """The article in the bytes of a file; the path says what kind it is and is not opened.

    `.md` and `.markdown` are Markdown, `.html`, `.htm` and `.xhtml` are HTML, '-' is HTML if it
    begins like a page, and everything else is plain text. Without `encoding`, text is UTF-8, and
    a page has the encoding that its byte order mark or its <meta charset> names, else UTF-8.

    Raises ReadError for binary input, an unknown codec, bytes that do not decode,
    and HTML where the extra 'html' is not installed.
    """
    kind, name = _kind(raw, path), _name(path)
    codec = "utf-8" if encoding is None else _codec(encoding)
    if encoding is None and kind == "html":
        codec = _page_codec(raw)
    _refuse_binary(raw, codec, name)
    text = _decoded(raw, codec, name)
    title: str | None = None
    if kind == "html":
        title, text = _main_text(text, name)
    prose = text
    if kind == "markdown":
        title, prose = _markdown(text)
    return Article(path, text, hashlib.sha256(raw).hexdigest(), title, prose)


def _name(path: str) -> str:
    return "standard input" if path == "-" else printable(path) or "''"


def _standard_input(stream: BinaryIO | None) -> bytes:
    if stream is None and sys.stdin is None:
        raise OSError("it is closed")
    return (stream or sys.stdin.buffer).read()


def _kind(raw: bytes, path: str) -> str:
    if path != "-":
        return _SUFFIXES.get(Path(path).suffix.lower(), "text")
    # Without its NULs the beginning of a UTF-16 page reads as ASCII.
    return "html" if _PAGE.match(raw[:4096].replace(b"\0", b"")) else "text"


def _codec(encoding: str) -> str:
    """Python's own name of a text codec."""
    try:
        name = codecs.lookup(encoding).name
        # Whether a codec is one of text, Python says only when it is used, and not on empty input.
        with suppress(UnicodeError):
            b" ".decode(name)
    except (LookupError, ValueError) as error:
        raise ReadError(
            f"'{printable(encoding)}' is no text encoding that Python knows; pass another one "
            "with --encoding, for example utf-8, cp1252 or latin-1"
        ) from error
    return "utf-8" if name == "utf-8-sig" else name


def _page_codec(raw: bytes) -> str:
    """What a page says of its encoding, as browsers take it."""
    for bom, codec in _BOMS:
        if raw.startswith(bom):
            return codec
    meta, codec = _META.search(raw[:1024]), "utf-8"
    with suppress(ReadError):
        codec = _codec(meta[1].decode("ascii")) if meta else codec
    # Where the declaration was readable byte by byte, the page is not UTF-16.
    if codec.startswith(_WIDE) or codec in _NOT_OF_PAGES:
        return "utf-8"
    return _BROWSERS.get(codec, codec)


def _refuse_binary(raw: bytes, codec: str, name: str) -> None:
    for magic, what, tool in _MAGIC:
        if raw.startswith(magic):
            raise ReadError(f"{name} is {what}; convert it to text first, for example with {tool}")
    if codec.startswith(_WIDE):
        return
    nul = raw.find(b"\0")
    for bom, wide in _BOMS[1:]:
        if raw.startswith(bom) and (codec == "utf-8" or nul >= 0):
            raise ReadError(f"{name} is {wide[:6].upper()} text, not {codec}; pass --encoding {wide[:6]}")
    if nul >= 0:
        raise ReadError(
            f"{name} is binary: there is a NUL byte at byte offset {nul}; convert it to text first, "
            "or pass --encoding utf-16-le (or utf-16-be) if it is UTF-16"
        )


def _decoded(raw: bytes, codec: str, name: str) -> str:
    body = raw.removeprefix(next((bom for bom, its in _BOMS if its == codec), b""))
    try:
        text = body.decode(codec)
        if half := _SURROGATE.search(text):
            raise ValueError(f"lone surrogate at character {half.start()}")
    except ValueError as error:
        what = str(error)
        if isinstance(error, UnicodeDecodeError):
            what = f"{error.reason} at byte offset {len(raw) - len(body) + error.start}"
        raise ReadError(
            f"{name} is not valid {codec}: {printable(what)}; "
            "pass its encoding, for example --encoding cp1252 or --encoding latin-1"
        ) from error
    return text


def _main_text(page: str, name: str) -> tuple[str | None, str]:
    """Headline and main text of a page."""
    if not page.strip():
        return None, ""
    try:
        library: Any = import_module("trafilatura")
    except ImportError as error:
        raise ReadError(
            f"{name}: reading HTML needs the extra 'html': pip install 'claimx[html]' ({printable(str(error))})"
        ) from error
    if "<html" not in page[:4096].lower():
        page = f"<!doctype html>{page}"  # else the library takes a fragment of one element for no HTML
    # Some old pages are laid out as tables: they have no text without them.
    for options in ({"favor_precision": True, "include_tables": False}, {"include_tables": True}):
        try:
            found = library.bare_extraction(page, include_comments=False, with_metadata=True, **options)
        except Exception as error:  # whatever a page does to a library, other inputs go on
            raise ReadError(
                f"{name}: no article could be taken from this page ({printable(repr(error))}); "
                "save it as text and pass that"
            ) from error
        if found and found.text:
            return _one_line(found.title or ""), found.text
    return None, ""


def _markdown(text: str) -> tuple[str | None, str]:
    """Headline and prose of a Markdown text."""
    front = _FRONT_YAML.match(text) or _FRONT_TOML.match(text)
    end = front.end() if front else 0
    prose = _blanked(text, [(0, end), *_fences(text, end)])
    title = _front_title(front[1]) if front and front.re is _FRONT_YAML else None
    return title or _heading(prose), prose


def _fences(text: str, start: int) -> Iterator[tuple[int, int]]:
    """[start, end) of fenced code blocks, as CommonMark has them outside of lists and quotes."""
    opened: re.Match[str] | None = None
    for line in _FENCE.finditer(text, start):
        marks, rest = line[1], line[2]
        if opened is None:
            if marks[0] == "~" or "`" not in rest:
                opened = line
        elif marks.startswith(opened[1]) and not rest.strip(" \t"):
            yield opened.start(), line.end()
            opened = None
    if opened is not None:
        yield opened.start(), len(text)


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    end = 0
    for start, stop in spans:
        pieces += text[end:start], _VISIBLE.sub(lambda run: " " * len(run[0]), text[start:stop])
        end = stop
    return "".join([*pieces, text[end:]])


class _FrontMatter(yaml.SafeLoader):
    """Nodes of YAML, without anchors and aliases and not nested deeply: both are ways to a bomb."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.depth >= _FRONT_DEPTH or getattr(self.peek_event(), "anchor", None) is not None:
            raise yaml.YAMLError("not plain front matter")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _front_title(front: str) -> str | None:
    """The string under the key `title`. No value is constructed, so a wrong date beside it does no harm."""
    if len(front.encode()) > _FRONT_LIMIT:
        return None
    try:
        root = yaml.compose(front, Loader=_FrontMatter)
    except (yaml.YAMLError, ValueError):
        return None
    title = None
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value == "title" and value.tag == "tag:yaml.org,2002:str":
                title = value.value
    return _one_line(title or "")


def _heading(prose: str) -> str | None:
    """The `# heading` that the prose begins with."""
    heading = _HEADING.match(prose)
    title = heading[1].strip(" \t") if heading else ""
    unclosed = title.rstrip("#")
    if not unclosed or unclosed[-1] in " \t":
        title = unclosed
    if len(title) <= _MARKED_UP:
        for markup, plain in ((_LINK, r"\1"), (_EMPHASIS, r"\2"), (_ESCAPE, r"\1")):
            title = markup.sub(plain, title)
    return _one_line(title)


def _one_line(title: str) -> str | None:
    return " ".join(_SURROGATE.sub("\ufffd", _CONTROL.sub(" ", title)).split()) or None
