"""Counts over a folder of records: who claims how much, of which kind, how surely and with which hedges."""

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimx.errors import ClaimxError, printable
from claimx.recordfile import load

COUNTED = ("speaker", "kind", "certainty", "hedge")


@dataclass
class Counts:
    """records, claims, narration: how many. by: how often each value of COUNTED is. said: a speaker's claims."""

    records: int = 0
    claims: int = 0
    narration: int = 0
    by: dict[str, Counter] = field(default_factory=lambda: {name: Counter() for name in COUNTED})
    said: list[dict[str, Any]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def count(folder: str, speaker: str | None = None) -> Counts:
    """Counts the records of a folder or a file; with a speaker only their claims, which are kept.

    Raises ClaimxError if there is no such folder.
    """
    place = Path(folder)
    if not place.exists():
        raise ClaimxError(f"there is no {printable(folder)}")
    counts = Counts()
    paths = sorted(p for p in place.rglob("*.yaml") if not p.name.startswith(".")) if place.is_dir() else [place]
    for path in paths:
        try:
            for record in load(str(path)):
                _add(counts, record, speaker)
        except ClaimxError:
            counts.failed.append(str(path))
    return counts


def _add(counts: Counts, record: dict[str, Any], speaker: str | None) -> None:
    counts.records += 1
    for claim in record["claims"]:
        name = claim["speaker"]["name"] or claim["speaker"]["mention"]
        if speaker is not None:
            from claimx.namewords import same_person  # spaCy, which counting does not need

            if not name or not same_person(speaker, str(name)):
                continue
            counts.said.append(
                {
                    "article": record["source"]["path"],
                    "id": claim["id"],
                    "kind": claim["kind"],
                    "certainty": claim.get("certainty"),
                    "quote": claim["quote"]["text"],
                }
            )
        counts.claims += 1
        counts.by["speaker"][claim["speaker"]["name"] or f"({claim['speaker']['type']})"] += 1
        counts.by["kind"][claim["kind"]] += 1
        counts.by["certainty"][claim.get("certainty") or "none"] += 1
        counts.by["hedge"].update(hedge["type"] for hedge in claim.get("hedges", ()))
    if speaker is None:
        for part in record.get("narration") or []:
            counts.narration += 1
            counts.by["hedge"].update(hedge["type"] for hedge in part["hedges"])


def to_json(counts: Counts) -> str:
    by = {name: dict(_ranked(counter)) for name, counter in counts.by.items()}
    data = {"records": counts.records, "claims": counts.claims, "narration": counts.narration, **by}
    return json.dumps({**data, **({"said": counts.said} if counts.said else {})}, ensure_ascii=True, indent=2) + "\n"


def to_csv(counts: Counts) -> str:
    """Rows of what is counted, value and count; of a speaker's claims a row each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if counts.said:
        writer.writerow(counts.said[0])
        writer.writerows([_plain(value) for value in row.values()] for row in counts.said)
    else:
        writer.writerow(["by", "value", "count"])
        for name, counter in counts.by.items():
            writer.writerows([name, _plain(value), number] for value, number in _ranked(counter))
    return out.getvalue()


def _plain(value: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _ranked(counter: Counter) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


def show(counts: Counts, most: int = 15) -> None:
    """Tables for a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    console.print(
        Text(f"{counts.records} records, {counts.claims} claims, {counts.narration} hedged sentences of authors")
    )
    if counts.said:
        table = Table("article", "kind", "certainty", "claim")
        for row in counts.said:
            table.add_row(*(Text(printable(str(row[key]))) for key in ("article", "kind", "certainty", "quote")))
        console.print(table)
        return
    for name, counter in counts.by.items():
        table = Table(name, "claims" if name != "hedge" else "times")
        ranked = _ranked(counter)
        for value, number in ranked[:most]:
            table.add_row(Text(printable(value)), Text(str(number), justify="right"))
        if len(ranked) > most:
            table.add_row(
                Text(f"and {len(ranked) - most} more", style="dim"),
                Text(str(sum(n for _, n in ranked[most:])), style="dim"),
            )
        console.print(table)
