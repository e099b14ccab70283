"""Sources whom an article says that it does not name: "the agronomist, who did not wish to be identified"."""

import re

from spacy.tokens import Doc

from claimx.within import text_of

# What those ask for who speak without a name, at the beginning of a text.
_ASKED = (
    r"not (?:to )?be (?:named|identified|quoted)\b|(?:for )?anonymity\b"
    r"|(?:to )?be (?:named|identified|quoted)(?: by name| publicly)?(?=$|[,.;]| because | so )"
)
_ASKS = re.compile(_ASKED)
# The same said of somebody, in a clause behind them.
_TOLD = re.compile(
    r"\b(?:who|speaking|granted|requesting|asking)\b[^.;“”\"]*?"
    rf"\b(?:{_ASKED}|(?:would|did) not (?:give|be|wish)\b[^.;,“”\"]*\b(?:name|identified))"
    r"|\bwhose (?:name|identity)\b[^.;,“”\"]*\b(?:not|redacted|withheld|protected)\b",
    re.IGNORECASE,
)
# How far behind a noun that is looked for: characters of the clause, and tokens before it.
_FAR, _BETWEEN = 90, 7


def is_asked_for(text: str, start: int, end: int) -> bool:
    """Whether words tell how a source would be called, and no claim: an official "who asked not to be named"."""
    return _ASKS.match(text, start, end) is not None


def is_unnamed(doc: Doc, end: int) -> bool:
    """Whether a clause behind a noun tells that its bearer is not named. end: the token behind the noun."""
    if end >= len(doc) or (doc[end].is_punct and doc[end].text != ","):
        return False
    found = _TOLD.search(text_of(doc), doc[end].idx, doc[end].idx + _FAR)
    if found is None:
        return False
    for token in doc[end : end + _BETWEEN]:
        if token.idx >= found.start():
            return True
        if token.pos_ in ("VERB", "AUX", "CCONJ") or token.text in '.;:“”"':
            return False
    return False
