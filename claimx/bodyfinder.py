"""Which body a noun or a pronoun stands for: "the company", "its parent", "the union", "it".

Bodies and not mentions of them are ranked, each by what an article says of it about the noun (entity-level features,
Rahman and Ng 2009) and by the encoder's vectors of the noun and of the body's names: what is called "the contractor" is
told by what kind of thing it is more often than by where it stands.
"""

from bisect import bisect_left

import numpy as np
from spacy.tokens import Doc

from claimx.bodypairs import BodyPairs, BodyTable
from claimx.coreference import Candidate, discourse, revise
from claimx.encoder import encoding
from claimx.heads import Head, leaky, log_softmax
from claimx.mentions import mentions
from claimx.names import Named

_KEY = "claimx_bodies"
# How many names of a body are read, and how many of its rivals are kept.
NAMES, _KEPT = 8, 4
# How likely one must be to be believed.
_BELIEVED = 0.4


def inner_bodies(doc: Doc) -> dict[int, Named]:
    """By the token of each noun within another phrase, "company" of "the company director", the body that it is."""
    return doc.user_data.get(_KEY, {})


class BodyFinder(Head):
    """Gives the nouns that may stand for a body another antecedent in `discourse(doc)`; sets what `inner_bodies(doc)`
    returns."""

    def __call__(self, doc: Doc) -> Doc:
        inner = doc.user_data[_KEY] = {}
        table = BodyTable(mentions(doc), discourse(doc))
        for pronouns in (False, True):  # "The society ... Its manager": of pronouns when nouns are known
            inner |= self._revised(doc, table.pairs(discourse(doc), pronouns=pronouns))
        return doc

    def _revised(self, doc: Doc, found: BodyPairs) -> dict[int, Named]:
        """Gives antecedents to what is a mention, and returns the others."""
        if not len(found.noun):
            return {}
        known, before = mentions(doc), discourse(doc)
        revised, inner = {}, {}
        # Who is no body stays who they are: "the regulator" may be a man.
        stood = {before.entity[body.mentions[0]] for body in found.bodies}
        likely = self.probabilities(found, self.scores(found, doc))
        edges = np.searchsorted(found.noun, np.arange(len(found.nouns) + 1)).tolist()
        for token, begin, end, mine in zip(found.nouns.tolist(), edges[:-1], edges[1:], likely, strict=True):
            bodies = [found.bodies[k] for k in found.body[begin:end].tolist()]
            best = int(mine.argmax())
            body = bodies[best] if best < len(bodies) and mine[best] >= _BELIEVED else None
            number = known.at(token)
            if number is not None and (body is not None or before.entity[number] in stood):
                revised[number] = self._antecedents(number, body, bodies, mine)
            elif number is None and body is not None:
                inner[token] = body
        revise(doc, revised)
        return inner

    @staticmethod
    def _antecedents(
        number: int, body: Named | None, bodies: list[Named], likely: np.ndarray
    ) -> tuple[int | None, list[Candidate]]:
        """A mention of whom a noun stands for, and the candidates, each by its name last before the noun."""
        candidates = []
        for k in np.argsort(-likely, kind="stable")[:_KEPT].tolist():
            named = bodies[k].mentions if k < len(bodies) else None
            mention = named[max(0, bisect_left(named, number) - 1)] if named is not None else None
            candidates.append(Candidate(mention, float(likely[k])))
        if body is None:
            candidates.sort(key=lambda candidate: candidate.mention is not None)
        return (body.mentions[0] if body is not None else None), candidates

    def scores(self, found: BodyPairs, doc: Doc) -> np.ndarray:
        """(pairs + nouns,) of each pair, and behind them of each noun for no body."""
        middle, heads = encoding(doc).middle, mentions(doc).head  # type: ignore[union-attr]
        pairs, nouns = len(found.noun), len(found.nouns)
        mine = middle[found.nouns]
        known = np.zeros((pairs + nouns, found.features.shape[1] + 1), dtype="float32")
        known[:pairs, :-1], known[pairs:, -1] = found.features, 1
        group = np.concatenate([found.noun, np.arange(nouns)])
        hidden = self.linear("pair", known) + self.linear("about", found.about)[group]
        hidden += self.linear("kind", self.linear("noun", mine))[group]
        used, back = np.unique(found.body, return_inverse=True)
        names = [heads[found.bodies[k].mentions[:NAMES]] for k in used.tolist()]
        read = self.linear("name", middle[np.concatenate(names)])
        begins = np.cumsum([0, *map(len, names[:-1])])
        of_body = np.add.reduceat(read, begins, axis=0) / np.array([[len(n)] for n in names])
        hidden[:pairs] += (self.linear("match", mine)[found.noun] * of_body[back]) @ self._weight("product.weight").T
        hidden = leaky(hidden)
        order = np.argsort(group, kind="stable")
        most = np.maximum.reduceat(hidden[order], np.searchsorted(group[order], np.arange(nouns)), axis=0)
        hidden = self.hidden("hidden", np.concatenate([hidden, most[group]], axis=1))
        return self.linear("out", hidden)[:, 0]

    @staticmethod
    def probabilities(found: BodyPairs, scores: np.ndarray) -> list[np.ndarray]:
        """(candidates + 1,) of each noun, the last of them for none that is named."""
        pairs = len(found.noun)
        each = np.split(scores[:pairs], np.searchsorted(found.noun, np.arange(1, len(found.nouns))))
        return [np.exp(log_softmax(np.append(own, none))) for own, none in zip(each, scores[pairs:], strict=True)]
