"""What may be stated of an article, each with the features that `kg.extract.model.decision` weighs. Things are numbered: entities, then events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Entity, EntityKind, Event, Position, Relation, Status, Tenure, When

ABSENT = -5.0  # stands for the score of what the network does not propose


@dataclass(frozen=True, slots=True)
class EventProposal:
    """An event that the network or the rules see: its mentions, the best first."""

    mentions: tuple[tuple[int, int], ...]
    type: str
    status: Status
    rule: Event | None
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LinkProposal:
    """A statement between two things (numbers): `evidence` is the sentence of the best pair of mentions."""

    subject: int
    predicate: str
    object: int
    evidence: int
    features: tuple[float, ...]
    rule: Relation | None = None


@dataclass(frozen=True, slots=True)
class PositionProposal:
    """A position: who (number), the title, the organisation (number, or the name of one that is only implied), its tenure.

    A title may have several proposals for one person, one for each organisation that it may be held at.
    """

    person: int
    title: str
    organisation: int | str | None
    tenure: Tenure
    evidence: int
    features: tuple[float, ...]
    rule: Position | None = None

    @property
    def of_rule(self) -> bool:
        """Whether the organisation is the one that the rules state."""
        return self.features[5] > 0


@dataclass(frozen=True, slots=True)
class TimeProposal:
    """When an event may be."""

    when: When
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AuthorProposal:
    """A person (number) who may have signed the article, in a sentence, with the role that is written."""

    person: int
    role: str
    evidence: int
    features: tuple[float, ...]
    rule: Relation | None = None


@dataclass(frozen=True, slots=True)
class SamePair:
    """Two triggers (their numbers, in text order) that may be mentions of one event."""

    first: int
    second: int
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AliasPair:
    """Two names of a kind (their numbers among the names, in order) that may be one entity's."""

    kind: EntityKind
    first: int
    second: int
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that is proposed for an article; things are numbered: entities first, then events."""

    entities: tuple[Entity, ...]
    entity_features: tuple[tuple[float, ...], ...]
    implied: tuple[Entity, ...]
    events: tuple[EventProposal, ...]
    times: Mapping[int, TimeProposal]  # of each event's number, the best time
    links: tuple[LinkProposal, ...]
    positions: tuple[PositionProposal, ...]
    authors: tuple[AuthorProposal, ...]
    names: tuple[Entity, ...]  # the entities before those are joined that are one
    aliases: tuple[AliasPair, ...]
    pairs: tuple[SamePair, ...]
    triggers: tuple[tuple[int, int], ...]
