"""Hedges on annotated news that is held apart, scored by the project's scorer; skipped where the data is not here."""

import gzip
import json
import subprocess
import sys

import pytest

import claimx
from claimx.output import FORMATS
from claimx.reading import decode
from tests.conftest import ROOT

ANNOTATIONS = ROOT / "models" / "annotations" / "hedges" / "held"
FLOORS = {"cue exact": 78, "cue exact and type": 72}


@pytest.fixture(scope="module")
def figures(nlp, shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hedges")
    write, _ = FORMATS["yaml"]
    for name in ("texts", "records"):
        (folder / name).mkdir()
    with gzip.open(shared / "data" / "attribution" / "polnear-train.jsonl.gz", "rt", encoding="utf-8", newline="") as f:
        rows = [json.loads(line) for line in f]
    for name, text in ((row["id"], row["text"]) for row in rows if (ANNOTATIONS / f"{row['id']}.json").exists()):
        with (folder / "texts" / f"{name}.txt").open("w", encoding="utf-8", newline="") as f:
            f.write(text)
        record = claimx.extract(decode(text.encode(), f"{name}.txt"), nlp)
        (folder / "records" / f"{name}.txt.yaml").write_text(write(record), encoding="utf-8")
    command = [
        sys.executable,
        shared / "score.py",
        "hedges",
        ANNOTATIONS,
        folder / "texts",
        folder / "records",
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", FLOORS)
def test_cues_stay_above_the_bar(figures, name):
    assert figures[name][-1] >= FLOORS[name], figures


def test_holders_stay_above_the_bar(figures):
    assert figures["holder right, of exact, %"] >= 95, figures


def test_the_standoff_annotations_hold_no_sentences():
    for path in sorted((ROOT / "models" / "annotations" / "hedges").glob("*/*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            assert row["end"] - row["start"] == len(row["cue"]) < 60
