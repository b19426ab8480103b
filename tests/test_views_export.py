"""What is exported from the network page: pictures, tables, links."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selenium import webdriver
from selenium.webdriver import Keys
from selenium.webdriver.support.ui import WebDriverWait
from viewing import BASE, TOWN, Page, needs_browser

pytestmark = [pytest.mark.browser, needs_browser]


@pytest.fixture(scope="module")
def town(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(driver, TOWN, tmp_path_factory.mktemp("town") / "network.html")


@pytest.fixture
def page(town: Page, tmp_path: Path) -> Iterator[Page]:
    town.reset()
    town.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path / "saved")}
    )
    yield town
    assert town.errors() == []


def saved(page: Page, words: str, folder: Path) -> Path:
    """Press a button of the sheet, and return the file that it saves."""
    page.click("#export-open")
    page.button(words, "#export").click()
    for _ in range(300):
        found = [f for f in (folder / "saved").glob("*") if f.suffix not in (".crdownload", ".tmp")]
        if found and found[0].stat().st_size:
            return found[0]
        time.sleep(0.03)
    raise AssertionError(f"{words}: nothing was saved")


def test_picture_is_saved_as_it_is_seen(page: Page, tmp_path: Path) -> None:
    file = saved(page, "PNG", tmp_path)
    content = file.read_bytes()
    assert content.startswith(b"\x89PNG") and file.name == "云川日报.png"
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert [width, height] == page.run("const c = canvas.querySelector('canvas'); return [c.width, c.height]")


def test_picture_as_svg_is_well_formed_and_holds_shapes_and_labels(page: Page, tmp_path: Path) -> None:
    page.run("data.nodes[6].label = 'a<b>&\"\\u0001陆'; changed()")
    try:
        root = ElementTree.fromstring(saved(page, "SVG", tmp_path).read_text(encoding="utf-8"))
    finally:
        page.run("data.nodes[6].label = '陆怀谦'; changed()")
    parts = [part.tag.rpartition("}")[2] for part in root.iter()]
    texts = [part.text for part in root.iter() if part.tag.endswith("}text")]
    assert parts.count("line") == 7 and "云川大学" in texts and 'a<b>&"\ufffd陆' in texts
    assert parts.count("circle") == 2 and "script" not in parts


def test_statements_of_the_selection_are_saved_with_their_sentences(page: Page, tmp_path: Path) -> None:
    page.select("曾广义")
    content = saved(page, "CSV", tmp_path).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [(r["subject"], r["property"], r["object"], r["confidence"]) for r in rows] == [
        ("云川大学座谈会", "participant", "曾广义", "0.6"),
        ("曾广义出席开学典礼", "agent", "曾广义", "0.95"),
        ("曾广义", "holdsPosition", "教授", "0.8"),
    ]
    assert rows[0]["article"] == '\'=HYPERLINK("x")', "no spreadsheet runs a title as a formula"
    assert rows[0]["sentence"] == "据了解，云川大学座谈会由曾广义参加。" and rows[0]["published"] == "2021-06-01"
    assert rows[0]["object_iri"] == BASE + "person/曾广义" and rows[2]["tenure"] == "former"


def test_all_that_is_visible_is_saved_where_nothing_is_selected(page: Page, tmp_path: Path) -> None:
    page.run("toggleKind('Person')")
    content = saved(page, "CSV", tmp_path).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert rows and not [r for r in rows if "曾广义" in (r["subject"], r["object"])]
    assert {"target", "locatedIn", "trigger"} <= {r["property"] for r in rows}


def test_link_restores_the_whole_view(page: Page) -> None:
    page.run("drawing.zoom(1.3); drawing.pan(40, 20)")
    page.run("toggleKind('Award'); state.filters.types.add('Ceremony'); state.filters.confidence = 0.5; changed()")
    page.run("Object.assign(state.filters, { from: dayOf('2021-01-01'), to: dayOf('2021-06-30') }); changed()")
    page.select("陆怀谦")
    page.click("#language")
    page.click("#theme")
    camera = "new URLSearchParams(fragmentText()).get('camera')"
    kept = f"return [nameOf(state.node), filterValues(), [...state.hiddenKinds], state.language, state.theme, {camera}]"
    before, link = page.run(kept), page.run("return linkHere()")
    assert "person%2F%E9%99%86" in link and "node=6" not in link, "things are named by what stands in their IRIs"
    page.open(link)
    assert page.run(kept) == before
    assert page.find("#panel h2").text == "陆怀谦" and page.find("#filters-open").text.startswith("Filter")


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        ("selectEdge(5)", "return state.edge"),
        ("showPath(6, 5)", "return state.path"),
        ("focusOn(5)", "return [state.ego, visibleNodes()]"),
        ("openTab('table')", "return [state.tab, document.getElementById('view-table').hidden]"),
    ],
)
def test_link_restores_what_is_chosen(page: Page, made: str, kept: str) -> None:
    page.run(made)
    before, link = page.run(kept), page.run("return linkHere()")
    page.reset()
    assert page.run(kept) != before
    page.wait("return location.hash.slice(1) === fragmentText()")  # else the link may be where the page is already
    page.run("location.hash = arguments[0]", link.partition("#")[2])
    WebDriverWait(page.driver, 5, poll_frequency=0.03).until(lambda _: page.run(kept) == before)


@pytest.mark.parametrize(
    "fragment",
    [
        "node=nobody&edge=|&path=a|b|c",
        "off={&types=[1,null]&statuses=7",
        "camera=1,2,NaN&from=2021-99-99&confidence=9",
        "%E0%A4%A&tab=__proto__&theme=x",
    ],
)
def test_link_that_is_broken_is_left(page: Page, fragment: str) -> None:
    page.run("location.hash = arguments[0]", fragment)
    page.wait("return true")
    assert len(page.shown()) == 8 and page.run("return state.tab") == "network"


def test_link_is_followed_even_where_the_address_is_renewed_meanwhile(page: Page) -> None:
    page.run("location.hash = 'node=person/曾广义'; history.replaceState(null, '', '#')")
    page.wait("return state.node !== null && nameOf(state.node) === '曾广义'")


def test_address_follows_the_selection(page: Page) -> None:
    page.select("曾广义")
    page.wait("return new URLSearchParams(location.hash.slice(1)).get('node') === 'person/曾广义'")
    page.press(Keys.ESCAPE)
    page.wait("return !location.hash.includes('node=')")
