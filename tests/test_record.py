"""The format: its order, its round trip, and that nothing in a record acts as markup."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import claimx
from claimx.output import to_json, to_jsonl, to_yaml
from claimx.record import Claim, Cue, Quote, Record, Source, Speaker, claim_id, schema

# Any text that can stand in a decoded article.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def record(text: str = "“We won,”", name: str | None = "Ada Marsh", path: str = "a.txt") -> Record:
    claim = Claim(
        id="ada-marsh-000000",
        kind="direct",
        speaker=Speaker(name=name, mention=name, span=(11, 20) if name else None, type="person", resolved="mention"),
        cue=Cue(text="said", lemma="say", span=(5, 9), act="speech", stance="neutral"),
        quote=Quote(text=text, spans=[(0, 4), (10, 12)], verbatim=[(1, 3)]),
        confidence=0.9,
    )
    return Record(source=Source(path=path, sha256="0" * 64), model="m 1", claims=[claim])


def test_yaml_has_the_keys_in_the_order_of_the_format():
    assert to_yaml(record()) == Path(__file__).with_name("record.yaml").read_text(encoding="utf-8")


@given(TEXT, TEXT | st.none(), TEXT)
def test_a_record_survives_yaml(text, name, path):
    made = record(text, name, path)
    assert Record.model_validate(yaml.safe_load(to_yaml(made))) == made


@given(TEXT, TEXT)
def test_yaml_and_json_say_the_same(text, path):
    made = record(text, path=path)
    assert yaml.safe_load(to_yaml(made)) == json.loads(to_json(made)) == json.loads(to_jsonl(made))


@given(TEXT)
def test_no_output_holds_control_or_bidi_characters(text):
    for write in (to_yaml, to_json, to_jsonl):
        out = write(record(text))
        assert not [c for c in out if c != "\n" and (c < " " or "\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e")]


@pytest.mark.parametrize("text", ["!!python/object:os.system", "&a *a", "yes", "1e3", "- x", "a: b", "~", "|", "---"])
def test_text_is_never_anything_but_text(text):
    assert yaml.safe_load(to_yaml(record(text)))["claims"][0]["quote"]["text"] == text


def test_long_text_is_never_folded():
    assert "word " * 200 + "end" in to_yaml(record("word " * 200 + "end"))


def test_text_is_written_unescaped():
    assert "“Él dijo — 😀”" in to_yaml(record("“Él dijo — 😀”"))


def test_an_escape_that_the_article_spells_out_stays_as_it_is():
    text = r"\U0001F600 \u202e \\ 😀"
    assert yaml.safe_load(to_yaml(record(text)))["claims"][0]["quote"]["text"] == text


def test_the_schema_in_the_package_is_that_of_the_types():
    path = Path(claimx.__file__).with_name("record.schema.json")
    assert json.loads(path.read_text(encoding="utf-8")) == schema()


def test_an_id_does_not_depend_on_typography_or_line_breaks():
    assert claim_id("Ada Marsh", "“We’ve won”", "said") == claim_id("Ada Marsh", '"We\'ve\nwon"', "said")


def test_an_id_depends_on_speaker_quote_and_cue():
    ids = {claim_id(*x) for x in [("A", "x", "said"), ("B", "x", "said"), ("A", "y", "said"), ("A", "x", "denied")]}
    assert len(ids) == 4


def test_an_id_is_made_of_letters_digits_and_hyphens():
    assert claim_id("Łukasz O’Neill: ../../etc", "x", None).startswith("ukasz-oneill-etc-")
    assert claim_id("習近平", "x", None).startswith("unnamed-")
