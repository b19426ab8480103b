"""Levels of administration (省, 市, 县, ...), from `ontology/lexicon/administrative_levels.tsv`."""

from __future__ import annotations

import re
from functools import cache

from kg.wordlists import either, rows


@cache
def levels(property: str | None = None) -> tuple[str, ...]:
    """Return the words of the levels with a property, or of all levels, upper levels first."""
    return tuple(word for word, _, held, *_ in rows("administrative_levels.tsv") if property in (None, *held.split()))


def any_level(property: str | None = None) -> str:
    """Return a pattern for the levels with a property."""
    return either(levels(property))


def one_letter(property: str) -> str:
    """Return a pattern for the one-character levels with a property.

    >>> one_letter("congress")
    '[省市州县区旗]'
    """
    return "[" + "".join(word for word in levels(property) if len(word) == 1) + "]"


@cache
def _ranks() -> dict[str, int]:
    counted = {word: level for word, level, *_ in rows("administrative_levels.tsv") if level != "-"}
    order = list(dict.fromkeys(counted.values()))
    return {word: order.index(level) + 1 for word, level in counted.items()}


_LEVEL_AT_END = re.compile(f"{either(_ranks())}$")


def rank_of(name: str) -> int | None:
    """Return the rank of the level at the end of a place's name, 1 for a province; None if it has no level.

    >>> rank_of("澜江省") < rank_of("云川市") < rank_of("青石县")
    True
    """
    m = _LEVEL_AT_END.search(name)
    return _ranks()[m.group()] if m else None
