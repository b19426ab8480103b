"""What the page of an entity shows: its positions, events, company, relations, sentences and articles, each with its count."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass

from kg.serve.lists.events import ListedEvent, count_events, list_events
from kg.serve.lists.histogram import YEAR, events_by_period
from kg.serve.lists.positions import Held, held_by, holders
from kg.serve.lists.reading import Catalogue, Named, Source
from kg.serve.lists.selection import DATED, UNDATED, Selection, of_events
from kg.serve.lists.tables import ListedStatement, count_articles, count_statements, list_articles, list_statements
from kg.store.catalogue import OWN
from kg.store.catalogue_events import ROLES

SHOWN = 20  # events, and sentences, that a page shows at once
COMPANY = 12  # of each class
RELATED = 30  # other ends of one property
Row = tuple[int, int, str, str, int, str]  # what company is sorted by, and what else is shown of it


@dataclass(frozen=True, slots=True)
class Related:
    """The other ends of one property: whether the entity is the object, the first of them, and how many there are."""

    property: str
    inverse: bool
    others: tuple[tuple[Named, str, int], ...]  # with a title or tenure, and the statement's number
    total: int


@dataclass(frozen=True, slots=True)
class Company:
    """Who of a class is with the entity in events (`count`) and in articles, and how many there are in all."""

    kind: str
    found: tuple[Named, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All that a page shows of an entity, with the counts of what it does not show."""

    entity: Named
    first: str
    last: str
    aliases: tuple[str, ...]
    positions: tuple[Held, ...]
    holders: tuple[Held, ...]
    dated: int
    undated: int
    types: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]
    events: tuple[ListedEvent, ...]
    without_date: tuple[ListedEvent, ...]
    company: tuple[Company, ...]
    related: tuple[Related, ...]
    statements: int
    sentences: tuple[ListedStatement, ...]
    articles: tuple[Source, ...]
    authored: int
    written: tuple[Source, ...]
    months: tuple[tuple[str, int], ...]


