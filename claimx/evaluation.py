"""What `claimx eval` does: records of two places side by side, scored and shown."""

from pathlib import Path
from typing import Any

import click

from claimx import scoretext
from claimx.beside import article_of, line_around
from claimx.errors import ClaimxError, printable
from claimx.recordfile import load
from claimx.review import files
from claimx.scoring import Scores
from claimx.streams import tell


def score_records(gold: str, found: str, *, form: str, errors: int) -> int:
    """Prints the scores of records against gold; returns 1 if some could not be compared."""
    for place in (gold, found):
        if place != "-" and not Path(place).exists():
            raise click.UsageError(f"there is no {printable(place)}")
    if Path(gold).is_dir() != Path(found).is_dir():
        raise click.UsageError("GOLD and FOUND are two files or two folders")
    scores, failed, reviewed, alone = Scores(), 0, 0, 0
    golden: dict[str, tuple[str, dict[str, Any]]] = {}
    for path in files(gold):
        name = str(Path(path).relative_to(gold)) if Path(gold).is_dir() else path
        ours = str(Path(found, name)) if Path(gold).is_dir() else found
        try:
            record, *others = load(path)
            made = load(ours) if ours == "-" or Path(ours).is_file() else []
            if others or len(made) > 1:
                raise ClaimxError(f"{printable(name)}: several records in one file; give one a file")
            scores.add(name, record, made[0] if made else None)
        except ClaimxError as error:
            tell(error)
            failed += 1
            continue
        reviewed += bool(record.get("reviewed"))
        alone += not made
        golden[name] = (path, record)
    if not scores.articles:
        raise click.UsageError(f"there is no record to compare in {printable(gold)}")
    if reviewed < scores.articles:
        click.echo(f"note: {scores.articles - reviewed} of the gold records are not marked `reviewed: true`", err=True)

    if alone:
        click.echo(f"note: {alone} of the gold records have no counterpart, which counts as nothing found", err=True)

    def context(name: str, start: int) -> str | None:
        article = article_of(*golden[name])
        return line_around(article.text, start) if article else None

    if form == "json":
        click.echo(scoretext.to_json(scores, errors, context), nl=False)
    else:
        scoretext.show(scores, errors, context)
    return int(failed > 0)
