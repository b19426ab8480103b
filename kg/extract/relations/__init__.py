"""Positions of persons, and relations between entities."""

from __future__ import annotations

from kg.extract.relations.authors import find_authors
from kg.extract.relations.awards import find_winners
from kg.extract.relations.biography import find_biographies
from kg.extract.relations.nesting import find_nested
from kg.extract.relations.organisations import find_affiliations
from kg.extract.relations.positions import find_positions
from kg.extract.relations.selection import select_positions, select_relations

__all__ = [
    "find_affiliations",
    "find_authors",
    "find_biographies",
    "find_nested",
    "find_positions",
    "find_winners",
    "select_positions",
    "select_relations",
]
