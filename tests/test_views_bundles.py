"""Bundles in a real browser: the leaves of a hub are drawn as one mark, which opens and closes, in both drawings."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from test_views_access import AXE, faults
from viewing import BASE, Page, event, needs_browser

from kg.views.network import Article, Citation, Edge, Network, Node, Sentence
from kg.views.page import has_explorer

pytestmark = [pytest.mark.browser, needs_browser]
EVENTS, PEOPLE = 37, 14
HUB, FIRST, MAYOR = EVENTS, 0, EVENTS + 1  # by their order: events, the city, its mayor, his people
BUNDLE, OF_PEOPLE = "place/云川市 Event", "person/陆怀谦 Person"


def city() -> Network:
    """Return a city with 37 events, one in each of January's days and six in February, and a mayor who knows 14 people."""
    days = [f"2021-01-{day:02}" for day in range(1, 32)] + [f"2021-02-{day:02}" for day in range(1, 7)]
    cite = [Citation(f"s{n}", 0.9 if n % 2 else 0.7) for n in range(EVENTS)]
    kind = ("Meeting", "Inspection")
    events = tuple(
        event(f"{BASE}event/{n:02}", f"第{n}次会议", kind[n % 2], "happened", cite[n], dates=(day, day))
        for n, day in enumerate(days)
    )
    people = tuple(Node(f"{BASE}person/乙{n:02}", "Person", f"乙{n:02}") for n in range(PEOPLE))
    hub, mayor = f"{BASE}place/云川市", f"{BASE}person/陆怀谦"
    others = (Node(hub, "Place", "云川市"), Node(mayor, "Person", "陆怀谦"))
    town = Node(f"{BASE}organisation/云川大学", "Organisation", "云川大学")
    edges = (
        *(Edge(node.iri, hub, "place", citations=(cite[n],)) for n, node in enumerate(events)),
        *(Edge(mayor, one.iri, "relatedTo") for one in people),
        Edge(mayor, hub, "relatedTo"),
        Edge(town.iri, hub, "locatedIn"),
        Edge(mayor, town.iri, "relatedTo"),
    )
    sentences = tuple(Sentence(f"s{n}", f"第{n}次会议在云川市举行。", "d", 20 * n, 20 * n + 12) for n in range(EVENTS))
    article = Article("d", "会议一览", "2021-02-08", "n00.txt", "云川日报")
    return Network((*events, *others, *people, town), edges, sentences, (article,))


def opened(driver: webdriver.Chrome, folder: pytest.TempPathFactory, drawing: str) -> Page:
    if drawing == "sigma" and not has_explorer():
        pytest.skip("needs the bundle that npm gives when kg is installed")
    return Page(driver, city(), folder.mktemp(drawing) / "city.html", drawing=drawing)


