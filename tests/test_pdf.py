"""Printed pages: the articles of broadsheets of our own, whole and in order."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from kg.errors import Problem
from kg.model import Article
from kg.read import read, split

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")

from broadsheets import flowing_pages, page, printed_pages
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples


def articles_of(data: bytes, folder: Path) -> tuple[list[Article], list[Problem]]:
    (folder / "page.pdf").write_bytes(data)
    problems: list[Problem] = []
    articles = [a for s in read([str(folder)], on_problem=problems.append) for a in split(s)]
    return articles, [p for p in problems if p.slug != "unknown-jurisdiction"]  # 云川 is invented


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("columns", [4, 5, 6, 7, 8])
def test_the_articles_of_a_broadsheet_are_whole_and_in_order(columns: int, tmp_path: Path) -> None:
    wanted, hits, found = 0, 0, 0
    for seed in range(2):
        data, printed = page(random.Random(seed * 10 + columns), columns)
        articles, problems = articles_of(data, tmp_path)
        assert problems == []
        texts = {letters(a.text) for a in articles}
        hits += sum(letters(p.title + p.text) in texts for p in printed)
        wanted, found = wanted + len(printed), found + len(articles)
    assert hits >= 0.95 * wanted and hits >= 0.95 * found


def test_the_running_head_is_metadata_and_no_article(tmp_path: Path) -> None:
    articles, _ = articles_of(page(random.Random(1), 5)[0], tmp_path)
    assert {(str(a.published), a.publisher) for a in articles} == {("2024-03-06", "云川日报")}
    assert all("责任编辑" not in a.text and "要闻" not in a.text for a in articles)
    assert {a.id.split("#")[1].split("-")[0] for a in articles} == {"1"}


def test_an_article_that_goes_on_elsewhere_is_one(tmp_path: Path) -> None:
    first = "本报讯（记者 何敏）3月5日，云川大学举行揭牌仪式，市委书记程望舒出席仪式并讲话。"
    rest = "校长魏远明主持仪式，副市长顾长江参加。"
    data = printed_pages([("云川大学揭牌", f"{first}（下转第2版）"), ("云川大学揭牌", f"（上接第1版）{rest}")])
    articles, problems = articles_of(data, tmp_path)
    assert problems == [] and len(articles) == 1
    assert letters(articles[0].text) == f"云川大学揭牌{letters(first)}{letters(rest)}"


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    articles, problems = articles_of(
        printed_pages([("云川大学揭牌", "3月5日，云川大学举行揭牌仪式，市委书记程望舒出席。"), None, None]), tmp_path
    )
    assert len(articles) == 1
    assert (
        [(p.slug, p.fatal) for p in problems] == [("no-text-layer", True)]
        and "2 pages" in problems[0].message
        and "page 2, 3" in problems[0].message
    )


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    articles, problems = articles_of(b"%PDF-1.4", tmp_path)
    assert (
        articles == [] and [p.slug for p in problems] == ["missing-library"] and "kg-news[pdf]" in problems[0].message
    )


def test_any_damage_is_read_or_reported(tmp_path: Path) -> None:
    whole = printed_pages([("云川大学揭牌", "3月5日，云川大学举行揭牌仪式，市委书记程望舒出席。")])

    @settings(max_examples=examples(40), deadline=None)
    @given(st.integers(0, len(whole) - 1), st.integers(len(whole) // 4, len(whole)), st.binary(max_size=8))
    def damaged(start: int, cut: int, junk: bytes) -> None:
        data = bytearray(whole)
        data[start : start + len(junk)] = junk
        articles, problems = articles_of(b"%PDF-" + bytes(data[5:cut]), tmp_path)
        assert articles or problems

    damaged()


def test_a_text_that_flows_over_pages_is_divided_as_the_text_is(tmp_path: Path) -> None:
    stories = [
        f"云川市第{n}中学揭牌\n本报讯（记者 何敏）3月5日，云川市第{n}中学举行揭牌仪式，市委书记程望舒、市长陆怀谦出席仪式并讲话。"
        + "\n".join(
            f"校长魏远明在第{k}项议程中介绍，学校今年新建了实验楼和图书馆，招收了三百名新生。" for k in "一二三四五六七"
        )
        for n in "一二三四"
    ]
    text = "\n".join(stories)
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "a.txt").write_text(text.replace("\n", "\n\n"), "utf-8")
    plain = [letters(a.text) for s in read([str(tmp_path / "plain")], on_problem=print) for a in split(s)]
    (tmp_path / "printed").mkdir()
    data = flowing_pages(text)
    articles, problems = articles_of(data, tmp_path / "printed")
    assert problems == [] and data.count(b"/Type /Page\n") >= 2
    assert [letters(a.text) for a in articles] == plain and len(plain) == len(stories)
