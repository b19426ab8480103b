"""The graph on disk: generations of an Oxigraph database, replaced whole, and the index of its words."""

from kg.store.generations import GraphStore
from kg.store.opening import base_of, load, searchable, stated
from kg.store.words import Hit, WordIndex

__all__ = ["GraphStore", "Hit", "WordIndex", "base_of", "load", "searchable", "stated"]
