"""The views inside the site: an article with its text, and pages whose links lead to the site's own."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import ROOT
from selenium import webdriver
from selenium.webdriver.common.by import By
from serving import served
from viewing import needs_browser

from kg.cli import main
from kg.vocab import BASE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    paths = [str(ROOT / f"kg/demo/{name}.txt") for name in ("n01", "n02")]
    assert main(["build", *paths, "-o", str(folder), "--date", "2021-01-05", "-q", "--jobs", "1"]) == 0
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder / "graph.trig") as (address, _):
        yield address


def taken(address: str) -> tuple[str, str]:
    """Return a page, and its policy in the header."""
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html"}), timeout=60) as reply:
        return reply.read().decode(), reply.headers["Content-Security-Policy"]


def test_site_shows_an_article_whole_with_links_to_its_own_pages(site: str) -> None:
    page, policy = taken(f"{site}/id/article/n01.txt")
    assert "坚决守住安全底线" in page  # in no cited sentence
    assert f'href="/id/person/{quote("陆怀谦")}"' in page and BASE + "person" not in page.split("<main")[1]
    assert "frame-ancestors 'none'" in policy


def test_whole_articles_are_for_this_machine_unless_others_were_let_to_read_them(folder: Path) -> None:
    for options, whole in (((), False), (("--allow", "text"), True)):
        with served(folder / "graph.trig", "--bind", "0.0.0.0", *options) as (address, _):
            page, _ = taken(f"{address}/id/article/n01.txt")
            assert ("坚决守住安全底线" in page) is whole and "陆怀谦" in page


def test_site_network_pages_lead_to_its_own_pages(site: str) -> None:
    page, policy = taken(f"{site}/network?of={quote(BASE + 'person/陆怀谦')}")
    island = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert island
    data = json.loads(island[1])
    assert data["site"] == "/id/" and data["nodes"][data["start"]]["label"] == "陆怀谦"
    assert "frame-ancestors 'none'" in policy
    assert '"site":"/id/"' in taken(f"{site}/network")[0]


@needs_browser
def test_site_pages_open_in_a_browser_and_lead_to_each_other(driver: webdriver.Chrome, site: str) -> None:
    driver.get_log("browser")  # type: ignore[no-untyped-call]
    driver.get(f"{site}/network?of={quote(BASE + 'person/陆怀谦')}")
    address = driver.execute_script("return document.querySelector('#panel a.iri').href")
    assert address == f"{site}/id/person/{quote('陆怀谦')}"
    driver.get(f"{site}/network?of={quote('陆怀谦')}#lang=en")
    assert driver.execute_script("return document.querySelector('#panel a.iri').href") == address
    assert driver.find_element(By.CSS_SELECTOR, "#filters-open").text.startswith("Filter")
    driver.get(f"{site}/id/article/n01.txt")
    driver.execute_script("document.querySelector('.group').focus()")
    assert driver.find_elements(By.CSS_SELECTOR, ".sentence.lit")
    driver.find_element(By.XPATH, "//main//a[.='陆怀谦']").click()
    assert driver.find_element(By.CSS_SELECTOR, "h1").text == "陆怀谦"
    assert driver.get_log("browser") == []  # type: ignore[no-untyped-call]
