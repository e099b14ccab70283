"""What tests share: the three kinds of text, read or refused, and who speaks in one."""

import pytest
from hypothesis import strategies as st

import claimx
from claimx.errors import ReadError
from claimx.reading import Article, decode

# What UTF-8 can hold; NUL bytes are refused as binary.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def plain(text: str, **options: str) -> Article:
    return decode(text.encode(), "a.txt", **options)


def markdown(text: str) -> Article:
    return decode(text.encode(), "a.md")


def refusal(raw: bytes, path: str = "a.txt", encoding: str | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        decode(raw, path, encoding)
    return str(caught.value)


def speakers_of(text: str, nlp) -> list:
    return [c.speaker for c in claimx.extract(plain(text), nlp).claims]


def speaker_of(text: str, nlp):
    """Whose the last claim of a text is."""
    return speakers_of(text, nlp)[-1]
