"""What the commands do: inputs in order, errors told one by one, outputs whole or not at all."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from claimx.errors import ClaimxError, printable
from claimx.reading import read
from claimx.streams import output as output_to
from claimx.streams import tell

if TYPE_CHECKING:
    from spacy.language import Language


def extract_files(
    paths: Sequence[str],
    *,
    output: str | None,
    form: str,
    model: str | None,
    encoding: str | None,
    threads: int,
    config: str | None,
    min_confidence: float = 0.0,
) -> int:
    """Writes a record for each input that can be read; returns how many could not."""
    from claimx.extraction import extract
    from claimx.output import FORMATS

    write, separator = FORMATS[form]
    nlp = _load(model, threads, config)
    failed = 0
    with output_to(output) as stream:
        first = True
        for path in _progress(paths):
            try:
                record = extract(read(path, encoding=encoding), nlp, min_confidence=min_confidence)
            except ClaimxError as error:
                tell(error)
                failed += 1
                continue
            stream.write(("" if first else separator) + write(record))
            stream.flush()
            first = False
    return failed


def explain_claim(
    path: str, claim: str, *, form: str, model: str | None, encoding: str | None, threads: int, config: str | None
) -> bool:
    """Writes how a claim's speaker was found; returns whether that failed."""
    import json

    from claimx.explain import explain, to_data, to_text

    nlp = _load(model, threads, config)
    try:
        explanation = explain(read(path, encoding=encoding), nlp, claim)
    except ClaimxError as error:
        tell(error)
        return True
    with output_to(None) as stream:
        if form == "json":
            stream.write(json.dumps(to_data(explanation), ensure_ascii=True, indent=2) + "\n")
        else:
            stream.write(to_text(explanation))
    return False


def batch_inputs(
    *,
    inputs: Sequence[str],
    output: str,
    form: str,
    glob: str | None,
    text_field: str,
    id_field: str | None,
    jobs: int,
    force: bool,
    prune: bool,
    max_size: int | None,
    engine: str,
    address: str | None,
    shard_size: int,
    watch: bool,
    quiet: bool,
    encoding: str | None,
    model: str | None,
    config: str | None,
    min_confidence: float,
) -> int:
    """Runs a batch; returns the exit status."""
    from claimx.batch import Options, Report, batch
    from claimx.config import additions
    from claimx.inputs import Fields
    from claimx.progress import shown, summary

    def once(force: bool) -> Report:
        options = Options(
            form=form,
            glob=glob,
            fields=Fields(text_field, id_field),
            jobs=jobs,
            force=force,
            prune=prune,
            max_size=max_size,
            model=model,
            encoding=encoding,
            shard=shard_size,
            hedges=additions(config),
            min_confidence=min_confidence,
        )
        with shown(quiet) as tell_progress:
            if engine == "ray":
                from claimx.cluster import batch_on_ray

                report = batch_on_ray(inputs, output, options, address, tell_progress)
            else:
                report = batch(inputs, output, options, tell_progress)
        if not quiet:
            for line in summary(report):
                click.echo(line, err=True)
        return report

    if engine == "ray" and form == "yaml":
        raise click.UsageError("--engine ray writes shards of rows: give --format jsonl or parquet")
    if address is not None and engine != "ray":
        raise click.UsageError("--address is of --engine ray")
    try:
        report = once(force)
        if watch and not report.interrupted:
            from claimx.watch import changes

            changes(inputs, output, lambda: once(False))
            return INTERRUPTED
    except ClaimxError as error:
        raise click.UsageError(str(error)) from error
    except KeyboardInterrupt:
        return INTERRUPTED
    return INTERRUPTED if report.interrupted else int(bool(report.failed))


INTERRUPTED = 130


def count_records(folder: str, *, form: str, speaker: str | None) -> bool:
    """Prints counts over records; returns whether some could not be read."""
    from claimx import stats

    try:
        counts = stats.count(folder, speaker)
    except ClaimxError as error:
        raise click.UsageError(str(error)) from error
    for path in counts.failed:
        tell(ClaimxError(f"{printable(path)} is no record"))
    if form == "table":
        stats.show(counts)
    else:
        with output_to(None) as stream:
            stream.write(stats.to_json(counts) if form == "json" else stats.to_csv(counts))
    return bool(counts.failed)


def _load(model: str | None, threads: int, config: str | None) -> "Language":
    from claimx.config import additions
    from claimx.pipeline import load, resident

    try:
        return resident(load(model, threads=threads, hedges=additions(config)))
    except ClaimxError as error:
        raise click.UsageError(str(error)) from error


def write_text(path: str, *, encoding: str | None) -> bool:
    """Writes an article's text; returns whether that failed."""
    try:
        article = read(path, encoding=encoding)
    except ClaimxError as error:
        tell(error)
        return True
    with output_to(None) as stream:
        if stream.isatty():
            # A terminal obeys what it is sent.
            stream.write("".join(f"{printable(line)}\n" for line in article.text.splitlines()))
        else:
            stream.write(article.text)
    return False


def _progress(paths: Sequence[str]) -> Iterator[str]:
    """The paths, with a bar on a terminal where there are several."""
    if len(paths) < 2 or not sys.stderr.isatty():
        yield from paths
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(paths, description="Extracting", console=Console(stderr=True), transient=True)
