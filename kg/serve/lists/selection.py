"""What a list is of: one selection, which the rows, their count, the facets, the file and the address all obey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from kg.graph.dates import days_of
from kg.store.catalogue import OWN
from kg.store.catalogue_events import ROLES

DATED, UNDATED = "yes", "no"


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions, each "" where it is none; `about` are IRIs of entities that all must take part, `author` is that of who wrote.

    `since` and `until` are days, months or years, both included; `dated` is "yes" or "no"; `sure` the least confidence.
    """

    about: tuple[str, ...] = ()
    type: str = ""
    place: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    dated: str = ""
    sure: str = ""
    relation: str = ""
    title: str = ""
    words: str = ""
    kind: str = ""
    letter: str = ""
    author: str = ""

    @classmethod
    def of(cls, asked: Sequence[tuple[str, str]]) -> Selection:
        """Return what an address asks for; `month=2023-03` stands for a first and a last day.

        Raises ValueError where a date is none.
        """
        values = {name: value[:500] for name, value in asked if value}
        about = tuple(dict.fromkeys(value[:2000] for name, value in asked if name == "about" and value))
        if period := values.get("month") or values.get("year"):
            values = {"since": period, "until": period} | values
        known = {f.name for f in fields(cls)} - {"about"}
        made = cls(about=about[:8], **{n: v for n, v in values.items() if n in known})
        for name in ("since", "until"):
            if (value := getattr(made, name)) and not days_of(value):
                raise ValueError(f"{name} is a day, a month or a year, such as 2023-03: {value[:40]} is none")
        if made.sure and not made.sure.replace(".", "", 1).isdecimal():
            raise ValueError("sure is a number from 0 to 1")
        return made

    @property
    def first(self) -> str:
        """The first day; "" for none."""
        days = days_of(self.since)
        return days[0] if days else ""

    @property
    def last(self) -> str:
        """The last day; "" for none."""
        days = days_of(self.until)
        return days[1] if days else ""

    def with_changes(self, **changes: object) -> Selection:
        """Return the selection with other conditions."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def within(self, period: str) -> Selection:
        """Return the selection of a month or a year, as much of it as is in the period of this one."""
        first, last = days_of(period) or ("", "")
        return self.with_changes(
            since=self.since if self.first > first else period,
            until=self.until if self.last and self.last < last else period,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values, as an address has them."""
        single = [(f.name, getattr(self, f.name)) for f in fields(self) if f.name != "about"]
        return [("about", iri) for iri in self.about] + [(name, value) for name, value in single if value]

    def address(self, path: str, **more: object) -> str:
        """Return the address of a list of this."""
        asked = self.pairs() + [(k, str(v)) for k, v in more.items() if v not in ("", None)]
        return path + ("?" + urlencode(asked) if asked else "")


Where = tuple[str, list[object]]  # a condition in SQL, and its values


def joined(parts: Sequence[Where]) -> Where:
    """Return the condition that all conditions hold."""
    return " AND ".join(p for p, _ in parts) or "1", [v for _, values in parts for v in values]


STATED_SPAN = "e.date LIKE '% – %'"
_NUMBER = "(SELECT id FROM resource WHERE iri = ?)"


def in_period(s: Selection) -> list[Where]:
    """Return the condition that events e are in the period of a selection, if it has one.

    A stated span (28 February to 2 March) is in each period that it overlaps. A date that is known to the month or the year only is
    in the periods that hold all of it: it belongs to its year, and not to each of twelve months. Events without a date, where a
    selection is of those, are in the period of their first report.
    """
    if not (s.first or s.last):
        return []
    first, last = s.first or "0000", s.last or "9999"
    if s.dated == UNDATED:
        return [("e.reported >= ? AND e.reported <= ? AND e.reported <> ''", [first, last])]
    condition = (
        f"e.start <> '' AND ((e.start >= ? AND e.stop <= ?) OR ({STATED_SPAN} AND e.start <= ? AND e.stop >= ?))"
    )
    return [(condition, [first, last, last, first])]


