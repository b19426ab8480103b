"""Coreference within an article, and the full names of entities.

`kg.resolve` resolves entities across articles. Each component starts from the proposals of the components before it.
"""

from __future__ import annotations

from kg.extract.coreference.anaphora import find_anaphora
from kg.extract.coreference.full_names import find_full_names
from kg.extract.coreference.names import find_names
from kg.extract.coreference.organisations import add_short_names, join_organisations
from kg.extract.coreference.persons import join_persons
from kg.extract.coreference.places import join_places
from kg.extract.coreference.selection import select_entities

__all__ = [
    "add_short_names",
    "find_anaphora",
    "find_full_names",
    "find_names",
    "join_organisations",
    "join_persons",
    "join_places",
    "select_entities",
]
