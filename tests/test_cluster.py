"""The same on Ray: the bytes of one machine, and nothing lost when a worker is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimx.batch import Options, batch
from claimx.cluster import articles, shards
from claimx.errors import ClaimxError
from claimx.inputs import Fields, items

STORY = "The bridge may fall, Mary Stone said on Monday. “It is old,” she said on May {n}.\n"


@pytest.fixture
def corpus(tmp_path) -> Path:
    path = tmp_path / "c.jsonl"
    rows = [{"id": f"row {n}", "text": STORY.format(n=n) * 8} for n in range(60)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_shards_hold_every_article_once_as_one_machine_reads_it(corpus, tmp_path):
    pytest.importorskip("pyarrow")
    import pyarrow
    from pyarrow import parquet

    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    table = tmp_path / "t.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(rows), table, row_group_size=13)
    folder = tmp_path / "folder"
    folder.mkdir()
    for row in rows[:20]:
        (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    for path in (corpus, table, folder):
        fields = Fields(id="id")
        cut = list(shards([str(path)], Options(shard=7, fields=fields)))
        assert len(cut) > 2 and [s.number for s in cut] == list(range(len(cut)))
        found = [item for shard in cut for item in articles(shard, fields)]
        assert [(i.key, i.raw()) for i in found] == [(i.key, i.raw()) for i in items([str(path)], fields=fields)]


def test_a_corpus_that_cannot_be_cut_is_refused(tmp_path):
    (tmp_path / "c.csv").write_text("text\nx\n", encoding="utf-8")
    with pytest.raises(ClaimxError, match="JSON Lines and Parquet"):
        list(shards([str(tmp_path / "c.csv")], Options()))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_worker_loses_nothing_and_doubles_nothing(corpus, tmp_path):
    pytest.importorskip("ray")
    out, local = tmp_path / "ray", tmp_path / "local.jsonl"
    command = [sys.executable, "-m", "claimx.cli", "batch", str(corpus), "--id-field", "id", "-o", str(out)]
    command += ["--engine", "ray", "--format", "jsonl", "--shard-size", "2", "-q"]
    job = subprocess.Popen(command)
    end = time.monotonic() + 240
    while not list(out.glob("part-*")):
        assert time.monotonic() < end and job.poll() is None
        time.sleep(0.05)
    killed = _kill_a_worker()
    assert job.wait(240) == 0
    assert killed
    batch([str(corpus)], str(local), Options(form="jsonl", fields=Fields(id="id")))
    assert b"".join(p.read_bytes() for p in sorted(out.glob("part-*"))) == local.read_bytes()
    # A second run has nothing to do, and one part that is missing is made again.
    (out / "part-000003.jsonl").unlink()
    assert subprocess.run(command, timeout=240, check=True).returncode == 0
    assert b"".join(p.read_bytes() for p in sorted(out.glob("part-*"))) == local.read_bytes()


def _kill_a_worker() -> bool:
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if command.startswith(b"ray::") and b"MapWorker" in command:
            os.kill(int(place.name), signal.SIGKILL)
            return True
    return False