def of_events(s: Selection) -> Where:
    """Return the condition of events e."""
    parts: list[Where] = [
        (
            f"EXISTS (SELECT 1 FROM link l WHERE l.object = {_NUMBER} AND l.subject = e.id AND l.predicate IN {ROLES})",
            [iri],
        )
        for iri in s.about
    ]
    if s.type:
        parts.append(("EXISTS (SELECT 1 FROM typed t WHERE t.event = e.id AND t.type = ?)", [s.type]))
    if s.place:
        # gathered once: asked for each event, a state's thousands of places take seconds
        inside = f"SELECT l.subject FROM within w JOIN link l ON l.object = w.place AND l.predicate = 'place' WHERE w.above = {_NUMBER}"
        parts.append((f"e.id IN ({inside})", [s.place]))
    if s.source:
        parts.append((f"EXISTS (SELECT 1 {_NAMING} WHERE m.resource = e.id AND a.publisher = ?)", [s.source]))
    if s.author:
        parts.append((f"EXISTS (SELECT 1 {_NAMING} WHERE m.resource = e.id AND {_WRITTEN})", [s.author]))
    parts += in_period(s)
    if s.dated:
        parts.append(("e.start = ''" if s.dated == UNDATED else "e.start <> ''", []))
    if s.sure:
        own = f"SELECT 1 FROM link l WHERE l.subject = e.id AND l.predicate = '{OWN}' AND l.confidence >= ?"
        parts.append((f"EXISTS ({own})", [float(s.sure)]))
    return joined(parts)


_WRITTEN = f"EXISTS (SELECT 1 FROM authored w WHERE w.article = a.id AND w.resource = {_NUMBER})"
_NAMING = "FROM mention m JOIN article a ON a.id = m.article"


def _of_source(s: Selection) -> list[Where]:
    """Return the conditions of articles a that are of themselves."""
    parts: list[Where] = []
    if s.source:
        parts.append(("a.publisher = ?", [s.source]))
    if s.author:
        parts.append((_WRITTEN, [s.author]))
    if s.first:
        parts.append(("a.day >= ?", [s.first]))
    if s.last:
        parts.append(("a.day <> '' AND a.day <= ?", [s.last]))
    if s.dated:
        parts.append(("a.day = ''" if s.dated == UNDATED else "a.day <> ''", []))
    return parts


def of_articles(s: Selection) -> Where:
    """Return the condition of articles a."""
    naming = "EXISTS (SELECT 1 FROM mention m WHERE m.article = a.id AND m.resource"
    parts: list[Where] = [(f"{naming} = {_NUMBER})", [iri]) for iri in s.about]
    if s.place:
        inside = f"SELECT m.article FROM within w JOIN mention m ON m.resource = w.place WHERE w.above = {_NUMBER}"
        parts.append((f"a.id IN ({inside})", [s.place]))
    if s.type:
        parts.append((f"{naming} IN (SELECT event FROM typed WHERE type = ?))", [s.type]))
    return joined([*parts, *_of_source(s)])


def of_statements(s: Selection) -> Where:
    """Return the condition of statements l with their evidence v, sentences and articles a."""
    parts: list[Where] = [(f"(l.subject = {_NUMBER} OR l.object = {_NUMBER})", [iri, iri]) for iri in s.about]
    if s.relation:
        parts.append(("l.predicate = ?", [s.relation]))
    if s.title:
        parts.append(("l.title = ?", [s.title]))
    if s.type:
        parts.append(("l.subject IN (SELECT event FROM typed WHERE type = ?)", [s.type]))
    if s.place:
        parts.append((f"l.object IN (SELECT place FROM within WHERE above = {_NUMBER})", [s.place]))
    if s.sure:
        parts.append(("v.confidence >= ?", [float(s.sure)]))
    return joined([*parts, *_of_source(s)])


def of_mentions(s: Selection) -> Where:
    """Return the condition of articles a that a list of entities r counts."""
    return joined(_of_source(s))
