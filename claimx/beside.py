"""The article of a record: the file that the record is named after."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimx.errors import ClaimxError

if TYPE_CHECKING:
    from claimx.reading import Article


def article_of(path: str, record: dict[str, Any]) -> "Article | None":
    """The article beside a record, story.txt of story.txt.yaml; None if it is not there or has changed since.

    The path that a record names is not followed: it comes from strangers.
    """
    from claimx.reading import read

    place = Path(path)
    if path == "-" or place.suffix not in (".yaml", ".yml") or not place.with_suffix("").is_file():
        return None
    try:
        article = read(place.with_suffix(""))
    except ClaimxError:
        return None
    return article if article.sha256 == record["source"]["sha256"] else None


def line_around(text: str, start: int) -> str:
    """The line of a text in which an offset stands."""
    end = text.find("\n", start)
    return text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)]
