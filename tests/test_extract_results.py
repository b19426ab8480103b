"""What an article states, on sentences of our own: the cases that single rules decide."""

from __future__ import annotations

import datetime

import pytest

from kg.extract import extract
from kg.language import analyse
from kg.model import ArticleRecord, Metadata, Source
from kg.read import split


def record_of(text: str) -> ArticleRecord:
    known = Metadata(datetime.date(2021, 3, 2), "云川日报", jurisdiction="云川市")
    whole = f"标题一\n\n{text}"
    (article,) = split(Source("a.txt", whole, known))
    return extract(analyse(article), whole)


def targets(record: ArticleRecord, trigger: str) -> list[set[str]]:
    """Return the targets of each event of a trigger."""
    names = {e.id: e.name for e in record.entities}
    return [
        {names[r.object] for r in record.relations if r.subject == e.id and r.predicate == "target"}
        for e in record.events
        if e.trigger == trigger
    ]


def positions(record: ArticleRecord) -> set[tuple[str, str, str, str]]:
    """Return who holds which position where, and its tenure."""
    names = {e.id: e.norm or e.name for e in record.entities}
    return {(names[p.person], p.title, names.get(p.organisation or "", ""), p.tenure) for p in record.positions}


def mentions(record: ArticleRecord, name: str) -> list[str]:
    """Return the mentions of the entity of a name, as they stand in the text."""
    (one,) = [e for e in record.entities if e.name == name]
    return [record.article.text[m.start : m.end] for m in one.mentions]


def test_a_row_of_places_is_one_visit_where_no_visit_stands_before_it() -> None:
    record = record_of("3月1日，陆怀谦到云川电力公司、云川大学考察。")
    assert targets(record, "考察") == [{"云川电力公司", "云川大学"}]


def test_a_row_of_places_is_one_visit_each_behind_the_visit_that_they_are_stops_of() -> None:
    record = record_of("3月1日，陆怀谦率队赴澜江省考察。陆怀谦先后到云川电力公司、云川大学考察。")
    assert {"云川电力公司"} in targets(record, "考察") and {"云川大学"} in targets(record, "考察")


def test_two_names_that_the_tagger_takes_for_one_are_two_persons() -> None:
    record = record_of("程望舒陆怀谦讲话。昨日，程望舒到会讲话，陆怀谦主持会议。")
    assert mentions(record, "程望舒") == ["程望舒"] * 2
    assert mentions(record, "陆怀谦") == ["陆怀谦"] * 2
    assert not [e for e in record.entities if len(e.name) > 3]


def test_an_office_at_another_organisation_is_named_to_its_end() -> None:
    record = record_of("云川市纪委监委驻市教育局纪检监察组昨日召开会议。")
    names = {e.name for e in record.entities if e.kind == "Organisation"}
    assert "云川市纪委监委驻市教育局纪检监察组" in names and "云川市纪委监委驻市教育局" not in names


def test_a_phrase_that_points_back_means_the_last_organisation_of_its_kind() -> None:
    record = record_of("恒泰矿业有限公司与云川药业有限公司昨日签约。云川大学派人参加。该公司表示欢迎，该校将派出专家。")
    assert mentions(record, "云川药业有限公司") == ["云川药业有限公司", "该公司"]
    assert mentions(record, "云川大学") == ["云川大学", "该校"]
    assert mentions(record, "恒泰矿业有限公司") == ["恒泰矿业有限公司"]


def test_a_phrase_that_points_back_means_nothing_that_comes_behind_it() -> None:
    record = record_of("该公司表示欢迎。恒泰矿业有限公司昨日签约。")
    assert mentions(record, "恒泰矿业有限公司") == ["恒泰矿业有限公司"]


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("美国国务卿布朗昨日到访。", {("布朗", "国务卿", "美国政府", "current")}),
        ("加利福尼亚州州长布朗昨日到访。", {("布朗", "州长", "加利福尼亚州政府", "current")}),
        ("白鹭县县长沈若谷昨日到访。", {("沈若谷", "县长", "白鹭县人民政府", "current")}),
        ("陆怀谦提名沈若谷担任云川市市长。", {("沈若谷", "市长", "云川市人民政府", "current")}),
        (
            "陆怀谦不再担任云川市市长，转任云川大学校长。",
            {("陆怀谦", "市长", "云川市人民政府", "former"), ("陆怀谦", "校长", "云川大学", "current")},
        ),
        (
            "陆怀谦曾任云川市市长、云川大学校长。",
            {("陆怀谦", "市长", "云川市人民政府", "former"), ("陆怀谦", "校长", "云川大学", "former")},
        ),
    ],
)
def test_positions_have_their_holder_organisation_and_tenure(
    sentence: str, stated: set[tuple[str, str, str, str]]
) -> None:
    assert positions(record_of(sentence)) == stated


@pytest.mark.parametrize(
    ("sentence", "organisations"),
    [
        ("云川市公安局、卫生局和安监局负责人参加会议。", {"云川市公安局", "云川市卫生局", "云川市安监局"}),
        ("中国作家协会第十届全国委员会昨日选出主席。", {"中国作家协会", "中国作家协会第十届全国委员会"}),
        ("云川代表团一分团昨日讨论报告。", {"云川代表团一分团"}),
    ],
)
def test_names_of_offices_and_of_parts_of_organisations(sentence: str, organisations: set[str]) -> None:
    assert {e.norm or e.name for e in record_of(sentence).entities if e.kind == "Organisation"} == organisations


@pytest.mark.parametrize(
    ("sentence", "persons"),
    [
        ("会议选举陆怀谦为主席。", {"陆怀谦"}),
        ("李某、张某某因涉嫌盗窃被刑事拘留。", {"李某", "张某某"}),
        ("沈某些意见值得重视。", set()),
    ],
)
def test_names_of_persons_that_only_the_words_around_them_show(sentence: str, persons: set[str]) -> None:
    assert {e.name for e in record_of(sentence).entities if e.kind == "Person"} == persons


@pytest.mark.parametrize(
    ("text", "name", "resolved"),
    [
        ("临江区昨日召开会议。区委书记沈若谷出席。", "区委", "中共临江区委员会"),
        ("白鹭县昨日召开会议。县公安局派人参加。", "县公安局", "白鹭县公安局"),
        ("青石县恶山乡昨日召开会议。乡政府派人参加。", "乡政府", "恶山乡人民政府"),
        ("大县昨日召开会议。县政府派人参加。", "县政府", None),  # 大县 is no name
        ("县政府昨日召开会议。", "县政府", None),  # nothing says which
    ],
)
def test_an_office_without_its_place_belongs_to_the_place_before_it(text: str, name: str, resolved: str | None) -> None:
    (one,) = [e for e in record_of(text).entities if e.name == name]
    assert one.norm == resolved
