"""Role and affiliation of one noun phrase: "the group's executive director", "professor of law at X"."""

from functools import cache

from spacy.tokens import Doc, Token

from claimx.behind import NOMINAL, behind_head, body_in, end_of_object
from claimx.descriptions import (
    Description,
    can_be_role,
    compound_end,
    is_nation,
    is_of_state,
    is_tie,
    joined,
)
from claimx.lexicon import classes, word_list
from claimx.mentions import Mentions
from claimx.namewords import capitals_before, clean

# What stands before the phrase of a role, and in none.
_BEFORE_PHRASE = ("VBZ", "VBD", "VBP", "MD", "WDT", "WP", "WRB", "_SP")
_ONCE = ("then", "now", "soon", "once", "ex")
# Labels of what is no role.
_NOBODY = ("PERSON", "DATE", "TIME", "LOC", "GPE")
# How likely a role must be somebody, by its vector: that of a known office, that of what looks like a body, any other.
_PERSON, _NO_BODY, _SOMEBODY = 0.04, 0.15, 0.2
# By what a friend or a colleague is at a body, and not somebody's.
_TIED_AT = ("at", "from")
_HYPHENED = 4  # tokens from a number to the last word that hangs on it


def phrase(mentions: Mentions, head: int, *, single: bool = False) -> Description | None:
    """Role and affiliation of a noun phrase: "the group's executive director", "professor of law at X".

    single: of one person, so that each of "Roe and Doe, trustees of the park" is a trustee.
    """
    key = head, single
    if key not in mentions.told:
        mentions.told[key] = _phrase(mentions, head, single)
    return mentions.told[key]


def _phrase(mentions: Mentions, head: int, single: bool) -> Description | None:
    doc, token = mentions.doc, mentions.doc[head]
    if (inner := _of_several(doc, head)) is not None:
        return phrase(mentions, inner, single=single)
    if classes("speakers").get(token.lower_) == "document":
        return None  # "a 2014 study by Justin Levitt"
    described = token.pos_ == "ADJ" and token.dep_ == "appos"  # "Phoebe Larkspur, a sixth-former"
    office = token.lower_ in word_list("offices", "names") and token.ent_type_ in ("LOC", "GPE")  # "the Taoiseach"
    if not (token.pos_ in NOMINAL or described) or (token.ent_type_ in _NOBODY and not office):
        return None
    number = mentions.at(head)
    if number is not None:
        body = mentions.kind(number, "organization") + mentions.kind(number, "place") > 0.5
        known = token.lower_ in _known()
        least = _PERSON if known or not mentions.labels else _NO_BODY if body else _SOMEBODY
        told = known and token.dep_ == "appos" and token.head.ent_type_ == "PERSON"  # "Tom Moss, the CEO of Acme"
        if mentions.kind(number, "person") < least and not told:
            return None  # "on the social network Murmur"
    left = int(mentions.left[head])
    if doc[left].lower_ == "no":
        return None  # "who is no relation"
    start, affiliation, near, tie = _before_head(doc, left, head)
    while start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_ and _can_begin(doc[start - 2]):
        start -= 2  # "co-founder", "secretary-general"
    end, affiliation, near, tie = behind_head(mentions, compound_end(doc, head) - 1, affiliation, near, tie)
    nation = next((t for t in doc[start:head] if is_nation(t)), None)
    if nation is not None and affiliation is None and near is None:
        affiliation, tie = nation.text, "nation"
    body_inside = body_in(doc, start, head) if tie == "compound" else None
    hole: range | tuple[()] = ()
    if body_inside is not None and _are_grades(doc, start, body_inside.start):
        hole = range(body_inside.start, body_inside.end)
    persons = [t.i for t in doc[start:head] if t.ent_type_ == "PERSON"]
    if persons and any(t.pos_ in ("CCONJ", "PUNCT") for t in doc[persons[-1] + 1 : head]):
        return None  # "Donald Trump and Democrat" is nobody's office
    start = persons[-1] + 1 if persons else start  # "a Trump supporter"
    parties = word_list("parties", "names") if head > start + 1 else frozenset()  # "longtime GOP donor"
    left_out = {t.i for t in doc[start:head] if t == nation or t.lower_ in parties or t.i in hole}
    role = joined([t for t in doc[start:end] if not t.is_space and t.i not in left_out])
    role = of_one(role, token) if single else role
    if not can_be_role(token, role):
        return None
    past = role is not None and role.split()[0].lower() in ("former", "ex", "retired")
    if is_tie(token) and tie not in _TIED_AT:
        affiliation, near, tie = None, None, ""  # "the docker's widow" is at no docker
    minor = past or is_tie(token) or (doc[left].tag_ == "PRP$" and near != left)
    return Description(role, affiliation, near, minor=minor, at=head, tie=tie)


def _can_begin(token: Token) -> bool:
    """Whether what hangs on a role by a hyphen is a part of it: "co-founder", "all-rounder", but not "then-mayor"."""
    return not token.whitespace_ and token.is_lower and token.is_alpha and token.lower_ not in _ONCE


def of_one(role: str | None, head: Token) -> str | None:
    """A role that several have as that of one: "trustees"."""
    letters = len(head) > 2 and head.text[-1] == "s" and head.text[:-1].isupper()  # "TDs"
    if role is None or not (head.tag_ in ("NNS", "NNPS") or letters):
        return role
    plain = letters or not head.lemma_.islower() or (head.is_title and not head.is_sent_start)
    return role.replace(head.text, head.text.removesuffix("s") if plain else head.lemma_, 1)


@cache
def _known() -> frozenset[str]:
    """Nouns that are somebody whatever their vectors say: "head of risk"."""
    return word_list("offices", "names").union(*(word_list(k) for k in ("corporate", "portfolios", "staff", "ranks")))


