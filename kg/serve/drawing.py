"""Small drawings in the pages: bars by month, and whom an entity is with, as SVG that links and needs no script."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from kg.serve.lists.histogram import MOST_MONTHS, periods_between
from kg.serve.lists.reading import Named

TALL = 56
WIDEST_BAR = 4  # rem
AROUND = 14  # entities


def bars(
    counted: Sequence[tuple[str, int]],
    address: Callable[[str], str],
    name: Callable[[str], str],
    running: Mapping[str, int] | None = None,
) -> Markup:
    """Return a bar for each month (of many, each year) from the first to the last, each a link; "" where there are none.

    `running` counts what goes on in a period and began before: it stands on the bar, paler.
    """
    more = running or {}
    rows = _filled([*counted, *((period, 0) for period in more)])
    if not rows:
        return Markup("")
    most = max(n + more.get(period, 0) for period, n in rows) or 1
    wide = 100 / len(rows)
    parts = [
        Markup('<a href="{}" tabindex="-1"><title>{}</title><rect class="hit" x="{:.3f}%" y="0" width="{:.3f}%" height="{}"/>{}</a>').format(
            address(period), f"{name(period)}: {n}" + (f" + {more[period]}" if period in more else ""), at * wide, wide, TALL,
            Markup("").join(_bar(style, at * wide, wide, low / most, high / most) for style, low, high in (
                ("bar", 0, n), ("bar running", n, n + more.get(period, 0))) if high > low),
        )
        for at, (period, n) in enumerate(rows) if n or period in more
    ]  # fmt: skip
    svg = Markup('<svg class="bars" height="{}" role="group" aria-label="{} – {}">{}</svg>').format(
        TALL, name(rows[0][0]), name(rows[-1][0]), Markup("").join(parts)
    )
    ends = Markup('<div class="ends" aria-hidden="true"><span>{}</span><span>{}</span></div>')
    drawn = svg + ends.format(name(rows[0][0]), name(rows[-1][0]) if len(rows) > 1 else "")
    return Markup('<div style="max-width: {}rem">{}</div>').format(WIDEST_BAR * len(rows), drawn)


def _bar(style: str, x: float, wide: float, low: float, high: float) -> Markup:
    """Return a bar from one share of the height to another."""
    return Markup('<rect class="{}" x="{:.3f}%" y="{:.1f}" width="{:.3f}%" height="{:.1f}"/>').format(
        style, x + wide * 0.1, TALL - high * TALL, wide * 0.8, (high - low) * TALL
    )


def _filled(counted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the periods with those between that have none; years instead of many months."""
    rows: dict[str, int] = {}
    for period, n in counted:
        rows[period] = rows.get(period, 0) + n
    months = [m for m in rows if len(m) == 7 and m[:4].isdecimal() and m[5:].isdecimal()]
    if months:
        every = list(periods_between(min(months), max(months)))
        if len(every) <= MOST_MONTHS:
            return [(m, rows.get(m, 0)) for m in every]
    years: dict[str, int] = {}
    for period in months or [y for y in rows if len(y) == 4 and y.isdecimal()]:
        years[period[:4]] = years.get(period[:4], 0) + rows[period]
    return [(y, years.get(y, 0)) for y in periods_between(min(years), max(years))] if years else []


def ego(entity: Named, others: Sequence[Named], path: Callable[[str], str | None]) -> Markup:
    """Return an entity in the middle of those whom it is with most; lines are wider the more events (articles) they share."""
    found = sorted(others, key=lambda o: (-o.count, -o.articles, o.iri))[:AROUND]
    found.sort(key=lambda o: (o.kind, o.iri))
    if not found:
        return Markup("")
    most = max(o.count * 3 + o.articles for o in found) or 1
    lines, nodes = [], []
    for number, o in enumerate(found):
        angle = 2 * math.pi * (number + 0.5) / len(found) - math.pi / 2
        x, y = 210 + 120 * math.cos(angle), 150 + 108 * math.sin(angle)
        weight = (o.count * 3 + o.articles) / most
        lines.append(
            Markup('<line x1="210" y1="150" x2="{:.0f}" y2="{:.0f}" stroke-width="{:.1f}"/>').format(
                x, y, 1 + 5 * weight
            )
        )
        side = "start" if x > 230 else "end" if x < 190 else "middle"
        dx, dy = (10, 4) if side == "start" else (-10, 4) if side == "end" else (0, -10 if y < 150 else 20)
        node = Markup(
            '<a href="{}" tabindex="-1"><title>{} · {} / {}</title><circle class="{}" cx="{:.0f}" cy="{:.0f}" r="{:.1f}"/>'
            '<text x="{:.0f}" y="{:.0f}" text-anchor="{}">{}</text></a>'
        )
        nodes.append(
            node.format(
                path(o.iri) or "#",
                o.label,
                o.count,
                o.articles,
                o.kind,
                x,
                y,
                4 + 4 * weight,
                x + dx,
                y + dy,
                side,
                _cut(o.label),
            )
        )
    middle = Markup(
        '<circle class="{} self" cx="210" cy="150" r="9"/><text class="self" x="210" y="176" text-anchor="middle">{}</text>'
    )
    return Markup(
        '<svg class="ego" viewBox="-40 0 500 300" role="group" aria-label="{}"><g class="lines">{}</g>{}{}</svg>'
    ).format(
        entity.label, Markup("").join(lines), Markup("").join(nodes), middle.format(entity.kind, _cut(entity.label))
    )


def _cut(label: str) -> str:
    return label if len(label) <= 9 else f"{label[:8]}…"


def step_numbers(number: int, last: int) -> list[int | None]:
    """Return the pages that a list offers: the first, the last, those near this one, and None for a gap.

    >>> step_numbers(5, 9)
    [1, None, 4, 5, 6, None, 9]
    """
    near = sorted({1, last, *(n for n in (number - 1, number, number + 1) if 1 <= n <= last)})
    found: list[int | None] = [near[0]]
    for a, b in pairwise(near):
        found += [None, b] if b > a + 1 else [b]
    return found
