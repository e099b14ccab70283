"""Role and affiliation that stand with a name or a noun: before it, in apposition, or as a predicate."""

import re
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from claimx.behind import LONGEST, NOMINAL, behind_head, end_of_object, is_definite, whole_name
from claimx.clauses import SUBJECTS, as_post, by_verb, of_move, relative
from claimx.descriptions import BODIES, Description, in_compound, is_degree, is_seat, joined, party_at
from claimx.lexicon import lexicon, word_list
from claimx.mentions import Mentions
from claimx.phrases import is_count, phrase
from claimx.titles import title
from claimx.within import entities_in

# Within how many tokens behind a name what is in apposition to it begins.
_APPOSED = 40
# What makes a predicate no fact: "would be a good mayor", "is not the director".
_UNREAL = frozenset(["not", "n't", "n’t", "no", "would", "could", "should", "may", "might", "can", "will", "must"])
# What stands behind an apposition.
_ENDS = (",", ".", ";", ":", ")", "–", "—")
# Between a name and the body that somebody is of.
_OF_BODY = ("of", "from", "with", "at", "for")
# How likely a noun must be somebody, by its vector, where nothing but commas ties it to a name.
_SURELY = 0.25
# How many words in brackets behind a name may be a party or a body.
_BRACKETED = 6
# How likely a noun must be a body, by its vector, behind a name and a preposition.
_BODY = 0.5


def of_name(mentions: Mentions, number: int) -> list[Description]:
    """The descriptions that stand with a name, what stands before it first."""
    doc, span = mentions.doc, mentions.span(number)
    before = title(mentions, span)
    if before is not None and before.role is not None and before.words <= word_list("addresses"):
        # "The vicar, the Rev Joanna Peel": how one is addressed tells less than what one is.
        before = replace(before, minor=True)
    if before is None:
        before = _right_before(mentions, span)
    named_by = _named_by(mentions, span) if before is None or before.minor else None
    found = [
        *_standing("named", named_by),
        *_standing("title", before),
        *_behind(mentions, span),
        *_standing("predicate", of_subject(mentions, span.root)),
        *_standing("as", as_post(mentions, span.root)),
        *_standing("behind", _of_seat(doc, span.end), _in_brackets(doc, span.end), _of_place(mentions, span.end)),
    ]
    age = _age(doc, span.end)
    told = [replace(d, age=age) for d in found if d.role or d.affiliation or d.near is not None]
    return told or ([Description(age=age)] if age else [])


def _standing(stands: str, *found: Description | None) -> list[Description]:
    return [replace(d, stands=stands) for d in found if d is not None]


def of_noun(mentions: Mentions, head: int, *, single: bool = False) -> Description:
    """What a noun says of whom it stands for: "the group's spokeswoman", "a doctor at Johns Hopkins".

    single: of one of several, "one of the volunteers".
    """
    found = phrase(mentions, head, single=single) or _of_one_of(mentions, head) or Description()
    return replace(found, role=None) if mentions.doc[head].lower_ in word_list("bodies") else found  # "a team at X"


def _of_one_of(mentions: Mentions, head: int) -> Description | None:
    """What is in apposition to one of those who were told of: "one of them, a retired teacher,"."""
    doc = mentions.doc
    if head + 3 >= len(doc) or not is_count(doc[head]) or doc[head + 1].lower_ != "of" or doc[head + 2].pos_ != "PRON":
        return None
    return next((phrase(mentions, at) for at in _after_comma(doc, head + 3)), None)


def of_clause(mentions: Mentions, head: int) -> list[Description]:
    """What a relative clause behind a noun says: "the 47-year-old, who directs the institute"."""
    doc = mentions.doc
    end = behind_head(mentions, head)[0]
    who = next((t for t in doc[head + 1 : min(len(doc), end + 3)] if t.lower_ == "who"), None)
    found = relative(mentions, who) if who is not None and not any(entities_in(doc[head + 1 : who.i])) else None
    return _standing("relative", found)


def is_denied(noun: Token) -> bool:
    """Whether a noun tells what somebody is not, or is perhaps: "is not the director"."""
    return any(c.lower_ in _UNREAL for c in noun.children)


def of_subject(mentions: Mentions, subject: Token) -> Description | None:
    """What is said to be: "Roe is the director of the shelter", "she was a nurse"."""
    if subject.dep_ not in SUBJECTS:
        return None
    noun = subject.head
    if noun.lemma_ == "join":
        return of_move(mentions.doc, noun.i + 1)  # "Venn joined the trust in January"
    if noun.lemma_ in lexicon("roles")["verbs"] and noun.tag_ == "VBZ":
        return by_verb(mentions, noun)  # "Roe heads the Center of Research"
    be = next((c for c in noun.children if c.dep_ == "cop"), None)
    if be is None and noun.lemma_ == "be":
        be, predicate = noun, next((c for c in noun.children if c.dep_ == "attr"), None)
    else:
        predicate = noun if noun.pos_ in NOMINAL else None
    if be is None or predicate is None or is_denied(noun) or any(c.tag_ == "JJS" for c in noun.children):
        return None
    single = subject.tag_ in ("NN", "NNP", "PRP") and subject.lower_ not in ("they", "we") and subject.n_rights == 0
    if single and predicate.tag_ == "NNS":
        return None  # "Trump is core groups of voters", by a tree that is wrong
    found = phrase(mentions, predicate.i)
    if found is None:
        return None
    return replace(found, minor=found.minor or be.tag_ == "VBD" or found.affiliation is None)


