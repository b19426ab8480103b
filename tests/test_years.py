"""The year of dates without one, on sentences of our own; articles are published on 6 March 2024 unless stated otherwise."""

from __future__ import annotations

import datetime

import pytest

import kg
from kg.extract import BUNDLED, Setup, extract
from kg.extract.model.extraction import extract_all
from kg.graph.validate import validate
from kg.language import analyse
from kg.language.times import find_times
from kg.model import ArticleRecord, Metadata, Source
from kg.read import split

PUBLISHED = datetime.date(2024, 3, 6)


def record_of(text: str, published: datetime.date = PUBLISHED) -> ArticleRecord:
    known = Metadata(published, "云川日报", jurisdiction="云川市")
    whole = f"短讯\n\n{text}"
    (article,) = split(Source("a.txt", whole, known))
    return extract(analyse(article), whole)


def default_record_of(text: str, published: datetime.date = PUBLISHED) -> ArticleRecord:
    """Return the record of the default build, which the trained model decides."""
    known = Metadata(published, "云川日报", jurisdiction="云川市")
    whole = f"短讯\n\n{text}"
    (article,) = split(Source("a.txt", whole, known))
    return extract_all([analyse(article)], [whole], Setup(model=BUNDLED))[0]


def dated(text: str, published: datetime.date = PUBLISHED) -> list[tuple[str, str | None, str]]:
    """Return the trigger, the first day and the status of each event of a text."""
    return [(e.trigger, e.when.begin if e.when else None, e.status) for e in record_of(text, published).events]


@pytest.mark.parametrize(
    "before",
    [
        "今年将新建两座水厂。",
        "到2035年，青石县将建成三条铁路。",
        "2024年内，云川拟投用五所医院。",
        "明年投用的云川大桥进展顺利。",
        "去年，云川共引进企业40家。",
        "“十五五”期间，云川有望新增就业岗位十万个。",
    ],
)
def test_a_year_or_a_plan_of_another_sentence_leaves_the_year_of_a_date_alone(before: str) -> None:
    assert ("调研", "2024-02-19", "happened") in dated(f"{before}2月19日，陆怀谦到云川大学调研。")


@pytest.mark.parametrize(
    ("text", "published", "begin"),
    [
        ("11月8日，大桥合龙。", PUBLISHED, "2023-11-08"),
        ("11月8日，大桥将合龙。", PUBLISHED, "2024-11-08"),
        ("大桥定于11月8日合龙。", PUBLISHED, "2024-11-08"),
        ("大桥合龙原定3月1日。", PUBLISHED, "2024-03-01"),
        ("会议决定6月4日在云川召开代表大会。", PUBLISHED, "2024-06-04"),
        ("会议决定了人选，6月4日的提案同时公布。", PUBLISHED, "2023-06-04"),
        ("3月20日开园。", PUBLISHED, "2024-03-20"),
        ("12月28日，市委召开会议。", datetime.date(2024, 1, 2), "2023-12-28"),
        ("春运将于1月14日开始。", datetime.date(2023, 12, 20), "2024-01-14"),
        ("1月2日，大雪。", datetime.date(2023, 12, 31), "2024-01-02"),
        ("1月份，出口增长。", datetime.date(2023, 12, 31), "2023-01"),
        ("四季度，出口增长。", datetime.date(2024, 1, 9), "2023-10"),
        ("针对该国7月1日起暂停使馆工作，外交部将回应。", PUBLISHED, "2024-07-01"),
        ("驻军7月15日前撤出云川。", PUBLISHED, "2024-07-15"),
        ("条例7月1日施行。", PUBLISHED, "2024-07-01"),
        ("工程分段进行，直到7月26日通车。", PUBLISHED, "2024-07-26"),
        ("12月1日起，新规实行。", datetime.date(2024, 2, 10), "2023-12-01"),
        ("1月1日起，新规实行。", PUBLISHED, "2024-01-01"),
        ("7月15日前后，大雨。", PUBLISHED, "2023-07-15"),
        ("7月15日，大雨。", PUBLISHED, "2023-07-15"),
        ("2月29日，大雪。", PUBLISHED, "2024-02-29"),
        ("2月29日，大雪。", datetime.date(2023, 3, 6), "2020-02-29"),
    ],
)
def test_a_date_without_a_year_lies_within_a_year_of_publication(
    text: str, published: datetime.date, begin: str
) -> None:
    assert [t.when.begin for t in find_times(text, published) if t.when] == [begin]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("2018年云川“5·12”事故调查报告发布。", ["2018", "2018-05-12"]),
        ("双方2019年3月签约，同年动工，9月8日投产。", ["2019-03", "2019", "2019-09-08"]),
        ("2019年3月签约。9月8日投产。", ["2019-03", "2023-09-08"]),
        ("计划2025年6月完工的云川站2月8日封顶。", ["2025-06", "2024-02-08"]),
        ("11月15日开工，28日停工。", ["2023-11-15", "2023-11-28"]),
        ("5日上午，大雪；7日，雪停。", ["2024-03-05", "2024-03-07"]),
        ("25日上午，大雪。", ["2024-02-25"]),
        ("书展将于5月11日至15日举办，5月10日布展。", ["2024-05-11", "2024-05-10"]),
        ("书展将于5月11日至15日举办。5月10日布展。", ["2024-05-11", "2023-05-10"]),
        ("将于5月11日投产的工厂9月8日试车。", ["2024-05-11", "2023-09-08"]),
    ],
)
def test_a_date_continues_the_dates_of_its_sentence(text: str, begins: list[str]) -> None:
    assert [t.when.begin for t in find_times(text, PUBLISHED) if t.when] == begins


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("云川大学3月9日举行揭牌仪式。", "planned"),
        ("云川大学已于3月9日举行了揭牌仪式。", "happened"),
        ("云川大学3月5日举行揭牌仪式。", "happened"),
    ],
)
def test_an_event_after_its_article_is_announced_unless_the_text_says_that_it_has_happened(
    text: str, status: str
) -> None:
    assert [(t, s) for t, _, s in dated(text)] == [("揭牌仪式", status)]


def test_validation_and_the_report_point_out_what_happened_after_its_article() -> None:
    texts = {
        "late.txt": "短讯\n\n云川大学已于3月9日举行揭牌仪式。",
        "fine.txt": "短讯\n\n云川师范学院已于3月4日举行揭牌仪式。",
    }
    graph = kg.build_texts(texts, date="2024-03-06", jurisdiction="衡阳市", jobs=1, model="none")
    for engine in ("pyshacl", "shifty"):
        (finding,) = validate(graph.store, engine)  # type: ignore[arg-type]
        assert (finding.severity, finding.value) == ("Warning", "2024-03-09")
    assert graph.built is not None and graph.built.summary.dated_after_article == 1
