"""The page of a newspaper (版次), from each way in which it is stated to the graph, the site and the tables."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.cli import main
from kg.export.tables import write_tables
from kg.mcp.citing import Citing
from kg.read import read, split
from kg.read.inspection import inspect
from kg.serve.citing import Cited, apa, bibtex, gbt
from kg.serve.csv_files import article_rows
from kg.serve.languages import Words
from kg.serve.lists.reading import Catalogue
from kg.serve.lists.selection import Selection
from kg.serve.lists.tables import list_articles
from kg.store.catalogue import make_catalogue
from kg.views.network_reader import read_network

BODY = "本报讯（记者 何敏）3月5日，云川大学举行揭牌仪式，市委书记程望舒出席仪式并讲话。"
WISE = """慧科新聞
--------------------------------------------------------------------------------
云川大學揭牌
云川日报 | 2024-03-06
云川 | B02 | 要聞 | By 何敏
字數: 94 字

{}

文章編號: 202403060000001
"""
FACTIVA = "\n云川大学揭牌\n\n何敏\n94 字\n2024 年 3 月 6 日\n云川日报\nYCRBDL\n7\n简体中文\n\n{}\n\n文件 YCRBDL0020240306ek3600000\n"
STATED = {
    "people.txt": ("【标题】云川大学揭牌\n【日期】2024.03.06\n【版次】第12版（要闻）\n【正文】\n{}\n", "12"),
    "cnki.txt": ("Title-题名: 云川大学揭牌\nPubTime-发表时间: 2024-03-06\nSummary-摘要: {}\nRoll-版次: 003\n", "3"),
    "wise.txt": (WISE, "B02"),
    "factiva.txt": (FACTIVA, "7"),
    "refworks.txt": ("RT Newspaper Article\nT1 云川大学揭牌\nJF 云川日报\nFD 2024-03-06\nOP 004\nAB {}\n", "4"),
    "table.csv": ("标题,正文,日期,版次\n云川大学揭牌,{},2024-03-06,A04\n", "A04"),
    "record.jsonl": ('{{"title": "云川大学揭牌", "text": "{}", "版面": "要闻"}}\n', "要闻"),
    "portal.txt": ("云川大学揭牌\n《 云川日报 》（ 2024年03月06日 第 05 版）\n\n{}\n", "5"),
    "folio.txt": ("要闻 A2版 2024年3月6日 星期三 责任编辑 何敏\n\n云川大学揭牌\n\n{}\n", "A2"),
    "nw.D110000ycrb_20240306_2-03.htm": ("<html><title>云川大学揭牌</title><h1>云川大学揭牌</h1><p>{}</p></html>", "3"),
    "paper.html": (
        "<html><title>云川大学揭牌</title><p>云川日报 2024年03月06日 星期三 第06版：文教</p><h1>云川大学揭牌</h1><p>{}</p></html>",
        "6",
    ),
    "none.txt": ("云川大学揭牌\n\n{}3月5日，云川日报第8版刊登通告。\n", None),
}


@pytest.mark.parametrize("name", STATED)
def test_the_page_is_read_wherever_it_is_stated(name: str, tmp_path: Path) -> None:
    text, page = STATED[name]
    (tmp_path / name).write_text(text.format(BODY * 3), "utf-8")
    articles = [a for s in read([str(tmp_path)], on_problem=lambda p: None) for a in split(s)]
    assert [(a.title.replace("學", "学"), a.page) for a in articles] == [("云川大学揭牌", page)]
    assert [i.pages for i in inspect([str(tmp_path)])] == [(page,) if page else ()]


def test_the_running_head_of_a_page_of_a_pdf_states_it(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("reportlab")
    from broadsheets import page

    (tmp_path / "a.pdf").write_bytes(page(random.Random(1), 5)[0])
    assert {s.metadata.page for s in read([str(tmp_path)], on_problem=lambda p: None)} == {"2"}


def test_a_table_of_metadata_states_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"云川大学揭牌\n\n{BODY}", "utf-8")
    (tmp_path / "metadata.csv").write_text("文件,日期,版次\na.txt,2024-03-06,第3版\n", "utf-8")
    assert [s.metadata.page for s in read([str(tmp_path)], on_problem=lambda p: None)] == ["3"]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("page")
    (folder / "in").mkdir()
    text, _ = STATED["people.txt"]
    whole = text.replace("【日期】", "【来源】云川日报\n【日期】").format(BODY)
    (folder / "in" / "a.txt").write_text(whole, "utf-8")
    main(["build", str(folder / "in"), "-o", str(folder / "out"), "--jobs", "1", "--model", "none", "-q"])
    store = Store()
    store.load(path=str(folder / "out" / "graph.ttl"))
    return store


def test_it_is_a_property_of_the_article_for_sparql_and_for_assistants(graph: Store) -> None:
    rows = graph.query("SELECT ?a ?p { ?a <https://schema.org/printPage> ?p }")
    ((article, page),) = [(row["a"], row["p"]) for row in rows]  # type: ignore[union-attr]
    assert page.value == "12" and Citing(graph).passage(article, "").page == "12"


@pytest.mark.parametrize(
    ("style", "cited"),
    [
        (gbt, "云川大学揭牌[N]. 云川日报, 2024-03-06(12)."),
        (apa, "云川大学揭牌. (2024, March 6). 云川日报, 12."),
        (bibtex, "pages = {12},"),
    ],
)
def test_citations_have_it(graph: Store, tmp_path: Path, style: Callable[[Cited], str], cited: str) -> None:
    make_catalogue(graph, tmp_path / "c.sqlite")
    (source,) = list_articles(Catalogue(tmp_path / "c.sqlite"), Selection())
    assert cited in style(Cited(source, (), None, "v1", "2024-05-01"))


def test_tables_have_it_beside_the_date(graph: Store, tmp_path: Path) -> None:
    make_catalogue(graph, tmp_path / "c.sqlite")
    listed = list_articles(Catalogue(tmp_path / "c.sqlite"), Selection())
    head, row = article_rows(listed, Words("zh"), lambda iri: None, "")
    assert dict(zip(head, row, strict=True))["print_page"] == "12"
    write_tables(read_network(graph), tmp_path)
    rows = list(csv.DictReader((tmp_path / "relations.csv").read_text("utf-8-sig").splitlines()))
    assert rows and {(r["published"], r["print_page"]) for r in rows} == {("2024-03-06", "12")}
