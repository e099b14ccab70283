"""Who a source is: name, kind, role and affiliation, and how each was found."""

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from claimx import roles
from claimx.anonymity import is_unnamed
from claimx.coreference import Discourse, discourse
from claimx.identity import NOBODY, Identity, Standing, Step
from claimx.lexicon import classes
from claimx.mentions import NAME, NOUN, PRONOUN, mentions
from claimx.nameless import Nameless
from claimx.names import Named
from claimx.namewords import clean
from claimx.phrases import of_one
from claimx.positions import Positions
from claimx.referents import INTRODUCING
from claimx.rolefinder import standings
from claimx.sources import Sources
from claimx.within import entities_in

# Below this an antecedent is not believed, and the mention stays as it is.
BELIEVED = 0.5
_RELATIVE = ("who", "that", "which", "whom", "whose")
_SINGULAR = ("he", "she", "him", "her")
_DEPTH = 12
# Tokens of a noun phrase that tells an office and nothing more: "the mayor", "its mayor".
_PLAIN = 2
# How far the one person with an office is believed to be meant by it.
_OFFICE = 0.8
# How far "the striker" is believed to be the only person whom the paragraph and the one before name.
_ONLY = 0.6


class Speakers:
    """Identifies the sources of one article."""

    def __init__(self, doc: Doc):
        self._doc = doc
        self._discourse: Discourse = discourse(doc)
        self.names = self._discourse.names
        self._mentions = mentions(doc)
        self._sources = Sources(doc)
        self._standings = standings(doc)
        self._positions = Positions(doc, self._discourse, self._standings)
        self._nameless = Nameless(doc, self._positions, self._standings)
        self.of_entity = self._positions.of_entity

    def identify(self, mention: Span | None) -> Identity:
        """Whom a source stands for, by itself and the article before it."""
        if mention is None:
            return NOBODY
        parts = self._sources.members(mention)
        found = [self._single(part) for part in parts]
        # "One of her councillors, Ben Osei", by a tree that has two of him, is one.
        several = len({one.name for one in found}) > 1 or any(one.name is None for one in found)
        return self._together(found) if several else self._single(mention)

    def _single(self, mention: Span) -> Identity:
        head = self._sources.head(mention)
        step = Step("mention", mention.text, (mention.start_char, mention.end_char))
        name = self._sources.name_in(mention, head)
        if name is not None:
            return self._also(self._named(name, mention, step), head, name)
        if head.lower_ in _RELATIVE and head.tag_ in ("WP", "WDT", "WP$", "IN"):
            who = self._sources.antecedent(head)
            if who is not None:
                found = self._single(who)
                resolved = "coreference" if found.name else "none"
                return replace(
                    found,
                    resolved=resolved,
                    steps=(step, Step("relative clause", who.text, (who.start_char, who.end_char)), *found.steps[1:]),
                )
        number = self._mentions.at(head.i)
        if number is not None and self._mentions.form[number] in (PRONOUN, NOUN):
            return self._referred(number, mention, head, step)
        return self._nameless.identity(mention, head, (step,))

    def _also(self, found: Identity, head: Token, name: int) -> Identity:
        """A person with what the source's own noun tells, where the rules find nothing else: "a nurse who gave her
        name as Roe"."""
        noun = head.tag_ == "NN" and not self._mentions.start[name] <= head.i < self._mentions.end[name]
        alias = self.names.of(name)
        if found.type != "person" or alias is None or not noun or self._positions.by_rule(alias.named)[0] is not None:
            return found
        told = roles.of_noun(self._mentions, head.i)
        place = found.affiliation or self._positions.place(told)
        return replace(found, role=told.role or found.role, affiliation=place)

    def _named(self, number: int, mention: Span, step: Step) -> Identity:
        alias = self.names.of(number)
        text = clean(self._mentions.span(number).text)
        if alias is None:
            return self._plain_name(text, number, mention, step)
        if alias.confidence < BELIEVED:
            rivals = tuple((n.name, p) for n, p in alias.rivals)
            several = Step("several have this name", text, None, alias.confidence, rivals)
            return Identity(text, "person", "mention", confidence=alias.confidence, steps=(step, several))
        named = alias.named
        full = " ".join(clean(mention.text).split())
        resolved = "mention" if named.name.lower() in full.lower() else "alias"
        steps: tuple[Step, ...] = (step,)
        if resolved == "alias":
            texts = ((i, clean(self._mentions.span(i).text)) for i in named.mentions)
            where = self._mentions.span(next((i for i, t in texts if t.endswith(named.name)), named.mentions[0]))
            rivals = tuple((n.name, p) for n, p in alias.rivals if n is not named)
            steps = (step, Step("alias", named.name, (where.start_char, where.end_char), alias.confidence, rivals))
        return self.known(named, resolved, steps, confidence=alias.confidence)

    def _plain_name(self, text: str, number: int, mention: Span, step: Step) -> Identity:
        """A name that is no person's, body's or place's by its label: Democrats, "The Harlan Report"."""
        token = self._doc[int(self._mentions.head[number])]
        if token.ent_type_ == "NORP" or token.tag_ in ("NNS", "NNPS"):
            return Identity(None if token.tag_ in ("NNS", "NNPS", "JJ") else text, "group", "none", steps=(step,))
        kind = classes("speakers").get(token.lower_) or classes("speakers").get(token.lemma_.lower())
        if kind in ("document", "group"):
            return Identity(text, kind, "mention", steps=(step,))
        known = self.names.find(text)
        if known is not None:
            return self.known(known, "alias", (step, Step("alias", known.name)))
        best = self._nameless.kind_of(number)
        if kind == "unnamed" or best not in ("person", "organization"):
            return self._nameless.identity(mention, token, (step,))
        return Identity(text, best, "mention", steps=(step,))

    def known(self, named: Named, resolved: str, steps: tuple[Step, ...], *, confidence: float = 1.0) -> Identity:
        """What is known of somebody whom the article names, or of a body. resolved, steps: how they were found."""
        if named.type != "PERSON":
            kind = classes("speakers").get(named.words[-1])
            type_ = "document" if kind == "document" and named.type not in ("ORG", "LOC", "GPE") else "organization"
            return Identity(named.name, type_, resolved, confidence=confidence, steps=steps)
        found = self._standing(named)
        all_steps = (*steps, *found.steps)
        return Identity(named.name, "person", resolved, found.role, found.affiliation, confidence, all_steps)

    def _referred(self, number: int, mention: Span, head: Token, step: Step) -> Identity:
        """A pronoun or a noun: whom it stands for, or what it says itself."""
        bodies = self._positions.bodies
        if self._mentions.form[number] == NOUN and is_unnamed(self._doc, int(self._mentions.end[number])):
            return self._nameless.identity(mention, head, (step,))
        own = bodies.followers(number)
        if own is not None:
            told = Step("whose they are", own.name, None, _OFFICE)
            return self.known(own, "coreference", (step, told), confidence=_OFFICE)
        steps, probability, at = [step], 1.0, number
        seen = {number}
        for _ in range(_DEPTH):
            candidates = self._discourse.antecedents.get(at, [])
            chosen = candidates[0] if candidates else None
            if chosen is None or chosen.mention is None or chosen.mention in seen or self._discourse.entity[at] == at:
                break
            if self._mentions.form[at] == NOUN and chosen.probability < BELIEVED:
                break
            span = self._mentions.span(chosen.mention)
            rivals = tuple(
                (
                    self._mentions.span(c.mention).text if c.mention is not None else "nobody before",
                    round(c.probability, 3),
                )
                for c in candidates[1:]
            )
            steps.append(
                Step("coreference", span.text, (span.start_char, span.end_char), round(chosen.probability, 3), rivals)
            )
            probability *= chosen.probability
            at = chosen.mention
            seen.add(at)
            if self._mentions.form[at] == NAME:
                break
        named = self.of_entity.get(self._discourse.entity[at])
        if named is not None and named.type != "PERSON" and head.lower_ in _SINGULAR:
            named = None
        nobody = self._nameless.is_nobody(number, head)
        if named is not None and named.type != "PERSON" and self._nameless.is_somebody(number, head):
            named, steps, probability, at, seen = None, [step], 1.0, number, {number}  # no "official" is a ministry
        plain = self._mentions.form[number] == NOUN and len(self._mentions.span(number)) <= _PLAIN
        office = self._positions.holder(number) if named is not None and plain else None
        if office is not None and office is not named and self._is_none(named, head):
            steps = [step, Step("who is that by office", office.name, None, _OFFICE)]
            return self.known(office, "coreference", tuple(steps), confidence=_OFFICE)
        if (
            named is not None
            and named.type == "PERSON"
            and (nobody or self._nameless.is_owned(number, mention, head, named))
        ):
            # "The administration" and "the moderators" are not the president, nor is "Obama's wife".
            return self._nameless.identity(mention, head, (step,))
        if named is not None:
            if at not in named.mentions:
                steps.append(Step("apposition", named.name))
            elif steps[-1].text != named.name:
                steps.append(Step("alias", named.name))
            found = self.known(named, "coreference", tuple(steps), confidence=probability)
            if found.type == "person" and found.role is None and self._mentions.form[number] == NOUN:
                found = replace(found, role=roles.of_noun(self._mentions, head.i).role)  # "the retired driver"
            return found
        # A noun that can be no one person is looked for among the bodies alone.
        chain = [] if nobody else sorted(seen, reverse=True)
        aged = self._positions.referents.aged(at)
        if aged is not None:
            steps.append(Step("by age", aged.name, None, _OFFICE))
            return self.known(aged, "coreference", tuple(steps), confidence=probability * _OFFICE)
        of_party = self._positions.referents.of_party(at)
        if of_party is not None:
            steps.append(Step("by party", of_party.name, None, _OFFICE))
            return self.known(of_party, "coreference", tuple(steps), confidence=probability * _OFFICE)
        # "One driver blocked the road. The driver said": whoever was brought in so is none of those named before.
        new = at != number and self._doc[int(self._mentions.start[at])].lower_ in INTRODUCING
        looked = [] if new else chain
        holder = next((p for i in looked if (p := self._positions.holder(i))), None)
        if holder is not None:
            steps.append(Step("who is that by office", holder.name, None, _OFFICE))
            return self.known(holder, "coreference", tuple(steps), confidence=probability * _OFFICE)
        only = next((p for i in looked if (p := self._positions.referents.only_person(i))), None)
        if only is not None:
            steps.append(Step("the only person just named", only.name, None, _ONLY))
            found = self.known(only, "coreference", tuple(steps), confidence=probability * _ONLY)
            said = roles.of_noun(self._mentions, int(self._mentions.head[at]))
            place = self._positions.place(said) or found.affiliation
            return replace(found, role=said.role or found.role, affiliation=place)
        kin = self._positions.referents.kin(number)
        if kin is not None:
            steps.append(Step("told to be that", kin.name, None, _OFFICE))
            return self.known(kin, "coreference", tuple(steps), confidence=probability * _OFFICE)
        of_somebody = nobody or any(e.label_ == "PERSON" for e in entities_in(mention))
        referents = self._positions.referents
        later = referents.named_later(number, self._standing) if not of_somebody else None
        later = later or (referents.named_next(number) if not nobody else None)
        if later is not None:
            steps.append(Step("who is that, named later", later.name, None, _ONLY))
            return self.known(later, "coreference", tuple(steps), confidence=probability * _ONLY)
        target = self._mentions.span(at)
        if self._mentions.form[at] == NAME:
            found = self._named(at, target, step)
            return replace(
                found, resolved="coreference" if found.name else "none", confidence=probability, steps=tuple(steps)
            )
        return self._nameless.identity(
            target if at != number else mention, self._doc[int(self._mentions.head[at])], tuple(steps), probability
        )

    def _standing(self, named: Named) -> Standing:
        found = self._standings.get(self._discourse.entity[named.mentions[0]])
        return found if found is not None else Standing(*self._positions.by_rule(named))

    def _is_none(self, named: Named | None, head: Token) -> bool:
        """Whether a noun is not told of whom it was taken for, and something else is."""
        told = self._standing(named).role if named is not None and named.type == "PERSON" else None
        return told is not None and head.lower_ not in told.lower().split()

    def _together(self, found: list[Identity]) -> Identity:
        """Several who say the same: their names in their order, and what they are, each once."""
        names = list(dict.fromkeys(f.name for f in found if f.name))
        if not names:
            return Identity(None, "group", "none")
        persons = all(f.type == "person" for f in found)
        return Identity(
            "; ".join(names),
            "person" if persons else "group",
            next((f.resolved for f in found if f.resolved != "mention"), "mention"),
            self._of_all(found) or _each([f.role for f in found]) if persons else None,
            _each([f.affiliation for f in found]) if persons else None,
            min(f.confidence for f in found),
            tuple(s for f in found for s in f.steps),
        )

    def _of_all(self, found: list[Identity]) -> str | None:
        """What all of several are, in the article's own words, where it tells it of all at once: "trustees"."""
        told = {(f.role, next((s.span for s in f.steps if s.how == "role"), None)) for f in found}
        role, place = next(iter(told))
        if len(told) > 1 or role is None or place is None:
            return None
        for token in self._doc.char_span(*place, alignment_mode="expand") or ():
            one = of_one(token.text, token)
            if one != token.text and one in role.split():
                return " ".join(token.text if word == one else word for word in role.split())
        return None


def _each(values: list[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(v for v in values if v)) or None
