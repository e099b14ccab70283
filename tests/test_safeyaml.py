"""Record files come from strangers: what is no record is refused, with its place, and without harm."""

import sys

import pytest
from click.testing import CliRunner

from claimx.cli import main
from claimx.errors import ClaimxError
from claimx.recordfile import parse, raw
from claimx.safeyaml import MAX_BYTES, documents
from tests.test_diff import RIVER, claim, record


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: &x 1\n", "1:4", "anchors"),
        ("a: 1\nb: *x\n", "2:4", "aliases"),
        ("a: !!python/object/apply:os.system ['true']\n", "1:4", "tags"),
        ("a: !!str 1\n", "1:4", "tags"),
        ("a: 1\nb: 2\na: 3\n", "3:1", "'a' stands twice; first in line 1"),
        ("a: [1\n", "2:1", ""),
        ("a: \x00\n", "1:4", "U+0000"),
        ("a: b\u0085c\n", "1:5", "U+0085"),
        ("a: b\u2028c\n", "1:5", "U+2028"),
        ("a: \x1b[31m\n", "1:4", "U+001B"),
        ("? [1]\n: 2\n", "1:3", "a key must be a word"),
        # The parser has a limit of its own, which one version of it meets first.
        ("[" * 100_000, "1:", "nest"),
        ("- " * 100_000 + "\n", "1:", "nested more than 24 deep"),
        ('{"a": 1, "a": 2}', "1:1", "'a' stands twice"),
        ('{"a": "\\ud800"}', "1:1", "surrogates"),
        ('{"a": NaN}', "1:1", "NaN"),
        ("{" + '"a":{' * 100_000, "1:", ""),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_place(text, place, message):
    with pytest.raises(ClaimxError) as raised:
        documents(text.encode(), "x.yaml")
    assert str(raised.value).startswith(f"x.yaml:{place}")
    assert message in str(raised.value)


def test_a_bomb_of_aliases_is_not_expanded():
    lines = ["a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol]"]
    lines += [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    with pytest.raises(ClaimxError, match=r"1:4: records hold no anchors"):
        documents("\n".join(lines).encode(), "bomb.yaml")


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"a: \xed\xa0\x80\n", b"a: 1\nb: \xc3\n"])
def test_what_is_not_utf8_is_told_by_line(raw):
    with pytest.raises(ClaimxError, match=r"x\.yaml:\d: byte \d+ is not UTF-8"):
        documents(raw, "x.yaml")


def test_a_lone_surrogate_in_an_escape_is_refused():
    with pytest.raises(ClaimxError):
        documents(b'a: "\\ud800"\n', "x.yaml")


def test_a_file_of_a_gigabyte_is_refused_without_being_read(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(ClaimxError, match="larger than 16 MB"):
        raw(str(path))
    assert MAX_BYTES < 2**30


def test_scalars_are_those_of_the_core_schema():
    text = "a: null\nb: ~\nc: yes\nd: true\ne: 012\nf: 1.5\ng: 2020-01-01\nh: 1_000\ni: .inf\nj: '1'\nk:\nl: 1e3\n"
    assert documents(text.encode(), "x") == [
        {"a": None, "b": None, "c": "yes", "d": True, "e": 12, "f": 1.5, "g": "2020-01-01", "h": "1_000", "i": ".inf",
         "j": "1", "k": None, "l": 1000.0}
    ]  # fmt: skip


def test_json_lines_are_read_too():
    assert documents(b'{"a": [1, "x"]}\n{"a": null}\n', "x") == [{"a": [1, "x"]}, {"a": None}]


def test_a_wrong_type_is_told_with_the_path_of_the_field_and_its_line(tmp_path):
    from claimx.output import dump

    text = dump(record(claim("Ada Marsh", RIVER))).replace("type: person", "type: dog")
    line = text[: text.index("type: dog")].count("\n") + 1
    with pytest.raises(ClaimxError, match=rf"r\.yaml:{line}: claims\[0\]\.speaker\.type: must be one of"):
        parse(text.encode(), "r.yaml")


def test_check_tells_every_fault_and_passes_what_is_sound(tmp_path, monkeypatch):
    from claimx.output import dump

    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(dump(record()))
    done = CliRunner().invoke(main, ["check", "good.yaml"])
    assert done.exit_code == 0
    data = record(claim("Ada Marsh", RIVER), claim("Ben Holt", "x"))
    data["claims"][1]["kind"] = "spoken"
    data["claims"][0]["confidence"] = 7
    (tmp_path / "bad.yaml").write_text(dump(data))
    done = CliRunner().invoke(main, ["check", "bad.yaml", "good.yaml"])
    assert done.exit_code == 1
    assert "claims[0].confidence" in done.stdout and "claims[1].kind" in done.stdout


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda c: c["quote"].update(spans=[[5, 9]]), "quote.spans"),
        (lambda c: c["quote"].update(verbatim=[[0, 900]]), "quote.verbatim"),
        (lambda c: c["speaker"].update(span=None), "speaker.span"),
        (lambda c: c["cue"].update(text=None), "cue.span"),
    ],
)
def test_check_finds_what_contradicts_itself(change, field):
    from claimx.check import check

    data = record(claim("Ada Marsh", RIVER))
    data["claims"][0]["speaker"]["span"] = [0, len("Ada Marsh")]
    assert not check(data)
    change(data["claims"][0])
    assert [problem.field for problem in check(data)] == [f"claims[0].{field}"]


def test_recursion_stays_bounded():
    assert sys.getrecursionlimit() < 100_000  # or the nesting tests above prove nothing
