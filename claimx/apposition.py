"""The name of somebody whom a source calls by another word first: "Its co-author, Arvind Nambiar, a doctoral student",
"a man named Jimmy", "Labour backbencher Samir Qureshi"."""

import re

from spacy.tokens import Span, Token

from claimx.lexicon import classes, word_list
from claimx.mentions import Mentions

# What ends with a name that somebody goes by.
_CALLED = re.compile(
    r"\b(?:named|called|nicknamed|(?:known|referred to|identified|signs?|name)(?: only| simply| just)? as"
    r"|by the (?:handle|name)(?: of)?|the (?:name|handle)(?: of)?|first name,)$",
    re.IGNORECASE,
)
# How many tokens that has at most.
_WORDS = 5
_NOMINAL = ("DET", "ADJ", "NOUN", "PROPN", "NUM")
_OF = ("of", "for", "from")
_RELATIVE = ("who", "whom", "whose", "which", "that", "where", "when", "whether")
# How likely a noun must be somebody, by its vector.
_SOMEBODY = 0.4


def name_beside(found: Mentions, mention: Span, head: Token, names: list[int]) -> int | None:
    """The name that a source has in apposition or behind its title, whatever the tree says; a mention's number.

    head: of the source. names: the mentions in it that are names.
    """
    doc, titles = mention.doc, word_list("titles", "names")
    for i in names:
        start, end = int(found.start[i]), int(found.end[i])
        before = doc[mention.start : start]
        if not len(before):
            if found.type[i] == "PERSON" and not (end < mention.end and _is_whose(doc[end])):
                return None
            continue
        behind = doc[end] if end < mention.end else None
        if behind is not None and behind.text not in (",", "(", "—", "–", ";") and behind.pos_ not in ("ADP", "PRON"):
            continue
        if found.type[i] in ("PERSON", "") and _CALLED.search(before[-_WORDS:].text):
            return i
        if found.type[i] == "ORG" and head.lower_ in word_list("bodies") and _is_apposed(found, before, head):
            return i  # "the group behind it, Save Our Schools"
        if found.type[i] != "PERSON":
            continue
        earlier = [j for j in names if found.end[j] < start and found.type[j] == "PERSON"]
        if not all(_is_whose(doc[int(found.end[j])]) or _is_governed(found.span(j), titles) for j in earlier):
            return None
        titled = before[-1].lower_.rstrip(".") in titles
        while len(before) and before[-1].lower_.rstrip(".") in titles | {".", "(", ")", "the", "hon"}:
            if len(before) > 1 and before[-2].text == "-":
                break  # "captain-coach"
            before = before[:-1]
        full = end - start > 1 or titled
        if not len(before):
            return None
        if (full or behind is not None) and _is_apposed(found, before, head):
            return i
        if full and _is_title(before):
            return i
    return None


def _is_whose(following: Token) -> bool:
    """Whether a name is of somebody to whom the source is something: "Dutta's husband", "a Trump adviser"."""
    return following.tag_ == "POS" or following.pos_ in ("NOUN", "ADJ")


def _is_governed(name: Span, titles: frozenset[str]) -> bool:
    """Whether a name is a part of what describes the source: "One pastor supporting Mr. Cruz"."""
    i = name.start - 1
    while i > 0 and (name.doc[i].text == "." or name.doc[i].lower_.rstrip(".") in titles):
        i -= 1
    return i >= 0 and name.doc[i].pos_ in ("VERB", "ADP")


def _is_apposed(found: Mentions, before: Span, head: Token) -> bool:
    """Whether words before a name are one somebody and a comma: "The finance chief in question,"."""
    comma = next((t.i for t in reversed(before) if t.text == ","), None)
    if comma is None or not before.start <= head.i < comma:
        return False
    lead, rest = before.doc[before.start : comma], before.doc[comma + 1 : before.end]
    if any((t.text in ',;:“”"' and not t.ent_type_) or t.lower_ in _RELATIVE for t in lead[1:]):
        return False
    if not all(t.pos_ in _NOMINAL or t.tag_ == "POS" for t in rest):
        return False
    known = head.lower_ == "one" or head.lower_ in word_list("bodies") or _is_somebody(found, head)
    return known and head.tag_ not in ("NNS", "NNPS")


def _is_somebody(found: Mentions, head: Token) -> bool:
    if head.lower_ in word_list("offices", "names") or classes("speakers").get(head.lower_) in ("person", "unnamed"):
        return True
    number = found.at(head.i)
    return number is not None and found.kind(number, "person") > _SOMEBODY


def _is_title(before: Span) -> bool:
    """Whether words before a name are what its bearer is: "Leader of the Opposition", "Quillane founder".

    No name of one of several: "Democrats and activist Jane Roe".
    """
    last = before[-1]
    if last.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return False
    free = [t for t in before if t.ent_type_ != "ORG"]
    small = [t for t in free if t.pos_ not in _NOMINAL and t.tag_ not in ("POS", "HYPH") and t.text not in "-()"]
    if any(t.lower_ not in (*_OF, "and") for t in small):
        return False
    joined = next((t.i for t in small if t.lower_ == "and"), before.start)
    if any(t.tag_ in ("NNS", "NNPS") for t in free if t.i < joined):
        return False
    of = next((t for t in small if t.lower_ in _OF), None)
    if of is None:
        return True
    offices = word_list("offices", "names") | word_list("portfolios")
    office = before.doc[of.i - 1].lower_
    if before[0].pos_ == "DET" or office not in offices or (of.lower_ == "for" and office in word_list("servants")):
        return False  # "a spokesman for singer Jane Roe"
    return last.lower_ not in offices
