"""Whether an article still says what its record says, after a newsroom has touched it."""

import subprocess
import sys

import pytest

from claimx.recordfile import load
from claimx.verify import verify
from tests.conftest import ROOT

RECORD = ROOT / "examples" / "tunnel.txt.yaml"
TEXT = (ROOT / "examples" / "tunnel.txt").read_text()


@pytest.fixture(scope="module")
def record():
    return load(str(RECORD))[0]


def command(*arguments):
    line = [sys.executable, "-m", "claimx.cli", *arguments]
    return subprocess.run(line, capture_output=True, text=True, timeout=60)


def states(record, text):
    return [verdict.state for verdict in verify(record, text)]


def test_an_article_that_was_not_touched_is_exact(record):
    assert set(states(record, TEXT)) == {"exact"}


def test_text_before_a_claim_moves_it(record):
    moved = verify(record, "A correction stands here.\n\n" + TEXT)
    assert {verdict.state for verdict in moved} == {"moved"}
    for verdict, claim in zip(moved, record["claims"], strict=True):
        shifted = "A correction stands here.\n\n" + TEXT
        assert " … ".join(shifted[s:e] for s, e in verdict.spans) == claim["quote"]["text"]


def test_a_word_that_was_changed_in_silence_is_told(record):
    claim = next(c for c in record["claims"] if len(c["quote"]["spans"]) == 1 and len(c["quote"]["text"].split()) > 8)
    start, end = claim["quote"]["spans"][0]
    word = max(claim["quote"]["text"].split()[2:-2], key=len)
    edited = TEXT[:start] + TEXT[start:end].replace(word, "wholly other") + TEXT[end:]
    verdict = next(v for v in verify(record, edited) if v.id == claim["id"])
    assert verdict.state == "altered"
    assert "wholly other" in (verdict.now["quote"] or "") and word in verdict.before["quote"]


def test_a_claim_that_was_taken_out_is_gone(record):
    claim = next(c for c in record["claims"] if len(c["quote"]["spans"]) == 1)
    start, end = claim["quote"]["spans"][0]
    verdict = next(v for v in verify(record, TEXT[:start] + TEXT[end:]) if v.id == claim["id"])
    assert verdict.state == "gone" and verdict.spans == []


def test_another_cue_is_an_alteration(record):
    claim = next(c for c in record["claims"] if c["cue"]["text"] == "said")
    start, end = claim["cue"]["span"]
    verdict = next(v for v in verify(record, TEXT[:start] + "boasted" + TEXT[end:]) if v.id == claim["id"])
    assert verdict.state in ("altered", "moved")


def test_verify_finds_the_article_beside_its_record_and_fails_on_alterations(tmp_path):
    (tmp_path / "tunnel.txt").write_text(TEXT)
    (tmp_path / "tunnel.txt.yaml").write_bytes(RECORD.read_bytes())
    run = command("verify", str(tmp_path / "tunnel.txt.yaml"))
    assert run.returncode == 0 and "exact" in run.stdout
    (tmp_path / "tunnel.txt").write_text(TEXT.replace("seawall", "sea defence"))
    run = command("verify", str(tmp_path / "tunnel.txt.yaml"))
    assert run.returncode == 1 and "[-seawall-]" in run.stdout and "sea defence" in run.stdout


def test_the_path_that_a_record_names_is_not_followed(tmp_path):
    (tmp_path / "x.yaml").write_bytes(RECORD.read_bytes())
    run = command("verify", str(tmp_path / "x.yaml"))
    assert run.returncode == 2 and "give it as ARTICLE" in run.stderr