@pytest.fixture(scope="module", params=["vis", "sigma"])
def either(request: pytest.FixtureRequest, driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return opened(driver, tmp_path_factory, request.param)


@pytest.fixture
def page(either: Page) -> Iterator[Page]:
    if either.driver.current_url.split("#")[0] != either.file.as_uri():
        either.open()
    either.reset()
    yield either
    assert either.errors() == []


def drawn(page: Page) -> set[str]:
    return set(page.run("return drawnNodes().map(nameOf)"))


def bundles(page: Page) -> dict[str, tuple[int, bool]]:
    """Return how many leaves each bundle has, and whether it is open."""
    found = page.run("return allBundles().map(({ key, leaves, isOpen }) => [key, leaves.length, isOpen])")
    return {key: (count, is_open) for key, count, is_open in found}


def at_mark(page: Page, key: str) -> ActionChains:
    """Return the pointer moved to the mark of a bundle."""
    script = """const { left, top } = canvas.getBoundingClientRect();
      const { x, y } = bundleMarks().find(({ bundle }) => bundle.key === arguments[0]);
      return [Math.round(left + x), Math.round(top + y)]"""
    page.wait("return new Promise((done) => setTimeout(() => done(true), 450))")  # what moved has come to rest
    actions = ActionChains(page.driver)
    actions.w3c_actions.pointer_action.move_to_location(*page.run(script, key))  # type: ignore[no-untyped-call]
    return actions


def test_leaves_of_a_class_are_one_mark_that_a_click_opens_and_closes(page: Page) -> None:
    assert bundles(page) == {BUNDLE: (EVENTS, False), OF_PEOPLE: (PEOPLE, False)}
    assert drawn(page) == {"云川市", "陆怀谦", "云川大学"}
    at_mark(page, BUNDLE).click().perform()
    page.wait("return drawnNodes().length === 40")
    assert bundles(page) == {BUNDLE: (EVENTS, True), OF_PEOPLE: (PEOPLE, False)}
    assert page.find("#panel h2").text == "云川市的 37 个事件" and "已展开" in page.run("return announcer.textContent")
    at_mark(page, BUNDLE).click().perform()
    page.wait("return drawnNodes().length === 3")
    assert "已收起：云川市的 37 个事件" in page.run("return announcer.textContent")


def test_a_mark_stands_beside_its_hub_from_afar_too(page: Page) -> None:
    page.run("drawing.zoom(0.1)")
    gaps = "return bundleMarks().map(({ x, y, radius, hub }) => Math.hypot(x - hub.x, y - hub.y) - radius - hub.radius)"
    assert min(page.run(gaps)) > 3


def test_a_double_click_opens_and_does_nothing_else(page: Page) -> None:
    at_mark(page, BUNDLE).double_click().perform()
    page.wait("return drawnNodes().length === 40")
    page.wait("return new Promise((done) => setTimeout(() => done(true), 450))")
    assert page.run("return [state.ego, state.node, state.bundle]") == [None, None, BUNDLE]


def test_counts_and_lists_are_those_of_the_graph(page: Page) -> None:
    assert page.find("[data-kind=Event]").text == "事件 37" and page.find("[data-kind=Person]").text == "人物 15"
    assert len(page.shown()) == EVENTS + PEOPLE + 3
    assert page.run("return document.querySelector('.unlinked').hidden"), (
        "what is in a bundle is no node without a link"
    )


def test_filters_govern_what_a_bundle_holds(page: Page) -> None:
    page.run("state.filters.to = dayOf('2021-01-20'); changed()")
    assert bundles(page)[BUNDLE] == (20, False) and page.find("[data-kind=Event]").text == "事件 20 / 37"
    page.run("state.filters.types.add('Meeting'); changed()")
    assert BUNDLE not in bundles(page) and len(drawn(page) & {f"第{n}次会议" for n in range(EVENTS)}) == 10
    page.run("showAll(); state.filters.confidence = 0.8; changed()")
    assert bundles(page)[BUNDLE] == (18, False)
    page.run("showAll(); toggleKind('Event')")
    assert BUNDLE not in bundles(page)


def test_search_opens_the_bundle_that_holds_what_is_found(page: Page) -> None:
    page.type("第5次" + Keys.ENTER)
    page.wait("return state.node === 5")
    assert bundles(page)[BUNDLE] == (EVENTS, True) and "第5次会议" in drawn(page)
    page.press(Keys.ESCAPE)
    assert bundles(page)[BUNDLE] == (EVENTS, True), "it stays open"


@pytest.mark.parametrize(
    "chosen", ["selectNode(3)", "selectEdge(3)", "showPath(3, 36)", "applyFragment('node=event/03'); showState()"]
)
def test_selection_of_a_leaf_opens_its_bundle(page: Page, chosen: str) -> None:
    page.run(chosen)
    assert bundles(page)[BUNDLE] == (EVENTS, True) and "第3次会议" in drawn(page)


def test_a_list_in_the_panel_opens_the_bundle(page: Page) -> None:
    page.select("云川市")
    assert page.button("展开 37 个事件", "#panel").get_attribute("aria-expanded") == "false"
    page.button("第7次会议", "#panel").click()
    assert page.run("return nameOf(state.node)") == "第7次会议" and bundles(page)[BUNDLE] == (EVENTS, True)


def test_history_leads_back_to_the_closed_bundle(page: Page) -> None:
    page.select("云川市")
    noted = "return new URLSearchParams(location.hash.slice(1)).get('node') === "
    page.wait(noted + "'place/云川市'")
    page.run("selectNode(5)")
    page.wait(noted + "'event/05'")
    page.driver.back()
    page.wait("return nameOf(state.node ?? 0) === '云川市'")
    assert bundles(page)[BUNDLE] == (EVENTS, False)
    page.driver.forward()
    page.wait("return state.node === 5")
    assert bundles(page)[BUNDLE] == (EVENTS, True)


def test_link_restores_open_bundles_and_the_chosen_one(page: Page) -> None:
    page.run("toggleBundle(allBundles().find(({ kind }) => kind === 'Person'))")
    link = page.run("return fragmentText()")
    page.reset()
    assert bundles(page)[OF_PEOPLE] == (PEOPLE, False)
    page.run("applyFragment(arguments[0]); showState()", link)
    assert bundles(page) == {BUNDLE: (EVENTS, False), OF_PEOPLE: (PEOPLE, True)}
    assert page.find("#panel h2").text == "陆怀谦的 14 个人物"
    page.run("applyFragment('bundle=nobody%20Event&open=[%22x%22,%22%22,7]'); showState()")
    assert page.run("return [state.bundle, state.openBundles.size]") == [None, 0]


def test_keyboard_steps_to_a_bundle_opens_and_closes_it(page: Page) -> None:
    page.run("canvas.focus()")
    page.press("n")
    assert page.run("return nameOf(state.node)") == "云川市"
    page.press("n")
    assert page.run("return state.bundle") == BUNDLE
    assert page.run("return announcer.textContent") == "已选：云川市的 37 个事件，收成一束，回车展开"
    page.press(Keys.ENTER)
    assert bundles(page)[BUNDLE] == (EVENTS, True)
    page.press(Keys.ENTER)
    assert bundles(page)[BUNDLE] == (EVENTS, False) and page.run("return document.activeElement.id") == "canvas"
    page.press("n")
    assert page.run("return nameOf(state.node)") == "陆怀谦", "the leaves of a closed bundle are passed over"


def test_buttons_in_the_panel_open_and_close_and_keep_the_focus(page: Page) -> None:
    page.select("云川市")
    page.button("展开 37 个事件", "#panel").send_keys(Keys.ENTER)
    assert bundles(page)[BUNDLE] == (EVENTS, True)
    assert page.run("return document.activeElement.textContent") == "收起 37 个事件"
    page.press(Keys.SPACE)
    assert bundles(page)[BUNDLE] == (EVENTS, False)
    page.click("#language")
    assert page.button("Open 37 events", "#panel").get_attribute("aria-expanded") == "false"
    assert page.find("#panel h2").text == "37 events of 云川市"


def test_exports_hold_the_leaves_and_pictures_what_is_drawn(page: Page) -> None:
    labels = "return visibleNetwork().nodes.map(({ label }) => label)"
    assert len(page.run(labels)) == EVENTS + PEOPLE + 3 and "第5次会议" in page.run(labels)
    assert "第5次会议" in page.run("return visibleTurtle()") and "第5次会议" in page.run("return statementsText()")
    texts = [part.text for part in ElementTree.fromstring(page.run("return svgText()")).iter() if part.text]
    assert "＋37 事件" in texts and "＋14 人物" in texts and not any("第5次" in text for text in texts)
    page.run("selectNode(5); toggleBundle(allBundles().find(({ kind }) => kind === 'Person'))")
    assert len(page.run(labels)) == PEOPLE + 1, "a chosen bundle is saved as its leaves and their hub"
    texts = [part.text for part in ElementTree.fromstring(page.run("return svgText()")).iter() if part.text]
    assert "＋14 人物" not in texts and "第5次会议" in texts


def test_focus_draws_the_bundles_of_the_neighbourhood_near_its_middle(page: Page) -> None:
    page.run(f"focusOn({HUB})")
    assert bundles(page) == {BUNDLE: (EVENTS, False)}
    closed = page.run("return Math.max(...bundleMarks().map(({ bundle: { offset: { x, y } } }) => Math.hypot(x, y)))")
    page.run("toggleBundle(allBundles()[0])")
    spots = {tuple(spot) for spot in page.run("return drawnNodes().map((id) => [data.nodes[id].x, data.nodes[id].y])")}
    assert len(spots) == EVENTS + 3, "each leaf has a place of its own"
    assert closed < 200
    page.run("toggleBundle(allBundles()[0])")
    assert bundles(page)[BUNDLE] == (EVENTS, False)


def test_a_leaf_in_focus_stands_beside_the_bundle_of_the_others(page: Page) -> None:
    page.run("focusOn(5, 2)")
    assert bundles(page)[BUNDLE] == (EVENTS - 1, False) and "第5次会议" in drawn(page)


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core (make tests/js/node_modules)")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_a_bundle(page: Page, theme: str) -> None:
    page.run(AXE.read_text("utf-8") + "\nwindow.axe = axe;")  # the page's policy lets no script in, but the driver
    page.run(f"setTheme('{theme}'); selectNode({HUB})")
    assert faults(page) == []
    page.run("toggleBundle(allBundles()[0])")
    assert faults(page) == []
