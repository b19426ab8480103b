"""The network page for everyone: keyboard, screen reader, touch, print, less motion; and axe-core's judgement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from selenium import webdriver
from selenium.webdriver import Keys
from viewing import TOWN, Page, needs_browser

AXE = ROOT / "tests" / "js" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [pytest.mark.browser, needs_browser]


@pytest.fixture(scope="module")
def town(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(driver, TOWN, tmp_path_factory.mktemp("town") / "network.html")


@pytest.fixture
def page(town: Page) -> Iterator[Page]:
    town.reset()
    yield town
    assert town.errors() == []


def faults(page: Page) -> list[Any]:
    """Return what axe-core finds serious or critical: the rule, and the elements."""
    page.driver.set_script_timeout(30)
    return list(
        page.run_async(
            """const done = arguments[0];
            axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => done(violations
              .filter(({ impact }) => impact === "serious" || impact === "critical")
              .map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html)])))"""
        )
    )


STATES = {
    "at first": "",
    "node": "selectNode(6); document.querySelectorAll('#panel details').forEach((d) => { d.open = true; }); document.querySelectorAll('#panel .cite').forEach((b) => b.click())",
    "edge": "selectEdge(5)",
    "path": "showPath(6, 5)",
    "filters": "openPopover('filters')",
    "paths": "openPopover('path')",
    "taking": "openPopover('export')",
    "search": "const box = document.getElementById('search'); box.value = '云'; box.dispatchEvent(new Event('input'))",
    "table": "openTab('table'); selectNode(6)",
    "statements": "openTab('table'); document.querySelector('[data-of=edges]').click()",
    "ties": "openTab('ties'); selectNode(6)",
    "tie": "openTab('ties'); document.querySelectorAll('#view-ties select')[1].value = 'articles'; document.querySelectorAll('#view-ties select')[1].dispatchEvent(new Event('change')); state.tie = { a: 5, b: 6 }; changed()",
    "filtered": "state.filters.from = dayOf('2021-06-01'); changed(); selectNode(4)",
    "timeline": "openTab('timeline')",
    "map": "openTab('map')",
    "english": "document.getElementById('language').click(); selectNode(6)",
}


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core (make tests/js/node_modules)")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(page: Page, theme: str) -> None:
    # the page's policy lets no script in; what the driver runs is not the page's
    page.run(AXE.read_text("utf-8") + "\nwindow.axe = axe;")
    found = {}
    for name, script in STATES.items():
        page.reset()
        page.run(f"setTheme('{theme}'); {script}")
        if wrong := faults(page):
            found[name] = wrong
    assert found == {}


def test_keyboard_steps_through_the_picture_and_into_the_panel_and_back(page: Page) -> None:
    page.run("canvas.focus()")
    page.press("n")
    first = page.find("#panel h2").text
    assert first == page.run("return nameOf(graph.byDegree[0])")
    assert first in page.find("#announcer").get_attribute("textContent")
    page.press("n")
    assert page.find("#panel h2").text == page.run("return nameOf(graph.byDegree[1])")
    page.press("p", Keys.ENTER)
    assert page.find("#panel h2").text == first and page.run("return document.activeElement.id") == "panel"
    page.press(Keys.ESCAPE)
    assert "网络概览" in page.panel()


def test_keyboard_moves_and_zooms_the_picture(page: Page) -> None:
    page.run("canvas.focus()")
    before = page.run("return drawing.camera()")
    page.press(Keys.ARROW_RIGHT, "+")
    after = page.run("return drawing.camera()")
    assert after["x"] > before["x"] and after["scale"] > before["scale"]


def test_every_control_is_reached_by_tab_in_the_order_of_the_page(page: Page) -> None:
    page.press("/")
    reached = []
    for _ in range(100):  # the panel lists what the network holds
        page.press(Keys.TAB)
        reached.append(page.run("const e = document.activeElement; return e.id || e.dataset.kind || e.className"))
    wanted = [
        "tab-network",
        "filters-open",
        "Person",
        "canvas",
        "panel",
    ]
    assert reached[:5] == wanted, "the panel is five stops from the search"
    assert [name for name in reached if name in ("time-from", "time-to")][:2] == ["time-from", "time-to"]


def test_arrows_lead_through_a_toolbar(page: Page) -> None:
    page.find("#filters-open").send_keys(Keys.ARROW_RIGHT)
    assert page.run("return document.activeElement.id") == "path-open"
    page.press(Keys.END)
    assert page.run("return document.activeElement.id") == "theme"
    page.press(Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    assert page.run("return document.activeElement.id") == "theme"
    page.find("[data-kind=Person]").send_keys(Keys.ARROW_RIGHT)
    assert page.run("return document.activeElement.dataset.kind") == "Organisation"


def test_tabs_follow_the_arrows(page: Page) -> None:
    page.find("#tab-network").send_keys(Keys.ARROW_LEFT)
    assert page.run("return [state.tab, document.activeElement.id]") == ["table", "tab-table"]
    assert page.find("#view-table").is_displayed() and not page.find("#view-network").is_displayed()


def test_sheet_closes_by_escape_and_gives_the_focus_back(page: Page) -> None:
    page.find("#filters-open").send_keys(Keys.ENTER)
    assert page.run("return document.getElementById('filters').contains(document.activeElement)")
    page.press(Keys.ESCAPE)
    assert not page.find("#filters").is_displayed()
    assert page.run("return document.activeElement.id") == "filters-open"


def test_focus_stays_in_the_panel_when_its_links_lead_on(page: Page) -> None:
    page.select("陆怀谦")
    page.button("云川市人民政府", "#panel").send_keys(Keys.ENTER)
    assert page.find("#panel h2").text == "云川市人民政府"
    assert page.run("return document.activeElement.id") == "panel"
    page.press(Keys.TAB)
    assert page.run("return panel.contains(document.activeElement) && document.activeElement !== panel")


def test_escape_closes_a_sheet_before_it_leads_back(page: Page) -> None:
    page.select("陆怀谦")
    page.click("#export-open")
    page.run("document.activeElement.blur()")
    page.press(Keys.ESCAPE)
    assert not page.find("#export").is_displayed() and page.find("#panel h2").text == "陆怀谦"
    page.press(Keys.ESCAPE)
    assert "网络概览" in page.panel()


def test_selection_of_what_is_filtered_away_says_that_the_filters_are_cleared(page: Page) -> None:
    page.run("toggleKind('Person')")
    page.type("lhq" + Keys.ENTER)
    assert page.find("#panel h2").text == "陆怀谦" and "陆怀谦" in page.shown()
    assert page.find("#announcer").get_attribute("textContent").endswith("筛选已清除")


def test_camera_that_is_set_before_a_flight_has_its_first_frame_stays(page: Page) -> None:
    seen = page.run_async(
        "const done = arguments[0], seen = []; selectNode(6, true); drawing.setCamera({ x: 0, y: 0, scale: 0.5 }); "
        "const look = () => seen.push(drawing.camera().scale) < 4 ? requestAnimationFrame(look) : done(seen); look()"
    )
    assert seen == pytest.approx([0.5] * 4)


def test_nothing_is_drawn_once_a_flight_that_was_cut_short_is_over(page: Page) -> None:
    frames = page.run_async(
        """const done = arguments[0], draw = CanvasRenderingContext2D.prototype.clearRect;
        let count = 0;
        selectNode(6, true);
        setTimeout(() => drawing.setCamera({ x: 0, y: 0, scale: 0.5 }), 100);
        setTimeout(() => { CanvasRenderingContext2D.prototype.clearRect = function (...box) { count++; return draw.apply(this, box); }; }, 700);
        setTimeout(() => { CanvasRenderingContext2D.prototype.clearRect = draw; done(count); }, 1200)"""
    )
    assert frames <= 1  # what the last move asked for may come late


def test_nothing_moves_where_the_reader_wants_no_motion(page: Page) -> None:
    emulate = page.driver.execute_cdp_cmd
    emulate("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    try:
        page.wait("return matchMedia('(prefers-reduced-motion: reduce)').matches")
        page.run("drawing.setCamera({ x: 0, y: 0, scale: 0.5 })")
        # in one script, without a frame between: a flight would only have begun
        before, after = page.run(
            "const at = drawing.camera(); selectNode(6, true); return [at.scale, drawing.camera().scale]"
        )
        assert [before, after] == pytest.approx([0.5, 1.1])
    finally:
        emulate("Emulation.setEmulatedMedia", {"features": []})


def test_targets_are_large_enough_for_fingers(page: Page) -> None:
    emulate = page.driver.execute_cdp_cmd
    emulate("Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True})
    emulate("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        small = {}
        for script in (
            "selectNode(6)",
            "openPopover('filters')",
            "openPopover('export')",
            "openTab('table')",
            "openTab('timeline')",
            "openTab('map')",
        ):
            page.run(script)
            small[script] = page.run(
                """return [...document.querySelectorAll("button, summary, .choice, input:not([type=checkbox]), select")]
                  .filter((e) => e.checkVisibility() && e.offsetParent && (e.offsetHeight < 44 || e.offsetWidth < 44)).map((e) => e.outerHTML.slice(0, 90))"""
            )
        assert small == {script: [] for script in small}
        assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        emulate("Emulation.clearDeviceMetricsOverride", {})
        emulate("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_print_shows_the_picture_and_the_whole_panel_and_no_controls(page: Page) -> None:
    page.select("陆怀谦")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert page.find("#panel blockquote").is_displayed() and page.find("#canvas").is_displayed()
        assert not page.find("header .tools").is_displayed() and not page.find("#search").is_displayed()
        assert page.run("return panel.scrollHeight <= panel.clientHeight + 1"), "nothing of the panel is cut"
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
