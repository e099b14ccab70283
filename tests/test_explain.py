"""How a speaker was found, told to a person and to a program."""

import json

import pytest
from click.testing import CliRunner

from claimx.cli import main

ARTICLE = "Ada Marsh, the mayor of Tessin, opened the bridge on Tuesday.\n\n“We mended it by spring,” she said.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def claim_of(article) -> dict:
    return json.loads(run("extract", "--format", "json", article).output)["claims"][0]


def test_a_pronoun_is_followed_to_its_name(article):
    claim = claim_of(article)
    assert claim["speaker"]["name"] == "Ada Marsh"
    told = run("explain", article, claim["id"])
    assert told.exit_code == 0
    assert told.output.index("mention: she") < told.output.index("coreference: Ada Marsh")


def test_the_steps_carry_offsets_of_the_article(article):
    claim = claim_of(article)
    steps = json.loads(run("explain", "--format", "json", article, claim["id"]).output)["steps"]
    assert [ARTICLE[slice(*step["span"])] for step in steps] == [step["text"] for step in steps]
    assert len(steps) > 1


def test_an_unknown_id_is_an_error_that_names_the_nearest(article):
    claim = claim_of(article)
    failed = run("explain", article, claim["id"][:-1])
    assert failed.exit_code != 0
    assert claim["id"] in failed.output


def test_nothing_of_the_article_reaches_the_terminal_as_control(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE.replace("bridge", "\x1b[31mbridge").replace("spring", "\u202espring"), encoding="utf-8")
    claim = claim_of(path)
    told = run("explain", path, claim["id"]).output
    assert "\x1b" not in told and "\u202e" not in told
