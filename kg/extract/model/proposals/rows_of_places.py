"""Places that stand in a row and that the network takes for one: 卡塔尔多哈, 山东青岛, 美亚拉巴马州."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.divisions import divisions
from kg.world import countries

SHORTEST = 4  # characters of two places
AMERICAN = re.compile("美国(?=.+州$)|美(?!国)(?=..+州$)")
REMEMBERED = 10_000  # names


@lru_cache(REMEMBERED)
def cut_of(name: str) -> int:
    """Return how many characters of a name are a state or division that holds what the rest names; 0 where it is one place.

    >>> cut_of("卡塔尔多哈"), cut_of("山东青岛"), cut_of("丽江古城")
    (3, 2, 0)
    """
    if len(name) < SHORTEST or name in countries() or (divisions().find(name) and not _is_row(name)):
        return 0
    state = AMERICAN.match(name)
    if state:
        return state.end()
    return next((n for n in range(2, len(name) - 1) if _holds(name[:n], name[n:])), 0)


def _is_row(name: str) -> bool:
    """Whether the table has a name only as one division's behind another's."""
    return all(name not in {d.name, d.stem, d.stem + d.name[-1], *d.former} for d in divisions().candidates(name))


def _holds(upper: str, lower: str) -> bool:
    if countries().get(upper) == upper:
        return countries().get(lower) == upper
    table = divisions()
    above = table.find(upper)
    if above is None or above.level > 2:
        return False
    return any(
        above.code in {d.code for d in table.chain(below.code)} and (below.name == lower or below.name[-1] != "区")
        for below in table.candidates(lower)
    )
