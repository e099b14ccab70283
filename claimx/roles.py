"""Role and affiliation that stand with a name or a noun: before it, in apposition, or as a predicate."""

import re
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from claimx.descriptions import BODIES, Description, is_degree
from claimx.lexicon import lexicon, word_list
from claimx.mentions import Mentions
from claimx.names import clean
from claimx.phrases import (
    LONGEST,
    NOMINAL,
    behind_head,
    body_in,
    end_of_object,
    is_body,
    is_count,
    phrase,
    whole_name,
)
from claimx.titles import title
from claimx.within import entities_in

SUBJECTS = ("nsubj", "nsubjpass", "nsubj:pass")
# What makes a predicate no fact: "would be a good mayor", "is not the director".
_UNREAL = frozenset(["not", "n't", "n’t", "no", "would", "could", "should", "may", "might", "can", "will", "must"])
# What stands behind an apposition.
_ENDS = (",", ".", ";", ":", ")", "–", "—")
# How likely a noun must be somebody, by its vector, where nothing but commas ties it to a name.
_SURELY = 0.25


def of_name(mentions: Mentions, number: int) -> list[Description]:
    """The descriptions that stand with a name, what stands before it first."""
    doc, span = mentions.doc, mentions.span(number)
    before = title(doc, span)
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
        *_standing("as", _as(mentions, span.root)),
        *_standing("behind", _of_place(doc, span.end)),
    ]
    age = _age(doc, span.end)
    told = [replace(d, age=age) for d in found if d.role or d.affiliation]
    return told or ([Description(age=age)] if age else [])


def _standing(stands: str, *found: Description | None) -> list[Description]:
    return [replace(d, stands=stands) for d in found if d is not None]


def of_noun(mentions: Mentions, head: int) -> Description:
    """What a noun says of whom it stands for: "the group's spokeswoman", "a doctor at Johns Hopkins"."""
    return phrase(mentions, head) or Description()


def of_clause(mentions: Mentions, head: int) -> list[Description]:
    """What a relative clause behind a noun says: "the 47-year-old, who directs the institute"."""
    doc = mentions.doc
    end = behind_head(mentions, head)[0]
    who = next((t for t in doc[head + 1 : min(len(doc), end + 3)] if t.lower_ == "who"), None)
    found = _relative(mentions, who) if who is not None and not any(entities_in(doc[head + 1 : who.i])) else None
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
        return _of_move(mentions.doc, noun.i + 1)  # "Venn joined the trust in January"
    if noun.lemma_ in lexicon("roles")["verbs"] and noun.tag_ == "VBZ":
        return _by_verb(mentions, noun)  # "Roe heads the Center of Research"
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


def _of_place(doc: Doc, i: int) -> Description | None:
    """ "Senator Jim Tolliver of Idaho", "Joan Abelard, 71, of the Family Network"."""
    start = i
    while i + 1 < len(doc) and (doc[i].text == "," or re.fullmatch(r"1?\d\d", doc[i].text)):
        i += 1
    if i + 1 >= len(doc) or doc[i].lower_ != "of":
        return None
    entity = next((e for e in entities_in(doc[i + 1 : min(len(doc), i + 12)]) if e.label_ in BODIES), None)
    if entity is None or entity.start > i + 2 or (i > start and entity.label_ != "ORG"):
        return None  # "Kim Laverick, 41, of Marsh Lane" lives there
    return Description(None, whole_name(doc, entity, end_of_object(doc, i + 1)), tie="of")


def _named_by(mentions: Mentions, name: Span) -> Description | None:
    """The noun that a name is in apposition to: "The council's leader, Frances Ormerod, said"."""
    head = name.root.head
    if name.root.dep_ == "appos" and head.i < name.start and head.pos_ in NOMINAL and not head.ent_type_:
        return phrase(mentions, head.i, single=True)
    before = before_comma(mentions, name)
    return phrase(mentions, before, single=True) if before is not None else None


def before_comma(mentions: Mentions, name: Span) -> int | None:
    """The head of the noun phrase to which a name between commas is an apposition, whatever the tree says:
    "The leader of Calder council, Philip Ogden, denied"."""
    doc, i = mentions.doc, name.start - 1
    while i > 1 and (doc[i].lower_ == "the" or doc[i].lower_.rstrip(".") in word_list("addresses")):
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
        if doc[start].pos_ == "DET" or doc[start].tag_ == "PRP$":
            break
    if not (doc[start].pos_ == "DET" or doc[start].tag_ == "PRP$") or any(
        t.ent_type_ == "PERSON" for t in doc[start:i]
    ):
        return None
    link = next((t.i for t in doc[start:i] if t.lower_ in ("of", "for", "at")), i)
    head = doc[link - 1]
    number = mentions.at(head.i)
    office = head.lower_ in word_list("offices", "names")
    if number is None or not (office or mentions.kind(number, "person") > _SURELY):
        return None  # "You asked for a truck, Len."
    return head.i if head.pos_ in NOMINAL and head.tag_ in ("NN", "NNP") and not head.ent_type_ else None


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
    stretch = doc[name.start : min(len(doc), name.end + 40)]
    heads = [t.i for t in stretch if t.dep_ == "appos" and name.start <= t.head.i < name.end and t.i >= name.end]
    heads += [*_after_comma(doc, name.end), *_after_comma(doc, _behind_brackets(doc, name.end))]
    heads += _of_both(doc, name.end)
    found: list[Description] = []
    for head in dict.fromkeys(heads):
        if doc[head].ent_type_ != "PERSON" and not is_degree(doc[head]):
            found += [*_standing("behind", phrase(mentions, head, single=True)), *of_clause(mentions, head)]
    behind = _behind_brackets(doc, name.end)
    who = next((t for t in doc[behind : min(len(doc), behind + 3)] if t.lower_ == "who"), None)
    if who is not None:
        found += _standing("relative", _relative(mentions, who))
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
    while end < min(len(doc), i + 8) and doc[end].ent_type_ != "PERSON" and _can_precede(doc[end]):
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


