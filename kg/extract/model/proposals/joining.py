"""Entities joined whose names are one entity's, by how probable that is of each two names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf

from kg.extract.lexicon import names
from kg.extract.model.proposals.clusters import clusters_of
from kg.extract.model.proposals.entities import with_mentions_once
from kg.extract.model.proposals.meanings import ORGANISATION_WORDS, place_meant
from kg.model import Entity, EntityKind

NOT_COMPARED = -2.0  # the log-odds of two names that have nothing in common, or stand more than MAX_EARLIER apart
ONE_ENTITY = 1.0  # the log-odds from which on two names are one entity's: a wrong join spreads to other articles


def joined(entities: Sequence[Entity], log_odds: Mapping[tuple[int, int], float]) -> tuple[Entity, ...]:
    """Return the entities, those joined whose names are one entity's; namesakes, whom the rules have set apart, stay apart."""
    scores = {pair: score - ONE_ENTITY for pair, score in log_odds.items()}
    clusters = clusters_of(len(entities), {**scores, **dict.fromkeys(_apart(entities), -inf)}, NOT_COMPARED)
    return tuple(_as_one([entities[n] for n in cluster]) for cluster in clusters)


def _apart(entities: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are never one: namesakes, and different states, whatever a third name has in common with both."""
    lexicon = names()
    by_name: dict[tuple[EntityKind, str], list[int]] = {}
    states: list[tuple[int, str]] = []
    for n, e in enumerate(entities):
        same = by_name.setdefault((e.kind, e.name), [])
        yield from ((m, n) for m in same)
        same.append(n)
        state = place_meant(e.name, lexicon) if e.kind == "Place" and len(e.name) > 1 else ""
        if state in lexicon.country_names:
            yield from ((m, n) for m, other in states if other != state)
            states.append((n, state))


def _as_one(members: Sequence[Entity]) -> Entity:
    """Return one entity for several: a state's own name is its name, or else the longest new one; 学校 is none."""
    if len(members) == 1:
        return members[0]
    former = {n for e in members for n in e.former}
    main = max(
        members,
        key=lambda e: (_is_state(e), e.name not in former, e.name not in ORGANISATION_WORDS, len(e.name)),
    )
    others = {n for e in members for n in (e.name, *e.aliases)} - {main.name} - ORGANISATION_WORDS.keys()
    full = next((e.norm for e in members if e.norm), None) if main.kind == "Organisation" else None
    one = replace(
        main,
        mentions=tuple(m for e in members for m in e.mentions),
        aliases=tuple(sorted(others)),
        norm=main.norm or full,
        former=tuple(sorted(former - {main.name})),
    )
    return with_mentions_once(one)


def _is_state(e: Entity) -> bool:
    return e.kind == "Place" and e.name in names().country_names
