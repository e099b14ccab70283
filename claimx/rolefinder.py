"""The role of each person and the body that it is at, chosen among all that the article says near them.

What the rules of `claimx.roles` find is one opinion: a small scorer weighs it with where candidates stand and with what
pointers say. A candidate's scores over all mentions of a person are summed, as probabilities are, so that what is said
once, in another sentence, counts for the person everywhere.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc

from claimx.choice import Choice, pooled, step_of
from claimx.descriptions import Description
from claimx.heads import Head, leaky
from claimx.identity import Standing, Step
from claimx.scene import Scene, Who

_KEY = "claimx_roles"
# How many persons are weighed at once, so that an article of thousands takes no more memory.
_AT_ONCE = 64


def standings(doc: Doc) -> dict[int, Standing]:
    """By the entity of each person, and of each noun that speaks and that nobody's name is known for."""
    return doc.user_data.get(_KEY, {})


class _Chosen(NamedTuple):
    """A role or an affiliation, the phrase that tells it, and how it was found."""

    text: str | None
    told: Description | None
    step: Step | None = None


class RoleFinder(Head):
    """Sets what `standings(doc)` returns."""

    def __call__(self, doc: Doc) -> Doc:
        found = doc.user_data[_KEY] = {}
        if len(doc):
            scene = Scene(self, doc)
            whos = scene.whos()
            for begin in range(0, len(whos), _AT_ONCE):
                found |= self._standings(scene, whos[begin : begin + _AT_ONCE])
        return doc

    def _standings(self, scene: Scene, whos: list[tuple[int, Who]]) -> dict[int, Standing]:
        of_named = iter(self._choose(scene, "role", [(who, None) for _, who in whos if who.named is not None]))
        # Of whom nobody names what the noun says.
        in_role = [next(of_named) if who.named else _Chosen(who.rules[0], who.told[0]) for _, who in whos]
        asked = [(who, role.told) for (_, who), role in zip(whos, in_role, strict=True)]
        out = {}
        bodies = self._choose(scene, "affiliation", asked)
        for (entity, _), role, body in zip(whos, in_role, bodies, strict=True):
            steps = tuple(chosen.step for chosen in (role, body) if chosen.step is not None)
            out[entity] = Standing(role.text, body.text, steps)
        return out

    def _choose(self, scene: Scene, field: str, asked: Sequence[tuple[Who, Description | None]]) -> list[_Chosen]:
        """The likeliest of each person, given what tells the role."""
        choices = scene.choices(field, asked)
        return [self._best(scene, field, c, rows) for c, rows in zip(choices, self.rows(field, choices), strict=True)]

    @staticmethod
    def _best(scene: Scene, field: str, choice: Choice, rows: np.ndarray) -> _Chosen:
        scores = pooled(rows, choice)
        best = int(scores.argmax())
        if not choice.texts[best]:
            return _Chosen(None, choice.told[best])
        mine = np.where(choice.number == best, rows, -np.inf)[: len(choice.places)]
        near = bool(len(mine)) and mine.max() > -np.inf
        place = scene.characters(*choice.places[int(mine.argmax())].tolist()) if near else None
        return _Chosen(choice.texts[best], choice.told[best], step_of(field, choice, scores, best, place))

    def rows(self, field: str, choices: Sequence[Choice]) -> list[np.ndarray]:
        """(rows,) scores of each choice: the mean of what the scorers say.

        Each row is seen beside the most that is found in the rows of its candidate, and in all rows of its choice
        (deep sets, Zaheer et al. 2017).
        """
        if not choices:
            return []
        weight = {part: self.weights[f"{field}.{part}.weight"] for part in ("seen", "about", "hidden", "out")}
        bias = {part: self.weights[f"{field}.{part}.bias"][:, None] for part in ("about", "hidden", "out")}
        texts = [len(choice.texts) for choice in choices]
        first = np.cumsum([0, *texts[:-1]])
        number = np.concatenate([choice.number + begin for choice, begin in zip(choices, first, strict=True)])
        seen = np.concatenate([choice.seen for choice in choices])
        known = self.linear(f"{field}.known", np.concatenate([choice.known for choice in choices]))
        known = known.reshape(*seen.shape[:2], -1)
        rows = leaky(known.transpose(1, 0, 2) + _each(seen.transpose(1, 0, 2), weight["seen"]))
        about = leaky(_each(rows, weight["about"]) + bias["about"])
        order = np.argsort(number, kind="stable")
        begins = np.searchsorted(number[order], np.arange(sum(texts)))
        most = np.maximum.reduceat(about[:, order], begins, axis=1)
        whole = np.maximum.reduceat(most, first, axis=1)
        alone, mine, every = np.split(weight["hidden"], 3, axis=2)
        beside = _each(most, mine) + np.repeat(_each(whole, every), texts, axis=1)
        hidden = leaky(_each(rows, alone) + beside[:, number] + bias["hidden"])
        scores = (_each(hidden, weight["out"]) + bias["out"])[:, :, 0].mean(0)
        return np.split(scores, np.cumsum([len(choice.number) for choice in choices])[:-1])


def _each(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """(scorers, rows, n) to (scorers, rows, h): each scorer reads its own."""
    return x @ weight.transpose(0, 2, 1)
