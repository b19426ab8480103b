"""Foreign countries and cities: names to coordinates.

The table is `ontology/world.tsv`, written by kg/generate/world.py from GeoNames (CC BY 4.0) and the Unicode CLDR; see
`ontology/world.LICENSE.txt`. It has no name that a division of China has.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.vocab import ontology_folder

Point = tuple[float, float]  # latitude and longitude in degrees


@cache
def world() -> Mapping[str, Point]:
    """Return the latitude and the longitude of each name, in degrees.

    >>> world()["巴黎"]
    (48.85, 2.35)
    """
    lines = (ontology_folder() / "world.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {name: (float(latitude), float(longitude)) for name, latitude, longitude in rows}
