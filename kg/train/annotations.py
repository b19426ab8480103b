"""Annotated articles, whatever form they were read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STATUSES = ("planned", "denied", "alleged")
TENURES = ("former", "incoming")


@dataclass(frozen=True, slots=True)
class AnnotatedMention:
    """A mention `text[start:end]` of the thing with this id."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnnotatedThing:
    """A person, organisation, place, award or event; `event` is an event's type, `status` whether it happened."""

    id: str
    kind: str
    event: str = ""
    status: str = "happened"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedRelation:
    """A relation; `object` is an id or a literal, `role` the title of a position, `tenure` whether it is still held."""

    subject: str
    predicate: str
    object: str
    role: str = ""
    tenure: str = "current"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """One annotated article; `known` is what its head says: published, source, jurisdiction."""

    name: str
    text: str
    known: Mapping[str, str]
    mentions: tuple[AnnotatedMention, ...]
    things: Mapping[str, AnnotatedThing]
    relations: tuple[AnnotatedRelation, ...]
