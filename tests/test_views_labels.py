"""The words in the pictures: what is written over what, in a real browser."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from selenium import webdriver
from viewing import BASE, Page, needs_browser

from kg.views.network import Citation, Edge, Network, Node

pytestmark = needs_browser
CITED = (Citation("s", 0.9),)
Box = tuple[float, float, float, float]


def written(page: Page) -> list[tuple[str, Box]]:
    """Return each text of the open picture with its box, in pixels: Chinese and signs are as wide as the type, others half."""
    found = []
    for part in ElementTree.fromstring(page.run("return svgText()")).iter():
        if part.tag.endswith("}text") and part.get("fill") != "none" and part.get("text-anchor") == "middle":
            words, size = part.text or "", float(part.get("font-size", "12").removesuffix("px"))
            half = sum(size if ord(c) > 0x2E80 else size / 2 for c in words) / 2
            x, y = float(part.get("x", 0)), float(part.get("y", 0)) - size * 0.35  # from the foot of the letters
            found.append((words, (x - half, y - size / 2, x + half, y + size / 2)))
    return found


def overlap(a: Box, b: Box, apart: float = 0) -> bool:
    """Whether two boxes have less than some pixels between them."""
    return a[0] < b[2] + apart and b[0] < a[2] + apart and a[1] < b[3] + apart and b[1] < a[3] + apart


def test_no_name_of_a_place_covers_the_number_of_another(driver: webdriver.Chrome, tmp_path: Path) -> None:
    places, nodes, edges = [], [], []
    for number, (north, east, count) in enumerate(
        [(30, 110, 60), (33, 110, 40), (36.5, 110, 25), (30, 114, 9), (41, 111, 8), (27, 108, 5)]
    ):
        place = Node(f"{BASE}place/{number}", "Place", f"第{number}处很长的地名", point=(north, east))
        places.append(place)
        for event in range(count):
            nodes.append(
                Node(
                    f"{BASE}event/{number}-{event}",
                    "Event",
                    f"{number}号地第{event}会",
                    dates=("2021-01-04", "2021-01-04"),
                )
            )
            edges.append(Edge(nodes[-1].iri, place.iri, "place", citations=CITED))
    page = Page(driver, Network((*places, *nodes), tuple(edges)), tmp_path / "map.html")
    page.run("openTab('map')")
    texts: list[tuple[str, Box]] = []
    for scale in (2, 4, 6, 8, 12, 16):
        page.run(f"map.scale = {scale}; map.x = 110")
        texts = written(page)
        numbers, names = ([(t, box) for t, box in texts if t.isdigit() is digits] for digits in (True, False))
        assert numbers, scale
        assert not [(n, t) for n, box in numbers for t, other in names if overlap(box, other)], scale


def test_labels_of_edges_stand_clear_of_names(driver: webdriver.Chrome, tmp_path: Path) -> None:
    person = Node(f"{BASE}person/陆怀谦", "Person", "陆怀谦")
    events = tuple(Node(f"{BASE}event/{n}", "Event", "云川市人民政府第二次座谈会"[: 4 + n % 10]) for n in range(60))
    town = Node(f"{BASE}place/云川市", "Place", "云川市")  # a second link, so that the events are no bundle
    roles = (("participant", person), ("place", town))
    edges = tuple(Edge(e.iri, other.iri, role, citations=CITED) for e in events for role, other in roles)
    page = Page(driver, Network((person, town, *events), edges), tmp_path / "star.html", start=person.iri)
    page.run("state.language = 'en'; changed()")
    texts = written(page)
    labels, names = ([(t, box) for t, box in texts if (t == "participant") is of_edges] for of_edges in (True, False))
    assert labels and len(names) > 10
    assert not [t for _, box in labels for t, other in names if overlap(box, other, apart=3)]
    nodes = page.run("return graph.nodes.map(({ id }) => [drawing.screen(id), drawing.radius(id) * 0.7])")
    shapes = [(at["x"] - r, at["y"] - r, at["x"] + r, at["y"] + r) for at, r in nodes]
    assert not [box for _, box in labels for shape in shapes if overlap(box, shape)]
