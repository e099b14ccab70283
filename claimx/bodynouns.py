"""What may stand for a body: nouns, "the company", "its parent", "company" of "company director", and pronouns."""

from functools import lru_cache

import numpy as np
from spacy.tokens import Doc, Token

from claimx import gender
from claimx.clauses import SUBJECTS
from claimx.lexicon import classes, word_list
from claimx.mentions import NOUN, PRONOUN, Mentions
from claimx.within import among
from claimx.workplaces import of_body, of_role

# How likely a noun must be a body, by its vector, where no list has it, and a person at most; one that speaks must only
# be no person.
_BODY, _PERSON = 0.1, 0.5
# How likely what a pronoun owns must be a person.
_SOMEBODY = 0.1
# What brings somebody in who was not spoken of, or tells nobody.
_NEW = ("a", "an", "another", "one", "any", "no", "some", "each", "every", "what", "which", "two", "three")
_OWN = ("its", "their", "his", "her", "our", "my")
_TAILS = ("of", "for", "at", "that", "which", "behind", "in")
# How a title hangs on a name.
_TITLES = ("compound", "nmod:desc")


class BodyNouns:
    """The nouns of a text that may stand for a body, or its pronouns.

    tokens: (nouns,) in order. numbers: (nouns,) the mention that each is, or before which it stands. every: pronouns
    that neither speak nor own somebody, too, from which is learnt.
    """

    def __init__(self, found: Mentions, *, pronouns: bool = False, every: bool = False):
        self._doc: Doc = found.doc
        self._m = found
        self._sources = np.zeros(len(self._doc), dtype=bool)
        self._sources[[span.root.i for span in self._doc.spans.get("source", ())]] = True
        self.tokens = np.sort(self._pronouns(every) if pronouns else self._nouns())
        self.numbers = np.searchsorted(found.head, self.tokens)

    def _pronouns(self, every: bool) -> np.ndarray:
        heads = self._m.head[(self._m.form == PRONOUN) & (self._m.gender == gender.NEUTER)]
        return heads if every else heads[[self._sources[i] or self._owns_somebody(i) for i in heads.tolist()]]

    def _owns_somebody(self, i: int) -> bool:
        """Whether a pronoun tells whose somebody is: "its president"."""
        number = self._owned_by(self._doc[i])
        return number is not None and (not self._m.labels or self._m.kind(number, "person") > _SOMEBODY)

    def _owned_by(self, token: Token) -> int | None:
        """The mention that a pronoun tells whose it is; that of the name where a title is no mention by itself: "its
        president Jane Roe"."""
        if token.tag_ != "PRP$":
            return None
        number = self._m.at(token.head.i)
        if number is None and token.head.dep_ in _TITLES:
            number = self._m.at(token.head.head.i)
        return number

    def _nouns(self) -> np.ndarray:
        doc, found, heads = self._doc, self._m, self._m.head
        columns = doc.to_array(["LOWER", "TAG", "DEP", "POS"])
        one = among(columns[:, 1], ("NN", "NNP"))
        body, person = (
            found.kinds[:, found.labels.index(kind)] if found.labels else np.ones(len(found))
            for kind in ("organization", "person")
        )
        listed = np.array([_is_listed(word) for word in found.words], dtype=bool)
        likely = listed | ((person < _PERSON) & ((body > _BODY) | self._sources[heads]))
        asked = heads[(found.form == NOUN) & one[heads] & likely & ~among(columns[found.start, 0], _NEW)]
        inner = np.flatnonzero(one & among(columns[:, 2], ("compound",)) & among(columns[:, 3], ("NOUN",))).tolist()
        inner = [i for i in inner if _is_listed(doc[i].lower_) and found.at(i) is None]
        return np.concatenate([asked, np.array(inner, dtype="int64")])

    def word(self, number: int) -> str:
        """The noun, in small letters; a pronoun tells nothing."""
        token = self._doc[int(self.tokens[number])]
        return token.lower_ if token.pos_ != "PRON" else ""

    def owned(self, number: int) -> str:
        """What a pronoun owns: "manager" of "its new manager"; nothing of a noun."""
        token = self._doc[int(self.tokens[number])]
        return token.head.lower_ if token.tag_ == "PRP$" else ""

    def rest(self, number: int) -> frozenset[str]:
        """The other words of a noun's phrase, in small letters; of a pronoun there are none."""
        token = int(self.tokens[number])
        if self._m.left[token] == self._m.right[token]:
            return frozenset()
        inner = self._doc[int(self._m.left[token]) : int(self._m.right[token]) + 1]
        return frozenset(t.lower_ for t in inner if t.is_alpha and t.i != token and t.pos_ != "DET")

    def about(self, chosen: np.ndarray) -> np.ndarray:
        """(chosen, n) what is known of each of some of them by itself."""
        doc, found = self._doc, self._m
        known = classes("speakers")
        out = []
        for token, i in zip(self.tokens[chosen].tolist(), self.numbers[chosen].tolist(), strict=True):
            t = doc[token]
            mention = i < len(found) and int(found.head[i]) == token
            start = int(found.start[i]) if mention else token
            first = doc[start].lower_
            behind = doc[token + 1].lower_ if token + 1 < len(doc) else ""
            word, length = t.lower_, token + 1 - start
            kinds = found.kinds[i].tolist() if mention else [0.0] * found.kinds.shape[1]
            out.append(
                [
                    first == "the",
                    first in _OWN,
                    first in ("this", "that"),
                    t.dep_ in SUBJECTS,
                    t.dep_ in ("nmod", "obl"),
                    t.dep_ in ("nmod:poss", "poss"),
                    not mention,
                    length <= 2,
                    min(length, 8) / 4,
                    behind in _TAILS,
                    word in word_list("companies"),
                    word in word_list("typed"),
                    word in word_list("kinds"),
                    known.get(word) == "organization",
                    bool(self._sources[token]),
                    bool(of_body(word)),
                    t.pos_ == "PRON",
                    t.tag_ == "PRP$",
                    t.tag_ == "PRP$" and bool(of_role(t.head.lower_)),
                    t.is_sent_start,
                    *kinds,
                    *self._kinds_owned(t),
                ]
            )
        return np.array(out, dtype="float32")

    def _kinds_owned(self, token: Token) -> list[float]:
        found = self._m
        number = self._owned_by(token)
        return found.kinds[number].tolist() if number is not None else [0.0] * found.kinds.shape[1]


@lru_cache(maxsize=1 << 14)
def _is_listed(word: str) -> bool:
    known = classes("speakers").get(word) == "organization"
    return known or word in word_list("companies") or word in word_list("typed")