def _of_seat(doc: Doc, i: int) -> Description | None:
    """The party of "Jim Cole (R-Ohio)" and "Jim Cole, D-Calif."."""
    party = party_at(doc, i + 1) if i + 1 < len(doc) and doc[i].text in (",", "(") else None
    return None if party is None else Description(None, party, tie="of")


def _in_brackets(doc: Doc, i: int) -> Description | None:
    """The party or the body in brackets behind a name: "Ann Keller (Con)", "Jim Cole (University of Leeds)"."""
    if i >= len(doc) or doc[i].text != "(":
        return None
    end = _behind_brackets(doc, i)
    words = doc[i + 1 : end - 1]
    if not 0 < len(words) <= _BRACKETED or is_seat(doc, i + 1) or any(t.ent_type_ == "PERSON" for t in words):
        return None
    if not (words[0].is_title and words[-1].is_title) or len(words[0]) == 1 or any(t.is_punct for t in words):
        return None  # "(pictured)", "(D)"
    return Description(None, words.text, tie="of")


def _of_place(mentions: Mentions, i: int) -> Description | None:
    """ "Senator Jim Tolliver of Idaho", "Joan Abelard, 71, of the Family Network", "Gina Soto of the fire marshal's
    office", "Naomi Kiplimo, for the employers,"."""
    doc, start = mentions.doc, i
    while i + 1 < len(doc) and (doc[i].text == "," or re.fullmatch(r"1?\d\d", doc[i].text)):
        i += 1
    if i + 1 >= len(doc) or doc[i].lower_ not in _OF_BODY:
        return None
    link, stop = doc[i].lower_, end_of_object(doc, i + 1)
    entity = next((e for e in entities_in(doc[i + 1 : min(len(doc), i + 12)]) if e.label_ in BODIES), None)
    if entity is not None and entity.start <= i + 2:
        at_home = (i > start or link != "of") and entity.label_ != "ORG"  # "Kim Laverick, 41, of Marsh Lane"
        if at_home or (link == "for" and i == start):
            return None
        return Description(None, whole_name(doc, entity, end_of_object(doc, i + 1)), tie=link)
    noun = doc[stop - 1]
    number = mentions.at(noun.i)
    party = link == "for" and doc[i + 1].pos_ == "DET" and i == start + 1 and doc[stop : stop + 1].text == ","
    body = link != "for" and number is not None and mentions.kind(number, "organization") > _BODY
    if stop == i + 1 or not noun.is_lower or noun.pos_ != "NOUN" or not (party or body):
        return None
    words = [t for t in doc[i + 1 : stop] if t.pos_ != "DET"]
    several = len(words) > 1 or party
    return Description(None, joined(words) if several else None, None if several else noun.i, tie=link)


def _named_by(mentions: Mentions, name: Span) -> Description | None:
    """The noun that a name is in apposition to: "The council's leader, Frances Ormerod, said"."""
    head = name.root.head
    if name.root.dep_ == "appos" and head.i < name.start and head.pos_ in NOMINAL and not head.ent_type_:
        return phrase(mentions, head.i, single=True)
    before = before_comma(mentions, name)
    return phrase(mentions, before, single=True) if before is not None else None


def _is_address(token: Token) -> bool:
    word = token.lower_.rstrip(".")
    return word == "the" or word in word_list("addresses") or word in word_list("courtesy")


def before_comma(mentions: Mentions, name: Span) -> int | None:
    """The head of the noun phrase to which a name between commas is an apposition, whatever the tree says:
    "The leader of Calder council, Philip Ogden, denied"."""
    doc, i = mentions.doc, name.start - 1
    while i > 1 and _is_address(doc[i]):
        i -= 1
    if i < 1 or doc[i].text != "," or name.root.ent_type_ not in ("PERSON", ""):
        return None
    if name.end < len(doc) and doc[name.end].text not in _ENDS and not doc[name.end].is_space:
        return None
    start = i
    while start > max(0, i - LONGEST) and (
        _can_precede(doc[start - 1]) or doc[start - 1].lower_ in ("of", "for", "at")
    ):
        start -= 1
        if is_definite(doc[start]):
            break
    if start > 0 and doc[start - 1].tag_ == "WP$":
        start -= 1  # "whose managing director, Wanjiru Gathoni"
    owned = any(t.tag_ == "POS" for t in doc[start:i])  # "Port Alden's fire chief, Len Roe"
    if not (owned or is_definite(doc[start])) or any(t.ent_type_ == "PERSON" for t in doc[start:i]):
        return None
    link = next((t.i for t in doc[start:i] if t.lower_ in ("of", "for", "at")), i)
    head = doc[link - 1]
    number = mentions.at(head.i)
    office = head.lower_ in word_list("offices", "names")
    if not office and (number is None or mentions.kind(number, "person") <= _SURELY):
        return None  # "You asked for a truck, Len."
    # "One of his advisers, Tad Devine,"
    several = start > 1 and doc[start - 1].lower_ == "of" and is_count(doc[start - 2])
    one = head.tag_ in ("NN", "NNP") or (several and head.tag_ == "NNS")
    plain = head.pos_ in NOMINAL and one and (office or not head.ent_type_)
    return head.i if plain else None


