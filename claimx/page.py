"""Records and their articles as one page for a browser, to read them side by side and to correct them offline."""

import base64
import hashlib
import html
import json
import re
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any

from claimx.errors import printable

# What could end the block that the data stand in, and what an editor or a terminal that shows the page's
# source would obey or not show. None of it occurs in JSON outside of strings.
_UNSAFE = re.compile("[<>&\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SCRIPTS = ("page-text.js", "page-view.js", "page-cards.js", "page.js")
_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Entry:
    """One article of a page."""

    path: str  # what the article is listed and addressed by, and its export named after
    article: str | None  # the text that the record's offsets count in; None where it is not at hand
    record: dict[str, Any]  # plain data, as a YAML reader gives it


def page(entries: list[Entry], title: str) -> str:
    """One HTML document that loads nothing; the same entries and title give the same bytes.

    Texts of articles and records travel as data only, and the policy lets no script or style run but
    the page's own. Raises ValueError where a record holds a number that JSON has no form for.
    """
    script, style = "".join(_part(name) for name in _SCRIPTS), _part("page.css")
    policy = f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}"
    parts = {
        "title": html.escape(printable(title)),
        "policy": f"{policy}; base-uri 'none'; form-action 'none'",
        "style": style,
        "data": _data([asdict(entry) for entry in entries]),
        "script": script,
    }
    # In one pass: what looks like a place inside of a text is left as it is.
    return _PLACE.sub(lambda place: parts[place[1]], _part("page.html"))


def _part(name: str) -> str:
    return resources.files("claimx").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression of a Content Security Policy that allows this very text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(value: Any) -> str:
    """JSON that can stand in a <script> element; dates, which YAML has and JSON has not, as text."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
