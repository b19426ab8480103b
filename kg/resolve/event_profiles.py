"""An event as one article reports it, with what decides whether another article reports the same event."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kg.model import ArticleRecord, Event
from kg.numerals import numeral
from kg.predicates import roles
from kg.resolve.naming import Ref
from kg.resolve.spelling import folded

MARK = re.compile(r"[“\"「]?\d{1,2}[·.]\d{1,2}[”\"」]?级?")
NUMBER = re.compile(
    r"第(?P<counted>[一二三四五六七八九十百零\d]+)(?P<of>[届次轮期批])"
    r"|(?P<bare>[一二三四五六七八九十百零\d]+)(?P<session>届|次(?=会议|全会|大会))"  # 十四届人大一次会议; not 1次地震
    r"|(?<!\d)(?P<year>\d{4})年?(?!\d)"
)
BARE_NAME = 5  # a shorter name than this many characters is a trigger, not a name
BARE_TRIGGER = 2  # 会议, 会见: such a word alone identifies no event
OWN = 2  # characters of a name besides the trigger and those taking part; with fewer it only repeats them (甲会见乙)
ONCE = frozenset(
    {"Accident", "Disaster"}
)  # a place or an organisation has one at a time: being named after it identifies the event


Numbers = frozenset[tuple[str, int]]  # what is counted (届, 次, 年), and the number


@dataclass(frozen=True, slots=True)
class EventProfile:
    """An event of an article, with the keys of what takes part; `incident` is the figure in its name, “2·24” or 7.1级."""

    ref: Ref
    event: Event
    name: str
    day: str | None
    published: date | None
    incident: str
    numbers: Numbers
    named: bool  # by more than its trigger and what takes part
    entities: frozenset[str]  # all that take part
    agents: frozenset[str]
    met: frozenset[str]  # whom it is done to or with: targets, and participants in its name, not all who attend

    @property
    def recurs(self) -> bool:
        """Whether another of this name may come: it has no number (第三届, 2023) and no day (“2·24”, not 7.1级) in it."""
        return not (self.named and (self.dated or self.numbers))

    @property
    def dated(self) -> bool:
        """Whether the name has the day in it, as incidents do."""
        return bool(self.incident) and not self.incident.endswith("级")


def event_profiles(record: ArticleRecord, keys: Mapping[Ref, str]) -> Iterator[EventProfile]:
    """Yield the events of an article; `keys` are the resolved keys of the entities that take part."""
    article = record.article.id
    names = {e.id: {e.name, *e.aliases} for e in record.entities}
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for r in record.relations:
        if r.predicate in roles() and (article, r.object) in keys:
            parts[r.subject].append((r.predicate, r.object))
    for e in record.events:
        dated_name = MARK.search(e.name)
        called = [] if e.type in ONCE else [n for _, entity in parts[e.id] for n in names.get(entity, ())]
        met = (
            entity
            for role, entity in parts[e.id]
            if role == "target" or (role == "participant" and any(n in e.name for n in names.get(entity, ())))
        )
        yield EventProfile(
            (article, e.id),
            e,
            folded(e.name),
            e.when.begin if e.when else None,
            record.article.published,
            re.sub(r"[“”\"「」]", "", dated_name.group()) if dated_name else "",
            numbers_in(e.name),
            _is_named(e, called),
            frozenset(keys[article, entity] for _, entity in parts[e.id]),
            frozenset(keys[article, entity] for role, entity in parts[e.id] if role == "agent"),
            frozenset(keys[article, entity] for entity in met),
        )


def _is_named(event: Event, called: Iterable[str]) -> bool:
    """Whether an event's name says more than its trigger, its participants and a number (第二次会议)."""
    own = event.name.replace(event.trigger, "").replace("、", "")
    telling = len(NUMBER.sub("", own)) + len(event.trigger) > BARE_TRIGGER
    for other in sorted(called, key=len, reverse=True):
        own = own.replace(other, "")
    return len(event.name) >= BARE_NAME and len(own) >= OWN and telling


def numbers_in(name: str) -> Numbers:
    """Return the numbers of an event's name.

    >>> sorted(numbers_in("十四届全国人大二次会议"))
    [('届', 14), ('次', 2)]
    """
    found = (m.group("of", "session", "counted", "bare", "year") for m in NUMBER.finditer(name))
    return frozenset(
        (of or session or "年", numeral(counted or bare or year)) for of, session, counted, bare, year in found
    )


def differ(one: Numbers, other: Numbers) -> bool:
    """Whether two names number the same occasion differently: 第五届 and 第六届."""
    return any(
        unit in dict(other) and not {n for u, n in one if u == unit} & {n for u, n in other if u == unit}
        for unit in dict(one)
    )
