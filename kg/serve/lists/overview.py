"""What a corpus holds: articles by month and source, and who and what is named and happens most."""

from __future__ import annotations

from dataclasses import dataclass

from kg.serve.lists.reading import Catalogue, Named
from kg.serve.lists.selection import Selection
from kg.serve.lists.tables import counts, list_entities

LEADING = 10
Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by class, articles by month and source, leading entities by class, and types of events."""

    counts: tuple[tuple[str, int], ...]
    first: str
    last: str
    months: Counted
    undated: int
    sources: Counted
    leading: tuple[tuple[str, tuple[Named, ...]], ...]
    types: Counted


def overview(c: Catalogue) -> Overview:
    """Return what a corpus holds."""
    months = article_months(c)
    first, last = c.rows("SELECT COALESCE(MIN(day), ''), COALESCE(MAX(day), '') FROM article WHERE day <> ''")[0]
    return Overview(
        tuple(counts(c).items()),
        first,
        last,
        months,
        int(c.one("SELECT COUNT(*) FROM article WHERE day = ''")),
        sources(c),
        tuple(
            (kind, tuple(list_entities(c, Selection(kind=kind), LEADING)))
            for kind in ("Person", "Organisation", "Place")
        ),
        types(c),
    )


def article_months(c: Catalogue) -> Counted:
    """Return the months of articles."""
    return tuple(c.rows("SELECT SUBSTR(day, 1, 7), COUNT(*) FROM article WHERE day <> '' GROUP BY 1 ORDER BY 1"))


def sources(c: Catalogue) -> Counted:
    """Return the sources of articles, the largest first; "" stands for none."""
    return tuple(c.rows("SELECT publisher, COUNT(*) FROM article GROUP BY 1 ORDER BY 2 DESC, 1"))


def types(c: Catalogue) -> Counted:
    """Return the types of events, the most frequent first."""
    return tuple(c.rows("SELECT type, COUNT(*) FROM typed GROUP BY 1 ORDER BY 2 DESC, 1"))


def letters(c: Catalogue, kind: str) -> Counted:
    """Return the first letters of the pinyin of a class's names."""
    return tuple(
        c.rows(
            "SELECT SUBSTR(initials, 1, 1), COUNT(*) FROM resource WHERE kind = ? AND initials <> '' GROUP BY 1 ORDER BY 1",
            (kind,),
        )
    )
