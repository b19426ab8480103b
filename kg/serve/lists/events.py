"""Events in a list: each with its types, date, who takes part, and the sentence that states it best; and their facets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.serve.lists.histogram import MONTH, YEAR, Histogram, events_by_period
from kg.serve.lists.reading import CITED, QUOTED, Catalogue, Named, Quoted, quoted
from kg.serve.lists.selection import Selection, of_events
from kg.store.catalogue import OWN
from kg.store.catalogue_events import ROLES

MANY = 500  # numbers in one query
TOP = 12  # values of a facet


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event: its types and date as stated, the day of its first report, its roles, and its surest sentence.

    `sentences` is how many sentences state it.
    """

    number: int
    iri: str
    label: str
    types: tuple[str, ...]
    date: str
    start: str
    status: str
    reported: str
    roles: tuple[tuple[str, Named], ...]
    quoted: Quoted | None
    sentences: int

    @property
    def start_year(self) -> str:
        """The year in which it begins."""
        return self.start[:4]

    @property
    def first_type(self) -> str:
        """The first of its types; "" where it has none."""
        return self.types[0] if self.types else ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A condition that a list can be narrowed by: its name in a selection, and values with a name and a count."""

    name: str
    values: tuple[tuple[str, str, int], ...]
    total: int


def count_events(c: Catalogue, s: Selection) -> int:
    """Return how many events there are."""
    where, values = of_events(s)
    return int(c.one(f"SELECT COUNT(*) FROM event e WHERE {where}", values))


def list_events(c: Catalogue, s: Selection, limit: int = -1, offset: int = 0) -> list[ListedEvent]:
    """Return events, those with a date first, the newest first; the others by their first report."""
    where, values = of_events(s)
    rows = c.rows(
        "SELECT r.id, r.iri, r.label, e.date, e.start, e.status, e.reported FROM event e JOIN resource r ON r.id = e.id "
        f"WHERE {where} ORDER BY e.start = '', e.start DESC, e.stop, e.reported DESC, r.iri LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return _listed(c, rows)


def one_event(c: Catalogue, number: int) -> ListedEvent:
    """Return an event by its number."""
    rows = c.rows(
        "SELECT r.id, r.iri, r.label, e.date, e.start, e.status, e.reported FROM event e JOIN resource r ON r.id = e.id "
        "WHERE e.id = ?",
        (number,),
    )
    return _listed(c, rows)[0]


def _listed(c: Catalogue, rows: Sequence[tuple]) -> list[ListedEvent]:  # type: ignore[type-arg]
    numbers = [row[0] for row in rows]
    types: dict[int, list[str]] = defaultdict(list)
    roles: dict[int, list[tuple[str, Named]]] = defaultdict(list)
    best: dict[int, Quoted] = {}
    said: dict[int, int] = {}
    for part in (numbers[i : i + MANY] for i in range(0, len(numbers), MANY)):
        marks = ",".join("?" * len(part))
        for event, name in c.rows(f"SELECT event, type FROM typed WHERE event IN ({marks}) ORDER BY event, type", part):
            types[event].append(name)
        found = c.rows(
            "SELECT l.subject, l.predicate, r.id, r.iri, r.kind, r.label, r.sound FROM link l JOIN resource r ON r.id = l.object "
            f"WHERE l.subject IN ({marks}) AND l.predicate IN {ROLES} ORDER BY l.id",
            part,
        )
        for event, role, *named in found:
            roles[event].append((role, Named(*named)))
        cited = c.rows(
            f"SELECT l.subject, l.sentences, {QUOTED} FROM link l JOIN evidence v ON v.link = l.id "
            "JOIN sentence s ON s.id = v.sentence LEFT JOIN article a ON a.id = s.article "
            f"WHERE l.subject IN ({marks}) AND l.predicate = '{OWN}' ORDER BY l.subject, v.confidence DESC, a.day, s.iri",
            part,
        )
        for event, count, *row in cited:
            best.setdefault(event, quoted(row))
            said[event] = count
    return [
        ListedEvent(
            n, iri, label, tuple(types[n]), date, start, status, reported, tuple(roles[n]), best.get(n), said.get(n, 0)
        )
        for n, iri, label, date, start, status, reported in rows
    ]


def event_facets(c: Catalogue, s: Selection) -> list[Facet]:
    """Return the facets of a list of events, all counted under the whole selection."""
    where, values = of_events(s)
    chosen = f"WITH chosen AS MATERIALIZED (SELECT e.id FROM event e WHERE {where})"
    types = f"{chosen} SELECT t.type, t.type, COUNT(*) FROM chosen JOIN typed t ON t.event = chosen.id"
    found = [_facet(c, "type", types, values), _periods("year", events_by_period(c, s, YEAR), latest_first=True)]
    if s.first and s.first[:4] == (s.last or "")[:4]:
        found.append(_periods("month", events_by_period(c, s, MONTH), latest_first=False))
    linked = (
        "{0} SELECT r.iri, r.label, COUNT(DISTINCT chosen.id) FROM chosen JOIN link l ON l.subject = chosen.id "
        "AND l.predicate {1} JOIN resource r ON r.id = l.object WHERE r.kind = '{2}'"
    )
    for name, roles, kind in (
        ("about:Person", f"IN {ROLES}", "Person"),
        ("about:Organisation", f"IN {ROLES}", "Organisation"),
        ("place", "= 'place'", "Place"),
    ):
        found.append(_facet(c, name, linked.format(chosen, roles, kind), values, skip=s.about))
    source = (
        f"{chosen} SELECT a.publisher, a.publisher, COUNT(DISTINCT chosen.id) FROM chosen JOIN mention m ON m.resource = chosen.id "
        "JOIN article a ON a.id = m.article WHERE a.publisher <> ''"
    )
    found.append(_facet(c, "source", source, values))
    return [f for f in found if f.values]


def _periods(name: str, counted: Histogram, latest_first: bool) -> Facet:
    """Return years or months, each with as many events as its list has."""
    found = sorted({**counted.begun, **counted.running}, reverse=latest_first)
    return Facet(name, tuple((p, p, counted.in_period(p)) for p in found[:TOP]), len(found))


def _facet(
    c: Catalogue, name: str, query: str, values: Sequence[object], order: str = "3 DESC, 2", skip: Sequence[str] = ()
) -> Facet:
    rows = [r for r in c.rows(f"{query} GROUP BY 1 ORDER BY {order}", values) if r[0] not in skip]
    return Facet(name, tuple((v, label, n) for v, label, n in rows[:TOP]), len(rows))


def evidence_of(c: Catalogue, link: int) -> list[Quoted]:
    """Return all sentences that state something, the newest first."""
    return [quoted(r) for r in c.rows(f"SELECT {QUOTED} {CITED} WHERE v.link = ? ORDER BY a.day DESC, s.iri", (link,))]
