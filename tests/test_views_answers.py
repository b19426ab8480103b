"""What a reader asks of the network page: search, filters, time, paths, company, posts, evidence, languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store
from selenium import webdriver
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from viewing import BASE, TOWN, Page, needs_browser

from kg.api import Graph
from kg.graph.query import Table, query
from kg.store import searchable
from kg.views.entity_queries import ready_rows
from kg.views.network import Article, Citation, Edge, Network, Node, Sentence, link_counts, nearest, totals

pytestmark = [pytest.mark.browser, needs_browser]


@pytest.fixture(scope="module")
def town(driver: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(driver, TOWN, tmp_path_factory.mktemp("town") / "network.html")


@pytest.fixture
def page(town: Page) -> Iterator[Page]:
    town.reset()
    yield town
    assert town.errors() == []


@pytest.mark.parametrize("typed", ["lhq", "luhuai", "LHQ", "陆怀"])
def test_search_finds_a_name_by_its_initials_and_its_sound(page: Page, typed: str) -> None:
    page.type(typed)
    assert page.find("#suggestions li").text.startswith("陆怀谦\n云川市人民政府 市长")
    page.type(Keys.ENTER)
    assert page.find("#panel h2").text == "陆怀谦"


def test_filter_by_type_takes_the_events_and_what_hung_on_them_alone(page: Page) -> None:
    page.click("#filters-open")
    page.find("#filters").find_element(By.XPATH, ".//label[contains(., '会议')]").click()
    assert "云川大学座谈会" not in page.shown() and "曾广义" in page.shown()
    page.find("#filters").find_element(By.XPATH, ".//label[contains(., '仪式')]").click()
    assert "曾广义" not in page.shown() and "陆怀谦" in page.shown()
    assert page.find("#filters-open .badge").text == "1"
    page.button("清除全部筛选").click()
    assert len(page.shown()) == 8 and not page.find("#filters-open .badge").is_displayed()


def test_filter_by_source_keeps_what_another_paper_says(page: Page) -> None:
    page.click("#filters-open")
    page.find("#filters").find_element(By.XPATH, ".//label[contains(., '云川日报')]").click()
    assert page.shown() == ["云川大学座谈会", "云川大学", "曾广义", "北塔区"]


def test_filter_by_status_hides_what_is_only_planned(page: Page) -> None:
    page.click("#filters-open")
    page.find("#filters").find_element(By.XPATH, ".//label[contains(., '计划中')]").click()
    assert "曾广义出席开学典礼" not in page.shown() and "曾广义" in page.shown()


def test_filter_by_confidence_with_the_keyboard_keeps_the_focus(page: Page) -> None:
    page.click("#filters-open")
    page.type(Keys.ARROW_RIGHT * 14, "#confidence")
    assert page.find("#filters output").text == "0.70"
    assert "云川大学座谈会" not in page.shown()
    assert page.run("return document.activeElement.id") == "confidence"


def test_time_slider_keeps_what_happened_between_its_handles(page: Page) -> None:
    page.type(Keys.END + Keys.ARROW_LEFT, "#time-from")
    assert [name for name in page.shown() if "典礼" in name or "调研" in name] == ["曾广义出席开学典礼"]
    assert "事件 1" in page.find(".stretch").text
    assert page.find("#time-from").get_attribute("aria-valuetext") == page.find("#day-from").get_attribute("value")
    page.button("全部时间").click()
    assert len(page.shown()) == 8


def test_dates_can_be_typed_and_all_parts_obey_them(page: Page) -> None:
    page.type("2021年6月" + Keys.TAB, "#day-from")
    assert page.run("return filterValues().from") == "2021-06-01"
    page.type("2021-6" + Keys.TAB, "#day-to")
    assert page.run("return [filterValues().to, document.getElementById('day-to').value]") == ["2021-06-30"] * 2
    assert page.shown() == ["云川大学座谈会", "云川大学", "曾广义", "北塔区"]
    assert "2021-06" in page.find("#panel .filtered").text and "事件 1" in page.find(".stretch").text
    assert page.find("[data-kind=Event]").text == "事件 1 / 3" and page.find("[data-kind=Person]").text == "人物 1 / 2"
    page.select("云川大学")
    assert "陆怀谦" not in page.panel() and "见于 1 篇" in page.panel() and "出处 1 句" in page.panel()
    page.button("清除筛选", "#panel").click()
    assert "陆怀谦" in page.panel() and "见于 3 篇" in page.panel()
    page.type("2021-06-31" + Keys.TAB, "#day-from")
    assert page.find("#day-from").get_attribute("aria-invalid") == "true"
    assert "2021-03-05" in page.find("#announcer").get_attribute("textContent")
    assert len(page.shown()) == 8, "what is no date filters nothing"


def test_slices_of_time_are_played(page: Page) -> None:
    page.button("播放", "#time").click()
    first = page.wait("return filterValues().to")
    assert page.button("停止", "#time").is_displayed()
    page.run("window.firstSlice = filterValues().to")
    second = page.wait("return filterValues().to !== window.firstSlice && filterValues().to")
    assert second > first
    page.button("停止", "#time").click()
    assert page.button("播放", "#time").is_displayed()


def test_back_and_forward_lead_through_the_selections(page: Page) -> None:
    page.select("陆怀谦")
    page.wait("return location.hash.includes('%E9%99%86') || decodeURIComponent(location.hash).includes('陆怀谦')")
    assert page.driver.title == "陆怀谦 · 云川日报"
    page.select("曾广义")
    page.wait("return decodeURIComponent(location.hash).includes('曾广义')")
    page.driver.back()
    page.wait("return state.node !== null && nameOf(state.node) === '陆怀谦'")
    assert page.find("#panel h2").text == "陆怀谦"
    page.driver.forward()
    page.wait("return nameOf(state.node) === '曾广义'")


def test_an_event_on_the_page_of_its_agent_is_named_without_it(page: Page) -> None:
    page.select("陆怀谦")
    assert (
        "赴云川大学调研" in page.panel()
        and "陆怀谦赴云川大学调研" not in page.panel().split("常一同出现")[0].split("出处")[0]
    )


def test_histogram_counts_events_and_marks_those_of_the_selection(page: Page) -> None:
    page.select("曾广义")
    lit = page.run(
        "return [...document.querySelectorAll('.bars .seen')].filter((bar) => bar.getAttribute('height') > 0).length"
    )
    assert lit == 2 and "事件 2" in page.find(".stretch").text


def test_path_between_two_is_found_from_the_keyboard_and_described_step_by_step(page: Page) -> None:
    page.click("#path-open")
    page.press("陆怀谦", Keys.ENTER, "曾广义", Keys.ENTER, Keys.ENTER)
    assert page.find("#panel h2").text == "陆怀谦 – 曾广义" and "最短路径，4 步" in page.panel()
    steps = [step.text for step in page.driver.find_elements(By.CSS_SELECTOR, ".step")]
    assert steps[0] == "陆怀谦 ← 主体 ← 陆怀谦赴云川大学调研" and steps[3].endswith("→ 参加者 → 曾广义")
    assert "据了解，云川大学座谈会由曾广义参加。" in page.panel()
    assert page.run("return [...emphasised()].length") == 5


def test_path_is_not_found_where_the_filters_cut_it(page: Page) -> None:
    page.run("state.filters.types.add('Meeting'); changed()")
    page.select("陆怀谦")
    page.button("路径", "#panel").click()
    page.press("曾广义", Keys.ENTER, Keys.ENTER)
    assert "没有路径" in page.find("#path").text and page.run("return state.path") is None


def test_panel_tells_who_appears_with_whom_and_how_often(page: Page) -> None:
    page.select("陆怀谦")
    rows = page.find("#panel").text.split("常一同出现")[1].split("\n")
    assert rows[1:5] == ["云川大学", "同见于 3 篇", "曾广义", "同见于 2 篇"]


def test_panel_lists_positions_in_the_order_of_their_reports(page: Page) -> None:
    page.select("陆怀谦")
    posts = page.panel().split("职务（按报道日期）")[1].split("事件")[0].split("\n")
    assert [p for p in posts if p.startswith("202")] == ["2020-11-02", "2021-01-05"]
    assert "曾任副市长 云川市人民政府" in " ".join(posts).replace("曾任 ", "曾任")


def test_panel_shows_the_sentence_of_each_statement_with_its_words_marked(page: Page) -> None:
    page.select("云川大学座谈会")
    row = page.find("#panel").find_element(By.XPATH, ".//div[@class='stated'][contains(., '曾广义')]")
    open_ = row.find_element(By.CSS_SELECTOR, ".cite")
    open_.click()
    quoted = row.find_element(By.XPATH, "./following-sibling::div")
    assert [m.text for m in quoted.find_elements(By.TAG_NAME, "mark")] == ["云川大学座谈会", "曾广义"]
    assert "存疑" in row.text, "every sentence that says so is doubtful"
    assert "澜州晚报 2021-06-01" in quoted.text and "置信度 0.60" in quoted.text
    assert open_.get_attribute("aria-expanded") == "true"


def test_panel_links_to_iris_of_the_web_only(page: Page) -> None:
    page.select("北塔区")
    assert page.find("#panel a.iri").get_attribute("href").startswith("http://other.example/place/")
    assert page.find("#panel a.iri").get_attribute("rel") == "noopener noreferrer"
    page.run("data.nodes[7].iri = 'javascript:alert(1)'; selectNothing()")
    page.select("北塔区")
    links = [a.get_attribute("href") or "" for a in page.driver.find_elements(By.CSS_SELECTOR, "#panel a")]
    assert "javascript:alert(1)" in page.panel() and all(link.startswith("https://news.example/") for link in links)


def test_uncertain_entities_look_uncertain(page: Page) -> None:
    script = """
      const drawn = canvas.querySelector("canvas"), {width, height} = drawn, {data} = drawn.getContext("2d").getImageData(0, 0, width, height);
      return [0, 2].map(drawing.screen).map(({x, y}) => { const at = 4 * (Math.round(y) * width + Math.round(x)); return [...data.slice(at, at + 3)]; })"""
    happened, planned = page.run(script)
    assert happened == [0xD1, 0x49, 0x5B] and planned == [0xFB, 0xFA, 0xF7], "a planned event is hollow"
    assert (
        page.run("return svgText().split('<line').filter((line) => line.includes('stroke-dasharray=\"4 3\"')).length")
        == 2
    )


def test_page_speaks_english(page: Page) -> None:
    page.click("#language")
    page.select("陆怀谦")
    assert "Positions, by date of report" in page.panel() and "former" in page.panel()
    assert page.find("[data-kind=Person]").text == "People 2" and page.find("#filters-open").text == "Filter"
    assert page.run("return edgeLabel(data.edges[0])") == "target"
    page.select("云川大学座谈会")
    assert "Event · meeting" in page.panel()
    assert page.run("return document.documentElement.lang") == "en"


def test_table_holds_what_the_picture_holds_and_sorts_by_a_column(page: Page) -> None:
    page.run("toggleKind('Event')")
    page.click("#tab-table")
    names = lambda: [row.text for row in page.driver.find_elements(By.CSS_SELECTOR, "tbody .of-name")]  # noqa: E731
    assert sorted(names()) == sorted(page.shown()) and len(names()) == 5
    page.button("名称", "thead").click()
    assert names()[0] == "北塔区" and names()[-2:] == ["云川大学", "云川市人民政府"]
    page.button("名称", "thead").click()
    assert names()[0] == "云川市人民政府" and names()[-1] == "北塔区"
    assert page.find("th.of-name").get_attribute("aria-sort") == "descending"


def test_table_of_statements_selects_and_opens_the_evidence(page: Page) -> None:
    page.click("#tab-table")
    page.button("陈述", "#view-table").click()
    assert "陈述 8 条" in page.find("caption").text
    page.button("曾任副市长", "tbody").click()
    assert "陆怀谦曾任副市长。" in page.panel() and page.find("#announcer").get_attribute("textContent")
    assert page.find("tr.chosen").text.startswith("陆怀谦")


def test_table_keeps_the_rows_with_some_words_and_shows_all_that_are_left(page: Page) -> None:
    page.click("#tab-table")
    page.button("实体", "#view-table").click()
    total = page.run("return visibleNodes().length")
    field = page.find("#table-words")
    field.send_keys("云川 机构")
    names = [b.text for b in page.driver.find_elements(By.CSS_SELECTOR, "tbody .of-name button")]
    assert names and all("云川" in name for name in names) and len(names) < total
    assert f"实体 {len(names)} 个" in page.find("caption").text
    page.button("陈述", "#view-table").click()
    assert page.find("#table-words").get_attribute("value") == "云川 机构"
    page.find("#table-words").clear()


def test_ready_queries_about_an_entity_run_and_find_it(demo: Graph) -> None:
    store: Store = searchable(demo.store)
    iri = "https://w3id.org/newskg/id/person/陆怀谦"
    asked = [(zh, text.replace("{iri}", iri)) for kinds, zh, _, text in ready_rows() if "Person" in kinds]
    assert len(asked) >= 4
    for title, text in asked:
        found = query(store, text)
        assert isinstance(found, Table) and found.rows, title
        assert all("陆怀谦" in row for row in found.rows), title


def test_panel_offers_the_queries_with_the_iri_filled_in(page: Page) -> None:
    page.select("陆怀谦")
    page.find("#panel").find_element(By.XPATH, ".//summary[contains(., 'SPARQL')]").click()
    texts = [code.text for code in page.driver.find_elements(By.CSS_SELECTOR, "#panel pre code")]
    assert len(texts) == 4 and all("<https://example.org/id/person/陆怀谦>" in text for text in texts)


def test_communities_are_named_by_their_leading_members_and_picked_out(
    driver: webdriver.Chrome, tmp_path: Path
) -> None:
    page = Page(driver, TOWN, tmp_path / "network.html")
    page.click("#colours")
    names = [line.text for line in page.driver.find_elements(By.CSS_SELECTOR, "#communities button")]
    assert names == ["云川大学、北塔区、陆怀谦赴云川大学调研\n3", "曾广义、云川大学座谈会、曾广义出席开学典礼\n3"]
    colours = page.run("return [7, 4, 5].map(nodeColour)")
    assert colours[0] == colours[1] != colours[2]
    page.button("曾广义、", "#communities").click()
    assert page.find("#panel h2").text.startswith("曾广义、") and page.run("return [...emphasised()].length") == 3
    link = page.run("return linkHere()")
    page.open(link)
    assert page.run("return [state.colours, state.community]") == ["community", 1]
    assert page.errors() == []


def test_a_person_is_identified_by_a_position_that_is_often_stated(driver: webdriver.Chrome, tmp_path: Path) -> None:
    person, body, other = (
        Node(f"{BASE}{iri}", kind, label)
        for iri, kind, label in (
            ("p", "Person", "陆怀谦"),
            ("b", "Organisation", "云川市"),
            ("o", "Organisation", "长坪县"),
        )
    )
    articles = tuple(Article(f"d{n}", f"第{n}篇", f"2021-01-{n + 1:02}", f"{n}.txt") for n in range(9))
    sentences = tuple(Sentence(f"s{n}", "陆怀谦出席。", f"d{n}", 0, 6) for n in range(9))
    citations = [Citation(f"s{n}", 0.9) for n in range(9)]

    def post(end: Node, title: str, *cited: Citation) -> Edge:
        return Edge(person.iri, end.iri, "holdsPosition", title, "current", cited)

    edges = (
        post(body, "副市长", *citations[:3]),
        post(body, "市长", *citations[3:8]),
        post(other, "县长", citations[8]),
    )
    page = Page(driver, Network((body, other, person), edges, sentences, articles), tmp_path / "posts.html")
    assert page.find("#panel .stated").text.split("\n") == ["陆怀谦", "云川市 市长", "2"]


def test_a_part_of_the_graph_says_how_much_of_an_entity_it_leaves_out(driver: webdriver.Chrome, tmp_path: Path) -> None:
    person = f"{BASE}person/曾广义"
    part = nearest(TOWN, [person], 2)
    left_out = len(TOWN.nodes) - len(part.nodes), len(TOWN.edges) - len(part.edges)
    options = {"left_out": left_out, "totals": totals(TOWN), "links": link_counts(TOWN, [person]), "whole": "?whole"}
    page = Page(driver, part, tmp_path / "part.html", **options)
    assert "只计图中所画；共 8 个节点" in page.panel()
    page.select("曾广义")
    assert "事件 1 / 2" in page.panel() and "另有 1 个不在图中 全部" in page.panel()
    assert page.find("#panel p a").get_attribute("href").endswith("?whole")
    assert page.find("[data-kind=Event] .number").text == "1 / 3"
    page.run("document.getElementById('language').click()")
    assert "Events: 1 / 2" in page.panel() and "1 more linked to it are not in this picture" in page.panel()
    assert page.errors() == []


def test_events_are_counted_once_whatever_their_roles_and_the_overview_has_the_dates_that_pass(
    driver: webdriver.Chrome, tmp_path: Path
) -> None:
    twice = Edge(f"{BASE}event/3", f"{BASE}person/曾广义", "participant", citations=(Citation("s3", 0.9),))
    page = Page(driver, replace(TOWN, edges=(*TOWN.edges, twice)), tmp_path / "twice.html")
    assert "2020-11-02 – 2021-09-03" in page.panel()
    page.select("曾广义")
    assert "事件 2\n" in page.panel()
    page.open(page.file.as_uri() + "#from=2021-09&to=2021-09")
    assert "2021-09-03 – 2021-09-03" in page.panel(), "a month in the address is a period, which the overview obeys"
    page.select("曾广义")
    assert "事件 1 / 2" in page.panel()
    assert page.errors() == []
