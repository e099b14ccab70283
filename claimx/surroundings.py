"""Roles and bodies beside the mentions of persons, and what is known of each pair.

Of a mention only what stands within a few candidates is looked at, so that the work grows with the text and not with
its square.
"""

from dataclasses import dataclass

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc

from claimx.candidates import Finder, Row, key
from claimx.descriptions import Description
from claimx.lexicon import lexicon, word_list
from claimx.mentions import Mentions
from claimx.paragraphs import paragraphs_of
from claimx.within import among, hashes

# How many candidates before and behind a mention are looked at.
REACH = 10
# Between how many tokens the words count that stand between a mention and a candidate.
_CLOSE = 12
_LABELS = ("ORG", "LOC", "NORP", "FAC", "PERSON", "")
_DEPS = ("appos", "compound", "nmod", "nsubj", "obj", "obl", "root", "conj", "attr", "poss", "iobj")
_LINKS = (
    "of",
    "for",
    "at",
    "from",
    "with",
    "by",
    "in",
    "as",
    "to",
    "on",
    "and",
    "'s",
    "the",
    "a",
    "its",
    "their",
    ",",
    "told",
    "that",
)
_BETWEEN = ("of", "for", "at", "who", "is", "was", "as", "and", "said", ",", ".", "“", "”", "(", "that")
# Within how many tokens of the head of the mention a candidate stands that is a part of it.
_INSIDE = np.array([2, 3, 4, 6, 10])
_NEAR = np.array([1, 2, 3, 5, 8, 13, 21, 40])
_FORMS = 3
# How many steps up the tree a mention and a candidate may be from what they have in common.
_STEPS = 5
# By what they may hang on it.
_ARCS = (
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "nmod",
    "nmod:poss",
    "appos",
    "compound",
    "acl:relcl",
    "acl",
    "conj",
    "advcl",
    "ccomp",
    "parataxis",
)
# Kinds of verbs that they may have in common.
_VERBS = ("verbs", "workers", "moves", "posts", "makers")


@dataclass
class Candidates:
    """In the order of the text: at (n,) heads, start, end (n,) tokens, texts, how each is called, told: for roles, the
    phrase, looks (n, features): what is known of each by itself, keys, names."""

    at: np.ndarray
    start: np.ndarray
    end: np.ndarray
    texts: list[str]
    told: list[Description | None]
    looks: np.ndarray
    keys: list[str]
    above: np.ndarray

    def __len__(self) -> int:
        return len(self.at)


