"""Small drawings in the pages: bars by month, and whom an entity is with, as SVG that links and needs no script."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from kg.serve.lists.reading import Named

TALL = 56
WIDEST = 120  # months: of more, years are drawn
WIDEST_BAR = 4  # rem
AROUND = 14  # entities


def bars(counted: Sequence[tuple[str, int]], address: Callable[[str], str], name: Callable[[str], str]) -> Markup:
    """Return a bar for each month (of many, each year) from the first to the last, each a link; "" where there are none."""
    rows = _filled(counted)
    if not rows:
        return Markup("")
    most = max(n for _, n in rows) or 1
    wide = 100 / len(rows)
    parts = [
        Markup('<a href="{}" tabindex="-1"><title>{}: {}</title><rect class="hit" x="{:.3f}%" y="0" width="{:.3f}%" height="{}"/>'
               '<rect class="bar" x="{:.3f}%" y="{:.1f}" width="{:.3f}%" height="{:.1f}"/></a>').format(
            address(period), name(period), n, at * wide, wide, TALL, at * wide + wide * 0.1, TALL - n / most * TALL, wide * 0.8, n / most * TALL,
        )
        for at, (period, n) in enumerate(rows) if n
    ]  # fmt: skip
    svg = Markup('<svg class="bars" height="{}" role="group" aria-label="{} – {}">{}</svg>').format(
        TALL, name(rows[0][0]), name(rows[-1][0]), Markup("").join(parts)
    )
    ends = Markup('<div class="ends" aria-hidden="true"><span>{}</span><span>{}</span></div>')
    drawn = svg + ends.format(name(rows[0][0]), name(rows[-1][0]) if len(rows) > 1 else "")
    return Markup('<div style="max-width: {}rem">{}</div>').format(WIDEST_BAR * len(rows), drawn)


def _filled(counted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the periods with those between that have none; years instead of many months."""
    rows = dict(counted)
    months = [m for m in rows if len(m) == 7 and m[:4].isdecimal() and m[5:].isdecimal()]
    if not months:
        return []
    every = list(_months(min(months), max(months)))
    if len(every) <= WIDEST:
        return [(m, rows.get(m, 0)) for m in every]
    years: dict[str, int] = {}
    for m in months:
        years[m[:4]] = years.get(m[:4], 0) + rows[m]
    return [(str(y), years.get(str(y), 0)) for y in range(int(min(years)), int(max(years)) + 1)]


def _months(first: str, last: str) -> Iterator[str]:
    for number in range(int(first[:4]) * 12 + int(first[5:]) - 1, int(last[:4]) * 12 + int(last[5:])):
        yield f"{number // 12:04}-{number % 12 + 1:02}"


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
