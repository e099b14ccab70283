"""The order in which a record has its claims."""

from collections.abc import Sequence


def place(spans: Sequence[Sequence[int]]) -> tuple[int, int]:
    """What claims are put in order by, of the pieces of a quote: their end, then how late they begin.

    So a claim within another's words comes before it: the first whose pieces cover a character is the innermost.
    """
    return spans[-1][1], -spans[0][0]
