"""What is known of two mentions: whether they can be one, and the features from which a scorer tells if they are."""

from collections.abc import Iterable

import numpy as np
from spacy.tokens import Doc, Span, Token

from claimx import gender
from claimx.anonymity import is_unnamed
from claimx.cues import asks
from claimx.descriptions import Description, is_other_office
from claimx.lexicon import classes, word_list
from claimx.mentions import NOUN, PRONOUN, Mentions
from claimx.names import Names
from claimx.namewords import byline_end, is_dateline
from claimx.paragraphs import paragraphs_of
from claimx.within import among
from claimx.workplaces import of_role

# By how much a noun is drawn to a candidate: the same noun, its role, a word of its name, its age, a word before it.
_WORDS = (2.0, 5.5, 3.0, 6.0, 1.0)
# By how much whoever was asked is likelier to answer than whoever asked.
_ANSWERS = 3.0
# By how much somebody whom the sentence before is about is likelier to speak.
_JUST = 2.0
KINDS = ("person", "organization", "place", "time", "thing", "abstract")
_CLASSES = ("he", "she", "it", "they", "the", "this", "other")
_DISTANCES = (0, 1, 2, 4, 8)
# How likely a noun must be a person that a list has for one, or that speaks.
_AGENT = 0.2
_ENTITIES = ("PERSON", "ORG", "LOC", "NORP")
_DEPS = (
    ("nsubj", "nsubj:pass", "nsubjpass", "csubj"),
    ("obj", "iobj", "dobj", "dative"),
    ("nmod:poss", "poss"),
    ("appos",),
    ("conj",),
)


