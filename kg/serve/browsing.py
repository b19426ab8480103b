"""What can be browsed: each list with how its rows, its count and its file are made of a selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.serve import csv_files
from kg.serve.csv_files import Address, Row
from kg.serve.languages import Words
from kg.serve.lists import overview, tables
from kg.serve.lists.events import Facet, count_events, event_facets, list_events
from kg.serve.lists.profile import company_of
from kg.serve.lists.reading import Catalogue, Named
from kg.serve.lists.selection import Selection, of_articles, of_events, of_statements

Rows = Callable[[Catalogue, Selection, int, int], Iterable[Any]]
Writer = Callable[[Iterable[Any], Words, Address, str], Iterator[Row]]
PER_PAGE = 50
MOST = 5000  # rows that a page shows as "all"; a file has every row


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its names in both languages, the template part that shows its rows, and its functions."""

    name: tuple[str, str]
    shown: str
    count: Callable[[Catalogue, Selection], int]
    rows: Rows
    write: Writer
    facets: Callable[[Catalogue, Selection], Sequence[Facet]] = lambda c, s: ()
    kind: str = ""

    def selection(self, asked: Selection) -> Selection:
        """Return the selection of this list's class."""
        return asked.with_changes(kind=self.kind) if self.kind else asked


def _entities(kind: str, chinese: str, english: str) -> Listing:
    def letters(c: Catalogue, s: Selection) -> Sequence[Facet]:
        found = overview.letters(c, kind)
        return [Facet("letter", tuple((v, v.upper(), n) for v, n in found), len(found))] if not s.letter else []

    return Listing(
        (chinese, english), "entities", tables.count_entities, tables.list_entities, csv_files.entity_rows, letters, kind
    )  # fmt: skip


def _counted(name: tuple[str, str], shown: str, read: Callable[[Catalogue], overview.Counted]) -> Listing:
    def rows(c: Catalogue, s: Selection, limit: int, offset: int) -> Sequence[Any]:
        found = read(c)
        return found[offset:] if limit < 0 else found[offset : offset + limit]

    return Listing(name, shown, lambda c, s: len(read(c)), rows, csv_files.counted_rows)


def _article_facets(c: Catalogue, s: Selection) -> Sequence[Facet]:
    where, values = of_articles(s)
    found = []
    for name, column, order in (("source", "a.publisher", "2 DESC, 1"), ("month", "SUBSTR(a.day, 1, 7)", "1 DESC")):
        rows = c.rows(
            f"SELECT {column}, COUNT(*) FROM article a WHERE {where} AND {column} <> '' GROUP BY 1 ORDER BY {order}",
            values,
        )
        found.append(Facet(name, tuple((v, v, n) for v, n in rows[:24]), len(rows)))
    return [f for f in found if f.values]


def _statement_facets(c: Catalogue, s: Selection) -> Sequence[Facet]:
    where, values = of_statements(s)
    found = []
    for name, column in (("relation", "l.predicate"), ("source", "COALESCE(a.publisher, '')")):
        counted = f"SELECT {column}, COUNT(*) {tables.STATEMENTS} WHERE {where} AND {column} <> '' GROUP BY 1 ORDER BY 2 DESC, 1"
        rows = c.rows(counted, values)
        found.append(Facet(name, tuple((v, v, n) for v, n in rows[:24]), len(rows)))
    return [f for f in found if f.values]


def _pairs(together: str, name: tuple[str, str]) -> Listing:
    def where(s: Selection) -> tuple[str, list[object]]:
        return of_events(s) if together == "events" else of_articles(s)

    def rows(c: Catalogue, s: Selection, limit: int, offset: int) -> Sequence[Any]:
        return tables.list_pairs(c, s.kind or "Person", together, where(s), limit, offset)

    return Listing(
        name,
        together,
        lambda c, s: tables.count_pairs(c, s.kind or "Person", together, where(s)),
        rows,
        csv_files.pair_rows,
    )


def _company(c: Catalogue, s: Selection, limit: int, offset: int) -> Sequence[Named]:
    entity = c.named(s.about[0]) if s.about else None
    found = company_of(c, entity).get(s.kind, ([], 0))[0] if entity else []
    return found[offset:] if limit < 0 else found[offset : offset + limit]


COMPANY = "company"  # of an entity: no list to begin with
LISTINGS = {
    COMPANY: Listing(("一同见报者", "Named together"), "entities", lambda c, s: len(_company(c, s, -1, 0)), _company, csv_files.entity_rows),
    "people": _entities("Person", "人物", "People"),
    "organisations": _entities("Organisation", "机构", "Organisations"),
    "places": _entities("Place", "地点", "Places"),
    "awards": _entities("Award", "奖项", "Awards"),
    "events": Listing(("事件", "Events"), "events", count_events, list_events, csv_files.event_rows, event_facets),
    "types": _counted(("事件类型", "Event types"), "types", overview.types),
    "months": _counted(("月份", "Months"), "months", overview.article_months),
    "sources": _counted(("来源", "Sources"), "sources", overview.sources),
    "articles": Listing(("文章", "Articles"), "articles", tables.count_articles, tables.list_articles, csv_files.article_rows, _article_facets),
    "statements": Listing(("陈述与原句", "Statements and sentences"), "statements", tables.count_statements, tables.list_statements, csv_files.statement_rows, _statement_facets),
    "together-in-events": _pairs("events", ("一同参与事件", "Together in events")),
    "together-in-articles": _pairs("articles", ("一同见报", "Together in articles")),
}  # fmt: skip
