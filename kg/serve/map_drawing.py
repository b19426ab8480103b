"""A small map in the pages: the land around some places, and a circle for each, as SVG that links and needs no script."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from kg.views.basemap import basemap

WIDE, TALL = 420.0, 260.0
LEAST = 14.0  # degrees of longitude that a map shows at least
NEAREST = 0.7  # pixels: points of a coast that are nearer to the one before are left out
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map: its IRI, name, longitude and latitude in degrees, and how often it counts."""

    iri: str
    label: str
    longitude: float
    latitude: float
    count: int


@dataclass(frozen=True, slots=True)
class _Window:
    west: float
    north: float
    scale: float  # pixels of a degree of longitude

    def place(self, longitude: float, latitude: float) -> Point:
        return (longitude - self.west) * self.scale, (self.north - _up(latitude)) * self.scale


def draw_map(spots: Sequence[Spot], path: Callable[[str], str | None]) -> Markup:
    """Return the map of some places, the most frequent on top; "" where there are none."""
    if not spots:
        return Markup("")
    window = _window(spots)
    most = max(s.count for s in spots)
    circles = []
    for number, s in enumerate(sorted(spots, key=lambda s: (-s.count, s.iri))):
        x, y = window.place(s.longitude, s.latitude)
        name = Markup('<text x="{:.0f}" y="{:.0f}">{}</text>').format(x + 7, y + 4, s.label) if number < 6 else ""
        circle = Markup(
            '<a href="{}" tabindex="-1"><title>{} · {}</title><circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>{}</a>'
        )
        radius = 3 + 6 * math.sqrt(s.count / most)
        circles.append(circle.format(path(s.iri) or "#", s.label, s.count, x, y, radius, name))
    svg = '<svg class="map" viewBox="0 0 {:.0f} {:.0f}" role="group" aria-label="{}"><path d="{}"/>{}</svg>'
    names = ", ".join(s.label for s in spots[:12])
    return Markup(svg).format(WIDE, TALL, names, _coasts(window), Markup("").join(reversed(circles)))


def _up(latitude: float) -> float:
    """Return the Mercator ordinate of a latitude, in degrees."""
    limited = math.radians(max(-80.0, min(80.0, latitude)))
    return math.degrees(math.log(math.tan(math.pi / 4 + limited / 2)))


def _window(spots: Sequence[Spot]) -> _Window:
    west, east = min(s.longitude for s in spots), max(s.longitude for s in spots)
    south, north = (f(_up(s.latitude) for s in spots) for f in (min, max))
    wide = max((east - west) * 1.3, (north - south) * 1.3 * WIDE / TALL, LEAST)
    wide = min(wide, 360.0)
    return _Window((west + east - wide) / 2, (south + north + wide * TALL / WIDE) / 2, WIDE / wide)


def _coasts(window: _Window) -> str:
    parts = []
    for ring in _land():
        drawn: list[Point] = []
        for longitude, latitude in ring:
            x, y = window.place(longitude, latitude)
            x, y = max(-20.0, min(WIDE + 20, x)), max(-20.0, min(TALL + 20, y))
            if not drawn or math.hypot(x - drawn[-1][0], y - drawn[-1][1]) >= NEAREST:
                drawn.append((x, y))
        xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
        if len(drawn) > 2 and max(xs) > 0 and min(xs) < WIDE and max(ys) > 0 and min(ys) < TALL:
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn) + "Z")
    return "".join(parts)


@cache
def _land() -> tuple[tuple[Point, ...], ...]:
    return tuple(_decoded(line) for line in basemap()["land"])


def _decoded(line: str) -> tuple[Point, ...]:
    """Return the points of an encoded polyline of hundredths of a degree, longitude first.

    >>> _decoded("_ibE_seK")
    ((1000.0, 2000.0),)
    """
    numbers, value, shift = [], 0, 0
    for character in line:
        part = ord(character) - 63
        value |= (part & 31) << shift
        shift += 5
        if part < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points, x, y = [], 0, 0
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 100, y / 100))
    return tuple(points)
