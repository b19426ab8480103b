"""The records of what was joined and what was kept apart, each with its reason and score."""

from __future__ import annotations

from dataclasses import dataclass

# What a join by name is worth: set by reading thirty of each on news (docs/identity.md), rounded, not fitted.
SCORES: dict[str, float] = {
    "same name": 0.99,
    "spelling": 0.99,
    "official name": 0.99,
    "variant name": 0.98,
    "jurisdiction": 0.97,
    "legal form": 0.97,
    "renamed": 0.97,
    "alias": 0.85,
    "suffix": 0.95,
    "administrative parent": 0.95,
    "place before it": 0.93,
    "article": 0.95,
    "abbreviation": 0.9,
    "last name": 0.9,
    "shared officer": 0.85,
    "title": 0.85,
    "transliteration": 0.85,
    "correction": 1.0,
}


@dataclass(frozen=True, slots=True, order=True)
class Join:
    """Mentions that were joined: `basis` is what they share ("沅钢 = …", an organisation), `score` 0 to 1."""

    key: str
    reason: str
    basis: str
    score: float
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Distinction:
    """Two entities of one name that were kept apart, and the evidence against one; `score` is its certainty, 0 to 1."""

    key: str
    other: str
    reason: str
    score: float