def _relative(mentions: Mentions, who: Token) -> Description | None:
    """ "who is the director", "who replaced Tim Farron as leader"."""
    doc, verb = mentions.doc, who.head
    following = doc[who.i + 1] if who.i + 1 < len(doc) else verb
    if following.lemma_ in lexicon("roles")["verbs"] and following.tag_ in ("VBZ", "VBP"):
        return _by_verb(mentions, following)  # whatever the clause was hung on
    if verb.pos_ in NOMINAL and any(c.dep_ == "cop" for c in verb.children):
        return phrase(mentions, verb.i)
    if verb.lemma_ in lexicon("roles")["verbs"]:
        return _by_verb(mentions, verb)
    if following.lemma_ == "become" or (following.lemma_ == "be" and following.tag_ in ("VBZ", "VBP")):
        found = _post(mentions, following.i + 1)
        if found is not None:
            return found  # whatever the clause was hung on
    if verb.lemma_ in word_list("workers"):
        return _at_work(doc, verb.i + 1)
    if verb.lemma_ in word_list("moves"):
        return _of_move(doc, verb.i + 1)
    for t in doc[who.i : min(len(doc), who.i + 25)]:
        if t.text in (",", ".", ";", "”", '"'):
            break
        if t.lower_ == "as" and any(x.lemma_ in word_list("posts") for x in doc[who.i : t.i]):
            found, body = _post(mentions, t.i + 1), _of_move(doc, who.i + 2)
            if found is not None and body is not None and found.affiliation is None and found.near is None:
                return replace(found, affiliation=body.affiliation)  # "who came to Emory as a neurologist"
            return found
    return None


def _at_work(doc: Doc, start: int) -> Description | None:
    """ "who covers the company for Lunt Securities": of it."""
    for i in range(start, min(len(doc) - 1, start + 12)):
        if doc[i].text in (",", ".", ";", "”", '"'):
            return None
        if doc[i].lower_ in ("for", "at", "with"):
            entity = next((e for e in entities_in(doc[i + 1 : min(len(doc), i + 10)]) if e.label_ == "ORG"), None)
            near = entity is not None and all(t.pos_ in ("DET", "ADJ", "NOUN") for t in doc[i + 1 : entity.start])
            return Description(None, clean(entity.text), tie=doc[i].lower_) if entity is not None and near else None
    return None


def _of_move(doc: Doc, start: int) -> Description | None:
    """ "who left St Brannoc's last year", "who joined the Met Office in 2009": of it."""
    entity = next((e for e in entities_in(doc[start : min(len(doc), start + LONGEST)]) if e.label_ == "ORG"), None)
    near = entity is not None and all(t.pos_ in ("DET", "ADV", "ADP") for t in doc[start : entity.start])
    return Description(None, clean(entity.text), tie="verb") if entity is not None and near else None


def _by_verb(mentions: Mentions, verb: Token) -> Description | None:
    """ "who heads the Center of Research": the head of it."""
    role, doc = lexicon("roles")["verbs"][verb.lemma_], mentions.doc
    past = verb.tag_ not in ("VBZ", "VBP")
    thing = next((c for c in verb.children if c.dep_ in ("obj", "dobj") and c.pos_ in NOMINAL), None)
    if thing is None and (stop := end_of_object(doc, verb.i + 1)) > verb.i + 1:
        thing = doc[stop - 1]  # a tree that is wrong
    if thing is None:
        return None
    stop = end_of_object(doc, thing.i + 1) if thing.ent_type_ else thing.i + 1
    entity = body_in(doc, int(mentions.left[thing.i]), max(stop, int(mentions.right[thing.i]) + 1))
    if entity is not None and entity.start <= thing.i < entity.end:
        return Description(role, clean(entity.text), minor=past, at=verb.i, tie="verb")
    whole = behind_head(mentions, thing.i)[1]
    if whole is not None:
        return Description(role, whole, minor=past, at=verb.i, tie="verb")  # "runs the Wroclaw plant of Acme"
    if entity is not None and entity.end < len(doc) and doc[entity.end].tag_ == "POS":
        return Description(None, clean(entity.text), tie="verb")  # "who led Halden's safety team"
    if not is_body(mentions, thing.i):
        return None  # "who led the work"
    return Description(role, None, thing.i, minor=past, at=verb.i, tie="verb")


def _as(mentions: Mentions, subject: Token) -> Description | None:
    """ "Farrant has resigned as leader of the party"."""
    if subject.dep_ not in SUBJECTS or subject.head.lemma_ not in word_list("posts"):
        return None
    doc, verb = mentions.doc, subject.head
    at = next((t.i for t in doc[verb.i + 1 : min(len(doc), verb.i + 4)] if t.lower_ == "as"), None)
    return _post(mentions, at + 1) if at is not None else None


def _post(mentions: Mentions, i: int) -> Description | None:
    """The role that begins at a token, behind "as"."""
    stretch = mentions.doc[i : min(len(mentions.doc), i + 8)]
    nouns = [t for t in stretch if t.pos_ in NOMINAL and not t.ent_type_]
    head = next((t for t in nouns if not t.i < t.head.i < i + 8), None)
    found = phrase(mentions, head.i) if head is not None else None
    return found if found is not None and found.role is not None else None


def _age(doc: Doc, i: int) -> str | None:
    if i + 1 < len(doc) and doc[i].text == "," and re.fullmatch(r"1?\d\d", doc[i + 1].text):
        return doc[i + 1].text
    return None
