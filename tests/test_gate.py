"""The evaluation gate refuses figures that fell and data that is another; scoring itself is done in CI."""

import yaml

from models.train import gate

FOUND = {f"{variant}: source": 81.0 for variant in gate.VARIANTS} | {"sure": 90.0}


def test_figures_at_their_floors_pass():
    assert gate.failures(FOUND, {"floors": {"plain: source": 81.0}, "ceilings": {"sure": 95}}) == []


def test_a_figure_that_fell_is_named():
    assert gate.failures(FOUND, {"floors": {"plain: source": 81.1}}) == ["plain: source: 81.0, below the floor of 81.1"]


def test_a_figure_above_its_ceiling_or_missing_is_named():
    wrong = gate.failures(FOUND, {"floors": {"plain: cue": 1}, "ceilings": {"sure": 89}})
    assert wrong == ["plain: cue: no such figure", "sure: 90.0, above 89"]


def test_typography_may_not_cost_much():
    wrong = gate.failures({**FOUND, "wrapped: source": 79.0}, {"floors": {}})
    assert wrong == ["wrapped: source: more than 1.5 below plain"]


def test_other_data_is_refused(tmp_path):
    (tmp_path / "a.gz").write_bytes(b"other")
    wrong = gate.wrong_data(tmp_path, {"data": {"a.gz": "0" * 64, "b.gz": "0" * 64}})
    assert [line.split(":")[0] for line in wrong] == ["a.gz", "b.gz"]


def test_without_the_data_the_gate_is_skipped_and_says_so(tmp_path, capsys):
    assert gate.main(tmp_path / "nowhere") == 0
    assert "evaluation gate skipped" in capsys.readouterr().out


def test_the_floors_are_of_figures_in_per_cent_and_pin_their_data():
    wanted = yaml.safe_load(gate.FLOORS.read_text(encoding="utf-8"))
    assert all(50 < floor < 100 for floor in wanted["floors"].values())
    assert all(len(sha256) == 64 for sha256 in wanted["data"].values())
