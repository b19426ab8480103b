"""The map of places, in a real browser: a corpus of our own sentences with real places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from viewing import Page, needs_browser

from kg.api import Graph, build_texts
from kg.views.basemap import basemap
from kg.views.network import Article, Citation, Edge, Fact, Network, Node, Sentence
from kg.views.network_reader import read_network

pytestmark = needs_browser
BASE = "https://example.org/id/"
PLACES = (
    ("长沙市", 28.2282, 112.9388),
    ("岳麓区", 28.2353, 112.9310),
    ("哈尔滨市", 45.8038, 126.5350),
    ("三亚市", 18.2528, 109.5119),
)


def place(name: str, *point: float) -> Node:
    return Node(f"{BASE}place/{name}", "Place", name, (), (), ("d",), (), (), (point[0], point[1]) if point else None)


def happening(number: int, day: str, kind: str, where: str) -> tuple[Node, Edge]:
    cited = (Citation("s", 0.9),)
    facts = (Fact("eventType", kind, cited), Fact("trigger", "调研", cited))
    node = Node(f"{BASE}event/{number}", "Event", f"在{where}的第{number}件事", (), facts, ("d",), (), (day, day))
    return node, Edge(node.iri, f"{BASE}place/{where}", "place", citations=cited)


EVENTS = (
    happening(1, "2021-01-04", "Inspection", "长沙市"),
    happening(2, "2021-02-04", "Inspection", "长沙市"),
    happening(3, "2021-03-04", "Meeting", "岳麓区"),
    happening(4, "2021-04-04", "Meeting", "哈尔滨市"),
    happening(5, "2021-05-04", "Meeting", "桃花村"),
    happening(6, "2021-06-04", "Meeting", "云川市"),
)
LAND = Network(
    (
        *(node for node, _ in EVENTS),
        Node(f"{BASE}organisation/湘江学院", "Organisation", "湘江学院"),
        *sorted((place(name, *point) for name, *point in PLACES), key=lambda n: n.iri),
        place("桃花村"),
        place("云川市"),
    ),
    (
        *(edge for _, edge in EVENTS),
        Edge(f"{BASE}organisation/湘江学院", f"{BASE}place/岳麓区", "locatedIn", citations=(Citation("s", 0.9),)),
        Edge(f"{BASE}place/桃花村", f"{BASE}place/哈尔滨市", "partOf", citations=(Citation("s", 0.9),)),
    ),
    (Sentence("s", "他到各地调研。", "d", 0, 7),),
    (Article("d", "各地调研", "2021-06-05", "n01.txt", "云川日报"),),
)
CIRCLES = """return map.shown.map(({ cluster, x, y, radius }) => [nameOf(cluster.sites[0]), cluster.sites.length, cluster.weight, x, y, radius])
  .sort(([a], [b]) => (a < b ? -1 : 1))"""


@pytest.fixture(scope="module")
def shared_page(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(driver, LAND, tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture
def page(shared_page: Page) -> Page:
    """A map as it opens."""
    shared_page.run(
        "selectNothing(); showAll(); Object.assign(map, { isFitted: false, measure: 'events' }); openTab('map')"
    )
    settled(shared_page)
    return shared_page


def circles(page: Page) -> dict[str, list[Any]]:
    """Return how many places and events are in each circle, and where it is drawn."""
    settled(page)
    return {name: rest for name, *rest in page.run(CIRCLES)}


def settled(page: Page) -> None:
    page.run_async("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


def pointer(page: Page, x: float, y: float) -> ActionChains:
    left, top = page.run("const box = map.surface.canvas.getBoundingClientRect(); return [box.left, box.top]")
    actions = ActionChains(page.driver)
    actions.w3c_actions.pointer_action.move_to_location(round(left + x), round(top + y))  # type: ignore[no-untyped-call]
    return actions


def test_map_draws_places_where_they_lie_and_near_ones_as_one_circle(page: Page) -> None:
    drawn = circles(page)
    assert set(drawn) == {"长沙市", "哈尔滨市", "三亚市"}
    assert drawn["长沙市"][:2] == [2, 3]  # with 岳麓区
    assert drawn["哈尔滨市"][2] > drawn["长沙市"][2] > drawn["三亚市"][2]  # from west to east
    assert drawn["哈尔滨市"][3] < drawn["长沙市"][3] < drawn["三亚市"][3]  # from north to south
    assert drawn["长沙市"][4] > drawn["哈尔滨市"][4] > drawn["三亚市"][4]  # by how much happens there


def test_map_counts_a_place_without_coordinates_where_the_place_above_it_lies(page: Page) -> None:
    assert circles(page)["哈尔滨市"][:2] == [1, 2]  # its own event and that of 桃花村
    x, y = circles(page)["哈尔滨市"][2:4]
    pointer(page, x, y).perform()
    assert "含其下 1 个没有坐标的地点" in page.wait(
        "return document.querySelector('#view-map .tip:not([hidden])')?.textContent"
    )


def test_map_tells_which_places_have_no_coordinates(page: Page) -> None:
    button = page.button("另有 1 个地点没有坐标", "#view-map")
    button.click()
    page.find("#view-map .choices button").click()
    assert page.run("return nameOf(state.node)") == "云川市"


def test_map_click_selects_a_place_and_shows_what_is_known_of_it(page: Page) -> None:
    x, y = circles(page)["哈尔滨市"][2:4]
    pointer(page, x, y).click().perform()
    page.wait("return state.node !== null && nameOf(state.node) === '哈尔滨市'")
    assert "在哈尔滨市的第4件事" in page.panel() and "他到各地调研。" in page.panel()


def test_map_click_on_a_circle_of_several_zooms_until_they_stand_apart(page: Page) -> None:
    x, y = circles(page)["长沙市"][2:4]
    pointer(page, x, y).click().perform()
    assert circles(page)["长沙市"][:2] == [1, 2] and circles(page)["岳麓区"][:2] == [1, 1]


def test_map_follows_the_filters(page: Page) -> None:
    page.run("state.filters.types.add('Inspection'); changed()")
    assert {name: row[1] for name, row in circles(page).items()} == {"岳麓区": 1, "哈尔滨市": 2, "三亚市": 0}
    page.run("state.filters.types.clear(); state.filters.from = dayOf('2021-04-01'); changed()")
    assert {name: row[1] for name, row in circles(page).items() if row[1]} == {"哈尔滨市": 2}
    page.run("showAll(); toggleKind('Place')")
    assert circles(page) == {}


def test_map_sizes_circles_by_what_was_chosen(page: Page) -> None:
    page.run(
        "const select = document.querySelector('#view-map select'); select.value = 'organisations'; select.dispatchEvent(new Event('change'))"
    )
    assert {name: row[1] for name, row in circles(page).items() if row[1]} == {"岳麓区": 1}


def test_map_is_moved_with_the_keyboard_alone(page: Page) -> None:
    before = circles(page)["三亚市"]
    page.run("map.surface.canvas.focus()")
    page.press("+", Keys.ARROW_LEFT)
    moved = circles(page)
    page.press("0")
    assert moved != {} and circles(page)["三亚市"] == before
    page.press(Keys.PAGE_DOWN)
    assert page.run("return nameOf(state.node)") == "哈尔滨市"
    page.press(Keys.PAGE_DOWN)
    assert page.run("return nameOf(state.node)") == "长沙市"


def test_map_is_dragged_and_zoomed_with_the_mouse(page: Page) -> None:
    x, y = circles(page)["三亚市"][2:4]
    pointer(page, 200, 200).click_and_hold().move_by_offset(30, -40).release().perform()
    assert [round(part) for part in circles(page)["三亚市"][2:4]] == [round(x + 30), round(y - 40)]
    scale = page.run("return map.scale")
    page.run(
        "map.surface.canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: -200, bubbles: true, cancelable: true }))"
    )
    assert page.run("return map.scale") > scale * 1.3


def test_map_is_zoomed_with_two_fingers(page: Page) -> None:
    scale = page.run("return map.scale")
    left, top = page.run("const box = map.surface.canvas.getBoundingClientRect(); return [box.left, box.top]")

    def touch(kind: str, *across: int) -> None:
        points = [{"x": left + x, "y": top + 150, "id": number} for number, x in enumerate(across)]
        page.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 200, 300)
    touch("touchMove", 150, 350)
    touch("touchMove", 100, 400)
    touch("touchEnd")
    assert page.run("return map.scale") > scale * 1.5


def test_map_goes_to_the_place_of_what_is_selected_elsewhere(page: Page) -> None:
    page.run("map.x = -100; map.surface.redraw()")
    assert circles(page) == {}
    page.select("湘江学院")
    settled(page)
    assert page.run(
        "return map.shown.filter(({ isSelected }) => isSelected).map(({ cluster }) => nameOf(cluster.sites[0]))"
    ) == ["长沙市"]


def test_map_opens_at_the_places_of_what_is_selected(page: Page) -> None:
    page.run("openTab('network'); map.isFitted = false")
    page.select("湘江学院")
    page.run("openTab('map')")
    settled(page)
    assert page.run("return [map.scale, Math.round(map.x)]") == [40, 113]
    page.run("selectNothing(); map.isFitted = false; map.surface.redraw()")
    settled(page)
    assert page.run("return map.scale") < 40 and set(circles(page)) >= {"哈尔滨市", "三亚市"}


def test_map_is_drawn_in_both_themes(page: Page) -> None:
    look = "return [...map.surface.canvas.getContext('2d').getImageData(arguments[0] * devicePixelRatio, arguments[1] * devicePixelRatio, 1, 1).data]"
    x, y = circles(page)["长沙市"][2:4]
    ground = (round(x - 60), round(y))
    light = page.run(look, *ground)
    page.run("setTheme(state.theme === 'dark' ? 'light' : 'dark')")
    settled(page)
    assert light != page.run(look, *ground) and light[3] == 255  # land, in another colour


def test_map_says_when_nothing_has_coordinates_and_carries_no_basemap(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = Page(driver, Network((place("云川市"), place("北山县")), ()), tmp_path / "none.html")
    page.run("openTab('map')")
    shown = page.find("#view-map").text
    assert "图中的地点都没有坐标" in shown and "另有 2 个地点没有坐标" in shown
    assert page.run("return data.map ?? null") is None and page.errors() == []


def test_map_runs_no_markup_and_asks_for_nothing(driver: webdriver.Chrome, tmp_path: Path) -> None:
    bad = "</script><img src=x onerror='window.ran=1'><svg onload=window.ran=1><b>粗</b>"
    one, other = (
        place(bad, 28.2, 112.9),
        Node(f"{BASE}place/x", "Place", bad, (bad,), (), ("d",), (), (), (28.2, 112.9)),
    )
    network = Network((one, other, place("无")), (), (), (Article("d", bad, bad, bad, bad),))
    page = Page(driver, network, tmp_path / "bad.html")
    page.run("openTab('map')")
    page.wait("return map.shown?.length")
    x, y = page.run("return [map.shown[0].x, map.shown[0].y]")
    pointer(page, x, y).perform()
    page.wait("return document.querySelector('#view-map .tip:not([hidden])')")
    pointer(page, x, y).click().perform()
    page.wait("return document.querySelectorAll('#view-map .choices button').length === 2")
    page.find("#view-map .choices button").click()
    assert page.run("return window.ran ?? null") is None
    assert page.run("return document.querySelectorAll('main img, main b, #panel img, #panel b').length") == 0
    assert page.errors() == [] and page.requests() == []


def test_basemap_names_provinces_and_cities_and_draws_no_border() -> None:
    names = {name: (east, north, rank) for name, east, north, rank in basemap()["names"]}
    assert len([row for row in basemap()["names"] if row[3] == 1]) == 34
    assert names["湖南"][2] == 1 and names["长沙"][2] == 2 and names["衡阳"][2] == 3
    assert 108 < names["湖南"][0] < 115 and 24 < names["湖南"][1] < 31
    assert all(line.isascii() for line in basemap()["land"])


@pytest.fixture(scope="module")
def built() -> Graph:
    return build_texts(
        {"a.txt": "长沙市召开座谈会\n\n3月1日，座谈会在湖南省长沙市召开。\n"}, source="湘江日报", date="2021-03-02"
    )


def test_map_knows_where_the_places_of_a_built_graph_lie(built: Graph) -> None:
    points = {n.label: n.point for n in read_network(built.store).nodes if n.kind == "Place"}
    assert points["长沙市"] == pytest.approx((28.2, 112.94), abs=0.1)


def test_map_of_a_person_in_focus_has_the_places_of_their_events(driver: webdriver.Chrome, tmp_path: Path) -> None:
    person = Node(f"{BASE}person/陆怀谦", "Person", "陆怀谦", (), (), ("d",))
    took_part = tuple(Edge(f"{BASE}event/{n}", person.iri, "agent", citations=(Citation("s", 0.9),)) for n in (1, 4))
    network = replace(LAND, nodes=(*LAND.nodes, person), edges=(*LAND.edges, *took_part))
    page = Page(driver, network, tmp_path / "focus.html")
    page.select("陆怀谦")
    page.run("focusOn(state.node); openTab('map')")
    assert {name: found[:2] for name, found in circles(page).items()} == {"长沙市": [1, 1], "哈尔滨市": [1, 1]}
    page.run("toggleKind('Event')")
    assert circles(page) == {}, "the legend hides what is located there"
    assert page.errors() == []