def _right_before(mentions: Mentions, name: Span) -> Description | None:
    """A noun in small letters right before a name, whatever the tree says: "the ecologist Kiran Mehta"."""
    head = name.start - 1
    if head < 0 or not mentions.doc[head].is_lower or mentions.doc[head].pos_ not in NOMINAL:
        return None
    number = mentions.at(head)
    found = phrase(mentions, head) if number is not None and mentions.kind(number, "person") > _SURELY else None
    return replace(found, minor=True) if found is not None else None


def _behind(mentions: Mentions, name: Span) -> list[Description]:
    """Appositions behind a name, by the tree or right behind a comma, and relative clauses."""
    doc = mentions.doc
    hanging = (t for word in name for t in word.rights if t.dep_ == "appos")
    heads = sorted(t.i for t in hanging if name.end <= t.i < name.end + _APPOSED)
    heads += [*_after_comma(doc, name.end), *_after_comma(doc, _behind_brackets(doc, name.end))]
    heads += _of_both(doc, name.end)
    found: list[Description] = []
    for head in dict.fromkeys(heads):
        if doc[head].lower_ in word_list("parties", "names") and (place := _of_place(mentions, head + 1)):
            found += _standing("behind", place)  # "Republican of Montana"
        seat = is_seat(doc, head) or is_seat(doc, max(0, head - 2))
        if doc[head].ent_type_ != "PERSON" and not is_degree(doc[head]) and not seat:
            found += [*_standing("behind", phrase(mentions, head, single=True)), *of_clause(mentions, head)]
    behind = _behind_brackets(doc, name.end)
    who = next((t for t in doc[behind : min(len(doc), behind + 3)] if t.lower_ == "who"), None)
    if who is not None:
        found += _standing("relative", relative(mentions, who))
    return found


def _behind_brackets(doc: Doc, i: int) -> int:
    """Behind what stands in brackets at a token: "Geoff Warburton (no relation), who"."""
    if i < len(doc) and doc[i].text == "(":
        return next((t.i + 1 for t in doc[i : min(len(doc), i + LONGEST)] if t.text == ")"), i)
    return i


def _after_comma(doc: Doc, i: int) -> list[int]:
    """The head of an apposition that the tree missed: nouns between a comma and a preposition, a mark or "who"."""
    if i >= len(doc) or doc[i].text not in (",", "–", "—", "("):
        return []
    i += 1
    while i < len(doc) and (doc[i].text.isdigit() or doc[i].text == "," or is_degree(doc[i])):
        i += 1
    end = i
    while (
        end < min(len(doc), i + 8)
        and doc[end].ent_type_ != "PERSON"
        and (_can_precede(doc[end]) or in_compound(doc, end))
    ):
        if doc[end].is_sent_start:
            return []
        end += 1
    if end < len(doc) and doc[end].pos_ not in ("PUNCT", "ADP", "SPACE") and doc[end].tag_ != "WP":
        return []
    if end > i and end < len(doc) and doc[end].lower_ == "of" and is_count(doc[end - 1]):
        return [end - 1]  # "Rick Stowe, one of the board's members"
    if end > i and doc[end - 1].pos_ in NOMINAL:
        return [end - 1]  # the last noun of a run, whatever the tree says
    return [t.i for t in doc[i:end] if t.pos_ in NOMINAL and not t.i < t.head.i < end][:1]


def _of_both(doc: Doc, i: int) -> list[int]:
    """The head of the plural apposition behind the next name: "Ann Bee and Carl Dee, trustees of the park"."""
    if i + 1 >= len(doc) or doc[i].lower_ != "and" or doc[i + 1].ent_type_ != "PERSON":
        return []
    end = i + 1
    while end < len(doc) and doc[end].ent_type_ == "PERSON":
        end += 1
    return [h for h in _after_comma(doc, end) if doc[h].tag_ == "NNS" or is_count(doc[h])]


def _can_precede(token: Token) -> bool:
    return token.pos_ in ("DET", "ADJ", "NOUN", "PROPN", "PART", "ADV", "NUM")


def _age(doc: Doc, i: int) -> str | None:
    if i + 1 < len(doc) and doc[i].text == "," and re.fullmatch(r"1?\d\d", doc[i + 1].text):
        return doc[i + 1].text
    return None
