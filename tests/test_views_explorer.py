"""The explorer of large graphs, drawn in WebGL by software, in a real browser."""

from __future__ import annotations

import base64
import json
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from selenium import webdriver
from selenium.webdriver import Keys
from viewing import BASE, TOWN, Page, needs_browser

from kg.cli import main
from kg.errors import InputError
from kg.views import page as page_module
from kg.views.labels import LOOKS
from kg.views.network import Article, Citation, Edge, Network, Node, Sentence
from kg.views.outline import Outline
from kg.views.page import has_explorer, render, write_network
from kg.vocab import KG

needs_bundle = pytest.mark.skipif(not has_explorer(), reason="needs the bundle that npm gives when kg is installed")
pytestmark = [pytest.mark.browser, needs_browser, needs_bundle]
KINDS = ("Person", "Organisation", "Event", "Place", "Award")
TOWNS, PEOPLE = 12, 180


def land() -> Network:
    """Return twelve towns, whose people know each other and a few in the next town, each edge with its sentence."""
    chance = random.Random(11)
    nodes = tuple(
        Node(f"{BASE}person/{t:02}-{n:03}", KINDS[n % 5] if n else "Person", f"{'甲乙丙丁戊己庚辛壬癸子丑'[t]}镇{n}号")
        for t in range(TOWNS)
        for n in range(PEOPLE)
    )
    pairs = {(t * PEOPLE, t * PEOPLE + n) for t in range(TOWNS) for n in range(1, PEOPLE)}
    pairs |= {
        tuple(sorted(chance.sample(range(t * PEOPLE, (t + 1) * PEOPLE), 2))) for t in range(TOWNS) for _ in range(90)
    }
    pairs |= {(t * PEOPLE, (t + 1) % TOWNS * PEOPLE) for t in range(TOWNS)}
    ends = sorted(pairs)
    sentences = tuple(
        Sentence(f"s{i}", f"{nodes[a].label}认识{nodes[b].label}。", "d", 0, 9) for i, (a, b) in enumerate(ends)
    )
    edges = tuple(
        Edge(nodes[a].iri, nodes[b].iri, "relatedTo", citations=(Citation(f"s{i}", 0.4 + 0.5 * (i % 2)),))
        for i, (a, b) in enumerate(ends)
    )
    return Network(nodes, edges, sentences, (Article("d", "认识谁", "2021-01-05", "n01.txt"),))


