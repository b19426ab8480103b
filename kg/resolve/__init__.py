"""From all records to identities: which mentions in different articles are one entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.resolve.identities import Identities, distinct_event_keys, resolve

__all__ = ["Identities", "distinct_event_keys", "resolve"]


def __getattr__(name: str) -> object:
    """Import the rules when they are first used: the spelling of names, which a search needs, is worth little by itself."""
    if name in __all__:
        from kg.resolve import identities

        return getattr(identities, name)
    raise AttributeError(f"module 'kg.resolve' has no attribute {name!r}")
