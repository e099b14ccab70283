"""The page of `claimx show --html`: what stands in its bytes, and what a browser makes of it."""

import base64
import copy
import hashlib
import json
import re
import shutil
import time
from html.parser import HTMLParser

import pytest
import yaml

from claimx.page import Entry, page
from claimx.record import Record
from tests.conftest import ROOT

# Text that would run, end the block it stands in, turn the line around, or shift offsets counted in UTF-16.
HOSTILE = (
    "\U0001f600\U00020000 <script>window.owned = 1</script> </script><!-- ]]> <img src=x onerror='window.owned = 1'>\n"
    "\n{{script}} \u202egnorw\u202c \x00\x1b[31m \u2028 &lt;b&gt; \r\n"
    "\U0001f468\u200d\U0001f4bb Ana Åberg said “the \U0001f30a bridge may fall”.\n\n"
    "Perhaps it will.\n"
)
SPEAKER = "Ana <b>\u202eÅberg"


def _span(text: str) -> tuple[int, int]:
    start = HOSTILE.index(text)
    return start, start + len(text)


def _claim(number: int, **changes) -> dict:
    said = "“the \U0001f30a bridge may fall”"
    start, end = _span(said)
    claim = {
        "id": f"claim-{number}",
        "kind": "direct",
        "speaker": {
            "name": SPEAKER,
            "mention": "Ana Åberg",
            "span": _span("Ana Åberg"),
            "type": "person",
            "role": None,
            "affiliation": "yes",
            "resolved": "mention",
        },
        "cue": {"text": "said", "lemma": "say", "span": _span("said"), "act": "speech", "stance": "neutral"},
        "quote": {"text": said, "spans": [(start, end)], "verbatim": [(start + 1, end - 1)]},
        "setting": None,
        "hedges": [
            {
                "text": "may",
                "span": _span("may"),
                "type": "epistemic",
                "holder": "speaker",
                "scope": [_span("bridge may fall")],
            }
        ],
        "certainty": "possible",
        "polarity": "positive",
        "confidence": 0.5,
    }
    return claim | changes


def _record(claims: list[dict] | None = None) -> dict:
    """As a YAML reader gives it, with keys that the format does not know."""
    start, end = _span("Perhaps")
    data = {
        "claimx": 1,
        "source": {"path": "a.txt", "sha256": "0" * 64, "title": None},
        "model": "m 1",
        "note": {"list": ["a: b", {"x": []}, {}], "tiny": 1e-07, "text": "\u202e\u2028\x07\\\n'\"\U0001f30a"},
        "claims": [_claim(1), _claim(2, kind="indirect", certainty=None)] if claims is None else claims,
        "narration": [
            {
                "text": "Perhaps it will",
                "span": (start, start + 15),
                "hedges": [
                    {"text": "Perhaps", "span": (start, end), "type": "epistemic", "holder": "author", "scope": []}
                ],
                "certainty": "possible",
                "polarity": "positive",
            }
        ],
    }
    Record.model_validate(data)
    return json.loads(json.dumps(data))


def _hostile() -> str:
    return page([Entry("a.txt", HOSTILE, _record())], "<i>{{data}} & \u202e")


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
    entries = [Entry("a.txt", HOSTILE, _record()), Entry("b.txt", None, _record())]
    assert page(entries, "t") == page(copy.deepcopy(entries), "t")


def test_the_data_come_back_as_they_went_in():
    [data] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', _hostile(), re.S)
    assert json.loads(data) == [{"path": "a.txt", "article": HOSTILE, "record": _record()}]


def test_no_text_leaves_its_place():
    text = _hostile()
    assert [tag for tag, _ in _Elements(text).tags].count("script") == 2
    assert "<img" not in text and "<i>" not in text and "<b>" not in text
    assert text.count("<!--") == 0 and "]]>" not in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", text)
    assert "<title>&lt;i&gt;{{data}} &amp; \\u202e</title>" in text


def test_surrogates_and_dates_can_be_written():
    record = _record() | {"seen": yaml.safe_load("2026-01-02"), "odd": "\ud800"}
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


# In a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium, which drives a browser, is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("Chromium or its driver is not installed")
    home = tmp_path_factory.mktemp("browser")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    flags = "headless=new no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    for flag in f"{flags} disable-component-update disable-sync window-size=1400,900 user-data-dir={home}".split():
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(home)})
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    made.home = home
    yield made
    made.quit()


