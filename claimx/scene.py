"""The persons of an article who speak, and all that may be told of each: the candidates and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc

from claimx import roles
from claimx.behind import NOMINAL
from claimx.candidates import Finder, key
from claimx.choice import LOOSE, RULED, SERVED, Choice
from claimx.coreference import discourse
from claimx.descriptions import Description, is_tie
from claimx.heads import Head
from claimx.lexicon import word_list
from claimx.mentions import NOUN, mentions
from claimx.names import Named
from claimx.opinions import Opinions
from claimx.pointers import Pointers
from claimx.positions import Positions
from claimx.surroundings import Candidates, Surroundings
from claimx.workplaces import is_club

# How many mentions of one person are looked at.
_MOST = 24
FIELDS = ("role", "affiliation")
# How many of the bodies that an article names most are candidates wherever they stand.
_MAIN = 3


@dataclass
class Who:
    """A person: the mentions, the name if there is one, what the rules say: role, affiliation, and all descriptions."""

    mentions: list[int]
    named: Named | None
    rules: tuple[str | None, str | None]
    told: list[Description]


class _Pairs(NamedTuple):
    """(pairs,) mentions of a person and candidates about them; whether a candidate is such a mention itself, and
    whether the mention is the noun of the role."""

    rows: np.ndarray
    chosen: np.ndarray
    own: np.ndarray
    held: np.ndarray


class Scene:
    """The persons of one document, and what may be told of each.

    scored: whether there are scorers, which read the pointers' vectors.
    """

    def __init__(self, head: Head, doc: Doc, *, scored: bool = True):
        self._doc = doc
        self._discourse, self._m = discourse(doc), mentions(doc)
        self._positions = Positions(doc, self._discourse)
        self._around = Surroundings(doc, self._m, Finder(doc, self._m, self._positions.body_of, *self._told()))
        self._main = self._named_most()
        self._fuller = self._named_fuller()
        people = self._discourse.names.people
        self._people = {key(n.name) for n in people}
        self._called = {key(name) for n in people for name in (n.name, n.words[-1], f"{n.words[-1]}s")}
        self._pointers = Pointers(head, doc, self._m, self._around)
        self._scored = scored

    def _told(self) -> tuple[dict[int, str], dict[int, Description]]:
        """By their tokens what the rules find: bodies by a noun ("board president Jane Roe"), and what somebody is,
        by a verb too ("who runs the shelter")."""
        bodies: dict[int, str] = {}
        offices: dict[int, Description] = {}
        for named in self._discourse.names.people:
            for told in self._positions.told(named):
                if told.near is not None and self._doc[told.near].pos_ in NOMINAL:
                    place = self._positions.place(told)
                    if place:
                        bodies[told.near] = place
                if told.at is not None and told.role:
                    offices[told.at] = told
        return bodies, offices

    def _named_most(self) -> list[str]:
        """The bodies that are named most often, the most often first."""
        bodies = self._around.bodies
        counts: dict[str, int] = {}
        for at, text in zip(bodies.at.tolist(), bodies.texts, strict=True):
            number = self._m.at(at)
            if (
                number is not None
                and self._positions.body_of(number) is not None
                and self._m.type[number] in ("ORG", "")
            ):
                counts[text] = counts.get(text, 0) + 1
        return sorted(counts, key=lambda text: (-counts[text], text))[:_MAIN]

    def _named_fuller(self) -> dict[str, str]:
        """What a body of one word is called in full, where only one is: "the council" of "Wexcombe council", "Whitby"
        of Whitby Rovers."""
        bodies = self._around.bodies
        texts = dict(zip(bodies.keys, bodies.texts, strict=True))
        named = {name for name, at in zip(bodies.keys, bodies.at.tolist(), strict=True) if self._is_organization(at)}
        longer: dict[str, list[str]] = {}
        for name in texts:
            first, _, last = name.rpartition(" ")
            if first and last in word_list("bodies"):
                longer.setdefault(last, []).append(texts[name])
            if first and name in named and is_club(last):
                longer.setdefault(first, []).append(texts[name])
        return {word: of[0] for word, of in longer.items() if word in texts and len(of) == 1}

    def _is_organization(self, at: int) -> bool:
        number = self._m.at(at)
        return number is not None and self._m.type[number] == "ORG"

    def _whole(self, text: str) -> str:
        return self._fuller.get(key(text), text)

    def _among(self, field: str) -> Candidates:
        return self._around.roles if field == "role" else self._around.bodies

    def whos(self) -> list[tuple[int, Who]]:
        """The persons who speak, with their entities; who is known by a label or a byline alone has what rules say."""
        out = []
        for named in self._discourse.names.people:
            entity = self._discourse.entity[named.mentions[0]]
            numbers = sorted({*named.mentions, *self._positions.others(entity)})
            if not self._around.speaks(numbers):
                continue
            if len(numbers) > _MOST:
                numbers = numbers[: _MOST // 2] + numbers[-_MOST // 2 :]
            out.append((entity, Who(numbers, named, self._positions.by_rule(named), self._positions.told(named))))
        known = {entity for entity, _ in out}
        heads = {span.root.i for span in self._doc.spans.get("source", ())}
        for i in np.flatnonzero(self._m.form == NOUN).tolist():
            if int(self._m.head[i]) in heads and self._discourse.entity[i] not in known:
                said = roles.of_noun(self._m, int(self._m.head[i]))
                out.append((i, Who([i], None, (said.role, self._positions.place(said)), [said])))
        self._pointers.ask(np.array([i for _, who in out for i in who.mentions], dtype="int64"))
        return out

    def choices(self, field: str, asked: Sequence[tuple[Who, Description | None]]) -> list[Choice]:
        """What may be the role, or the affiliation, of each of some persons, given the phrase that tells the role
        chosen; looked up for all of them at once."""
        among = self._among(field)
        asked = [(who, self._tied_to_nobody(of_role)) for who, of_role in asked]
        beside = [self._beside(field, who, among, of_role) for who, of_role in asked]
        if not beside:
            return []
        sizes = [len(pairs.rows) for pairs in beside]
        rows, chosen = (np.concatenate([part[k] for part in beside]) for k in range(2))
        whose = np.repeat(np.arange(len(beside)), sizes)
        told = np.concatenate(
            [self._pointers.said(field, rows, chosen, whose), self._around.known(rows, chosen, among)], axis=1
        )
        ends = np.cumsum(sizes)[:-1]
        seen = self._pointers.seen(field, rows, chosen) if self._scored else np.zeros((len(rows), 0, 0), "float32")
        parts = zip(asked, beside, np.split(told, ends), np.split(seen, ends), strict=True)
        return [self._choice(field, *who, pairs, table, read) for who, pairs, table, read in parts]

    def choice(self, field: str, who: Who, of_role: Description | None = None) -> Choice:
        """What may be the role, or the affiliation, of one person. of_role: the phrase that tells the role chosen."""
        return self.choices(field, [(who, of_role)])[0]

    def _tied_to_nobody(self, of_role: Description | None) -> Description | None:
        """The phrase without a role that is what one is to somebody: "Holloway's neighbour" is at nobody's."""
        return replace(of_role, role=None) if of_role is not None and self._is_tie(of_role) else of_role

    def _choice(
        self, field: str, who: Who, of_role: Description | None, pairs: _Pairs, table: np.ndarray, seen: np.ndarray
    ) -> Choice:
        """A choice. table: (pairs, features) of the pointers and the places; seen: (pairs, scorers, n)."""
        among, rule = self._among(field), who.rules[FIELDS.index(field)]
        whole = self._whole if field == "affiliation" else str
        mine = key(who.named.name) if who.named is not None else None

        def place(description: Description) -> str | None:
            told = self._positions.place(description)
            return told if told is None or key(told) != mine else None

        told = [(d.role if field == "role" else place(d), d) for d in who.told]
        beside = place(of_role) if of_role is not None and field == "affiliation" else None
        main = self._main if field == "affiliation" else []
        role = of_role.role if of_role is not None and field == "affiliation" else None
        if field == "affiliation" and not role:  # "Holloway's neighbour", but not "Holloway's lawyer"
            rule = None if rule and key(rule) in self._called else rule
            told = [(text, d) for text, d in told if not text or key(text) not in self._called]
        opinions = Opinions(rule, told, beside, main, role=role, unnamed=who.named is None)
        texts, number_of = [""], {"": 0}
        phrases: list[Description | None] = [None]

        def number(text: str, description: Description | None) -> int:
            text = whole(text)
            name = key(text)
            if name not in number_of:
                number_of[name] = len(texts)
                texts.append(text)
                phrases.append(description)
            return number_of[name]

        chosen = pairs.chosen
        each, row_of = np.unique(chosen, return_inverse=True)
        numbered = np.array([number(among.texts[c], among.told[c]) for c in each.tolist()], dtype="int64")
        said = [opinions.of(among.keys[c]) for c in each.tolist()]
        opinion = np.array(said, dtype="float32").reshape(-1, Opinions.COUNT)[row_of]
        opinion[:, Opinions.OWN], opinion[:, Opinions.HELD] = pairs.own, pairs.held
        # None, and what stands nowhere near.
        alone = [""]
        for text, description in [*told, (beside, of_role), *((text, None) for text in main)]:
            name = key(whole(text)) if text else ""
            if text and name and name not in number_of:
                number(text, description)
                alone.append(name)
        known = np.zeros((len(chosen) + len(alone), Opinions.COUNT + table.shape[1]), dtype="float32")
        known[: len(chosen)] = np.concatenate([opinion, table], axis=1)
        known[len(chosen) :, : Opinions.COUNT] = [opinions.of(name) for name in alone]
        numbers = np.concatenate([numbered[row_of], [number_of[name] for name in alone]])
        seen = np.concatenate([seen, np.zeros((len(alone), *seen.shape[1:]), dtype="float32")])
        places = np.stack([among.start[chosen], among.end[chosen]], 1)
        ruled = [d for text, d in told if text and rule and key(text) == key(rule)]
        served = field == "affiliation" and rule is not None and key(rule) in self._people
        loosely = LOOSE if who.named is not None else LOOSE - {"compound"}  # "a district spokesman" is of nothing else
        loose = any(self._is_tie(d) for d in ruled) if field == "role" else {d.tie for d in ruled} <= loosely
        favour = SERVED if served else 0.0 if loose else RULED
        tied = np.array([d is not None and self._is_tie(d) for d in phrases])
        ruled_by = whole(rule) if rule else None
        rows = np.stack([pairs.rows, chosen], 1)
        return Choice(texts, known, numbers, seen, ruled_by, favour, phrases, tied, places, rows)

    def _is_tie(self, told: Description) -> bool:
        return told.at is not None and is_tie(self._doc[told.at])

    def sides(self, field: str) -> tuple[np.ndarray, np.ndarray]:
        """(mentions, h) and (candidates, h): the pointers' vectors of all that pairs are of."""
        return self._pointers.sides(field)

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of tokens."""
        return self._doc[start].idx, self._doc[end - 1].idx + len(self._doc[end - 1])

    def _beside(self, field: str, who: Who, among: Candidates, of_role: Description | None) -> _Pairs:
        """The mentions of a person, with the noun of the role, whose body stands beside it as often as beside the
        name, and the candidates about them."""
        mine = np.array(who.mentions)
        noun = self._m.at(of_role.at) if of_role is not None and of_role.at is not None else None
        if field == "affiliation" and noun is not None and noun not in who.mentions:
            mine = np.append(mine, noun)
        rows, chosen = self._around.near(mine, among)
        own = np.isin(among.at[chosen], self._m.head[mine])
        entity = self._discourse.entity[who.mentions[0]]
        never = {""}
        near, place = np.unique(chosen, return_inverse=True)
        names = [among.keys[c] for c in near.tolist()]
        if of_role is not None and of_role.role:
            role = key(of_role.role)  # "Minister for Health" is at no body called Health
            never |= {n for n in names if role.endswith((f" for {n}", f" of {n}")) or f" on {n} " in f"{role} "}
            never |= {role.split()[0]} & word_list("matters")  # "Home Secretary"
            never |= {n for n in names if f" and {n} " in role or f"{n} and " in role}  # "Energy and Mines Minister"
            if of_role.at is not None and self._doc[of_role.at].pos_ == "VERB":
                never |= {n for n in names if role.endswith(f" {n}")}  # "runs the chip shop"
        elif field == "affiliation":
            never |= self._called
        if field == "affiliation" and who.named is not None:
            never |= {key(who.named.name), who.named.words[-1]}
        keep = np.array([name not in never for name in names], dtype=bool)[place]
        if field == "affiliation":
            keep &= ~own & ~self._has_kin[chosen]
        else:
            keep &= own | ~(self._owns[chosen] | (self._owners[chosen] == entity))
        return _Pairs(rows[keep], chosen[keep], own[keep], rows[keep] == (-1 if noun is None else noun))

    @cached_property
    def _owners(self) -> np.ndarray:
        """Whose the somebodies of the candidates for roles are, as entities, where a pronoun tells it, else -1: nobody
        is "her husband" herself."""
        return np.array([self._owner(at) for at in self._around.roles.at.tolist()], dtype="int64")

    def _owner(self, at: int) -> int:
        first = int(self._m.left[at])
        number = self._m.at(first) if self._doc[first].tag_ == "PRP$" else None
        return self._discourse.entity[number] if number is not None else -1

    @cached_property
    def _owns(self) -> np.ndarray:
        """Of which candidates for roles somebody else is theirs: "the docker's widow" is no docker."""
        return self._in_genitive(self._around.roles.at)

    @cached_property
    def _has_kin(self) -> np.ndarray:
        """Which candidates for bodies are persons whose kin somebody is: "Tom's niece" is at no Tom."""
        at = self._around.bodies.at
        out = self._in_genitive(at)
        kin = word_list("kin")
        for k in np.flatnonzero(out).tolist():
            behind = self._doc[at[k] + 2 : at[k] + 3]
            out[k] = self._doc[at[k]].ent_type_ == "PERSON" and len(behind) == 1 and behind[0].lower_ in kin
        return out

    def _in_genitive(self, at: np.ndarray) -> np.ndarray:
        genitive = np.append(self._doc.to_array("TAG") == self._doc.vocab.strings.add("POS"), False)
        return genitive[at + 1]
