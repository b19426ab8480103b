"""What the trained extractor predicts: kinds of mentions, types of events, and predicates with what they connect.

The order of each tuple is the order of the network's outputs; a model file records it and is refused where it differs.
"""

from __future__ import annotations

from dataclasses import dataclass

Kind = str  # Person, Organisation, Place, Award, Event, Title or Time

KINDS: tuple[Kind, ...] = ("Person", "Organisation", "Place", "Award", "Event", "Title", "Time")
HEADS: tuple[tuple[Kind, bool], ...] = (  # the kind, and whether the mentions stand inside others of the same kind
    ("Person", False),
    ("Organisation", False),
    ("Organisation", True),
    ("Place", False),
    ("Place", True),
    ("Award", False),
    ("Event", False),
    ("Title", False),
)
TAGS = ("O", "B", "I", "E", "S")
EVENTS: tuple[str, ...] = (
    "Event", "Accident", "Acquisition", "Appointment", "Arrest", "Attack", "AwardEvent", "Briefing", "Casualty", "Ceremony",
    "Competition", "Crime", "CulturalEvent", "Death", "Departure", "Disaster", "Election", "Exercise", "Founding", "Honouring",
    "Inspection", "Investigation", "Launch", "LeavingOffice", "Meeting", "PressConference", "Publication", "Removal", "Rescue",
    "Rescued", "Research", "Resignation", "Return", "Signing", "TakingOffice", "Talks", "Trial", "UnderInvestigation", "Visit",
)  # fmt: skip
STATUSES = ("happened", "planned", "denied", "alleged")
TENURES = ("current", "former", "incoming")


@dataclass(frozen=True, slots=True)
class Link:
    """A predicate and the kinds that it connects."""

    predicate: str
    subjects: tuple[Kind, ...]
    objects: tuple[Kind, ...]


ACTORS: tuple[Kind, ...] = ("Person", "Organisation", "Place")
LINKS: tuple[Link, ...] = (
    Link("agent", ("Event",), ACTORS),
    Link("participant", ("Event",), ACTORS),
    Link("target", ("Event",), ACTORS),
    Link("place", ("Event",), ("Place", "Organisation")),
    Link("time", ("Event",), ("Time",)),
    Link("subEventOf", ("Event",), ("Event",)),
    Link("same", ("Event",), ("Event",)),  # two mentions of one event
    Link("titleOf", ("Title",), ("Person",)),
    Link("titleAt", ("Title",), ("Organisation", "Place")),
    Link("memberOf", ("Person",), ("Organisation",)),
    Link("relatedTo", ("Person",), ("Person",)),
    Link("bornIn", ("Person",), ("Place",)),
    Link("livesIn", ("Person",), ("Place",)),
    Link("locatedIn", ("Organisation",), ("Place",)),
    Link("partOf", ("Place",), ("Place",)),
    Link("subOrganisationOf", ("Organisation",), ("Organisation", "Place")),
    Link("affiliatedWith", ("Organisation",), ("Organisation",)),
    Link("award", ACTORS, ("Award",)),
)
PREDICATES: tuple[str, ...] = tuple(link.predicate for link in LINKS)
ROLES = ("agent", "participant", "target", "place")  # of an entity in an event: it has one of them
