"""At what kind of body somebody is what they are: a professor at a university, a midwife at a hospital.

A weak hint, for where an article does not tie the two in its syntax.
"""

import re
from functools import cache, lru_cache

from claimx.lexicon import lexicon, word_list

_WORD = re.compile(r"[\w-]+")


@cache
def kinds() -> tuple[str, ...]:
    return tuple(lexicon("workplaces"))


@cache
def _kinds_of(part: str) -> dict[str, frozenset[int]]:
    """Each word with the kinds that it tells, as numbers."""
    out: dict[str, set[int]] = {}
    for number, lists in enumerate(lexicon("workplaces").values()):
        for word in lists[part].split():
            out.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in out.items()}


@lru_cache(maxsize=1 << 12)
def of_role(role: str) -> frozenset[int]:
    """The kinds of bodies that a role tells, as numbers."""
    return _told("roles", role)


@lru_cache(maxsize=1 << 14)
def of_body(name: str) -> frozenset[int]:
    """The kinds that a body may be of by the words of its name."""
    return _told("bodies", name)


@lru_cache(maxsize=1 << 14)
def are_apart(noun: str, name: str) -> bool:
    """Whether "the airline" cannot be what has such a name: both tell what kind of body they are, and not the same."""
    told = of_body(noun) if noun in word_list("typed") else frozenset()
    named = of_body(name)
    return bool(told and named) and not told & named


@lru_cache(maxsize=1 << 14)
def is_called(noun: str, name: str) -> bool:
    """Whether a name tells that "the regulator" may be what has it."""
    return bool(of_body(noun) & of_body(name))


@lru_cache(maxsize=1 << 14)
def is_club(last: str) -> bool:
    """Whether a name that ends with a word is a club's, which is called by its place alone, too: "Rovers"."""
    return bool(of_body(last) & of_body("rovers"))


@lru_cache(maxsize=1 << 14)
def fits(noun: str, name: str) -> bool:
    """Whether "the company" may be what has such a name: any name may be a company's, but "the union" is only what is
    called one."""
    told, named = of_body(noun), of_body(name)
    if not told or told & named:
        return True
    return not named and bool(told & of_body("company"))


def _told(part: str, text: str) -> frozenset[int]:
    known = _kinds_of(part)
    return frozenset().union(*(known.get(word, ()) for word in _WORD.findall(text.lower())))
