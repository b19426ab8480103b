"""The union of two events that are one."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.candidates import EventMention
from kg.extract.events.arguments import first_of_each


def with_detail(event: EventMention, detail: EventMention, role: str | None = None) -> EventMention:
    """Return an event with the arguments of a part of it, which get `role`; arguments of later sentences come last."""
    added = (replace(a, role=role) if role else a for a in detail.arguments)
    arguments = sorted([*event.arguments, *added], key=lambda a: a.sentence)
    return replace(event, arguments=tuple(first_of_each(arguments)))


def with_mention(event: EventMention, other: EventMention) -> EventMention:
    """Return an event completed with another mention of it: arguments, time, a fuller name."""
    fuller = other.nominal and event.nominal and len(other.name) > len(event.name)
    return replace(
        event,
        arguments=tuple(first_of_each([*event.arguments, *other.arguments])),
        when=event.when or other.when,
        name=other.name if fuller else event.name,
    )
