"""Articles, statements and entities in lists, with their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.serve.lists.reading import QUOTED, SOURCE, Catalogue, Named, Quoted, Source, quoted
from kg.serve.lists.selection import Selection, of_articles, of_mentions, of_statements
from kg.store.catalogue import KINDS, OWN

STATEMENTS = "FROM link l JOIN evidence v ON v.link = l.id JOIN sentence s ON s.id = v.sentence LEFT JOIN article a ON a.id = s.article"


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """A statement in one sentence: subject, property, object (None: none), a position's title and tenure, the evidence."""

    subject: Named
    property: str
    object: Named | None
    title: str
    tenure: str
    quoted: Quoted


def count_articles(c: Catalogue, s: Selection) -> int:
    """Return how many articles there are."""
    where, values = of_articles(s)
    return int(c.one(f"SELECT COUNT(*) FROM article a WHERE {where}", values))


def list_articles(c: Catalogue, s: Selection, limit: int = -1, offset: int = 0) -> list[Source]:
    """Return articles, the newest first."""
    where, values = of_articles(s)
    order = "ORDER BY a.day = '', a.day DESC, a.iri LIMIT ? OFFSET ?"
    return [
        Source(*r) for r in c.rows(f"SELECT {SOURCE} FROM article a WHERE {where} {order}", (*values, limit, offset))
    ]


def count_statements(c: Catalogue, s: Selection) -> int:
    """Return how many statements with a sentence there are: a statement in two sentences counts twice."""
    where, values = of_statements(s)
    return int(c.one(f"SELECT COUNT(*) {STATEMENTS} WHERE {where}", values))


def list_statements(c: Catalogue, s: Selection, limit: int = -1, offset: int = 0) -> Iterator[ListedStatement]:
    """Yield statements with their sentences, the newest first."""
    where, values = of_statements(s)
    rows = c.rows(
        "SELECT x.id, x.iri, x.kind, x.label, x.sound, l.predicate, y.id, y.iri, y.kind, y.label, y.sound, l.title, l.tenure, "
        f"{QUOTED} {STATEMENTS} JOIN resource x ON x.id = l.subject LEFT JOIN resource y ON y.id = l.object WHERE {where} "
        "ORDER BY COALESCE(a.day, '') = '', a.day DESC, s.iri, l.id, v.statement LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    for r in rows:
        other = Named(*r[6:11]) if r[6] is not None else None
        yield ListedStatement(Named(*r[:5]), "" if r[5] == OWN else r[5], other, r[11], r[12], quoted(r[13:]))


def count_entities(c: Catalogue, s: Selection) -> int:
    """Return how many entities of a kind there are."""
    inside, values = _entities(s)
    return int(c.one(f"SELECT COUNT(*) FROM ({inside})", values))


def list_entities(c: Catalogue, s: Selection, limit: int = -1, offset: int = 0) -> list[Named]:
    """Return entities of a kind with the numbers of their events and articles, the most often named first."""
    inside, values = _entities(s)
    return [
        Named(*r)
        for r in c.rows(f"{inside} ORDER BY n DESC, r.label, r.iri LIMIT ? OFFSET ?", (*values, limit, offset))
    ]


def _entities(s: Selection) -> tuple[str, list[object]]:
    """Return a query for the entities of a kind: those of some articles where the selection has such, else all."""
    own = "r.kind = ?" + (" AND SUBSTR(r.initials, 1, 1) = ?" if s.letter else "")
    values: list[object] = [s.kind, *([s.letter] if s.letter else [])]
    columns = "SELECT r.id, r.iri, r.kind, r.label, r.sound, r.events"
    if not (s.source or s.author or s.since or s.until or s.dated):
        return f"{columns}, r.articles AS n FROM resource r WHERE {own}", values
    where, more = of_mentions(s)
    counted = "COUNT(*) AS n FROM mention m JOIN article a ON a.id = m.article JOIN resource r ON r.id = m.resource"
    return f"{columns}, {counted} WHERE {where} AND {own} GROUP BY r.id", [*more, *values]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities and how often they are together."""

    one: Named
    other: Named
    count: int


TOGETHER = {
    "events": "SELECT DISTINCT l.subject AS at, l.object AS who FROM link l JOIN event e ON e.id = l.subject "
    "JOIN resource r ON r.id = l.object WHERE l.predicate IN ('agent', 'participant', 'target') AND r.kind = ? AND {0}",
    "articles": "SELECT m.article AS at, m.resource AS who FROM mention m JOIN article a ON a.id = m.article "
    "JOIN resource r ON r.id = m.resource WHERE r.kind = ? AND {0}",
}


Where = tuple[str, list[object]]


def count_pairs(c: Catalogue, kind: str, together: str, where: Where) -> int:
    """Return how many pairs of entities of a kind are together at all."""
    condition, values = where
    there = f"WITH there AS MATERIALIZED ({TOGETHER[together].format(condition)})"
    pairs = "SELECT DISTINCT b.who, d.who FROM there b JOIN there d ON d.at = b.at AND d.who > b.who"
    return int(c.one(f"{there} SELECT COUNT(*) FROM ({pairs})", (kind, *values)))


def list_pairs(c: Catalogue, kind: str, together: str, where: Where, limit: int = -1, offset: int = 0) -> list[Pair]:
    """Return pairs of entities of a kind that are most often together in events or in articles."""
    condition, values = where
    rows = c.rows(
        f"WITH there AS MATERIALIZED ({TOGETHER[together].format(condition)}) "
        "SELECT x.id, x.iri, x.kind, x.label, x.sound, y.id, y.iri, y.kind, y.label, y.sound, n FROM "
        "(SELECT b.who AS b, d.who AS d, COUNT(*) AS n FROM there b JOIN there d ON d.at = b.at AND d.who > b.who GROUP BY 1, 2) "
        "JOIN resource x ON x.id = b JOIN resource y ON y.id = d "
        "ORDER BY n DESC, x.label, y.label, x.iri, y.iri LIMIT ? OFFSET ?",
        (kind, *values, limit, offset),
    )
    return [Pair(Named(*r[:5]), Named(*r[5:10]), r[10]) for r in rows]


def counts(c: Catalogue) -> Mapping[str, int]:
    """Return how many articles, entities of each kind, and statements there are."""
    found = {"Article": int(c.one("SELECT COUNT(*) FROM article"))}
    kinds = dict(c.rows("SELECT kind, COUNT(*) FROM resource GROUP BY kind"))
    return found | {kind: kinds[kind] for kind in KINDS if kind in kinds}
