"""Claims as rows for analysis: one row a claim, flat, as JSON Lines or Parquet."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from claimx.errors import ClaimxError
from claimx.output import _escaped
from claimx.record import Record

# The columns and what they are in Parquet.
COLUMNS = {
    "article": "string",
    "sha256": "string",
    "title": "string",
    "model": "string",
    "id": "string",
    "kind": "string",
    "speaker": "string",
    "mention": "string",
    "type": "string",
    "role": "string",
    "affiliation": "string",
    "resolved": "string",
    "cue": "string",
    "lemma": "string",
    "act": "string",
    "stance": "string",
    "quote": "string",
    "start": "int64",
    "end": "int64",
    "setting": "string",
    "hedges": "list",
    "hedge_types": "list",
    "certainty": "string",
    "polarity": "string",
    "confidence": "double",
}


def rows(record: Record) -> list[dict[str, Any]]:
    """A row for each claim. start and end: of the quotation, its first piece's and its last's."""
    return [
        {
            "article": record.source.path,
            "sha256": record.source.sha256,
            "title": record.source.title,
            "model": record.model,
            "id": claim.id,
            "kind": claim.kind,
            "speaker": claim.speaker.name,
            "mention": claim.speaker.mention,
            "type": claim.speaker.type,
            "role": claim.speaker.role,
            "affiliation": claim.speaker.affiliation,
            "resolved": claim.speaker.resolved,
            "cue": claim.cue.text,
            "lemma": claim.cue.lemma,
            "act": claim.cue.act,
            "stance": claim.cue.stance,
            "quote": claim.quote.text,
            "start": claim.quote.spans[0][0],
            "end": claim.quote.spans[-1][1],
            "setting": claim.setting,
            "hedges": [hedge.text for hedge in claim.hedges],
            "hedge_types": [hedge.type for hedge in claim.hedges],
            "certainty": claim.certainty,
            "polarity": claim.polarity,
            "confidence": claim.confidence,
        }
        for claim in record.claims
    ]


class Writer(Protocol):
    """Rows into one file."""

    def add(self, several: Iterable[dict[str, Any]]) -> None: ...

    def close(self) -> None: ...


class JsonLines:
    def __init__(self, path: Path):
        self._file = path.open("w", encoding="utf-8", newline="")

    def add(self, several: Iterable[dict[str, Any]]) -> None:
        for row in several:
            self._file.write(_escaped(json.dumps(row, ensure_ascii=False)) + "\n")

    def close(self) -> None:
        self._file.close()


class Parquet:
    """Row groups of a fixed number of rows, so that the same rows give the same bytes."""

    _GROUP = 5_000

    def __init__(self, path: Path):
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError as error:
            raise ClaimxError("--format parquet needs pyarrow: pip install 'claimx[parquet]'") from error
        kinds = {"string": pyarrow.string(), "int64": pyarrow.int64(), "double": pyarrow.float64()}
        kinds["list"] = pyarrow.list_(pyarrow.string())
        self._schema = pyarrow.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
        self._table = pyarrow.Table
        self._writer = parquet.ParquetWriter(path, self._schema)
        self._held: list[dict[str, Any]] = []

    def add(self, several: Iterable[dict[str, Any]]) -> None:
        self._held.extend(several)
        while len(self._held) >= self._GROUP:
            self._write(self._GROUP)

    def _write(self, count: int) -> None:
        part, self._held = self._held[:count], self._held[count:]
        self._writer.write_table(self._table.from_pylist(part, schema=self._schema))

    def close(self) -> None:
        if self._held:
            self._write(len(self._held))
        self._writer.close()


WRITERS: dict[str, Callable[[Path], Writer]] = {"jsonl": JsonLines, "parquet": Parquet}
