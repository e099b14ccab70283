"""Mentions: names, noun phrases and pronouns that may stand for a speaker, and what kind of thing each is.

A mention is known by its head token. Its kind comes from a classifier over the encoder's vectors that was
trained on the entity types of GUM (Zeldes 2017), so that "the mayor" is known for a person and "the firm" for an
organisation with no list of nouns.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span, Token

from claimx import gender
from claimx.encoder import encoding
from claimx.errors import ClaimxError
from claimx.heads import Head, log_softmax
from claimx.labels import NAMED, name_labels
from claimx.lexicon import classes, word_list
from claimx.namewords import ends_title
from claimx.within import among

_KEY = "claimx_mentions"
_WORDS = ("words",)
NAME, NOUN, PRONOUN = 0, 1, 2
FORMS = ("name", "noun", "pronoun")
_NOMINAL = ("NOUN", "PROPN")

# Words of a noun phrase before its head, and of a name behind it, in the labels of UD and of ClearNLP.
_BEFORE = (
    "det",
    "amod",
    "nummod",
    "compound",
    "nmod:poss",
    "poss",
    "flat",
    "name",
    "nmod:desc",
    "predet",
    "det:predet",
    "nmod",
)
_BEHIND = ("flat", "name", "flat:name")
# How a word hangs on the head of a phrase that it stands in.
_INNER = ("compound", "flat", "name", "amod", "det", "nmod:desc", "goeswith", "fixed")
# What stands between "the" and the party of one of its members, and how many tokens of it.
_TELLING, _TOLD = ("JJ", "VBN", "CD", "HYPH", "NN"), 8
_LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_PRONOUNS = ("he", "she", "him", "they", "them", "himself", "herself", "themselves")


@dataclass
class Mentions:
    """Parallel arrays, a row a mention, in the order of the heads.

    start, end, head: tokens. form: NAME, NOUN or PRONOUN. kinds: (n, kinds) probabilities over `labels`.
    type: of a name its entity label, as the article as a whole has it; "" for what is none.
    gender: of `claimx.gender`. left, right: of each token of the document, the noun phrase [left, right] of which it
    is the head. told: their words, and what is said of phrases and before names, once that has been asked for.
    """

    start: np.ndarray
    end: np.ndarray
    head: np.ndarray
    form: np.ndarray
    type: list[str]
    gender: np.ndarray
    kinds: np.ndarray
    labels: list[str]
    sentence: np.ndarray
    left: np.ndarray
    right: np.ndarray
    told: dict[tuple, Any] = field(default_factory=dict, repr=False)
    doc: Doc = field(default=None, repr=False)  # type: ignore[assignment]  # bound by `mentions`

    def __len__(self) -> int:
        return len(self.start)

    def span(self, number: int) -> Span:
        return self.doc[int(self.start[number]) : int(self.end[number])]

    @property
    def words(self) -> list[str]:
        """The head of each, in small letters."""
        if _WORDS not in self.told:
            strings = self.doc.vocab.strings
            self.told[_WORDS] = [strings[word] for word in self.doc.to_array("LOWER")[self.head].tolist()]
        return self.told[_WORDS]

    def kind(self, number: int, label: str) -> float:
        """How likely a mention is of a kind; 1 where kinds are not known."""
        return float(self.kinds[number, self.labels.index(label)]) if self.labels else 1.0

    def at(self, head: int) -> int | None:
        """The mention with this head token."""
        i = int(np.searchsorted(self.head, head))
        return i if i < len(self.head) and self.head[i] == head else None


def mentions(doc: Doc) -> Mentions:
    """The mentions of a Doc; raises ClaimxError if its pipeline has not looked for them."""
    if _KEY not in doc.user_data:
        raise ClaimxError("this Doc has no mentions: make it with the pipeline that claimx.load() gives")
    return replace(doc.user_data[_KEY], doc=doc)


class MentionFinder(Head):
    """Sets Doc.spans["mentions"], spans labelled name, noun or pronoun, and what `mentions(doc)` returns."""

    def __call__(self, doc: Doc) -> Doc:
        # What is kept knows nothing of the Doc that keeps it, so that both can be copied and stored.
        found = doc.user_data[_KEY] = self._find(doc)
        doc.spans["mentions"] = [
            Span(doc, s, e, FORMS[f])
            for s, e, f in zip(found.start.tolist(), found.end.tolist(), found.form.tolist(), strict=True)
        ]
        return doc

    def _find(self, doc: Doc) -> Mentions:
        columns = doc.to_array(["HEAD", "DEP", "POS", "TAG", "LOWER", "SENT_START"])
        heads = np.arange(len(doc)) + columns[:, 0].astype("int64")
        dep, pos, tag, lower, sent = (columns[:, i] for i in range(1, 6))
        left, right = self._phrases(heads, dep, pos)
        strings = self.vocab.strings
        noun, propn, pron = (pos == strings.add(p) for p in ("NOUN", "PROPN", "PRON"))
        # What can be nothing else, whatever its tag: behind a quotation one is easily wrong.
        surely = among(lower, _PRONOUNS)
        noun, propn, pron = noun & ~surely, propn & ~surely, pron | surely
        # A word inside another's phrase is none of its own, unless it is a name or a possessor.
        inner = among(dep, _INNER)
        rows: list[tuple[int, int, int, int]] = []
        named = np.zeros(len(doc), dtype=bool)
        for entity in doc.ents:
            if (begin := _member(entity)) is not None:  # "the Conservative"
                rows.append((begin, entity.end, entity.end - 1, NOUN))
                named[entity.start : entity.end] = True
            elif entity.label_ in NAMED and not _is_noun(entity):
                named[entity.start : entity.end] = True
                rows.append((entity.start, entity.end, entity.root.i, NAME))
            elif entity.label_ in ("DATE", "TIME"):
                named[entity.start : entity.end] = True
        titles = self._titles(doc, heads, named)
        aged = np.flatnonzero((lower == strings.add("old")) & (np.roll(lower, 2) == strings.add("year")))
        for i in aged[aged > 4].tolist():  # "the 34-year-old"
            noun[i], noun[i - 2], left[i] = True, False, i - 5 if pos[i - 5] == strings.add("DET") else i - 4
        for i in np.flatnonzero((noun | propn) & ~inner & ~named & ~titles).tolist():
            rows.append((int(left[i]), int(right[i]) + 1, i, NAME if propn[i] and _is_name(doc[i]) else NOUN))
        for i in np.flatnonzero(pron & among(lower, frozenset(gender.table("pronouns")))).tolist():
            rows.append((i, i + 1, i, PRONOUN))
        table = np.array(sorted(rows, key=lambda row: row[2]), dtype="int64").reshape(-1, 4).T
        sentence = np.cumsum(sent == 1) - 1
        plural = among(tag, ("NNS", "NNPS"))
        kinds = self._kinds(doc, table[2])
        types = self._types(doc, table, kinds)
        self._relabel(doc, table, types)
        told = zip(*table.tolist(), types, plural[table[2]].tolist(), strict=True)
        genders = np.array([_gender(doc, *row) for row in told], dtype="int64")
        start, end, head, form = table
        labels = self.labels.get("kinds", [])
        return Mentions(start, end, head, form, types, genders, kinds, labels, sentence[head], left, right)

    def _phrases(self, heads: np.ndarray, dep: np.ndarray, pos: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(tokens,) first and last token of the noun phrase of which each token is the head."""
        left, right = np.arange(len(heads)), np.arange(len(heads))
        tokens = np.arange(len(heads))
        for i in np.flatnonzero(among(dep, _BEFORE) & (heads > tokens)).tolist():
            left[heads[i]] = min(left[heads[i]], left[i])
        for i in np.flatnonzero(among(dep, _BEHIND) & (heads < tokens))[::-1].tolist():
            right[heads[i]] = max(right[heads[i]], right[i])
        return left, right

    @staticmethod
    def _titles(doc: Doc, heads: np.ndarray, named: np.ndarray) -> np.ndarray:
        """Which tokens outside a name are of it: "Mayor" of "Mayor Ruth Adeyemi". Single letters are nothing either."""
        offices = word_list("offices", "names")
        out = doc.to_array("LENGTH") < 2
        before = np.flatnonzero(named & ~np.roll(named, 1)) - 1
        out[[i for i in before.tolist() if i >= 0 and doc[i].lower_.rstrip(".") in offices]] = True
        out[[i - 1 for i in before.tolist() if ends_title(doc, i)]] = True
        tokens = np.arange(len(heads))
        out |= ~named & named[heads] & (heads == tokens + 1)
        bearers = np.flatnonzero(named & ~named[heads] & (heads == tokens - 1))
        out[heads[bearers]] = True
        # A word in capitals right before a person's name says what they are, whatever the tree: "Actor Remy Sandoval".
        persons = [e.start - 1 for e in doc.ents if e.label_ == "PERSON" and e.start]
        out[[i for i in persons if not named[i] and doc[i].text[:1].isupper() and doc[i].pos_ in _NOMINAL]] = True
        return out

    def _types(self, doc: Doc, table: np.ndarray, kinds: np.ndarray) -> list[str]:
        """The label of each name: what all names of the same words have, by the entities and by the kinds."""
        labels = self.labels.get("kinds", [])
        columns = [(labels.index(kind), label) for kind, label in _LABELS.items()] if labels else []
        names = [(start, end, head) if form == NAME else None for start, end, head, form in table.T.tolist()]
        return name_labels(doc, names, [(kinds[:, column], label) for column, label in columns])

    @staticmethod
    def _relabel(doc: Doc, table: np.ndarray, types: list[str]) -> None:
        """One name has one label in an article."""
        right = {int(start): type_ for start, type_ in zip(table[0], types, strict=True) if type_}
        doc.set_ents(
            [
                Span(doc, e.start, e.end, right.get(e.start, e.label_))
                for e in doc.ents
                if e.label_ not in NAMED or not (_is_noun(e) or _member(e) is not None)
            ]
        )

    def _kinds(self, doc: Doc, heads: np.ndarray) -> np.ndarray:
        found = encoding(doc)
        if found is None or not len(heads):
            return np.zeros((len(heads), len(self.labels.get("kinds", []))), dtype="float32")
        return np.exp(log_softmax(self.linear("kinds", found.vectors[heads])))


