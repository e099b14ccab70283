"""Articles shared out among processes: one that dies costs one article."""

import os
import signal

import pytest

from claimx.errors import ClaimxError
from claimx.inputs import Item, Task, shared_out
from claimx.workers import run


def _setup():
    """Work that is not of claimx: dies at some articles."""
    return _work


def _work(task: Task) -> str:
    if "die" in task.item.key:
        os.kill(os.getpid(), signal.SIGKILL)
    if "leave" in task.item.key:
        os._exit(3)
    if "fail" in task.item.key:
        raise ValueError("bad article")
    return task.item.key.upper()


def _unfit():
    raise ClaimxError("no pipeline")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_worker_that_dies_costs_one_article_and_order_stays():
    keys = [f"{n}{what}" for n, what in enumerate(["", "die", "", "fail", "", "leave", *[""] * 60, "die", ""])]
    todo = [Task(Item(key, key, 5_000)) for key in keys]
    done = list(run(todo, _setup, 2))
    assert [d.task.item.key for d in done] == keys
    for d in done:
        plain = d.task.item.key.isdigit()
        assert (d.value == d.task.item.key.upper()) == plain
        assert (d.error is None) == plain
    assert sum(d.crashed for d in done) == 3
    assert any("SIGKILL" in (d.error or "") for d in done) and any("status 3" in (d.error or "") for d in done)


def test_workers_that_cannot_work_at_all_are_one_error():
    with pytest.raises(ClaimxError, match="no pipeline"):
        list(run([Task(Item(str(n), "", 1)) for n in range(40)], _unfit, 2))


def test_lots_are_of_about_as_much_text():
    sizes = [10, 10, 70_000, 10, *[5_000] * 40]
    lots = list(shared_out(Task(Item(str(n), "", size)) for n, size in enumerate(sizes)))
    assert [t.item.size for lot in lots for t in lot] == sizes
    assert [70_000] in [[t.item.size for t in lot] for lot in lots]
    assert all(len(lot) <= 16 for lot in lots)
