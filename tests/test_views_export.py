"""What is exported from the network page: pictures, tables, links."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from pyoxigraph import RdfFormat, Store
from selenium import webdriver
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait
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
    view = page.run(
        "const { clientWidth, clientHeight } = document.getElementById('view-network'); return [clientWidth, clientHeight]"
    )
    assert [width, height] == [2 * view[0], 2 * (view[1] + 34)], "twice the size of the screen, with the legend"


def test_picture_as_svg_is_well_formed_and_holds_shapes_and_labels(page: Page, tmp_path: Path) -> None:
    page.run("data.nodes[6].label = 'a<b>&\"\\u0001陆'; changed()")
    try:
        root = ElementTree.fromstring(saved(page, "SVG", tmp_path).read_text(encoding="utf-8"))
    finally:
        page.run("data.nodes[6].label = '陆怀谦'; changed()")
    parts = [part.tag.rpartition("}")[2] for part in root.iter()]
    texts = [part.text for part in root.iter() if part.tag.endswith("}text")]
    assert parts.count("line") == 7 and "云川大学" in texts and "机构" in texts and 'a<b>&"\ufffd陆' in texts
    assert parts.count("circle") == 3 and "script" not in parts


def test_visible_network_is_saved_as_gexf_and_turtle(page: Page, tmp_path: Path) -> None:
    page.run("state.filters.from = dayOf('2021-06-01'); state.filters.to = dayOf('2021-06-30'); changed()")
    gexf = nx.read_gexf(io.BytesIO(saved(page, "GEXF", tmp_path).read_bytes()))
    assert {data["label"] for _, data in gexf.nodes(data=True)} == {"云川大学座谈会", "云川大学", "曾广义", "北塔区"}
    assert gexf.number_of_edges() == 3
    assert len({tuple(data["viz"]["position"].values()) for _, data in gexf.nodes(data=True)}) == 4
    assert len({tuple(data["viz"]["color"].values()) for _, data in gexf.nodes(data=True)}) == 4, "one a class"
    store = Store()
    store.load(page.run("return visibleTurtle()").encode(), format=RdfFormat.TURTLE)
    asked = "PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT ?t { ?e a kg:Meeting ; kg:participant ?p . ?st rdf:subject ?e ; kg:statedIn/kg:text ?t }"
    texts = {
        row["t"].value for row in store.query("PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> " + asked)
    }
    assert texts == {"据了解，云川大学座谈会由曾广义参加。"}
    page.run("showAll(); selectNode(6)")
    assert 'kg:positionTitle "市长"@zh' in page.run("return visibleTurtle()")


def test_ties_are_drawn_selected_and_saved(page: Page, tmp_path: Path) -> None:
    page.run("openTab('ties')")
    kinds, by, _ = page.driver.find_elements(By.CSS_SELECTOR, "#view-ties select")
    Select(by).select_by_value("articles")
    assert "2 个节点 · 1 条连线" in page.find("#view-ties .bar").text
    x, y = page.run(
        "const r = ties.surface.canvas.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]"
    )
    assert x > 0 and y > 0
    page.run("state.tie = { a: 5, b: 6 }; changed()")
    assert (
        page.find("#panel h2").text == "曾广义 – 陆怀谦"
        and "同文出现: 2" in page.panel()
        and "开学在即" in page.panel()
    )
    page.button("CSV", "#view-ties").click()
    page.wait("return true")
    assert page.run("return tiesNetwork().edges.map(({ weight }) => weight)") == [2]
    Select(kinds).select_by_value("person-organisation")
    Select(page.driver.find_elements(By.CSS_SELECTOR, "#view-ties select")[1]).select_by_value("positions")
    assert page.run("return tiesNetwork().nodes.map(({ label }) => label)") == ["云川市人民政府", "陆怀谦"]
    store = Store()
    store.load(page.run("return tiesTurtle()").encode(), format=RdfFormat.TURTLE)
    assert len(store) == 4 + 1 + 6
    page.run("state.filters.to = dayOf('2020-01-01'); changed()")
    assert "0 个节点" in page.find("#view-ties .bar").text, "ties obey the filters"


@pytest.mark.parametrize("tab", ["ties", "timeline", "map"])
def test_pictures_of_the_other_tabs_are_svg_too(page: Page, tab: str) -> None:
    page.run(f"openTab('{tab}')")
    page.wait(f"return document.querySelector('#view-{tab} canvas').width > 300")
    root = ElementTree.fromstring(page.run("return svgText(true)"))
    parts = [part.tag.rpartition("}")[2] for part in root.iter()]
    assert parts.count("path") > 3 and parts.count("text") > 2 and "script" not in parts
    assert "人物" in [part.text for part in root.iter()], "the legend"


def test_paper_gets_the_picture_as_vectors(page: Page) -> None:
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    assert page.run("return document.querySelectorAll('#printed svg line').length") == 7
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert page.find("#printed").is_displayed() and not page.find("#views").is_displayed()
        assert page.run("return document.querySelector('#printed svg').getBoundingClientRect().width") > 500
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    page.run("window.dispatchEvent(new Event('afterprint'))")
    assert (
        page.run("return document.getElementById('printed').childElementCount") == 0
        and page.find("#views").is_displayed()
    )


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
    assert all(r["article_iri"].startswith(BASE) and int(r["end"]) > int(r["start"]) for r in rows)
    assert {r["url"] for r in rows} >= {"https://news.example/2"} and {r["page"] for r in rows} == {""}


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
    assert page.find("#panel h2").text == "陆怀谦 Lu Huaiqian" and page.find("#filters-open").text.startswith("Filter")


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
    page.run("location.hash = ''")  # else the link may be where the page is already
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
