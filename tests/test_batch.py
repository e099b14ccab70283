"""A folder of articles into a folder of records: what is done, what is left alone, and what never happens."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from claimx.batch import Options, batch
from claimx.errors import ClaimxError
from claimx.inputs import Fields, items, safe_name
from claimx.ledger import PART, Ledger, known
from tests.conftest import STORY
from tests.program import claimx


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_records_mirror_the_folder_and_equal_those_of_extract(inbox, tmp_path):
    out = tmp_path / "out"
    report = batch([str(inbox)], str(out), Options())
    assert report.done == 2
    assert sorted(tree(out)) == ["a.txt.yaml", "local/b.md.yaml"]
    assert (out / "a.txt.yaml").read_text(encoding="utf-8") == claimx("extract", inbox / "a.txt").stdout


def test_what_is_up_to_date_stays_and_no_pipeline_is_loaded(inbox, tmp_path, monkeypatch):
    out = tmp_path / "out"
    batch([str(inbox)], str(out), Options())
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.yaml")}
    monkeypatch.setattr("claimx.pipeline.load", lambda *a, **k: pytest.fail("a pipeline was loaded"))
    report = batch([str(inbox)], str(out), Options())
    assert (report.done, report.unchanged) == (0, 2)
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.yaml")} == before


def test_a_changed_article_and_changed_options_are_done_again(inbox, tmp_path):
    from claimx.hedgetypes import Additions

    out = tmp_path / "out"
    batch([str(inbox)], str(out), Options())
    (inbox / "a.txt").write_text(STORY.replace("fall", "stand"), encoding="utf-8")
    assert batch([str(inbox)], str(out), Options()).done == 1
    quiet = Options(hedges=Additions(silenced=frozenset({"may"})))
    assert batch([str(inbox)], str(out), quiet).done == 2
    assert batch([str(inbox)], str(out), quiet).done == 0
    assert batch([str(inbox)], str(out), Options(force=True)).done == 2


def test_a_reviewed_record_is_never_overwritten(inbox, tmp_path):
    out = tmp_path / "out"
    batch([str(inbox)], str(out), Options())
    record = out / "a.txt.yaml"
    reviewed = record.read_text(encoding="utf-8") + "reviewed: true\n"
    record.write_text(reviewed, encoding="utf-8")
    assert batch([str(inbox)], str(out), Options(force=True)).done == 1
    assert record.read_text(encoding="utf-8") == reviewed
    (inbox / "a.txt").write_text(STORY.replace("fall", "stand"), encoding="utf-8")
    report = batch([str(inbox)], str(out), Options())
    assert report.beside == ["a.txt.yaml.new"]
    assert record.read_text(encoding="utf-8") == reviewed
    assert "stand" in (out / "a.txt.yaml.new").read_text(encoding="utf-8")
    assert batch([str(inbox)], str(out), Options()).done == 0


def test_records_whose_articles_are_gone_are_told_and_pruned(inbox, tmp_path):
    out = tmp_path / "out"
    batch([str(inbox)], str(out), Options())
    (inbox / "a.txt").unlink()
    assert batch([str(inbox)], str(out), Options()).gone == ["a.txt.yaml"]
    assert (out / "a.txt.yaml").exists()
    (out / "mine.yaml").write_text("my: notes\n", encoding="utf-8")
    batch([str(inbox)], str(out), Options(prune=True))
    assert sorted(tree(out)) == ["local/b.md.yaml", "mine.yaml"]


def test_what_fails_is_one_line_and_the_rest_goes_on(inbox, tmp_path):
    (inbox / "c.txt").write_bytes(b"%PDF-1.4 \x00\xff")
    (inbox / "d.txt").write_bytes(b"\xff\xfe\xff broken \x81")
    (inbox / "e.txt").write_text(STORY * 100, encoding="utf-8")
    out = tmp_path / "out"
    done = claimx("batch", inbox, "-o", out, "--max-size", 4000)
    assert done.returncode == 1
    failed = [json.loads(line) for line in (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["article"] for row in failed} == {"c.txt", "d.txt", "e.txt"}
    assert "2 written" in done.stderr and "3 failed" in done.stderr and "--max-size" in done.stderr
    for name in ("c.txt", "d.txt", "e.txt"):
        (inbox / name).unlink()
    assert claimx("batch", inbox, "-o", out, "-q").returncode == 0
    assert not (out / "failures.jsonl").exists()


def test_loops_of_links_are_harmless_and_a_dead_link_fails(inbox, tmp_path):
    (inbox / "local" / "loop").symlink_to(inbox)
    (inbox / "nowhere.txt").symlink_to(inbox / "missing")
    report = batch([str(inbox)], str(tmp_path / "out"), Options())
    assert report.done == 2


def test_nothing_is_written_outside_of_the_folder(inbox, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "local").symlink_to(outside)
    report = batch([str(inbox)], str(out), Options())
    assert report.done == 1 and "outside" in report.failed[0][1]
    assert tree(outside) == {}
    with pytest.raises(ClaimxError, match="outside"):
        Ledger(out, "m").path("../x.txt")


@pytest.mark.parametrize("own", ["../../etc/passwd", "a/b", "", "..", "x" * 500, "ü b", "con\x00trol", "same"])
def test_an_id_of_a_corpus_is_no_path(own):
    name = safe_name(own)
    assert "/" not in name and not name.startswith(".") and len(name) < 140 and name.isprintable()


def test_corpora_give_a_record_a_row(tmp_path):
    import pyarrow
    from pyarrow import parquet

    rows = [{"id": "one", "text": STORY, "n": 1}, {"id": "../two", "text": STORY.replace("Mary", "Ann"), "n": 2}]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    lines = ["id,text", *(f'{r["id"]},"{r["text"]}"' for r in rows)]
    (tmp_path / "c.csv").write_text("\n".join(lines), encoding="utf-8", newline="")
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "c.parquet")
    for name in ("c.jsonl", "c.csv", "c.parquet"):
        out = tmp_path / f"out-{name}"
        report = batch([str(tmp_path / name)], str(out), Options(fields=Fields(id="id")))
        assert report.done == 2
        made = sorted(tree(out))
        assert made[1] == f"{name}/one.yaml" and made[0].startswith(f"{name}/_two-")
        speaker = yaml.safe_load((out / made[0]).read_text(encoding="utf-8"))["claims"][0]["speaker"]["name"]
        assert speaker == "Ann Stone"


def test_a_corpus_without_the_column_is_told(tmp_path):
    (tmp_path / "c.jsonl").write_text('{"body": "x"}\n', encoding="utf-8")
    failed = claimx("batch", tmp_path / "c.jsonl", "-o", tmp_path / "out")
    assert failed.returncode == 2 and "--text-field" in failed.stderr and "body" in failed.stderr


def test_two_articles_of_one_name_are_refused(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(STORY, encoding="utf-8")
    with pytest.raises(ClaimxError, match=r"x\.txt"):
        list(items([str(tmp_path / "a"), str(tmp_path / "b")]))


def test_a_row_a_claim_the_same_bytes_with_one_process_and_with_two(inbox, tmp_path):
    for number in range(12):
        (inbox / f"{number}.txt").write_text(STORY.replace("Monday", f"Monday, {number} May"), encoding="utf-8")
    made = {}
    for form in ("jsonl", "parquet"):
        for jobs in (1, 2):
            path = tmp_path / f"{jobs}.{form}"
            batch([str(inbox)], str(path), Options(form=form, jobs=jobs))
            made[form, jobs] = path.read_bytes()
        assert made[form, 1] == made[form, 2]
    first = json.loads(made["jsonl", 1].splitlines()[0])
    assert first["speaker"] == "Mary Stone" and first["hedges"] == ["may"] and first["certainty"] == "possible"


def test_two_processes_write_what_one_writes(inbox, tmp_path):
    for number in range(12):
        (inbox / f"{number}.txt").write_text(STORY.replace("Monday", f"Monday, {number} May"), encoding="utf-8")
    for jobs in (1, 2):
        batch([str(inbox)], str(tmp_path / str(jobs)), Options(jobs=jobs))
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_killed_at_any_moment_a_second_run_finishes_the_work(inbox, tmp_path):
    for number in range(30):
        (inbox / f"{number}.txt").write_text(STORY.replace("Monday", f"Monday, {number} May") * 5, encoding="utf-8")
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    batch([str(inbox)], str(whole), Options(jobs=1))
    command = [sys.executable, "-m", "claimx.cli", "batch", str(inbox), "-o", str(torn), "-q", "--jobs", "2"]
    for wait in (1.5, 2.5, 3.5):
        job = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        job.send_signal(signal.SIGKILL)
        job.wait()
        for path in torn.rglob("*.yaml"):
            assert not path.name.startswith(".")
            assert path.read_bytes() == (whole / path.relative_to(torn)).read_bytes()
    subprocess.run(command, check=True, timeout=180)
    assert tree(torn) == tree(whole)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_leaves_what_is_finished_and_tells_how_to_go_on(inbox, tmp_path):
    for number in range(200):
        (inbox / f"{number}.txt").write_text(STORY.replace("Monday", f"Monday, {number} May") * 20, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "claimx.cli", "batch", str(inbox), "-o", str(out), "--jobs", "2"]

    def heed() -> None:
        # Where the tests run in the background of a shell, an interrupt is ignored, and so by all that they start.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    job = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=heed)
    for _ in range(300):
        if any(out.rglob("*.yaml")):
            break
        time.sleep(0.1)
    job.send_signal(signal.SIGINT)
    _, told = job.communicate(timeout=60)
    assert job.returncode == 130
    assert "goes on from there" in told
    assert any(out.rglob("*.yaml")) and not list(out.rglob(f"*{PART}"))


def test_an_interrupted_run_leaves_no_half_of_a_file(inbox, tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.mkdir()

    def stopped(*_):
        (out / f".a.txt.yaml.77{PART}").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr("claimx.batch._run", stopped)
    assert batch([str(inbox)], str(out), Options()).interrupted
    assert not list(out.rglob(f".*{PART}"))


def test_what_a_killed_run_left_is_cleaned(inbox, tmp_path):
    out = tmp_path / "out"
    (out / "local").mkdir(parents=True)
    (out / "local" / f".b.md.yaml.77{PART}").write_text("half", encoding="utf-8")
    batch([str(inbox)], str(out), Options())
    assert sorted(tree(out)) == ["a.txt.yaml", "local/b.md.yaml"]


def test_a_full_disk_is_a_failure_of_the_article(inbox, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("claimx.ledger.os.fsync", full)
    out = tmp_path / "out"
    monkeypatch.setattr("claimx.batch._keep_failures", lambda *a: None)
    report = batch([str(inbox)], str(out), Options())
    assert len(report.failed) == 2 and "No space left" in report.failed[0][1]
    assert tree(out) == {}


def test_the_head_of_a_record_is_read_without_parsing_it(inbox, tmp_path):
    out = tmp_path / "out"
    batch([str(inbox)], str(out), Options())
    found = known(out / "a.txt.yaml")
    data = yaml.safe_load((out / "a.txt.yaml").read_text(encoding="utf-8"))
    assert (found.sha256, found.model, found.reviewed) == (data["source"]["sha256"], data["model"], False)


def test_watching_takes_up_new_articles(inbox, tmp_path):
    pytest.importorskip("watchfiles")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "claimx.cli", "batch", str(inbox), "-o", str(out), "-q", "--watch"]
    job = subprocess.Popen(command)
    try:
        _until(lambda: (out / "a.txt.yaml").exists())
        time.sleep(1)
        (inbox / "new.txt").write_text(STORY, encoding="utf-8")
        _until(lambda: (out / "new.txt.yaml").exists())
    finally:
        job.send_signal(signal.SIGINT)
        job.wait(30)
    assert job.returncode == 130


def _until(ready, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_batch_with_nothing_there_is_wrong_use(tmp_path):
    failed = claimx("batch", tmp_path / "none", "-o", tmp_path / "out")
    assert failed.returncode == 2 and "none" in failed.stderr
