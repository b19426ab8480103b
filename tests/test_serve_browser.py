"""The site in a real browser, used as a person would; skipped where there is no Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from conftest import ROOT
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait
from viewing import BROWSER, DRIVER, FLAGS

EDITOR = ROOT / "kg" / "serve" / "static" / "editor" / "yasqe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not (BROWSER and DRIVER), reason="needs chromium and chromedriver"),
]


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for flag in FLAGS.split():
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    log = driver.get_log("browser")  # type: ignore[no-untyped-call]
    asked = [json.loads(e["message"])["message"] for e in driver.get_log("performance")]  # type: ignore[no-untyped-call]
    driver.quit()
    assert [entry["message"] for entry in log] == []
    urls = [m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    assert all(u.startswith(("http://127.0.0.1:", "data:", "blob:", "chrome:")) for u in urls)


def text(browser: webdriver.Chrome, selector: str) -> str:
    return browser.find_element(By.CSS_SELECTOR, selector).text


def wait_for(browser: webdriver.Chrome, selector: str) -> None:
    WebDriverWait(browser, 15).until(lambda b: b.find_elements(By.CSS_SELECTOR, selector))


def test_a_reader_runs_a_ready_query_and_sees_it_as_table_network_and_timeline(
    site: str, browser: webdriver.Chrome
) -> None:
    browser.get(f"{site}/")
    browser.find_element(By.CSS_SELECTOR, 'a[href="/sparql#events"]').click()
    wait_for(browser, "#result table")
    assert "陆怀谦" in text(browser, "#result") and "rows" in text(browser, "#status")
    browser.find_element(By.CSS_SELECTOR, "[data-view=timeline]").click()
    wait_for(browser, "#result .timeline time")
    days = [t.text for t in browser.find_elements(By.CSS_SELECTOR, ".timeline time")]
    assert days == sorted(days) and "2021-01-04" in days
    browser.find_element(By.CSS_SELECTOR, "[data-view=network]").click()
    wait_for(browser, "#result canvas")
    Select(browser.find_element(By.ID, "choice")).select_by_value("positions")
    browser.find_element(By.CSS_SELECTOR, "[data-view=table]").click()
    WebDriverWait(browser, 15).until(lambda b: "市长" in text(b, "#result"))


def test_a_reader_chooses_which_columns_a_network_joins(site: str, browser: webdriver.Chrome) -> None:
    browser.get(f"{site}/")
    asked = "SELECT ?who ?event ?where { ?event kg:agent ?who ; kg:place ?where } LIMIT 9"
    browser.get(f"{site}/sparql#query={quote(asked, safe='')}")
    wait_for(browser, "#run")
    browser.find_element(By.CSS_SELECTOR, "#run").click()
    wait_for(browser, "#result table")
    browser.find_element(By.CSS_SELECTOR, "[data-view=network]").click()
    wait_for(browser, "#result canvas")
    ends = Select(browser.find_element(By.ID, "ends"))
    assert [o.text for o in ends.options][1:-1] == ["?who – ?event", "?who – ?where", "?event – ?where"]
    before = browser.find_element(By.CSS_SELECTOR, "#result canvas")
    ends.select_by_index(4)
    WebDriverWait(browser, 15).until(lambda b: b.find_element(By.CSS_SELECTOR, "#result canvas") != before)


NAMES = "return [...document.querySelectorAll('.chart .name')].map((e) => e.textContent)"  # at once: bars are drawn again when names are known


def test_bars_bear_short_iris_and_the_names_of_entities(site: str, browser: webdriver.Chrome) -> None:
    def bars(query: str) -> list[str]:
        browser.get("about:blank")
        browser.get(f"{site}/sparql#query={quote(query, safe='')}")
        wait_for(browser, "#run")
        browser.find_element(By.CSS_SELECTOR, "#run").click()
        wait_for(browser, "#result table")
        browser.find_element(By.CSS_SELECTOR, "[data-view=bars]").click()
        wait_for(browser, "#result .chart")
        return list(browser.execute_script(NAMES))  # type: ignore[no-untyped-call]

    types = bars("SELECT ?t (COUNT(?e) AS ?n) { ?e a kg:Event, ?t } GROUP BY ?t ORDER BY DESC(?n)")
    assert types[0] == "kg:Event" and len(set(types)) == len(types)
    bars("SELECT ?e (COUNT(?x) AS ?n) { ?e a kg:Event ; kg:agent ?x } GROUP BY ?e")
    names = lambda b: [e.text for e in b.find_elements(By.CSS_SELECTOR, ".chart .name")]  # noqa: E731
    named = lambda b: not any(re.fullmatch("[0-9a-f]{16}", name) for name in names(b))  # noqa: E731
    WebDriverWait(browser, 15, ignored_exceptions=[StaleElementReferenceException]).until(named)


def test_the_table_of_a_result_names_events_beside_their_iris(site: str, browser: webdriver.Chrome) -> None:
    query = "SELECT ?e ?n { ?e a kg:Event ; skos:prefLabel ?n } ORDER BY ?e LIMIT 3"
    browser.get("about:blank")
    browser.get(f"{site}/sparql")
    wait_for(browser, ".CodeMirror" if EDITOR.exists() else "#query")
    browser.execute_script("kg.setQuery(arguments[0]); kg.runQuery()", query)  # type: ignore[no-untyped-call]
    wait_for(browser, "#result tbody .faint")
    rows = [r.find_elements(By.TAG_NAME, "td") for r in browser.find_elements(By.CSS_SELECTOR, "#result tbody tr")]
    assert len(rows) == 3
    assert all(event.text.endswith(f" {name.text}") for event, name in rows)


def test_a_wrong_query_is_reported_on_the_page(site: str, browser: webdriver.Chrome) -> None:
    browser.get(f"{site}/sparql")
    wait_for(browser, ".CodeMirror" if EDITOR.exists() else "#query")
    script = "return Boolean(kg.editor())"
    assert browser.execute_script(script) == EDITOR.exists()  # type: ignore[no-untyped-call]
    assert browser.get_log("browser") == [], "no file is asked for that is not there"  # type: ignore[no-untyped-call]
    browser.execute_script("kg.setQuery('SELEKT'); kg.runQuery()")  # type: ignore[no-untyped-call]
    wait_for(browser, ".problem")
    assert "not valid" in text(browser, ".problem")
    browser.get_log("browser")  # type: ignore[no-untyped-call]


@pytest.mark.skipif(not EDITOR.exists(), reason="the editor is built in where npm is")
def test_the_editor_completes_prefixes_and_terms_of_the_graph(site: str, browser: webdriver.Chrome) -> None:
    browser.get(f"{site}/sparql")
    wait_for(browser, ".CodeMirror")
    browser.execute_script(  # type: ignore[no-untyped-call]
        "kg.setQuery('PREFIX kg: <https://w3id.org/newskg/ontology#>\\nSELECT * { ?x kg:position }');"
        "const editor = kg.editor(); editor.setCursor({line: 1, ch: 25}); editor.focus(); editor.autocomplete();"
    )
    wait_for(browser, ".CodeMirror-hints")
    assert "kg:positionTitle" in text(browser, ".CodeMirror-hints")
    browser.execute_script(  # type: ignore[no-untyped-call]
        "kg.setQuery('SELECT * { ?x kg:posit }'); const editor = kg.editor(); editor.setCursor({line: 0, ch: 21}); editor.autocomplete();"
    )
    WebDriverWait(browser, 15).until(lambda b: "kg:position" in text(b, ".CodeMirror-hints"))
    assert "https://" not in text(browser, ".CodeMirror-hints"), "the endpoint knows the prefix without its line"


def test_a_reader_searches_in_chinese_and_follows_an_entity_to_its_sentence(
    site: str, browser: webdriver.Chrome
) -> None:
    browser.get(f"{site}/")
    box = browser.find_element(By.ID, "q")
    box.send_keys("陆怀谦")
    box.submit()
    wait_for(browser, ".hits")
    browser.find_element(By.LINK_TEXT, "陆怀谦").click()
    wait_for(browser, "blockquote")
    assert text(browser, "h1") == "陆怀谦" and "市长" in text(browser, "main")
    browser.find_element(By.CSS_SELECTOR, "blockquote footer a").click()
    wait_for(browser, ".sentence")
    assert any("陆怀谦" in q.text for q in browser.find_elements(By.CSS_SELECTOR, ".sentence"))


def test_pages_fit_a_small_screen(site: str, browser: webdriver.Chrome) -> None:
    browser.set_window_size(400, 800)
    for path in ("/", "/search?q=云川", "/id/organisation/云川大学", "/sparql"):
        browser.get(site + path)
        wide = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")  # type: ignore[no-untyped-call]
        assert wide <= 1, path
