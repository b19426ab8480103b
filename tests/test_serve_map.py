"""The small map of the pages: its coast is the land's, in a fraction of a pixel, whatever the window."""

from __future__ import annotations

import re

import pytest

from kg.serve.map_drawing import STEPS, TALL, WIDE, Spot, draw_map

CHINA = [Spot("a", "拉萨市", 91.1, 29.7, 3), Spot("b", "哈尔滨市", 126.6, 45.8, 1)]
WORLD = [Spot("a", "巴西利亚", -47.9, -15.8, 3), Spot("b", "东京", 139.7, 35.7, 1)]


def rings(svg: str) -> list[list[tuple[int, int]]]:
    """Return the outlines of a map's path, in its steps."""
    (path,) = re.findall(r'<path transform="scale\([\d.]+\)" d="([^"]*)"', svg)
    found = []
    for ring in re.findall(r"M([^z]*)z", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", ring)]
        points = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        found.append(points)
    return found


def holds(ring: list[tuple[int, int]], x: float, y: float) -> bool:
    crossed = False
    for (a, b), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (b > y) != (v > y) and x < (u - a) * (y - b) / (v - b) + a:
            crossed = not crossed
    return crossed


@pytest.mark.parametrize("spots", [CHINA, WORLD, CHINA[:1]])
def test_places_on_land_stand_on_the_land_of_the_map(spots: list[Spot]) -> None:
    svg = str(draw_map(spots, lambda iri: f"/id/{iri}"))
    outlines = rings(svg)
    circles = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)"', svg)]
    assert len(circles) == len(spots) and all(0 <= x <= WIDE and 0 <= y <= TALL for x, y in circles)
    for x, y in circles:
        assert sum(holds(r, x * STEPS, y * STEPS) for r in outlines) % 2 == 1
    assert len(svg) < 30_000


def test_the_sea_is_no_land() -> None:
    at_sea = Spot("s", "海上", 122.5, 37.9, 1)
    svg = str(draw_map([Spot("a", "济南市", 117.0, 36.7, 3), at_sea], lambda iri: None))
    x, y = next((float(x), float(y)) for x, y in re.findall(r'1</title><circle cx="([\d.]+)" cy="([\d.]+)"', svg))
    assert not any(holds(r, x * STEPS, y * STEPS) for r in rings(svg))
    assert draw_map([], lambda iri: None) == ""
