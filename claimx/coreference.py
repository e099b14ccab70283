"""Coreference of speakers: whom "she", "the mayor" and "the company" stand for.

A mention-ranking scorer (Denis and Baldridge 2008; Lee et al. 2017) over heads of mentions, as word-level coreference
does it (Dobrovolskii 2021, https://arxiv.org/abs/2109.04127): the encoder's vectors of the two and what agreement,
distance and syntax say of them. Probabilities of mentions that are known to be one are summed, so that a
speaker is chosen and not a mention of them.
"""

import itertools
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from spacy.tokens import Doc

from claimx import gender
from claimx.descriptions import Description
from claimx.encoder import encoding
from claimx.heads import Head
from claimx.mentions import Mentions, mentions
from claimx.names import Names
from claimx.pairs import Pairs, find_pairs

_KEY = "claimx_coreference"
# Of an anaphor the best candidates are kept, those with hardly a chance left out.
_KEPT, _LEAST = 8, 0.005


@dataclass(frozen=True)
class Candidate:
    """Whom a mention may stand for. mention: number of the nearest mention of them, None for nobody before it."""

    mention: int | None
    probability: float


@dataclass
class Discourse:
    """Who is spoken of in a document.

    entity: for each mention the number of the first that is known for the same, or its own. antecedents: for each
    anaphor the candidates, best first; the first one was taken.
    """

    names: Names
    descriptions: dict[int, list[Description]]
    entity: list[int]
    antecedents: dict[int, list[Candidate]]


def discourse(doc: Doc) -> Discourse:
    return doc.user_data[_KEY]


def revise(doc: Doc, found: dict[int, tuple[int | None, list[Candidate]]]) -> None:
    """Gives some mentions other antecedents: by their numbers a mention of the one that each stands for, None for
    nobody, and the candidates, best first. Whatever stood for what such a mention is stands for the same."""
    known = discourse(doc)
    entity, moved = list(known.entity), {}
    for number, (same, _) in found.items():
        if entity[number] == number and same is not None:
            moved[number] = entity[same]
        entity[number] = number if same is None else entity[same]
    entity = [moved.get(e, e) for e in entity]
    antecedents = known.antecedents | {number: candidates for number, (_, candidates) in found.items()}
    doc.user_data[_KEY] = replace(known, entity=entity, antecedents=antecedents)


class Coreference(Head):
    """Sets what `discourse(doc)` returns, and Span.id of Doc.spans["mentions"] to the number of their entity."""

    def __call__(self, doc: Doc) -> Doc:
        found = mentions(doc)
        pairs = find_pairs(found)
        entity, antecedents = self.decode(found, pairs, self.scores(found, pairs))
        doc.user_data[_KEY] = Discourse(pairs.names, pairs.descriptions, entity, antecedents)
        return doc

    def scores(self, found: Mentions, pairs: Pairs) -> np.ndarray:
        """(pairs,) of each candidate, an anaphor's own row among them for no antecedent."""
        encoded = encoding(found.doc)
        if encoded is None or not len(pairs.anaphor):
            return np.zeros(0, dtype="float32")
        used, back = np.unique(np.concatenate([pairs.anaphor, pairs.candidate]), return_inverse=True)
        vectors = encoded.middle[found.head[used]]
        left, right = self.linear("anaphor", vectors), self.linear("candidate", vectors)
        shared = self.linear("match", vectors)
        a, c = back[: len(pairs.anaphor)], back[len(pairs.anaphor) :]
        out = np.empty(len(a), dtype="float32")
        for i in range(0, len(a), 4096):
            part = slice(i, i + 4096)
            hidden = left[a[part]] + right[c[part]] + self.linear("features", pairs.features[part])
            hidden += self.linear("product", shared[a[part]] * shared[c[part]])
            np.maximum(hidden, 0.1 * hidden, out=hidden)
            out[part] = self.linear("out", self.hidden("hidden", hidden))[:, 0]
        return out + pairs.prior

    def decode(self, found: Mentions, pairs: Pairs, scores: np.ndarray) -> tuple[list[int], dict[int, list[Candidate]]]:
        """Discourse.entity and .antecedents: from first to last, each with what was learnt from the ones before."""
        entity = list(range(len(found)))
        genders = found.gender.tolist()
        for named in pairs.names.all:
            first = named.mentions[0]
            known = named.gender or genders[first]
            for i in named.mentions:
                entity[i], genders[i] = first, known
        for appositive, name in pairs.same.items():
            entity[appositive] = entity[name]
        antecedents: dict[int, list[Candidate]] = {}
        edges = np.flatnonzero(np.diff(pairs.anaphor, prepend=-1, append=-1))
        weights, candidates = _weights(scores, edges).tolist(), pairs.candidate.tolist()
        for begin, end in itertools.pairwise(edges.tolist()):
            anaphor = int(pairs.anaphor[begin])
            pooled: dict[int | None, float] = defaultdict(float)
            nearest: dict[int | None, int | None] = {None: None}
            told = int(found.gender[anaphor])
            other = gender.OTHER.get(told)
            for candidate, weight in zip(candidates[begin:end], weights[begin:end], strict=True):
                who = None if candidate == anaphor else entity[candidate]
                if who is not None and genders[who] == other:
                    continue
                if who is None and told in (gender.MALE, gender.FEMALE) and end - begin > 1:
                    continue  # in an article "he" is somebody who was spoken of
                pooled[who] += weight
                if who is not None:
                    nearest[who] = max(nearest.get(who) or 0, candidate)
            total = sum(pooled.values())
            if not total:
                continue
            ranked = sorted(pooled, key=lambda who: (-pooled[who], who if who is not None else -1))
            kept = [who for who in ranked[:_KEPT] if who == ranked[0] or pooled[who] >= _LEAST * total]
            antecedents[anaphor] = [Candidate(nearest[who], pooled[who] / total) for who in kept]
            best = ranked[0]
            if best is not None:
                entity[anaphor] = best
                if (
                    told in (gender.MALE, gender.FEMALE)
                    and genders[best] == gender.UNKNOWN
                    and pooled[best] / total > 0.8
                ):
                    genders[best] = told
        return entity, antecedents


def _weights(scores: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """(pairs,) probabilities of the candidates of each anaphor. edges: where its pairs begin, and the end of all."""
    if len(edges) < 2:
        return scores
    size = np.diff(edges)
    weights = np.exp(scores - np.repeat(np.maximum.reduceat(scores, edges[:-1]), size))
    return weights / np.repeat(np.add.reduceat(weights, edges[:-1]), size)
