"""Hedging phrases: the lexicon's cues, and which of them hedge where they stand.

A head on the encoder's vectors tells for each word how likely it is a cue of each type in its context; it was trained
on the Szeged Uncertainty Corpus (Szarvas et al. 2012) and on news that was annotated for claimx. The lexicon names the
type, and how much its words alone tell says how sure the head must be.
"""

from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from claimx.cuecontext import fits, meaning
from claimx.encoder import encoding
from claimx.heads import Head, log_softmax
from claimx.hedgelist import HedgeList, Match
from claimx.hedgetypes import Additions, Group

_KEY = "claimx_hedges"
# How likely a cue must be one in its context, by how much its words alone tell.
_LEAST = {"always": 0.0, "usually": 0.05, "seldom": 0.4}
# How likely a word that is in no list must be a cue, and of which types such words are believed.
_RARE = 0.9
_OPEN = ("epistemic", "doxastic")
_NOTHING = "O"
_RARE_GROUPS = {"epistemic": Group("epistemic", "possible"), "doxastic": Group("doxastic", "probable")}


@dataclass(frozen=True)
class Hedge:
    """A hedging phrase: tokens [start, end), type, certainty that it leaves, the rule, and the head's score for it."""

    start: int
    end: int
    type: str
    certainty: str
    rule: str
    score: float | None


def hedges(doc: Doc) -> list[Hedge]:
    """The hedges of a Doc, in its order; none if its pipeline does not look for them."""
    return doc.user_data.get(_KEY, [])


class Hedges(Head):
    """Sets Doc.spans["hedges"], spans labelled with their types, and what `hedges(doc)` returns."""

    def __init__(self, vocab: Vocab, name: str):
        super().__init__(vocab, name)
        self._list: HedgeList | None = None
        self.additions = Additions()

    def configure(self, additions: Additions) -> None:
        """Takes a user's cues in and silences others."""
        self.additions = additions
        self._list = None

    def __call__(self, doc: Doc) -> Doc:
        if self._list is None:
            self._list = HedgeList(self.vocab, self.additions)
        scores = self.scores(doc)
        listed = self._list.find(doc)
        found = [h for m in listed if (h := self._judged(doc, m, scores)) is not None]
        # What the words around a listed cue refused is not let in by its vector.
        found += self._rare(doc, scores, {i for m in listed for i in range(m.start, m.end)})
        found.sort(key=lambda h: h.start)
        doc.user_data[_KEY] = found
        doc.spans["hedges"] = [Span(doc, h.start, h.end, h.type) for h in found]
        return doc

    def scores(self, doc: Doc) -> np.ndarray | None:
        """(tokens, labels) probabilities of no cue and of each type; None without weights."""
        encoded = encoding(doc)
        if encoded is None or not self.labels:
            return None
        hidden = self.hidden("hidden", encoded.both(np.arange(len(doc))))
        return np.exp(log_softmax(self.linear("types", hidden)))

    def _judged(self, doc: Doc, match: Match, scores: np.ndarray | None) -> Hedge | None:
        group = match.group
        score = None
        if scores is not None:
            none = self.labels["types"].index(_NOTHING)
            score = round(float(1 - scores[match.start : match.end, none].min()), 3)
        if not fits(doc, match):
            return None
        if score is not None and score < _LEAST[group.told]:
            return None
        if score is None and group.told == "seldom":
            return None
        type_, certainty = meaning(doc, match)
        return Hedge(match.start, match.end, type_, certainty, match.rule, score)

    def _rare(self, doc: Doc, scores: np.ndarray | None, taken: set[int]) -> list[Hedge]:
        """Words in no list of which the head is sure."""
        if scores is None or self._list is None:
            return []
        labels, out = self.labels["types"], []
        for i in np.flatnonzero(scores[:, [labels.index(t) for t in _OPEN]].max(1) > _RARE).tolist():
            type_ = max(_OPEN, key=lambda t: scores[i, labels.index(t)])
            token = doc[i]
            quiet = token.lower_ in self._list.additions.silenced
            if i in taken or quiet or not token.is_alpha or token.ent_type_ or token.pos_ not in _WORDS:
                continue
            group = _RARE_GROUPS[type_]
            score = round(float(scores[i, labels.index(type_)]), 3)
            out.append(Hedge(i, i + 1, type_, group.certainty, "context alone", score))
        return out


_WORDS = ("VERB", "ADJ", "ADV", "NOUN")
