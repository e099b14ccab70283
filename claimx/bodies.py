"""The bodies of an article, and which of them "the company", "the trust" or "its" stands for."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
from spacy.tokens import Doc, Token

from claimx.clauses import SUBJECTS
from claimx.coreference import Discourse
from claimx.lexicon import classes, word_list
from claimx.mentions import NOUN, mentions
from claimx.names import Named
from claimx.paragraphs import paragraphs_of
from claimx.within import among
from claimx.workplaces import fits, is_called

# How many sentences back the body is looked for whose "spokesman" speaks.
_SENTENCES = 3
# How likely an antecedent of a pronoun must be to count.
_BELIEVED = 0.5
# How many tokens behind its article a noun stands that is a body's short name.
_SHORT = 2
# What any body may have: "the board" is no other body because that has one in its name.
_INNER = frozenset({"board", "inquiry", "department"})


class Bodies:
    """Looks for the body that a noun or a pronoun stands for.

    of_entity: who an entity is, by its number. others_of: mentions of an entity that are no names.
    """

    def __init__(self, doc: Doc, discourse: Discourse, of_entity: dict[int, Named], others_of: dict[int, list[int]]):
        self._doc = doc
        self._discourse = discourse
        self._of_entity = of_entity
        self._mentions = mentions(doc)
        self._paragraphs = paragraphs_of(doc)
        # All mentions of each, descriptions and pronouns among them.
        self.all = [
            (body, sorted([*body.mentions, *others_of.get(discourse.entity[body.mentions[0]], ())]))
            for body in discourse.names.all
            if body.type == "ORG"
        ]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (body, _) in enumerate(self.all):
            if len(body.words) > 1:
                for word in dict.fromkeys(body.words):
                    self._by_word[word].append(number)
        # The mentions of all bodies with a word in their names, and of those that a noun may call, once asked for.
        self._of_word: dict[str, list[tuple[int, int]]] = {}
        self._of_sort: dict[str, list[tuple[int, int]]] = {}
        self._count()
        # Nouns that are short for a body: "the trust", "the department".
        known = self._mentions
        definite = among(doc.to_array("LOWER")[known.start], ("the",))
        nouns = np.flatnonzero((known.form == NOUN) & definite & (known.head - known.start <= _SHORT)).tolist()
        self._short_for = {i: named for i in nouns if (named := self.called(i)) is not None}

    def at(self, number: int) -> Named | None:
        """Of whom a mention is: by its name, by what it stands for, or by a word of a name."""
        return self._of_entity.get(self._discourse.entity[number]) or self._short_for.get(number)

    def main(self, number: int) -> Named | None:
        """Whom "the company" stands for, where nothing nearer was found and one body is what the article is about."""
        head, start = (self._doc[int(at[number])] for at in (self._mentions.head, self._mentions.start))
        if self._mentions.form[number] != NOUN or head.lower_ not in word_list("companies") or start.lower_ != "the":
            return None
        named = self.dominant(number)
        return named if named is not None and fits(head.lower_, named.name) else None

    def called(self, number: int) -> Named | None:
        """The body named last before "the trust", "the department" or "the central bank" that has this word in its
        name."""
        head, start = (self._doc[int(at[number])] for at in (self._mentions.head, self._mentions.start))
        definite = self._mentions.form[number] == NOUN and start.lower_ == "the" and head.i - start.i <= _SHORT
        body = classes("speakers").get(head.lower_) == "organization" or head.lower_ in word_list("companies")
        if not definite or not body or head.lower_ in word_list("known") or head.tag_ in ("NNS", "NNPS"):
            return None  # "the president" is not the Office of the President
        return self._with_word(head.lower_, number)

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
        fits = [self.all[k][0] for k in self._by_word.get(head.lower_, ())]
        return next((body for body in fits if body.words[:-1] in (person.words, person.words[-1:])), None)

    def of_kind(self, noun: str) -> Named | None:
        """The one body of an article that has a noun of its kind in its name, wherever it is named: "the union"."""
        fits = self._by_word.get(noun, ()) if noun in word_list("kinds") else ()
        return self.all[fits[0]][0] if len(fits) == 1 else None

    def _with_word(self, word: str, before: int) -> Named | None:
        """The body named last before a mention that has a word in its name, and more than that."""
        if word not in self._of_word:
            self._of_word[word] = self._told_of(self._by_word.get(word, ()))
        return self._last(self._of_word[word], before)

    def _told_of(self, bodies: Iterable[int]) -> list[tuple[int, int]]:
        """The mentions of bodies in the order of the text, each with its body."""
        return sorted((i, k) for k in bodies for i in self.all[k][1])

    def _last(self, told: list[tuple[int, int]], before: int) -> Named | None:
        """The body of the last mention before another."""
        at = bisect_left(told, (before,))
        return self.all[told[at - 1][1]][0] if at else None

    def of_sort(self, number: int) -> Named | None:
        """The body spoken of last before "the regulator" whose name tells that it is one: "Online Standards Office"."""
        head, start = (self._doc[int(at[number])] for at in (self._mentions.head, self._mentions.start))
        definite = self._mentions.form[number] == NOUN and start.lower_ == "the" and head.tag_ in ("NN", "NNP")
        if not definite or head.i - start.i > 1 or head.lower_ not in word_list("typed") - _INNER:
            return None
        if head.lower_ not in self._of_sort:
            sort = (k for k, (body, _) in enumerate(self.all) if is_called(head.lower_, body.name))
            self._of_sort[head.lower_] = self._told_of(sort)
        return self._last(self._of_sort[head.lower_], number)

    def just_named(self, number: int) -> Named | None:
        """The body that the sentence before is about: "Korvane shut the plant. The company said"."""
        head, start = (self._doc[int(at[number])] for at in (self._mentions.head, self._mentions.start))
        if self._mentions.form[number] != NOUN or head.lower_ not in word_list("companies") or start.lower_ != "the":
            return None
        if head.i - start.i > 1:
            return None  # "the Chinese company" may be another
        here = int(self._mentions.sentence[number])
        first = int(np.searchsorted(self._mentions.sentence, here - 1))
        subjects = [i for i in range(first, number) if _is_subject(self._doc[int(self._mentions.head[i])])]
        subjects = [i for i in subjects if self._mentions.sentence[i] == here - 1]
        named = self.at(subjects[0]) if subjects else None
        if named is None or named.type != "ORG" or not fits(head.lower_, named.name):
            return None
        before = bisect_right(self._paragraphs, self._doc[int(self._mentions.head[subjects[0]])].idx)
        main = self.dominant(number) if before != bisect_right(self._paragraphs, start.idx) else None
        # A new paragraph goes back to what the article is about.
        return None if main is not None and main is not named else named

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
        """Whose "its data manager" or "an economist there" is: what is likely meant, else the body just named."""
        if number is not None:
            named = self._of_entity.get(self._discourse.entity[number])
            candidates = self._discourse.antecedents.get(number)
            likely = candidates and candidates[0].probability >= _BELIEVED
            if likely and named is not None and named.type != "PERSON":
                return named.name
        before = int(np.searchsorted(self._mentions.head, near))
        body = self.before(before) or self.before(before, subject=False)
        return body.name if body is not None else None


def _is_subject(token: Token) -> bool:
    """Whether a word is a subject, or in apposition to one: "machine maker Halvorsen & Brandt"."""
    tied = token.dep_.split(":")[0] in ("appos", "flat", "compound", "nmod")
    return token.dep_ in SUBJECTS or (tied and token.head.dep_ in SUBJECTS)
