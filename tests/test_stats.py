"""Counts over a folder of records."""

import json

from claimx.batch import Options, batch
from claimx.stats import Counts, to_csv
from tests.program import claimx


def test_counts_over_a_folder(inbox, tmp_path):
    out = tmp_path / "out"
    batch([str(inbox)], str(out), Options())
    data = json.loads(claimx("stats", out, "--format", "json").stdout)
    assert (data["records"], data["claims"]) == (2, 2)
    assert data["speaker"] == {"Mary Stone": 2} and data["certainty"] == {"possible": 2}
    assert data["hedge"] == {"epistemic": 2}
    said = json.loads(claimx("stats", out, "--format", "json", "--speaker", "Stone").stdout)["said"]
    assert len(said) == 2
    assert claimx("stats", out, "--format", "csv").stdout.splitlines()[0] == "by,value,count"
    (out / "bad.yaml").write_text("just: text\n", encoding="utf-8")
    failed = claimx("stats", out)
    assert failed.returncode == 1 and "bad.yaml" in failed.stderr and "Mary Stone" in failed.stdout


def test_a_spreadsheet_takes_no_speaker_for_a_formula():
    counts = Counts()
    counts.by["speaker"]["=HYPERLINK(1)"] += 1
    assert "'=HYPERLINK(1)" in to_csv(counts)
