"""A batch on a Ray cluster: shards of articles, an actor with a pipeline each, a file a shard.

Ray Data hands shards to the actors and starts again what dies; a shard is written under another name and renamed, so
that one that is there is whole. A shard is a reference to articles and not their text: memory is bounded by a shard.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from claimx.batch import Options, Report, described, extractor
from claimx.errors import ClaimxError, printable
from claimx.inputs import Fields, Item, items, row_of, safe_name

SHARD = 10  # articles
_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Shard:
    """Articles to be done together: files by key, path and size, or rows of a corpus.

    start: where they begin, a byte of JSON Lines or a row group of Parquet; first: the number of the first row, from 1.
    """

    number: int
    files: tuple[tuple[str, str, int], ...] = ()
    corpus: str | None = None
    start: int = 0
    first: int = 1
    count: int = 0


def shards(paths: Sequence[str], options: Options) -> Iterator[Shard]:
    """All shards, in a fixed order."""
    number = 0
    for path in paths:
        suffix = Path(path).suffix.lower()
        if suffix == ".csv":
            raise ClaimxError(
                f"{printable(path)}: a cluster reads JSON Lines and Parquet, which can be cut into shards"
            )
        if suffix in (".jsonl", ".ndjson"):
            parts: Iterator[Shard] = _of_lines(path, options.shard)
        elif suffix == ".parquet":
            parts = _of_groups(path)
        else:
            parts = _of_files(path, options)
        for part in parts:
            yield Shard(number, part.files, part.corpus, part.start, part.first, part.count)
            number += 1


def _of_files(path: str, options: Options) -> Iterator[Shard]:
    held: list[tuple[str, str, int]] = []
    for item in items([path], glob=options.glob):
        held.append((item.key, str(Path(item.path).absolute()), item.size))
        if len(held) == options.shard:
            yield Shard(0, tuple(held))
            held = []
    if held:
        yield Shard(0, tuple(held))


def _of_lines(path: str, size: int) -> Iterator[Shard]:
    try:
        with Path(path).open("rb") as f:
            start = first = count = 0
            for line in iter(f.readline, b""):
                count += 1
                if count == size:
                    yield Shard(0, (), path, start, first + 1, count)
                    start, first, count = f.tell(), first + count, 0
                del line
            if count:
                yield Shard(0, (), path, start, first + 1, count)
    except OSError as error:
        raise ClaimxError(f"cannot read {printable(path)}: {error.strerror}") from error


def _of_groups(path: str) -> Iterator[Shard]:
    from pyarrow import parquet

    metadata = parquet.ParquetFile(path).metadata
    first = 1
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group).num_rows
        yield Shard(0, (), path, group, first, rows)
        first += rows


def articles(shard: Shard, fields: Fields) -> Iterator[Item]:
    """The articles of a shard, as one machine would read them."""
    if shard.corpus is None:
        yield from (Item(key, path, size) for key, path, size in shard.files)
        return
    path = Path(shard.corpus)
    for number, data in enumerate(_rows(shard, path), shard.first):
        text, own = row_of(data, fields, f"{printable(str(path))}, row {number}")
        name, shown = (safe_name(own), own) if own is not None else (f"{number:07d}", str(number))
        yield Item(f"{path.name}/{name}", f"{shard.corpus}#{shown}", len(text), text)


def _rows(shard: Shard, path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix.lower() == ".parquet":
        from pyarrow import parquet

        yield from parquet.ParquetFile(path).read_row_group(shard.start).to_pylist()
        return
    with path.open("rb") as f:
        f.seek(shard.start)
        for _ in range(shard.count):
            line = f.readline().decode("utf-8-sig" if f.tell() == 0 else "utf-8")
            if line.strip():
                yield json.loads(line)


class Extractor:
    """An actor: a pipeline, and the shards that it is handed."""

    def __init__(self, options: Options, out: str):
        self._options, self._out = options, out
        self._extract = extractor(options, True)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        done = [self._shard(Shard(**_thawed(json.loads(text)))) for text in batch["shard"]]
        return {key: [d[key] for d in done] for key in ("number", "done", "words", "claims", "failed")}

    def _shard(self, shard: Shard) -> dict[str, Any]:
        from claimx.rows import WRITERS, rows

        counts: dict[str, Any] = {"number": shard.number, "done": 0, "words": 0, "claims": 0}
        failed: list[tuple[str, str]] = []
        store = Store(self._out)
        with store.writing(part_name(shard.number, self._options.form)) as path:
            writer = WRITERS[self._options.form](path)
            for item in articles(shard, self._options.fields):
                try:
                    record, words = self._extract(item)
                except Exception as error:
                    failed.append((item.key, str(error) or type(error).__name__))
                    continue
                writer.add(rows(record))
                counts["done"] += 1
                counts["words"] += words
                counts["claims"] += len(record.claims)
            writer.close()
        return {**counts, "failed": json.dumps(failed)}


def _thawed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "files": tuple((key, path, size) for key, path, size in data["files"])}


def part_name(number: int, form: str) -> str:
    return f"part-{number:06d}.{form}"


class Store:
    """The output folder, here or on what pyarrow reaches by a URI: s3://bucket/folder."""

    def __init__(self, out: str):
        from pyarrow import fs

        if "://" in out:
            self._files, self._root = fs.FileSystem.from_uri(out)
        else:
            self._files, self._root = fs.LocalFileSystem(), str(Path(out).absolute())
        self._files.create_dir(self._root, recursive=True)
        self._fs = fs

    def names(self) -> set[str]:
        found = self._files.get_file_info(self._fs.FileSelector(self._root))
        return {info.base_name for info in found if info.is_file}

    def read(self, name: str) -> bytes | None:
        if name not in self.names():
            return None
        with self._files.open_input_stream(f"{self._root}/{name}") as f:
            return f.read()

    def remove(self, name: str) -> None:
        self._files.delete_file(f"{self._root}/{name}")

    def put(self, name: str, data: bytes) -> None:
        """A file, whole: where it can be renamed it appears so, and an object store shows none that is not complete."""
        local = isinstance(self._files, self._fs.LocalFileSystem)
        target = f"{self._root}/{name}"
        begun = f"{self._root}/.{name}.{hashlib.sha256(data).hexdigest()[:8]}" if local else target
        with self._files.open_output_stream(begun) as f:
            f.write(data)
        if local:
            Path(begun).replace(target)

    def writing(self, name: str) -> Any:
        from contextlib import contextmanager
        from tempfile import TemporaryDirectory

        @contextmanager
        def context() -> Iterator[Path]:
            with TemporaryDirectory() as folder:
                path = Path(folder, name)
                yield path
                self.put(name, path.read_bytes())

        return context()


