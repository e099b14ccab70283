"""Named entities from the encoder's vectors."""

import re

import numpy as np
from spacy.tokens import Doc, Span

from claimx import gender
from claimx.bio import best_path, spans
from claimx.descriptions import is_seat
from claimx.encoder import encoding
from claimx.groups import grouped
from claimx.heads import Head, log_softmax
from claimx.initials import spelled_out
from claimx.institutions import in_small_letters, whole
from claimx.joins import NAMES, is_initial, joined
from claimx.lexicon import classes, word_list
from claimx.namewords import is_ranking
from claimx.recurring import found_again
from claimx.workplaces import of_body, of_role

_LONGEST_NAME = 4
# How long a word must be whose end tells a trade: "Stan" is none.
_SHORT_WORD = 6
_REFLEXIVE = ("himself", "herself", "themselves", "itself")
# A capital within a word, but no prefix before it: "McKay", "DeSantis".
_TWO_CAPITALS = re.compile(r"(?!(?:Ma?c|De|Di|Da|Du|La|Le|Lo|Van|Von|Fitz)[A-Z])[A-Z][a-z]+[A-Z]")


class Entities(Head):
    """Sets Doc.ents: PERSON, ORG, LOC (places with a government among them), NORP, DATE, MISC."""

    def __call__(self, doc: Doc) -> Doc:
        found = encoding(doc)
        if found is not None:
            tokens = np.flatnonzero(doc.to_array("IS_SPACE") == 0)
            labels = self.labels["entities"]
            scores = self.linear("names.entities", self.hidden("names.hidden", found.vectors[tokens]))
            path = best_path(log_softmax(scores), labels)
            for begin, inside in zip(range(1, len(labels), 2), range(2, len(labels), 2), strict=True):
                path[found.breaks[tokens] & (path == inside)] = begin  # no name goes on into the next paragraph
            found_spans = (
                Span(doc, int(tokens[s.start]), int(tokens[s.end - 1]) + 1, s.label) for s in spans(path, labels)
            )
            parts = joined(doc, [part for span in found_spans for part in _mended(span)])
            named = in_small_letters(doc, whole(doc, found_again(doc, parts)))
            doc.set_ents(spelled_out(doc, grouped(doc, named)))
        return doc


def _mended(span: Span) -> list[Span]:
    """What of a span is a name, where tags are known: a title, a party's letter or an address is none."""
    if not span.doc.has_annotation("POS"):
        return [span]
    if span.label_ not in NAMES:
        return _owned(span) if span.label_ == "MISC" else [span]
    if any(t.like_url or t.like_email for t in span):
        return []
    if span.label_ == "ORG" and len(span) == 1 and span[0].lower_ in word_list("grades") | word_list("military"):
        return []  # "Assistant District Attorney", "Lt. Gov."
    if span.label_ == "ORG" and len(span) == 1 and _is_office(span.doc, span.start) and span.end < len(span.doc):
        following = span.doc[span.end]
        if following.text[0].isupper() and following.pos_ == "PROPN":
            return []  # "Councilman Paul Pytlak"
    if span.label_ == "LOC" and len(span) == 1 and _is_office(span.doc, span.start):
        return []  # "the Tánaiste"
    if span.label_ == "ORG" and _is_post(span):
        return []
    office = span.label_ in ("ORG", "LOC") and span.end < len(span.doc) and _is_office(span.doc, span.end)
    if office and is_ranking(span.text):
        return []  # "U.S. District Judge", "Assistant U.S. Attorney"
    if span.label_ == "PERSON" and len(span) == 1 and span[0].lower_.rstrip(".") in word_list("shortened", "names"):
        return []  # "Cpl" of "Cpl. Nathan Roe"
    if span.label_ == "PERSON" and len(span) == 1 and _is_native(span):
        return [Span(span.doc, span.start, span.end, "NORP")]  # "the American who coaches them"
    if span.label_ == "PERSON" and len(span) == 1 and _leads_to_a_name(span):
        return []  # "Winchman" of "Winchman Sarah Tuite"
    if len(span) == 1 and _is_a_member(span):
        return []  # "Jane Roe, a Democrat"
    if len(span) == 1 and span.label_ in ("ORG", "LOC") and _is_of_office(span.doc, span.start):
        return []  # "State Senator", "Home Secretary"
    if span.label_ == "PERSON" and _is_a_body(span):
        return [Span(span.doc, span.start, span.end, "ORG")]  # "NorthGrid", "the Court", "Halden AI"
    parts = _parted(span)
    return [part for part in (_trimmed(part) for part in parts) if part is not None]


