"""Names: which of an article's names are of one person or organisation, and which is the fullest.

"Zuckerberg", "Mr. Zuckerberg" and "Mark Zuckerberg" are one; two people of one surname stay two, and the surname
alone is then resolved by what stands near, or left as it is.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Span

from claimx import gender
from claimx.lexicon import word_list
from claimx.mentions import NAME, Mentions
from claimx.namewords import are_of_two_generations, clean, is_within, key, same_first, without_letters, without_titles

# What is added to the tokens since somebody was last named, of somebody who was not yet; and how much likelier than
# all others together one of several with a surname must be.
_NEAR, _NEVER, _SURE = 60, 2000, 0.6


@dataclass
class Named:
    """A person or organisation of the article.

    name: the fullest that the article gives. words: its words in small letters. mentions: numbers of mentions.
    """

    name: str
    type: str
    words: tuple[str, ...]
    gender: int = gender.UNKNOWN
    mentions: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Alias:
    """Whom a name is of. rivals: others of whom it could be, with scores; confidence: 0 to 1."""

    named: Named
    full: bool
    confidence: float = 1.0
    rivals: tuple[tuple[Named, float], ...] = ()


class Names:
    """The persons and organisations of one article."""

    def __init__(self, mentions: Mentions):
        self._mentions = mentions
        self._by_last: dict[str, list[Named]] = defaultdict(list)
        self._by_word: dict[str, list[Named]] = defaultdict(list)
        self._by_initials: dict[str, list[Named]] = defaultdict(list)
        self._exact: dict[tuple[str, ...], Named] = {}
        self.all: list[Named] = []
        self._of: dict[int, Alias] = {}
        # Where each was last named by a name that only they have, for names that several share.
        self._said: dict[int, list[int]] = defaultdict(list)
        # How those are addressed who were called by a surname alone: as a man or as a woman.
        self._addressed: dict[int, int] = {}
        rows = [i for i in range(len(mentions)) if mentions.form[i] == NAME]
        texts = {i: self._text(mentions.span(i)) for i in rows}
        types = mentions.type
        texts |= self._of_couples(rows, texts)
        shorter = self._full_names(rows, texts, types)
        for i in sorted(shorter):
            self._short(i, texts[i], types[i])
        del self._mentions  # it holds the Doc, which may hold this

    @property
    def people(self) -> list[Named]:
        return [named for named in self.all if named.type == "PERSON"]

    def of(self, mention: int) -> Alias | None:
        return self._of.get(mention)

    def find(self, text: str) -> Named | None:
        """The one that a text names, if there is only one."""
        words = key(without_titles(clean(text)))
        fits = self._fits(words)
        return fits[0] if len(fits) == 1 else None

    def nearest(self, text: str, before: int) -> Named | None:
        """The one that a text names; of several who was named last before a mention."""
        fits = self._fits(key(without_titles(clean(text))))
        named = [(max((m for m in n.mentions if m < before), default=-1), k) for k, n in enumerate(fits)]
        return fits[max(named)[1]] if named else None

    @staticmethod
    def _text(span: Span) -> str:
        return clean(span.text)

    def _of_couples(self, rows: list[int], texts: dict[int, str]) -> dict[int, str]:
        """The names of those who share the surname of whom they are named with: "Ghazala and Khizr Khan"."""
        m, out = self._mentions, {}
        people = [i for i in rows if m.type[i] == "PERSON"]
        surnames = {texts[i].split()[-1] for i in people if " " in texts[i]}
        for i, following in pairwise(people):
            first, _, rest = texts[following].partition(" ")
            joined = int(m.start[following]) - int(m.end[i]) == 1 and m.doc[int(m.end[i])].lower_ in ("and", "&")
            known = all(not gender_unknown(gender.of_first_name(word.lower())) for word in (texts[i], first))
            if joined and known and rest and " " not in texts[i] and texts[i] not in surnames:
                out[i] = f"{texts[i]} {rest.split()[-1]}"
        return out

    def _full_names(self, rows, texts, types) -> list[int]:
        """Makes the named ones from names that can stand alone; returns the mentions that may be short for them."""
        later = []
        for i in rows:
            if not types[i] or types[i] == "NORP":
                later.append(i)
                continue
            person = types[i] == "PERSON"
            name = without_letters(without_titles(texts[i])) if person else texts[i]
            if person and self._is_in_headline(i):
                name = _before_verb(name, texts, i)
            words = key(name)
            if not words or all(word in word_list("titles", "names") for word in words):
                continue
            if len(words) == 1:
                later.append(i)
                continue
            named = self._same(words, person)
            if named is None or (person and are_of_two_generations(named.name, name)):
                named = self._of_generation(name, words) or self._new(name, types[i], words)
            self._name(i, Alias(named, full=True), name)
        return later

    def _is_in_headline(self, mention: int) -> bool:
        """Whether a name is of the first sentence and goes on with a word in capitals."""
        doc, end = self._mentions.doc, int(self._mentions.end[mention])
        return self._mentions.sentence[mention] == 0 and end < len(doc) and doc[end].is_title

    def _of_generation(self, name: str, words: tuple[str, ...]) -> Named | None:
        """The father or the son of somebody of the same name, where both are told by a rank of birth."""
        alike = (n for n in self._by_last[words[-1]] if n.type == "PERSON" and n.words == words)
        return next((n for n in alike if not are_of_two_generations(n.name, name)), None)

    def _same(self, words: tuple[str, ...], person: bool) -> Named | None:
        """The one with the same first and last name, or the same words."""
        if words in self._exact:
            return self._exact[words]
        if not person:
            return None
        for named in self._by_last[words[-1]]:
            short, long = sorted((named.words, words), key=len)
            # "Guajardo Villarreal" is the end of "Ildefonso Guajardo Villarreal".
            if named.type == "PERSON" and (same_first(named.words[0], words[0]) or long[-len(short) :] == short):
                return named
        for named in self._by_word[words[0]]:
            # A second surname that comes and goes: Pedro Sánchez, Pedro Sánchez Castejón.
            short, long = sorted((named.words, words), key=len)
            if named.type == "PERSON" and len(short) > 1 and long[: len(short)] == short:
                return named
        return None

    def _new(self, name: str, type_: str, words: tuple[str, ...]) -> Named:
        named = Named(name, type_, words)
        self.all.append(named)
        self._index(named, words)
        return named

    def _index(self, named: Named, words: tuple[str, ...]) -> None:
        self._exact.setdefault(words, named)
        if named.type != "PERSON":
            for short in _abbreviations(named):
                if named not in self._by_initials[short]:
                    self._by_initials[short].append(named)
        if named not in self._by_last[words[-1]]:
            self._by_last[words[-1]].append(named)
        for word in words:
            if named not in self._by_word[word]:
                self._by_word[word].append(named)

    def _name(self, mention: int, alias: Alias, name: str) -> None:
        named = alias.named
        self._of[mention] = alias
        named.mentions.append(mention)
        self._said[id(named)].append(int(self._mentions.head[mention]))
        found = int(self._mentions.gender[mention])
        if named.gender == gender.UNKNOWN and found in (gender.MALE, gender.FEMALE):
            named.gender = found
        if alias.full and len(name.split()) > len(named.name.split()):
            named.name, named.words = name, key(name)
            self._index(named, named.words)

    def _short(self, mention: int, text: str, type_: str) -> None:
        """A name of one word, or of no known type: short for a full one, or one of its own."""
        words = key(without_titles(text))
        if not words:
            return
        fits = self._fits(words, type_)
        if not fits and type_ == "PERSON" and len(words) == 1 and gender_unknown(self._mentions.gender[mention]):
            # "Corvane", which Corvane Therapeutics shows to be no person.
            fits = [n for n in self._by_word.get(words[0], []) if n.type == "ORG" and n.words[0] == words[0]]
            fits = [n for n in fits if _is_short_for(words, n)][:1]
        if not fits:
            if type_ and type_ != "NORP":
                name = without_titles(text)
                named = self._exact.get(words) or self._new(self._with_rank(mention, name), type_, words)
                self._name(mention, Alias(named, full=True), name)
            return
        told = int(self._mentions.gender[mention])
        if len(fits) == 1 and {told, self._addressed.get(id(fits[0]))} == {gender.MALE, gender.FEMALE}:
            # "Mr Akhtar", where only Mrs Akhtar was named in full
            other = self._new(without_titles(text), "PERSON", words)
            return self._name(mention, Alias(other, full=True), without_titles(text))
        if len(fits) == 1:
            full = fits[0].words == words
            if told in (gender.MALE, gender.FEMALE):
                self._addressed.setdefault(id(fits[0]), told)
            self._name(mention, Alias(fits[0], full=full), text)
            return
        self._of[mention] = self._choose(mention, text, fits)
        if self._of[mention].confidence >= 0.5:
            self._name(mention, self._of[mention], text)

    def _fits(self, words: tuple[str, ...], type_: str = "") -> list[Named]:
        """Those for whom the words can be short: a surname first, then any other part, then initials."""
        if not words:
            return []  # of marks alone
        if words in self._exact and (len(words) > 1 or self._exact[words].type != "PERSON"):
            return [self._exact[words]]
        persons = type_ in ("PERSON", "")
        pools: list[Iterable[Named]] = [self._by_last.get(words[-1], []), self._by_word.get(words[0], [])]
        for pool in pools:
            people = [n for n in pool if persons and n.type == "PERSON" and is_within(words, n.words)]
            if people:
                return _unique(people)
        others = [n for n in self._by_word.get(words[0], []) if n.type != "PERSON" and _is_short_for(words, n)]
        if type_ in ("LOC", "GPE", "FAC", "PERSON"):
            others = []  # "Ohio" is not short for Ohio State University, nor "Ford" for the Ford Foundation
        if not others and len(words) == 1 and type_ in ("ORG", ""):
            others = self._by_initials.get(words[0], [])
        if not others and words in self._exact:
            others = [self._exact[words]]
        return _unique(others)

    def _with_rank(self, mention: int, name: str) -> str:
        """A name of one word with the rank that is borne with it: "Lord Ashby", "Pope Francis"."""
        start = int(self._mentions.start[mention])
        doc, words = self._mentions.doc, self._mentions.span(mention).text.split()
        before = doc[start - 1].text if start else ""
        rank = words[0] if len(words) > 1 else before
        alone = " " not in name and self._mentions.type[mention] == "PERSON"
        return f"{rank} {name}" if alone and rank.lower() in word_list("ranks", "names") else name

    def _choose(self, mention: int, text: str, fits: Sequence[Named]) -> Alias:
        """Of several with one surname the one who is spoken of: by title, then by who is named most and was last."""
        told = int(self._mentions.gender[mention])
        if told in (gender.MALE, gender.FEMALE):
            fits = [n for n in fits if n.gender == told] or [n for n in fits if n.gender == gender.UNKNOWN] or fits
            if len(fits) == 1:
                return Alias(fits[0], full=False)
        at = int(self._mentions.head[mention])
        scores = []
        for named in fits:
            said = self._said[id(named)]
            before = bisect_right(said, at)
            distance = at - said[before - 1] if before else _NEVER
            scores.append((len(said) + 0.5) / (_NEAR + distance))
        total = sum(scores)
        ranked = sorted(zip(scores, range(len(fits)), strict=True), reverse=True)
        best = ranked[0][0] / total
        rivals = tuple((fits[k], round(s / total, 3)) for s, k in ranked)
        return Alias(
            fits[ranked[0][1]], full=False, confidence=best if best >= _SURE else min(best, 0.49), rivals=rivals
        )


def gender_unknown(code: int) -> bool:
    return code not in (gender.MALE, gender.FEMALE)


def _before_verb(name: str, texts: dict[int, str], own: int) -> str:
    """A name without the verb that a headline in capitals puts behind it: "Elizabeth Warren Hammers Bank"; it is one
    where the article goes on with the shorter name and never has the longer one again."""
    shorter = name.rpartition(" ")[0]
    others = {without_titles(text) for i, text in texts.items() if i != own}
    return shorter if " " in shorter and shorter in others and name not in others else name


def _unique(found: Iterable[Named]) -> list[Named]:
    return list({id(n): n for n in found}.values())


def _is_short_for(words: tuple[str, ...], body: Named) -> bool:
    """Whether words are a part of a body's name; a person is no part of those who follow them ("Trump campaign")."""
    return is_within(words, body.words) and body.words[-1] not in word_list("followings", "names")


def _abbreviations(named: Named) -> set[str]:
    """What a name is shortened to: its initials ("ACLU"), or the beginning of its first word ("Fed")."""
    words = re.findall(r"\w+", named.name)
    every = "".join(w[0] for w in words)
    big = "".join(c for c in every if c.isupper())
    found = {short.lower() for short in (every, big) if len(short) > 1}
    return found | ({named.words[0][:3]} if len(named.words[0]) > 5 else set())