class Surroundings:
    """The roles and the bodies of a document beside the mentions of its persons."""

    def __init__(self, doc: Doc, found: Mentions, finder: Finder):
        self._doc, self._m = doc, found
        columns = doc.to_array(
            ["SENT_START", "LOWER", "IDX", "HEAD", "DEP", "LEMMA", "POS", "TAG", "ENT_TYPE", "IS_LOWER"]
        )
        self._lower, self._tag, self._label, self._is_lower = (columns[:, k] for k in (1, 7, 8, 9))
        # Without what stands behind a colon: "nmod" of "nmod:poss".
        each, of = np.unique(columns[:, 4], return_inverse=True)
        plain = [get_string_id(doc.vocab.strings[dep].split(":")[0]) for dep in each.tolist()]
        self._plain_dep = np.array(plain, dtype="uint64")[of]
        self._sentence = np.cumsum(columns[:, 0] == 1)
        self._paragraph = np.searchsorted(paragraphs_of(doc), columns[:, 2].astype("int64"), side="right")
        self._source = np.zeros(len(doc), dtype=bool)
        for span in doc.spans.get("source", ()):
            self._source[span.start : span.end] = True
        self._count = np.zeros((len(doc) + 1, len(_BETWEEN)), dtype="int32")
        self._count[1:] = np.cumsum(columns[:, 1][:, None] == hashes(_BETWEEN), axis=0)
        self._up = np.arange(len(doc)) + columns[:, 3].astype("int64")
        self.roles = self._candidates(finder.roles())
        self.bodies = self._candidates(finder.bodies())
        persons = [int(h) for h, t in zip(found.head, found.type, strict=True) if t == "PERSON"]
        self._people = np.array(persons, dtype="int64")
        deps = columns[found.head, 4]
        self._arc = np.full(len(doc), len(_ARCS))
        for number, name in enumerate(hashes(_ARCS)):
            self._arc[columns[:, 4] == name] = number
        lists = [frozenset(lexicon("roles")["verbs"]) if name == "verbs" else word_list(name) for name in _VERBS]
        kinds = [among(columns[:, 5], words) for words in lists]
        cues = np.zeros(len(doc), dtype=bool)
        cues[[span.root.i for span in doc.spans.get("cue", ())]] = True
        verb, past = hashes(("VERB", "VBD"))
        self._kind = np.stack([*kinds, cues, columns[:, 6] == verb, columns[:, 7] == past], 1)
        subjects = [dep for dep in np.unique(deps) if doc.vocab.strings[dep].split(":")[0] in ("nsubj", "nsubjpass")]
        self._is_subject = np.isin(deps, subjects)
        self._above = self._up[found.head]

    def _candidates(self, rows: list[Row]) -> Candidates:
        at, start, end = (np.array([row[k] for row in rows], dtype="int64") for k in range(3))
        texts = [row[3] for row in rows]
        keys = [key(text) for text in texts]
        looks = self._looks(at, start, end)
        return Candidates(at, start, end, texts, [row[4] for row in rows], looks, keys, self._up[at])

    def _looks(self, at: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """(candidates, features): what is known of each by itself."""
        m = self._m
        left = np.where(start > 0, self._lower[start - 1], 0)[:, None]
        first, behind = self._lower[start][:, None], np.append(self._lower, np.uint64(0))[end]
        dep, word, tag = self._plain_dep[at][:, None], self._lower[at], self._tag[at]
        label = self._label[at]
        place, state = hashes(("LOC", "GPE"))
        label = np.where(label == state, place, label)[:, None]
        number = np.minimum(np.searchsorted(m.head, at), max(0, len(m) - 1))
        known = len(m) and m.labels
        kinds = m.kinds[number] * (m.head[number] == at)[:, None] if known else np.zeros((len(at), len(m.labels)))
        links = hashes(_LINKS)
        columns = [
            among(behind, ("'s", "’s")),
            among(behind, (",",)),
            self._is_lower[at] == 1,
            among(tag, ("NNS", "NNPS")),
            among(word, word_list("offices", "names")),
            among(word, word_list("corporate")),
            among(word, word_list("parties", "names")),
            self._sentence[at] <= 2,
            self._source[at],
        ]
        return np.concatenate(
            [
                label == hashes(_LABELS),
                dep == hashes(_DEPS),
                (left == links) | (first == links),
                np.stack(columns, 1),
                kinds,
            ],
            axis=1,
        ).astype("float32")

    def speaks(self, mentions: list[int]) -> bool:
        """Whether one of the mentions stands in a source."""
        return bool(self._source[self._m.head[mentions]].any())

    def near(self, mentions: np.ndarray, among: Candidates) -> tuple[np.ndarray, np.ndarray]:
        """(rows,) pairs of mentions and of the candidates about each."""
        middle = np.searchsorted(among.at, self._m.head[mentions])
        around = middle[:, None] + np.arange(-REACH, REACH)
        ok = (around >= 0) & (around < len(among))
        return np.repeat(mentions, ok.sum(1)), around[ok]

    def known(self, mentions: np.ndarray, chosen: np.ndarray, among: Candidates) -> np.ndarray:
        """(rows, features) of pairs."""
        m = self._m
        head, start, end = (array[mentions] for array in (m.head, m.start, m.end))
        at, first, last = (array[chosen] for array in (among.at, among.start, among.end))
        before, behind = last <= start, first >= end
        low, high = np.where(before, last, end), np.where(before, start, first)
        apart = ~(before | behind)
        low, high = np.where(apart, 0, low), np.where(apart, 0, high)
        size = (high - low)[:, None]
        sentence = self._sentence[at] - self._sentence[head]
        people = np.searchsorted(self._people, high) - np.searchsorted(self._people, low)
        bodies = np.searchsorted(self.bodies.at, high) - np.searchsorted(self.bodies.at, low)
        words = (self._count[high] > self._count[low]) & (size <= _CLOSE)
        above = self._above[mentions]
        candidate_above = among.above[chosen]
        inside = apart[:, None] & (np.abs(at - head)[:, None] < _INSIDE)
        columns = [
            apart,
            apart & (at < head),
            before,
            sentence == 0,
            sentence == -1,
            sentence == 1,
            sentence < -1,
            sentence > 1,
            self._paragraph[at] == self._paragraph[head],
            people == 0,
            people == 1,
            bodies == 0,
            bodies == 1,
            *[m.form[mentions] == form for form in range(_FORMS)],
            self._is_subject[mentions],
            self._source[head],
            candidate_above == head,
            above == at,
            candidate_above == above,
        ]
        return np.concatenate(
            [
                np.stack(columns, 1),
                self._linked(head, at),
                inside,
                before[:, None] & (size < _NEAR),
                behind[:, None] & (size < _NEAR),
                words,
                among.looks[chosen],
            ],
            axis=1,
        ).astype("float32")

    def _linked(self, head: np.ndarray, at: np.ndarray) -> np.ndarray:
        """(rows, features): how pairs of tokens hang together in the tree, within a few steps of what both hang on."""
        over = self._over(head, -1), self._over(at, -2)
        same = over[0][:, :, None] == over[1][:, None, :]
        row = np.arange(len(head))
        steps = same.any(2).argmax(1)
        down = same[row, steps].argmax(1)
        linked = same[row, steps, down]
        common = over[0][row, steps]
        out = [linked, linked & (steps == 0), linked & (down == 0)]
        table = [np.stack(out, 1), (self._kind[common] & linked[:, None])]
        for mine, count in zip(over, (steps, down), strict=True):
            below = self._arc[mine[row, np.maximum(count - 1, 0)]]
            told = linked & (count > 0)
            table.append((below[:, None] == np.arange(len(_ARCS))) & told[:, None])
            table.append((count[:, None] == np.arange(1, _STEPS)) & linked[:, None])
        return np.concatenate(table, axis=1)

    def _over(self, tokens: np.ndarray, none: int) -> np.ndarray:
        """(rows, steps): tokens and what is over each, none behind the root."""
        out = [tokens]
        for _ in range(_STEPS - 1):
            last = out[-1]
            over = self._up[np.maximum(last, 0)]
            out.append(np.where((last < 0) | (over == last), none, over))
        return np.stack(out, 1)