def _is_name(token: Token) -> bool:
    """Whether a proper noun that is in no entity can be somebody's name: no office, no letter, no plural."""
    word = token.lower_.rstrip(".")
    if token.tag_ == "NNPS" or len(word) < 2 or token.is_lower or word in classes("speakers") or _is_native(token):
        return False
    return word not in word_list("offices", "names") and word not in word_list("parties", "names")


def _is_noun(entity: Span) -> bool:
    """Whether what was taken for a name is a noun with one before it: "Downing Street spokesman"."""
    last = entity[-1]
    noun = len(entity) > 1 and last.pos_ == "NOUN" and last.is_lower and entity.label_ != "NORP"
    return noun and not any(last.lower_ in word_list(kind, "names") for kind in ("authorities", "followings", "tails"))


def _is_native(token: Token) -> bool:
    """Whether it is somebody by where they are from: "the Pole"."""
    return token.i > 0 and token.nbor(-1).lower_ == "the" and token.lower_ in word_list("natives", "names")


def _member(entity: Span) -> int | None:
    """Where what tells somebody by their party or where they are from begins; None if the words are no such thing: "the
    Republican said", "the Pole said", "the 61-year-old Georgia Republican said"."""
    word, doc = entity[-1], entity.doc
    party = len(entity) < 3 and word.lower_ in word_list("parties", "names") and word.tag_ not in ("NNPS", "NNS")
    native = len(entity) == 1 and _is_native(word)
    if not (party or native) or word.dep_ not in ("nsubj", "nsubj:pass"):
        return None
    i = entity.start - 1
    while party and i > max(0, entity.start - _TOLD) and (doc[i].ent_type_ == "LOC" or doc[i].tag_ in _TELLING):
        i -= 1
    return i if i >= 0 and doc[i].lower_ == "the" else None


def _gender(doc: Doc, start: int, end: int, head: int, form: int, type_: str, plural: bool) -> int:
    if form == PRONOUN:
        return gender.table("pronouns")[doc[head].lower_]
    if form == NOUN:
        return gender.PLURAL if plural else gender.table("nouns").get(doc[head].lower_, gender.UNKNOWN)
    if type_ == "PERSON":
        return gender.of_name([doc[i].lower_ for i in range(max(0, start - 1), end)], titled=start > 0)
    return gender.PLURAL if plural else gender.NEUTER if type_ else gender.UNKNOWN
