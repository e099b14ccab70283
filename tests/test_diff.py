"""What `claimx diff` says of two records: changes by name, and nothing where only offsets or a model changed."""

import copy
import json
import re
import subprocess
import sys

import pytest
import yaml

from claimx.changes import NAMES, compare
from claimx.diffing import diff, summary, to_data
from claimx.difftext import to_html, to_markdown, to_text
from claimx.output import dump
from claimx.record import claim_id
from claimx.sides import Pair


def claim(speaker, quote, *, cue="said", at=0, hedges=(), certainty="certain", polarity="positive", kind="indirect"):
    words = [
        {"text": h, "span": [at, at + len(h)], "type": "epistemic", "holder": "speaker", "scope": []} for h in hedges
    ]
    return {
        "id": claim_id(speaker, quote, cue),
        "kind": kind,
        "speaker": {
            "name": speaker,
            "mention": speaker,
            "span": [at, at + len(speaker)] if speaker else None,
            "type": "person" if speaker else "unnamed",
            "role": None,
            "affiliation": None,
            "resolved": "mention" if speaker else "none",
        },
        "cue": {"text": cue, "lemma": "say", "span": [at, at + len(cue)], "act": "speech", "stance": "neutral"},
        "quote": {"text": quote, "spans": [[at, at + len(quote)]], "verbatim": []},
        "setting": None,
        "hedges": words,
        "certainty": certainty,
        "polarity": polarity,
        "confidence": 0.9,
    }


def record(*claims, model="claimx-en 0.1.0"):
    placed = []
    for number, one in enumerate(claims):
        one = copy.deepcopy(one)
        start = 1000 * number
        length = len(one["quote"]["text"])
        one["quote"]["spans"] = [[start, start + length]]
        placed.append(one)
    return {
        "claimx": 1,
        "source": {"path": "a.txt", "sha256": "0" * 64, "title": None},
        "model": model,
        "claims": placed,
        "narration": [],
    }


RIVER = "the river will reach the bridge before the weekend"
DAM = "that the old dam has not been inspected since the spring"
BUDGET = "“We have no money left for another pump,”"
SCHOOL = "all four schools in the valley stay closed until Thursday"


def names(old, new, **options):
    return [change.change for change in compare(old, new, **options)]


def test_the_same_record_has_no_changes():
    one = record(claim("Ada Marsh", RIVER), claim("Ben Holt", DAM))
    assert compare(one, copy.deepcopy(one), strict=True) == []


def test_offsets_model_and_confidence_are_no_difference_unless_strict():
    old = record(claim("Ada Marsh", RIVER), claim("Ben Holt", DAM))
    new = copy.deepcopy(old)
    new["model"] = "claimx-en 0.2.0"
    for one in new["claims"]:
        one["confidence"] = 0.5
        one["quote"]["spans"] = [[s + 7, e + 7] for s, e in one["quote"]["spans"]]
    assert names(old, new) == []
    assert {"moved", "detail"} == set(names(old, new, strict=True))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (claim("Ada Marsh", "the river may reach the bridge before the weekend", hedges=["may"], certainty="possible"),
         ["softened", "hedge-added", "reworded"]),
        (claim("Ben Holt", RIVER), ["reattributed"]),
        (claim("Ada Marsh", RIVER, cue="admitted"), ["reworded"]),
        (claim("Ada Marsh", RIVER, polarity="negative"), ["polarity"]),
        (claim("Ada Marsh", RIVER, kind="mixed"), ["kind"]),
        (claim("Marsh", RIVER), []),
        (claim("Ada Marsh", "the  river will reach ‘the bridge’ before the Weekend"), []),
    ],
)  # fmt: skip
def test_a_change_of_one_claim_has_its_names(after, expected):
    others = [claim("Cy Lund", BUDGET, kind="direct"), claim("Dee Roy", SCHOOL)]
    assert names(record(claim("Ada Marsh", RIVER), *others), record(after, *others)) == expected


def test_a_hedge_that_went_hardens_the_claim():
    hedged = claim("Ada Marsh", "the river may reach the bridge", hedges=["may"], certainty="possible")
    plain = claim("Ada Marsh", "the river will reach the bridge")
    assert set(names(record(hedged), record(plain))) == {"hardened", "hedge-removed", "reworded"}


