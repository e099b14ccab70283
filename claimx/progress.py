"""What a person sees of a batch: a bar while it runs, and lines of what came of it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from claimx.batch import FAILURES, Report
from claimx.errors import printable

_SHOWN = 10  # failures that are told one by one


@contextmanager
def shown(quiet: bool) -> Iterator[Callable[[Report, int], None]]:
    """A bar on standard error, and nothing where that is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda report, found: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed}/{task.total} articles"),
        BarColumn(),
        TextColumn("{task.fields[speed]} words/s"),
        TextColumn("{task.fields[failed]} failed", style="red"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=None, speed="-", failed=0)
        begin = time.monotonic()

        def tell(report: Report, found: int) -> None:
            seconds = max(time.monotonic() - begin, 1e-6)
            ended = report.done + report.unchanged + len(report.failed)
            speed = f"{report.words / seconds:,.0f}"
            progress.update(bar, completed=ended, total=found, speed=speed, failed=len(report.failed))

        yield tell


def summary(report: Report) -> Iterator[str]:
    """What came of it, a line each, the first with the counts."""
    yield (f"{report.done} written ({report.claims} claims), {report.unchanged} unchanged, {len(report.failed)} failed")
    for key, error in report.failed[:_SHOWN]:
        yield f"failed: {printable(key)}: {printable(error)}"
    if len(report.failed) > _SHOWN:
        yield f"and {len(report.failed) - _SHOWN} more, all of them in {FAILURES}"
    for key in report.beside:
        yield f"reviewed, the new result is beside it: {printable(key)}"
    word = "removed" if report.pruned else "its article is gone (--prune removes it)"
    for key in report.gone:
        yield f"{word}: {printable(key)}"
    if report.interrupted:
        yield "stopped; what was finished is in place, and the same command goes on from there"
