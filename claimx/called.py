"""What pronouns say against a list of first names: "he" of an actor Remy, where the list has only women of the name."""

import numpy as np

from claimx import gender
from claimx.mentions import PRONOUN, Mentions
from claimx.names import Named, Names


def correct(found: Mentions, names: Names) -> None:
    """Gives the person most spoken of the gender of an article's pronouns where by their first names nobody has it.

    Only where all pronouns are of one gender, and nobody named before the first of them can be meant by it. A title
    ("Ms. Sandoval") is not doubted.
    """
    pronouns = np.flatnonzero((found.form == PRONOUN) & np.isin(found.gender, (gender.MALE, gender.FEMALE)))
    told = set(found.gender[pronouns].tolist())
    if len(told) != 1:
        return
    sex = told.pop()
    before = [named for named in names.people if min(named.mentions) < pronouns[0]]
    if not before or any(named.gender in (sex, gender.UNKNOWN) for named in before):
        return
    doubted = [named for named in before if not _is_titled(found, named)]
    if doubted:
        most = max(doubted, key=lambda named: (len(named.mentions), -min(named.mentions)))
        most.gender = sex


def _is_titled(found: Mentions, named: Named) -> bool:
    """Whether a title tells the gender in one of the mentions."""
    titles = gender.table("titles")
    starts = [int(found.start[i]) for i in named.mentions]
    around = [found.doc[i].lower_.rstrip(".") for start in starts for i in range(max(0, start - 2), start + 1)]
    return any(word in titles for word in around)
