"""Where results and errors go: standard output or a file that appears whole, and standard error."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from claimx.errors import printable


def tell(error: Exception) -> None:
    """An error, on standard error."""
    click.echo(f"{click.style('error:', fg='red', bold=True)} {error}", err=True)


@contextmanager
def output(path: str | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears only when it is complete. Line ends are written as they are."""
    if path is None or path == "-":
        stream = open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False)  # noqa: SIM115 - not ours to close
        try:
            yield stream
            stream.flush()
        except BrokenPipeError:
            # The reader has gone, as `head` does; what it wanted it has.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0) from None
        return
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
    except OSError as error:
        raise click.UsageError(f"cannot write {printable(path)}: {error.strerror}") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"cannot write {printable(path)}: {error.strerror}") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
