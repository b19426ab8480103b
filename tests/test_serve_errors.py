"""What goes wrong is said in the reader's language: on pages, and to programs that ask for one."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request

import pytest
from conftest import ROOT
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from viewing import needs_browser

from kg.serve import answering, protocol, text_search, workers
from kg.serve.error_texts import chinese_of
from kg.serve.jobs import Limits

# a query, what is said of it in English (and in Chinese, with the parser's own words where it found the fault)
WRONG = (
    ("SELEKT", "SELEKT is no keyword of SPARQL", "第 1 行第 1 列：SELEKT 不是 SPARQL 的关键词"),
    ("SELECT *\n{ ?x a kg:Person", "{ is never closed", "第 2 行第 1 列：{ 没有闭合"),
    ("SELECT * { ?x a kg:Person }}", "} closes no bracket", "第 1 行第 28 列：} 没有对应的左括号"),
    ("SELECT * { ?x a kgg:Person }", "did you mean kg:?", "第 1 行第 17 列：前缀 kgg: 没有声明；是不是 kg:"),
    ("SELECT * { ?x a <a b> }", "b is no keyword", "第 1 行第 20 列：b 不是 SPARQL 的关键词"),
    ("SELECT * { ?x ?y }", "expected", "解析器的原话是："),
    (
        "SELECT * { SERVICE <http://e.example/> { ?x ?y ?z } }",
        "SERVICE calls and LOAD are off",
        "不允许 SERVICE 和 LOAD",
    ),
    ('SELECT * { "a" kg:textMatch "b" }', "between a variable and a string", "前面是变量，后面是字符串"),
)


def answer(site: str, query: str, **headers: str) -> str:
    address = f"{site}/sparql?query={urllib.parse.quote(query)}"
    request = urllib.request.Request(address, headers={"Accept": "application/sparql-results+json", **headers})
    with pytest.raises(urllib.error.HTTPError) as found:
        urllib.request.urlopen(request, timeout=60)
    assert found.value.code == 400 and "Accept-Language" in found.value.headers["Vary"]
    text = found.value.read().decode().strip()
    found.value.close()
    return text


@pytest.mark.parametrize(("query", "english", "chinese"), WRONG)
def test_a_wrong_query_is_explained_in_the_language_that_is_asked_for(
    site: str, query: str, english: str, chinese: str
) -> None:
    plain = answer(site, query)
    assert english in plain and plain.isascii()
    assert answer(site, query, **{"Accept-Language": "en-GB, zh;q=0.5"}) == plain
    assert chinese in answer(site, query, **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})


@pytest.mark.parametrize(
    "message",
    [
        answering.OFF, protocol.OFF, workers.BUSY, workers.STOPPING, workers.DEEP, answering.too_much_memory(Limits()),
        f"the query is not valid: {text_search.USE}", "the query ran longer than 30 seconds and was stopped; ask for less, or use LIMIT",
        "the answer is a table, which comes as: text/csv", "the query failed: KeyError: 'x'",
    ],
)  # fmt: skip
def test_the_messages_of_the_endpoint_have_a_chinese_form(message: str) -> None:
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese_of(message)), message
    assert "a table" not in chinese_of(message) and "原话" not in chinese_of(message.replace("failed", "is"))


@needs_browser
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said", "not_said"), [("zh", "没有闭合", "closed"), ("en", "never closed", "闭合")]
)
def test_the_query_page_explains_in_its_own_language_and_shows_the_line(
    opened: webdriver.Chrome, site: str, language: str, said: str, not_said: str
) -> None:
    opened.get(f"{site}/settings?language={language}&back=/sparql")
    WebDriverWait(opened, 30).until(lambda b: b.execute_script("return Boolean(window.kg)"))  # type: ignore[no-untyped-call]
    wrong = "SELECT *\\nWHERE { ?x a kg:Person"
    opened.execute_script(f"kg.setQuery('{wrong}'); kg.runQuery()")  # type: ignore[no-untyped-call]
    WebDriverWait(opened, 30).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".problem"))
    found = opened.find_element(By.ID, "result").text
    assert said in found and not_said not in found and "WHERE { ?x a kg:Person" in found and "↑" in found
    opened.get(f"{site}/settings?language=zh&back=/")


def test_the_form_of_a_place_that_the_query_page_looks_for_is_that_of_both_languages() -> None:
    script = (ROOT / "kg/views/js/sparql.js").read_text("utf-8")
    assert "(?:line |第 )" in script and chinese_of("the query is not valid: line 3, column 4: x").startswith(
        "查询有误。第 3 行第 4 列"
    )
