"""What may be somebody's role, and the body that it is at: nouns and names."""

from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np
from spacy.tokens import Doc, Span, Token

from claimx import roles
from claimx.clauses import SUBJECTS
from claimx.descriptions import PREFIXES, Description, in_compound, is_degree, is_seat, is_silk, joined, party_at
from claimx.lexicon import classes, lexicon, word_list
from claimx.mentions import NAME, NOUN, PRONOUN, Mentions
from claimx.namewords import byline_end, clean, is_ranking
from claimx.phrases import is_count, phrase
from claimx.titles import title
from claimx.within import among, where

# How likely a noun must be a body, or somebody, to be a candidate.
_BODY, _SOMEBODY = 0.3, 0.1
# Within how many tokens of a platform's name "on" stands.
_WRITTEN = 5
# How many words stand before a campaign behind whose it is.
_OWNED = 5
# The same where nothing else tells that it is said of somebody.
_SURELY = 0.25


@lru_cache(maxsize=1 << 14)
def key(text: str) -> str:
    """A role or a body by which the same is known again, whatever its case and marks."""
    return " ".join(clean(text).lower().replace("’", "'").replace(".", "").split())


def _is_body(token: Token) -> bool:
    """Whether a noun is a body and nobody's role: "board"."""
    return token.lower_ in word_list("bodies") or classes("speakers").get(token.lower_) == "organization"


def _is_home(entity: Span) -> bool:
    """Whether it is where somebody lives: "Ann Keller, 67, of Macon"."""
    doc, start = entity.doc, entity.start
    of = start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].text == ","
    return of and entity.label_ in ("LOC", "GPE")


def _is_platform(entity: Span) -> bool:
    """Whether it is where something was written: "on X", "on the network Murmur", "on Murmur, a social network"."""
    doc, i = entity.doc, entity.start - 1
    while i > 0 and doc[i].pos_ in ("NOUN", "ADJ", "DET") and entity.start - i < _WRITTEN:
        i -= 1
    if i < 0 or doc[i].lower_ != "on":
        return False
    kinds = {doc[entity.start - 1].lower_}
    if entity.end < len(doc) and doc[entity.end].text == ",":
        kinds |= {t.lower_ for t in doc[entity.end + 1 : entity.end + _WRITTEN]}
    return entity.text.lower() in word_list("written_on") or bool(kinds & word_list("platforms"))


def _is_nation_of(entity: Span) -> bool:
    """Whether it tells of which nation a body is: "the British company"."""
    if entity.label_ != "NORP":
        return False
    noun = entity.root.head
    tied = entity.root.dep_ in ("amod", "compound") and noun.i == entity.end
    return tied and noun.lower_ in word_list("companies")


def _is_school(root: Token) -> bool:
    """Whether it is where somebody learnt: "who trained at Legon and at Wageningen"."""
    root = root.head if root.dep_ == "conj" else root
    past = root.head.tag_ in ("VBD", "VBN") and root.head.lemma_ in word_list("learning")
    return past and root.dep_.startswith("obl")


# Head, first token, end, how it is called, and for roles the phrase.
Row = tuple[int, int, int, str, Description | None]


@cache
def _told_apart() -> frozenset[str]:
    """Nouns of which lists tell whether they are somebody."""
    offices = word_list("offices", "names") | word_list("corporate") | word_list("portfolios")
    return offices | frozenset(classes("speakers"))


