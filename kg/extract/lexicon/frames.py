"""The lexicon of events, read from the ontology: triggers, frames, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kg.errors import OntologyError
from kg.vocab import KG, ontology_folder

SUBCLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
ROLES = ("agent", "participant", "target", "place")


class Trait(StrEnum):
    """How extraction treats the events of a type: a boolean property of the class in the ontology, which its subclasses inherit."""

    VISIT = "isVisit"
    HEAD_OF_VISIT = "headsVisit"
    NEEDS_TARGET = "needsTarget"
    MEETING = "isMeeting"
    OCCASION = "isOccasion"
    PERFORMANCE = "isPerformance"
    CONTEST = "isContest"
    WINNING = "isWinning"
    ATTENDED = "isAttended"
    AT_OCCASION = "happensAtOccasion"
    GIVES_AWARDS = "givesAwards"
    CHOOSING = "isChoosing"
    PERSONS_ONLY = "takesPersonsOnlyAsObject"
    SUFFERED_BY_PERSONS = "isSufferedByPersons"
    PASSIVE_WITHOUT_OBJECT = "isPassiveWithoutObject"
    INCIDENT = "isIncident"
    HARM = "isHarm"
    CALAMITY = "isCalamity"
    CASUALTY = "isCasualty"
    RESCUE = "isRescue"
    PLACE_IN_NAME = "hasPlaceInName"
    VICTIM_IN_NAME = "hasVictimInName"
    ACQUISITION = "isAcquisition"


@dataclass(frozen=True, slots=True)
class Frame:
    """An event type, the roles of the phrases around its triggers, and its traits."""

    type: str
    family: str  # the type directly under kg:Event that this one belongs to
    subject: str
    object: str
    companion: str
    by: str
    place: str
    traits: frozenset[Trait] = frozenset()

    @property
    def is_gathering(self) -> bool:
        """Whether people gather for it: an occasion that is neither a contest nor a performance."""
        return Trait.OCCASION in self.traits and not self.traits & {Trait.CONTEST, Trait.PERFORMANCE}


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Frames by trigger word, and one pattern for each kind of word."""

    frames: dict[str, Frame]  # by type
    verbs: dict[str, Frame]
    nouns: dict[str, Frame]
    verb: re.Pattern[str]
    noun: re.Pattern[str]
    attend: re.Pattern[str]
    host: re.Pattern[str]
    speech: re.Pattern[str]
    modal: re.Pattern[str]
    denied: re.Pattern[str]
    alleged: re.Pattern[str]


def _alternatives(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) or r"(?!)")


def _local(node: object) -> str:
    return str(getattr(node, "value", "")).removeprefix(KG)


def _literals(store: Store, subject: NamedNode, term: str) -> list[str]:
    found = store.quads_for_pattern(subject, NamedNode(KG + term), None)
    return [q.object.value for q in found if isinstance(q.object, Literal)]


def _role(store: Store, subject: NamedNode, term: str, default: str) -> str:
    """Return a role of a frame, its own or inherited."""
    for q in store.quads_for_pattern(subject, NamedNode(KG + term), None):
        role = _local(q.object)
        if role not in ROLES:
            raise OntologyError(f"{_local(subject)}: kg:{term} is {role}", f"use one of kg:{', kg:'.join(ROLES)}")
        return role
    above = _above(store, subject)
    return _role(store, above, term, default) if above else default


def _has(store: Store, subject: NamedNode, trait: Trait) -> bool:
    """Whether a class has a trait, its own or inherited."""
    for q in store.quads_for_pattern(subject, NamedNode(KG + trait), None):
        return isinstance(q.object, Literal) and q.object.value in {"true", "1"}
    above = _above(store, subject)
    return above is not None and _has(store, above, trait)


def _above(store: Store, subject: NamedNode) -> NamedNode | None:
    for q in store.quads_for_pattern(subject, SUBCLASS, None):
        if isinstance(q.object, NamedNode) and q.object.value.startswith(KG) and q.object.value != KG + "Event":
            return q.object
    return None


def _family(store: Store, subject: NamedNode) -> str:
    above = _above(store, subject)
    return _family(store, above) if above else subject.value.rpartition("#")[2].rpartition("/")[2]


def load_events(paths: Sequence[Path]) -> EventLexicon:
    """Read the lexicon of events from Turtle files.

    Raises OntologyError for a file that does not parse, a role that does not exist, or a trigger of two types.
    """
    store = Store()
    for path in paths:
        try:
            store.load(path=str(path), format=RdfFormat.TURTLE)
        except (OSError, SyntaxError, ValueError) as e:
            raise OntologyError(f"{path}: {e}", "correct the Turtle; see ontology/events.ttl for the form") from e
    verbs: dict[str, Frame] = {}
    nouns: dict[str, Frame] = {}
    frames: dict[str, Frame] = {}
    classes = {q.subject for q in store.quads_for_pattern(None, SUBCLASS, None)}
    for subject in sorted((s for s in classes if isinstance(s, NamedNode)), key=str):
        frame = Frame(
            type=subject.value.removeprefix(KG),
            family=_family(store, subject),
            subject=_role(store, subject, "subjectRole", "agent"),
            object=_role(store, subject, "objectRole", "target"),
            companion=_role(store, subject, "withRole", "participant"),
            by=_role(store, subject, "byRole", "agent"),
            place=_role(store, subject, "placeRole", "place"),
            traits=frozenset(t for t in Trait if _has(store, subject, t)),
        )
        frames[frame.type] = frame
        for words, term in ((verbs, "verb"), (nouns, "noun")):
            for word in _literals(store, subject, term):
                if words.setdefault(word, frame).type != frame.type:
                    raise OntologyError(
                        f"“{word}” triggers both {words[word].type} and {frame.type}", "keep it in one of them"
                    )
    lists = {
        name: _alternatives(_literals(store, NamedNode(f"{KG}{name}"), "form"))
        for name in (
            "attendVerbs",
            "hostVerbs",
            "speechVerbs",
            "modalWords",
            "deniedWords",
            "allegedWords",
        )
    }
    return EventLexicon(frames, verbs, nouns, _alternatives(list(verbs)), _alternatives(list(nouns)), *lists.values())


@cache
def event_lexicon(extra: tuple[Path, ...] = ()) -> EventLexicon:
    """Return the lexicon of the installed ontology with further files, read once."""
    return load_events((ontology_folder() / "events.ttl", *extra))