@pytest.fixture(scope="module")
def opened(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(driver, land(), tmp_path_factory.mktemp("land") / "explorer.html")


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    opened.reset()
    yield opened
    assert opened.errors() == [] and opened.requests() == []


def drawn(page: Page, of: str) -> int:
    """Return how many of the picture's pixels are not the page's colour, in the middle of a node or in all."""
    script = """
    const done = arguments[arguments.length - 1], at = arguments[0];
    drawing.png().then((blob) => createImageBitmap(blob)).then((picture) => {
      const sheet = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
      sheet.drawImage(picture, 0, 0);
      const ratio = picture.width / canvas.clientWidth;
      const [x, y, w, h] = at ? [at.x * ratio - 4, at.y * ratio - 4, 9, 9] : [0, 0, picture.width, picture.height];
      const { data: pixels } = sheet.getImageData(x, y, w, h), paper = [1, 3, 5].map((i) => parseInt(themeColour("--page").slice(i, i + 2), 16));
      let count = 0;
      for (let i = 0; i < pixels.length; i += 4) if (paper.some((value, c) => Math.abs(pixels[i + c] - value) > 40)) count++;
      done(count);
    });
    """
    at = page.run(f"return drawing.screen({of})") if of else None
    return int(page.run_async(script, at))


def test_more_nodes_than_the_small_view_holds_are_drawn_by_webgl(page: Page) -> None:
    assert page.run("return typeof webgl") == "object" and page.run("return typeof vis") == "undefined"
    assert page.run("return data.nodes.length") == TOWNS * PEOPLE
    assert drawn(page, "") > 5000


def test_towns_are_found_and_named_from_afar(page: Page) -> None:
    assert page.run("return graph.communities.size") == TOWNS
    names = page.run("return [...graph.communities.keys()].map(communityName)")
    assert sorted({name[0] for name in names}) == sorted("甲乙丙丁戊己庚辛壬癸子丑")


def test_a_click_on_a_node_opens_its_panel_with_the_sentences(page: Page) -> None:
    page.run("drawing.fit([0], 2.5)")
    page.wait(
        "const { x, y } = drawing.screen(0); return Math.hypot(x - canvas.clientWidth / 2, y - canvas.clientHeight / 2) < 3"
    )
    page.at(0).click().perform()
    page.wait("return state.node === 0")
    assert page.find("#panel h2").text == "甲镇0号" and "认识" in page.panel()
    page.press(Keys.ESCAPE)
    assert page.run("return state.node") is None


def test_a_click_on_a_line_opens_what_it_states(page: Page) -> None:
    ends = page.run(
        "const id = data.nodes.find(({ id }) => graph.degree(id) === 1).id, [edge] = data.edges.filter(({ from, to }) => from === id || to === id); focusOn(id); selectNothing();"
        "drawing.setCamera({ ...drawing.camera(), scale: 1 }); drawing.fit([edge.from, edge.to], 3); return [edge.to, edge.from, edge.id]"
    )
    page.wait(
        f"const [a, b] = {ends}.map(drawing.screen); return Math.abs(a.x + b.x - canvas.clientWidth) + Math.abs(a.y + b.y - canvas.clientHeight) < 4"
    )
    page.at(*ends[:2]).click().perform()
    page.wait("return state.edge !== null || state.node !== null")
    assert page.run("return state.edge") == ends[2] and "认识" in page.panel()


def test_a_camera_that_is_set_stays_where_it_is_while_a_flight_was_under_way(page: Page) -> None:
    page.run("drawing.fit([0, 1]); drawing.setCamera({ x: 10, y: 20, scale: 1 })")
    page.run("return new Promise((done) => setTimeout(done, 500))")
    assert page.run("return drawing.camera()") == pytest.approx({"x": 10, "y": 20, "scale": 1})


def test_many_change_their_look_without_being_made_anew(page: Page) -> None:
    before = drawn(page, "")
    page.run("state.filters.confidence = 0.8; changed()")
    assert 0 < drawn(page, "") < before


def test_search_leads_to_a_node_and_only_its_neighbours_stand_out(page: Page) -> None:
    page.type("丙镇0号" + Keys.ENTER)
    page.wait("return state.node !== null")
    assert page.find("#panel h2").text == "丙镇0号"
    standing = page.run("return [...emphasised()].length")
    assert standing == page.run("return graph.neighbours(state.node).length + 1") > PEOPLE / 2


def test_a_class_that_the_legend_hides_is_not_drawn(page: Page) -> None:
    before = page.run("return visibleNodes().length")
    page.run("selectNode(5); drawing.setCamera({ x: data.nodes[5].x, y: data.nodes[5].y, scale: 3 })")
    assert drawn(page, "5") > 20
    page.run("selectNothing()")
    page.click('.kind[data-kind="Person"]')
    assert page.run("return visibleNodes().length") < before and not page.run("return visibleNodes().includes(5)")
    assert drawn(page, "5") < 20


def test_the_shortest_path_between_two_towns_goes_over_their_heads(page: Page) -> None:
    names = page.run("return visiblePath(1, 3 * arguments[0] + 1)?.nodes.map(nameOf)", PEOPLE)
    assert [n.split("镇")[0] for n in names] == ["甲", "甲", "乙", "丙", "丁", "丁"]


def test_a_link_restores_what_was_chosen_and_where_one_looked(page: Page) -> None:
    page.run("selectNode(7); drawing.setCamera({ x: data.nodes[7].x, y: data.nodes[7].y, scale: 2 })")
    link = page.run("return linkHere()")
    page.open(link)
    assert page.run("return state.node") == 7
    assert page.run("return drawing.camera().scale") == pytest.approx(2, rel=0.02)
    page.open()


def test_the_dark_theme_and_the_table_hold_here_too(page: Page) -> None:
    page.click("#theme")
    assert page.run("return document.documentElement.dataset.theme") == "dark" and drawn(page, "") > 5000
    page.run("openTab('table')")
    page.wait("return document.querySelectorAll('#view-table tbody tr').length > 10")
    page.run("openTab('network')")


def test_a_line_is_not_named_over_a_node_unless_it_is_chosen(page: Page) -> None:
    names = """
      const edge = data.edges[0], stranger = data.nodes.length - 1, written = [];
      const places = new Map([[edge.from, 100], [edge.to, 300], [stranger, 200]].map(([id, x]) => [id, { x, y: 100 }]));
      const pen = new OffscreenCanvas(400, 400).getContext("2d");
      pen.fillText = (text) => written.push(text);
      drawLabels(pen, places, 1, 400, 400);
      return written.includes(edgeLabel(edge));
    """
    assert not page.run(names)
    page.run("selectEdge(0)")
    assert page.run(names)


def test_the_best_connected_lies_over_what_stands_in_its_place(driver: webdriver.Chrome, tmp_path: Path) -> None:
    hub, leaves = Node("a", "Person", "甲"), tuple(Node(f"b{n}", "Place", f"{n}乡") for n in range(9))
    network = Network((hub, *leaves), tuple(Edge("a", leaf.iri, "livesIn") for leaf in leaves))
    page = Page(driver, network, tmp_path / "stacked.html", drawing="sigma")
    text = page.file.read_text("utf-8")
    page.file.write_text(re.sub(r'"x":-?[0-9]+,"y":-?[0-9]+', '"x":0,"y":0', text), "utf-8")
    page.open()
    shown = page.run_async("""
      const done = arguments[arguments.length - 1], { x, y } = drawing.screen(0);
      drawing.png().then((blob) => createImageBitmap(blob)).then((picture) => {
        const sheet = new OffscreenCanvas(1, 1).getContext("2d"), ratio = picture.width / canvas.clientWidth;
        sheet.drawImage(picture, -Math.round(x * ratio), -Math.round(y * ratio));
        done([...sheet.getImageData(0, 0, 1, 1).data].slice(0, 3));
      });
    """)
    assert "#" + bytes(shown).hex() == next(look.light for look in LOOKS if look.kind == "Person")


def test_markup_in_names_does_nothing(driver: webdriver.Chrome, tmp_path: Path) -> None:
    nasty = "</script><img src=x onerror=document.title='run'><b>甲\u2028"
    network = Network((Node(BASE + "person/x", "Person", nasty), Node(BASE + "person/y", "Person", "乙")), (), (), ())
    page = Page(driver, network, tmp_path / "nasty.html", drawing="sigma")
    page.select("乙")
    assert driver.title.endswith("云川日报") and page.errors() == [] and page.requests() == []


def test_the_same_network_gives_the_same_bytes_in_both_drawings() -> None:
    for drawing in ("vis", "sigma"):
        assert render(TOWN, title="a", drawing=drawing) == render(TOWN, title="a", drawing=drawing)


def test_a_large_graph_is_drawn_whole_where_that_is_asked(tmp_path: Path) -> None:
    store = Store()
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for n in range(1100):
        node = NamedNode(f"{BASE}person/{n}")
        store.add(Quad(node, kind, NamedNode(KG + "Person")))
        store.add(Quad(node, label, Literal(f"第{n}人", language="zh")))
    graph = tmp_path / "graph.ttl"
    graph.write_bytes(b"".join(f"{q.subject} {q.predicate} {q.object} .\n".encode() for q in store))
    write_network(Outline.of(store), tmp_path / "network.html", title="小图", whole="explorer.html")
    assert main(["view", "--whole", str(graph), "-o", str(tmp_path / "explorer.html")]) == 0
    small, large = ((tmp_path / name).read_text("utf-8") for name in ("network.html", "explorer.html"))
    assert len(island(small)["nodes"]) == 1000 and island(small)["whole"] == "explorer.html"
    assert len(island(large)["nodes"]) == 1100 and "sigma 3" in large


def island(page: str) -> dict[str, list[object]]:
    text = page.partition(' id="data">')[2].partition("</script>")[0]
    return dict(json.loads(text if text.startswith("{") else zlib.decompress(base64.b64decode(text))))


def test_where_the_bundle_is_missing_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(page_module, "_WEBGL", tmp_path / "none.js")
    with pytest.raises(InputError, match="npm was not there"):
        render(TOWN, title="a", drawing="sigma")
