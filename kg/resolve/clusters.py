"""Clusters of mentions on the way to their keys, and how keys are made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kg.resolve.naming import Ref


@dataclass(slots=True)
class Cluster:
    """Entities of articles that are one entity: the kind, the key ("person/陆怀谦"), the name, and the members."""

    kind: str
    key: str
    name: str
    members: list[Ref]


def entity_key(kind: str, name: str) -> str:
    """Return the key of a name; "/" in a name is written full-width, as keys are paths."""
    return f"{kind.lower()}/{name.replace('/', '／')}"


def event_key(article: str, content: str) -> str:
    """Return the key of one article's event, from what distinguishes it from the article's other events."""
    digest = hashlib.sha256(f"{article}\0event\0{content}".encode("utf-8", "replace")).hexdigest()[:16]
    return f"event/{digest}"


def short_hash(text: str) -> str:
    """Return the eight hexadecimal digits that distinguish namesakes in a key."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
