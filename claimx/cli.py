"""The command line: a thin layer over `claimx.extract` and its neighbours."""

import sys
from collections.abc import Callable
from typing import Any

import click

from claimx import cli_review as review

# Nothing heavy is imported here: `claimx --help` answers at once.

EXIT_FAILED = 1  # some inputs could not be read; the others were written
EXIT_USAGE = 2


def _model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that runs a pipeline."""
    for option in (
        click.option(
            "--threads", type=click.IntRange(min=0), default=0, show_default="all cores", help="Threads of the encoder."
        ),
        click.option(
            "--encoding", metavar="NAME", help="Text encoding of the inputs.  [default: UTF-8; an HTML page's own]"
        ),
        click.option(
            "--model",
            metavar="NAME",
            help="An installed spaCy pipeline that supplies tags, parse and entities.  [default: the shipped one]",
        ),
        click.option(
            "--config",
            metavar="FILE",
            help="Hedges that are added and silenced.  [default: claimx.toml, if it is here]",
        ),
    ):
        command = option(command)
    return command


_min_confidence = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="P",
    help="Leave out claims less sure than this, 0 to 1: of those from 0.9 more than nine in ten are right.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimx", prog_name="claimx")
def main() -> None:
    """Who claims what in a news article, and how sure they are.

    \b
      claimx extract examples/tunnel.txt
      cat examples/tunnel.txt | claimx extract
      claimx extract --format json examples/*.txt | jq '.claims[].speaker.name'
    """


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("-o", "--output", metavar="FILE", help="Write here instead of to standard output.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json", "jsonl"]),
    default="yaml",
    show_default=True,
    help="One YAML or JSON document an article, or one line.",
)
@_min_confidence
@_model_options
@click.pass_context
def extract(
    context: click.Context,
    files: tuple[str, ...],
    output: str | None,
    form: str,
    model: str | None,
    encoding: str | None,
    threads: int,
    config: str | None,
    min_confidence: float,
) -> None:
    """Write the claims of articles: plain text, Markdown or HTML.

    With no FILE, or with '-', standard input is read.

    \b
      claimx extract examples/tunnel.txt
      claimx extract examples/tunnel.txt examples/takeover.md -o claims.yaml
      curl -s https://example.org/story.html | claimx extract --format json

    Exit status: 0 all inputs were read, 1 some failed and the others were written,
    2 wrong use.
    """
    if not files and sys.stdin.isatty():
        click.echo(context.get_help(), err=True)
        context.exit(EXIT_USAGE)
    from claimx.run import extract_files

    failed = extract_files(
        files or ("-",),
        output=output,
        form=form,
        model=model,
        encoding=encoding,
        threads=threads,
        config=config,
        min_confidence=min_confidence,
    )
    context.exit(EXIT_FAILED if failed else 0)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where the records go; made if it is not there.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "jsonl", "parquet"]),
    default="yaml",
    show_default=True,
    help="A record an article, or one file with a row a claim.",
)
@click.option("--glob", metavar="PATTERN", help="Files of folders to read.  [default: text, Markdown and HTML]")
@click.option(
    "--text-field", default="text", show_default=True, metavar="NAME", help="Column of a corpus with the text."
)
@click.option("--id-field", metavar="NAME", help="Column of a corpus that names the records.  [default: row number]")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), default=0, help="Processes.  [default: one a core, one for little]"
)
@click.option("--force", is_flag=True, help="Make records again that are up to date.")
@click.option("--prune", is_flag=True, help="Remove records whose articles are gone.")
@click.option("--max-size", type=click.IntRange(min=1), metavar="BYTES", help="Longer articles fail.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where it runs: here, or on Ray.",
)
@click.option(
    "--address", metavar="ADDRESS", help="Of the Ray cluster, as ray.init takes it.  [default: one is started here]"
)
@click.option(
    "--shard-size",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    help="Articles of a file that Ray writes.",
)
@click.option("--watch", is_flag=True, help="Go on with new and changed articles until Ctrl-C.")
@click.option("-q", "--quiet", is_flag=True, help="No bar and no summary.")
@click.option("--encoding", metavar="NAME", help="Text encoding of the inputs.  [default: UTF-8; an HTML page's own]")
@click.option("--model", metavar="NAME", help="As of extract.")
@click.option("--config", metavar="FILE", help="As of extract.")
@_min_confidence
@click.pass_context
def batch(context: click.Context, **options: Any) -> None:
    """Write a folder of records for folders, files and corpora of articles.

    An article a/b.txt below an INPUT folder gets the record a/b.txt.yaml. Corpora are
    JSON Lines, CSV and Parquet files, a row an article. Records that are up to date stay
    as they are, and so do those that a person has marked `reviewed: true`: what is new
    is written beside them, as NAME.yaml.new. What was interrupted goes on where it was.

    \b
      claimx batch examples -o records
      claimx batch examples -o records --force --jobs 2
      claimx batch examples -o claims.jsonl --format jsonl

    Exit status: 0 all went well, 1 some articles failed (they are in failures.jsonl),
    2 wrong use, 130 stopped by Ctrl-C.
    """
    from claimx.run import batch_inputs

    context.exit(batch_inputs(**options))


@main.command()
@click.argument("records", metavar="FOLDER")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="What to print.",
)
@click.option("--speaker", metavar="NAME", help="The claims of one speaker, over all articles.")
@click.pass_context
def stats(context: click.Context, records: str, form: str, speaker: str | None) -> None:
    """Count claims by speaker, kind, certainty and hedge type over a folder of records.

    \b
      claimx stats examples
      claimx stats examples --format csv
      claimx stats examples --speaker Whitlock
    """
    from claimx.run import count_records

    context.exit(EXIT_FAILED if count_records(records, form=form, speaker=speaker) else 0)


@main.command()
@click.argument("file")
@click.argument("claim", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For a person or for a program.",
)
@_model_options
@click.pass_context
def explain(
    context: click.Context,
    file: str,
    claim: str,
    form: str,
    model: str | None,
    encoding: str | None,
    threads: int,
    config: str | None,
) -> None:
    """Tell how the speaker of one claim was found, and its hedges.

    FILE is an article, or '-' for standard input, and ID one of its claims, as
    `claimx extract` gives it. Printed is the chain from the mention to the name, with
    offsets, probabilities and the candidates that lost; then each hedge with the rule
    that found it, what the context said, and what it acts on.

    \b
      claimx explain examples/takeover.md dana-whitlock-9c68d6
    """
    from claimx.run import explain_claim

    failed = explain_claim(file, claim, form=form, model=model, encoding=encoding, threads=threads, config=config)
    context.exit(EXIT_FAILED if failed else 0)


@main.command()
@click.argument("file", default="-")
@click.option("--encoding", metavar="NAME", help="Text encoding of the input.  [default: UTF-8; an HTML page's own]")
@click.pass_context
def text(context: click.Context, file: str, encoding: str | None) -> None:
    """Write an article as claimx reads it.

    Every offset of a record counts in this text. For plain text and Markdown it is the
    file itself, for an HTML page the text taken from it.

    \b
      claimx text examples/tunnel.txt
    """
    from claimx.run import write_text

    context.exit(EXIT_FAILED if write_text(file, encoding=encoding) else 0)


@main.command()
def schema() -> None:
    """Print the JSON Schema of a record.

    \b
      claimx schema > record.schema.json
    """
    from importlib.resources import files

    click.echo(files("claimx").joinpath("record.schema.json").read_text(encoding="utf-8"), nl=False)


main.add_command(review.diff)
main.add_command(review.evaluate)
main.add_command(review.check)
main.add_command(review.verify)
main.add_command(review.show)
main.add_command(review.merge)
main.add_command(review.git)

if __name__ == "__main__":
    main()
