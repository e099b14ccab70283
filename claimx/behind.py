"""What stands behind the noun of a role, and belongs to it: "professor of law at X", "a spokeswoman for the group"."""

import re

from spacy.tokens import Doc, Span, Token

from claimx.descriptions import BODIES, PREPOSITIONS, is_tie
from claimx.lexicon import word_list
from claimx.mentions import Mentions
from claimx.namewords import clean, is_based
from claimx.within import entities_in

NOMINAL = ("NOUN", "PROPN")
LONGEST = 16  # tokens between a role and the end of what belongs to it
# Before the name of a body that the entity layer missed.
_OF_CALLED = ("of", "for", "at")
# What a role ends before: the body that it is of.
_OF_ROLE = ("of", "for", "on")
_TIMES = ("DATE", "TIME")
_PLACES = ("LOC", "GPE", "NORP")
# The letters of a body, where the entity layer missed them: "C.I.A.".
_DOTTED = re.compile(r"(?!U\.S\.|[MDS]\.[AD]\.)(?:[A-Z]\.){2,}")


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
        several = stop < len(doc) and doc[stop].lower_ == "of"  # "maintainer of one of the drivers"
        if link == "of" and len(inside) == 1 and noun.pos_ == "NUM" and not several:
            end = stop
            continue  # "father of three"
        if link in ("and", "&"):
            if inside[0].lower_ == "no" or noun.lower_ in word_list("none") or is_tie(noun):
                break  # "organiser and no relation of the leader", "ranger and mother of three"
            beside = noun.dep_ == "conj" or (noun.dep_ == "appos" and noun.head == doc[head].head)
            if entity is not None or not beside or noun.head.i >= stop or noun.pos_ not in ("NOUN", "ADJ"):
                break
        elif (
            link in ("of", "for")
            and doc[head].lower_ in word_list("portfolios")
            and _is_portfolio(doc, end, stop, entity)
        ):
            end = next((t.i for t in inside if t.ent_type_ == "PERSON"), stop)
            continue  # "Minister for Health"
        elif link in ("on", "for", "of") and (any(t.ent_type_ in _TIMES for t in inside) or _is_time(noun)):
            break  # "incident commander on Friday night", "a driver for nine years", "clerk of 17 years"
        elif link == "on" and doc[head].lower_ not in word_list("topical"):
            break  # "nurse on the ward", "strategist on Obama's campaigns"
        elif link == "on" and not (entity is not None and entity.label_ == "ORG" and entity.end == stop):
            end = stop
            continue  # "an expert on Renaissance bronzes"
        elif entity is not None and entity.label_ in _PLACES and _is_of_matter_there(doc, head, link, inside, entity):
            end = stop
            continue  # "director of Latin American sales", "president for Europe"
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
        elif link not in _OF_ROLE or _is_whose(mentions, noun, inside[0]) or doc[head].lower_ in word_list("staff"):
            if near is None and affiliation is None and link in ("of", "at", "for", "with"):
                near, tie = noun.i, link
            break
        elif is_definite(inside[0]) and noun.is_lower and noun.lower_ not in word_list("matters"):
            break  # "coxswain of the lifeboat", but "leader of the opposition"
        end = stop
    if affiliation is None and near is None and end < len(doc) and doc[end].lower_ == "there":
        near, tie = end, "there"  # "an economist there"
    return end, affiliation, near, tie


def is_definite(first: Token) -> bool:
    """Whether a noun phrase that begins so is of one thing, and no matter."""
    return first.pos_ == "DET" or first.tag_ in ("PRP$", "WP$")


def _is_time(noun: Token) -> bool:
    return noun.lemma_ in word_list("spells")


def _is_whose(mentions: Mentions, noun: Token, first: Token) -> bool:
    """Whether a role is at what it is of, and that is no matter: "director of communications", "head of studios"."""
    if first.pos_ in ("NOUN", "ADJ") and noun.tag_ == "NNS" and noun.is_lower:
        return False
    if noun.lower_ in word_list("matters") and noun.lower_ not in word_list("bodies"):
        return False
    return is_body(mentions, noun.i) or noun.lower_ in word_list("bodies") or noun.lower_ in word_list("divisions")


def _is_of_matter_there(doc: Doc, head: int, link: str, inside: Span, entity: Span) -> bool:
    """Whether a place only tells where the matter of a role is, or for which part of a body somebody has an office."""
    matter = inside.root.is_lower and inside.root.i >= entity.end and not is_definite(inside[0])
    for_part = doc[head].lower_ in word_list("corporate") or doc[head].lower_ in word_list("regional")
    part = link == "for" and for_part and len(entity) == len(inside)
    return link in ("of", "for") and (matter or part)


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


def _is_portfolio(doc: Doc, link: int, stop: int, entity: Span | None) -> bool:
    """Whether it is the matter of an office: "Minister for Health", but not "secretary of the Miners' Union"."""
    definite = doc[link].lower_ == "of" and doc[link + 1].lower_ == "the"
    division = doc[stop - 1].lower_ in word_list("divisions")
    if entity is None:
        return not division
    return entity.label_ == "ORG" and not definite and entity[-1].lower_ not in word_list("kinds")


def is_body(mentions: Mentions, token: int) -> bool:
    """Whether a noun is a body or a place, and not a matter: "of the group", but not "of the economy"."""
    number = mentions.at(token)
    if number is None or not mentions.labels:
        return mentions.doc[token].lower_ in word_list("bodies")
    return mentions.kind(number, "organization") + mentions.kind(number, "place") > 0.4


def body_in(doc: Doc, start: int, end: int) -> Span | None:
    if any(doc[i].ent_type for i in range(start, end)):
        found = (e for e in entities_in(doc[start:end]) if e.label_ in BODIES)
        return next((e for e in found if not is_based(doc, e.end + 1)), None)
    dotted = next((i for i in range(start, end) if _DOTTED.fullmatch(doc[i].text)), None)
    return None if dotted is None else Span(doc, dotted, dotted + 1, "ORG")


def end_of_object(doc: Doc, i: int) -> int:
    """Behind the last token of the noun phrase that begins at i."""
    last = i
    while last < len(doc) and (
        doc[last].pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART")
        or doc[last].tag_ == "PRP$"
        or doc[last].ent_iob_ == "I"
        or (doc[last].text in ("-", "&") and last > i)
        or (is_based(doc, last) and last > i)
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
    mark = end + 1 if end < stop and doc[end].lower_ in offices else end
    if mark + 1 < len(doc) and doc[mark].tag_ == "POS" and doc[mark + 1].lower_ == "office":
        end = mark + 2  # "the US attorney's office"
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
