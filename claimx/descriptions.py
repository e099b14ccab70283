"""What somebody is, as an article puts it: a role and the body that it is at."""

import itertools
import re
from collections.abc import Set
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claimx.lexicon import lexicon, word_list

# Where a description stands: before the name, as what the name is in apposition to, behind it, in a relative clause, as
# a predicate, behind "as", with a noun that stands for the one, in the lead.
STANDS = ("title", "named", "behind", "relative", "predicate", "as", "noun", "lead")
# How the body is tied to the role: by a preposition, as a part of a compound, as its owner, by "its", as a nation, by
# a verb.
PREPOSITIONS = ("of", "at", "for", "with", "in", "from", "to")
TIES = (*PREPOSITIONS, "compound", "owner", "its", "nation", "verb", "there")

# What hangs on a role by a hyphen.
PREFIXES = ("co", "vice", "ex", "self", "sub")

# Labels of what can be an affiliation.
BODIES = ("ORG", "LOC", "GPE", "FAC", "NORP")

# What belongs to an office behind its noun.
_FIXED = (("in", "chief"), ("in", "residence"), ("at", "large"), ("in", "waiting"), ("in", "charge"))
# What an office may begin with, and a form of address: "Lord Mayor", "Lady Justice".
_PEERS = ("lord", "lady")
# What a role begins with and is no part of it: an article, an age.
_LEAD = re.compile(
    r"^(?:(?:such |now |currently )?(?:the|an?)\s+)?(?:(?:\d+[- ]+)?years?[- ]+old\b\s*)?", re.IGNORECASE
)
_END = re.compile(r"(?:(?:^| )(?:for|of|at|in|to|with|on|and|the))+$")


@dataclass(frozen=True)
class Description:
    """What somebody is.

    role, affiliation: in the article's words; None if it gives none. near: the noun that names the affiliation ("the
    group"), a token, to be resolved. minor: it tells less than another would: what somebody was, or is to somebody.
    at: the token that tells the role, or the body where there is none. stands: one of STANDS; tie: one of TIES.
    """

    role: str | None = None
    affiliation: str | None = None
    near: int | None = None
    age: str | None = None
    minor: bool = False
    at: int | None = None
    stands: str = ""
    tie: str = ""

    @property
    def words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", (self.role or "").lower()))


def can_be_role(head: Token, role: str | None) -> bool:
    """Whether a noun is something that one is by office, work, task or kin: no age, no form of address."""
    if role is None or len(role.strip(".")) < 2 or len(role) > 100 or re.search(r"\d", head.text):
        return False  # the R of "(R-Ind.)"
    if role.lower() in PREFIXES or role.strip("-") != role:
        return False  # "co" of "co-founder"
    if role.lower().startswith(("and ", "or ")):
        return False  # of an office in two parts that is cut
    first, _, rest = role.lower().partition(" ")
    if role.lower() in ("the", "a", "an") or (first in word_list("courtesy") and not (rest and first in _PEERS)):
        return False
    none = head.lower_ in word_list("none") or head.lower_ in word_list("courtesy")
    return not none or _is_worker(head)


def _is_worker(head: Token) -> bool:
    """Whether a noun that tells no role by itself does with another: "dinner lady", "first lady", "father of three"."""
    doc, i = head.doc, head.i
    noun = i > 0 and doc[i - 1].tag_ == "NN" and doc[i - 1].is_lower and doc[i - 1].head.i in (i, head.head.i)
    before = noun or (i > 0 and (doc[i - 1].lower_, head.lower_) == ("first", "lady"))
    of_several = i + 2 < len(doc) and doc[i + 1].lower_ == "of" and doc[i + 2].pos_ == "NUM"
    return (before or of_several) and head.lower_ in word_list("compounded")


def joined(words: list[Token]) -> str | None:
    """The words as they stand, with one blank where others stood between them."""
    text = ""
    for word, following in itertools.zip_longest(words, words[1:]):
        gap = following is not None and (word.whitespace_ or following.i != word.i + 1)
        text += word.text + (" " if gap else "")
    return _END.sub("", _LEAD.sub("", " ".join(text.split()))) or None


def in_compound(doc: Doc, i: int) -> bool:
    """Whether a token is a hyphen, or a small word between two: the inside of "editor-in-chief"."""
    if not 0 < i < len(doc) - 1 or doc[i - 1].whitespace_ or doc[i].whitespace_:
        return False
    return doc[i].text == "-" or (doc[i - 1].text == doc[i + 1].text == "-" and doc[i].is_lower)


def compound_end(doc: Doc, i: int) -> int:
    """Behind the last token of a compound with small words inside from i on: "editor-in-chief", "editor in chief"."""
    if i + 2 < len(doc) and (doc[i + 1].lower_, doc[i + 2].lower_) in _FIXED:
        return i + 3
    while i + 4 < len(doc) and doc[i + 1].text == "-" and in_compound(doc, i + 1) and in_compound(doc, i + 2):
        if doc[i + 2].text == "-" or not in_compound(doc, i + 3):
            break
        i += 4
    return i + 1


def is_seat(doc: Doc, i: int) -> bool:
    """Whether the party and the state of a member begin at a token: "R-Wis."."""
    if i + 2 >= len(doc) or doc[i].text not in lexicon("roles")["letters"] or doc[i + 1].text != "-":
        return False
    return not doc[i].whitespace_ and not doc[i + 1].whitespace_ and doc[i + 2].text[0].isupper()


def party_at(doc: Doc, i: int) -> str | None:
    """The party whose letter a token is, with a state or in brackets: "R-Wis.", "(D)"."""
    alone = 0 < i < len(doc) - 1 and doc[i - 1].text == "(" and doc[i + 1].text == ")"
    return lexicon("roles")["letters"].get(doc[i].text) if alone or is_seat(doc, i) else None


def is_other_office(office: str, told: Set[str]) -> bool:
    """Whether words told of somebody are another office than one of which one seldom holds two: no host is "the
    governor"."""
    public = word_list("public", "names")
    return office in public and office not in told and not told.isdisjoint(public | word_list("labels"))


def is_of_state(doc: Doc, i: int) -> bool:
    """Whether "state" is a part of an office and no body: "state senator"."""
    if doc[i].lower_ != "state" or i + 1 >= len(doc):
        return False
    return doc[i + 1].lower_.rstrip(".") in word_list("legislators", "names")


def is_degree(token: Token) -> bool:
    """Whether it is a degree or an order behind a name: "Ph.D."."""
    return token.text[:1].isupper() and token.lower_.replace(".", "") in word_list("degrees", "names")


def is_silk(token: Token) -> bool:
    """Whether it is what a senior barrister has behind the name: "Jane Roe KC"."""
    return token.text.isupper() and token.lower_ in word_list("silks")


def is_tie(noun: Token) -> bool:
    """Whether a noun tells what one is to somebody, and no office: "mother", "colleague"."""
    word = noun.lower_
    return word in word_list("ties") or (word in word_list("kin") and word not in word_list("corporate"))


def is_nation(token: Token) -> bool:
    """Whether a word is a nation's adjective: "Mexican", but no party's."""
    party = token.lower_ in word_list("parties", "names")
    return token.ent_type_ == "NORP" and not party and token.tag_ not in ("NNPS", "NNS")
