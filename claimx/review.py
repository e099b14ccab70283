"""What the commands of review do: results to standard output, errors one by one, and exit codes."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from claimx.errors import ClaimxError, printable
from claimx.streams import output, tell

SAME, DIFFERENT, TROUBLE = 0, 1, 2


def diff_records(
    old: str,
    new: str,
    paths: Sequence[str],
    *,
    form: str,
    output: str | None,
    strict: bool,
    articles: bool,
    exit_zero: bool,
    fail_on: str | None,
) -> int:
    """Prints a diff; returns the exit code."""
    from claimx import sides
    from claimx.changes import NAMES
    from claimx.diffing import diff, fails

    wanted = [name.strip() for name in fail_on.split(",")] if fail_on is not None else None
    unknown = [name for name in wanted or () if name not in NAMES]
    if unknown:
        raise click.UsageError(f"--fail-on: '{printable(unknown[0])}' is no change; there are {', '.join(NAMES)}")
    errors: list[ClaimxError] = []
    try:
        if articles:
            pairs = sides.articles(old, new, _extractor())
        else:
            pairs = sides.pairs(*sides.sides(old, new, paths), errors.append)
        found = diff(pairs, strict=strict)
        _write_diff(found, form, output, None if articles else (old, new))
    except ClaimxError as error:
        errors.append(error)
        found = []
    for wrong in errors:
        tell(wrong)
    if errors:
        return TROUBLE
    return DIFFERENT if fails(found, wanted) and not exit_zero else SAME


def _extractor() -> Callable[[str], dict[str, Any]]:
    from claimx.extraction import extract
    from claimx.output import to_data
    from claimx.pipeline import load
    from claimx.reading import read

    nlp = load()
    return lambda path: to_data(extract(read(path), nlp))


def _write_diff(found: list[Any], form: str, path: str | None, places: tuple[str, str] | None) -> None:
    from claimx import difftext

    around = _context(found, places) if form == "text" else None
    if form == "text" and path is None and sys.stdout.isatty():
        difftext.show(found, around)
        return
    if form == "json":
        import json

        from claimx.diffing import to_data

        text = json.dumps(to_data(found), ensure_ascii=True, indent=2) + "\n"
    elif form == "text":
        text = difftext.to_text(found, around)
    else:
        text = {"markdown": difftext.to_markdown, "html": difftext.to_html}[form](found)
    with output(path) as stream:
        stream.write(text)


def _context(found: list[Any], places: tuple[str, str] | None) -> dict[str, dict[str, str]]:
    """The line of the article around each claim that changed, where the article stands beside its record."""
    from claimx.beside import article_of, line_around

    out: dict[str, dict[str, str]] = {}
    for file in found if places is not None else ():
        for place, record in ((places[1], file.new), (places[0], file.old)) if places is not None else ():
            if record is None:
                continue
            path = Path(place) / file.path if Path(place).is_dir() else Path(place)
            article = article_of(str(path), record) if path.is_file() else None
            if article is not None:
                lines = {c["id"]: line_around(article.text, c["quote"]["spans"][0][0]) for c in record["claims"]}
                out[file.path] = lines
                break
    return out


def check_records(names: Sequence[str]) -> int:
    """Prints what is wrong with records; returns the exit code."""
    from claimx.check import check
    from claimx.recordfile import raw
    from claimx.safeyaml import documents

    wrong = records = 0
    for name in names:
        for path in files(name):
            try:
                found = documents(raw(path), path)
                problems = [problem for data in found for problem in check(data)]
                if not found:
                    raise ClaimxError(f"{printable(path)}: empty; a record begins with 'claimx: 1'")
            except ClaimxError as error:
                tell(error)
                wrong += 1
                continue
            records += len(found)
            for problem in problems:
                click.echo(f"{printable(path)}:{problem}")
            wrong += bool(problems)
    if not wrong:
        click.echo(f"{records} {'record' if records == 1 else 'records'}, all sound", err=True)
    return DIFFERENT if wrong else SAME


def files(name: str) -> Iterator[str]:
    place = Path(name)
    if name != "-" and place.is_dir():
        yield from (str(p) for p in sorted(place.rglob("*.yaml")) if p.is_file() and not p.name.startswith("."))
    else:
        yield name


def verify_record(path: str, article: str | None, *, form: str, encoding: str | None) -> int:
    """Prints a verdict on each claim; returns the exit code."""
    import json

    from claimx.reading import read
    from claimx.recordfile import load
    from claimx.verify import verify

    try:
        records = load(path)
        if len(records) > 1:
            raise ClaimxError(f"{printable(path)} holds {len(records)} records; verify takes one at a time")
        if article is None:
            beside = Path(path).with_suffix("")
            if path == "-" or not beside.is_file():
                raise ClaimxError(f"the article of {printable(path)} is not beside it: give it as ARTICLE")
            article = str(beside)
        verdicts = verify(records[0], read(article, encoding=encoding).text)
    except ClaimxError as error:
        tell(error)
        return TROUBLE
    with output(None) as stream:
        if form == "json":
            data = [vars(verdict) for verdict in verdicts]
            stream.write(json.dumps({"article": article, "claims": data}, ensure_ascii=True, indent=2) + "\n")
        else:
            stream.write(_verdicts(verdicts))
    return DIFFERENT if any(verdict.state in ("altered", "gone") for verdict in verdicts) else SAME


def _verdicts(verdicts: Sequence[Any]) -> str:
    from claimx.difftext import marked
    from claimx.verify import STATES

    lines = []
    for verdict in verdicts:
        if verdict.state == "exact":
            continue
        place = f"  now at {', '.join(f'[{s}, {e}]' for s, e in verdict.spans)}" if verdict.spans else ""
        lines.append(f"{verdict.state:<8} {printable(verdict.id)}{place}")
        for part, was in verdict.before.items():
            now = verdict.now[part]
            shown = marked(was, now) if now is not None else f"[-{' '.join(was.split())}-]"
            lines.append(f"         {part}: {printable(shown)}")
    counts = [f"{sum(v.state == state for v in verdicts)} {state}" for state in STATES]
    return "".join(f"{line}\n" for line in [*lines, f"{len(verdicts)} claims: {', '.join(counts)}"])


def show_record(path: str, *, page: str | None) -> int:
    """Prints an article with its marks, or writes the page of one or several; returns the exit code."""
    from claimx.beside import article_of
    from claimx.recordfile import load

    try:
        if page is None and Path(path).is_dir():
            raise ClaimxError(f"{printable(path)} is a folder: add --html FILE for a page of all its records")
        found = [(name, record) for name in files(path) for record in load(name)]
        texts = [article_of(name, record) for name, record in found]
    except ClaimxError as error:
        tell(error)
        return TROUBLE
    if page is not None:
        from claimx.page import Entry
        from claimx.page import page as build

        root = Path(path) if Path(path).is_dir() else Path(path).parent
        entries = [
            Entry(Path(name).relative_to(root).as_posix(), text.text if text is not None else None, record)
            for (name, record), text in zip(found, texts, strict=True)
        ]
        with output(page) as stream:
            stream.write(build(entries, f"Claims of {Path(path).name}"))
        return SAME
    from claimx.show import show

    for (name, record), text in zip(found, texts, strict=True):
        if text is None:
            click.echo(f"{printable(name)}: its article is not beside it, or has changed: its claims alone", err=True)
        show(record, text.text if text is not None else None)
    return SAME


def merge_records(base: str, ours: str, theirs: str, *, output: str | None) -> int:
    """Prints the merge of three records; returns the exit code."""
    from claimx import streams
    from claimx.merge import conflicts, merge
    from claimx.output import dump
    from claimx.recordfile import load

    try:
        found = [load(path) for path in (base, ours, theirs)]
        several = next((p for p, records in zip((base, ours, theirs), found, strict=True) if len(records) > 1), None)
        if several is not None:
            raise ClaimxError(f"{printable(several)} holds several records; merge takes one of each side")
        merged, count = merge(*(records[0] for records in found))
    except ClaimxError as error:
        tell(error)
        return TROUBLE
    with streams.output(output) as stream:
        stream.write(dump(merged))
    for conflict in conflicts(merged):
        click.echo(f"conflict: {printable(conflict)}", err=True)
    return DIFFERENT if count else SAME


def git_install(*, everywhere: bool, pattern: str | None) -> None:
    from claimx import gitdrivers

    _say(lambda: gitdrivers.install(everywhere=everywhere, pattern=pattern or gitdrivers.PATTERN))


def git_uninstall(*, everywhere: bool) -> None:
    from claimx import gitdrivers

    _say(lambda: gitdrivers.uninstall(everywhere=everywhere))


def _say(done: Callable[[], list[str]]) -> None:
    try:
        for line in done() or ["nothing to do"]:
            click.echo(line)
    except ClaimxError as error:
        raise click.ClickException(str(error)) from error


def git_status() -> int:
    from claimx import gitdrivers

    _say(gitdrivers.status)
    return SAME if gitdrivers.is_ready() else DIFFERENT
