"""Statements that join what does not belong together, on sentences of our own."""

from __future__ import annotations

import pytest
from test_years import record_of

from kg.divisions import divisions


def relations(text: str) -> set[tuple[str, str, str]]:
    record = record_of(text)
    names = {e.id: e.name for e in record.entities} | {e.id: e.trigger for e in record.events}
    return {(names.get(r.subject, ""), r.predicate, names.get(r.object, "")) for r in record.relations}


@pytest.mark.parametrize(
    ("name", "around", "code"),
    [
        ("西安", ["黑龙江省", "牡丹江市"], "610100"),
        ("西安", ["吉林省", "辽源市"], "610100"),
        ("鞍山", ["云南省"], "210300"),
        ("朝阳", ["北京市"], "110105"),
        ("朝阳", ["辽宁省"], "211300"),
        ("西安区", ["牡丹江市"], "231005"),
    ],
)
def test_a_citys_stem_means_the_city_except_beside_a_municipality(name: str, around: list[str], code: str) -> None:
    found = divisions().find(name, around)
    assert found is not None and found.code == code


@pytest.mark.parametrize(
    "text",
    ["3月5日，事故发生在京港澳高速白鹭县段。", "3月5日，事故发生在青石县107国道。", "3月5日，云川市沪昆铁路发生事故。"],
)
def test_a_road_holds_no_county_and_is_part_of_none(text: str) -> None:
    assert [r for r in relations(text) if r[1] == "partOf"] == []


def test_places_in_a_row_and_streets_keep_their_upper_places() -> None:
    assert ("青石县", "partOf", "云川") in relations("3月5日，事故发生在云川青石县。")
    assert ("临江区", "partOf", "云川市") in relations("3月5日，事故发生在云川市临江区解放路。")
    assert ("解放路", "partOf", "临江区") in relations("3月5日，事故发生在云川市临江区解放路。")


@pytest.mark.parametrize(
    "text",
    [
        "3月5日，陆怀谦出席因公殉职民警沈若谷的追悼会。",
        "3月5日，陆怀谦看望因公牺牲民警沈若谷的家属。",
        "3月5日，陆怀谦向因公殉职的沈若谷敬献花圈。",
    ],
)
def test_who_honours_the_dead_is_no_casualty(text: str) -> None:
    stated = relations(text)
    assert not any(r[1] == "target" and r[2] == "陆怀谦" for r in stated)


def test_who_dies_is_the_casualty() -> None:
    assert ("因公殉职", "target", "沈若谷") in relations("3月5日，民警沈若谷在救援中因公殉职。")


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("3月5日，梅里达成为首位夺冠的亚洲人。", []),
        ("3月5日，阿根廷籍教练沈若谷抵达云川。", []),
        ("沈若谷，阿根廷人，3月5日抵达云川。", []),
        ("沈若谷，青石县人，3月5日抵达云川。", ["青石县"]),
        ("沈若谷，男，45岁，青石县人。", ["青石县"]),
        ("沈若谷说，逛花市是青石县人的习惯。", []),
        ("沈若谷会见青石县人大代表。", []),
        ("3月5日，青石县籍教练沈若谷抵达云川。", ["青石县"]),
        ("沈若谷1971年出生于阿根廷。", ["阿根廷"]),
    ],
)
def test_a_nationality_is_no_birthplace(text: str, born: list[str]) -> None:
    assert [o for _, p, o in relations(text) if p == "bornIn"] == born