def profile(c: Catalogue, entity: Named) -> Profile:
    """Return the profile of an entity."""
    about = Selection(about=(entity.iri,))
    n = entity.number
    first, last = c.rows("SELECT first, last FROM resource WHERE id = ?", (n,))[0]
    dated, undated = (count_events(c, about.with_changes(dated=d)) for d in (DATED, UNDATED))
    where, values = of_events(about)
    types = c.rows(
        f"SELECT t.type, COUNT(*) FROM event e JOIN typed t ON t.event = e.id WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    )
    by_year = events_by_period(c, about, YEAR)
    years = sorted({*by_year.begun, *by_year.running}, reverse=True)
    months = c.rows(
        "SELECT SUBSTR(a.day, 1, 7), COUNT(*) FROM mention m JOIN article a ON a.id = m.article WHERE m.resource = ? AND a.day <> '' "
        "GROUP BY 1 ORDER BY 1",
        (n,),
    )
    return Profile(
        entity,
        first,
        last,
        tuple(name for (name,) in c.rows("SELECT name FROM alias WHERE resource = ? ORDER BY name", (n,))),
        tuple(held_by(c, n)),
        tuple(holders(c, n)) if entity.kind == "Organisation" else (),
        dated,
        undated,
        tuple(types),
        tuple((year, by_year.in_period(year)) for year in years),
        tuple(list_events(c, about.with_changes(dated=DATED), SHOWN)),
        tuple(list_events(c, about.with_changes(dated=UNDATED), SHOWN // 2)),
        tuple(_company(c, entity)) if entity.kind != "Event" else (),
        tuple(_related(c, n)),
        count_statements(c, about),
        tuple(list_statements(c, about, SHOWN // 2)),
        tuple(list_articles(c, about, SHOWN // 2)),
        count_articles(c, Selection(author=entity.iri)),
        tuple(list_articles(c, Selection(author=entity.iri), SHOWN // 2)),
        tuple(months),
    )


def places_of(c: Catalogue, entity: Named) -> list[tuple[str, str, float, float, int]]:
    """Return where events of an entity happen (or an event happens, or a place lies), with coordinates and counts.

    A place without coordinates counts for one that it lies in directly, if that has them.
    """
    events = (
        "SELECT l.object, k.subject FROM link k JOIN link l ON l.subject = k.subject AND l.predicate = 'place' "
        f"WHERE k.object = ?1 AND k.predicate IN {ROLES} "
        "UNION SELECT l.object, l.subject FROM link l WHERE l.subject = ?1 AND l.predicate = 'place' UNION SELECT ?1, ?1"
    )
    return c.rows(
        "SELECT p.iri, p.label, p.longitude, p.latitude, COUNT(DISTINCT x.e) FROM "
        f"(SELECT object AS place, subject AS e FROM ({events})) x JOIN resource o ON o.id = x.place AND o.kind = 'Place' "
        "LEFT JOIN link u ON u.subject = o.id AND u.predicate = 'partOf' AND o.latitude IS NULL "
        "JOIN resource p ON p.id = CASE WHEN o.latitude IS NULL THEN u.object ELSE o.id END "
        "WHERE p.latitude BETWEEN -90 AND 90 AND p.longitude BETWEEN -180 AND 180 GROUP BY p.id ORDER BY 5 DESC, p.iri",
        (entity.number,),
    )


def company_of(c: Catalogue, entity: Named, most: int | None = None) -> dict[str, tuple[list[Named], int]]:
    """Return by class who is named in articles with an entity, those first that share most events with it, and how many there are.

    At most `most` of each class are returned.
    """
    shared = dict(
        c.rows(
            "SELECT l.object, COUNT(DISTINCT l.subject) FROM link k JOIN link l ON l.subject = k.subject "
            f"WHERE k.object = ?1 AND k.predicate IN {ROLES} AND l.predicate IN {ROLES} AND l.object <> ?1 GROUP BY 1",
            (entity.number,),
        )
    )
    named = c.rows(  # counted before the names are read: a person in the news is named with thousands
        "SELECT r.kind, n.articles, r.label, r.iri, r.id, r.sound FROM (SELECT o.resource, COUNT(*) AS articles FROM mention m "
        "JOIN mention o ON o.article = m.article WHERE m.resource = ?1 AND o.resource <> ?1 GROUP BY 1) n "
        "JOIN resource r ON r.id = n.resource WHERE r.kind <> 'Event'",
        (entity.number,),
    )
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for kind, articles, label, iri, number, sound in named:
        by_kind[kind].append((-shared.get(number, 0), -articles, label, iri, number, sound))
    return {
        kind: ([Named(r[4], r[3], kind, r[2], r[5], -r[0], -r[1]) for r in _first(found, most)], len(found))
        for kind, found in by_kind.items()
    }


def _first(rows: list[Row], most: int | None) -> list[Row]:
    return sorted(rows) if most is None else heapq.nsmallest(most, rows)


def _company(c: Catalogue, entity: Named) -> list[Company]:
    every = company_of(c, entity, COMPANY)
    kinds = [kind for kind in ("Person", "Organisation", "Place") if kind in every]
    return [Company(kind, tuple(every[kind][0]), every[kind][1]) for kind in kinds]


def _related(c: Catalogue, number: int) -> list[Related]:
    """Return the relations of an entity but for its positions and its parts in events."""
    found: dict[tuple[str, bool], list[tuple[Named, str, int]]] = defaultdict(list)
    for here, there, inverse in (("subject", "object", False), ("object", "subject", True)):
        rows = c.rows(
            "SELECT l.predicate, r.id, r.iri, r.kind, r.label, r.sound, l.sentences, l.articles, l.title, l.id FROM link l "
            f"JOIN resource r ON r.id = l.{there} WHERE l.{here} = ? AND l.predicate NOT IN ('holdsPosition', '{OWN}') "
            f"{f'AND l.predicate NOT IN {ROLES} ' if inverse else ''}ORDER BY l.articles DESC, r.label, r.iri",
            (number,),
        )
        for predicate, *row in rows:
            found[predicate, inverse].append((Named(*row[:7]), row[7], row[8]))
    return [Related(p, inverse, tuple(others[:RELATED]), len(others)) for (p, inverse), others in sorted(found.items())]