class Finder:
    """Looks for what may be roles and bodies in a document.

    body_of: the name of the body that a mention is of, or None. bodies: such as a noun tells that is no mention by
    itself, or that has another name: "school board president", by the noun. told: what the rules tell of
    somebody, by its token: "who runs the shelter".
    """

    def __init__(
        self,
        doc: Doc,
        found: Mentions,
        body_of: Callable[[int], str | None],
        bodies: dict[int, str],
        told: dict[int, Description],
    ):
        self._doc, self._m, self._entities = doc, found, doc.ents
        self._body_of, self._by_noun, self._by_rule = body_of, bodies, told
        columns = doc.to_array(["LOWER", "POS"])
        self._lower, self._pos = columns[:, 0], columns[:, 1]

    def roles(self) -> list[Row]:
        out: dict[int, Row] = {}
        tried: set[int] = set()
        words = self._m.words
        likely = self._m.kinds[:, self._m.labels.index("person")] >= _SOMEBODY if self._m.labels else None
        for i in np.flatnonzero(self._m.form != PRONOUN).tolist():
            if likely is not None and not likely[i] and self._m.form[i] == NOUN and words[i] not in _told_apart():
                continue  # hardly somebody: "the trial"
            head = int(self._m.head[i])
            token = self._doc[head]
            if self._m.form[i] == NAME and not self._is_office(token):
                continue
            if in_compound(self._doc, head + 1) and token.lower_ in PREFIXES:
                continue  # "co-founders"
            if self._is_thing(i, token) or _is_body(token) or is_degree(token) or roles.is_denied(token):
                continue
            several = token.tag_ in ("NNS", "NNPS")
            if (several and not self._speaks(token)) or self._goes_on(head) or self._is_matter(head, out):
                continue
            start, end = int(self._m.start[i]), int(self._m.end[i])
            told = phrase(self._m, head, single=several)
            tried.add(head)
            if told is not None and told.role:
                out[head] = (head, start, end, told.role, told)
        for head in self._before_names():
            if head not in out:
                told = phrase(self._m, head) if head not in tried else None
                if told is None or not told.role:
                    told = Description(self._doc[head].text, at=head)
                out[head] = (head, head, head + 1, told.role or "", told)
        for told in [*self._titles(), *self._behind_names(), *self._by_rule.values()]:
            at = told.at
            if at is not None and told.role and (at not in out or out[at][3] not in told.role):
                out[at] = (at, at, at + 1, told.role, told)
        ends = ((entity.start, byline_end(entity)) for entity in self._entities)
        written = {i for start, end in ends if end is not None for i in range(start, end)}
        return [out[head] for head in sorted(out.keys() - written)]

    @staticmethod
    def _is_office(token: Token) -> bool:
        """Whether a name may be an office: in no entity, or "the Taoiseach", "the ranking Democrat"."""
        before = token.doc[token.i - 1] if token.i else token
        ranked = token.lower_ in word_list("parties", "names") and before.lower_ in word_list("seniority")
        office = token.lower_ in word_list("offices", "names") and token.ent_type_ in ("LOC", "GPE")
        return ranked or office or (not token.ent_type_ and token.tag_ == "NNP")

    def _speaks(self, token: Token) -> bool:
        """Whether one of several may be who is named next: of a subject, an apposition, "one of his advisers", "among
        the parents", "nurses such as"."""
        doc, first, i = self._doc, int(self._m.left[token.i]), token.i
        before = doc[first - 1].lower_ if first else ""
        behind = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        some = first > 1 and before == "of" and is_count(doc[first - 2])
        return (
            token.dep_ in (*SUBJECTS, "appos") or some or before == "among" or behind in ("such", "including", "like")
        )

    def _behind_names(self) -> list[Description]:
        """Letters behind persons' names that tell an office: "Jane Roe KC"."""
        doc, out = self._doc, []
        for entity in self._entities:
            if entity.label_ == "PERSON":
                behind = entity.end + (entity.end < len(doc) and doc[entity.end].text == ",")
                for i in (entity.end - 1, behind):
                    if i < len(doc) and is_silk(doc[i]):
                        out.append(Description(doc[i].text, at=i))
        return out

    def _titles(self) -> list[Description]:
        """What stands before persons' names: "Sen. Jane Roe"."""
        found = (title(self._m, entity) for entity in self._entities if entity.label_ == "PERSON")
        return [told for told in found if told is not None]

    def _is_thing(self, number: int, token: Token) -> bool:
        """Whether a noun is hardly somebody: "who led the trial"."""
        if not self._m.labels or token.lower_ in _told_apart():
            return classes("speakers").get(token.lower_) == "document"
        likely = self._m.kind(number, "person")
        if not _SOMEBODY <= likely < _SURELY:
            return likely < _SOMEBODY
        told = token.dep_ in ("appos", "compound") or any(c.dep_ == "cop" for c in token.children)
        return not (told and token.is_lower)

    def _goes_on(self, head: int) -> bool:
        """Whether a noun is the first of a compound: "co-founder", but not "editor-in-chief"."""
        doc = self._doc
        return head + 2 < len(doc) and in_compound(doc, head + 1) and not in_compound(doc, head + 2)

    def _is_matter(self, head: int, roles_before: dict[int, Row]) -> bool:
        """Whether a noun is in the role of one before: "staff" of "chief of staff", "chief" of "editor-in-chief"."""
        doc = self._doc
        if head > 3 and in_compound(doc, head - 1) and in_compound(doc, head - 2) and in_compound(doc, head - 3):
            return True
        first = head
        while first > 1 and doc[first - 1].pos_ in ("ADJ", "NOUN", "PROPN") and first > head - 3:
            first -= 1
        if first < 2 or doc[first - 1].lower_ != "of":
            return False
        owner = roles_before.get(first - 2)
        chief = doc[first - 2].lower_ in word_list("portfolios") and doc[first].lower_ == "staff"
        return chief or (owner is not None and f" of {doc[first].text}" in owner[3])

    def _before_names(self) -> list[int]:
        """Nouns in small letters right before a person's name, which may head no mention: "convenor Lata Netam"."""
        doc, out = self._doc, []
        for entity in self._entities:
            i = entity.start - 1
            while i > 0 and doc[i].lower_ in word_list("courtesy"):
                i -= 1
            named = entity.label_ == "PERSON" and i > 0 and doc[i - 1].lower_ not in ("of", "for")
            if named and doc[i].is_lower and doc[i].tag_ == "NN" and doc[i].lower_ not in word_list("none"):
                out.append(i)
        return out

    def bodies(self) -> list[Row]:
        doc = self._doc
        out: dict[int, Row] = {}
        inside = np.zeros(len(doc), dtype=bool)
        for entity in self._entities:
            inside[entity.start : entity.end] = entity.label_ not in ("DATE", "TIME")
            if is_silk(doc[entity.start]) or _is_nation_of(entity):
                continue
            if inside[entity.start] and not (_is_home(entity) or _is_platform(entity)):
                root = entity.root
                if _is_school(root):
                    continue
                head = root.i
                number = self._m.at(head)
                name = self._body_of(number) if number is not None else None
                out[head] = (head, entity.start, entity.end, name or clean(entity.text), None)
        for start, end in self._names_without_label(inside):
            if _is_platform(doc[start:end]):
                continue
            head = doc[start:end].root.i
            out.setdefault(head, (head, start, end, clean(doc[start:end].text), None))
        for i in np.flatnonzero(among(self._lower, word_list("parties", "names")) & ~inside).tolist():
            if not is_seat(doc, i):
                out.setdefault(i, (i, i, i + 1, doc[i].text, None))
        for i in where(doc, lexicon("roles")["letters"], "ORTH"):
            if (party := party_at(doc, i)) is not None:
                out[i] = (i, i, i + 1, party, None)
        for i in np.flatnonzero(self._m.form != NAME).tolist():
            head = int(self._m.head[i])
            name = None if head in out else self._body_of(i)
            if head in out or (self._m.form[i] == PRONOUN and name is None):
                continue
            if name is None and doc[head].lower_ in word_list("offices", "names"):
                continue  # "the Taoiseach"
            if name is None and not _is_body(doc[head]) and self._m.kind(i, "organization") < _BODY:
                continue
            start, end = int(self._m.start[i]), int(self._m.end[i])
            if is_seat(doc, start):
                continue
            kept = [
                t for t in doc[start:end] if t.pos_ not in ("DET", "SPACE", "VERB", "PRON", "PUNCT") or t.text == "-"
            ]
            kept = kept[len(kept) > 1 and kept[0].lower_ == "same" :]
            text = name or joined(kept)
            if text:
                out[head] = (head, start, end, text, None)
        out = {head: row for head, row in out.items() if not is_ranking(row[3])}
        for head, start in self._campaigns():
            out[head] = (head, start, head + 1, clean(doc[start : head + 1].text), None)
        for head, text in self._by_noun.items():
            out[head] = (head, *(out[head][1:3] if head in out else (head, head + 1)), text, None)
        return [out[at] for at in sorted(out)]

    def _campaigns(self) -> list[tuple[int, int]]:
        """Those who follow somebody, by the noun, and where their name begins: "Obama's 2008 and 2012 campaigns"."""
        doc, out = self._doc, []
        for entity in self._entities:
            i = entity.end
            if entity.label_ != "PERSON" or i >= len(doc) or doc[i].tag_ != "POS":
                continue
            i += 1
            while i < min(len(doc), entity.end + _OWNED) and (doc[i].pos_ in ("NUM", "ADJ") or doc[i].text == "and"):
                i += 1
            if i < len(doc) and doc[i].lemma_ in word_list("followings", "names"):
                out.append((i, entity.start))
        return out

    def _names_without_label(self, inside: np.ndarray) -> list[tuple[int, int]]:
        """Runs of proper nouns in no entity that are no office and in nobody's name: "Unite", the state of "R-Ky."."""
        offices = word_list("offices", "names") | word_list("grades") | word_list("military")
        persons = {t.text for entity in self._entities if entity.label_ == "PERSON" for t in entity}
        bare = (self._pos == self._doc.vocab.strings.add("PROPN")) & ~inside
        for i in np.flatnonzero(bare).tolist():
            bare[i] = self._doc[i].lower_.rstrip(".") not in offices and self._doc[i].text not in persons
        for i in np.flatnonzero(bare).tolist():
            if is_seat(self._doc, i):
                bare[i] = False
        edges = np.flatnonzero(np.diff(bare.astype("int8"), prepend=0, append=0))
        runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        return [(start, end) for start, end in runs if end > start + 1 or len(self._doc[start]) > 1]
