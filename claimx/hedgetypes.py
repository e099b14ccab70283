"""Types of hedges and of what a user adds to their lexicon; nothing here needs spaCy."""

import hashlib
from dataclasses import dataclass

TYPES = (
    "epistemic",
    "doxastic",
    "shield",
    "evidential",
    "weasel",
    "approximator",
    "preliminary",
    "investigation",
    "condition",
)
CERTAINTIES = ("certain", "probable", "possible", "unknown")
TOLD = ("always", "usually", "seldom")


@dataclass(frozen=True)
class Group:
    """What is common to cues. told: how far words alone tell; tags: beginnings of Penn tags that the last may have."""

    type: str
    certainty: str
    told: str = "always"
    tags: tuple[str, ...] = ()
    number: bool = False


@dataclass(frozen=True)
class Additions:
    """What a user changes. cues: their words with their groups. silenced: words of cues that are none."""

    cues: tuple[tuple[str, Group], ...] = ()
    silenced: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """A short mark of these cues; "" for none."""
        if not self.cues and not self.silenced:
            return ""
        return hashlib.sha256(repr((self.cues, sorted(self.silenced))).encode()).hexdigest()[:8]