def is_count(token: Token) -> bool:
    """Whether a word counts those behind it: "two of the three board members"."""
    return token.pos_ == "NUM" or token.lower_ in ("one", "both", "some", "all")


def _of_several(doc: Doc, head: int) -> int | None:
    """The noun of "two of the three board members", "one of the volunteers"."""
    if not is_count(doc[head]) or head + 2 >= len(doc) or doc[head + 1].lower_ != "of":
        return None
    stop = end_of_object(doc, head + 2)
    last = doc[stop - 1]
    return last.i if last.tag_ == "NNS" and not last.ent_type_ else None


def _before_head(doc: Doc, start: int, head: int) -> tuple[int, str | None, int | None, str]:
    """Where a role begins in its phrase, the body that stands before it, by name or by a noun, and how it is tied."""
    affiliation, near, tie = None, None, "owner"
    start = max((at for t in doc[start : head + 1] if (at := _cut(t)) is not None and at <= head), default=start)
    marks = [t.i for t in doc[start:head] if t.tag_ == "POS"]
    if marks:
        owner = doc[start : marks[-1]]
        entity = body_in(doc, start, marks[-1])
        if entity is not None:
            affiliation = clean(entity.text)
        # The last word and not the root: a tree that hangs the article on the role has two.
        elif len(owner) and owner[-1].pos_ == "NOUN":
            near = owner[-1].i
        elif len(owner) and owner[-1].pos_ == "PROPN":
            affiliation = clean(owner.text)
        start = marks[-1] + 1
    if affiliation is None and near is None and start < head and doc[start].lower_ in ("its", "their"):
        near, tie = start, "its"  # "Paz Riquelme, its data manager"
    while start < head and _is_no_part(doc, start, head):
        start += 1
    entity = body_in(doc, start, head)
    if affiliation is None and entity is not None and entity.label_ != "NORP":
        stop = entity.end
        while doc[head].is_lower and stop < head and is_bare_name(doc, stop):
            stop += 1  # "Google DeepMind researcher"
        affiliation, tie = clean(doc[entity.start : stop].text), "compound"
        start = stop if entity.start == start else start
    of_nation = start + 1 < head and is_nation(doc[start]) and doc[start + 1].lower_ in word_list("bodies")
    if affiliation is None and near is None and of_nation:
        return start + 2, clean(doc[start : start + 2].text), None, "compound"  # "a Scottish government spokesman"
    of_party = start + 1 < head and doc[start].lower_ in word_list("parties", "names")
    if affiliation is None and near is None and of_party and doc[start + 1].lower_ in word_list("bodies"):
        return start + 2, doc[start].text, None, "compound"  # "the Conservative group leader"
    if affiliation is None and near is None and doc[start].lower_ not in word_list("ranks"):
        led = doc[head].lower_ in word_list("corporate") or doc[head].lower_ in word_list("offices", "names")
        last = next((i for i in range(head - 1, start - 1, -1) if led and _is_body_of(doc, i)), None)
        if last is not None:
            affiliation = _called(doc, start, last)  # "a High Court judge", "planning committee chairman"
            near, start, tie = last if affiliation is None else None, last + 1, "compound"
    if affiliation is None and near is None and start < head and doc[start].is_lower:
        near, start = (start, start + 1) if _is_body_of(doc, start) else (None, start)
        tie = "compound"
    return start, affiliation, near, tie if affiliation is not None or near is not None else ""


def _called(doc: Doc, start: int, last: int) -> str | None:
    """The name that a noun in capitals ends, of a body that the entity layer missed: "High Court"."""
    first = capitals_before(doc, last, start) if doc[last].is_title else last
    return clean(doc[first : last + 1].text) if first < last else None


def _is_body_of(doc: Doc, i: int) -> bool:
    """Whether a noun before a role is its body: "company spokeswoman", but not "state senator"."""
    return doc[i].lower_ in word_list("bodies") and not is_of_state(doc, i)


def _cut(token: Token) -> int | None:
    """Where a phrase can begin at the earliest, by one of its tokens: a tree that is wrong has more before it."""
    if token.tag_ in ("PRP$", "DT") or token.is_sent_start:
        return token.i
    return token.i + 1 if token.tag_ in _BEFORE_PHRASE else None


def _are_grades(doc: Doc, start: int, end: int) -> bool:
    """Whether words belong to a role behind them, whatever stands between: "former" of "former CIA director"."""
    return start < end and all(t.lower_ in word_list("grades") for t in doc[start:end])


def _is_no_part(doc: Doc, i: int, head: int) -> bool:
    """Whether a word before a role says nothing of it: an article, a number, praise, "Boston-based"."""
    token = doc[i]
    if token.lower_ in word_list("praise") and doc[i + 1].text == "-":
        return False  # "second-year student"
    if any(t.lower_ == "based" and doc[t.i - 1].text == "-" for t in doc[i : min(head, i + 5)]):
        return True
    first = i
    while first > max(1, i - _HYPHENED) and doc[first - 1].text == "-":
        first -= 2
    if first < i and doc[first].pos_ == "NUM":
        return True  # "30-year veteran", "34-year-old MP"
    marks = ("DET", "NUM", "PRON", "PUNCT", "SPACE")
    return token.pos_ in marks or token.tag_ == "PRP$" or token.lower_ in word_list("praise")


def is_bare_name(doc: Doc, i: int) -> bool:
    """Whether a token is a name, or part of one, that the entity layer missed."""
    token = doc[i]
    return token.pos_ == "PROPN" and token.ent_type_ in ("", "MISC") and token.text[:1].isupper()
