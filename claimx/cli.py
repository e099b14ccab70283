"""The command line: a thin layer over `claimx.extract` and its neighbours."""

import sys
from collections.abc import Callable
from typing import Any

import click

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
        files or ("-",), output=output, form=form, model=model, encoding=encoding, threads=threads, config=config
    )
    context.exit(EXIT_FAILED if failed else 0)


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


if __name__ == "__main__":
    main()
