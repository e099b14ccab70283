"""What the tests of reading share: the three kinds of text, read or refused."""

import pytest
from hypothesis import strategies as st

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