def _is_post(span: Span) -> bool:
    """Whether it is what somebody is who is named right behind it: "the Civil Surgeon, Dr. Ashok Thorat"."""
    doc, last = span.doc, span[-1].lower_
    named = span.end + 1 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].pos_ == "PROPN"
    the = span.start > 0 and doc[span.start - 1].lower_ == "the"
    return the and named and len(span) > 1 and bool(of_role(last)) and not of_body(last)


def _is_a_body(span: Span) -> bool:
    """Whether what was taken for a person is a body, by how it is written or by a word that no person's name has."""
    doc, last = span.doc, span[-1]
    if len(span) > 1:
        unknown = gender.of_first_name(span[0].lower_) == gender.UNKNOWN
        return unknown and _ends_a_body(span.label_, doc, span.end - 1)
    the = span.start > 0 and doc[span.start - 1].lower_ == "the"
    return _TWO_CAPITALS.match(span.text) is not None or (the and last.lower_ in word_list("bodies"))


def _parted(span: Span) -> list[Span]:
    """A name behind a title or a genitive taken for one with it: "Majority Leader Mitch McConnell"."""
    doc = span.doc
    for i in range(span.end - 2, span.start, -1):
        if doc[i].tag_ == "POS" and _is_person(doc[i + 1 : span.end]):
            return [Span(doc, span.start, i, "ORG"), Span(doc, i + 1, span.end, "PERSON")]
    for i in range(span.end - 2, span.start - 1, -1):
        if not _is_office(doc, i):
            continue
        name = doc[i + 1 : span.end]
        if span.label_ == "PERSON" or _is_person(name):
            before = Span(doc, span.start, i, span.label_) if span.label_ == "ORG" and i > span.start else None
            return [*([before] if before is not None else []), Span(doc, i + 1, span.end, "PERSON")]
    for i in range(span.start + 1, span.end - 1):
        # "Jane Roe - Doe's aide"
        if span.label_ == "PERSON" and doc[i].text in ("-", "–", "—") and doc[i - 1].whitespace_:
            return [Span(doc, span.start, i, "PERSON"), Span(doc, i + 1, span.end, "PERSON")]
    for i in range(span.end - 3, span.start - 1, -1):
        if span.label_ == "ORG" and _is_somebody(doc, i) and all(t.pos_ == "PROPN" for t in doc[i + 1 : span.end]):
            body = [Span(doc, span.start, i, "ORG")] if i > span.start else []
            return [*body, Span(doc, i + 1, span.end, "PERSON")]
    return [span]


def _owned(span: Span) -> list[Span]:
    """Whose somebody is, and who, taken for one thing: "CNN's Gloria Borger"."""
    doc = span.doc
    for i in range(span.end - 2, span.start, -1):
        if doc[i].lower_ in ("'s", "’s") and _is_person(doc[i + 1 : span.end]):
            return [Span(doc, span.start, i, "ORG"), Span(doc, i + 1, span.end, "PERSON")]
    return [span]


def _is_person(name: Span) -> bool:
    """Whether words are plainly somebody's name: a first name that is known, and another."""
    known = len(name) > 1 and gender.of_first_name(name[0].lower_) != gender.UNKNOWN
    return known and len(name) <= _LONGEST_NAME and all(t.pos_ == "PROPN" for t in name)


