"""The record format, `claimx: 1`: types, and the JSON Schema made from them."""

import hashlib
import re
import unicodedata
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt

from claimx.wording import words

Span = Annotated[
    tuple[NonNegativeInt, NonNegativeInt],
    Field(description="[start, end) in code points of the article as it was read"),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class Speaker(_Part):
    """The source of a claim."""

    name: str | None = Field(description="the fullest name that the article gives; null if nobody is named")
    mention: str | None = Field(description="as it stands beside this quote; null if the quote stands alone")
    span: Span | None = Field(description="of the mention; null with it")
    type: Literal["person", "organization", "group", "document", "unnamed"]
    role: str | None = None
    affiliation: str | None = None
    resolved: Literal["mention", "alias", "coreference", "continuation", "none"] = Field(
        description="how name was found"
    )


class Cue(_Part):
    """The words that attribute."""

    text: str | None
    lemma: str | None
    span: Span | None
    act: Literal["speech", "thought"]
    stance: Literal["neutral", "factive", "hedged", "boosted", "denied", "asked"]


class Quote(_Part):
    """What is attributed."""

    text: str = Field(description="the pieces, joined by ' … '")
    spans: list[Span] = Field(min_length=1)
    verbatim: list[Span] = Field(description="the parts in quotation marks, marks left out")


class Hedge(_Part):
    """A phrase by which its holder commits less than fully."""

    text: str
    span: Span
    type: Literal[
        "epistemic",
        "doxastic",
        "shield",
        "evidential",
        "weasel",
        "approximator",
        "preliminary",
        "investigation",
        "condition",
    ]
    holder: Literal["speaker", "author"]
    scope: list[Span]


Certainty = Literal["certain", "probable", "possible", "unknown"]
Polarity = Literal["positive", "negative"]


class Claim(_Part):
    """One attribution: one speaker mention, one cue, one content."""

    id: str
    kind: Literal["direct", "indirect", "mixed"]
    speaker: Speaker
    cue: Cue
    quote: Quote
    setting: str | None = None
    hedges: list[Hedge] = []
    certainty: Certainty | None = None
    polarity: Polarity | None = None
    confidence: float = Field(ge=0, le=1)


class Narration(_Part):
    """A hedged statement of the author's own, outside every quote."""

    text: str
    span: Span
    hedges: list[Hedge]
    certainty: Certainty | None = None
    polarity: Polarity | None = None


class Source(_Part):
    """The article that was read."""

    path: str = Field(description="as it was given; '-' for standard input")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="of the article's raw bytes")
    title: str | None = None


class Record(_Part):
    """All claims of one article."""

    claimx: Literal[1] = 1
    source: Source
    model: str
    claims: list[Claim]
    narration: list[Narration] = []


def schema() -> dict[str, Any]:
    """The JSON Schema of a record."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Record.model_json_schema()}


def claim_id(speaker: str | None, quote: str, cue: str | None) -> str:
    """Speaker and a hash of the normalised quote and cue: the same claim keeps it when text around it moves."""
    said = "\n".join(" ".join(words(text)) for text in (quote, cue or ""))
    return f"{_slug(speaker or '') or 'unnamed'}-{hashlib.sha256(said.encode()).hexdigest()[:6]}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())[:6])