def test_another_claim_of_the_same_speaker_is_removed_and_added():
    found = compare(record(claim("Ada Marsh", RIVER)), record(claim("Ada Marsh", SCHOOL)))
    assert [(c.change, c.matched_by) for c in found] == [("removed", None), ("added", None)]


def test_a_claim_that_becomes_two_is_split_and_the_other_way_merged():
    whole = claim("Ada Marsh", f"{RIVER} and {SCHOOL}")
    parts = [claim("Ada Marsh", RIVER), claim("Ada Marsh", SCHOOL)]
    other = claim("Ben Holt", DAM)
    assert names(record(whole, other), record(*parts, other)) == ["split"]
    assert names(record(*parts, other), record(whole, other)) == ["merged"]


def test_the_fewest_claims_are_moved():
    a, b, c, d = (claim("Ada Marsh", q) for q in (RIVER, DAM, BUDGET, SCHOOL))
    found = compare(record(a, b, c, d), record(d, a, b, c))
    assert [(change.change, change.id) for change in found] == [("moved", d["id"])]


def test_speakers_that_were_swapped_are_reattributed():
    old = record(claim("Ada Marsh", RIVER), claim("Ben Holt", DAM))
    new = record(claim("Ben Holt", RIVER), claim("Ada Marsh", DAM))
    assert names(old, new) == ["reattributed", "reattributed"]


def test_the_same_words_of_two_speakers_stay_apart():
    both = [claim("Ada Marsh", "“No comment,”"), claim("Ben Holt", "“No comment,”")]
    assert names(record(*both), record(both[0])) == ["removed"]


def test_of_two_claims_alike_only_the_changed_one_is_named():
    first = claim("Ada Marsh", "the river rose by two metres on Monday")
    second = claim("Ada Marsh", "the river rose by two metres on Tuesday")
    changed = claim("Ada Marsh", "the river rose by three metres on Tuesday")
    found = compare(record(first, second), record(first, changed))
    assert [(c.change, c.id) for c in found] == [("reworded", changed["id"])]


def test_a_missing_side_is_empty():
    one = record(claim("Ada Marsh", RIVER))
    assert names(None, one) == ["added"]
    assert names(one, None) == ["removed"]


def test_thousands_of_reworded_claims_are_paired():
    def said(i, more=""):
        return f"number {i} of the houses at gate{i * 7} was bought for {i * 31} pounds by firm{i}{more}"

    old = record(*(claim(f"Speaker {i % 40}", said(i)) for i in range(2000)))
    new = record(*(claim(f"Speaker {i % 40}", said(i, " in the end")) for i in range(2000)))
    assert summary(diff([Pair("a", old, new)])) == {"reworded": 2000}


def _hostile():
    return claim(
        "Ada <b>Marsh</b>", "the *river* <script>alert(1)</script> @someone #12 \x1b[31m \u202e www.example.com"
    )


def test_no_text_of_a_record_is_markup_or_terminal_control():
    files = diff([Pair("<i>.yaml", None, record(_hostile()))])
    assert "\x1b" not in to_text(files) and "\u202e" not in to_text(files)
    page = to_html(files)
    assert "<script" not in page and "<b>Marsh" not in page and "\u202e" not in page
    comment = to_markdown(files)
    assert not re.search(r"<script|<b>Marsh|@someone|#12\b|\*river\*", comment)


def test_a_comment_of_a_pull_request_is_never_too_long():
    huge = [
        Pair(f"{n}.yaml", None, record(*(claim(f"S {i}", f"{RIVER} {i} {n}" * 5) for i in range(300))))
        for n in range(30)
    ]
    comment = to_markdown(diff(huge))
    assert len(comment) < 65_000
    assert "9000 added" in comment.replace("&#44;", ",") and "would not fit" in comment


@pytest.fixture
def run(tmp_path):
    def call(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "claimx.cli", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, input=stdin, timeout=60)

    return call


def test_exit_codes_tell_same_different_and_trouble(run, tmp_path):
    (tmp_path / "a.yaml").write_text(dump(record(claim("Ada Marsh", RIVER))))
    (tmp_path / "b.yaml").write_text(dump(record(claim("Ben Holt", RIVER))))
    assert run("diff", "a.yaml", "a.yaml").returncode == 0
    assert run("diff", "a.yaml", "b.yaml").returncode == 1
    assert run("diff", "a.yaml", "b.yaml", "--exit-zero").returncode == 0
    assert run("diff", "a.yaml", "b.yaml", "--fail-on", "removed,softened").returncode == 0
    assert run("diff", "a.yaml", "b.yaml", "--fail-on", "reattributed").returncode == 1
    assert run("diff", "a.yaml", "none.yaml").returncode == 2
    wrong = run("diff", "a.yaml", "b.yaml", "--fail-on", "rewritten")
    assert wrong.returncode == 2 and "reattributed" in wrong.stderr