def _is_somebody(doc: Doc, i: int) -> bool:
    """Whether a word in small letters is what somebody is: "Labour backbencher Samir Qureshi"."""
    word = doc[i].lower_
    trade = len(word) > _SHORT_WORD and word.endswith(tuple(word_list("trades", "names")))
    known = trade or word in word_list("offices", "names") or classes("speakers").get(word) == "unnamed"
    return doc[i].is_lower and doc[i].pos_ == "NOUN" and known


def _is_native(span: Span) -> bool:
    """Whether a word tells where somebody is from, and is no name: "Finn" is one too."""
    some = span.start > 0 and span.doc[span.start - 1].lower_ in ("the", "a", "an")
    return some and span[0].lower_ in word_list("natives", "names")


def _leads_to_a_name(span: Span) -> bool:
    """Whether a word is what somebody does who is named right behind it."""
    doc, end = span.doc, span.end
    return end < len(doc) and doc[end].pos_ == "PROPN" and _is_trade(doc, span.start)


def _is_trade(doc: Doc, i: int) -> bool:
    """Whether a name begins with what its bearer does, by the end of the word and the first name behind it."""
    word = doc[i].lower_
    first = gender.of_first_name(word) == gender.UNKNOWN != gender.of_first_name(doc[i + 1].lower_)
    return first and len(word) > _SHORT_WORD and word.endswith(tuple(word_list("trades", "names")))


def _is_behind_a_matter(doc: Doc, start: int, end: int) -> bool:
    """Whether a name begins with what its bearer's office is for: "Minister for Health Jane Roe"."""
    name = doc[start + 1 : end]
    if end - start < 3 or len(name) > _LONGEST_NAME or not _is_a_matter(doc, start):
        return False
    body = any(t.lower_ in word_list(k, "names") for t in name for k in ("authorities", "endings", "ministries"))
    return all(t.is_title and t.pos_ == "PROPN" for t in name) and not body


def _is_a_matter(doc: Doc, i: int) -> bool:
    """Whether a word is what an office in capitals before it is for: "Minister for Health", "Secretary of State"."""
    behind = i > 1 and doc[i - 1].lower_ in ("for", "of") and _is_office(doc, i - 2)
    return behind and doc[i].lower_ in word_list("matters")


def _is_a_member(span: Span) -> bool:
    """Whether a party's word tells one of it."""
    one = span.start > 0 and span.doc[span.start - 1].lower_ in ("a", "an")
    return one and span[0].lower_ in word_list("parties", "names")


def _is_of_office(doc: Doc, i: int) -> bool:
    """Whether a word is the first of an office in two: "State Senator"."""
    return doc[i].lower_ in word_list("matters") and i + 1 < len(doc) and _is_office(doc, i + 1)


def _is_office(doc: Doc, i: int) -> bool:
    return doc[i].lower_.rstrip(".") in word_list("offices", "names") and doc[i].text[:1].isupper()


def _is_last_office(doc: Doc, i: int) -> bool:
    """Whether a name ends with an office behind it, and not with a surname: "Rhoda Sandoval-King", "Jane Constable"."""
    hyphened = i > 1 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_
    surname = i > 0 and doc[i].lower_ in word_list("surnames_too", "names") and doc[i - 1].is_title
    return _is_office(doc, i) and not hyphened and not surname


def _ends_no_body(doc: Doc, i: int) -> bool:
    """Whether a body's name ended before a word: "White House press", "Senate Majority"."""
    word = doc[i]
    lower = word.is_lower and word.lower_ in word_list("matters") - word_list("authorities", "names")
    lower = lower and not _is_followed(doc, i)
    office = i + 1 < len(doc) and _is_office(doc, i + 1) and word.lower_ in ("press", "majority", "minority")
    return lower or office  # "White House Press Secretary"


