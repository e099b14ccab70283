"""What may be one person's role, or the body that it is at, and which of it is likeliest."""

from dataclasses import dataclass

import numpy as np

from claimx.candidates import key
from claimx.descriptions import Description
from claimx.heads import log_softmax
from claimx.identity import Step

# By how many nats another must be likelier than what the rules say: what stands in so many words beside a name is not
# given up for a guess. But not where that is a guess itself, or a tie of a body by which the scorers know better; and
# more where it is somebody whose lawyer or aide one is: the annotations from which is learnt have bodies alone.
RULED, SERVED = 2.5, 6.0
# By how many nats what one is to somebody, "Roe's brother", must be likelier than an office, where one is told.
TIED = 2.0
LOOSE = frozenset(["", "compound", "from", "in", "to", "as", "nation"])
# Of what was not chosen the likeliest are kept, those with hardly a chance left out.
_RIVALS, _LEAST = 3, 0.02


@dataclass
class Choice:
    """What may be one person's role or affiliation.

    texts: the candidates, the first of them for none. known: (rows, features), number: (rows,) the candidate of each.
    seen: (rows, scorers, n), what each scorer reads of the pointers' vectors, nothing where there is none yet. rule:
    what the rules say, favour: by how many nats that is favoured. told: what each candidate's phrase says beside.
    tied: (candidates,) whether it is what one is to somebody.
    places, pairs: (n, 2) of the first rows: the tokens where the candidate stands; the mention and the candidate, as
    `Scene.sides` counts them.
    """

    texts: list[str]
    known: np.ndarray
    number: np.ndarray
    seen: np.ndarray
    rule: str | None
    favour: float
    told: list[Description | None]
    tied: np.ndarray
    places: np.ndarray
    pairs: np.ndarray

    @property
    def ruled(self) -> int | None:
        """The candidate that the rules say; None if they say nothing."""
        wanted = key(self.rule) if self.rule else ""
        return next((i for i, text in enumerate(self.texts) if i and key(text) == wanted), None) if wanted else None


def pooled(rows: np.ndarray, choice: Choice) -> np.ndarray:
    """(candidates,) of scores of rows: their probabilities summed, in logarithms, and what the rules say favoured."""
    top = rows.max()
    scores = np.log(np.bincount(choice.number, np.exp(rows - top), len(choice.texts)) + 1e-12)
    offices = scores[~choice.tied]
    if len(offices) > 1 and offices[1:].max() > offices[0]:
        scores[choice.tied] -= TIED
    if choice.ruled is not None:
        scores[choice.ruled] += choice.favour
    return scores


def step_of(field: str, choice: Choice, scores: np.ndarray, best: int, place: tuple[int, int] | None) -> Step:
    likely = np.exp(log_softmax(scores))
    others = [i for i in np.argsort(-likely, kind="stable").tolist() if i != best and likely[i] >= _LEAST]
    rivals = tuple((choice.texts[i] or "none", round(float(likely[i]), 3)) for i in others[:_RIVALS])
    return Step(field, choice.texts[best], place, round(float(likely[best]), 3), rivals)
