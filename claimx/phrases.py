"""Role and affiliation of one noun phrase: "the group's executive director", "professor of law at X"."""

from functools import cache

from spacy.tokens import Doc, Span, Token

from claimx.descriptions import (
    BODIES,
    PREPOSITIONS,
    Description,
    can_be_role,
    compound_end,
    is_nation,
    is_of_state,
    joined,
)
from claimx.lexicon import classes, word_list
from claimx.mentions import Mentions
from claimx.namewords import clean
from claimx.within import entities_in

NOMINAL = ("NOUN", "PROPN")
# Before the name of a body that the entity layer missed.
_OF_CALLED = ("of", "for", "at")
# What stands before the phrase of a role, and in none.
_BEFORE_PHRASE = ("VBZ", "VBD", "VBP", "MD", "WDT", "WP", "WRB", "_SP")
# What a role ends before: the body that it is of.
_OF_ROLE = ("of", "for", "on")
# How likely a role must be somebody, by its vector: that of a known office, that of what looks like a body, any other.
_PERSON, _NO_BODY, _SOMEBODY = 0.04, 0.15, 0.2
_PREFIXES = ("co", "vice", "ex", "self", "sub")
LONGEST = 16  # tokens between a role and the end of what belongs to it


def phrase(mentions: Mentions, head: int, *, single: bool = False) -> Description | None:
    """Role and affiliation of a noun phrase: "the group's executive director", "professor of law at X".

    single: of one person, so that each of "Roe and Doe, trustees of the park" is a trustee.
    """
    doc, token = mentions.doc, mentions.doc[head]
    if (inner := _of_several(doc, head)) is not None:
        return phrase(mentions, inner, single=single)
    if classes("speakers").get(token.lower_) == "document":
        return None  # "a 2014 study by Justin Levitt"
    if token.pos_ not in NOMINAL or token.ent_type_ in ("PERSON", "DATE", "TIME", "LOC", "GPE"):
        return None
    number = mentions.at(head)
    if number is not None:
        body = mentions.kind(number, "organization") + mentions.kind(number, "place") > 0.5
        known = token.lower_ in _known()
        least = _PERSON if known or not mentions.labels else _NO_BODY if body else _SOMEBODY
        if mentions.kind(number, "person") < least:
            return None  # "on the social network Murmur"
    left = int(mentions.left[head])
    if doc[left].lower_ == "no":
        return None  # "who is no relation"
    start, affiliation, near, tie = _before_head(doc, left, head)
    while start > 1 and doc[start - 1].text == "-" and doc[start - 2].lower_ in _PREFIXES:
        start -= 2  # "co-founder"
    end, affiliation, near, tie = behind_head(mentions, compound_end(doc, head) - 1, affiliation, near, tie)
    nation = next((t for t in doc[start:head] if is_nation(t)), None)
    if nation is not None and affiliation is None and near is None:
        affiliation, tie = nation.text, "nation"
    body_inside = body_in(doc, start, head) if tie == "compound" else None
    hole: range | tuple[()] = ()
    if body_inside is not None and _are_grades(doc, start, body_inside.start):
        hole = range(body_inside.start, body_inside.end)
    role = joined([t for t in doc[start:end] if not t.is_space and t != nation and t.i not in hole])
    if any(t.ent_type_ == "PERSON" for t in doc[start:head]):
        return None  # "Donald Trump and Democrat" is nobody's office
    if single and role is not None and token.tag_ == "NNS":
        role = role.replace(token.text, token.lemma_, 1)
    if not can_be_role(token, role):
        return None
    past = role is not None and role.split()[0].lower() in ("former", "ex", "retired")
    minor = past or (doc[left].tag_ == "PRP$" and near != left)
    return Description(role, affiliation, near, minor=minor, at=head, tie=tie)


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
    if affiliation is None and near is None and doc[start].lower_ not in word_list("ranks"):
        led = doc[head].lower_ in word_list("corporate") or doc[head].lower_ in word_list("offices", "names")
        last = next((i for i in range(head - 1, start - 1, -1) if led and _is_body_of(doc, i)), None)
        if last is not None:
            near, start, tie = last, last + 1, "compound"  # "planning committee chairman"
    if affiliation is None and near is None and start < head and doc[start].is_lower:
        near, start = (start, start + 1) if _is_body_of(doc, start) else (None, start)
        tie = "compound"
    return start, affiliation, near, tie if affiliation is not None or near is not None else ""


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
    if any(t.lower_ == "based" and doc[t.i - 1].text == "-" for t in doc[i : min(head, i + 5)]):
        return True
    marks = ("DET", "NUM", "PRON", "PUNCT", "SPACE")
    return token.pos_ in marks or token.tag_ == "PRP$" or token.lower_ in word_list("praise")