def _ends_a_body(label: str, doc: Doc, i: int) -> bool:
    """Whether a name goes on with a word that tells a body: "Wexcombe council", "Tarrant Yards"."""
    word = doc[i]
    if label in ("LOC", "ORG") and word.is_lower:
        return word.pos_ == "NOUN" and word.lower_ in word_list("authorities", "names")
    if word.is_upper:
        return label != "LOC" and word.lower_ in word_list("letters", "names")  # "Halden AI"
    known = word.lower_ in word_list("endings", "names") or (
        label == "ORG" and word.lower_ in word_list("bodies", "names")
    )
    return word.is_title and not word.ent_type_ and known


def _is_followed(doc: Doc, i: int) -> bool:
    """Whether a person's name goes on as that of those who follow them: "Clinton campaign", but no "campaign rally"."""
    if i >= len(doc) or doc[i].lower_ not in word_list("followings", "names") or not doc[i].is_lower:
        return False
    if i + 1 == len(doc) or doc[i + 1].pos_ != "NOUN":
        return True
    word = doc[i + 1]
    people = word_list("offices", "names") | word_list("staff") | word_list("corporate") | word_list("portfolios")
    return word.lower_ in people or classes("speakers").get(word.lemma_.lower()) == "unnamed"


def _trimmed(span: Span) -> Span | None:
    """A name without what is no name at its edges; None if nothing is left."""
    doc, start, end = span.doc, span.start, span.end
    if any(is_seat(doc, i) for i in range(max(0, start - 2), start + 1)):
        return None  # the party and the state of "Ryan, R-Wis."
    while end > start and (doc[end - 1].pos_ in ("VERB", "AUX", "SPACE") and not doc[end - 1].is_title):
        end -= 1
    if _is_behind_a_matter(doc, start, end):
        return Span(doc, start + 1, end, "PERSON")
    if span.label_ == "ORG" and end - start == 1 and _is_a_matter(doc, start):
        return None  # "Secretary of State"
    if span.label_ == "PERSON":
        if end - start > 2 and _is_trade(doc, start):
            start += 1  # "Fisherman Neil Strachan"
        while end - start > 1 and doc[end - 1].lower_ in _REFLEXIVE:
            end -= 1  # "Trump himself"
        while end - start > 1 and doc[start].is_lower and doc[end - 1].is_title:
            start += 1  # "a confident-seeming Manafort"
        while start < end and doc[start].lower_.rstrip(".") in word_list("parties", "names") and end - start > 1:
            start += 1
    if span.label_ in ("PERSON", "ORG"):
        while end > start and _is_last_office(doc, end - 1) and (span.label_ == "PERSON" or end - start > 1):
            end -= 1
            while end > start and doc[end - 1].lower_ in word_list("ranks"):
                end -= 1
            if end - start == 1 and span.label_ == "ORG":
                return None  # "City Manager"
    while span.label_ == "ORG" and end - start > 1 and _ends_no_body(doc, end - 1):
        end -= 1
    while end - start > 1 and doc[start].lower_ == "former":
        start += 1  # "Former Pennsylvania Gov. Ed Rendell"
    while span.label_ == "ORG" and end - start > 1 and doc[start].is_lower and doc[start + 1].is_title:
        start += 1  # "the nonprofit Center for Oversight"
    words = doc[start:end]
    if not len(words) or not any(t.pos_ == "PROPN" for t in words) or (words[0].is_lower and span.label_ == "PERSON"):
        return None
    if len(words) == 1 and (len(words[0]) == 1 or words[0].is_lower or words[0].lower_ in word_list("courtesy")):
        return None  # "Hon" of "Hon. Preye Dokubo"
    if end < len(doc) and _ends_a_body(span.label_, doc, end):
        return Span(doc, start, end + 1, "ORG")
    while span.label_ == "PERSON" and start > 0 and not doc[start].is_sent_start and is_initial(doc[start - 1]):
        start -= 1  # "R. Tamilvanan"
    if span.label_ == "PERSON" and _is_followed(doc, end):
        return Span(doc, start, end + 1, "ORG")
    plural = span.label_ == "PERSON" and len(words) == 1 and words[0].tag_ in ("NNPS", "NNS")
    return Span(doc, start, end, "NORP" if plural else span.label_)
