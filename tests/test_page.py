"""What stands in the bytes of the page of `claimx show --html`."""

import base64
import copy
import hashlib
import json
import re
from html.parser import HTMLParser

import yaml

from claimx.page import Entry, page
from tests.conftest import ROOT
from tests.hostile import HOSTILE, hostile_record


def _hostile() -> str:
    return page([Entry("a.txt", HOSTILE, hostile_record())], "<i>{{data}} & \u202e")


class _Elements(HTMLParser):
    """Start tags with their attributes, and the text inside of scripts and styles."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.raw: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.raw.append(data) if data.strip() else None


def test_the_same_entries_give_the_same_bytes():
    entries = [Entry("a.txt", HOSTILE, hostile_record()), Entry("b.txt", None, hostile_record())]
    assert page(entries, "t") == page(copy.deepcopy(entries), "t")


def test_the_data_come_back_as_they_went_in():
    [data] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', _hostile(), re.S)
    assert json.loads(data) == [{"path": "a.txt", "article": HOSTILE, "record": hostile_record()}]


def test_no_text_leaves_its_place():
    text = _hostile()
    assert [tag for tag, _ in _Elements(text).tags].count("script") == 2
    assert "<img" not in text and "<i>" not in text and "<b>" not in text
    assert text.count("<!--") == 0 and "]]>" not in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", text)
    assert "<title>&lt;i&gt;{{data}} &amp; \\u202e</title>" in text


def test_surrogates_and_dates_can_be_written():
    record = hostile_record() | {"seen": yaml.safe_load("2026-01-02"), "odd": "\ud800"}
    data = page([Entry("a.txt", None, record)], "t").encode()
    assert b'"seen":"2026-01-02","odd":"\\ud800"' in data


def test_the_page_loads_nothing():
    found = _Elements(_hostile())
    assert not {"link", "img", "iframe", "object", "embed", "base"} & {tag for tag, _ in found.tags}
    attributes = [(name, value) for _, attrs in found.tags for name, value in attrs.items()]
    assert all(value == "#" for name, value in attributes if name in ("src", "href", "action", "srcset"))
    assert not any(name == "style" or name.startswith("on") for name, _ in attributes)
    parts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "claimx").glob("page*.*s"))
    assert not re.search(r"https?:|url\(|@import|fetch\(|innerHTML|insertAdjacent|document\.write|eval\(", parts)


def test_the_policy_allows_the_page_its_own_script_and_style_only():
    found = _Elements(_hostile())
    [policy] = [attrs["content"] for _, attrs in found.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    style, _, script = found.raw
    for name, text in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"; {name} 'sha256-{digest}';" in policy


def test_the_page_without_entries_stands():
    assert '<script type="application/json" id="data">[]</script>' in page([], "nothing")
