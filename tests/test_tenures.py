"""Positions that are taken, left or intended, each with its own person, on sentences of our own."""

from __future__ import annotations

import pytest
from test_years import record_of


def positions(text: str) -> set[tuple[str, str, str, str]]:
    record = record_of(text)
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
    ],
)
def test_each_position_is_that_of_its_own_person(text: str, stated: set[tuple[str, str, str, str]]) -> None:
    assert {p for p in positions(text) if p[1] != "县长"} == stated
