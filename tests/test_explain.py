"""How a speaker was found, told to a person and to a program."""

import json
import subprocess
import sys

import pytest

ARTICLE = "Mayor Ada Marsh opened the bridge on Tuesday.\n\n“We mended it by spring,” she said.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(*arguments) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "claimx.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, encoding="utf-8")


def claim_of(article) -> dict:
    return json.loads(run("extract", "--format", "json", article).stdout)["claims"][0]


def test_a_pronoun_is_followed_to_its_name(article):
    claim = claim_of(article)
    assert claim["speaker"]["name"] == "Ada Marsh"
    told = run("explain", article, claim["id"])
    assert told.returncode == 0
    assert told.stdout.index("mention: she") < told.stdout.index("coreference: Ada Marsh")


def test_the_steps_carry_offsets_of_the_article(article):
    claim = claim_of(article)
    steps = json.loads(run("explain", "--format", "json", article, claim["id"]).stdout)["steps"]
    chain = [step for step in steps if step["how"] not in ("role", "affiliation")]
    assert [ARTICLE[slice(*step["span"])] for step in chain] == [step["text"] for step in chain]
    assert len(chain) > 1


def test_an_unknown_id_is_an_error_that_names_the_nearest(article):
    claim = claim_of(article)
    failed = run("explain", article, claim["id"][:-1])
    assert failed.returncode != 0
    assert claim["id"] in failed.stderr


def test_nothing_of_the_article_reaches_the_terminal_as_control(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE.replace("bridge", "\x1b[31mbridge").replace("spring", "\u202espring"), encoding="utf-8")
    claim = claim_of(path)
    told = run("explain", path, claim["id"]).stdout
    assert "\x1b" not in told and "\u202e" not in told
