"""Confidence of a statement: the share of right statements of its rule on annotated articles.

`confidence.json` counts, for each rule in general and by event type, the right statements and all statements
(`kg/generate/confidence.py` writes it). The estimate for a rare rule shrinks to the share of its property: each level of the
keys, from coarse to fine, weighs its counts against `PRIOR` counts of the level above (shrinkage; Good 1965, The Estimation
of Probabilities).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.model import Event, Position, Relation

TABLE = Path(__file__).with_name("confidence.json")
PRIOR = 24
ROLES = frozenset({"agent", "participant", "target", "place"})
Keys = tuple[str, ...]
Counts = Mapping[str, tuple[int, int]]  # key -> right statements, all statements


def event_keys(event: Event, named: int) -> Keys:
    """Return the keys of an event's confidence, from coarse to fine; `named` is the number of its participants."""
    stated = f"event|{event.rule}|{min(named, 2)} named"
    return "all", "event", f"event|{event.rule}", stated, f"{stated}|{event.type}"


def relation_keys(relation: Relation, event: Event | None) -> Keys:
    """Return the keys of a relation's confidence; `event` is its subject if that is an event.

    Roles are counted by how the event is stated, other relations by the family of their rule.
    """
    by = event.rule if event and relation.predicate in ROLES else family(relation.rule)
    rule = f"{relation.predicate}|{by}"
    return "all", relation.predicate, rule, f"{rule}|{event.type if event else relation.role}"


def position_keys(position: Position) -> Keys:
    """Return the keys of a position's confidence."""
    held = "with organisation" if position.organisation else "without organisation"
    at = f"holdsPosition|{held}"
    return "all", "holdsPosition", at, f"{at}|{family(position.rule)}"


def family(rule: str) -> str:
    """Return the family of a rule, in which rules are counted together.

    >>> family("position.after_name.direct")
    'position.after_name'
    """
    return ".".join(rule.split(".")[:2])


def estimate(keys: Keys, counts: Counts) -> float:
    """Return the share of right statements under the keys, to two places."""
    share = 0.5
    for key in keys:
        right, stated = counts.get(key, (0, 0))
        share = (right + PRIOR * share) / (stated + PRIOR)
    return round(share, 2)


@cache
def table() -> Counts:
    """Return the calibration counts."""
    return {key: (right, stated) for key, (right, stated) in json.loads(TABLE.read_text("utf-8")).items()}


def with_confidence(
    events: Sequence[Event], relations: Sequence[Relation], positions: Sequence[Position]
) -> tuple[tuple[Event, ...], tuple[Relation, ...], tuple[Position, ...]]:
    """Return the statements of an article with their confidence."""
    counts = table()
    named = Counter(r.subject for r in relations if r.predicate in ROLES)
    by_id = {e.id: e for e in events}
    return (
        tuple(replace(e, confidence=estimate(event_keys(e, named[e.id]), counts)) for e in events),
        tuple(replace(r, confidence=estimate(relation_keys(r, by_id.get(r.subject)), counts)) for r in relations),
        tuple(replace(p, confidence=estimate(position_keys(p), counts)) for p in positions),
    )
