"""Positions that are taken, left or intended, each with its own person, on sentences of our own."""

from __future__ import annotations

import pytest
from test_years import default_record_of, record_of

from kg.model import ArticleRecord


def positions(text: str) -> set[tuple[str, str, str, str]]:
    return stated_in(record_of(text))


def stated_in(record: ArticleRecord) -> set[tuple[str, str, str, str]]:
    names = {e.id: e.norm or e.name for e in record.entities}
    return {(names[p.person], p.title, names.get(p.organisation or "", ""), p.tenure) for p in record.positions}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (
            "原县长李青调任云川市水利局局长，拟任云川市水利局副局长的赵一鸣已公示。",
            {
                ("李青", "局长", "云川市水利局", "current"),
                ("赵一鸣", "副局长", "云川市水利局", "incoming"),
            },
        ),
        ("赵一鸣拟任云川市水利局局长。", {("赵一鸣", "局长", "云川市水利局", "incoming")}),
        ("陆怀谦提名赵一鸣为云川市水利局局长。", {("赵一鸣", "局长", "云川市水利局", "incoming")}),
        ("赵一鸣被提名为云川市水利局局长。", {("赵一鸣", "局长", "云川市水利局", "incoming")}),
        (
            "现任云川大学校长的李青会见曾任云川医院院长的赵一鸣。",
            {("李青", "校长", "云川大学", "current"), ("赵一鸣", "院长", "云川医院", "former")},
        ),
        (
            "前市长韩定远、代理市长孔时雨出席。",
            {("韩定远", "市长", "云川市人民政府", "former"), ("孔时雨", "代理市长", "云川市人民政府", "current")},
        ),
        (
            "赵一鸣出任云川大学校长，李青不再担任云川大学校长。",
            {("赵一鸣", "校长", "云川大学", "current"), ("李青", "校长", "云川大学", "former")},
        ),
        (
            "沈以宁，现任云川大学副校长，拟任云川大学校长。",
            {("沈以宁", "副校长", "云川大学", "current"), ("沈以宁", "校长", "云川大学", "incoming")},
        ),
        ("云川大学已卸任的校长林白会见赵一鸣。", {("林白", "校长", "云川大学", "former")}),
        ("云川大学即将卸任的校长林白会见赵一鸣。", {("林白", "校长", "云川大学", "current")}),
        ("前云川市市长林白会见赵一鸣。", {("林白", "市长", "云川市人民政府", "former")}),
        ("原云川大学校长林白会见赵一鸣。", {("林白", "校长", "云川大学", "former")}),
        ("原平市市长林白会见赵一鸣。", {("林白", "市长", "原平市人民政府", "current")}),
        ("前进公司董事长林白会见赵一鸣。", {("林白", "董事长", "前进公司", "current")}),
        ("云川市水利局局长提名人选林白会见赵一鸣。", {("林白", "局长", "云川市水利局", "incoming")}),
        ("林白辞去云川市市长职务。", {("林白", "市长", "云川市人民政府", "former")}),
        ("林白请求辞去云川市市长职务。", {("林白", "市长", "云川市人民政府", "current")}),
        (
            "李青不再担任云川市教育局局长职务，改任云川市科技局局长。",
            {("李青", "局长", "云川市教育局", "former"), ("李青", "局长", "云川市科技局", "current")},
        ),
    ],
)
def test_each_position_is_that_of_its_own_person(text: str, stated: set[tuple[str, str, str, str]]) -> None:
    assert {p for p in positions(text) if p[1] != "县长"} == stated


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (
            "云川市人大常委会任命林一舟为副市长，免去贺远山的副市长职务。",
            {("林一舟", "副市长", "云川市人民政府", "current"), ("贺远山", "副市长", "云川市人民政府", "former")},
        ),
        ("总统提名安德烈·莫罗为财政部长，接替卸任的保罗·杜瓦尔。", {("安德烈·莫罗", "财政部长", "", "incoming")}),
        ("云川市原市长马长河因受贿被判处有期徒刑十年。", {("马长河", "市长", "云川市人民政府", "former")}),
        ("拟提名为云川市副市长的何一舟正在公示。", {("何一舟", "副市长", "云川市人民政府", "incoming")}),
        (
            "李青不再担任云川市教育局局长职务，改任云川市科技局局长。",
            {("李青", "局长", "云川市教育局", "former"), ("李青", "局长", "云川市科技局", "current")},
        ),
        (
            "恒泰矿业公司总裁高乐会见市长罗婉清。",
            {("高乐", "总裁", "恒泰矿业公司", "current"), ("罗婉清", "市长", "云川市人民政府", "current")},
        ),
    ],
)
def test_the_default_build_has_the_positions_that_a_word_states(
    text: str, stated: set[tuple[str, str, str, str]]
) -> None:
    assert stated <= stated_in(default_record_of(text))


def test_a_public_notice_is_no_event_of_the_person() -> None:
    record = default_record_of("拟任云川市水利局副局长的赵一鸣已公示，李青主持座谈会。")
    assert {e.trigger for e in record.events} == {"座谈会"}
