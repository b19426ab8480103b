"""The events of a catalogue: their dates and distinct names, which SQL alone cannot say."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.graph.dates import days_of
from kg.graph.event_names import NamedEvent, Names, distinct_names

ROLES = ("agent", "participant", "target", "place")


def event_rows(base: sqlite3.Connection) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Yield each event's number, first and last day, date as it is stated, status and trigger."""
    names = ("date", "beginDate", "endDate", "status", "trigger")
    rows = base.execute(
        "SELECT r.id, x.p, x.o FROM resource r JOIN triple x ON x.s = r.iri "
        f"WHERE r.kind = 'Event' AND x.p IN {names} ORDER BY r.id, x.p, x.o"
    )
    stated: dict[int, dict[str, list[str]]] = {
        n: {} for (n,) in base.execute("SELECT id FROM resource WHERE kind = 'Event'")
    }
    for number, name, value in rows:
        stated[number].setdefault(name, []).append(value)
    for number, values in stated.items():
        first = {name: values[name][0] for name in names if name in values}
        begin, end = first.get("beginDate", ""), first.get("endDate", "")
        spans = [f"{begin} – {end}"] if begin or end else []
        shown = " / ".join([*values.get("date", []), *spans])  # articles may differ
        yield number, *_span(values), shown, first.get("status", ""), first.get("trigger", "")


def event_names(base: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return a distinct name of each event, and its number."""
    called: dict[int, Names] = {n: (label,) for n, label in base.execute("SELECT id, label FROM resource")}
    for number, name in base.execute("SELECT resource, name FROM alias ORDER BY resource, name"):
        called[number] += (name,)
    roles: dict[int, dict[str, list[Names]]] = defaultdict(lambda: defaultdict(list))
    for event, role, other in base.execute(
        f"SELECT subject, predicate, object FROM link WHERE predicate IN {ROLES} ORDER BY id"
    ):
        roles[event][role].append(called[other])
    reports = base.execute(
        "SELECT e.id, a.title FROM event e JOIN mention m ON m.resource = e.id JOIN article a ON a.id = m.article "
        "WHERE a.day <> '' ORDER BY a.day DESC, a.title DESC"
    )
    titles: dict[int, str] = dict(reports)  # the first report is the last row
    rows = base.execute("SELECT id, trigger, start, stop, reported FROM event ORDER BY id").fetchall()
    names = distinct_names(
        [
            NamedEvent(called[n][0], trigger, roles[n], (start, stop) if start else (), reported, titles.get(n, ""))
            for n, trigger, start, stop, reported in rows
        ]
    )
    return [(name, row[0]) for name, row in zip(names, rows, strict=True)]


def _span(values: Mapping[str, list[str]]) -> tuple[str, str]:
    """Return the first and the last day of an event; "" where they are not known."""
    days = {n: [d for v in values.get(n, ()) if (d := days_of(v))] for n in ("date", "beginDate", "endDate")}
    every = [d for found in days.values() for d in found]
    if not every:
        return "", ""
    starts = [d[0] for d in (*days["date"], *days["beginDate"])] or [d[0] for d in every]
    stops = [d[1] for d in (*days["date"], *days["endDate"])] or [d[1] for d in every]
    return min(starts), max(*stops, min(starts))
