"""What a source is that nobody names: a group, a document, a body, a person without a name."""

import numpy as np
from spacy.tokens import Doc, Span, Token

from claimx import roles
from claimx.behind import NOMINAL
from claimx.coreference import discourse
from claimx.descriptions import Description
from claimx.identity import Identity, Standing, Step
from claimx.lexicon import classes, word_list
from claimx.mentions import NAME, NOUN, mentions
from claimx.names import Named
from claimx.namewords import clean
from claimx.phrases import is_count
from claimx.positions import Positions
from claimx.within import entities_in

# How nouns end that are of persons: "archivist", "librarian".
_PERSONAL = ("ist", "ician", "arian", "man", "woman", "person", "eer", "ologer")
# How likely a noun is somebody, by its vector, where it is nobody's.
_NOBODY = 0.1
# How likely it is then where it can be nothing else.
_SOMEBODY = 0.9
# Within how many words before a body it is told that something is by it: "by the consultants Pell Hale".
_TOLD_BEFORE = 5


class Nameless:
    """Tells what nouns say of the sources of one article."""

    def __init__(self, doc: Doc, positions: Positions, standings: dict[int, Standing]):
        self._doc, self._positions, self._standings = doc, positions, standings
        self._mentions, self._entities = mentions(doc), discourse(doc).entity

    def identity(self, mention: Span, head: Token, steps: tuple[Step, ...], confidence: float = 1.0) -> Identity:
        """A source with no name: what its noun says."""
        number = self._mentions.at(head.i)
        type_ = self._type(head, number)
        noun = head.pos_ in NOMINAL or is_count(head)  # "one of the volunteers"
        said = roles.of_noun(self._mentions, head.i, single=head.lower_ == "one") if noun else Description()
        if type_ == "group":
            role = said.role if said.affiliation else None  # "economists at Harrow Bank", but not "residents"
            return Identity(None, type_, "none", role, said.affiliation, confidence, steps)
        if type_ not in ("person", "unnamed"):
            author = self._author(mention) if type_ == "document" else None
            return Identity(None, type_, "none", None, author, confidence, steps)
        standing = self._standings.get(number) if number is not None else None
        place = standing.affiliation if standing is not None else self._positions.place(said)
        if place is None and number is not None and head.lower_ in word_list("voices"):
            body = self._positions.bodies.before(number)
            place = body.name if body is not None else None
        return Identity(None, "unnamed", "none", said.role, place, confidence, steps)

    def is_nobody(self, number: int, head: Token) -> bool:
        """Whether a noun cannot stand for one person: it is several or a body."""
        if self._mentions.form[number] != NOUN or head.lower_ == "old":
            return False
        kind = classes("speakers").get(head.lower_)
        if head.tag_ in ("NNS", "NNPS") or kind in ("organization", "group", "document"):
            return True
        return bool(self._mentions.labels) and self._mentions.kind(number, "person") < _NOBODY

    def is_somebody(self, number: int, head: Token) -> bool:
        """Whether a noun can stand for a person only: an office, a member of a party, or one by its vector."""
        if self._mentions.form[number] != NOUN or not self._mentions.labels:
            return False
        if classes("speakers").get(head.lower_) in ("organization", "group", "document"):
            return False
        if head.tag_ not in ("NN", "NNP", "JJ"):
            return False
        if head.lower_ in word_list("parties", "names"):
            return True  # "the Conservative told the chamber"
        person, body = (self._mentions.kind(number, kind) for kind in ("person", "organization"))
        known = head.lower_ in word_list("offices", "names") | word_list("staff")
        return person > body and (known or person > _SOMEBODY)

    def is_owned(self, number: int, mention: Span, head: Token, named: Named) -> bool:
        """Whether somebody's name stands in a noun's phrase for another: "Scott's wife", "the mother of Scott"."""
        start, who = int(self._mentions.start[number]), self._entities[named.mentions[0]]
        first, last = np.searchsorted(self._mentions.head, [start, mention.end])
        inside = [int(self._mentions.head[i]) for i in range(int(first), int(last)) if self._is_name_of(i, who)]
        before = any(i < head.i for i in inside) and any(t.tag_ == "POS" for t in self._doc[start : head.i])
        behind = next((i for i in inside if i > head.i), head.i)
        return before or any(t.lower_ == "of" for t in self._doc[head.i : behind])

    def _is_name_of(self, number: int, entity: int) -> bool:
        return self._mentions.form[number] == NAME and self._entities[number] == entity

    def _author(self, mention: Span) -> str | None:
        """The body that a document is by: "a report by NHS England", "its review, by the consultants Pell Hale"."""
        doc = self._doc
        for body in entities_in(mention):
            i = body.start - 1
            while i > mention.start and body.start - i < _TOLD_BEFORE and doc[i].pos_ in ("DET", "ADJ", "NOUN"):
                i -= 1
            if body.label_ != "ORG" or i <= mention.start or doc[i].lower_ not in ("by", "from"):
                continue
            before = doc[i - 1 - (doc[i - 1].text == ",")]
            if before.pos_ in ("NOUN", "PROPN") or before.lemma_ in word_list("makers"):
                return clean(body.text)  # and not who has seen it
        return None

    def _type(self, head: Token, number: int | None) -> str:
        nouns = classes("speakers")
        for word in (head.lower_, head.lemma_.lower()):
            if word in nouns:
                at_large = head.tag_ in ("NNS", "NNPS") and word in word_list("at_large")
                return "group" if at_large else nouns[word]
        if head.pos_ == "PRON":
            return "group" if head.lower_ in ("they", "we", "us", "them") else "person"
        plural = head.tag_ in ("NNS", "NNPS")
        if plural and any(c.dep_ == "nummod" for c in head.children):
            return "unnamed"  # "two former engineers" are persons whom nobody names
        kind = self.kind_of(number) if number is not None else "person"
        if kind == "organization" and not plural and not head.lower_.endswith(_PERSONAL):
            return "organization"
        return "group" if plural else "unnamed"

    def kind_of(self, number: int) -> str:
        """What kind of thing a mention is, by its vector."""
        kinds = self._mentions.kinds[number]
        return self._mentions.labels[int(kinds.argmax())] if len(kinds) else "person"