def test_folders_are_paired_by_path_and_other_yaml_is_left_alone(run, tmp_path):
    for side, speaker in (("old", "Ada Marsh"), ("new", "Ben Holt")):
        (tmp_path / side / "x").mkdir(parents=True)
        (tmp_path / side / "x" / "a.txt.yaml").write_text(dump(record(claim(speaker, RIVER))))
        (tmp_path / side / "settings.yaml").write_text(f"colour: {speaker}\n")
    (tmp_path / "new" / "b.txt.yaml").write_text(dump(record(claim("Cy Lund", DAM))))
    data = json.loads(run("diff", "old", "new", "--format", "json").stdout)
    assert [(c["change"], c["path"]) for c in data["changes"]] == [
        ("added", "b.txt.yaml"),
        ("reattributed", "x/a.txt.yaml"),
    ]
    assert data["summary"] == {"added": 1, "reattributed": 1}


def test_one_side_can_be_standard_input(run, tmp_path):
    (tmp_path / "a.yaml").write_text(dump(record(claim("Ada Marsh", RIVER))))
    done = run("diff", "-", "a.yaml", stdin=dump(record(claim("Ben Holt", RIVER))))
    assert done.returncode == 1 and "reattributed" in done.stdout


def test_the_json_of_a_diff_is_as_its_schema_says(run):
    jsonschema = pytest.importorskip("jsonschema")
    from importlib.resources import files

    schema = json.loads(files("claimx").joinpath("diff.schema.json").read_text())
    old, new = (
        record(claim("Ada Marsh", RIVER)),
        record(claim("Ben Holt", RIVER, certainty="possible"), claim("Cy", DAM)),
    )
    data = json.loads(json.dumps(to_data(diff([Pair("a", old, new)], strict=True))))
    jsonschema.validate(data, schema)
    assert set(NAMES) < set(schema["$defs"]["change"]["properties"]["change"]["enum"])


def test_diff_of_records_loads_neither_spacy_nor_pydantic(tmp_path):
    (tmp_path / "a.yaml").write_text(dump(record(claim("Ada Marsh", RIVER))))
    code = (
        "import sys; from claimx.cli import main\n"
        "try: main(['diff', 'a.yaml', 'a.yaml'])\n"
        "except SystemExit: pass\n"
        "try: main(['check', 'a.yaml'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('spacy', 'pydantic', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip().endswith("[]"), done.stdout + done.stderr


def test_records_of_the_examples_are_read_as_yaml_reads_them():
    from claimx.recordfile import load
    from tests.conftest import ROOT

    for path in sorted((ROOT / "examples").glob("*.yaml")):
        assert load(str(path)) == [yaml.safe_load(path.read_text())]


def test_what_both_files_share_is_not_parsed_and_the_diff_is_the_same():
    from claimx.common import parse_both
    from claimx.recordfile import parse
    from tests.pairs import edited_pairs

    for pair in edited_pairs(60, seed=3):
        raw = [dump(side).encode() for side in (pair.before, pair.after)]
        whole = [parse(content, "x")[0] for content in raw]
        short = [records[0] for records in parse_both(raw[0], raw[1], "x")]
        told = [[(c.change, c.id, c.before, c.after) for c in compare(*both)] for both in (whole, short)]
        assert told[0] == told[1]


def test_an_error_in_what_differs_has_the_line_of_the_whole_file(run, tmp_path):
    for side, kind in (("old", "indirect"), ("new", "spoken")):
        (tmp_path / side).mkdir()
        text = dump(record(claim("Ada Marsh", RIVER), claim("Ben Holt", DAM)))
        head, _, rest = text.rpartition("kind: indirect")
        (tmp_path / side / "a.yaml").write_text(f"{head}kind: {kind}{rest}")
    line = head.count("\n") + 1
    done = run("diff", "old", "new")
    assert done.returncode == 2 and f"a.yaml:{line}: claims[1].kind" in done.stderr
