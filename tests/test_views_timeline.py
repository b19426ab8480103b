"""The timeline of events, in a real browser."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from viewing import Page, needs_browser

from kg.views.network import Article, Citation, Edge, Fact, Network, Node, Sentence

pytestmark = needs_browser
BASE = "https://example.org/id/"
CITED = (Citation("s", 0.9),)


def event(number: int, kind: str, *dates: str, label: str = "", status: str = "happened") -> Node:
    facts = (Fact("eventType", kind, CITED), Fact("status", status, CITED))
    span = (dates[0], dates[-1]) if dates else ()
    return Node(f"{BASE}event/{number:04}", "Event", label or f"第{number}件事", (), facts, ("d",), (), span)


FEW = Network(
    (
        event(1, "Inspection", "2021-01-04", label="陆怀谦调研"),
        event(2, "Inspection", "2021-02-01", "2021-02-28", label="春季检查"),
        event(3, "Meeting", "2021-02-10", label="座谈会"),
        event(4, "Meeting", "2021-03-01", label="动员会", status="planned"),
        event(5, "Meeting", label="某次会议"),
        Node(f"{BASE}person/陆怀谦", "Person", "陆怀谦", (), (), ("d",)),
        Node(f"{BASE}person/曾广义", "Person", "曾广义", (), (), ("d",)),
    ),
    (
        Edge(f"{BASE}event/0001", f"{BASE}person/陆怀谦", "agent", citations=CITED),
        Edge(f"{BASE}event/0003", f"{BASE}person/陆怀谦", "agent", citations=CITED),
        Edge(f"{BASE}event/0003", f"{BASE}person/曾广义", "participant", citations=CITED),
    ),
    (Sentence("s", "陆怀谦到企业调研。", "d", 0, 9),),
    (Article("d", "市长调研", "2021-01-05", "n01.txt", "云川日报"),),
)
# eight meetings a day for a hundred days, thirty on a later one, and a founding of long ago
DAYS = [(date(2021, 1, 1) + timedelta(n)).isoformat() for n in range(100)]
MANY = Network(
    (
        *(event(8 * n + k, "Meeting", day) for n, day in enumerate(DAYS) for k in range(8)),
        *(event(n, "Meeting", "2021-12-15") for n in range(3000, 3030)),
        event(9999, "Founding", "1921-01-01", "1921-12-31"),
    ),
    (),
)
BOXES = "return timeline.boxes.filter(({ ids }) => ids).map(({ ids, x0, x1, y0, y1 }) => [nameOf(ids[0]), x0, x1, (y0 + y1) / 2])"


@pytest.fixture(scope="module")
def shared_page(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(driver, FEW, tmp_path_factory.mktemp("timeline") / "few.html")


@pytest.fixture
def page(shared_page: Page) -> Page:
    """The timeline of few events, as it opens."""
    by = "const by = document.querySelector('#view-timeline select'); by.value = 'type'; by.dispatchEvent(new Event('change'))"
    shared_page.run("selectNothing(); showAll(); timeline.isFitted = false; openTab('timeline')")
    shared_page.run(by)
    settled(shared_page)
    return shared_page


def settled(page: Page) -> None:
    page.run_async("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


def drawn(page: Page) -> dict[str, list[Any]]:
    """Return where events are drawn: from and to, and their height."""
    settled(page)
    return {name: rest for name, *rest in page.run(BOXES)}


def pointer(page: Page, x: float, y: float) -> ActionChains:
    left, top = page.run("const box = timeline.surface.canvas.getBoundingClientRect(); return [box.left, box.top]")
    actions = ActionChains(page.driver)
    actions.w3c_actions.pointer_action.move_to_location(round(left + x), round(top + y))  # type: ignore[no-untyped-call]
    return actions


def test_timeline_puts_events_in_order_of_time_in_lanes_by_type(page: Page) -> None:
    at = drawn(page)
    assert at["陆怀谦调研"][0] < at["春季检查"][0] < at["座谈会"][0] < at["动员会"][0]
    assert page.run("return timeline.lanes.map(({ name, events }) => [name, events.length])") == [
        ["会议", 3],
        ["调研检查", 2],
    ]
    assert at["陆怀谦调研"][2] > at["座谈会"][2]


def test_timeline_draws_a_span_as_long_as_it_lasts(page: Page) -> None:
    scale = page.run("return timeline.scale")
    x = page.run(
        "return [xOfDay('2021-02-01'), xOfDay('2021-03-01')]".replace(
            "xOfDay", "((d) => (dayOf(d) - timeline.left) * timeline.scale + 118)"
        )
    )
    assert x[1] - x[0] == pytest.approx(28 * scale)
    start = page.run("return timeline.boxes.find(({ ids }) => nameOf(ids[0]) === '春季检查').x0")
    assert start == pytest.approx(x[0] - 3, abs=1)


def test_timeline_click_selects_an_event_and_shows_its_sentence(page: Page) -> None:
    x0, _, y = drawn(page)["陆怀谦调研"]
    pointer(page, x0 + 7, y).perform()
    assert (
        page.wait("return document.querySelector('#view-timeline .tip:not([hidden])')?.textContent")
        == "陆怀谦调研\n2021-01-04 · 调研检查"
    )
    pointer(page, x0 + 7, y).click().perform()
    page.wait("return state.node !== null && nameOf(state.node) === '陆怀谦调研'")
    assert "陆怀谦到企业调研。" in page.panel()
    pointer(page, x0 + 7, 5).click().perform()
    assert page.run("return state.node") is None


def test_timeline_puts_events_without_a_date_hollow_where_they_were_reported(page: Page) -> None:
    assert "4 个有日期的事件，1 个按报道日期（空心）" in page.find("#view-timeline .bar").text
    x0, _, y = drawn(page)["某次会议"]
    middle = page.run("return (dayOf('2021-01-05') + 0.5 - timeline.left) * timeline.scale + 118")
    assert x0 + 9 == pytest.approx(middle, abs=1)
    pointer(page, x0 + 9, y).perform()
    tip = page.wait("return document.querySelector('#view-timeline .tip:not([hidden])')?.textContent")
    assert tip == "某次会议\n日期不详，2021-01-05 报道 · 会议"
    colour = page.run(
        "const c = timeline.surface.canvas, r = devicePixelRatio, { x0, y0, y1 } = timeline.boxes.find(({ ids }) => nameOf(ids[0]) === '某次会议');"
        "return [...c.getContext('2d').getImageData((x0 + 9) * r, (y0 + y1) / 2 * r, 1, 1).data].slice(0, 3)"
    )
    assert colour == [0xFB, 0xFA, 0xF7], "hollow: the colour of the page inside"


def test_timeline_follows_the_filters_and_the_time_slider(page: Page) -> None:
    page.run("state.filters.from = dayOf('2021-02-15'); changed()")
    assert set(drawn(page)) == {"春季检查", "动员会"}  # the first still lasts on that day
    page.run("showAll(); state.filters.statuses.add('planned'); changed()")
    assert "动员会" not in drawn(page)
    page.run("showAll(); toggleKind('Event')")
    assert drawn(page) == {} and "0 个有日期的事件" in page.find("#view-timeline .bar").text


def test_timeline_makes_lanes_of_persons(page: Page) -> None:
    page.run(
        "const by = document.querySelector('#view-timeline select'); by.value = 'Person'; by.dispatchEvent(new Event('change'))"
    )
    assert page.run("return timeline.lanes.map(({ name, events }) => [name, events.map(nameOf)])") == [
        ["陆怀谦", ["陆怀谦调研", "座谈会"]],
        ["曾广义", ["座谈会"]],
    ]


def test_timeline_is_used_with_the_keyboard_alone(page: Page) -> None:
    page.run("timeline.surface.canvas.focus()")
    page.press(Keys.PAGE_DOWN, Keys.PAGE_DOWN)
    assert page.run("return nameOf(state.node)") == "某次会议", "an event without a date stands at its report"
    page.press(Keys.PAGE_UP)
    assert page.run("return nameOf(state.node)") == "陆怀谦调研"
    scale, left = page.run("return [timeline.scale, timeline.left]")
    page.press("+", Keys.ARROW_RIGHT)
    assert page.run("return timeline.scale > arguments[0] && timeline.left > arguments[1]", scale, left)
    page.press("0")
    assert len(drawn(page)) == 5


def test_timeline_brings_into_sight_what_is_selected_elsewhere(page: Page) -> None:
    page.run("timeline.left += 4000; timeline.surface.redraw()")
    assert drawn(page) == {}
    page.select("动员会")
    assert "动员会" in drawn(page)


def test_timeline_names_days_months_and_years_as_it_is_zoomed(page: Page) -> None:
    names = """
      const labels = [], context = timeline.surface.canvas.getContext("2d"), write = context.fillText;
      context.fillText = (text, x, y) => { if (y < 30) labels.push(text); };
      timeline.scale = arguments[0]; timeline.left = dayOf("2020-12-31"); timeline.surface.redraw();
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => { delete context.fillText; done(labels.slice(0, 3)); })));
    """
    assert page.run(names, 70) == ["2020-12-31", "1月1日", "1月2日"]
    assert page.run(names, 3) == ["2021年1月", "2月", "3月"]
    assert page.run(names, 0.2) == ["2021年", "2022年", "2023年"]


def test_timeline_shows_how_many_where_there_is_no_room_for_each(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = Page(driver, MANY, tmp_path / "many.html")
    page.run("openTab('timeline')")
    settled(page)
    # most are fitted; the one of long ago does not press them into a corner
    assert (
        page.run(
            "return timeline.left > dayOf('2020-06-01') && timeline.lanes.map(({ events }) => events.length).join()"
        )
        == "830,1"
    )
    page.run("timeline.left = dayOf('2021-01-01'); timeline.scale = 1.9; timeline.surface.redraw()")
    settled(page)
    bins = page.run("return timeline.boxes.filter(({ count }) => count).map(({ count, x0, y1 }) => [count, x0, y1])")
    assert sum(count for count, _, _ in bins) == 830
    count, x, y = bins[3]
    pointer(page, x + 2, y - 2).perform()
    assert f"{count} 个事件" in page.wait(
        "return document.querySelector('#view-timeline .tip:not([hidden])')?.textContent"
    )
    pointer(page, x + 2, y - 2).click().perform()
    settled(page)
    assert page.run("return timeline.scale") > 50
    page.run("timeline.left = dayOf('2021-12-14'); timeline.surface.redraw()")
    assert len(drawn(page)) == 30  # where there is room for each, each is drawn
    page.find("#view-timeline .zooming button:last-child").click()
    assert page.run("return timeline.left < dayOf('1921-01-01')")


def test_timeline_runs_no_markup_and_asks_for_nothing(driver: webdriver.Chrome, tmp_path: Path) -> None:
    bad = "</script><img src=x onerror='window.ran=1'><svg onload=window.ran=1><b>粗</b>"
    person = Node(f"{BASE}person/x", "Person", bad, (bad,), (), ("d",))
    events = (event(1, bad, "2021-01-04", label=bad, status=bad), event(2, bad, label=bad))
    edge = Edge(f"{BASE}event/0001", person.iri, "agent", bad, bad, CITED)
    network = Network((*events, person), (edge,), (Sentence("s", bad, "d", 0, 1),), (Article("d", bad, bad, bad, bad),))
    page = Page(driver, network, tmp_path / "bad.html")
    page.run(
        "openTab('timeline'); const by = document.querySelector('#view-timeline select'); by.value = 'Person'; by.dispatchEvent(new Event('change'))"
    )
    settled(page)
    x, y = page.run("const [box] = timeline.boxes; return [box.x0 + 7, (box.y0 + box.y1) / 2]")
    pointer(page, x, y).perform()
    page.wait("return document.querySelector('#view-timeline .tip:not([hidden])')")
    pointer(page, x, y).click().perform()
    page.button("另有 1 个没有日期", "#view-timeline").click()
    assert page.run("return window.ran ?? null") is None
    assert page.run("return document.querySelectorAll('main img, main b, #panel img, #panel b').length") == 0
    assert page.errors() == [] and page.requests() == []


def test_timeline_has_a_lane_for_events_of_which_only_the_year_is_known(
    driver: webdriver.Chrome, tmp_path: Path
) -> None:
    events = (event(1, "Meeting", "2021-01-04"), event(2, "Founding", "2020-01-01", "2020-12-31"))
    page = Page(driver, Network(events, ()), tmp_path / "years.html")
    page.run("openTab('timeline')")
    assert page.run("return timeline.lanes.map(({ name, events }) => [name, events.length])") == [
        ["会议", 1],
        ["只知年份", 1],
    ]
