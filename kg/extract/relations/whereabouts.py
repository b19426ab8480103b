"""Where places lie by the tables of China's divisions and of the world."""

from __future__ import annotations

import re

from kg.divisions import Division, divisions
from kg.world import countries

CHINA = "中国"
COMMON = re.compile("区$")  # many cities have a 老城区
FEATURE = re.compile("[山岭江河湖海岛]$")  # 大兴安岭 is a range too
SEPARATED = ({"50", "51"}, {"46", "44"})  # 重庆 was in 四川, 海南 in 广东
RETURNED = {"81", "82"}  # 香港 and 澳门: what lay there lay in another state


def lies_elsewhere(lower: str, upper: str) -> bool:
    """Whether the tables know that a place is not part of another: 北京市 of 新加坡, 东京 of 法国, 陕西省 of 甘肃省.

    A county may have the name of a town abroad, so only provinces and cities of China lie in China for certain. Of divisions
    only the provinces are compared: cities exchange counties.
    """
    mine, others = _country(lower), _country(upper)
    if mine and others and mine != others:
        return True
    a, b = _division(lower), _division(upper)
    if a is None or b is None or a.code[:2] == b.code[:2] or {a.code[:2], b.code[:2]} in SEPARATED:
        return False
    table = divisions()
    return all(b.code not in {d.code for d in table.chain(c.code)} for c in table.candidates(lower))


def _country(name: str) -> str | None:
    division = _division(name)
    is_large = division is not None and division.level < 3 and division.code[:2] not in RETURNED
    return CHINA if name == CHINA or is_large else countries().get(name)


def _division(name: str) -> Division | None:
    """Return the division of a name that means nothing else."""
    found = divisions().find(name)
    if found is None or (found.level == 3 and COMMON.search(name)):
        return None
    return None if found.name != name and FEATURE.search(name) else found
