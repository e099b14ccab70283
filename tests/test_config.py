"""What a user changes in claimx.toml."""

import subprocess
import sys

import pytest

from claimx.config import additions
from claimx.errors import ClaimxError

ARTICLE = "By the looks of it the bridge may fall, Mary Stone said.\n"


def written(tmp_path, text: str):
    path = tmp_path / "claimx.toml"
    path.write_text(text, encoding="utf-8")
    return path


def extract(folder, *options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "claimx.cli", "extract", *map(str, options)]
    return subprocess.run(command, input=ARTICLE, capture_output=True, timeout=120, encoding="utf-8", cwd=folder)


def test_cues_are_added_and_silenced(tmp_path):
    written(
        tmp_path,
        '[hedges]\nsilence = ["may"]\n[[hedges.add]]\ncue = "by the looks of it"\ntype = "epistemic"\n',
    )
    out = extract(tmp_path).stdout
    assert "text: By the looks of it" in out
    assert "text: may\n" not in out


def test_without_a_file_nothing_changes(tmp_path):
    out = extract(tmp_path).stdout
    assert "text: may\n" in out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[hedgse]\n", "did you mean 'hedges'"),
        ("[hedges]\nsilense = []\n", "did you mean 'silence'"),
        ('[[hedges.add]]\ncue = "x"\ntype = "epistemc"\n', "did you mean 'epistemic'"),
        ('[[hedges.add]]\ncue = "x"\n', "no 'type'"),
        ('[[hedges.add]]\ncue = "  "\ntype = "shield"\n', "is empty"),
        ('[hedges]\nsilence = "may"\n', "a list of cues"),
        ("[hedges\n", "is no TOML"),
        ("hedges = 3\n", "a table"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(tmp_path, text, told):
    with pytest.raises(ClaimxError, match=r"claimx\.toml") as error:
        additions(written(tmp_path, text))
    assert told in str(error.value)


def test_a_file_that_is_not_there_is_an_error_where_it_was_asked_for(tmp_path):
    failed = extract(tmp_path, "--config", "none.toml")
    assert failed.returncode == 2
    assert "none.toml" in failed.stderr


def test_a_hostile_key_reaches_no_terminal(tmp_path):
    written(tmp_path, '["\\u001b[31mx"]\n')
    failed = extract(tmp_path)
    assert failed.returncode == 2
    assert "\x1b" not in failed.stderr
