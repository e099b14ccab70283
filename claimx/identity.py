"""What is known of a speaker, and the steps by which it was found."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Step:
    """One step from a mention to a name. span: characters, None where nothing stands in the text.

    rivals: those who were not chosen, with their probabilities.
    """

    how: str
    text: str
    span: tuple[int, int] | None = None
    probability: float = 1.0
    rivals: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Identity:
    """name: None if nobody is named. resolved: how it was found, as in the record. confidence: 0 to 1."""

    name: str | None
    type: str
    resolved: str
    role: str | None = None
    affiliation: str | None = None
    confidence: float = 1.0
    steps: tuple[Step, ...] = field(default=(), compare=False)

    def moved(self, by: int) -> "Identity":
        """The same with offsets counted from `by` characters earlier."""
        steps = tuple(replace(s, span=(s.span[0] + by, s.span[1] + by)) if s.span else s for s in self.steps)
        return replace(self, steps=steps)


@dataclass(frozen=True)
class Standing:
    """What somebody is, and where.

    role, affiliation: in the article's words, None if it gives none. steps: how sure each is, and what was not chosen.
    """

    role: str | None
    affiliation: str | None
    steps: tuple[Step, ...] = ()


NOBODY = Identity(None, "unnamed", "none")
