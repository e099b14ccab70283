"""The documentation says what the program does."""

import re

import pytest
import yaml
from click.testing import CliRunner

import claimx
from claimx.cli import main
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_record_at_the_top_is_that_of_the_excerpt(nlp):
    excerpt = " ".join(line.removeprefix("> ") for line in README.splitlines() if line.startswith("> "))
    shown = yaml.safe_load(re.search(r"```yaml\n(.*?)```", README, re.S)[1])["claims"]
    made = [claim.model_dump(mode="json") for claim in claimx.records(nlp(excerpt))]
    for ours, theirs in zip(made, shown, strict=True):
        assert ours.pop("confidence") == pytest.approx(theirs.pop("confidence"), abs=0.03)
    assert made == shown


def test_every_option_that_the_documentation_shows_exists():
    pages = [README, *(p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md"))]
    for command, rest in re.findall(
        r"claimx (extract|explain|text|schema|diff|verify|check|show|eval|batch)\b([^\n|]*)", "\n".join(pages)
    ):
        known = CliRunner().invoke(main, [command, "--help"]).output
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", rest.split("#")[0]):
            assert option in known, (command, option)


def test_every_command_is_in_the_readme():
    assert all(f"claimx {name}" in README for name in main.commands)


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
