"""The view of an article: its text, the names in it, and what is drawn from each sentence."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from pyoxigraph import Store
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from viewing import needs_browser

from kg.build.cache import record_beside
from kg.cli import main
from kg.store import load
from kg.views.article import read_article
from kg.views.article_page import render_article
from kg.views.reading import (
    ArticleEntity,
    CitedSentence,
    MentionSpan,
    Paragraph,
    Reading,
    Statement,
    StatementGroup,
)
from kg.vocab import BASE

N01 = f"{BASE}article/n01.txt"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's first articles and a printed page, as `kg build` writes them: with the records beside the graph."""
    folder = tmp_path_factory.mktemp("built")
    texts = folder / "texts"
    texts.mkdir()
    for file in (ROOT / "kg/demo/n01.txt", ROOT / "kg/demo/n15.txt", ROOT / "tests/data/page.txt"):
        shutil.copy(file, texts)
    command = [
        "build",
        str(texts),
        "-o",
        str(folder / "out"),
        "--date",
        "2021-01-05",
        "--jurisdiction",
        "云川市",
        "-q",
        "--jobs",
        "1",
        "--model",
        "none",  # what the rules state does not change with each training
    ]
    assert main(command) == 0
    return folder / "out" / "graph.trig"


@pytest.fixture(scope="module")
def store(built: Path) -> Store:
    return load(built)


def whole(built: Path, store: Store, article: str) -> Reading:
    return read_article(store, BASE + article, record_beside(built, article))


def test_article_shows_the_whole_text_with_the_names_where_they_stand(built: Path, store: Store) -> None:
    a = whole(built, store, "article/n01.txt")
    assert a.whole and a.text.startswith("陆怀谦到企业医院车站调研时强调") and "坚决守住安全底线" in a.text
    said = {a.text[n.start : n.end]: a.entities[n.entity] for n in a.mentions}
    assert said["陆怀谦"].iri == f"{BASE}person/陆怀谦" and said["北塔区"].kind == "Place"
    assert said["该公司"].label == said["云川钢铁集团有限公司"].label  # what refers is coloured as what it refers to
    assert {a.text[n.start : n.end] for n in a.mentions if n.reference} >= {"该公司"}


def test_article_places_each_cited_sentence_and_what_it_says(built: Path, store: Store) -> None:
    a = whole(built, store, "article/n01.txt")
    source = (ROOT / "kg/demo/n01.txt").read_text("utf-8")
    assert a.sentences and all(a.text[s.start : s.end] == source[slice(*s.source)] for s in a.sentences)
    statements = {(a.entities[t.entity].label, s.name, s.text): s.sentences for t in a.groups for s in t.statements}
    assert statements["陆怀谦", "任职", "市长"] == (0,)
    inspected = next(t for t in a.groups if "调研检查" in t.facts)
    assert inspected.facts == ("调研检查", "2021-01-04") and [a.text[slice(*t)] for t in inspected.triggers] == ["调研"]


def test_article_of_a_printed_page_has_a_text_of_its_own(built: Path, store: Store) -> None:
    a = whole(built, store, "article/page.txt%232")
    assert a.whole and a.title and a.title in a.text and "沈若谷任市委副书记" not in a.text
    assert [p.part for p in a.paragraphs][:1] != ["body"] and a.groups


def test_article_without_records_shows_its_cited_sentences_in_order(store: Store) -> None:
    a = read_article(store, N01)
    assert not a.whole and [a.text[p.start : p.end] for p in a.paragraphs] == a.text.split("\n")
    assert [s.source for s in a.sentences] == sorted(s.source for s in a.sentences)
    assert {a.text[n.start : n.end] for n in a.mentions} >= {"陆怀谦", "云川汽车北站"}
    assert (
        "kg build" in render_article(a)
        and "kg build" not in render_article(read_article(store, N01, None)).split("<main")[1]
    )


def test_article_does_not_take_the_text_of_another_build(built: Path, store: Store) -> None:
    other = record_beside(built, "article/n15.txt")
    assert other is not None and not read_article(store, N01, other).whole


def test_article_records_that_cannot_be_read_are_none(built: Path, tmp_path: Path) -> None:
    assert record_beside(built, "article/none.txt") is None
    assert record_beside(tmp_path / "graph.trig", "article/n01.txt") is None
    (tmp_path / ".records.sqlite").write_bytes(b"no database")
    assert record_beside(tmp_path / "graph.trig", "article/n01.txt") is None


def test_article_page_holds_the_text_unchanged_between_its_marks(built: Path, store: Store) -> None:
    a = whole(built, store, "article/n15.txt")
    body = render_article(a).split("<main", 1)[1].split("</main>")[0]
    paragraphs = re.findall(r"<(?:p|h1)[^>]*>(.*?)</(?:p|h1)>", body, re.S)
    plain = [html.unescape(re.sub(r'<a class="at".*?</a>|<[^>]+>', "", p, flags=re.S)) for p in paragraphs]
    assert plain == [a.text[p.start : p.end] for p in a.paragraphs]
    assert render_article(a) == render_article(whole(built, load(built), "article/n15.txt"))