def batch_on_ray(
    paths: Sequence[str], out: str, options: Options, address: str | None, tell: Callable[[Report, int], None]
) -> Report:
    """Writes a file a shard; those that are there from a run over the same inputs with the same options stay."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ClaimxError("--engine ray needs Ray: pip install 'claimx[ray]'") from error
    report = Report()
    todo = list(shards(paths, options))
    manifest = _manifest(todo, options)
    store = Store(out)
    there = store.names()
    if options.force or store.read(_MANIFEST) != manifest:
        for name in there:
            if name.startswith("part-") or name == _MANIFEST:
                store.remove(name)
        there = set()
        store.put(_MANIFEST, manifest)
    left = [shard for shard in todo if part_name(shard.number, options.form) not in there]
    report.unchanged = sum(len(s.files) or s.count for s in todo) - sum(len(s.files) or s.count for s in left)
    if not left:
        return report
    logging.getLogger("ray").setLevel(logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    quiet: dict[str, Any] = {"log_to_driver": False, "ignore_reinit_error": True, "logging_level": logging.ERROR}
    if address is None:
        quiet["include_dashboard"] = False
    ray.init(address=address, **quiet)
    try:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        most = max(1, int(ray.cluster_resources().get("CPU", 1)))
        data = ray.data.from_items(
            [{"shard": json.dumps(asdict(shard))} for shard in left], override_num_blocks=len(left)
        ).map_batches(
            Extractor,
            fn_constructor_args=(options, out if "://" in out else str(Path(out).absolute())),
            batch_size=1,
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=min(most, len(left))),
            num_cpus=1,
        )
        for row in data.iter_rows():
            report.done += row["done"]
            report.words += row["words"]
            report.claims += row["claims"]
            report.failed += [(key, error) for key, error in json.loads(row["failed"])]
            tell(report, sum(len(s.files) or s.count for s in todo))
    finally:
        ray.shutdown()
    report.failed.sort()
    return report


def _manifest(todo: list[Shard], options: Options) -> bytes:
    """What a run is over, so that another does not go on from it."""
    inputs = hashlib.sha256(json.dumps([asdict(s) for s in todo]).encode()).hexdigest()
    data = {
        "claimx": 1,
        "model": described(options),
        "format": options.form,
        "encoding": options.encoding,
        "fields": asdict(options.fields),
        "inputs": inputs,
        "shards": len(todo),
    }
    return (json.dumps(data, indent=1) + "\n").encode()
