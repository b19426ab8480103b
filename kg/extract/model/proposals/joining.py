"""Entities joined whose names are one entity's, by how probable that is of each two names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf

from kg.extract.lexicon import names
from kg.extract.model.proposals.apart import apart
from kg.extract.model.proposals.clusters import clusters_of
from kg.extract.model.proposals.entities import with_mentions_once
from kg.extract.model.proposals.meanings import ORGANISATION_WORDS
from kg.model import Entity

NOT_COMPARED = -2.0  # the log-odds of two names that have nothing in common, or stand more than MAX_EARLIER apart
ONE_ENTITY = 1.0  # the log-odds from which on two names are one entity's: a wrong join spreads to other articles


def joined(entities: Sequence[Entity], log_odds: Mapping[tuple[int, int], float]) -> tuple[Entity, ...]:
    """Return the entities, those joined whose names are one entity's, unless they never are."""
    scores = {pair: score - ONE_ENTITY for pair, score in log_odds.items()}
    clusters = clusters_of(len(entities), {**scores, **dict.fromkeys(apart(entities, log_odds), -inf)}, NOT_COMPARED)
    return tuple(_as_one([entities[n] for n in cluster]) for cluster in clusters)


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
