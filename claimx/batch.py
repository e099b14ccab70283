"""A folder or a corpus of articles into records: what is left to do, done by several processes, and what came of it."""

import itertools
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from claimx.errors import ClaimxError, printable
from claimx.hedgetypes import Additions
from claimx.inputs import Fields, Item, Task, items
from claimx.ledger import NEW, PART, Ledger, write
from claimx.workers import Done, run

FAILURES = "failures.jsonl"
# Below this many articles, or this much text, another process takes longer to start than it saves.
_FEW, _MANY, _SMALL = 4, 500, 200_000


@dataclass(frozen=True)
class Options:
    """How a batch is done. jobs: 0 for one a core, and one for little. max_size: bytes of an article, None for any.
    shard: articles of a file of a cluster's output."""

    form: str = "yaml"
    glob: str | None = None
    fields: Fields = field(default_factory=Fields)
    jobs: int = 0
    force: bool = False
    prune: bool = False
    max_size: int | None = None
    model: str | None = None
    encoding: str | None = None
    shard: int = 200
    hedges: Additions = field(default_factory=Additions)
    min_confidence: float = 0.0


@dataclass
class Report:
    """What came of a batch. failed: articles with why. beside: results written beside reviewed records. gone: records
    whose articles are gone."""

    done: int = 0
    unchanged: int = 0
    words: int = 0
    claims: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    pruned: bool = False
    interrupted: bool = False


def batch(
    paths: Sequence[str], out: str, options: Options, tell: Callable[[Report, int], None] = lambda report, found: None
) -> Report:
    """Writes the records of all articles; what is there and up to date stays. tell: called as the work goes on, with
    what came of it so far and how many articles were found.

    Raises ClaimxError for what concerns all of it: an input that is not there, a pipeline that cannot be loaded.
    """
    report = Report()
    if options.form != "yaml":
        _into_one_file(paths, Path(out), options, report, tell)
        return report
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise ClaimxError(f"{printable(out)} is a file: name a folder for the records")
    ledger = Ledger(folder, described(options))
    ledger.clean()
    keys: set[str] = set()
    found = [0]

    def left() -> Iterator[Task]:
        for item in items(paths, glob=options.glob, fields=options.fields, leave=folder):
            keys.add(item.key)
            found[0] += 1
            task = _task(item, ledger, options, report)
            if task is not None:
                yield task
            else:
                tell(report, found[0])

    try:
        for done in _run(left(), options, partial(_recorder, options)):
            _count(done, report)
            tell(report, found[0])
    except KeyboardInterrupt:
        report.interrupted = True
        # The workers were stopped wherever they were, be it in the midst of a file.
        ledger.clean()
    if not report.interrupted:
        gone = ledger.gone(keys)
        report.gone = [path.relative_to(folder).as_posix() for path in gone]
        if options.prune:
            report.pruned = True
            for path in gone:
                path.unlink(missing_ok=True)
    _keep_failures(folder / FAILURES, report.failed)
    return report


def described(options: Options) -> str:
    """What the records of a batch will say made them."""
    from claimx import shipped

    if options.model is None:
        made_by = shipped.description(options.hedges.fingerprint)
    else:
        from claimx import pipeline

        made_by = pipeline.described(options.model, options.hedges)
    return made_by + shipped.limit(options.min_confidence)


def _task(item: Item, ledger: Ledger, options: Options, report: Report) -> Task | None:
    """What is to be done for an article; None if nothing is, or it cannot be read."""
    try:
        target = ledger.target(item.key, item.raw(options.max_size), force=options.force)
    except ClaimxError as error:
        report.failed.append((item.key, str(error)))
        return None
    if target is None:
        report.unchanged += 1
        return None
    return Task(item, target)


def _run(todo: Iterator[Task], options: Options, setup: Callable[[bool], Callable[[Task], Any]]) -> Iterator[Done]:
    """Results in the order of the tasks, by as many processes as are worth it."""
    first: list[Task] = []
    size = 0
    for task in todo:
        first.append(task)
        size += task.item.size
        if size >= _SMALL or len(first) >= _MANY:
            break
    if not first:
        return
    little = len(first) < _FEW or (size < _SMALL and len(first) < _MANY)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs = options.jobs or (1 if little else cores)
    # One process that was asked for works as one of several would; one that little work calls for takes all cores.
    yield from run(itertools.chain(first, todo), partial(setup, jobs > 1 or options.jobs == 1), jobs)


def _recorder(options: Options, alone: bool) -> Callable[[Task], dict[str, Any]]:
    """What writes the record of one article, in this process; tells of it in numbers."""
    extract = extractor(options, alone)

    def work(task: Task) -> dict[str, Any]:
        from claimx.output import to_yaml

        record, words = extract(task.item)
        assert task.target is not None
        write(task.target, to_yaml(record))
        return {"words": words, "claims": len(record.claims)}

    return work


def _rower(options: Options, alone: bool) -> Callable[[Task], dict[str, Any]]:
    """What makes the rows of one article."""
    extract = extractor(options, alone)

    def work(task: Task) -> dict[str, Any]:
        from claimx.rows import rows

        record, words = extract(task.item)
        return {"words": words, "claims": len(record.claims), "rows": rows(record)}

    return work


def extractor(options: Options, alone: bool) -> Callable[[Item], Any]:
    """What makes the record of an article and counts its words. alone: one thread, as one of several processes."""
    from claimx.extraction import extract
    from claimx.pipeline import load, resident

    nlp = resident(load(options.model, threads=1 if alone else 0, hedges=options.hedges))

    def work(item: Item) -> Any:
        article = item.article(item.raw(options.max_size), options.encoding)
        return extract(article, nlp, min_confidence=options.min_confidence), len(article.text.split())

    return work


def _count(done: Done, report: Report) -> None:
    key = done.task.item.key
    if done.error is not None:
        report.failed.append((key, done.error))
        return
    report.done += 1
    report.words += done.value["words"]
    report.claims += done.value["claims"]
    if done.task.target is not None and done.task.target.name.endswith(NEW):
        report.beside.append(f"{key}.yaml{NEW}")


def _into_one_file(
    paths: Sequence[str], out: Path, options: Options, report: Report, tell: Callable[[Report, int], None]
) -> None:
    """All claims as rows of one file, which is there when all of it is."""
    from claimx.rows import WRITERS

    path = out / f"claims.{options.form}" if out.is_dir() or not out.suffix else out
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    found = [0]

    def all_of_them() -> Iterator[Task]:
        for item in items(paths, glob=options.glob, fields=options.fields, leave=out if out.is_dir() else None):
            found[0] += 1
            yield Task(item)

    writer = WRITERS[options.form](part)
    try:
        for done in _run(all_of_them(), options, partial(_rower, options)):
            _count(done, report)
            if done.error is None:
                writer.add(done.value["rows"])
            tell(report, found[0])
        writer.close()
        part.replace(path)
    except KeyboardInterrupt:
        report.interrupted = True
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    _keep_failures(path.with_name(f"{path.name}.{FAILURES}"), report.failed)


def _keep_failures(path: Path, failed: list[tuple[str, str]]) -> None:
    """A line for each article that failed; no file if none did."""
    if failed:
        lines = [json.dumps({"article": key, "error": error}, ensure_ascii=True) + "\n" for key, error in failed]
        write(path, "".join(lines))
    else:
        path.unlink(missing_ok=True)
