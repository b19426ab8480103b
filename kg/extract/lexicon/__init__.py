"""The linguistic knowledge of extraction: names, titles, event frames, word lists and the ids of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.extract.lexicon.frames import EventLexicon, Frame, Trait, event_lexicon, load_events
from kg.extract.lexicon.names import NameLexicon, Title, names
from kg.extract.lexicon.rules import (
    BY_MODEL,
    BY_MODEL_AND_RULE,
    Rule,
    Where,
    component_of,
    is_left_out,
    role_rule,
    rules,
)

__all__ = [
    "BY_MODEL",
    "BY_MODEL_AND_RULE",
    "EventLexicon",
    "Frame",
    "Lexicon",
    "NameLexicon",
    "Rule",
    "Title",
    "Trait",
    "Where",
    "component_of",
    "event_lexicon",
    "is_left_out",
    "lexicon",
    "load_events",
    "names",
    "role_rule",
    "rules",
]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lexicon of all components."""

    names: NameLexicon
    events: EventLexicon


@cache
def lexicon(extra: tuple[Path, ...] = ()) -> Lexicon:
    """Return the lexicon of the installed ontology, with further Turtle files of event types, read once.

    Raises OntologyError for a file that does not parse.
    """
    return Lexicon(names(), event_lexicon(extra))
