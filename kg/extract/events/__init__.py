"""Events: the triggers of each clause, their arguments and times, and coreference of events."""

from __future__ import annotations

from kg.extract.events.dates import find_dates
from kg.extract.events.details import find_details
from kg.extract.events.merging import find_same_events
from kg.extract.events.occasions import find_attendance
from kg.extract.events.roles import find_roles
from kg.extract.events.selection import (
    select_arguments,
    select_dates,
    select_details,
    select_events,
    select_stops,
    select_unions,
)
from kg.extract.events.stops import find_stops, find_sub_events
from kg.extract.events.triggers import find_triggers

__all__ = [
    "find_attendance",
    "find_dates",
    "find_details",
    "find_roles",
    "find_same_events",
    "find_stops",
    "find_sub_events",
    "find_triggers",
    "select_arguments",
    "select_dates",
    "select_details",
    "select_events",
    "select_stops",
    "select_unions",
]
