"""How the events of a selection lie in time: in each month, or in each year, with those that lie in none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.serve.lists.reading import Catalogue
from kg.serve.lists.selection import STATED_SPAN, Selection, of_events

MONTH, YEAR = 7, 4  # characters of a period
MOST_MONTHS = 120  # of more, years are drawn


@dataclass(frozen=True, slots=True)
class Histogram:
    """Events by period, each counted once: `begun` in the first period of the selection that it lies in.

    `running` counts the spans that began in an earlier period: with `begun`, what the list of that period finds. `vague` is how
    many have a date that lies in no one period, such as a year where months are counted, and `undated` how many have none.
    """

    begun: Mapping[str, int] = field(default_factory=dict)
    running: Mapping[str, int] = field(default_factory=dict)
    vague: int = 0
    undated: int = 0
    by_month: bool = False

    def in_period(self, period: str) -> int:
        """Return how many the list of a period has."""
        return self.begun.get(period, 0) + self.running.get(period, 0)


def event_histogram(c: Catalogue, s: Selection) -> Histogram:
    """Return the events of a selection by month; by year where there are too many months or half of the events have none."""
    rows = _dated(c, s)
    by_month = _counted(rows, s, MONTH)
    months = {*by_month.begun, *by_month.running}
    many = bool(months) and len(list(periods_between(min(months), max(months)))) > MOST_MONTHS
    few = by_month.vague >= sum(by_month.begun.values())
    return _counted(rows, s, YEAR) if few or many else by_month


def events_by_period(c: Catalogue, s: Selection, length: int) -> Histogram:
    """Return the events of a selection by MONTH or by YEAR."""
    return _counted(_dated(c, s), s, length)


def _dated(c: Catalogue, s: Selection) -> list[tuple[str, str, int, int]]:
    """Return first and last day of events, whether a span is stated, and how many have these."""
    where, values = of_events(s)
    return c.rows(
        f"SELECT e.start, e.stop, {STATED_SPAN}, COUNT(*) FROM event e WHERE {where} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        values,
    )


def _counted(rows: list[tuple[str, str, int, int]], s: Selection, length: int) -> Histogram:
    begun: Counter[str] = Counter()
    running: Counter[str] = Counter()
    vague = undated = 0
    for start, stop, span, n in rows:
        first, last = max(start, s.first)[:length], min(stop, s.last or stop)[:length]
        if not start:
            undated += n
        elif first != last and not span:
            vague += n
        else:
            begun[first] += n
            running.update({period: n for period in periods_between(first, last) if period != first})
    return Histogram(begun, running, vague, undated, length == MONTH)


def periods_between(first: str, last: str) -> Iterator[str]:
    """Yield the months, or the years, from the first to the last.

    >>> list(periods_between("2020-12", "2021-01")), list(periods_between("2020", "2021"))
    (['2020-12', '2021-01'], ['2020', '2021'])
    """
    if len(first) == YEAR:
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))
        return
    for number in range(int(first[:4]) * 12 + int(first[5:]) - 1, int(last[:4]) * 12 + int(last[5:])):
        yield f"{number // 12:04}-{number % 12 + 1:02}"
