"""From all records to identities: which entities of different articles are one thing."""

from kg.resolve.identities import Identities, resolve, told_apart

__all__ = ["Identities", "resolve", "told_apart"]
