"""The places of newspapers and broadcasters: the table of the press, and names of divisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.divisions import divisions
from kg.errors import InputError, Problem
from kg.read import read
from kg.read.jurisdiction import checked_jurisdiction, is_national, jurisdiction_of
from kg.wordlists import rows


@pytest.mark.parametrize(("name", "level", "code"), rows("press.tsv"), ids=lambda x: str(x))
def test_every_entry_of_the_press_has_a_division_of_its_level(name: str, level: str, code: str) -> None:
    if level == "national":
        assert code == "-" and jurisdiction_of(name) is None and is_national(name)
        return
    division = divisions().by_code[code]
    assert not division.dissolved
    assert {1: "province", 2: "city", 3: "county"}[division.level] == level
    assert jurisdiction_of(name) == divisions().full_name(division)


def test_the_press_has_every_name_once() -> None:
    names = [name for name, *_ in rows("press.tsv")]
    assert len(names) == len(set(names)) > 500


def test_the_daily_of_every_prefecture_belongs_to_it() -> None:
    of_provinces = {d.stem for d in divisions().by_code.values() if d.level == 1}
    prefectures = [d for d in divisions().by_code.values() if d.level == 2 and not d.dissolved and "直辖" not in d.name]
    wrong = {d.name: jurisdiction_of(f"{d.stem}日报") for d in prefectures if d.stem not in of_provinces}
    assert {name: home for name, home in wrong.items() if home != name} == {}


@pytest.mark.parametrize(
    ("publisher", "home"),
    [
        ("泉州晚报", "泉州市"),
        ("《温州都市报》", "温州市"),
        ("新民晚报客户端", "上海市"),
        ("南方日报社", "广东省"),
        ("内蒙古日报", "内蒙古自治区"),
        ("延边日报", "延边朝鲜族自治州"),
        ("昆山日报", "昆山市"),
        ("衡阳县融媒体中心", "衡阳县"),
        ("青石县融媒体中心", "青石县"),
        ("牡丹江市人民政府网站", "牡丹江市"),
        ("株洲电视台", "株洲市"),
        ("苏州市广播电视总台", "苏州市"),
        ("广西新闻网", "广西壮族自治区"),
    ],
)
def test_an_outlet_belongs_to_the_division_in_its_name_or_in_the_table(publisher: str, home: str) -> None:
    assert jurisdiction_of(publisher) == home


@pytest.mark.parametrize(
    "publisher", ["晨曦早报", "大江南都市报", "东方明珠日报", "联合早报", "长江日报评论", "和平日报"]
)
def test_a_name_that_is_no_division_makes_no_city(publisher: str) -> None:
    assert jurisdiction_of(publisher) in {None, "武汉市"}
    assert jurisdiction_of(publisher, "市委昨日召开会议。") in {None, "武汉市"}


def test_a_place_that_the_article_names_with_its_level_is_not_made_up() -> None:
    assert jurisdiction_of("鹭江日报", "鹭江区昨日开会，鹭江区委书记沈若谷出席；鹭江市场繁荣。") == "鹭江区"
    assert jurisdiction_of("鹭江日报", "鹭江市场繁荣，鹭江区域协调发展。") is None


def test_a_paper_of_an_unknown_place_is_reported_once(tmp_path: Path) -> None:
    lines = [
        f'{{"text": "市委书记沈若谷昨日调研{n}次。", "date": "2024-03-06", "source": "{paper}"}}'
        for n in range(3)
        for paper in ("晨曦早报", "杭州日报", "人民日报")
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    problems: list[Problem] = []
    sources = list(read([str(tmp_path)], on_problem=problems.append))
    assert {s.metadata.jurisdiction for s in sources} == {None, "杭州市"}
    (problem,) = problems
    assert (problem.slug, problem.fatal) == ("unknown-jurisdiction", False)
    assert "晨曦早报" in problem.message and "--jurisdiction" in problem.message
    assert [p for p in problems if "人民日报" in p.message] == []


@pytest.mark.parametrize(
    ("place", "checked"),
    [("衡阳", "衡阳市"), ("衡阳市", "衡阳市"), ("北京市朝阳区", "北京市朝阳区"), ("凉山", "凉山彝族自治州")],
)
def test_a_stated_jurisdiction_is_a_division_with_its_level(place: str, checked: str) -> None:
    assert checked_jurisdiction(place, _no_problem) == checked


@pytest.mark.parametrize(
    ("place", "reason"), [("朝阳区", "have this name"), ("云川", "not in the table"), ("", "not in")]
)
def test_a_stated_jurisdiction_that_means_no_division_is_refused(place: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        checked_jurisdiction(place, _no_problem)


def test_a_stated_place_with_a_level_is_kept_and_reported() -> None:
    problems: list[Problem] = []
    assert checked_jurisdiction("云川市", problems.append) == "云川市"
    assert [p.slug for p in problems] == ["unknown-place"]


def _no_problem(problem: Problem) -> None:
    raise AssertionError(problem)
