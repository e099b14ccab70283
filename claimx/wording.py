"""What a text says apart from how it is set: its words, by which quotations are compared."""

import re
import unicodedata

# What joins the pieces of a quotation.
PIECE_SEPARATOR = " … "
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Letters and digits alone: neither typography, case nor line breaks make another wording."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
