"""What can go wrong, as the user is told it."""

import re

# Characters that move the cursor, reorder the text around them, or cannot be encoded.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]")


class ClaimxError(Exception):
    """What went wrong, where, and what to do about it; shown to the user as it is."""


class ReadError(ClaimxError):
    """An input that cannot be read."""


def printable(text: str) -> str:
    """The text with control, bidi-control and surrogate characters as backslash escapes."""
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
