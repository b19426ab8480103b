"""Write kg/views/land.txt: the outlines of the land on which the map of places is drawn.

    python -m kg.generate.land WORLD_ATLAS

WORLD_ATLAS is the unpacked npm package world-atlas 2.0.2 (ISC: Natural Earth 4.1, which is in the public domain). Only the
land is taken, no borders: Natural Earth draws those as they are held, which is disputed. The lines are kept fine around
China and made coarse elsewhere (Douglas and Peucker, 1973); small islands far away are left out.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

OUT = Path(__file__).parents[1] / "views" / "land.txt"
NEAR = (70.0, 0.0, 150.0, 56.0)  # west, south, east, north, in degrees
FINE, COARSE = 0.008, 0.06  # how far a line may be off, in degrees
LEAST = {True: 0.0004, False: 0.08}  # square degrees of an island that is kept, near and far
STEPS = 100  # of a degree
Point = tuple[float, float]


def main(package: Path) -> None:
    """Write the file."""
    topology = json.loads((package / "land-50m.json").read_text("utf-8"))
    rings = (ring for part in topology["objects"]["land"]["geometries"] for ring in _rings(part, topology))
    kept = sorted(line for ring in rings if (line := _encoded(_simplified(ring))))
    OUT.write_text("".join(f"{line}\n" for line in kept), "ascii", newline="\n")
    print(f"{OUT.name}: {len(kept)} rings, {OUT.stat().st_size} bytes")


def _rings(geometry: dict, topology: dict) -> Iterable[list[Point]]:  # type: ignore[type-arg]
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for ring in (ring for polygon in polygons for ring in polygon):
        points: list[Point] = []
        for number in ring:
            arc = _arc(topology, number if number >= 0 else ~number)
            points.extend((arc if number >= 0 else arc[::-1])[1 if points else 0 :])
        yield points


def _arc(topology: dict, number: int) -> list[Point]:  # type: ignore[type-arg]
    (a, b), (east, north) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][number]:
        x, y = x + dx, y + dy
        points.append((x * a + east, y * b + north))
    return points


def _simplified(ring: Sequence[Point]) -> list[tuple[int, int]]:
    """Return a ring in steps of the grid; nothing where it is too small to be drawn."""
    near = any(_is_near(p) for p in ring)
    if _area(ring) < LEAST[near]:
        return []
    far = max(range(len(ring)), key=lambda i: math.dist(ring[0], ring[i]))
    halves = [_thinned(ring[: far + 1]), _thinned(ring[far:])]
    points = [(round(x * STEPS), round(y * STEPS)) for x, y in [*halves[0], *halves[1][1:]]]
    return [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]


def _is_near(point: Point) -> bool:
    return NEAR[0] <= point[0] <= NEAR[2] and NEAR[1] <= point[1] <= NEAR[3]


def _area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _thinned(line: Sequence[Point]) -> list[Point]:
    kept, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        worst = max(inner, key=lambda i: _off(line[i], line[first], line[last]))
        off = _off(line[worst], line[first], line[last])
        if off > FINE and (off > COARSE or _is_near(line[worst])):
            kept.add(worst)
            waiting += [(first, worst), (worst, last)]
    return [line[i] for i in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from a stretch."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


def _encoded(points: Sequence[tuple[int, int]]) -> str:
    """Return points as Google's encoded polyline (longitude first): differences, five bits to a character."""
    if len(points) < 4:
        return ""
    text, before = "", (0, 0)
    for point in points:
        for value in (point[0] - before[0], point[1] - before[1]):
            rest = value << 1 if value >= 0 else ~(value << 1)
            while rest >= 32:
                text += chr((32 | rest & 31) + 63)
                rest >>= 5
            text += chr(rest + 63)
        before = point
    return text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
