"""Foreign countries and cities: names to coordinates and countries.

The table is `ontology/world.tsv`, written by kg/generate/world.py from GeoNames (CC BY 4.0) and the Unicode CLDR; see
`ontology/world.LICENSE.txt`. It has no name that a division of China has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg.vocab import ontology_folder

Point = tuple[float, float]  # latitude and longitude in degrees


@cache
def world() -> Mapping[str, Point]:
    """Return the latitude and the longitude of each name, in degrees.

    >>> world()["巴黎"]
    (48.85, 2.35)
    """
    return {name: (float(latitude), float(longitude)) for name, latitude, longitude, _ in _rows()}


@cache
def countries() -> Mapping[str, str]:
    """Return the country that each name is, or is a city of.

    >>> countries()["巴黎"], countries()["法国"]
    ('法国', '法国')
    """
    return {name: country for name, *_, country in _rows() if country}


def _rows() -> Iterator[list[str]]:
    return (line.split("\t") for line in (ontology_folder() / "world.tsv").read_text("utf-8").splitlines())