def test_view_takes_an_article_by_file_id_title_and_iri(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = []
    for name in ("n01.txt", "article/n01.txt", "统筹抓好安全生产和疫情防控", N01):
        assert main(["view", name, str(built), "-o", str(tmp_path / "a.html")]) == 0
        pages.append((tmp_path / "a.html").read_text("utf-8"))
    assert len(set(pages)) == 1 and "统筹抓好安全生产和疫情防控</h1>" in pages[0]
    assert main(["view", "page.txt#2", str(built), "-o", str(tmp_path / "b.html")]) == 0
    capsys.readouterr()
    assert main(["view", "page.txt", str(built), "-o", str(tmp_path / "c.html")]) == 2
    assert "articles (name one of them: page.txt#1, page.txt#2" in capsys.readouterr().err


def test_view_tells_where_only_the_cited_sentences_are_to_be_had(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(built, tmp_path / "graph.trig")
    assert main(["view", "n01.txt", str(tmp_path / "graph.trig"), "-o", str(tmp_path / "a.html")]) == 0
    assert "only cited sentences" in capsys.readouterr().out


def test_view_draws_what_is_around_an_entity_and_selects_it(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("陆怀谦", "person/陆怀谦", f"{BASE}person/陆怀谦"):
        assert main(["view", name, str(built), "-o", str(tmp_path / "e.html")]) == 0
        page = (tmp_path / "e.html").read_text("utf-8")
        start = re.search(r'"start":(\d+)', page)
        assert start and "<title>陆怀谦 · kg</title>" in page
    assert main(["view", "陆怀", str(built)]) == 2
    assert "is neither an entity nor an article" in (message := capsys.readouterr().err) and "陆怀谦" in message


def test_view_draws_all_of_one_name_and_names_them(
    demo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["view", "李建国", str(demo_folder / "graph.trig"), "-o", str(tmp_path / "e.html")]) == 0
    output = capsys.readouterr().out
    assert "2 entities with this name, drawn together" in output and output.count("person/李建国~") == 2
    assert (tmp_path / "e.html").read_text("utf-8").count('"label":"李建国"') == 2


def opened(driver: webdriver.Chrome, file: Path, page: str) -> None:
    driver.get_log("browser")  # type: ignore[no-untyped-call]
    file.write_text(page, "utf-8")
    driver.get(file.as_uri())


def lit(driver: webdriver.Chrome, selector: str) -> list[str]:
    script = (
        "return [...document.querySelectorAll(arguments[0])].filter((e) => e.matches('.lit')).map((e) => e.textContent)"
    )
    return list(driver.execute_script(script, selector))


@needs_browser
def test_article_statement_and_sentence_mark_each_other(
    driver: webdriver.Chrome, tmp_path: Path, built: Path, store: Store
) -> None:
    opened(driver, tmp_path / "a.html", render_article(whole(built, store, "article/n01.txt")))
    driver.execute_script("document.querySelector('.group').focus()")
    assert len(lit(driver, ".sentence")) == 2 and lit(driver, ".trigger") == ["调研"]
    assert {"陆怀谦", "市中心医院"} <= set(lit(driver, ".named")) and "何书远" not in lit(driver, ".named")
    row = driver.find_element(By.XPATH, "//li[span='任职'][contains(., '市长')][contains(@data-s, '0')]")
    ActionChains(driver).move_to_element(row).perform()
    assert {"陆怀谦"} == set(lit(driver, ".named")) - {"市政府", "市委"} and len(lit(driver, ".sentence")) == 1
    name = driver.find_element(By.XPATH, "//main//a[.='吴青禾']")
    ActionChains(driver).move_to_element(name).perform()
    assert all("吴青禾" in t for t in lit(driver, ".group")) and lit(driver, ".group")
    ActionChains(driver).send_keys(Keys.ESCAPE).perform()
    assert lit(driver, ".sentence") == []
    assert driver.get_log("browser") == []  # type: ignore[no-untyped-call]


@needs_browser
def test_article_numbers_lead_from_sentence_to_statement_and_back_without_a_script(
    driver: webdriver.Chrome, tmp_path: Path, built: Path, store: Store
) -> None:
    page = re.sub(r"<script>.*</script>", "", render_article(whole(built, store, "article/n01.txt")), flags=re.S)
    opened(driver, tmp_path / "a.html", page)
    driver.find_element(By.CSS_SELECTOR, "#s3 .at").click()
    assert "听取" in driver.execute_script("return document.querySelector(':target').textContent")
    driver.find_element(By.CSS_SELECTOR, "#t1 .at").click()
    assert driver.execute_script("return document.querySelector(':target').id") == "s1"


@needs_browser
def test_article_runs_no_markup_and_asks_for_nothing(driver: webdriver.Chrome, tmp_path: Path) -> None:
    bad = "</script></style><img src=x onerror='window.ran=1'><svg onload=window.ran=1>\"'<b>粗</b>"
    things = (
        ArticleEntity("javascript:window.ran=1", bad, bad),
        ArticleEntity("https://example.org/\"onclick='x'", "Person", bad),
    )
    said = (Statement(bad, 1, bad, (0,), 0.4),)
    named = (MentionSpan(0, 5, 0), MentionSpan(2, len(bad), 1), MentionSpan(3, 4, 0), MentionSpan(0, 5, 1))
    groups = (StatementGroup(0, (bad,), said, (0,), ((1, 3),), 0.5),)
    facts = ((bad, bad), ("原文", "javascript:window.ran=1"), ("原文", f"https://example.org/{bad}"))
    cited = (CitedSentence(bad, 0, len(bad), (0, 9)),)
    a = Reading(bad, bad, facts, bad, True, (Paragraph("title", 0, len(bad)),), cited, things, named, groups)
    opened(driver, tmp_path / "a.html", render_article(a, here="/id/article/'a\"<b>"))
    for link in driver.find_elements(By.CSS_SELECTOR, ".group, .named"):
        ActionChains(driver).move_to_element(link).perform()
    assert driver.execute_script("return window.ran ?? null") is None
    assert driver.execute_script("return document.querySelectorAll('img, b, svg, [onclick]').length") == 0
    assert driver.execute_script("return [...document.links].some((l) => l.protocol === 'javascript:')") is False
    assert driver.execute_script("return document.querySelector('h1').textContent").startswith(bad)
    assert driver.get_log("browser") == []  # type: ignore[no-untyped-call]
