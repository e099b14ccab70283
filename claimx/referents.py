"""Whom a noun stands for where no antecedent was found: "the 58-year-old", "the striker"."""

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from itertools import takewhile
from operator import itemgetter

from spacy.tokens import Doc, Span, Token

from claimx import roles
from claimx.clauses import SUBJECTS
from claimx.coreference import Discourse
from claimx.descriptions import is_other_office
from claimx.identity import Standing
from claimx.lexicon import classes, word_list
from claimx.mentions import NAME, NOUN, mentions
from claimx.names import Named
from claimx.paragraphs import paragraphs_of

# How likely a definite noun must be somebody, by its vector.
_SOMEBODY = 0.2
# How many mentions before a noun are looked at for the person that it stands for.
_NEAR = 60
# How likely one must be somebody who is named in the next sentences.
_LIKELY, _NEXT = 0.5, 3
# Tags of what tells whose something is.
_OWNING = ("PRP$", "POS")
# Within how many words before a word for kin it is told whose.
_OWNER = 4
# With what a noun begins by which somebody is brought in.
INTRODUCING = ("a", "an", "one", "another")
# How many paragraphs are the headline and the lead.
_LEAD = 2


class Referents:
    """Looks for persons in one document. of_entity: who an entity is, by its number."""

    def __init__(self, doc: Doc, discourse: Discourse, of_entity: dict[int, Named]):
        self._doc, self._discourse, self._of_entity = doc, discourse, of_entity
        self._mentions = mentions(doc)
        self._paragraphs = paragraphs_of(doc)
        self._of_role: dict[str, list[tuple[int, Named, set[str], bool]]] | None = None

    def aged(self, number: int) -> Named | None:
        """Whom "the 58-year-old" stands for: whose age that is, else the person named last in its paragraph."""
        head, start = (self._doc[int(at[number])] for at in (self._mentions.head, self._mentions.start))
        if head.lower_ != "old" or start.lower_ != "the":
            return None
        age = next((t.text for t in self._doc[start.i : head.i] if t.text.isdigit()), None)
        begin = self._paragraphs[bisect_right(self._paragraphs, start.idx) - 1]
        last = None
        for i in range(number - 1, max(-1, number - _NEAR), -1):
            named = self._of_entity.get(self._discourse.entity[i])
            if named is None or named.type != "PERSON":
                continue
            ages = {d.age for d in self._discourse.descriptions.get(named.mentions[0], ()) if d.age}
            if age in ages:
                return named
            if last is None and not ages and self._doc[int(self._mentions.head[i])].idx >= begin:
                last = named
        return last

    def of_party(self, number: int) -> Named | None:
        """Whom "the Ohio Democrat" stands for: who was last told to be of that party, else the one person named in its
        paragraph, or in that and the one before, of whom no party is told."""
        head, start = (self._doc[int(at[number])] for at in (self._mentions.head, self._mentions.start))
        parties, party = word_list("parties", "names"), head.lower_
        if party not in parties or not head.is_title or head.tag_ not in ("NN", "NNP") or start.lower_ != "the":
            return None
        here = bisect_right(self._paragraphs, start.idx)
        near: tuple[dict[str, Named], ...] = ({}, {})
        for i in range(number - 1, max(-1, number - _NEAR), -1):
            named = self._of_entity.get(self._discourse.entity[i])
            if named is None or named.type != "PERSON" or self._is_label(i):
                continue
            descriptions = self._discourse.descriptions.get(named.mentions[0], ())
            told = parties & {w for d in descriptions for w in (*d.words, (d.affiliation or "").lower())}
            if party in told:
                return named
            back = here - bisect_right(self._paragraphs, self._doc[int(self._mentions.head[i])].idx)
            if not told and back < len(near):
                for people in near[back:]:
                    people[named.name] = named
        return next((next(iter(people.values())) for people in near if len(people) == 1), None)

    def only_person(self, number: int) -> Named | None:
        """Whom "the striker" may stand for: the only person named in its paragraph and the one before, of no
        known role."""
        head, start = (self._doc[int(at[number])] for at in (self._mentions.head, self._mentions.start))
        singular = start.lower_ == "the" and head.tag_ not in ("NNS", "NNPS")
        if any(t.tag_ == "POS" for t in self._doc[start.i : head.i]):
            return None  # "the cyclist's wife"
        if self._mentions.form[number] != NOUN or not singular or roles.of_noun(self._mentions, head.i).role is None:
            return None
        office = head.lower_ in word_list("offices", "names")
        if classes("speakers").get(head.lower_) or not (office or self._mentions.kind(number, "person") > _SOMEBODY):
            return None
        here = bisect_right(self._paragraphs, start.idx)
        own = self._paragraphs[here - 1]
        begin = self._paragraphs[here - 2] if here > 1 else 0
        people: dict[int, Named] = {}
        near: dict[int, Named] = {}
        for i in range(number - 1, max(-1, number - _NEAR), -1):
            at = self._doc[int(self._mentions.head[i])].idx
            if at < begin:
                break
            named = self._of_entity.get(self._discourse.entity[i])
            if named is not None and named.type == "PERSON" and not self._is_label(i):
                if self._holds_another(named, head.lower_):
                    return None  # the governor is none of the guests
                people[id(named)] = named
                if at >= own:
                    near[id(named)] = named
        if len(near) == 1:
            return next(iter(near.values()))
        if len(people) != 1:
            return None
        named = next(iter(people.values()))
        told = [d for d in self._discourse.descriptions.get(named.mentions[0], ()) if d.role and not d.minor]
        return None if told else named

    def named_later(self, number: int, standing: Callable[[Named], Standing]) -> Named | None:
        """Who is called by what they are before they are named: the one person of that role, in the lead of an article
        or by the next paragraph: "a doctor there said. … Jane Roe, the doctor, …".

        standing: gives what a person is.
        """
        head, span = self._doc[int(self._mentions.head[number])], self._mentions.span(number)
        if not self._is_one(number, head) or span[0].tag_ == "PRP$":
            return None
        here = bisect_right(self._paragraphs, head.idx)
        bounded = here > _LEAD and here + 1 < len(self._paragraphs)
        last = self._paragraphs[here + 1] if bounded else self._doc[-1].idx
        besides = {t.lower_ for t in span if t.pos_ in ("NOUN", "PROPN") and t.i != head.i}
        besides |= {t.lower_ for t in self._place_behind(head.i)}
        if self._of_role is None:
            self._of_role = self._by_role(standing)
        holders = self._of_role.get(head.lower_, [])
        fits: list[Named] = []
        for first, named, told, somewhere in holders[bisect_right(holders, number, key=itemgetter(0)) :]:
            if self._doc[int(self._mentions.head[first])].idx > last or len(fits) > 1:
                break
            later = self._mentions.sentence[first] > self._mentions.sentence[number]
            if later and (not somewhere or besides <= told):
                fits.append(named)
        return fits[0] if len(fits) == 1 else None

    def _is_one(self, number: int, head: Token) -> bool:
        """Whether a noun is of one who may be named behind it, and not of one of many: "a spokesman"."""
        several = head.lower_ in word_list("staff") or head.lower_ in word_list("at_large")
        return self._mentions.form[number] == NOUN and head.tag_ in ("NN", "NNP") and not several

    def kin(self, number: int) -> Named | None:
        """Whom "his grandmother" stands for, if one person is told to be somebody's: "Agnes Roe, his grandmother"."""
        head, span = self._doc[int(self._mentions.head[number])], self._mentions.span(number)
        owned = any(t.tag_ in _OWNING for t in self._doc[span.start : head.i])
        found = self._kin.get(head.lower_, []) if owned and self._mentions.form[number] == NOUN else []
        return found[0] if len(found) == 1 else None

    @cached_property
    def _kin(self) -> dict[str, list[Named]]:
        """By each word for kin the persons who are told to be it, before or behind a name of theirs."""
        out: dict[str, list[Named]] = {}
        for named in self._discourse.names.people:
            said = (word for i in named.mentions for word in self._kin_beside(self._mentions.span(i)))
            for word in dict.fromkeys(said):
                out.setdefault(word, []).append(named)
        return out

    def _kin_beside(self, name: Span) -> list[str]:
        doc, words, out = self._doc, word_list("kin"), []
        before = name.start - 1 - (name.start > 0 and doc[name.start - 1].text == ",")
        owner = doc[max(0, before - _OWNER) : max(0, before)]
        if before > 0 and doc[before].lower_ in words and any(t.tag_ in _OWNING for t in owner):
            out.append(doc[before].lower_)
        if name.end < len(doc) and doc[name.end].text == ",":
            behind = doc[name.end + 1 : min(len(doc), name.end + 2 + _OWNER)]
            told = list(takewhile(lambda t: t.text not in (",", ".", ";"), behind))
            if any(t.tag_ in _OWNING for t in told[:-1]) and told[-1].lower_ in words:
                out.append(told[-1].lower_)
        return out

    def named_next(self, number: int) -> Named | None:
        """Who is called by what they are and named right behind it, as nothing else: "Its marketing director says this
        is no stunt. “We are losing money,” Jane Roe told …"."""
        head, first = self._doc[int(self._mentions.head[number])], self._doc[int(self._mentions.start[number])]
        if not self._is_one(number, head) or first.lower_ in ("his", "her", "my", "our"):
            return None
        if self._mentions.kind(number, "person") < _LIKELY or roles.of_noun(self._mentions, head.i).role is None:
            return None
        here = bisect_right(self._paragraphs, head.idx)
        if here > _LEAD and first.lower_ in INTRODUCING:
            return None  # "said an adviser to one of the firms"
        last = self._paragraphs[here + 1] if here + 1 < len(self._paragraphs) else self._doc[-1].idx + 1
        for i in range(number + 1, min(len(self._mentions), number + _NEAR)):
            token = self._doc[int(self._mentions.head[i])]
            if token.idx >= last or self._mentions.sentence[i] > self._mentions.sentence[number] + _NEXT:
                return None
            named = self._of_entity.get(self._discourse.entity[i])
            if self._mentions.kind(i, "person") > _SOMEBODY and self._is_one(i, token) and token.lower_ != head.lower_:
                return None  # "A judge freed the former head of the firm. Jane Roe had denied"
            if self._mentions.form[i] != NAME or named is None or named.type != "PERSON":
                continue
            told = any(d.role for d in self._discourse.descriptions.get(named.mentions[0], ())) or self._goes_on(i)
            new = i in self._firsts and self._mentions.sentence[i] > self._mentions.sentence[number]
            return named if new and not told and (token.dep_ in SUBJECTS or token.i in self._speaking) else None
        return None

    def _goes_on(self, number: int) -> bool:
        """Whether a name is followed by who that is: "Anneke Roos, who runs a store"."""
        end = int(self._mentions.end[number])
        behind = self._doc[end : end + 2]
        return len(behind) > 1 and behind[0].text == "," and (behind[1].pos_ == "DET" or behind[1].tag_[0] == "W")

    @cached_property
    def _firsts(self) -> frozenset[int]:
        """Where each person is named first."""
        return frozenset(min(named.mentions) for named in self._discourse.names.people)

    @cached_property
    def _speaking(self) -> frozenset[int]:
        """The tokens of all sources."""
        return frozenset(i for span in self._doc.spans.get("source", ()) for i in range(span.start, span.end))

    def _by_role(self, standing: Callable[[Named], Standing]) -> dict[str, list[tuple[int, Named, set[str], bool]]]:
        """Persons by each word of their roles, as they are first named: that mention, the person, the words of what is
        told of them, and whether a place is."""
        out: dict[str, list[tuple[int, Named, set[str], bool]]] = {}
        for named in sorted(self._discourse.names.people, key=lambda named: named.mentions[0]):
            told = standing(named)
            role, place = ((text or "").lower().split() for text in (told.role, told.affiliation))
            for word in dict.fromkeys(role):
                out.setdefault(word, []).append((named.mentions[0], named, {*role, *place}, bool(place)))
        return out

    def _place_behind(self, head: int) -> Span:
        """The name behind a noun and a preposition: "Vermont" of "a senator from Vermont"."""
        start = end = head + 2
        if end < len(self._doc) and self._doc[head + 1].pos_ == "ADP":
            while end < len(self._doc) and self._doc[end].pos_ == "PROPN":
                end += 1
        return self._doc[start:end]

    def _is_label(self, number: int) -> bool:
        """Whether a mention labels a turn: who speaks in it speaks of others."""
        start, end = self._doc[int(self._mentions.start[number])], int(self._mentions.end[number])
        first = self._paragraphs[bisect_right(self._paragraphs, start.idx) - 1] == start.idx
        return first and (start.is_upper or (end < len(self._doc) and self._doc[end].text == ":"))

    def _holds_another(self, named: Named, office: str) -> bool:
        """Whether somebody is told to be in another office."""
        told = {word for d in self._discourse.descriptions.get(named.mentions[0], ()) for word in d.words}
        return is_other_office(office, told)
