"""The commands of review: diff, check, verify, show, merge, and git's drivers."""

import sys
from typing import Any

import click


@click.command()
@click.argument("old")
@click.argument("new")
@click.argument("paths", nargs=-1, metavar="[-- PATH...]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "html"]),
    default="text",
    show_default=True,
    help="For a terminal, a pull request, a program or a browser.",
)
@click.option("-o", "--output", metavar="FILE", help="Write here instead of to standard output.")
@click.option("--strict", is_flag=True, help="Show every field that differs: offsets, confidence, model, roles.")
@click.option("--articles", is_flag=True, help="OLD and NEW are articles; their claims are taken now.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whether there are differences or not.")
@click.option("--fail-on", metavar="NAMES", help="Exit 1 for these changes only, as in removed,softened,reattributed.")
@click.pass_context
def diff(context: click.Context, **options: Any) -> None:
    """Tell what changed between two versions of who said what.

    OLD and NEW are record files, folders of them, '-' for standard input, or git
    revisions, with paths behind '--'. Claims are matched by what they say, never by where
    they stand. Changes are named removed, added, reattributed, polarity, softened,
    hardened, hedge-removed, hedge-added, reworded, kind, split, merged and moved.

    \b
      claimx diff examples/tunnel.txt.yaml examples/vaccine.txt.yaml
      claimx diff HEAD~1 HEAD -- examples
      claimx diff --articles examples/tunnel.txt examples/vaccine.txt
      claimx diff old/ new/ --fail-on removed,softened,reattributed

    Exit status: 0 no difference, 1 a difference, 2 trouble.
    """
    from claimx.review import diff_records

    context.exit(diff_records(**options))


@click.command("eval")
@click.argument("gold")
@click.argument("found")
@click.option(
    "--errors", type=click.IntRange(min=0), default=0, metavar="N", help="Show the N worst misses in context."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For a person or for a program.",
)
@click.pass_context
def evaluate(context: click.Context, gold: str, found: str, errors: int, form: str) -> None:
    """Score records against gold: any record that a person has reviewed.

    GOLD and FOUND are two records, or two folders whose records have the same names. Spans
    are compared exactly, without punctuation at their edges; claims by contents that share
    half of their letters; speakers, kinds and hedges of the claims that were found.

    \b
      claimx eval examples examples
      claimx eval reviewed/ records/ --errors 20
      claimx eval reviewed/ records/ --format json

    Exit status: 0 all were compared, 1 some could not be, 2 wrong use.
    """
    from claimx.evaluation import score_records

    context.exit(score_records(gold, found, form=form, errors=errors))


@click.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@click.pass_context
def check(context: click.Context, records: tuple[str, ...]) -> None:
    """Check records: the schema, and that they do not contradict themselves.

    RECORD is a file, a folder or '-'. What is wrong is told with file, line and field.

    \b
      claimx check examples
      claimx extract examples/tunnel.txt | claimx check -

    Exit status: 0 all are sound, 1 some are not, 2 wrong use.
    """
    from claimx.review import check_records

    context.exit(check_records(records))


@click.command()
@click.argument("record")
@click.argument("article", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)
@click.option("--encoding", metavar="NAME", help="Text encoding of the article.")
@click.pass_context
def verify(context: click.Context, record: str, article: str | None, form: str, encoding: str | None) -> None:
    """Tell whether an article still says what its record says.

    Each claim is exact, moved, altered or gone. Without ARTICLE it is the file that the
    record is named after: story.txt for story.txt.yaml.

    \b
      claimx verify examples/tunnel.txt.yaml
      claimx verify examples/tunnel.txt.yaml examples/tunnel.txt --format json

    Exit status: 0 all is exact or moved, 1 something was altered or is gone, 2 trouble.
    """
    from claimx.review import verify_record

    context.exit(verify_record(record, article, form=form, encoding=encoding))


@click.command()
@click.argument("record")
@click.option("--html", "page", metavar="FILE", help="Write a page for a browser, for a record or a whole folder.")
@click.pass_context
def show(context: click.Context, record: str, page: str | None) -> None:
    """Show an article with its claims marked: sources, cues, quotations and hedges.

    RECORD is a record beside its article, or with --html a folder of them. The page needs
    no network; in it claims are accepted, corrected and rejected by keyboard, and exported
    as a record that is marked as reviewed.

    \b
      claimx show examples/tunnel.txt.yaml
      claimx show examples --html claims.html
    """
    from claimx.review import show_record

    context.exit(show_record(record, page=page))


@click.command()
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.option("-o", "--output", metavar="FILE", help="Write here instead of to standard output.")
@click.pass_context
def merge(context: click.Context, base: str, ours: str, theirs: str, output: str | None) -> None:
    """Merge two versions of a record that come from a third, claim by claim.

    What one side changed is taken; where both did, the side that a person has marked
    `reviewed: true` wins. What is left is a conflict: ours stays, with both under
    `conflicts`, and the result is a record all the same.

    \b
      claimx merge examples/tunnel.txt.yaml examples/tunnel.txt.yaml examples/tunnel.txt.yaml

    Exit status: 0 merged, 1 with conflicts, 2 trouble.
    """
    from claimx.review import merge_records

    context.exit(merge_records(base, ours, theirs, output=output))


@click.group()
def git() -> None:
    """Let git diff and merge records as claims.

    \b
      claimx git install
      claimx git status
      claimx git uninstall
    """


_everywhere = click.option("--global", "everywhere", is_flag=True, help="For all repositories of this user.")


@git.command()
@_everywhere
@click.option("--pattern", metavar="GLOB", help="Which files are records.  [default: *.*.yaml]")
def install(everywhere: bool, pattern: str | None) -> None:
    """Set up the drivers and the line of .gitattributes; nothing happens the second time."""
    from claimx.review import git_install

    git_install(everywhere=everywhere, pattern=pattern)


@git.command()
@_everywhere
def uninstall(everywhere: bool) -> None:
    """Take the set-up out again."""
    from claimx.review import git_uninstall

    git_uninstall(everywhere=everywhere)


@git.command()
@click.pass_context
def status(context: click.Context) -> None:
    """Tell what is set up, and where. Exit status: 0 all of it, 1 not all."""
    from claimx.review import git_status

    context.exit(git_status())


@git.command("diff-driver", hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1)
def diff_driver(arguments: tuple[str, ...]) -> None:
    """As git calls it: path old-file old-hex old-mode new-file new-hex new-mode."""
    from claimx import gitdrivers

    path, old, new = arguments[0], arguments[1], arguments[4]
    sys.stdout.write(gitdrivers.diff_driver(path, old, new))


@git.command(hidden=True)
@click.argument("path")
def textconv(path: str) -> None:
    from claimx import gitdrivers

    sys.stdout.write(gitdrivers.textconv(path))


@git.command("merge-driver", hidden=True)
@click.argument("arguments", nargs=5)
@click.pass_context
def merge_driver(context: click.Context, arguments: tuple[str, ...]) -> None:
    """As git calls it: base ours theirs marker-size path."""
    from claimx import gitdrivers

    context.exit(gitdrivers.merge_driver(*arguments))
