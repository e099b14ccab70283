"""How many changes of a made set have the right name, and that nothing else is said to have changed."""

from collections import Counter

from claimx.changes import compare, in_text_order
from tests.pairs import edited_pairs

# Of the changes that are expected or told, those that are both.
FLOOR = 0.97


def scores() -> tuple[float, int, Counter]:
    """Share of right changes, how many pairs, and what went wrong by name."""
    right = every = 0
    wrong: Counter = Counter()
    pairs = edited_pairs()
    for pair in pairs:
        old, new = in_text_order(pair.before), in_text_order(pair.after)
        told = {
            (c.change, tuple(old[i]["id"] for i in c.old), tuple(new[j]["id"] for j in c.new))
            for c in compare(pair.before, pair.after)
        }
        right += len(told & pair.expected)
        every += len(told | pair.expected)
        wrong.update(
            (("missed", *pair.edits) if change in pair.expected else ("too many", change[0]))
            for change in told ^ pair.expected
        )
    return right / every, len(pairs), wrong


def test_changes_of_edited_pairs_are_named_right():
    share, pairs, wrong = scores()
    assert pairs >= 200
    assert share >= FLOOR, (share, wrong.most_common(12))
