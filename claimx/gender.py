"""Gender and number of mentions, as far as words tell them: for agreement with pronouns."""

import unicodedata
from functools import cache

from claimx.lexicon import lexicon

UNKNOWN, MALE, FEMALE, NEUTER, PLURAL = range(5)
# Whom "he" and "she" are not.
OTHER = {MALE: FEMALE, FEMALE: MALE}
_CODES = {"unknown": UNKNOWN, "male": MALE, "female": FEMALE, "neuter": NEUTER, "plural": PLURAL}


@cache
def table(kind: str) -> dict[str, int]:
    """Words of one kind ("pronouns", "titles", "nouns", "names", "more") with what they tell."""
    lists = lexicon("genders")[kind]
    return {word: _CODES[gender] for gender, words in lists.items() for word in words.split()}


def of_name(words: list[str], *, titled: bool = False) -> int:
    """What a person's name tells by a title or its first name, words in small letters.

    titled: the first word stands before the name, and counts only if it is a title.
    """
    titles = table("titles")
    for word in words:
        if word.rstrip(".") in titles:
            return titles[word.rstrip(".")]
    own = words[1:] if titled else words
    return of_first_name(own[0]) if len(own) > 1 and own[0] not in table("either") else UNKNOWN


def of_first_name(name: str) -> int:
    """What a first name tells, in small letters, with accents or without; of a double one the first part does."""
    first = name.split("-")[0]
    if not first.isascii():
        first = "".join(c for c in unicodedata.normalize("NFD", first) if not unicodedata.combining(c))
    return table("names").get(first) or table("more").get(first, UNKNOWN)
