"""Answers of a model, validated: the JSON object in its text, and its items; what does not have the form is counted and dropped."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from kg.llm.causes import Cause, Counts
from kg.llm.contract import CLASSES, POSITION, contract
from kg.llm.prompts import MAX_ITEMS, STATUSES, TENURES

MAX_QUOTE = 400  # characters
MAX_NAME = 60
FENCE = re.compile(r"^```\w*\s*(.*?)\s*```$", re.DOTALL)
THOUGHTS = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


class MalformedAnswerError(ValueError):
    """An answer that is no JSON object of the schema."""


@dataclass(frozen=True, slots=True)
class StatedName:
    """A name and its class."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class StatedEvent:
    """An event as the model states it: all texts are quotes."""

    type: str
    trigger: str
    quote: str
    status: str
    time: str
    arguments: tuple[tuple[str, str], ...]  # role, name


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation as the model states it."""

    predicate: str
    subject: str
    object: str
    quote: str


@dataclass(frozen=True, slots=True)
class StatedPosition:
    """A position as the model states it; "" for no organisation."""

    person: str
    title: str
    organisation: str
    tenure: str
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The items of an answer that have the form of the schema."""

    names: tuple[StatedName, ...]
    events: tuple[StatedEvent, ...] = ()
    relations: tuple[StatedRelation, ...] = ()
    positions: tuple[StatedPosition, ...] = ()


def parse_answer(content: str, terms: Collection[str], counts: Counts) -> Answer:
    """Return the answer in a text; `terms` were asked for. Raises MalformedAnswerError where it is no such object.

    >>> parse_answer('{"names": [], "events": []}', ["Visit"], Counts())
    Answer(names=(), events=(), relations=(), positions=())
    """
    try:
        return _read(_object_in(content), terms, counts)
    except RecursionError as e:
        raise MalformedAnswerError("it is nested too deeply") from e


def _read(data: dict[str, Any], terms: Collection[str], counts: Counts) -> Answer:
    if not isinstance(data.get("names"), list) or not any(
        isinstance(data.get(k), list) for k in ("events", "relations")
    ):
        raise MalformedAnswerError("it lacks names, or events and relations")
    rows = {k: _items(data.get(k), counts) for k in ("names", "events", "relations", "positions")}
    return Answer(
        tuple(_read_names(rows["names"], counts)),
        tuple(_read_events(rows["events"], terms, counts)),
        tuple(_read_relations(rows["relations"], terms, counts)),
        tuple(_read_positions(rows["positions"] if POSITION in terms else [], counts)),
    )


def _object_in(content: str) -> dict[str, Any]:
    text = THOUGHTS.sub("", content).strip()
    fenced = FENCE.match(text)
    try:
        data = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError) as e:
        raise MalformedAnswerError("it is no JSON" if text else "it is empty") from e
    if not isinstance(data, dict):
        raise MalformedAnswerError("it is no JSON object")
    return data


def _items(value: object, counts: Counts) -> list[dict[str, Any]]:
    """Return the objects of a list, at most MAX_ITEMS; repetitions are dropped, because models fall into loops."""
    rows = value if isinstance(value, list) else []
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in rows:
        if not isinstance(row, dict) or len(found) == MAX_ITEMS:
            counts[Cause.MALFORMED] += 1
            continue
        key = json.dumps(row, sort_keys=True)
        if key not in seen:
            seen.add(key)
            found.append(row)
    return found


def _text(row: dict[str, Any], key: str, most: int = MAX_QUOTE, needed: bool = True) -> str | None:
    value = row.get(key, "") if row.get(key) is not None else ""
    if not isinstance(value, str) or len(value) > most or (needed and not value.strip()):
        return None
    return value.strip()


def _read_names(rows: list[dict[str, Any]], counts: Counts) -> Iterator[StatedName]:
    for row in rows:
        name = _text(row, "name", MAX_NAME)
        if name is None:
            counts[Cause.MALFORMED] += 1
        elif row.get("class") not in CLASSES:
            counts[Cause.UNKNOWN_TERM] += 1
        else:
            yield StatedName(name, row["class"])


def _read_events(rows: list[dict[str, Any]], terms: Collection[str], counts: Counts) -> Iterator[StatedEvent]:
    roles = [r.name for r in contract().roles]
    for row in rows:
        trigger, quote = _text(row, "trigger", MAX_NAME), _text(row, "quote")
        time, status = _text(row, "time", needed=False), row.get("status", "happened")
        arguments = _arguments(row, roles)
        if trigger is None or quote is None or time is None or arguments is None:
            counts[Cause.MALFORMED] += 1
        elif row.get("type") not in terms or status not in tuple(STATUSES):
            counts[Cause.UNKNOWN_TERM] += 1
        else:
            yield StatedEvent(row["type"], trigger, quote, status, time, arguments)


def _arguments(row: dict[str, Any], roles: Collection[str]) -> tuple[tuple[str, str], ...] | None:
    found: dict[tuple[str, str], None] = {}
    for role in roles:
        names = row.get(role) or []
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
            return None
        found |= {(role, n.strip()): None for n in names[:MAX_ITEMS] if n.strip()}
    return tuple(found)


def _read_relations(rows: list[dict[str, Any]], terms: Collection[str], counts: Counts) -> Iterator[StatedRelation]:
    for row in rows:
        subject, object_, quote = _text(row, "subject", MAX_NAME), _text(row, "object", MAX_NAME), _text(row, "quote")
        if subject is None or object_ is None or quote is None:
            counts[Cause.MALFORMED] += 1
        elif row.get("predicate") not in terms or row.get("predicate") == POSITION:
            counts[Cause.UNKNOWN_TERM] += 1
        else:
            yield StatedRelation(row["predicate"], subject, object_, quote)


def _read_positions(rows: list[dict[str, Any]], counts: Counts) -> Iterator[StatedPosition]:
    for row in rows:
        person, title, quote = _text(row, "person", MAX_NAME), _text(row, "title", MAX_NAME), _text(row, "quote")
        organisation = _text(row, "organisation", MAX_NAME, needed=False)
        if person is None or title is None or quote is None or organisation is None:
            counts[Cause.MALFORMED] += 1
        elif row.get("tenure", "current") not in tuple(TENURES):
            counts[Cause.UNKNOWN_TERM] += 1
        else:
            yield StatedPosition(person, title, organisation, row.get("tenure", "current"), quote)
