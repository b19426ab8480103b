"""Names that are never one entity's, however like they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.extract.lexicon import NameLexicon, names
from kg.extract.lexicon.organisation_names import is_subsequence
from kg.extract.lexicon.patterns import CALLED
from kg.extract.model.proposals.meanings import place_meant
from kg.model import Entity, EntityKind
from kg.wordlists import words

CHINESE_NAME = 4  # characters at most
DIVISION = re.compile(r"..+[省市州县区都府]$")
REGIONS = words("governments_of_taiwan") | {"香港", "澳门", "台湾"}  # teams of their own beside 中国队
# What an organisation's name stands in
NAMED_AFTER = re.compile(r"(?:旧址|纪念馆|博物馆|陈列馆|使团|使馆|代表团|大会)$")
COMMITTEE = re.compile(r"(?P<of>.+?)(?P<kind>常务|纪律检查|监察|执行)委员会$")


def apart(entities: Sequence[Entity], compared: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are never one: namesakes, which the rules have set apart, different states, and other names of `compared` pairs."""
    yield from _namesakes(entities)
    yield from _states(entities, names())
    for one, other in compared:
        if is_another(entities[one], entities[other]):
            yield one, other


def is_another(a: Entity, b: Entity) -> bool:
    """Whether the names of two entities of a kind show that they are two: 陆怀谦 and 陆谦, 中国队 and 中国台北队, 产油国组织 and 非产油国组织."""
    short, full = sorted((a.name, b.name), key=len)
    if a.kind == "Person":
        return _has_another_given_name(short, full)
    if a.kind != "Organisation":
        return False
    named_after = short in full and NAMED_AFTER.search(full) is not None and NAMED_AFTER.search(short) is None
    committee = COMMITTEE.fullmatch(full)
    upper = committee is not None and short == f"{committee['of']}委员会"
    return full == f"非{short}" or named_after or upper or _is_of_a_place_inside(short, full)


def _has_another_given_name(short: str, full: str) -> bool:
    """Whether a character is left out inside a name; 李教授, 李某 are no other given names."""
    return (
        1 < len(short) == len(full) - 1 < CHINESE_NAME
        and not (CALLED.fullmatch(short) or CALLED.fullmatch(full))
        and short[0] == full[0]
        and short not in full
        and is_subsequence(short, full)
    )


def _is_of_a_place_inside(short: str, full: str) -> bool:
    """Whether the longer name is the shorter one with another place behind its state: 日本政府, 日本东京都政府."""
    states = names().country_names
    size = next((n for n in range(len(short) - 1, 1, -1) if short[:n] in states), 0)
    if not size or not full.startswith(short[:size]) or not full.endswith(short[size:]):
        return False
    inside = full[size : len(full) - len(short) + size]
    return inside in states or inside in REGIONS or DIVISION.search(inside) is not None


def _namesakes(entities: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    by_name: dict[tuple[EntityKind, str], list[int]] = {}
    for n, e in enumerate(entities):
        same = by_name.setdefault((e.kind, e.name), [])
        yield from ((m, n) for m in same)
        same.append(n)


def _states(entities: Sequence[Entity], lexicon: NameLexicon) -> Iterator[tuple[int, int]]:
    """Yield the pairs of different states, whatever a third name has in common with both."""
    states: list[tuple[int, str]] = []
    for n, e in enumerate(entities):
        state = place_meant(e.name, lexicon) if e.kind == "Place" and len(e.name) > 1 else ""
        if state in lexicon.country_names:
            yield from ((m, n) for m, other in states if other != state)
            states.append((n, state))
