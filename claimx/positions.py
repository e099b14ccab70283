"""What the persons of an article are, and where: what is told of them anywhere, brought together."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
from spacy.tokens import Doc

from claimx import roles
from claimx.anonymity import is_unnamed
from claimx.bodies import Bodies
from claimx.bodyfinder import inner_bodies
from claimx.clauses import SUBJECTS
from claimx.coreference import Discourse
from claimx.descriptions import Description, joined
from claimx.identity import Standing
from claimx.lexicon import classes, lexicon, word_list
from claimx.mentions import NAME, NOUN, mentions
from claimx.names import Named
from claimx.namewords import is_ranking
from claimx.referents import Referents

# How likely an antecedent of a noun must be for what the noun tells to count.
_BELIEVED = 0.5
# How likely a noun must be a body, by its vector, to be somebody's.
_BODY = 0.5


class Positions:
    """Roles and affiliations in one document, by rules.

    standings: what has been chosen for entities, by their number.
    """

    def __init__(self, doc: Doc, discourse: Discourse, standings: Mapping[int, Standing] | None = None):
        self._doc = doc
        self._discourse = discourse
        self._mentions = mentions(doc)
        self._names = discourse.names
        self.of_entity = {discourse.entity[named.mentions[0]]: named for named in self._names.all}
        self._others_of: dict[int, list[int]] = {}
        for i in np.flatnonzero(self._mentions.form != NAME).tolist():
            entity = discourse.entity[i]
            if entity != i and (self._mentions.form[i] != NOUN or (self._is_believed(i) and not self._is_other(i))):
                self._others_of.setdefault(entity, []).append(i)
        self._surnames = frozenset(named.words[-1] for named in self._names.people if len(named.words) > 1)
        self._standings = standings or {}
        self._named_at: dict[int, list[int]] = {}
        self._known: dict[int, tuple[str | None, str | None]] = {}
        self._told: dict[int, list[Description]] = {}
        self._inner = inner_bodies(doc)
        self.bodies = Bodies(doc, discourse, self.of_entity, self._others_of)
        self.referents = Referents(doc, discourse, self.of_entity)
        for i in self._called():
            person = self.referents.only_person(i)
            if person is not None:
                self._others_of.setdefault(discourse.entity[person.mentions[0]], []).append(i)

    def _is_believed(self, number: int) -> bool:
        """Whether a noun is in apposition to its name, or its antecedent is likelier than not."""
        candidates = self._discourse.antecedents.get(number)
        return not candidates or candidates[0].probability >= _BELIEVED

    def _is_other(self, number: int) -> bool:
        """Whether a noun is plainly a body, and what it is taken for is a person."""
        named = self.of_entity.get(self._discourse.entity[number])
        if named is None or named.type != "PERSON" or not self._mentions.labels:
            return False
        body, person = (self._mentions.kind(number, kind) for kind in ("organization", "person"))
        return body > 0.5 > person

    def _called(self) -> list[int]:
        """Definite nouns for which nobody was found, and that speak."""
        heads = {span.root.i for span in self._doc.spans.get("source", ())}
        nouns = np.flatnonzero(self._mentions.form == NOUN).tolist()
        nobody = [i for i in nouns if self._discourse.entity[i] not in self.of_entity]
        speaking = [i for i in nobody if int(self._mentions.head[i]) in heads]
        return [i for i in speaking if not is_unnamed(self._doc, int(self._mentions.end[i]))]

    def others(self, entity: int) -> list[int]:
        """The mentions of an entity that are no names."""
        return self._others_of.get(entity, [])

    def body_of(self, number: int) -> str | None:
        """The name of the body that a mention is of."""
        named = self.bodies.at(number)
        return named.name if named is not None and named.type != "PERSON" else None

    def by_rule(self, named: Named) -> tuple[str | None, str | None]:
        """Role and affiliation of a person by rules, from every mention of them and of what they are called."""
        first = named.mentions[0]
        if first not in self._known:
            self._known[first] = self._by_rule(named)
        return self._known[first]

    def told(self, named: Named) -> list[Description]:
        """What is told of a person wherever they are spoken of, names first."""
        first = named.mentions[0]
        if first not in self._told:
            self._told[first] = self._find_told(named)
        return self._told[first]

    def _find_told(self, named: Named) -> list[Description]:
        entity = self._discourse.entity[named.mentions[0]]
        told = list(self._discourse.descriptions.get(named.mentions[0], ()))
        for i in self._others_of.get(entity, ()):
            token = self._doc[int(self._mentions.head[i])]
            more = roles.of_subject(self._mentions, token)
            told += [replace(more, stands="predicate")] if more is not None else []
            if self._mentions.form[i] == NOUN and not roles.is_denied(token):
                told += [replace(roles.of_noun(self._mentions, token.i), stands="noun")]
                told += roles.of_clause(self._mentions, token.i)
        told = [self._inferred(self._not_of(entity, d), named) for d in told]
        own = frozenset(named.words)
        named_too = self._surnames - own
        return [d for d in told if not d.role or not (d.words <= own or d.words & named_too)]

    def _inferred(self, told: Description, named: Named) -> Description:
        """A description with the body that its words tell, where the article names it: "Sports minister Kofi Asante",
        "the Ministry of Youth and Sports"; "owner Alan Kessler", "Kessler Shoes"."""
        if told.role is None or told.affiliation is not None or told.near is not None or "former" in told.words:
            return told
        found = None
        if told.words & word_list("ministers", "names"):
            found = self.bodies.ministry(told.words)
        elif told.words & word_list("proprietors", "names") and len(named.words) > 1:
            found = self.bodies.beginning(named.words[-1])
        return replace(told, affiliation=found, tie="of") if found is not None else told

    def _not_of(self, entity: int, told: Description) -> Description:
        """A description without a noun that is taken for whom it tells of: "Roe, a spokesman for the mayor"."""
        number = self._mentions.at(told.near) if told.near is not None else None
        if told.near is None or number is None or self._discourse.entity[number] != entity:
            return told
        if self._mentions.words[number] not in word_list("offices", "names"):
            return told
        servant = bool(told.words & word_list("servants"))
        return replace(told, near=None, affiliation=self._doc[told.near].text if servant else None)

    def _by_rule(self, named: Named) -> tuple[str | None, str | None]:
        told = list(self.told(named))
        with_role = sorted((d for d in told if d.role), key=lambda d: d.minor)
        lead = self._lead(named) if all(d.minor for d in with_role) else None
        if lead is not None:
            lead = replace(lead, stands="lead")
            with_role.insert(0, lead)
            told.append(lead)
        if not with_role:
            return None, next((p for d in told if (p := self.place(d))), None)
        first = with_role[0]
        # The same office in other words: the fuller ones, and where it is wherever that is said.
        alike = [d for d in with_role if d.words & first.words]
        role = max(alike[:3], key=lambda d: (not d.minor, d is first, len(d.words))).role
        return role, self._nearest(alike, told) or self._of_main(first, named) or self._seat(first)

    def _lead(self, named: Named) -> Description | None:
        """What the article begins with, where the next sentence names the one: "The chief executive of Acme has
        resigned. Jane Roe told …"."""
        first = min(named.mentions)
        sentences = self._mentions.sentence
        begin, end = int(np.searchsorted(sentences, 1)), int(np.searchsorted(sentences, 3))
        people = [i for i in range(end) if self._mentions.type[i] == "PERSON"]
        if not begin <= first < end or people[:1] != [first]:
            return None
        if self._doc[int(self._mentions.head[first])].dep_ not in SUBJECTS:
            return None
        subjects = [i for i in range(begin) if self._doc[int(self._mentions.head[i])].dep_ in SUBJECTS]
        if not subjects or self._mentions.form[subjects[0]] != NOUN:
            return None
        head = self._doc[int(self._mentions.head[subjects[0]])]
        if head.tag_ in ("NNS", "NNPS") or classes("speakers").get(head.lower_, "unnamed") not in ("unnamed", "person"):
            return None
        office = head.lower_ in word_list("offices", "names") or self._mentions.kind(subjects[0], "person") > 0.5
        found = roles.of_noun(self._mentions, head.i) if office else None
        return found if found is not None and found.role else None

    def _nearest(self, alike: list[Description], told: list[Description]) -> str | None:
        """The affiliation told with a role, or by itself; a party is one if there is no other."""
        bare = [p for d in told if d.role is None and (p := self.place(d))]
        # Whose "its chief nurse" is, is a guess: what she joined is not.
        sure = [d for d in alike if not bare or d.near is None or self._doc[d.near].lower_ not in ("its", "their")]
        places = [p for d in sure if (p := self.place(d))]
        parties = word_list("parties", "names")
        bodies = [p for p in [*places, *bare] if p.lower() not in parties]
        # "Norwegian", and "of the University of Bergen": the body tells more than the nation.
        body = next((p for p in bodies if self._is_named_body(p)), None) or next(iter(bodies), None)
        return body or next(iter(places), None) or next((p for d in told if (p := self.place(d))), None)

    def _is_named_body(self, place: str) -> bool:
        named = self._names.find(place)
        return named is not None and named.type == "ORG"

    def place(self, description: Description) -> str | None:
        """The affiliation; where a noun stands for it, its name."""
        near, told = description.near, description.affiliation
        if told is not None and is_ranking(told):
            return None  # "Shadow" of a secretary
        if told is not None and told.lower() in word_list("bodies"):
            return self._fuller(told, len(self._doc))  # "Federation president"
        if told or near is None:
            return self._in_full(self._country(told))
        number = self._mentions.at(near)
        if self._doc[near].lower_ in ("its", "their", "there"):
            return self.bodies.of_pronoun(number, near)
        noun = self._doc[near].lower_
        named = self.bodies.at(number) if number is not None else self._inner.get(near)
        if named is not None and self._is_meant(named, noun, description):
            return named.name
        if description.words & word_list("servants") and self._doc[near].lower_ in word_list("offices", "names"):
            return self._doc[near].text  # "a spokesman for the mayor"
        phrase = self._doc[int(self._mentions.left[near]) : int(self._mentions.right[near]) + 1]
        kept = [t for t in phrase if t.pos_ not in ("DET", "SPACE", "VERB", "PRON", "PUNCT") or t.text == "-"]
        words = (joined(kept) or "").split()
        if len(words) == 1 and words[0].lower() in word_list("companies"):
            before = int(np.searchsorted(self._mentions.head, near))
            body = self.bodies.dominant(before) or self.bodies.before(before)  # "Club owner Moira Sneddon"
            return body.name if body is not None else None
        if not words or not self._is_body(words[-1].lower(), number):
            return None  # "a candidate for the seat"
        return self._fuller(words[0], near) if len(words) == 1 else " ".join(words)

    @staticmethod
    def _is_meant(named: Named, noun: str, description: Description) -> bool:
        """Whether a noun beside a role can stand for whom it was taken: a union is no company, and only a servant is
        somebody's."""
        if named.type == "PERSON":
            return noun in word_list("offices", "names") and bool(description.words & word_list("servants"))
        return noun not in word_list("kinds") or noun in named.words

    def _is_body(self, noun: str, number: int | None) -> bool:
        known = word_list("bodies") | word_list("ventures", "names") | word_list("authorities", "names")
        likely = number is not None and self._mentions.kind(number, "organization") > _BODY
        return likely or noun in known or classes("speakers").get(noun) == "organization"

    def _fuller(self, word: str, before: int) -> str:
        """The words by which a noun was brought in: "world chess federation" for "Federation president"."""
        for i in range(int(np.searchsorted(self._mentions.head, before))):
            if self._mentions.words[i] == word.lower() and self._mentions.form[i] == NOUN:
                phrase = [t for t in self._mentions.span(i) if t.pos_ not in ("DET", "SPACE", "PRON", "PUNCT")]
                if len(phrase) > 1:
                    return joined(phrase) or word
        return word

    def _in_full(self, told: str | None) -> str | None:
        """A name as the article gives it in full: "Federal Reserve" for "Fed governor", "a lawyer for Lindgren"."""
        party = told is not None and told.lower() in word_list("parties", "names")  # no short name of its committee
        named = self._names.find(told) if told is not None and not party else None
        return named.name if named is not None and named.type in ("ORG", "PERSON") else told

    def _country(self, place: str | None) -> str | None:
        """ "Mexico" for "Mexican", where the article names it."""
        if place is not None and " " not in place and len(place) > 5:
            places = (n.name for n in self._names.all if n.type in ("LOC", "GPE") and " " not in n.name)
            return next((name for name in places if name[:5] == place[:5]), place)
        return place

    def holder(self, number: int) -> Named | None:
        """The one person who is what a definite noun says: "the mayor", "the Rovers manager", "its chief executive".

        One who was named before is meant rather than one who is named later; of several whoever was named last.
        """
        head, start = (self._doc[int(at[number])] for at in (self._mentions.head, self._mentions.start))
        whose = start.lower_ in ("its", "their") or any(t.tag_ == "POS" for t in self._doc[start.i : head.i])
        definite = start.lower_ == "the" or whose
        if self._mentions.form[number] != NOUN or not definite or head.tag_ in ("NNS", "NNPS"):
            return None
        said = roles.of_noun(self._mentions, head.i)
        own = self.place(said) if whose else said.affiliation
        if whose and own is None:
            return None
        fits = []
        for named in self._by_office.get(head.lower_, ()):
            place = self.by_rule(named)[1] or self._chosen(named).affiliation
            same_place = not own or place is None or bool({*own.lower().split()} & {*place.lower().split()})
            if same_place and (place is not None or not whose):
                fits.append(named)
        before = [named for named in fits if named.mentions[0] < number]
        if len(before) > 1 and not whose:
            return max(before, key=lambda named: self._last_named(named, number))
        fits = before or (fits if whose else [])
        return fits[0] if len(fits) == 1 else None

    def _last_named(self, named: Named, before: int) -> int:
        """The mention by which somebody was named last before another."""
        if id(named) not in self._named_at:
            self._named_at[id(named)] = sorted(named.mentions)
        at = self._named_at[id(named)]
        return at[bisect_left(at, before) - 1]

    @cached_property
    def _by_office(self) -> dict[str, list[Named]]:
        """The persons by each word of their roles, those that the rules find and those that were chosen."""
        out: dict[str, list[Named]] = {}
        for named in self._names.people:
            told = (self.by_rule(named)[0], self._chosen(named).role)
            for word in dict.fromkeys(" ".join(role for role in told if role).lower().split()):
                out.setdefault(word, []).append(named)
        return out

    def _chosen(self, named: Named) -> Standing:
        return self._standings.get(self._discourse.entity[named.mentions[0]], Standing(None, None))

    def _of_main(self, told: Description, named: Named) -> str | None:
        """Whose "chief executive" it is, where an article is plainly about one body."""
        if not told.words & word_list("corporate"):
            return None
        body = self.bodies.before(min(named.mentions)) or self.bodies.dominant(min(named.mentions))
        return body.name if body is not None else None

    def _seat(self, told: Description) -> str | None:
        """The one court that an article names, for its judge."""
        for last, holders in lexicon("roles")["seats"].items():
            if told.words & frozenset(holders.split()):
                seats = [body.name for body, _ in self.bodies.all if last in body.words]
                return seats[0] if len(seats) == 1 else None
        return None
