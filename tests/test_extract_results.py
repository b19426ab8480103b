"""What an article states, on sentences of our own: the cases that single rules decide."""

from __future__ import annotations

import datetime

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


def test_a_row_of_places_is_one_visit_where_no_visit_stands_before_it() -> None:
    record = record_of("3月1日，陆怀谦到云川电力公司、云川大学考察。")
    assert targets(record, "考察") == [{"云川电力公司", "云川大学"}]


def test_a_row_of_places_is_one_visit_each_behind_the_visit_that_they_are_stops_of() -> None:
    record = record_of("3月1日，陆怀谦率队赴澜江省考察。陆怀谦先后到云川电力公司、云川大学考察。")
    assert {"云川电力公司"} in targets(record, "考察") and {"云川大学"} in targets(record, "考察")
