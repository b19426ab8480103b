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
STEPS = 2  # of a coast in a pixel
NEAREST = 2  # steps: points of a coast that are nearer to the one before are left out
BEYOND = 20  # pixels around the map that a coast may reach into
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
    svg = '<svg class="map" viewBox="0 0 {:.0f} {:.0f}" role="group" aria-label="{}"><path transform="scale({})" d="{}"/>{}</svg>'
    names = ", ".join(s.label for s in spots[:12])
    return Markup(svg).format(WIDE, TALL, names, 1 / STEPS, _coasts(window), Markup("").join(reversed(circles)))


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
    """Return the outlines of land in a window, in whole steps of a fraction of a pixel, from each point to the next."""
    scale, west, north = window.scale * STEPS, window.west, window.north
    right, bottom = int((WIDE + BEYOND) * STEPS), int((TALL + BEYOND) * STEPS)
    least = -BEYOND * STEPS
    east, south = west + WIDE / window.scale, north - TALL / window.scale
    parts = []
    for ring in _land():
        if ring.west > east or ring.east < west or ring.south > north or ring.north < south:
            continue
        drawn = []
        before_x = before_y = None
        for longitude, up in ring.points:
            x, y = round((longitude - west) * scale), round((north - up) * scale)
            x, y = max(least, min(right, x)), max(least, min(bottom, y))
            if before_x is None or before_y is None:
                drawn.append(f"M{x} {y}l")
            elif abs(x - before_x) + abs(y - before_y) >= NEAREST:
                drawn.append(f"{x - before_x} {y - before_y}")
            else:
                continue
            before_x, before_y = x, y
        if len(drawn) > 3:
            parts.append(drawn[0] + " ".join(drawn[1:]).replace(" -", "-") + "z")
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Ring:
    """An outline of land: longitudes and Mercator ordinates in degrees, and what they lie between."""

    points: tuple[Point, ...]
    west: float
    east: float
    south: float
    north: float


@cache
def _land() -> tuple[_Ring, ...]:
    """Return all outlines; the ordinates take longer than all the rest of a map."""
    return tuple(_ring(_decoded(line)) for line in basemap()["land"])


def _ring(points: Sequence[Point]) -> _Ring:
    across, up = [x for x, _ in points], [_up(y) for _, y in points]
    return _Ring(tuple(zip(across, up, strict=True)), min(across), max(across), min(up), max(up))


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
