"""What rules and the article as a whole say of a candidate for somebody's role or body, wherever it stands."""

from claimx import workplaces
from claimx.candidates import key
from claimx.descriptions import STANDS, TIES, Description

# What is known of how a candidate is told of which nothing is told.
_UNTOLD = [False] * (len(STANDS) + len(TIES))


class Opinions:
    """What is said of a candidate wherever it stands: by the rules, by the role chosen, by the article as a whole.

    told: what the rules found, with the phrases. beside: the body that the phrase of the chosen role tells.
    main: the bodies named most. role: the role chosen, where it is a body that is looked for. unnamed: whether nobody
    names the person.
    """

    OWN, HELD = 10, 11
    COUNT = 16 + len(STANDS) + len(TIES) + len(workplaces.kinds()) + 2

    def __init__(
        self,
        rule: str | None,
        told: list[tuple[str | None, Description]],
        beside: str | None,
        main: list[str],
        *,
        role: str | None,
        unnamed: bool,
    ):
        self._at = workplaces.of_role(role or "")
        self._kinds = [kind in self._at for kind in range(len(workplaces.kinds()))]
        self._rule, self._unnamed = rule, unnamed
        self._told: dict[str, list[tuple[int, Description]]] = {}
        for rank, (text, description) in enumerate(told):
            if text:
                self._told.setdefault(key(text), []).append((rank, description))
        self._rule_key, self._beside = key(rule or ""), key(beside or "")
        self._main = [key(text) for text in main]

    def of(self, name: str) -> list[float]:
        """name: the key of a candidate, "" for none."""
        every = self._told.get(name, [])
        rank, told = every[0] if every else (-1, None)
        at = workplaces.of_body(name)
        how = _UNTOLD
        if every:
            stands, ties = {d.stands for _, d in every}, {d.tie for _, d in every}
            how = [*[kind in stands for kind in STANDS], *[kind in ties for kind in TIES]]
        return [
            not name,
            not name and self._rule is None,
            told is not None,
            rank == 0,
            told is not None and told.minor,
            told is not None and told.near is not None,
            bool(name) and name == self._rule_key,
            bool(name) and name in self._rule_key,
            bool(name) and name == self._beside,
            self._unnamed,
            0.0,  # whether the candidate is a mention of the person
            0.0,  # whether it is the noun of the role that the candidate stands beside
            name in self._main[:1],
            name in self._main[1:],
            len(self._main) > 1 and name in self._main[:1] and name == self._rule_key,
            len(every) > 1,
            *how,
            *self._kinds,
            bool(self._at & at),
            bool(at),
        ]
