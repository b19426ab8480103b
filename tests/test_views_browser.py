"""The network page in a real browser, headless; skipped where there is no Chromium."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from viewing import Page, needs_browser

from kg.resolve.corrections import parse_corrections
from kg.views.network import Article, Citation, Edge, Fact, Network, Node, Sentence

pytestmark = [pytest.mark.browser, needs_browser]
SAMPLE = Network(
    (
        Node("e", "Event", "陆怀谦赴云钢集团调研", (), (Fact("trigger", "调研", (Citation("s1", 0.8),)),), ("d",)),
        Node("g", "Organisation", "云川市人民政府", ("市政府",)),
        Node("l", "Place", "北塔区"),
        Node("p", "Person", "陆怀谦", (), (), ("d",)),
        Node("y", "Organisation", "云川钢铁集团有限公司", ("云钢集团",)),
    ),
    (
        Edge("e", "p", "agent", citations=(Citation("s1", 0.8),)),
        Edge("e", "y", "target", citations=(Citation("s1", 0.7),)),
        Edge("p", "g", "holdsPosition", "市长", "current", (Citation("s2", 0.9),)),
        Edge("y", "l", "locatedIn", citations=(Citation("s3", None),)),
    ),
    (
        Sentence("s1", "1月4日，市长陆怀谦来到云钢集团调研。", "d", 20, 40),
        Sentence("s2", "市长陆怀谦主持会议。", "d", 50, 60),
        Sentence("s3", "云钢集团位于北塔区。", "d", 70, 80),
    ),
    (Article("d", "市长到企业调研", "2021-01-05", "n01.txt"),),
)


@pytest.fixture
def page(driver: webdriver.Chrome, tmp_path: Path) -> Page:
    return Page(driver, SAMPLE, tmp_path / "network.html")


def test_browser_draws_each_kind_in_its_colour(page: Page) -> None:
    script = """
      const context = canvas.querySelector("canvas").getContext("2d"), ratio = window.devicePixelRatio;
      return data.nodes.map(({id}) => {
        const {x, y} = drawing.screen(id);
        return [...context.getImageData(x * ratio, y * ratio, 1, 1).data].slice(0, 3)
          .map((part) => part.toString(16).padStart(2, "0")).join("");
      })"""
    colours = ["d1495b", "0b8a6a", "9a6700", "2f6fde", "0b8a6a"]
    for _ in range(100):  # until the browser has drawn
        if page.run(script) == colours:
            break
        time.sleep(0.05)
    assert page.run(script) == colours


def test_browser_click_on_a_node_shows_the_sentences_with_its_names_marked(page: Page) -> None:
    page.at(4).click().perform()
    page.wait("return panel.querySelector('h2').textContent === '云川钢铁集团有限公司'")
    assert "1月4日，市长陆怀谦来到云钢集团调研。" in page.panel() and "《市长到企业调研》 2021-01-05" in page.panel()
    assert "n01.txt 第 20–40 字 · 置信度 0.70" in page.panel()
    assert page.run("return panel.querySelector('mark').textContent") == "云钢集团"


def test_browser_click_on_an_edge_shows_its_sentence(page: Page) -> None:
    page.at(1, 3).click().perform()
    page.wait("return state.edge === 2")
    assert "市长陆怀谦主持会议。" in page.panel() and "置信度 0.90" in page.panel()


def test_browser_double_click_shows_the_neighbours_only_and_escape_leads_back(page: Page) -> None:
    page.at(3).double_click().perform()
    page.wait("return state.ego === 3")
    assert page.shown() == ["陆怀谦赴云钢集团调研", "云川市人民政府", "陆怀谦"]
    ActionChains(page.driver).send_keys(Keys.ESCAPE).perform()
    assert len(page.shown()) == 5


def test_browser_search_finds_by_alias_with_the_keyboard_alone(page: Page) -> None:
    ActionChains(page.driver).send_keys("/").perform()
    page.type("市政府")
    assert page.driver.find_element(By.ID, "suggestions").text == "云川市人民政府\n又名 市政府"
    page.type(Keys.ENTER)
    assert "云川市人民政府" in page.panel() and "任职者" in page.panel()


def test_browser_search_says_when_nothing_is_found(page: Page) -> None:
    page.type("无此人")
    assert page.driver.find_element(By.ID, "suggestions").text == "没有找到"
    page.type(Keys.ENTER)
    assert page.errors() == []


def test_browser_legend_hides_and_shows_a_kind(page: Page) -> None:
    button = page.driver.find_element(By.CSS_SELECTOR, "[data-kind=Organisation]")
    assert button.text == "机构 2"
    button.click()
    assert page.shown() == ["陆怀谦赴云钢集团调研", "北塔区", "陆怀谦"]
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert len(page.shown()) == 5


def test_browser_panel_leads_from_node_to_node(page: Page) -> None:
    page.at(3).click().perform()
    page.wait("return state.node === 3")
    page.driver.find_element(By.XPATH, "//aside//button[contains(., '云川市人民政府')]").click()
    assert page.run("return state.node") == 1


def test_browser_offers_lines_that_the_corrections_take(page: Page) -> None:
    page.at(4).click().perform()
    page.wait("return panel.querySelector('h2').textContent === '云川钢铁集团有限公司'")
    page.driver.find_element(By.XPATH, "//summary[contains(., '更正')]").click()
    offered = page.run("return [...panel.querySelectorAll('.corrections code')].map((e) => e.textContent)")
    taken = list(parse_corrections("\n".join(offered), "corrections.txt", ""))
    assert [c.action for c in taken] == ["merge", "rename", "retype", "same"]
    page.driver.find_element(By.CSS_SELECTOR, ".corrections .copy").click()
    page.wait("return /已/.test(panel.querySelector('.corrections .copy').textContent)")


def test_browser_theme_changes_to_dark(page: Page) -> None:
    page.driver.find_element(By.ID, "theme").click()
    assert page.run("return getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 29)"


def test_browser_has_one_global_of_the_page(page: Page) -> None:
    script = "return [typeof kg, typeof state, typeof selectNode, typeof drawing, typeof startPage]"
    assert page.driver.execute_script(script) == ["object"] + ["undefined"] * 4  # type: ignore[no-untyped-call]
    page.run("kg.state = null")
    assert page.run("return kg.state.tab") == "network", "it is frozen"


def test_browser_tells_what_was_left_out(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = Page(driver, SAMPLE, tmp_path / "network.html", left_out=(12, 34))
    notice = page.driver.find_element(By.ID, "notice").text
    assert "连接最多的 5 个节点" in notice and "12 个节点和 34 条关系未画出" in notice


def test_browser_logs_no_error_and_sends_no_request(page: Page) -> None:
    for node in range(5):
        page.at(node).click().perform()
    assert page.errors() == []
    assert page.requests() == []


def test_browser_opens_five_hundred_nodes(
    driver: webdriver.Chrome, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    nodes = tuple(Node(f"{n:03}", "Person", f"某甲{n}") for n in range(500))
    edges = tuple(Edge(f"{n:03}", f"{n // 3:03}", "relatedTo") for n in range(1, 500))
    page = Page(driver, Network(nodes, edges), tmp_path / "network.html")
    record_property("first_frame_ms", page.run("return Number(document.documentElement.dataset.firstFrame)"))
    assert len(page.shown()) == 500 and page.errors() == []
