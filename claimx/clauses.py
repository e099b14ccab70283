"""What clauses tell somebody is: "who heads the institute", "joined the trust", "resigned as leader"."""

import itertools
from dataclasses import replace

from spacy.tokens import Doc, Token

from claimx.behind import LONGEST, NOMINAL, behind_head, body_in, end_of_object, is_body
from claimx.descriptions import Description, joined
from claimx.lexicon import lexicon, word_list
from claimx.mentions import Mentions
from claimx.namewords import clean
from claimx.phrases import phrase
from claimx.within import entities_in

# Within how many tokens of its verb a post stands: "will succeed founder Arvind Rao as chief executive".
_POST = 9
# Of how many tokens what somebody does is told at most, and of what words.
_DONE = 7
_OBJECT = ("DET", "ADJ", "NOUN", "PROPN", "NUM")
SUBJECTS = ("nsubj", "nsubjpass", "nsubj:pass")


def relative(mentions: Mentions, who: Token) -> Description | None:
    """ "who is the director", "who replaced Tim Farron as leader"."""
    doc, verb = mentions.doc, who.head
    behind = doc[who.i + 1 : min(len(doc), who.i + 3)]
    following = next((t for t in behind if t.pos_ != "ADV"), verb)  # "who now leads the local"
    if following.lemma_ in lexicon("roles")["verbs"] and following.tag_ in ("VBZ", "VBP"):
        return by_verb(mentions, following) or _doing(doc, following)  # whatever the clause was hung on
    if verb.pos_ in NOMINAL and any(c.dep_ == "cop" for c in verb.children):
        return phrase(mentions, verb.i)
    if verb.lemma_ in lexicon("roles")["verbs"]:
        return by_verb(mentions, verb)
    if following.lemma_ == "become" or (following.lemma_ == "be" and following.tag_ in ("VBZ", "VBP")):
        found = _post(mentions, following.i + 1)
        if found is not None:
            return found  # whatever the clause was hung on
    if verb.tag_ in ("VBD", "VBN") and verb.lemma_ in word_list("learning"):
        return None  # "who trained at Legon"
    if following.lemma_ in word_list("doing") or verb.lemma_ in word_list("workers"):
        at_work, doing = _at_work(doc, verb.i + 1), _doing(doc, following)
        if at_work is None or doing is None:
            return at_work or doing
        return replace(doing, affiliation=at_work.affiliation, tie=at_work.tie)
    if verb.lemma_ in word_list("moves"):
        return of_move(doc, verb.i + 1)
    for t in doc[who.i : min(len(doc), who.i + 25)]:
        if t.text in (",", ".", ";", "”", '"'):
            break
        if t.lower_ == "as" and any(x.lemma_ in word_list("posts") for x in doc[who.i : t.i]):
            found, body = _post(mentions, t.i + 1), of_move(doc, who.i + 2)
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


def _doing(doc: Doc, verb: Token) -> Description | None:
    """What somebody does, where no noun tells what they are: "who teaches contract law", "who runs a chip shop"."""
    done = verb.lemma_ in word_list("doing") or verb.lemma_ in lexicon("roles")["verbs"]
    if not done or verb.tag_ not in ("VBZ", "VBP"):
        return None
    end = verb.i + 1
    while end < min(len(doc), verb.i + _DONE) and doc[end].pos_ in _OBJECT and not doc[end].is_sent_start:
        end += 1
    # "heads materials testing"
    cut = end < len(doc) and (doc[end].pos_ == "VERB" or doc[end - 1].pos_ in ("ADJ", "DET"))
    if cut or (end == verb.i + 1 and verb.lemma_ not in word_list("doing")):
        return None
    if any(t.ent_type_ in ("PERSON", "ORG") for t in doc[verb.i + 1 : end]):
        return None
    return Description(joined(list(doc[verb.i : end])), minor=True, at=verb.i)


def of_move(doc: Doc, start: int) -> Description | None:
    """ "who left St Brannoc's last year", "who joined the Met Office in 2009": of it."""
    entity = next((e for e in entities_in(doc[start : min(len(doc), start + LONGEST)]) if e.label_ == "ORG"), None)
    near = entity is not None and all(t.pos_ in ("DET", "ADV", "ADP") for t in doc[start : entity.start])
    return Description(None, clean(entity.text), tie="verb") if entity is not None and near else None


def by_verb(mentions: Mentions, verb: Token) -> Description | None:
    """ "who heads the Center of Research": the head of it."""
    role, doc = lexicon("roles")["verbs"][verb.lemma_], mentions.doc
    past = verb.tag_ not in ("VBZ", "VBP")
    thing = next(
        (c for c in verb.children if c.dep_ in ("obj", "dobj") and (c.pos_ in NOMINAL or c.lower_ == "it")), None
    )
    if thing is None and (stop := end_of_object(doc, verb.i + 1)) > verb.i + 1:
        thing = doc[stop - 1]  # a tree that is wrong
    if thing is None:
        return None
    if thing.lower_ == "it":
        return Description(role, None, thing.i, minor=past, at=verb.i, tie="verb")  # "who founded it in his garage"
    stop = end_of_object(doc, thing.i + 1) if thing.ent_type_ else thing.i + 1
    entity = body_in(doc, int(mentions.left[thing.i]), max(stop, int(mentions.right[thing.i]) + 1))
    whole = behind_head(mentions, thing.i)[1]
    inside = entity is not None and entity.start <= thing.i < entity.end
    if entity is not None and inside and (whole is None or not thing.is_lower):
        return Description(role, clean(entity.text), minor=past, at=verb.i, tie="verb")
    if whole is not None:
        return Description(role, whole, minor=past, at=verb.i, tie="verb")  # "runs the Wroclaw plant of Acme"
    if entity is not None and entity.end < len(doc) and doc[entity.end].tag_ == "POS":
        return Description(None, clean(entity.text), tie="verb")  # "who led Halden's safety team"
    if not is_body(mentions, thing.i) or thing.lower_ in word_list("premises"):
        if role in ("owner", "founder"):
            return Description(role, minor=past, at=verb.i)  # "who owns a diner"
        return None  # "who led the work", "who runs the chip shop"
    return Description(role, None, thing.i, minor=past, at=verb.i, tie="verb")


def as_post(mentions: Mentions, subject: Token) -> Description | None:
    """ "Farrant has resigned as leader of the party"."""
    if subject.dep_ not in SUBJECTS or subject.head.lemma_ not in word_list("posts"):
        return None
    doc, verb = mentions.doc, subject.head
    behind = itertools.takewhile(lambda t: not t.is_punct, doc[verb.i + 1 : min(len(doc), verb.i + _POST)])
    at = next((t.i for t in behind if t.lower_ == "as"), None)
    return _post(mentions, at + 1) if at is not None else None


def _post(mentions: Mentions, i: int) -> Description | None:
    """The role that begins at a token, behind "as"."""
    stretch = mentions.doc[i : min(len(mentions.doc), i + 8)]
    nouns = [t for t in stretch if t.pos_ in NOMINAL and not t.ent_type_]
    head = next((t for t in nouns if not t.i < t.head.i < i + 8), None)
    found = phrase(mentions, head.i) if head is not None else None
    return found if found is not None and found.role is not None else None