def is_bare_name(doc: Doc, i: int) -> bool:
    """Whether a token is a name, or part of one, that the entity layer missed."""
    token = doc[i]
    return token.pos_ == "PROPN" and token.ent_type_ in ("", "MISC") and token.text[:1].isupper()


def behind_head(
    mentions: Mentions, head: int, affiliation: str | None = None, near: int | None = None, tie: str = ""
) -> tuple[int, str | None, int | None, str]:
    """Where a role ends, and what a preposition adds: a body is the affiliation, another noun is of the role; tie: how
    the body before the role is tied to it."""
    doc, end = mentions.doc, head + 1
    while end < min(len(doc), head + LONGEST) and doc[end].lower_ in (*PREPOSITIONS, *_OF_ROLE, "and", "&"):
        link, stop = doc[end].lower_, end_of_object(doc, end + 1)
        inside = doc[end + 1 : stop]
        if not len(inside):
            break
        entity, noun = body_in(doc, end + 1, stop), inside.root
        if link in ("and", "&"):
            beside = noun.dep_ == "conj" or (noun.dep_ == "appos" and noun.head == doc[head].head)
            if entity is not None or not beside or noun.head.i >= stop or noun.pos_ not in ("NOUN", "ADJ"):
                break
        elif link in ("of", "for") and doc[head].lower_ in word_list("portfolios") and _is_portfolio(doc, end, entity):
            end = next((t.i for t in inside if t.ent_type_ == "PERSON"), stop)
            continue  # "Minister for Health"
        elif link == "on" and any(t.ent_type_ in ("DATE", "TIME") for t in inside):
            break  # "incident commander on Friday night"
        elif link == "on" and not (entity is not None and entity.label_ == "ORG" and entity.end == stop):
            end = stop
            continue  # "an expert on Renaissance bronzes"
        elif entity is not None and not (entity.end < noun.i < stop and _is_led(noun)):
            if affiliation is None or (near is None and link in ("of", "at", "for", "with")):
                affiliation, tie = whole_name(doc, entity, stop), link
            break
        elif noun.ent_type_ == "PERSON" and link in ("for", "of", "to"):
            if affiliation is None:
                affiliation, tie = clean(inside.text), link  # "a lawyer for Roe"
            break
        elif link in _OF_CALLED and doc[head].is_lower and _is_called(noun) and not _is_of_matter(doc[head]):
            if affiliation is None:
                affiliation, tie = clean(_named(inside).text), link  # "publisher of The Federalist"
            break
        elif link in ("of", "for") and noun.is_lower and _is_at_body(doc, stop):
            end = stop
            continue  # "professor of computer science at Georgia Tech"
        elif noun.pos_ not in NOMINAL:
            break
        elif link not in _OF_ROLE or is_body(mentions, noun.i) or doc[head].lower_ in word_list("staff"):
            if near is None and affiliation is None and link in ("of", "at", "for", "with"):
                near, tie = noun.i, link
            break
        end = stop
    if affiliation is None and near is None and end < len(doc) and doc[end].lower_ == "there":
        near, tie = end, "there"  # "an economist there"
    return end, affiliation, near, tie


