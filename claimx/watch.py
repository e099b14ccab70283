"""Going on with a batch as articles come and change, through watchfiles."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from claimx.errors import ClaimxError


def changes(paths: Sequence[str], out: str, again: Callable[[], object]) -> None:
    """Calls `again` after each set of changes below the paths, until Ctrl-C; what is written to `out` is none."""
    try:
        from watchfiles import DefaultFilter, watch
    except ImportError as error:
        raise ClaimxError("--watch needs watchfiles: pip install 'claimx[watch]'") from error
    folder = Path(out).resolve()

    class Articles(DefaultFilter):
        def __call__(self, change: Any, path: str) -> bool:
            place = Path(path)
            return super().__call__(change, path) and folder not in place.parents and not place.name.startswith(".")

    for _ in watch(*paths, watch_filter=Articles(), raise_interrupt=False):
        again()
