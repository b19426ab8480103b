"""A researcher at the site: seven questions, each answered in at most five actions, with counts that SPARQL confirms."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from viewing import needs_browser

from kg.vocab import BASE

pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
ROLES = "kg:agent|kg:participant|kg:target|kg:place"
MOST = 5  # actions


class Researcher:
    """Clicks and types at the site, and counts what it takes: to fill a field is an action, and so is a click."""

    def __init__(self, driver: webdriver.Chrome, site: str) -> None:
        self.driver = driver
        self.site = site
        self.actions = 0
        driver.get(f"{site}/")
        driver.add_cookie({"name": "language", "value": "zh"})
        driver.get(f"{site}/")

    def search(self, words: str) -> None:
        self.actions += 1
        self.driver.find_element(By.ID, "q").send_keys(words, Keys.ENTER)
        self.wait("main h1", "搜索")

    def click(self, selector: str, text: str = "") -> None:
        self.actions += 1
        found = [e for e in self.driver.find_elements(By.CSS_SELECTOR, selector) if text in e.text]
        assert found, (selector, text, self.driver.current_url)
        self.driver.execute_script("arguments[0].click()", found[0])  # type: ignore[no-untyped-call]

    def fill(self, name: str, text: str, send: bool = False) -> None:
        self.actions += 1
        field = self.driver.find_element(By.CSS_SELECTOR, f"main input[name={name}]")
        field.clear()
        field.send_keys(text, *([Keys.ENTER] if send else []))

    def wait(self, selector: str, text: str = "") -> None:
        found = lambda d: any(text in e.text for e in d.find_elements(By.CSS_SELECTOR, selector))  # noqa: E731
        WebDriverWait(self.driver, 20, ignored_exceptions=[Exception]).until(found)

    def texts(self, selector: str) -> list[str]:
        return [e.text for e in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    def total(self) -> int:
        return int(str(self.driver.find_element(By.CSS_SELECTOR, "h1 [data-total]").get_attribute("data-total")))

    def count(self, name: str) -> int:
        return int(self.driver.find_element(By.CSS_SELECTOR, f"[data-count={name}]").text.replace(",", ""))

    def ask(self, query: str) -> list[list[str]]:
        """Return the rows of a query, asked at the site's own endpoint."""
        body = urlencode({"query": query}).encode()
        request = urllib.request.Request(f"{self.site}/sparql", body, {"Accept": "application/sparql-results+json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            found = json.load(reply)
        return [
            [row[v]["value"] if v in row else "" for v in found["head"]["vars"]] for row in found["results"]["bindings"]
        ]


@pytest.fixture
def researcher(opened: webdriver.Chrome, site: str) -> Iterator[Researcher]:
    one = Researcher(opened, site)
    yield one
    assert 0 < one.actions <= MOST


def test_who_is_somebody(researcher: Researcher) -> None:
    researcher.search("luhuaiqian")
    researcher.click(".found a", "陆怀谦")
    researcher.wait("h1", "陆怀谦")
    iri = f"<{BASE}person/陆怀谦>"
    assert any("市长" in text for text in researcher.texts("#positions tbody tr"))
    assert (
        researcher.count("events")
        == len(researcher.ask(f"SELECT DISTINCT ?e {{ ?e a kg:Event ; ({ROLES}) {iri} }}"))
        > 0
    )
    assert researcher.count("articles") == len(researcher.ask(f"SELECT DISTINCT ?a {{ ?a kg:mentions {iri} }}")) > 0


def test_what_somebody_did_in_a_month_and_with_whom(researcher: Researcher) -> None:
    researcher.search("陆怀谦")
    researcher.click(".found a", "陆怀谦")
    researcher.click(".key a", "事件")
    researcher.fill("since", "2021-01")
    researcher.fill("until", "2021-01", send=True)
    researcher.wait(".chosen .chip", "2021年1月")
    rows = researcher.ask(
        f"SELECT DISTINCT ?e {{ ?e a kg:Event ; ({ROLES}) <{BASE}person/陆怀谦> ; (kg:date|kg:beginDate) ?d FILTER(STRSTARTS(STR(?d), '2021-01')) }}"
    )
    assert researcher.total() == len(rows) > 0
    assert len(researcher.texts(".events .event")) == len(rows)
    assert researcher.texts(".events .entity")


def test_which_sentence_says_so(researcher: Researcher) -> None:
    researcher.search("陆怀谦")
    researcher.click(".found a", "陆怀谦")
    researcher.click("#positions .number a")
    researcher.wait("table blockquote")
    sentence = researcher.texts("table blockquote p")[0]
    assert "陆怀谦" in sentence
    researcher.click("table blockquote footer a")
    researcher.wait(".sentence:target")
    assert researcher.texts(".sentence:target")[0].startswith(sentence[:10])


def test_who_held_a_position_before(researcher: Researcher) -> None:
    researcher.search("云川市人民政府市长")
    researcher.click("main a", "市长")
    researcher.wait("tbody tr")
    rows = researcher.ask(
        f"SELECT DISTINCT ?x {{ ?x kg:holdsPosition ?p . ?p kg:positionTitle '市长'@zh ; kg:positionAt <{BASE}organisation/云川市人民政府> }}"
    )
    assert researcher.total() == len(rows) > 0
    periods = [re.findall(r"\d{4}-\d\d-\d\d", text) for text in researcher.texts("tbody tr")]
    assert [p[-1] for p in periods] == sorted((p[-1] for p in periods), reverse=True)


def test_how_two_are_linked(researcher: Researcher) -> None:
    researcher.click("header nav a", "路径")
    researcher.fill("from", "陆怀谦")
    researcher.fill("to", "沈若谷", send=True)
    researcher.wait(".path blockquote")
    assert len(researcher.texts(".path")) >= 1
    assert len(researcher.texts(".path li")) == len(researcher.texts(".path li blockquote"))


def test_what_happened_in_a_place_in_a_quarter(researcher: Researcher) -> None:
    researcher.search("青石县")
    researcher.click(".found a", "青石县")
    researcher.click(".key a", "在此")
    researcher.fill("since", "2021-01")
    researcher.fill("until", "2021-03", send=True)
    researcher.wait(".chosen .chip", "2021-03")
    rows = researcher.ask(
        f"SELECT DISTINCT ?e {{ ?e a kg:Event ; kg:place/kg:partOf* <{BASE}place/青石县> ; (kg:date|kg:beginDate) ?d "
        "FILTER(STR(?d) >= '2021-01' && STR(?d) < '2021-04') }"
    )
    assert researcher.total() == len(rows) > 0


def test_who_is_together_most_in_a_year(researcher: Researcher) -> None:
    researcher.click("header nav a", "浏览")
    researcher.click(".tiles a", "一同见报")
    researcher.fill("since", "2021")
    researcher.fill("until", "2021", send=True)
    researcher.wait(".chosen .chip", "2021")
    rows = researcher.ask(
        "SELECT ?x ?y (COUNT(DISTINCT ?a) AS ?n) { ?a a kg:Article ; dcterms:issued ?d ; kg:mentions ?x , ?y . ?x a kg:Person . "
        "?y a kg:Person FILTER(STR(?x) < STR(?y) && STRSTARTS(STR(?d), '2021')) } GROUP BY ?x ?y ORDER BY DESC(?n)"
    )
    assert researcher.total() == len(rows)
    assert [text.split()[2] for text in researcher.texts("tbody tr")[:5]] == [n for _, _, n in rows[:5]]


def test_no_page_leaves_the_machine_or_has_errors_in_its_log(opened: webdriver.Chrome, site: str) -> None:
    opened.get_log("browser")  # type: ignore[no-untyped-call]
    for path in ("/", "/browse", "/browse/people", f"/id/person/{quote('陆怀谦')}", "/sparql", "/cite?article=x"):
        opened.get(site + path)
    errors = [e["message"] for e in opened.get_log("browser") if "/cite?article=x" not in e["message"]]  # type: ignore[no-untyped-call]
    assert errors == []
    events = [json.loads(e["message"])["message"] for e in opened.get_log("performance")]  # type: ignore[no-untyped-call]
    urls = [m["params"]["request"]["url"] for m in events if m["method"] == "Network.requestWillBeSent"]
    assert urls and all(u.startswith((site, "data:", "blob:", "chrome:", "about:")) for u in urls)