class MentionTable:
    """What is known of every mention, as arrays, and from that of pairs of them."""

    def __init__(self, found: Mentions, names: Names, descriptions: dict[int, list[Description]]):
        self.m = found
        doc, heads = found.doc, found.head
        self.lower = found.words
        n = len(found)
        kinds = {label: k for k, label in enumerate(found.labels)}
        self.kinds = (
            np.stack([found.kinds[:, kinds[k]] for k in KINDS], 1)
            if kinds
            else np.zeros((n, len(KINDS)), dtype="float32")
        )
        self.entity = np.array([_ENTITIES.index(t) if t in _ENTITIES else len(_ENTITIES) for t in found.type])
        self.cluster = np.full(n, -1)
        self.gender = found.gender.copy()
        self.order = np.zeros(n)
        self.roles: dict[int, frozenset[str]] = {}
        self.ages: dict[int, frozenset[str]] = {}
        self.named: dict[int, frozenset[str]] = {}
        for number, named in enumerate(names.all):
            rows = named.mentions
            self.cluster[rows] = number
            if named.type == "PERSON":
                self.gender[rows] = named.gender
            self.order[rows] = np.arange(1, len(rows) + 1)
            told = descriptions.get(rows[0], ())
            self.roles[number] = frozenset(w for d in told for w in d.words)
            self.ages[number] = frozenset(d.age for d in told if d.age)
            self.named[number] = frozenset(named.words)
        columns = doc.to_array(["DEP", "HEAD", "IDX", "LOWER", "TAG"])
        dep, lower, tag = (columns[:, k] for k in (0, 3, 4))
        self.word = lower[heads]
        self.deps = np.stack([among(dep[heads], group) for group in _DEPS], 1)
        # Subjects of whole sentences.
        up = columns[:, 1].astype("int64")
        self.leading = self.deps[:, 0] & (up[heads + up[heads]] == 0)
        starts = np.array(paragraphs_of(doc))
        self.paragraph = np.searchsorted(starts, columns[heads, 2].astype("int64"), side="right")
        persons = np.flatnonzero(self.entity == _ENTITIES.index("PERSON")).tolist()
        bylines = [self.paragraph[i] for i in persons if byline_end(found.span(i)) is not None]
        self.author = np.isin(self.paragraph, bylines)  # nobody whom the article speaks of
        # Numbers of the attributions whose source or content a mention stands in, 0 for none.
        self.source = self._inside(doc, doc.spans.get("source", ()))
        self.content = self._inside(doc, _told(doc))
        spoken = np.where(self.source > 0, np.arange(n), -1)
        self.last_source = np.maximum.accumulate(np.concatenate([[-1], spoken[:-1]])) if n else spoken
        first = found.start
        self.definite = among(lower[first], ("the",))
        self.demonstrative = among(lower[first], ("this", "that", "these", "those"))
        self.possessed = among(tag[first], ("PRP$",))
        # "the cyclist's wife", "her critic"
        owning = np.concatenate([[0], np.cumsum(among(tag, ("POS", "PRP$")))])
        self.owned = owning[np.maximum(heads, first)] > owning[first]
        places = np.flatnonzero(self.entity == _ENTITIES.index("LOC")).tolist()
        self.dateline = np.isin(np.arange(n), [i for i in places if is_dateline(found.span(i))])
        # Of an asking verb: who asks, 1, and who is asked, 2.
        self.asking = np.zeros(n, dtype="int64")
        for i in np.flatnonzero(self.deps[:, 0] | self.deps[:, 1]).tolist():
            self.asking[i] = _part_in_asking(doc[int(heads[i])])
        # "the 34-year-old"
        self.aged = np.array([word == "old" for word in self.lower], dtype=bool) & (found.form == NOUN)
        self.length = np.minimum(found.end - found.start, 8)
        behind = np.append(lower, np.uint64(0))[heads + 1]
        self.tail = among(behind, ("of", "for", "at", "who", "from"))

    def _inside(self, doc: Doc, spans: Iterable[Span]) -> np.ndarray:
        marks = np.zeros(len(doc) + 1, dtype="int64")
        for span in spans:
            marks[span.start : span.end] = int(span.id_)
        return marks[self.m.head]

    def class_of(self, i: int) -> int:
        if self.m.form[i] == PRONOUN:
            told = int(self.m.gender[i])
            return {gender.MALE: 0, gender.FEMALE: 1, gender.NEUTER: 2, gender.PLURAL: 3}.get(told, 6)
        return 4 if self.definite[i] else 5 if self.demonstrative[i] else 6

    def anaphors(self) -> list[int]:
        """Third person pronouns, and definite nouns for persons; which bodies nouns stand for is learnt by itself."""
        third = (self.m.form == PRONOUN) & (self.m.gender != gender.UNKNOWN)
        third &= (self.m.gender != gender.NEUTER) | (self.source > 0)
        agent = (self.kinds[:, 0] >= 0.5) | self.aged
        for i in np.flatnonzero(~agent & (self.kinds[:, 0] >= _AGENT) & (self.m.form == NOUN)).tolist():
            # "the official", "the firefighter", or who speaks and is rather somebody than something
            known = classes("speakers").get(self.lower[i]) == "unnamed" or bool(of_role(self.lower[i]))
            agent[i] = known or (self.source[i] > 0 and self.kinds[i].argmax() == 0)
        nouns = (self.m.form == NOUN) & agent & (self.definite | self.demonstrative)
        for i in np.flatnonzero(nouns).tolist():
            nouns[i] = not is_unnamed(self.m.doc, int(self.m.end[i]))
        self.classes = np.array([self.class_of(i) for i in range(len(self.m))])
        return np.flatnonzero(third | nouns).tolist()

    def fits(self, i: int, others: np.ndarray) -> np.ndarray:
        """Whether the mentions before may be the same as mention i, by what is certain."""
        told, form = self.gender[others], self.m.form[others]
        kinds, entity = self.kinds[others], self.entity[others]
        ok = (self.m.end[others] <= self.m.head[i]) | (self.m.start[others] > self.m.head[i])
        ok &= self.m.start[i] > self.m.head[others]
        ok &= ((form != PRONOUN) | (told != gender.UNKNOWN)) & ~self.dateline[others] & ~self.author[others]
        if self.source[i]:
            ok &= self.content[others] != self.source[i]  # nobody is named in what he says of himself
        kind = int(self.m.gender[i])
        if self.m.form[i] == PRONOUN:
            if kind in (gender.MALE, gender.FEMALE):
                return (
                    ok
                    & (told != gender.OTHER[kind])
                    & (told != gender.NEUTER)
                    & (told != gender.PLURAL)
                    & ((kinds[:, 0] > 0.05) | (entity == 0) | (form == PRONOUN))
                )
            if kind == gender.NEUTER:
                return (
                    ok
                    & (told != gender.MALE)
                    & (told != gender.FEMALE)
                    & (told != gender.PLURAL)
                    & (entity != 0)
                    & (kinds[:, 0] < 0.95)
                )
            return (
                ok
                & (told != gender.MALE)
                & (told != gender.FEMALE)
                & (kinds[:, 3] < 0.5)
                & ((form != PRONOUN) | (told == gender.PLURAL))
            )
        plural = kind == gender.PLURAL
        alike = ((kinds @ self.kinds[i] > 0.3) & (kinds[:, 0] > 0.5) & (entity != 0)) | (entity == 0)
        alike |= (form == NOUN) & (self.word[others] == self.word[i])  # "an official", "the official"
        agree = (told != gender.MALE) & (told != gender.FEMALE) if plural else told != gender.PLURAL
        if kind in (gender.MALE, gender.FEMALE):
            agree &= told != gender.OTHER[kind]
        agree &= entity != _ENTITIES.index("ORG")  # "the people" are no body, whatever its name sounds like,
        agree &= entity != _ENTITIES.index("PERSON") if plural else told != gender.NEUTER  # and nobody alone
        if self.owned[i]:
            agree &= self._called(i, others)
        if self.aged[i]:
            agree &= ~self._of_other_age(i, others)
        if self.lower[i] in word_list("public", "names"):
            agree &= ~self._holds_another(i, others)
        return ok & (form != PRONOUN) & agree & alike

    def _of_other_age(self, i: int, others: np.ndarray) -> np.ndarray:
        """Whether candidates are told to be of another age than "the 34-year-old" is."""
        age = {t.text for t in self.m.doc[int(self.m.start[i]) : int(self.m.end[i])] if t.text.isdecimal()}
        told = [self.ages.get(int(self.cluster[j]), frozenset()) for j in others.tolist()]
        return np.array([bool(age and ages) and not age & ages for ages in told], dtype=bool)

    def _called(self, i: int, others: np.ndarray) -> np.ndarray:
        """Whether candidates are called what a noun says: somebody's wife is nobody of whom that was not said."""
        word = self.lower[i]
        known = [word == self.lower[j] or word in self.roles.get(int(self.cluster[j]), ()) for j in others.tolist()]
        return np.array(known, dtype=bool)

    def _holds_another(self, i: int, others: np.ndarray) -> np.ndarray:
        """Whether candidates are in another office than what a noun says."""
        told = [
            {*self.roles.get(int(self.cluster[j]), ()), *([self.lower[j]] if self.m.form[j] == NOUN else [])}
            for j in others.tolist()
        ]
        return np.array([is_other_office(self.lower[i], words) for words in told], dtype=bool)

    def features(
        self, a: np.ndarray, c: np.ndarray, rank: np.ndarray, words: np.ndarray, turns: np.ndarray
    ) -> np.ndarray:
        none = a == c
        columns = [none[:, None]]
        columns.append(np.eye(len(_CLASSES))[self.classes[a]])
        form = np.eye(3)[self.m.form[c]]
        entity = np.eye(len(_ENTITIES) + 1)[self.entity[c]]
        sex = np.eye(5)[self.gender[c]]
        gap = np.maximum(self.m.sentence[a] - self.m.sentence[c], 0)
        distance = np.eye(len(_DISTANCES) + 1)[np.searchsorted(_DISTANCES, gap)]
        tokens = np.log1p(np.maximum(self.m.head[a] - self.m.head[c], 0))[:, None] / 6
        between = np.log1p(np.maximum(a - c, 0))[:, None] / 4
        pair = [
            form,
            entity,
            sex,
            distance,
            tokens,
            between,
            np.log1p(rank)[:, None] / 4,
            (rank == 1)[:, None],
            (self.paragraph[a] == self.paragraph[c])[:, None],
        ]
        pair += [
            self.kinds[c],
            (self.kinds[c] * self.kinds[a]).sum(1, keepdims=True),
            self.deps[c],
            (self.deps[c, :1] & self.deps[a, :1]),
        ]
        content, source = self.content, self.source
        pair += [
            np.stack(
                [
                    source[c] > 0,
                    content[c] > 0,
                    (content[c] > 0) & (content[c] == content[a]),
                    self.last_source[a] == c,
                ],
                1,
            )
        ]
        pair += [np.stack([np.log1p(self.order[c]) / 3, (self.paragraph[c] == 1)], 1), words, self.definite[c][:, None]]
        pair.append(turns)
        columns += [column * ~none[:, None] for column in pair]
        columns += [self.kinds[a], self.deps[a]]
        columns += [np.stack([source[a] > 0, content[a] > 0, self.possessed[a], self.length[a] / 4, self.tail[a]], 1)]
        return np.concatenate(columns, axis=1).astype("float32")

    @staticmethod
    def prior(words: np.ndarray, turns: np.ndarray) -> np.ndarray:
        """Few nouns in the training data stand for a name; news is full of "the mayor"."""
        just, asked, asks = turns.T
        out = (words * np.array(_WORDS, dtype="float32")).sum(1) + _JUST * just + _ANSWERS * (asked - asks)
        return out.astype("float32")

    def turns(self, a: np.ndarray, c: np.ndarray) -> np.ndarray:
        """(pairs, 3) of a pronoun that speaks: whether the candidate is whom the sentence before is about, was asked in
        it, or asked; of one in a question the last two, too."""
        pronoun, speaks = self.m.form[a] == PRONOUN, self.source[a] > 0
        gap = self.m.sentence[a] - self.m.sentence[c]
        # "The clerk waived the fee. He was not supposed to, he said."
        spoken_of = self.leading[c] & (self.m.form[c] != PRONOUN) & ((self.kinds[c, 0] > 0.5) | (self.entity[c] == 0))
        just = pronoun & speaks & spoken_of & (gap == 1) & (self.paragraph[a] == self.paragraph[c])
        # "Achebe asked Zhang whether he had warned the board. He said he had"
        answers = speaks & (self.asking[a] == 0) & (gap == 1)
        answers = pronoun & (answers | (~speaks & (gap == 0) & (self.content[a] > 0))) & (a != c)
        return np.stack([just, answers & (self.asking[c] == 2), answers & (self.asking[c] == 1)], 1).astype("float32")

    def words(self, a: np.ndarray, c: np.ndarray) -> np.ndarray:
        """(pairs, 5) whether the anaphor's head is the candidate's, is its role, is a word of its name; and age."""
        out = np.zeros((len(a), 5), dtype="float32")
        nouns = np.flatnonzero((self.m.form[a] == NOUN) & (a != c))
        doc = self.m.doc
        phrases: dict[int, frozenset[str]] = {}
        for k in nouns.tolist():
            i, j = int(a[k]), int(c[k])
            word, who = self.lower[i], int(self.cluster[j])
            out[k, 0] = word == self.lower[j]
            if who >= 0:
                if i not in phrases:
                    phrases[i] = frozenset(t.lower_ for t in doc[int(self.m.start[i]) : int(self.m.end[i])])
                out[k, 1] = word in self.roles[who]
                out[k, 2] = word in self.named[who]
                out[k, 3] = bool(self.ages[who] & phrases[i])
                out[k, 4] = bool((phrases[i] - {"the", word}) & (self.named[who] | self.roles[who]))
        return out


def _told(doc: Doc) -> list[Span]:
    """The contents of attributions, without what the author tells in a sentence before the cue's, where something is
    told behind it: "Roe was in tears. 'We were better,' he said"."""
    is_start = doc.to_array("SENT_START") == 1
    begin = np.maximum.accumulate(np.where(is_start, np.arange(len(doc)), 0))
    begins = {span.id_: int(begin[span.start]) for span in doc.spans.get("cue", ())}
    contents = list(doc.spans.get("content", ()))
    behind = {span.id_ for span in contents if span.end > begins.get(span.id_, len(doc))}
    return [s for s in contents if s.id_ not in behind or s.end > begins[s.id_] or _is_quoted(s)]


def _is_quoted(span: Span) -> bool:
    return any(span.doc[i].is_quote for i in (max(0, span.start - 1), span.start))


def _part_in_asking(token: Token) -> int:
    verb = token.head
    if verb.pos_ != "VERB" or not asks(verb):
        return 0
    return 1 if token.dep_ == "nsubj" else 2 if token.dep_ in ("obj", "iobj", "nsubj:pass") else 0
