"""Candidates for the roles of an event: which entities can have which role, and which candidate is chosen for each entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.candidates import ArgumentCandidate, EntityMention, EventMention
from kg.extract.lexicon import Trait, Where, role_rule

OWN_CLAUSE = 1 / 1.5  # least score of candidates from an event's own clause and its scene


def give(
    number: int,
    event: EventMention,
    role_at: tuple[str, Where],
    mentions: Iterable[EntityMention],
    distance: float = 0,
    sentence: int | None = None,
    as_stated: bool = False,
) -> Iterator[ArgumentCandidate]:
    """Yield a role for each of the mentions that can have it.

    A place that suffers harm becomes the place of the event, and only places and organisations can be the place of an event;
    `as_stated` keeps the role as it is. The score falls with the distance in clauses from the event's clause.
    """
    role, where = role_at
    harmed = role == "target" and where is not Where.BENEFICIARY and Trait.HARM in event.frame.traits
    for p in mentions:
        suffered = harmed and p.entity.kind == "Place" and not as_stated
        given = "place" if suffered else role
        located = p.entity.kind == "Place" or (p.entity.kind == "Organisation" and not suffered)
        if given != "place" or located or as_stated:
            at = event.sentence.index if sentence is None else sentence
            rule, score = role_rule(given, where), 1 / (1 + distance)
            yield ArgumentCandidate(number, given, p.entity.id, at, rule, score, where.component)


def first_of_each(candidates: Iterable[ArgumentCandidate]) -> list[ArgumentCandidate]:
    """Return the first candidate for each entity."""
    found: dict[str, ArgumentCandidate] = {}
    for c in candidates:
        found.setdefault(c.entity, c)
    return list(found.values())
