"""The command line as a user has it: inputs, formats, exit codes, and what goes to which stream."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from claimx.cli import main

ARTICLE = "The bridge is shut.\n\n“We will mend it by spring,” said Ada Marsh, the city’s engineer.\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes | None = None):
        return CliRunner().invoke(main, arguments, input=stdin)

    return call


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def process(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "claimx.cli", *arguments], capture_output=True, timeout=120, **options)


def test_standard_input_gives_yaml_on_standard_output():
    done = process("extract", input=ARTICLE.encode())
    record = yaml.safe_load(done.stdout)
    assert done.returncode == 0
    assert record["source"]["path"] == "-"
    assert record["claims"][0]["speaker"]["mention"].startswith("Ada Marsh")
    assert record["claims"][0]["quote"]["text"] == "“We will mend it by spring,”"


def test_a_dash_is_standard_input(article):
    done = process("extract", "-", input=ARTICLE.encode())
    assert yaml.safe_load(done.stdout)["claims"]


def test_a_terminal_with_no_argument_shows_help_and_exits_2():
    leader, follower = pty.openpty()
    try:
        done = process("extract", stdin=follower)
    finally:
        os.close(leader)
        os.close(follower)
    assert done.returncode == 2
    assert b"Usage:" in done.stderr
    assert done.stdout == b""


def test_several_articles_are_several_yaml_documents(article, tmp_path):
    other = tmp_path / "other.md"
    other.write_text("---\ntitle: A bridge\n---\n" + ARTICLE, encoding="utf-8")
    done = process("extract", str(article), str(other))
    records = list(yaml.safe_load_all(done.stdout))
    assert [r["source"]["title"] for r in records] == [None, "A bridge"]
    assert done.stdout.count(b"\n---\n") == 1


def test_json_can_be_read_one_value_after_the_other(article):
    done = process("extract", "--format", "json", str(article), str(article))
    first, end = json.JSONDecoder().raw_decode(done.stdout.decode())
    assert first == json.loads(done.stdout.decode()[end:])


def test_jsonl_is_one_line_an_article(article):
    done = process("extract", "--format", "jsonl", str(article), str(article))
    assert [json.loads(line)["claimx"] for line in done.stdout.splitlines()] == [1, 1]


def test_all_formats_say_the_same(article):
    by_format = {f: process("extract", "--format", f, str(article)).stdout for f in ("yaml", "json", "jsonl")}
    assert yaml.safe_load(by_format["yaml"]) == json.loads(by_format["json"]) == json.loads(by_format["jsonl"])


def test_the_same_article_gives_the_same_bytes(article):
    one, other = (process("extract", "--threads", n, str(article)).stdout for n in ("1", "3"))
    assert one == other


def test_output_goes_to_a_file_and_nothing_to_standard_output(article, tmp_path):
    done = process("extract", str(article), "-o", str(tmp_path / "out.yaml"))
    assert done.stdout == b""
    assert yaml.safe_load((tmp_path / "out.yaml").read_text(encoding="utf-8"))["claims"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["article.txt", "out.yaml"]


def test_output_into_a_missing_folder_is_wrong_use_and_names_it(article, tmp_path):
    done = process("extract", str(article), "-o", str(tmp_path / "missing" / "out.yaml"))
    assert done.returncode == 2
    assert b"missing" in done.stderr


def test_one_failing_input_exits_1_and_the_others_are_written(article, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"caf\xe9")
    done = process("extract", str(bad), str(tmp_path / "none.txt"), str(article))
    assert done.returncode == 1
    assert yaml.safe_load(done.stdout)["claims"]
    assert b"bad.txt" in done.stderr and b"none.txt" in done.stderr and b"Traceback" not in done.stderr


def test_bytes_that_do_not_decode_are_told_with_their_offset(tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"caf\xe9")
    done = process("extract", str(bad))
    assert b"3" in done.stderr and b"--encoding" in done.stderr


def test_another_encoding_can_be_named(tmp_path):
    page = tmp_path / "latin.txt"
    page.write_bytes("“Café prices rose,” said René Blot, the owner.".encode("cp1252"))
    done = process("extract", "--encoding", "cp1252", str(page))
    assert yaml.safe_load(done.stdout)["claims"][0]["quote"]["text"] == "“Café prices rose,”"


def test_empty_input_gives_a_valid_record_without_claims():
    done = process("extract", input=b"")
    record = yaml.safe_load(done.stdout)
    assert done.returncode == 0
    assert record["claims"] == [] and record["claimx"] == 1


@pytest.mark.parametrize("text", ["\n\n \t\n", "…", "“”", "\u200b\u200b", "#", '"' * 500, "’" * 500])
def test_an_article_of_marks_alone_has_no_claims(text):
    assert yaml.safe_load(process("extract", input=text.encode()).stdout)["claims"] == []


def test_a_binary_file_is_refused(tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7\n\x00\x01")
    done = process("extract", str(path))
    assert done.returncode == 1
    assert b"PDF" in done.stderr


def test_an_unknown_format_is_wrong_use(run):
    assert run("extract", "--format", "xml").exit_code == 2


def test_an_unknown_model_is_wrong_use_and_says_how_to_install_it(article):
    done = process("extract", "--model", "en_no_such_model", str(article))
    assert done.returncode == 2
    assert b"spacy download en_no_such_model" in done.stderr


def test_a_reader_that_leaves_early_is_no_error(article):
    command = f"{sys.executable} -m claimx.cli extract {article} {article} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, timeout=120)
    assert done.stdout == b"claimx: 1\n"
    assert done.stderr == b""


def test_a_hostile_file_name_reaches_no_terminal(tmp_path):
    done = process("extract", str(tmp_path / "a\x1b[31m\u202eb.txt"))
    assert done.returncode == 1
    assert b"\x1b[31m" not in done.stderr and "\u202e".encode() not in done.stderr


def test_a_file_name_that_is_no_text_still_has_a_record(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "w", encoding="utf-8") as f:  # noqa: PTH123 - the name is bytes
        f.write(ARTICLE)
    done = subprocess.run([sys.executable, "-m", "claimx.cli", "extract", path], capture_output=True, timeout=120)
    assert done.returncode == 0
    assert yaml.safe_load(done.stdout)["source"]["path"].endswith("caf\\xe9.txt")


def test_text_writes_the_article_that_offsets_count_in(article):
    done = process("text", str(article))
    assert done.stdout.decode() == ARTICLE


def test_an_article_on_a_terminal_cannot_control_it():
    leader, follower = pty.openpty()
    try:
        command = [sys.executable, "-m", "claimx.cli", "text", "-"]
        subprocess.run(command, input="a\x1b[31m\u202eb\n".encode(), stdout=follower, timeout=60, check=True)
        shown = os.read(leader, 1000)
    finally:
        os.close(leader)
        os.close(follower)
    assert shown.decode().split() == ["a\\x1b[31m\\u202eb"]


def test_line_ends_are_kept():
    done = process("text", "-", input=b"One.\r\nTwo.\n")
    assert done.stdout == b"One.\r\nTwo.\n"


def test_schema_describes_every_record(article):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(process("schema").stdout)
    record = yaml.safe_load(process("extract", str(article)).stdout)
    jsonschema.Draft202012Validator(schema).validate(record)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["schema"], ["extract", "--help"]])
def test_light_commands_import_nothing_heavy(arguments):
    script = (
        "import sys\nfrom claimx.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'onnxruntime', 'numpy', 'pydantic', 'rich', 'tokenizers'} & set(sys.modules)\n"
        "print(heavy, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert done.stderr.decode().strip() == "set()"


def test_every_command_has_help_with_an_example(run):
    for name in main.commands:
        assert f"claimx {name}" in run(name, "--help").output