def _is_led(noun: Token) -> bool:
    """Whether a noun in small letters is a body that a name before it only tells more of: "Democratic campaign"."""
    return noun.is_lower and not noun.ent_type_ and noun.lower_ in word_list("bodies")


def _is_called(noun: Token) -> bool:
    """Whether a noun phrase is a name that the entity layer missed: "the Log Cabin Republicans"."""
    return noun.pos_ == "PROPN" and noun.text[:1].isupper() and noun.ent_type_ in ("", "MISC") and len(noun) > 1


def _is_of_matter(role: Token) -> bool:
    """Whether what a role is of is a work or a matter: "author of Dune", "professor of History"."""
    return role.lower_ in word_list("learned")


def _named(inside: Span) -> Span:
    """What of a noun phrase is a name: all from its first word in capitals."""
    start = next(t.i for t in inside if t.pos_ == "PROPN" and t.text[:1].isupper())
    return inside.doc[start : inside.end]


def _is_at_body(doc: Doc, i: int) -> bool:
    """Whether "at" or "for" and the name of a body follow."""
    follows = i + 1 < len(doc) and doc[i].lower_ in ("at", "for", "with")
    entity = body_in(doc, i + 1, min(len(doc), i + LONGEST)) if follows else None
    return entity is not None and entity.label_ == "ORG" and entity.start <= i + 2


def _is_portfolio(doc: Doc, link: int, entity: Span | None) -> bool:
    """Whether it is the matter of an office: "Minister for Health", but not "secretary of the Miners' Union"."""
    definite = doc[link].lower_ == "of" and doc[link + 1].lower_ == "the"
    return entity is None or (entity.label_ == "ORG" and not definite)


def is_body(mentions: Mentions, token: int) -> bool:
    """Whether a noun is a body or a place, and not a matter: "of the group", but not "of the economy"."""
    number = mentions.at(token)
    if number is None or not mentions.labels:
        return mentions.doc[token].lower_ in word_list("bodies")
    return mentions.kind(number, "organization") + mentions.kind(number, "place") > 0.4


def body_in(doc: Doc, start: int, end: int) -> Span | None:
    if not any(doc[i].ent_type for i in range(start, end)):
        return None
    return next((e for e in entities_in(doc[start:end]) if e.label_ in BODIES), None)


def end_of_object(doc: Doc, i: int) -> int:
    """Behind the last token of the noun phrase that begins at i."""
    last = i
    while last < len(doc) and (
        doc[last].pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART")
        or doc[last].tag_ == "PRP$"
        or doc[last].ent_iob_ == "I"
        or (doc[last].text in ("-", "&") and last > i)
    ):
        last += 1
    return last


def _owns(doc: Doc, mark: int) -> bool:
    """Whether something follows that a genitive is of."""
    return mark + 1 < len(doc) and doc[mark + 1].pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "ADV")


def whole_name(doc: Doc, entity: Span, stop: int) -> str:
    """An entity with the capitalised words around it that belong to its phrase."""
    start, end = entity.start, entity.end
    offices = word_list("offices", "names")
    while end < stop and doc[end].pos_ in ("PROPN", "NOUN") and doc[end].lower_ not in offices:
        end += 1  # "the Drouin auction house"
    if end + 1 < len(doc) and doc[end].tag_ == "POS" and doc[end + 1].lower_ == "office":
        end += 2  # "the US attorney's office"
    elif end < len(doc) and doc[end].tag_ == "POS" and not _owns(doc, end):
        end += 1  # "a doctor at St Luke's said"
    while (
        start > 0
        and doc[start - 1].pos_ == "PROPN"
        and not doc[start - 1].is_lower
        and start <= doc[start - 1].head.i < end
    ):
        start -= 1
    return clean(doc[start:end].text)