@pytest.fixture
def show(browser, tmp_path):
    """Opens a page with nothing remembered; at the end nothing may have been logged, and nothing run."""

    def opened(entries: list[Entry], where: str = "", forget: bool = True):
        (tmp_path / "page.html").write_bytes(page(entries, "t").encode())
        browser.get("about:blank")
        browser.get((tmp_path / "page.html").as_uri() + where)
        if forget:
            browser.execute_script("localStorage.clear()")
            browser.refresh()
        return browser

    yield opened
    assert browser.get_log("browser") == []
    assert browser.execute_script("return window.owned") is None


def _press(browser, keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(browser).send_keys(keys).perform()


def _js(browser, expression: str, *arguments):
    return browser.execute_script(f"return {expression}", *arguments)


def _texts(browser, selector: str) -> list[str]:
    return _js(browser, "[...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)


def _exported(browser, name: str = "a.txt.yaml") -> dict:
    file = browser.home / name
    file.unlink(missing_ok=True)
    browser.execute_script("document.getElementById('export').click()")
    for _ in range(100):
        if file.exists() and file.stat().st_size:  # a browser makes the file before it fills it
            break
        time.sleep(0.05)
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert data["reviewed"] is True and list(data)[:4] == ["claimx", "source", "model", "reviewed"]
    Record.model_validate(data)
    return data


@pytest.mark.slow
def test_hostile_text_is_shown_as_text(show):
    browser = show([Entry("a.txt", HOSTILE, _record())])
    text = _js(browser, "document.getElementById('text').textContent")
    assert "<script>window.owned = 1</script> </script><!-- ]]> <img src=x" in text
    assert "[U+202E]gnorw[U+202C] ␀␛[31m [U+2028] &lt;b&gt;" in text
    assert not re.search("[\x00\x1b\u202e\u2028]", _js(browser, "document.body.textContent"))
    assert _texts(browser, "#list h3 bdi:first-of-type")[0] == "Ana <b>[U+202E]Åberg"


@pytest.mark.slow
def test_marks_stand_where_the_offsets_say(show):
    browser = show([Entry("a.txt", HOSTILE, _record())])
    assert _texts(browser, "#text .source") == ["Ana Åberg"]
    assert _texts(browser, "#text .cue") == ["said"]
    assert "".join(_texts(browser, "#text .quote")) == "“the \U0001f30a bridge may fall”"
    assert _texts(browser, "#text .hedge") == ["may", "Perhaps"]
    assert _texts(browser, "#text .scope") == []
    _press(browser, "j")
    assert "".join(_texts(browser, "#text .scope")) == "bridge may fall"
    assert _texts(browser, "#list blockquote .hedge") == ["may", "may"]
    assert browser.current_url.endswith("#a.txt/claim-1")


@pytest.mark.slow
def test_overlapping_spans_are_cut_at_their_edges(show):
    text = "abcdefghij"
    first = _claim(1, quote={"text": "abcdef", "spans": [[0, 6]], "verbatim": []}, hedges=[])
    other = _claim(2, quote={"text": "defghij", "spans": [[3, 10]], "verbatim": []}, hedges=[])
    for claim in (first, other):
        claim["speaker"] = claim["speaker"] | {"span": [3, 4]}
        claim["cue"] = claim["cue"] | {"span": None, "text": None}
    browser = show([Entry("a.txt", text, _record([first, other]) | {"narration": []})])
    assert _texts(browser, "#text mark") == ["abc", "d", "ef", "ghij"]
    assert _js(browser, "document.getElementById('text').textContent") == text
    browser.execute_script("document.querySelectorAll('#text mark')[2].click()")
    assert "".join(_texts(browser, "#text .on")) == "abcdef"
    browser.execute_script("document.querySelectorAll('#text mark')[2].click()")
    assert "".join(_texts(browser, "#text .on")) == "defghij"


@pytest.mark.slow
def test_a_card_and_its_spans_light_each_other(show):
    from selenium.webdriver import ActionChains

    browser = show([Entry("a.txt", HOSTILE, _record([_claim(1)]))])
    ActionChains(browser).move_to_element(browser.find_element("id", "item-0")).perform()
    assert "Ana Åberg" in _texts(browser, "#text .on")
    ActionChains(browser).move_to_element(browser.find_element("css selector", "#text h2, #text p")).perform()
    assert _texts(browser, "#text .on, .card.hot") == []
    ActionChains(browser).move_to_element(browser.find_element("css selector", "#text .cue")).perform()
    assert len(_texts(browser, ".card.hot")) == 1


@pytest.mark.slow
def test_filters_narrow_the_claims(show):
    browser = show([Entry("a.txt", HOSTILE, _record())])
    assert _texts(browser, "#count") == ["2 claims"]
    assert _texts(browser, "#by-kind option") == ["kind", "direct (1)", "indirect (1)"]
    browser.execute_script(
        "const by = document.getElementById('by-kind'); by.value = 'indirect'; by.dispatchEvent(new Event('change'))"
    )
    assert _texts(browser, "#count") == ["1 of 2 claims"]
    assert _texts(browser, "#list .number") == ["2"]
    assert _texts(browser, "#by-speaker option")[1] == "Ana <b>[U+202E]Åberg (1)"


@pytest.mark.slow
def test_what_is_rejected_is_left_out_and_all_else_kept(show):
    record = _record()
    browser = show([Entry("a.txt", HOSTILE, record)])
    assert _exported(browser) == record | {"reviewed": True}
    _press(browser, "jajr")
    assert _texts(browser, "#progress") == ["2 of 2 checked"]
    assert _exported(browser) == record | {"reviewed": True, "claims": record["claims"][:1]}
    _press(browser, "u")
    assert _exported(browser) == record | {"reviewed": True}


@pytest.mark.slow
def test_a_fix_changes_its_fields_only(show):
    record = _record()
    browser = show([Entry("a.txt", HOSTILE, record)])
    _press(browser, "je")
    for name, value in {"name": "Ana: “Å”", "role": "", "affiliation": "no"}.items():
        field = browser.find_element("name", name)
        field.clear()
        field.send_keys(value)
    browser.find_element("css selector", "select[name=certainty] option[value=unknown]").click()
    browser.find_element("name", "hedge").click()
    # From within the astral characters to the end of the word.
    browser.execute_script("""
      const [first, next] = [...document.querySelectorAll('#text .quote')].map(part => part.firstChild);
      getSelection().setBaseAndExtent(first, first.data.indexOf('the'), next, next.data.indexOf('bridge') + 7);
    """)
    browser.execute_async_script("setTimeout(arguments[0], 100)")
    browser.find_element("id", "take").click()
    browser.find_element("css selector", ".save").click()
    fixed = _exported(browser)["claims"]
    wanted = copy.deepcopy(record["claims"][0])
    wanted["speaker"] |= {"name": "Ana: “Å”", "affiliation": "no"}
    start = HOSTILE.index("the \U0001f30a")
    wanted["quote"] = {"text": "the \U0001f30a bridge", "spans": [[start, start + 12]], "verbatim": []}
    assert fixed == [wanted | {"certainty": "unknown", "hedges": []}, record["claims"][1]]


@pytest.mark.slow
def test_verdicts_are_kept_for_the_next_time(show):
    entry = Entry("a.txt", HOSTILE, _record())
    _press(show([entry]), "jr")
    browser = show([entry], forget=False)
    assert len(_texts(browser, ".card.rejected")) == 1
    other = _record() | {"source": {"path": "b.txt", "sha256": "1" * 64, "title": None}}
    assert _texts(show([Entry("b.txt", HOSTILE, other)], forget=False), ".card.rejected") == []


@pytest.mark.slow
def test_what_is_stored_there_by_others_does_no_harm(show):
    browser = show([Entry("a.txt", HOSTILE, _record())])
    for stored in ("{", "7", '[["claim-1",null]]', '[["claim-1",{"verdict":"fixed","claim":{"id":"claim-1"}}]]'):
        browser.execute_script("localStorage.setItem('claimx ' + '0'.repeat(64), arguments[0])", stored)
        browser.refresh()
        assert len(_texts(browser, "#list .card")) == 2


@pytest.mark.slow
def test_a_folder_is_listed_and_the_address_keeps_the_place(show):
    entries = [Entry("a/x y.txt", HOSTILE, _record()), Entry("a/x y.txt", None, _record()), Entry("c", "", _record([]))]
    browser = show(entries)
    assert len(_texts(browser, "#articles li")) == 3
    assert _texts(browser, "#sums") == ["3 articles, 4 claims, 7 hedges"]
    browser.find_elements("css selector", "#articles a")[1].click()
    assert "not at hand" in _texts(browser, "#text")[0]
    assert len(_texts(browser, "#list .card")) == 2
    _press(browser, "jj")
    address = _js(browser, "location.hash")
    browser = show(entries, address, forget=False)
    assert _texts(browser, "[aria-current] .number") == ["2"]
    assert _texts(browser, "#place span") == ["2 of 3"]


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.name)
def test_examples_come_out_as_they_went_in(show, file):
    record = yaml.safe_load(file.read_text(encoding="utf-8"))
    article = file.with_suffix("").read_bytes().decode()
    browser = show([Entry(record["source"]["path"], article, record)])
    assert _exported(browser, file.name) == record | {"reviewed": True}
    quoted = {text for claim in record["claims"] for text in [claim["cue"]["text"]] if text}
    assert {*_texts(browser, "#text .cue")} >= {cue for cue in quoted if article.count(cue) == 1 and "\n" not in cue}
