"""What the map of places is drawn on: the land, and the names of China's provinces and cities to find one's way by.

`land.txt` is written by kg/generate/land.py from Natural Earth, which is in the public domain; a line is a ring. No borders are
drawn: those of Natural Earth are disputed, and outlines of the provinces under a free licence are not to be had.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from statistics import median
from typing import Any

from kg.divisions import Division, divisions

PROVINCE, CAPITAL, CITY = 1, 2, 3  # the order in which names appear


@cache
def basemap() -> dict[str, Any]:
    """Return rings of land (encoded polylines, longitude first, hundredths of a degree) and rows of names.

    A row is a name, its longitude and latitude in degrees, and its rank: province, capital of one, other city.
    """
    land = (files("kg.views") / "land.txt").read_text("ascii").split()
    return {"land": land, "names": [list(row) for row in _names()]}


def _names() -> Iterator[tuple[str, float, float, int]]:
    table = [d for d in divisions().by_code.values() if not d.dissolved and d.longitude is not None]
    for d in table:
        if d.level == 1:
            # a province's name stands in its middle, not at the seat of its government, where its capital's stands
            parts = [p for p in table if p.level == 3 and p.code[:2] == d.code[:2]] or [d]
            yield d.stem, _middle([p.longitude for p in parts]), _middle([p.latitude for p in parts]), PROVINCE
        elif d.level == 2:
            yield d.stem, _middle([d.longitude]), _middle([d.latitude]), _rank(d)


def _rank(city: Division) -> int:
    return CAPITAL if city.code.endswith("0100") else CITY


def _middle(degrees: list[float | None]) -> float:
    return round(median(d for d in degrees if d is not None), 2)
