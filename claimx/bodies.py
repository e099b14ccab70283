"""The bodies of an article, and which of them is spoken of most, or just was."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from spacy.tokens import Doc, Token

from claimx.clauses import SUBJECTS
from claimx.coreference import Discourse
from claimx.lexicon import word_list
from claimx.mentions import NOUN, mentions
from claimx.names import Named

_MINISTRY = frozenset(("ministry", "department"))
# How many sentences back the body is looked for whose "spokesman" speaks.
_SENTENCES = 3


class Bodies:
    """Looks for the body that a noun or a pronoun stands for.

    of_entity: who an entity is, by its number. others_of: mentions of an entity that are no names.
    """

    def __init__(self, doc: Doc, discourse: Discourse, of_entity: dict[int, Named], others_of: dict[int, list[int]]):
        self._doc = doc
        self._discourse = discourse
        self._of_entity = of_entity
        self._mentions = mentions(doc)
        # All mentions of each, descriptions and pronouns among them.
        self.all = [
            (body, sorted([*body.mentions, *others_of.get(discourse.entity[body.mentions[0]], ())]))
            for body in discourse.names.all
            if body.type == "ORG"
        ]
        # Those who follow somebody, by what they are called: "campaign".
        self._followers: dict[str, list[Named]] = defaultdict(list)
        for body, _ in self.all:
            if len(body.words) > 1:
                for word in word_list("followings", "names").intersection(body.words):
                    self._followers[word].append(body)
        self._count()

    def at(self, number: int) -> Named | None:
        """Of whom a mention is: by its name, or by what it stands for."""
        return self._of_entity.get(self._discourse.entity[number])

    def followers(self, number: int) -> Named | None:
        """Those who follow a person, whom the article calls so elsewhere: "his campaign" is the Trump campaign."""
        head = self._doc[int(self._mentions.head[number])]
        if self._mentions.form[number] != NOUN or head.lower_ not in word_list("followings", "names"):
            return None
        before = self._doc[head.i - 1] if head.i else head
        owner = next((t for t in head.children if t.i < head.i and t.dep_ == "nmod:poss"), before)
        at = self._mentions.at(owner.i)
        person = self._of_entity.get(self._discourse.entity[at]) if at is not None else None
        if person is None or person.type != "PERSON":
            return None
        fits = self._followers.get(head.lower_, ())
        return next((body for body in fits if body.words[:-1] in (person.words, person.words[-1:])), None)

    def before(self, number: int, *, subject: bool = True) -> Named | None:
        """The nearest body of the sentences before; subject: only such as their subjects are."""
        sentences, heads = self._mentions.sentence, self._mentions.head
        if not number:
            return None
        here = int(sentences[min(number, len(sentences) - 1)])
        first = int(np.searchsorted(sentences, here - _SENTENCES))
        for i in range(number - 1, first - 1, -1):
            named = self.at(i)
            head = self._doc[int(heads[i])]
            spoken_of = _is_subject(head) if subject else head.dep_ not in ("compound", "nmod:desc")
            if spoken_of and named is not None and named.type == "ORG":
                return named
        return None

    def dominant(self, before: int) -> Named | None:
        """The body that the article has spoken of most before a mention, if it is clear which."""
        told = bisect_left(self._told_at, before)
        return self._most_told[told - 1] if told else None

    def _count(self) -> None:
        """Which body has been spoken of most from each mention of a body on: of two as often, the one of more mentions
        in all; None if they are as many."""
        self._told_at: list[int] = []
        self._most_told: list[Named | None] = []
        counts, alike = [0] * len(self.all), Counter[tuple[int, int]]()
        best, most = None, (0, 0)
        for i, k in sorted((i, k) for k, (_, told) in enumerate(self.all) for i in told):
            body, told = self.all[k]
            alike[counts[k], len(told)] -= 1
            counts[k] += 1
            reached = counts[k], len(told)
            alike[reached] += 1
            if reached > most:
                best, most = body, reached
            self._told_at.append(i)
            self._most_told.append(best if alike[most] == 1 else None)

    def of_pronoun(self, number: int | None, near: int) -> str | None:
        """Whose "its data manager" or "an economist there" is; where nothing was learnt of it, the body just named."""
        if number is not None:
            named = self._of_entity.get(self._discourse.entity[number])
            if named is not None and named.type != "PERSON":
                return named.name
            if number in self._discourse.antecedents and self._doc[near].lower_ == "its":
                return None
        before = int(np.searchsorted(self._mentions.head, near))
        body = self.before(before) or self.before(before, subject=False)
        return body.name if body is not None else None

    def ministry(self, matters: Iterable[str]) -> str | None:
        """The one ministry that is named for one of some matters: "Ministry of Youth and Sports"."""
        found = {name for word in matters for name in self._ministries.get(word, ())}
        return found.pop() if len(found) == 1 else None

    def beginning(self, word: str) -> str | None:
        """The one body whose name begins with a word and goes on: "Kessler Shoes"."""
        found = self._by_first.get(word, set())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _ministries(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = defaultdict(set)
        for body, _ in self.all:
            if not _MINISTRY.isdisjoint(body.words):
                for word in {*body.words} - _MINISTRY:
                    out[word].add(body.name)
        return out

    @cached_property
    def _by_first(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = defaultdict(set)
        for body, _ in self.all:
            if len(body.words) > 1:
                out[body.words[0]].add(body.name)
        return out


def _is_subject(token: Token) -> bool:
    """Whether a word is a subject, or in apposition to one: "machine maker Halvorsen & Brandt"."""
    tied = token.dep_.split(":")[0] in ("appos", "flat", "compound", "nmod")
    return token.dep_ in SUBJECTS or (tied and token.head.dep_ in SUBJECTS)
