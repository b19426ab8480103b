"""Where places lie by the tables of China's divisions and of the world."""

from __future__ import annotations

import re

from kg.divisions import Division, divisions
from kg.world import countries

CHINA = "中国"
COMMON = re.compile("区$")  # many cities have a 老城区
FEATURE = re.compile("[山岭江河湖海岛]$")  # 大兴安岭 is a range too


def lies_elsewhere(lower: str, upper: str) -> bool:
    """Whether the tables know that a place is no part of another: 北京市 of 新加坡, 东京 of 法国, 陕西省 of 甘肃省.

    A county may have the name of a town abroad, so only provinces and cities of China lie in China for certain. What lay in
    another city once lay in the same province.
    """
    mine, others = _country(lower), _country(upper)
    if mine and others and mine != others:
        return True
    a, b = _division(lower), _division(upper)
    return a is not None and b is not None and a.code[:2] != b.code[:2]


def _country(name: str) -> str | None:
    division = _division(name)
    is_large = division is not None and division.level < 3
    return CHINA if name == CHINA or is_large else countries().get(name)


def _division(name: str) -> Division | None:
    """Return the division of a name that means nothing else."""
    found = divisions().find(name)
    if found is None or (found.level == 3 and COMMON.search(name)):
        return None
    return None if found.name != name and FEATURE.search(name) else found
