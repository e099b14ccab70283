"""Scores of records against gold: the scorer's figures, made by hand where they can be, and what the command prints."""

import copy
import gzip
import hashlib
import json
import subprocess
import sys

import pytest
import yaml
from click.testing import CliRunner

from claimx.cli import main
from claimx.scoring import EXACT, HALF, SOURCED, WHOLE, Scores
from tests.conftest import ROOT

TEXT = "Ada Marsh said the bridge may fall. “It will not,” she added. Bo Lind, the mayor, denied it all."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def claim(name, mention, cue, quote, kind="indirect", type_="person", confidence=0.9, **more):
    start = TEXT.index(quote)
    return {
        "id": f"{name}-{start}",
        "kind": kind,
        "speaker": {
            "name": name,
            "mention": mention,
            "span": [TEXT.index(mention), TEXT.index(mention) + len(mention)] if mention else None,
            "type": type_,
            "role": more.pop("role", None),
            "affiliation": None,
            "resolved": "mention",
        },
        "cue": {
            "text": cue,
            "lemma": cue,
            "span": [TEXT.index(cue), TEXT.index(cue) + len(cue)] if cue else None,
            "act": "speech",
            "stance": "neutral",
        },
        "quote": {"text": quote, "spans": [[start, start + len(quote)]], "verbatim": []},
        "setting": None,
        "hedges": more.pop("hedges", []),
        "certainty": None,
        "polarity": None,
        "confidence": confidence,
    }


def record(*claims, sha=SHA):
    return {
        "claimx": 1,
        "source": {"path": "a.txt", "sha256": sha, "title": None},
        "model": "by hand",
        "claims": list(claims),
        "narration": [],
        "reviewed": True,
    }


HEDGE = {"text": "may", "span": [TEXT.index("may"), TEXT.index("may") + 3], "type": "epistemic", "holder": "speaker"}
FIRST = claim("Ada Marsh", "Ada Marsh", "said", "the bridge may fall", hedges=[{**HEDGE, "scope": []}])
SECOND = claim("Ada Marsh", "she", "added", "“It will not,”", "direct")
THIRD = claim("Bo Lind", "Bo Lind, the mayor", "denied", "it all", role="mayor")


def scores(gold, found) -> Scores:
    made = Scores()
    made.add("a.txt.yaml", gold, found)
    return made


def test_a_record_scored_against_itself_is_all_right():
    made = scores(record(FIRST, SECOND, THIRD), record(FIRST, SECOND, THIRD))
    assert {c.figures for c in [*made.spans.values(), *made.attributions.values(), *made.hedges.values()]} == {
        (100,) * 3
    }
    assert {count.figures[0] for count in made.fields.values()} == {100}
    assert not made.misses


def test_nothing_found_is_no_precision_and_no_recall():
    made = scores(record(FIRST, SECOND), None)
    assert made.attributions[HALF].figures == (0, 0, 0)
    assert [miss.what for miss in made.worst(9)] == ["missed", "missed"]


def test_a_content_with_other_edges_counts_at_half_and_not_exactly():
    longer = claim("Ada Marsh", "Ada Marsh", "said", "the bridge may")
    made = scores(record(FIRST), record(longer))
    assert [made.attributions[name].right for name in (HALF, EXACT, SOURCED, WHOLE)] == [1, 0, 1, 0]
    assert [miss.what for miss in made.misses] == ["edges"]


def test_punctuation_at_the_edges_is_left_out():
    made = scores(record(SECOND), record(claim("Ada Marsh", "she", "added", "It will not", "direct")))
    assert made.attributions[WHOLE].right == 1
    assert made.spans["content"].right == 1


def test_another_source_and_another_speaker_are_told_apart():
    elsewhere = claim("Bo Lind", "Bo Lind", "said", "the bridge may fall")
    renamed = claim("Cy Voss", "she", "added", "“It will not,”", "direct")
    made = scores(record(FIRST, SECOND), record(elsewhere, renamed))
    assert {miss.what for miss in made.misses} == {"source", "name"}
    assert made.fields["name"].figures[0] == 0


def test_a_short_form_is_the_name_and_none_is_none():
    short, nobody = copy.deepcopy(FIRST), copy.deepcopy(SECOND)
    short["speaker"]["name"], nobody["speaker"]["name"] = "Marsh", None
    assert scores(record(FIRST), record(short)).fields["name"].right == 1
    assert scores(record(nobody), record(nobody)).fields["name"].right == 1
    assert scores(record(SECOND), record(nobody)).fields["name"].right == 0


def test_kinds_are_scored_and_confused():
    mixed = copy.deepcopy(SECOND) | {"kind": "mixed"}
    made = scores(record(FIRST, SECOND), record(FIRST, mixed))
    assert made.kinds["direct"].figures == (0, 0, 0)
    assert made.kinds["indirect"].figures == (100, 100, 100)
    assert made.confusion["kind"] == {("direct", "mixed"): 1}


def test_a_claim_made_up_with_confidence_is_the_worst():
    sure, unsure = (claim("X", None, None, quote, confidence=p) for quote, p in (("it all", 0.95), ("denied", 0.3)))
    made = scores(record(FIRST), record(sure, unsure))
    assert [(m.what, m.badness) for m in made.worst(3)] == [("spurious", 0.95), ("missed", 0.75), ("spurious", 0.3)]


