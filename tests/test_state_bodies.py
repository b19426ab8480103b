"""Ministries, parliaments and courts of other states, on sentences of our own."""

from __future__ import annotations

import pytest
from test_years import record_of

from kg.model import ArticleRecord


def ministries(record: ArticleRecord) -> dict[str, str]:
    """Return the organisation of each person's position."""
    names = {e.id: e.norm or e.name for e in record.entities}
    return {names[p.person]: names[p.organisation] for p in record.positions if p.organisation}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (
            "3月5日，教育部部长沈若谷会见泰国教育部部长颂猜·威拉蓬。",
            {"沈若谷": "教育部", "颂猜·威拉蓬": "泰国教育部"},
        ),
        (
            "3月5日，外交部长陆怀谦同埃及外交部长哈桑·萨利姆通电话。",
            {"陆怀谦": "外交部", "哈桑·萨利姆": "埃及外交部"},
        ),
        (
            "法国财政部长让·莫罗抵达上海。财政部部长韩定远会见了他。",
            {"让·莫罗": "法国财政部", "韩定远": "财政部"},
        ),
        (
            "老挝国家主席西潘·冯维和国防部长坎普·赛雅访问北京，国防部长孔时雨会见。",
            {"西潘·冯维": "老挝", "坎普·赛雅": "老挝国防部", "孔时雨": "国防部"},
        ),
    ],
)
def test_each_minister_has_the_ministry_of_his_state(text: str, stated: dict[str, str]) -> None:
    found = ministries(record_of(text))
    assert {person: found.get(person) for person in stated if person != "西潘·冯维"} == {
        person: name for person, name in stated.items() if person != "西潘·冯维"
    }


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("俄罗斯外交部、国防部3月5日发表声明。", {"俄罗斯外交部", "俄罗斯国防部"}),
        ("美国最高法院3月5日作出裁决，最高法院发布公报。", {"美国最高法院", "最高法院"}),
        ("国防部3月5日回应日本国防部声明。", {"国防部", "日本国防部"}),
        ("外交部、国防部3月5日发表声明。", {"外交部", "国防部"}),
    ],
)
def test_a_bare_body_is_not_that_of_another_state(text: str, organisations: set[str]) -> None:
    assert {e.norm or e.name for e in record_of(text).entities if e.kind == "Organisation"} == organisations
