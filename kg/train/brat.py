"""Annotated articles in brat's standoff form: `NAME.txt`, and `NAME.ann` with a line for each annotation.

Text-bound annotations of the types Person, Organisation, Place, Award (also PER, ORG, LOC, GPE) are mentions, `Equiv` joins the
mentions of one entity, an event's trigger and arguments give an event with its roles, and relations have the predicates of
docs/evaluation.md. A position is a mention of the type Title with the relations `titleOf` (its holder) and `titleAt` (its
organisation). A Time's date (YYYY-MM-DD) is its attribute `value` or its note. Attributes planned, denied, alleged and optional
qualify events, former and incoming qualify titles. (https://brat.nlplab.org/standoff.html)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.model.schema import EVENTS
from kg.train.annotations import (
    STATUSES,
    TENURES,
    AnnotatedArticle,
    AnnotatedMention,
    AnnotatedRelation,
    AnnotatedThing,
)

LINE = re.compile(r"[TREAMN#*]\d*\t")
KINDS = {
    "person": "Person", "per": "Person", "organisation": "Organisation", "organization": "Organisation", "org": "Organisation",
    "place": "Place", "loc": "Place", "location": "Place", "gpe": "Place", "award": "Award", "title": "Title", "time": "Time",
}  # fmt: skip
EVENT_TYPES = {t.lower(): t for t in EVENTS}
PREDICATES = {
    p.lower(): p
    for p in (
        "agent", "participant", "target", "hasPlace", "hasTime", "subEventOf", "memberOf", "relatedTo", "bornIn", "livesIn",
        "locatedIn", "partOf", "subOrganizationOf", "affiliatedWith", "award", "titleOf", "titleAt",
    )
} | {"place": "hasPlace", "time": "hasTime", "suborganisationof": "subOrganizationOf"}  # fmt: skip
SEGMENT = re.compile(r"(?P<type>\S+) (?P<start>\d+) (?:\d+;\d+ )*(?P<end>\d+)$")


def is_brat(annotations: str) -> bool:
    """Whether the text of an `.ann` file is in brat's form."""
    lines = [line for line in annotations.splitlines() if line.strip()]
    return bool(lines) and all(LINE.match(line) for line in lines)


@dataclass(slots=True)
class _Read:
    """The lines of a file, by their ids."""

    spans: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    flags: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    notes: dict[str, str] = field(default_factory=dict)
    same: list[list[str]] = field(default_factory=list)


def parse_brat(name: str, text: str, annotations: str) -> AnnotatedArticle:
    """Parse an article in brat's form. Raises ValueError, with the line, for what is not in it.

    >>> article = parse_brat("a", "陆怀谦调研", "T1\\tPerson 0 3\\t陆怀谦\\nT2\\tInspection 3 5\\t调研\\nE1\\tInspection:T2 Agent:T1")
    >>> article.relations[0].predicate, article.things["E1"].event
    ('agent', 'Inspection')
    """
    read = _Read()
    for number, line in enumerate(annotations.splitlines(), 1):
        if line.strip():
            try:
                _read_line(read, line, len(text))
            except (ValueError, IndexError) as e:
                raise ValueError(f"line {number} is not in brat's form: {line!r}") from e
    return _article(name, text, read)


def _read_line(read: _Read, line: str, length: int) -> None:
    key, rest = line.split("\t", 1)
    words = rest.split()
    if key[0] == "T":
        m = SEGMENT.match(rest.split("\t")[0])
        if m is None or not int(m["start"]) < int(m["end"]) <= length:
            raise ValueError("no span of the text")
        read.spans[key] = m["type"], int(m["start"]), int(m["end"])
    elif key[0] == "E":
        kind, trigger = words[0].split(":")
        arguments = [(re.sub(r"\d+$", "", role), thing) for role, thing in (w.split(":") for w in words[1:])]
        read.events[key] = kind, trigger, arguments
    elif key[0] == "R":
        read.relations.append((words[0], words[1].split(":")[1], words[2].split(":")[1]))
    elif key[0] in "AM":
        read.flags[words[1]][words[0].lower()] = words[2] if len(words) > 2 else ""
    elif key[0] == "#":
        about, _, note = rest.partition("\t")
        read.notes[about.split()[1]] = note.strip()
    elif key[0] == "*":
        read.same.append(words[1:])


def _article(name: str, text: str, read: _Read) -> AnnotatedArticle:
    first = _representatives(read)
    triggers = {trigger: event for event, (_, trigger, _) in read.events.items()}
    things: dict[str, AnnotatedThing] = {}
    mentions = []
    for key, (kind, start, end) in read.spans.items():
        if key in triggers:
            event = triggers[key]
            flags = {**read.flags[event], **read.flags[key]}
            mentions.append(AnnotatedMention(first.get(event, event), start, end))
            status = next((s for s in STATUSES if s in flags or s in flags.values()), "happened")
            of_type = EVENT_TYPES.get(kind.lower(), "Event")
            things[event] = AnnotatedThing(event, "Event", of_type, status, "optional" in flags)
        elif KINDS.get(kind.lower()) not in {None, "Title", "Time"}:
            mentions.append(AnnotatedMention(first.get(key, key), start, end))
            things[key] = AnnotatedThing(key, KINDS[kind.lower()], optional="optional" in read.flags[key])
    used = {m.id for m in mentions}
    relations = tuple(dict.fromkeys(_relations(text, read, first)))
    return AnnotatedArticle(
        name,
        text,
        {},
        tuple(sorted(mentions, key=lambda m: (m.start, -m.end))),
        {k: t for k, t in things.items() if k in used},
        relations,
    )


def _representatives(read: _Read) -> dict[str, str]:
    """Return the id that stands for each mention: the first of those that are one entity."""
    first: dict[str, str] = {trigger: event for event, (_, trigger, _) in read.events.items()}
    for group in read.same:
        members = [first.get(g, g) for g in group]
        first |= dict.fromkeys((*group, *members), members[0])
    return first


def _relations(text: str, read: _Read, first: dict[str, str]) -> Iterator[AnnotatedRelation]:
    given = [(s, p, o) for s, (_, _, arguments) in read.events.items() for p, o in arguments]
    given += [(s, p, o) for p, s, o in read.relations]
    holders: dict[str, list[str]] = defaultdict(list)
    organisations: dict[str, str] = {}
    for subject, name, thing in given:
        predicate = PREDICATES.get(name.lower())
        s, o = first.get(subject, subject), first.get(thing, thing)
        if predicate == "titleOf":
            holders[subject].append(o)
        elif predicate == "titleAt":
            organisations[subject] = o
        elif predicate == "hasTime":
            date = read.flags[thing].get("value") or read.notes.get(thing)
            if date:
                yield AnnotatedRelation(s, predicate, date)
        elif predicate is not None:
            yield AnnotatedRelation(s, predicate, o)
    for title, persons in holders.items():
        _, start, end = read.spans[title]
        tenure = next((t for t in TENURES if t in read.flags[title]), "current")
        for person in persons:
            yield AnnotatedRelation(person, "holdsPosition", organisations.get(title, ""), text[start:end], tenure)
