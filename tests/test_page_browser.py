"""What a browser makes of the page of `claimx show --html`."""

import copy
import re
import shutil
import time
from collections.abc import Callable

import pytest
import yaml

from claimx.page import Entry, page
from claimx.record import Record
from tests.conftest import ROOT
from tests.hostile import HOSTILE, hostile_claim, hostile_record


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
    # Where nothing moves by itself, a click meets what it was aimed at.
    flags += " disable-component-update disable-sync force-prefers-reduced-motion window-size=1400,900"
    for flag in f"{flags} user-data-dir={home}".split():
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
        assert not forget or _soon(emptied)
        return browser

    def emptied() -> bool:
        browser.execute_script("localStorage.clear()")
        browser.refresh()
        return _js(browser, "localStorage.length") == 0

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


def _soon(holds: Callable[[], object]) -> bool:
    """Whether it holds by and by: a browser tells a page of its address, pointer and selection when it gets to it."""
    end = time.monotonic() + 10
    while not (held := bool(holds())) and time.monotonic() < end:
        time.sleep(0.02)
    return held


def _exported(browser, name: str = "a.txt.yaml") -> dict:
    file = browser.home / name
    file.unlink(missing_ok=True)
    browser.execute_script("document.getElementById('export').click()")
    # A browser makes the file before it fills it.
    assert _soon(lambda: file.exists() and file.stat().st_size)
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert data["reviewed"] is True and list(data)[:4] == ["claimx", "source", "model", "reviewed"]
    Record.model_validate(data)
    return data


@pytest.mark.slow
def test_hostile_text_is_shown_as_text(show):
    browser = show([Entry("a.txt", HOSTILE, hostile_record())])
    text = _js(browser, "document.getElementById('text').textContent")
    assert "<script>window.owned = 1</script> </script><!-- ]]> <img src=x" in text
    assert "[U+202E]gnorw[U+202C] ␀␛[31m [U+2028] &lt;b&gt;" in text
    assert not re.search("[\x00\x1b\u202e\u2028]", _js(browser, "document.body.textContent"))
    assert _texts(browser, "#list h3 bdi:first-of-type")[0] == "Ana <b>[U+202E]Åberg"


@pytest.mark.slow
def test_marks_stand_where_the_offsets_say(show):
    browser = show([Entry("a.txt", HOSTILE, hostile_record())])
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
    first = hostile_claim(1, quote={"text": "abcdef", "spans": [[0, 6]], "verbatim": []}, hedges=[])
    other = hostile_claim(2, quote={"text": "defghij", "spans": [[3, 10]], "verbatim": []}, hedges=[])
    for claim in (first, other):
        claim["speaker"] = claim["speaker"] | {"span": [3, 4]}
        claim["cue"] = claim["cue"] | {"span": None, "text": None}
    browser = show([Entry("a.txt", text, hostile_record([first, other]) | {"narration": []})])
    assert _texts(browser, "#text mark") == ["abc", "d", "ef", "ghij"]
    assert _js(browser, "document.getElementById('text').textContent") == text
    browser.execute_script("document.querySelectorAll('#text mark')[2].click()")
    assert "".join(_texts(browser, "#text .on")) == "abcdef"
    browser.execute_script("document.querySelectorAll('#text mark')[2].click()")
    assert "".join(_texts(browser, "#text .on")) == "defghij"


@pytest.mark.slow
def test_a_card_and_its_spans_light_each_other(show):
    from selenium.webdriver import ActionChains

    browser = show([Entry("a.txt", HOSTILE, hostile_record([hostile_claim(1)]))])
    ActionChains(browser).move_to_element(browser.find_element("id", "item-0")).perform()
    assert _soon(lambda: "Ana Åberg" in _texts(browser, "#text .on"))
    ActionChains(browser).move_to_element(browser.find_element("css selector", "#text h2, #text p")).perform()
    assert _soon(lambda: _texts(browser, "#text .on, .card.hot") == [])
    ActionChains(browser).move_to_element(browser.find_element("css selector", "#text .cue")).perform()
    assert _soon(lambda: len(_texts(browser, ".card.hot")) == 1)


@pytest.mark.slow
def test_filters_narrow_the_claims(show):
    browser = show([Entry("a.txt", HOSTILE, hostile_record())])
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
    record = hostile_record()
    browser = show([Entry("a.txt", HOSTILE, record)])
    assert _exported(browser) == record | {"reviewed": True}
    _press(browser, "jajr")
    assert _texts(browser, "#progress") == ["2 of 2 checked"]
    assert _exported(browser) == record | {"reviewed": True, "claims": record["claims"][:1]}
    _press(browser, "u")
    assert _exported(browser) == record | {"reviewed": True}


@pytest.mark.slow
def test_a_fix_changes_its_fields_only(show):
    record = hostile_record()
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
    assert _soon(browser.find_element("id", "take").is_enabled)
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
    entry = Entry("a.txt", HOSTILE, hostile_record())

    def kept() -> bool:
        _press(show([entry]), "jr")
        return len(_texts(show([entry], forget=False), ".card.rejected")) == 1

    # Chromium on a busy machine now and then opens a page from a file with nothing in its store.
    assert _soon(kept)
    other = hostile_record() | {"source": {"path": "b.txt", "sha256": "1" * 64, "title": None}}
    assert _texts(show([Entry("b.txt", HOSTILE, other)], forget=False), ".card.rejected") == []


@pytest.mark.slow
def test_two_windows_keep_the_verdicts_of_both(show):
    entry = Entry("a.txt", HOSTILE, hostile_record())

    def kept() -> bool:
        browser = show([entry])
        first = browser.current_window_handle
        browser.switch_to.new_window("tab")
        show([entry], forget=False)
        second = browser.current_window_handle
        browser.switch_to.window(first)
        _press(browser, "jr")
        stored = _soon(lambda: _shelf_in(browser, second, first))
        browser.switch_to.window(second)
        _press(browser, "jjr")
        browser.close()
        browser.switch_to.window(first)
        return stored and len(_texts(show([entry], forget=False), ".card.rejected")) == 2

    assert _soon(kept)


def _shelf_in(browser, window: str, back: str) -> int:
    """How many things are stored as a window sees it."""
    browser.switch_to.window(window)
    found = _js(browser, "localStorage.length")
    browser.switch_to.window(back)
    return found


@pytest.mark.slow
def test_what_is_stored_there_by_others_does_no_harm(show):
    browser = show([Entry("a.txt", HOSTILE, hostile_record())])
    for stored in ("{", "7", '[["claim-1",null]]', '[["claim-1",{"verdict":"fixed","claim":{"id":"claim-1"}}]]'):
        browser.execute_script("localStorage.setItem('claimx ' + '0'.repeat(64), arguments[0])", stored)
        browser.refresh()
        assert len(_texts(browser, "#list .card")) == 2


@pytest.mark.slow
def test_a_folder_is_listed_and_the_address_keeps_the_place(show):
    entries = [
        Entry("a/x y.txt", HOSTILE, hostile_record()),
        Entry("a/x y.txt", None, hostile_record()),
        Entry("c", "", hostile_record([])),
    ]
    browser = show(entries)
    assert len(_texts(browser, "#articles li")) == 3
    assert _texts(browser, "#sums") == ["3 articles, 4 claims, 7 hedges"]
    browser.find_elements("css selector", "#articles a")[1].click()
    assert _soon(lambda: "not at hand" in _texts(browser, "#text")[0])
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
