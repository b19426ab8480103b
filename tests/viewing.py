"""A real browser for the tests of the views, and a page of a network open in it."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from kg.views.network import Article, Citation, Edge, Fact, Network, Node, Sentence
from kg.views.page import render

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless=new --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --window-size=1280,800"
)
needs_browser = pytest.mark.skipif(not (BROWSER and DRIVER), reason="needs chromium and chromedriver")


def event(
    iri: str, label: str, kind: str, status: str, *cited: Citation, dates: tuple[str, str] | tuple[()] = ()
) -> Node:
    """Return an event of a type, stated by what it cites."""
    facts = [Fact("eventType", kind, cited), Fact("status", status, cited), Fact("trigger", label[-2:], cited)]
    if dates:
        facts.append(Fact("date", dates[0], cited))
    return Node(iri, "Event", label, (), tuple(facts), (f"d{iri[-1]}",), (), dates)


BASE = "https://example.org/id/"
# Two men and a university in three articles of two papers; the last event is planned, the one before is doubtful.
TOWN = Network(
    (
        event(
            BASE + "event/1",
            "陆怀谦赴云川大学调研",
            "Inspection",
            "happened",
            Citation("s1", 0.9),
            dates=("2021-01-04", "2021-01-04"),
        ),
        event(BASE + "event/2", "云川大学座谈会", "Meeting", "happened", Citation("s2", 0.6)),
        event(
            BASE + "event/3",
            "曾广义出席开学典礼",
            "Ceremony",
            "planned",
            Citation("s3", 0.95),
            dates=("2021-09-10", "2021-09-10"),
        ),
        Node(BASE + "organisation/云川市人民政府", "Organisation", "云川市人民政府", ("市政府",), (), ("d1",)),
        Node(BASE + "organisation/云川大学", "Organisation", "云川大学", (), (), ("d1", "d2", "d3")),
        Node(
            BASE + "person/曾广义",
            "Person",
            "曾广义",
            ("老曾",),
            (Fact("holdsPosition", "教授", (Citation("s3", 0.8),), "former"),),
            ("d2", "d3"),
        ),
        Node(BASE + "person/陆怀谦", "Person", "陆怀谦", (), (), ("d1", "d2", "d3")),
        Node("http://other.example/place/北塔区", "Place", "北塔区", (), (), ("d1",), (), (), (30.5, 114.3)),
    ),
    (
        Edge(BASE + "event/1", BASE + "organisation/云川大学", "target", citations=(Citation("s1", 0.85),)),
        Edge(BASE + "event/1", BASE + "person/陆怀谦", "agent", citations=(Citation("s1", 0.9),)),
        Edge(BASE + "event/2", BASE + "organisation/云川大学", "agent", citations=(Citation("s2", 0.55),)),
        Edge(BASE + "event/2", BASE + "person/曾广义", "participant", citations=(Citation("s2", 0.6),)),
        Edge(BASE + "event/3", BASE + "person/曾广义", "agent", citations=(Citation("s3", 0.95),)),
        Edge(
            BASE + "person/陆怀谦",
            BASE + "organisation/云川市人民政府",
            "holdsPosition",
            "市长",
            "current",
            (Citation("s1", 0.97),),
        ),
        Edge(
            BASE + "person/陆怀谦",
            BASE + "organisation/云川市人民政府",
            "holdsPosition",
            "副市长",
            "former",
            (Citation("s0", 0.9),),
        ),
        Edge(BASE + "organisation/云川大学", "http://other.example/place/北塔区", "locatedIn"),
    ),
    (
        Sentence("s0", "陆怀谦曾任副市长。", "d0", 0, 9),
        Sentence("s1", "1月4日，市长陆怀谦到云川大学调研。", "d1", 20, 38),
        Sentence("s2", "据了解，云川大学座谈会由曾广义参加。", "d2", 5, 23),
        Sentence("s3", "曾广义教授将于9月10日出席开学典礼。", "d3", 40, 59),
    ),
    (
        Article("d0", "任前公示", "2020-11-02", "n00.txt", "云川日报", "https://news.example/0"),
        Article("d1", "市长到高校调研", "2021-01-05", "n01.txt", "云川日报", "https://news.example/1"),
        Article("d2", '=HYPERLINK("x")', "2021-06-01", "n02.txt", "澜州晚报", "https://news.example/2"),
        Article("d3", "开学在即", "2021-09-03", "n03.txt", "云川日报", "https://news.example/3"),
    ),
)


@contextlib.contextmanager
def chrome(profile: Path) -> Iterator[webdriver.Chrome]:
    """Open a browser that logs what pages say and ask for, and keeps what it downloads in the profile's folder."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for flag in [*FLAGS.split(), f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options=options, service=Service(DRIVER)) as opened:
        yield opened


