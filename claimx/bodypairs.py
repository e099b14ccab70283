"""The bodies for which nouns may stand, and what is known of each noun with each: where they stand, how often a body is
named, and what words tell of what kind it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter

import numpy as np
from spacy.tokens import Doc, Token

from claimx.bodynouns import BodyNouns
from claimx.clauses import SUBJECTS
from claimx.coreference import Discourse
from claimx.labels import apposed
from claimx.mentions import NAME, PRONOUN, Mentions
from claimx.names import Named
from claimx.paragraphs import paragraphs_of
from claimx.within import among
from claimx.workplaces import are_apart, fits, is_called, of_body, of_role

# How many bodies are candidates: named last, named most, with the noun in the name, and named next, within how many
# sentences and mentions.
_LAST, _MOST, _CALLED, _NEXT, _SENTENCES, _AHEAD = 14, 4, 4, 3, 3, 12
_GAPS = np.array([0, 1, 2, 3, 5, 8, 13])
_TYPES = ("ORG", "LOC", "GPE")
_TOLD = ("compound", "appos", "nmod", "nmod:desc", "amod", "flat")
# How many words before a noun the nation stands that tells more of it.
_BEFORE = 4
# The rank of what was not named yet, and how far off what is not named again.
_UNKNOWN, _NOT_AHEAD = 20, 9


@dataclass
class BodyPairs:
    """Nouns and the bodies that each may stand for.

    bodies: all that the article names. nouns: (nouns,) their tokens. noun, body: (pairs,) numbers of both, the pairs of
    a noun in one run. features: (pairs, n) of the two, about: (nouns, n) of the noun.
    """

    bodies: list[Named]
    nouns: np.ndarray
    noun: np.ndarray
    body: np.ndarray
    features: np.ndarray
    about: np.ndarray


class BodyTable:
    """What is known of the bodies of a text. The work grows with the text."""

    def __init__(self, found: Mentions, discourse: Discourse):
        self._doc: Doc = found.doc
        self._m = found
        self._bodies = [named for named in discourse.names.all if named.type != "PERSON"]
        self._with: dict[str, list[int]] = defaultdict(list)
        for k, named in enumerate(self._bodies):
            for word in dict.fromkeys(named.words):
                self._with[word].append(k)
        self._nations = frozenset(e.text.lower() for e in self._doc.ents if e.label_ == "NORP")
        self._beside = self._nouns_beside()
        self._kinds = [of_body(named.name) for named in self._bodies]

    def pairs(self, discourse: Discourse, *, pronouns: bool = False, every: bool = False) -> BodyPairs:
        """The nouns that may stand for bodies, with their candidates, or the pronouns, for which it is known whom nouns
        stand for. every: all pronouns, and not those alone that speak or own somebody."""
        found = self._m
        nouns = BodyNouns(found, pronouns=pronouns, every=every)
        of_entity = {discourse.entity[named.mentions[0]]: k for k, named in enumerate(self._bodies)}
        told = [(i, k) for k, named in enumerate(self._bodies) for i in named.mentions]
        others = np.flatnonzero(found.form != NAME if pronouns else found.form == PRONOUN).tolist()
        told += [(i, of_entity[e]) for i in others if (e := discourse.entity[i]) in of_entity]
        rows = np.array(list(self._pairs(nouns, sorted(told))), dtype="int64").reshape(-1, 9)
        if not len(rows):
            nothing = np.zeros(0, dtype="int64")
            empty = np.zeros((0, 0), dtype="float32")
            return BodyPairs(self._bodies, nothing, nothing, nothing, empty, empty)
        kept, noun = np.unique(rows[:, 0], return_inverse=True)
        features = np.concatenate([self._told_by_place(nouns, rows), self._told_by_words(nouns, rows)], axis=1)
        tokens, about = nouns.tokens[kept], nouns.about(kept)
        return BodyPairs(self._bodies, tokens, noun, rows[:, 1], features.astype("float32"), about)

    def _pairs(self, nouns: BodyNouns, told: list[tuple[int, int]]) -> Iterable[tuple[int, ...]]:
        """Noun, body; of what is before the noun: the body's last mention and last name, or -1, its rank from the last
        named, how often it was named, how often the one most named was, how often all; the mention that the noun is.

        told: every mention of a body, and of which, in the order of the text."""
        doc, found = self._doc, self._m
        last: dict[int, int] = {}  # of each body the last mention, the latest last
        named: dict[int, int] = {}
        counts = [0] * len(self._bodies)
        most: list[int] = []
        total = done = 0
        sentence = found.sentence
        for number, (token, i) in enumerate(zip(nouns.tokens.tolist(), nouns.numbers.tolist(), strict=True)):
            while done < len(told) and told[done][0] < i:
                j, k = told[done]
                last.pop(k, None)
                last[k] = j
                if found.form[j] == NAME:
                    named[k] = j
                    counts[k] += 1
                    total += 1
                    most = sorted({*most, k}, key=lambda b: (-counts[b], b))[:_MOST]
                done += 1
            latest = list(islice(reversed(last), _LAST))
            rank = {k: r for r, k in enumerate(latest)}
            ahead = [
                k
                for j, k in told[done : done + _AHEAD]
                if k not in last and sentence[j] <= sentence[min(i, len(sentence) - 1)] + _SENTENCES
            ]
            called = self._with.get(doc[token].lower_, ())[:_CALLED]
            chosen = dict.fromkeys([*latest, *most, *called, *list(dict.fromkeys(ahead))[:_NEXT]])
            top = counts[most[0]] if most else 0
            for k in chosen:
                yield (number, k, last.get(k, -1), named.get(k, -1), rank.get(k, _UNKNOWN), counts[k], top, total, i)

    def _told_by_place(self, nouns: BodyNouns, rows: np.ndarray) -> np.ndarray:
        doc, found = self._doc, self._m
        number, body, last, named, rank, count, top, total, at = rows.T
        columns = doc.to_array(["DEP", "IDX", "HEAD"])
        up = np.arange(len(doc)) + columns[:, 2].astype("int64")
        heads, sentence = found.head, found.sentence
        paragraphs = np.array(paragraphs_of(doc))
        paragraph = np.searchsorted(paragraphs, columns[:, 1].astype("int64"), side="right")
        token = nouns.tokens[number]
        spoken_of = last >= 0
        where = heads[last]
        here = sentence[np.minimum(at, len(sentence) - 1)]
        gap = np.where(spoken_of, np.maximum(here - sentence[last], 0), 0)
        gaps = np.eye(len(_GAPS) + 1)[np.searchsorted(_GAPS, gap)] * spoken_of[:, None]
        deps = [
            among(columns[where, 0], group) & spoken_of for group in (SUBJECTS, ("nmod:poss", "poss"), ("compound",))
        ]
        leading = deps[0] & (up[up[where]] == up[where])
        opening = spoken_of & ((last == 0) | (sentence[last - 1] != sentence[last]))
        first = heads[np.array([b.mentions[0] for b in self._bodies])][body]
        following, is_named = self._next(body, at)
        ahead = np.where(is_named, sentence[following] - here, _NOT_AHEAD)
        here_too = (gap == 0) & spoken_of
        left, right = found.left[token], found.right[token]
        inside = spoken_of & (left <= where) & (where <= right)
        inside |= is_named & (left <= heads[following]) & (heads[following] <= right)
        types = [np.array([b.type == t for b in self._bodies])[body] for t in _TYPES]
        sizes = np.array([len(b.words) for b in self._bodies])[body]
        mentions = np.array([len(b.mentions) for b in self._bodies])[body]
        return np.stack(
            [
                ~spoken_of,
                *gaps.T,
                *deps,
                leading,
                opening,
                spoken_of & (paragraph[where] == paragraph[token]),
                spoken_of & (last != named),
                rank == 0,
                rank == 1,
                np.log1p(rank) / 3,
                np.log1p(count) / 3,
                count / np.maximum(top, 1),
                (count == top) & (count > 0),
                count / np.maximum(total, 1),
                np.log1p(mentions) / 3,
                paragraph[first] == 1,
                paragraph[first] <= 2,
                paragraph[first] == paragraph[token],
                *types,
                sizes == 1,
                sizes / 5,
                ahead == 0,
                ahead == 1,
                ahead <= 3,
                here_too | (ahead == 0),
                here_too,
                inside,
            ],
            axis=1,
        )

    def _next(self, body: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(pairs,) the first name of a body from a mention on, and whether there is one."""
        n = len(self._m)
        names = np.sort([k * n + i for k, named in enumerate(self._bodies) for i in named.mentions])
        found = np.append(names, -1)[np.searchsorted(names, body * n + at)]
        return found % n, found // n == body

    def _told_by_words(self, nouns: BodyNouns, rows: np.ndarray) -> np.ndarray:
        """What the words of the noun and of the name, and the nouns beside the name, say of the two."""
        known: dict[tuple[str, int], tuple[bool, ...]] = {}
        out = []
        for number, pairs in groupby(rows[:, :2].tolist(), key=itemgetter(0)):
            word, rest = nouns.word(number), nouns.rest(number)
            at = of_role(nouns.owned(number))
            for _, k in pairs:
                told = known.get((word, k))
                if told is None:
                    told = known[word, k] = self._called(word, k)
                of = self._kinds[k]
                beside = bool(rest) and not rest.isdisjoint(self._beside[k])
                named = bool(rest) and not rest.isdisjoint(self._bodies[k].words)
                nation, nations = rest & self._nations, self._beside[k] & self._nations
                same, other = bool(nation & nations), bool(nation and nations and not nation & nations)
                out.append((*told, beside, named, same, other, bool(at & of), bool(at and of and not at & of)))
        return np.array(out, dtype="float32")

    def _called(self, word: str, k: int) -> tuple[bool, ...]:
        """What the words of a body's name, and the nouns beside it, say of whether a noun stands for it."""
        name, words = self._bodies[k].name, self._bodies[k].words
        return (
            word in words,
            bool(words) and word == words[-1],
            is_called(word, name),
            fits(word, name),
            are_apart(word, name),
            bool(self._kinds[k]),
            word in self._beside[k],
        )

    def _told_around(self, start: int, end: int) -> set[str]:
        """The nouns around a name by its words alone, whatever the tree: "the miner Corvane", "its parent, Corvane,",
        "Corvane, a miner based in Leeds,"."""
        doc, out = self._doc, set()
        comma = start > 1 and doc[start - 1].text == ","
        before = doc[start - 1 - comma] if start > comma else None
        if before is not None and before.pos_ == "NOUN":
            out |= _with_nations(before)
        if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].pos_ in ("DET", "PRON", "ADJ"):
            behind = apposed(doc, end + 1)
            if behind is not None:
                out |= _with_nations(behind)
        return out

    def _nouns_beside(self) -> list[set[str]]:
        """Of each body the nouns that stand beside its name: "miner Corvane", "Corvane, a miner"."""
        doc, found = self._doc, self._m
        out: list[set[str]] = [set() for _ in self._bodies]
        of_head = {int(found.head[i]): k for k, named in enumerate(self._bodies) for i in named.mentions}
        columns = doc.to_array(["DEP", "POS", "HEAD"])
        noun, tied = among(columns[:, 1], ("NOUN",)), among(columns[:, 0], _TOLD)
        up = np.arange(len(doc)) + columns[:, 2].astype("int64")
        for t in np.flatnonzero(noun & tied).tolist():
            k = of_head.get(int(up[t]))
            if k is None and int(up[up[t]]) in of_head and doc[int(up[t])].dep_ == "appos":
                k = of_head[int(up[up[t]])]  # "Corvane, a mining company"
            if k is not None:
                out[k] |= _with_nations(doc[t])
        for head, k in of_head.items():
            token = doc[head]
            if noun[up[head]] and (token.dep_ == "appos" or token.dep_ in SUBJECTS):
                out[k] |= _with_nations(token.head)
        for k, named in enumerate(self._bodies):
            for i in named.mentions:
                out[k] |= self._told_around(int(found.start[i]), int(found.end[i]))
        return out


def _with_nations(noun: Token) -> set[str]:
    """A noun with the nations right before it: "a British designer", "Dutch chip equipment maker"."""
    doc, i = noun.doc, noun.i
    out = {noun.lower_}
    while i > 0 and noun.i - i < _BEFORE and doc[i - 1].pos_ in ("NOUN", "ADJ", "PROPN"):
        i -= 1
        if doc[i].ent_type_ == "NORP":
            out.add(doc[i].lower_)
    return out