def test_hedges_are_scored_by_type_and_holder():
    other = copy.deepcopy(FIRST)
    other["hedges"][0] |= {"type": "weasel", "holder": "author"}
    made = scores(record(FIRST), record(other))
    assert made.hedges["cue"].figures == (100, 100, 100)
    assert made.hedges["cue and type"].right == made.holders.right == 0
    assert made.hedges["epistemic"].gold == made.hedges["weasel"].found == 1


def write(folder, name, data):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def folders(tmp_path):
    write(tmp_path / "gold", "a.txt.yaml", record(FIRST, SECOND, THIRD))
    write(tmp_path / "found", "a.txt.yaml", record(FIRST, THIRD))
    (tmp_path / "gold" / "a.txt").write_text(TEXT, encoding="utf-8")
    return str(tmp_path / "gold"), str(tmp_path / "found")


def test_the_command_prints_tables_and_the_worst_misses_in_context(folders):
    done = CliRunner().invoke(main, ["eval", *folders, "--errors", "3"])
    assert done.exit_code == 0, done.output
    assert "1 articles, 3 claims in gold, 2 found" in done.output
    assert "a.txt.yaml  overlooked" in done.output
    assert "in    Ada Marsh said" in done.output


def test_the_command_gives_json(folders):
    data = json.loads(CliRunner().invoke(main, ["eval", *folders, "--errors", "1", "--format", "json"]).stdout)
    assert data["attributions"][WHOLE] == {"precision": 100.0, "recall": 66.7, "f1": 80.0, "gold": 3}
    assert data["errors"][0]["gold"]["quote"] == "“It will not,”"
    assert data["errors"][0]["context"] == TEXT


def test_records_of_different_texts_are_told_and_the_rest_goes_on(folders, tmp_path):
    write(tmp_path / "gold", "b.txt.yaml", record(FIRST))
    write(tmp_path / "found", "b.txt.yaml", record(FIRST, sha="0" * 64))
    done = CliRunner().invoke(main, ["eval", *folders])
    assert done.exit_code == 1
    assert "b.txt.yaml: the two records are of different texts" in done.stderr
    assert "1 articles" in done.stdout


def test_wrong_use_is_told(folders, tmp_path):
    for arguments, said in (
        ([folders[0], "nowhere"], "there is no nowhere"),
        ([folders[0], f"{folders[1]}/a.txt.yaml"], "two files or two folders"),
    ):
        done = CliRunner().invoke(main, ["eval", *arguments])
        assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


def test_text_of_records_is_no_markup_and_no_terminal_control(tmp_path):
    bad = copy.deepcopy(FIRST)
    bad["speaker"]["name"] = "[red]Ada[/red]\x1b[2J"
    write(tmp_path / "gold", "a.txt.yaml", record(bad))
    write(tmp_path / "found", "a.txt.yaml", record())
    done = CliRunner().invoke(main, ["eval", str(tmp_path / "gold"), str(tmp_path / "found"), "--errors", "1"])
    assert "[red]Ada[/red]" in done.output
    assert "\x1b" not in done.output


@pytest.mark.slow
def test_the_figures_are_those_of_the_projects_scorer(shared, tmp_path):
    """On gold records against others: the examples', with every third claim left out and every fourth cut short."""
    gold, made = [], Scores()
    (tmp_path / "records").mkdir()
    for path in sorted((ROOT / "tests" / "gold").glob("*/*.txt")):
        text, theirs = path.read_bytes().decode(), yaml.safe_load(path.with_name(f"{path.name}.yaml").read_text())
        found = copy.deepcopy(theirs)
        found["claims"] = [c for n, c in enumerate(found["claims"]) if n % 3]
        for part in found["claims"][::4]:
            start, end = part["quote"]["spans"][0]
            part["quote"] |= {"spans": [[start, start + (end - start) * 2 // 3]], "verbatim": []}
            part["quote"]["text"] = text[slice(*part["quote"]["spans"][0])]
        made.add(path.stem, theirs, found)
        (tmp_path / "records" / f"{path.stem}.txt.yaml").write_text(yaml.safe_dump(found))
        spans = [
            {
                "source": [c["speaker"]["span"]] if c["speaker"]["span"] else [],
                "cue": [c["cue"]["span"]] if c["cue"]["span"] else [],
                "content": c["quote"]["spans"],
            }
            for c in theirs["claims"]
        ]
        gold.append({"id": path.stem, "text": text, "annotations": [{"attributions": spans}]})
    with gzip.open(tmp_path / "gold.jsonl.gz", "wt", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(article) + "\n" for article in gold)
    command = [
        sys.executable,
        str(shared / "score.py"),
        "attribution",
        str(tmp_path / "gold.jsonl.gz"),
        str(tmp_path / "records"),
    ]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    for role in ("source", "cue", "content"):
        assert theirs[role]["exact"] == list(made.spans[role].figures)
        assert theirs[role]["characters"] == list(made.characters[role].figures)
    names = ("content at Jaccard 0.5", "content exact", "content at 0.5 and source", "content exact and source")
    for name, ours in zip(names, (HALF, EXACT, SOURCED, WHOLE), strict=True):
        assert theirs["attribution"][name] == list(made.attributions[ours].figures)