class Page:
    """A page of a network, open in the browser."""

    def __init__(self, driver: webdriver.Chrome, network: Network, file: Path, **options: Any) -> None:
        self.driver = driver
        self.file = file
        self._names = ""
        driver.get_log("browser")  # type: ignore[no-untyped-call]
        driver.get_log("performance")  # type: ignore[no-untyped-call]
        file.write_text(render(network, **({"title": "云川日报", "base": BASE} | options)), encoding="utf-8")
        self.open()

    def open(self, address: str | None = None) -> None:
        """Load the page anew, from its file or another address."""
        self.driver.get("about:blank")
        self.driver.get(address or self.file.as_uri())
        self._names = ""
        self.wait("return document.documentElement.dataset.firstFrame")
        self._names = f"const {{ {self.run('return Object.keys(kg).join()')} }} = kg;"

    def reset(self) -> None:
        """Lead the page back to how it opened, without loading it again."""
        self.run(
            "applyFragment(''); openPopover(null); state.theme = 'light'; showState(); "
            "document.getElementById('search').value = '';"
        )
        self.run(
            "document.activeElement.blur(); state.opened = false; drawing.fit(visibleNodes()); state.opened = true"
        )

    def run(self, script: str, *values: object) -> Any:
        """Run a script in the page, which sees by name what the page offers as `kg` (kg/views/js/page/debug.js)."""
        return self.driver.execute_script(f"{self._names}{{ {script}\n}}", *values)

    def run_async(self, script: str, *values: object) -> Any:
        """Run a script that calls its last argument with the result."""
        return self.driver.execute_async_script(f"{self._names}{{ {script}\n}}", *values)  # type: ignore[no-untyped-call]

    def wait(self, script: str) -> Any:
        return WebDriverWait(self.driver, 10, poll_frequency=0.03).until(lambda _: self.run(script))

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector: str) -> None:
        self.find(selector).click()

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def button(self, words: str, inside: str = "body") -> WebElement:
        """Return the button that bears these words."""
        return self.find(inside).find_element(By.XPATH, f".//button[contains(., '{words}')]")

    def panel(self) -> str:
        return self.find("#panel").text

    def select(self, name: str) -> None:
        """Choose a node by its name, as the search does."""
        self.run("selectNode(data.nodes.find((node) => node.label === arguments[0]).id)", name)

    def at(self, *nodes: int) -> ActionChains:
        """Return the pointer moved to the middle of a node as it is drawn, or to a third of the way to another."""
        script = f"const [a, b = a] = {list(nodes)}.map(drawing.screen), r = canvas.getBoundingClientRect();"
        x, y = self.run(script + "return [r.left + (a.x * 2 + b.x) / 3, r.top + (a.y * 2 + b.y) / 3].map(Math.round)")
        actions = ActionChains(self.driver)
        actions.w3c_actions.pointer_action.move_to_location(x, y)  # type: ignore[no-untyped-call]
        return actions

    def type(self, text: str, into: str = "#search") -> None:
        self.find(into).send_keys(text)

    def shown(self) -> list[str]:
        return list(self.run("return visibleNodes().map(nameOf)"))

    def errors(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def requests(self) -> list[str]:
        """Return what left the page: no data that it carries, and nothing that its own policy stopped."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]  # type: ignore[no-untyped-call]
        stopped = {e["params"]["requestId"] for e in events if e.get("params", {}).get("blockedReason") == "csp"}
        sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
        urls = [p["request"]["url"] for p in sent if p["requestId"] not in stopped]
        return [
            u
            for u in urls
            if u.split("#")[0] != self.file.as_uri() and not u.startswith(("data:", "about:", "chrome:"))
        ]
