"""Three versions of a record become one; and git is asked to do it in real repositories."""

import copy
import os
import subprocess
import sys

import pytest

from claimx.merge import merge
from claimx.output import dump
from claimx.recordfile import parse
from tests.test_diff import DAM, RIVER, SCHOOL, claim, record

BASE = record(claim("Ada Marsh", RIVER), claim("Ben Holt", DAM), claim("Dee Roy", SCHOOL))


def changed(number, path, value, *, reviewed=False):
    out = copy.deepcopy(BASE)
    *parents, last = path.split(".")
    into = out["claims"][number]
    for key in parents:
        into = into[key]
    into[last] = value
    return {**out, "reviewed": True} if reviewed else out


def test_changes_of_different_claims_are_both_taken():
    merged, count = merge(BASE, changed(0, "certainty", "possible"), changed(1, "speaker.role", "engineer"))
    assert count == 0
    assert merged["claims"][0]["certainty"] == "possible" and merged["claims"][1]["speaker"]["role"] == "engineer"


def test_a_person_wins_over_the_machine():
    for order in (1, -1):
        sides = [changed(0, "speaker.name", "Jo Doe", reviewed=True), changed(0, "speaker.name", "Al Roe")][::order]
        merged, count = merge(BASE, *sides)
        assert count == 0 and merged["claims"][0]["speaker"]["name"] == "Jo Doe" and merged["reviewed"] is True


def test_a_conflict_is_marked_and_the_record_stays_one():
    merged, count = merge(BASE, changed(0, "certainty", "possible"), changed(0, "certainty", "probable"))
    assert count == 1
    found = parse(dump(merged).encode(), "m.yaml")[0]["claims"][0]
    assert found["certainty"] == "possible"
    assert found["conflicts"] == {"certainty": {"ours": "possible", "theirs": "probable"}}


def test_what_one_side_took_out_is_out_and_what_each_added_is_in():
    ours, theirs = copy.deepcopy(BASE), copy.deepcopy(BASE)
    del ours["claims"][1]
    theirs["claims"].append(claim("Eve Lind", "a new wall is to be built along the western bank", at=9000))
    theirs["claims"][-1]["quote"]["spans"] = [[9000, 9048]]
    merged, count = merge(BASE, ours, theirs)
    assert count == 0 and [c["speaker"]["name"] for c in merged["claims"]] == ["Ada Marsh", "Dee Roy", "Eve Lind"]


def test_a_claim_removed_here_and_changed_there_is_a_conflict():
    ours = copy.deepcopy(BASE)
    del ours["claims"][0]
    merged, count = merge(BASE, ours, changed(0, "certainty", "possible"))
    assert count == 1 and merged["claims"][0]["conflicts"]["claim"] == {"ours": "removed", "theirs": "kept"}


@pytest.fixture
def repository(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "claimx").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimx.cli "$@"\n')
    (bin_ / "claimx").chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path / "repo"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    git("config", "user.email", "a@example.org")
    git("config", "user.name", "A")
    return folder


def git(*arguments, code=0):
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def claimx(*arguments, code=0):
    done = subprocess.run(["claimx", *arguments], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def commit(folder, data, message):
    (folder / "a.txt.yaml").write_text(dump(data))
    git("add", ".")
    git("commit", "-q", "-m", message)


def test_install_is_done_once_told_and_undone(repository):
    assert "set diff.claimx.command" in claimx("git", "install")
    assert claimx("git", "install") == "nothing to do\n"
    assert (repository / ".gitattributes").read_text() == "*.*.yaml diff=claimx merge=claimx\n"
    claimx("git", "status")
    assert "removed diff.claimx" in claimx("git", "uninstall")
    assert claimx("git", "uninstall") == "nothing to do\n"
    assert not (repository / ".gitattributes").exists()
    claimx("git", "status", code=1)


def test_uninstall_leaves_other_attributes(repository):
    (repository / ".gitattributes").write_text("*.png binary")
    claimx("git", "install", "--pattern", "records/**/*.yaml")
    assert (repository / ".gitattributes").read_text().splitlines() == [
        "*.png binary",
        "records/**/*.yaml diff=claimx merge=claimx",
    ]
    claimx("git", "uninstall")
    assert (repository / ".gitattributes").read_text() == "*.png binary\n"


def test_git_shows_and_merges_records_as_claims(repository):
    claimx("git", "install")
    commit(repository, BASE, "base")
    git("checkout", "-q", "-b", "other")
    commit(repository, changed(1, "speaker.role", "engineer"), "role")
    git("checkout", "-q", "main")
    (repository / "a.txt.yaml").write_text(dump(changed(0, "certainty", "possible")))
    assert "softened" in git("diff")
    git("commit", "-q", "-am", "softer")
    assert "-  indirect, certain, positive" in git("log", "-p", "-1")
    assert "softened" in claimx("diff", "HEAD~1", "HEAD", "--", "a.txt.yaml", code=1)
    git("merge", "-q", "other", "-m", "both")
    merged = parse((repository / "a.txt.yaml").read_bytes(), "a")[0]["claims"]
    assert merged[0]["certainty"] == "possible" and merged[1]["speaker"]["role"] == "engineer"


def test_git_stops_at_a_conflict_and_the_file_is_still_a_record(repository):
    claimx("git", "install")
    commit(repository, BASE, "base")
    git("checkout", "-q", "-b", "other")
    commit(repository, changed(0, "certainty", "probable"), "probable")
    git("checkout", "-q", "main")
    commit(repository, changed(0, "certainty", "possible"), "possible")
    git("merge", "-q", "other", code=1)
    assert parse((repository / "a.txt.yaml").read_bytes(), "a")[0]["claims"][0]["conflicts"]


def test_other_yaml_is_diffed_and_merged_as_text(repository):
    claimx("git", "install", "--pattern", "*.yaml")
    (repository / "x.yaml").write_text("a: 1\nb: 2\nc: 3\nd: 4\n")
    git("add", ".")
    git("commit", "-q", "-m", "base")
    git("checkout", "-q", "-b", "other")
    (repository / "x.yaml").write_text("a: 1\nb: 2\nc: 3\nd: 5\n")
    assert "+d: 5" in git("diff")
    git("commit", "-q", "-am", "d")
    git("checkout", "-q", "main")
    (repository / "x.yaml").write_text("a: 0\nb: 2\nc: 3\nd: 4\n")
    git("commit", "-q", "-am", "a")
    git("merge", "-q", "other", "-m", "both")
    assert (repository / "x.yaml").read_text() == "a: 0\nb: 2\nc: 3\nd: 5\n"
