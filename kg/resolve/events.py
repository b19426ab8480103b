"""Events: which events of several articles are one, by type, day, name and the entities that take part.

The evidence is weighed in bits, as for persons. Articles may differ in a figure or a date and still report one event: what
each states stands in its own graph. But most of what is in the news comes again (a talk, a notice, a strike), and the same
organisations do it: only a name of its own (“2·24”透水事故, 第三届茶博会), or a day and those taking part, make two tellings one, and
a cluster never grows past the days that such an event can last.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import networkx as nx

from kg.model import ArticleRecord
from kg.resolve.event_profiles import NUMBER, ONCE, EventProfile, Numbers, differ, event_profiles
from kg.resolve.naming import Ref

MERGE_THRESHOLD = 8.0
TRIGGER, NAME_CHARACTER, MOST_OF_A_NAME, INCIDENT = 2.0, 0.75, 8.0, 7.0
MAX_ENTITY_BITS, SAME_TARGET = 4.0, 1.5
DAY, MONTH, YEAR, NEWS_OF_ONE_WEEK = 4.0, 1.5, 0.5, 1.5
OTHER_DAY, OTHER_WEEK, OTHER_MONTH, OTHER_SEASON = 3.0, 12.0, 3.0, 8.0
OTHER_AGENT, OTHER_TARGET, OTHER_NUMBER, OTHER_NAME = 5.0, 8.0, 9.0, 3.0
NEXT = 2  # days after which an unnamed event is no longer reported
DAYS, WEEK, SEASON = 3, 7, 60  # how many days what has a name lasts, what has none is news, and what has a name is
FULL = len("2021-02-24")  # a day, not a month or a year
CROWD = 40  # a blocking key shared by more events than this is ignored


@dataclass(frozen=True, slots=True)
class SameEvent:
    """A cluster of events, and the evidence of each pair that was joined (reason, basis, score, whose)."""

    members: tuple[Ref, ...]
    joined: tuple[tuple[str, str, float, tuple[Ref, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """What a cluster holds so far: its articles, the stated days (or those of publication), the numbers in the names."""

    articles: frozenset[str]
    days: tuple[date, date] | None  # the earliest end and the latest beginning that are stated
    published: tuple[date, date] | None
    numbers: frozenset[Numbers]
    named: bool
    recurs: bool

    @classmethod
    def of(cls, h: EventProfile) -> _Group:
        """Return the group of one report."""
        when = h.event.when
        begin, end = (
            date.fromisoformat(d) if d and len(d) == FULL else None for d in (h.day, when.end if when else None)
        )
        days = (max(begin, end or begin), begin) if begin else None
        published = (h.published, h.published) if h.published and not h.day else None
        numbers = frozenset([h.numbers]) if h.numbers else frozenset()
        return cls(frozenset([h.ref[0]]), days, published, numbers, h.named, h.recurs)

    def with_all_of(self, other: _Group) -> _Group:
        """Return both together."""
        return _Group(
            self.articles | other.articles,
            _spanning(self.days, other.days),
            _spanning(self.published, other.published),
            self.numbers | other.numbers,
            self.named or other.named,
            self.recurs and other.recurs,
        )

    def may_join(self, other: _Group) -> bool:
        """Whether both can be one: two events of one article are two, and what recurs is another after a while."""
        whole = self.with_all_of(other)
        if self.articles & other.articles or any(differ(a, b) for a in self.numbers for b in other.numbers):
            return False
        lasts, published = (DAYS, SEASON) if whole.named else (1, WEEK)
        return not whole.recurs or (_apart(whole.days) <= lasts and _apart(whole.published) <= published)


def _spanning(a: tuple[date, date] | None, b: tuple[date, date] | None) -> tuple[date, date] | None:
    return (min(a[0], b[0]), max(a[1], b[1])) if a and b else a or b


def _apart(days: tuple[date, date] | None) -> int:
    return (days[1] - days[0]).days if days else 0


def cluster_events(records: Sequence[ArticleRecord], keys: Mapping[Ref, str]) -> list[SameEvent]:
    """Return the events that several articles report. `keys` are the resolved keys of the entities that take part."""
    profiles = [h for r in records for h in event_profiles(r, keys)]
    seen = Counter(k for h in profiles for k in h.entities)
    rarity = {k: max(0.0, MAX_ENTITY_BITS - math.log2(n) / 3) for k, n in seen.items()}
    graph: nx.Graph[int] = nx.Graph()
    evidence: dict[tuple[int, int], tuple[str, str, float]] = {}
    for i, j in sorted(_candidates(profiles)):
        why = _compare(profiles[i], profiles[j], rarity)
        if why:
            evidence[i, j] = why
    group = {i: _Group.of(h) for i, h in enumerate(profiles)}
    for (i, j), _ in sorted(evidence.items(), key=lambda x: (-x[1][2], x[0])):
        if group[i] is not group[j] and group[i].may_join(group[j]):
            graph.add_edge(i, j)
            both = group[i].with_all_of(group[j])
            for k in nx.node_connected_component(graph, i):
                group[k] = both
    found = []
    for component in nx.connected_components(graph):
        members = tuple(sorted(profiles[i].ref for i in component))
        joined = tuple(
            (*evidence[min(i, j), max(i, j)], tuple(sorted((profiles[i].ref, profiles[j].ref))))
            for i, j in sorted(graph.subgraph(component).edges)
        )
        found.append(SameEvent(members, joined))
    return sorted(found, key=lambda s: s.members)


def _candidates(profiles: Sequence[EventProfile]) -> set[tuple[int, int]]:
    """Return the pairs worth comparing: of one type, and sharing an incident, a long name, or an entity and a time."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, h in enumerate(profiles):
        for mark in _blocking_keys(h):
            blocks[(h.event.type, *mark)].append(i)
    return {
        (i, j)
        for block in blocks.values()
        if 1 < len(block) <= CROWD
        for i, j in combinations(block, 2)
        if profiles[i].ref[0] != profiles[j].ref[0]
    }


def _blocking_keys(h: EventProfile) -> Iterator[tuple[str, ...]]:
    if h.incident:
        yield ("incident", h.incident)
    if h.named:
        yield ("name", h.name, (h.day or "")[:4])
        yield ("name", NUMBER.sub("", h.name), "")
    month = (h.day or (h.published.isoformat() if h.published else ""))[:7]
    for entity in h.entities:
        yield ("entity", entity, h.event.trigger, month)
        yield ("entity", entity, h.day or "", "day")
        yield ("entity", entity, h.event.trigger, h.day[:4] if h.day else "")
    for one, other in combinations(sorted(h.entities), 2):
        yield ("entities", one, other)


Weight = tuple[float, str, str]  # bits for or against, the reason, and what it rests on


@dataclass(frozen=True, slots=True)
class _Common:
    """What two events have in common; `shared` are the entities in both, with their bits, the rarest first."""

    named: bool
    incident: bool
    one_word: bool
    one_day: bool
    shared: tuple[tuple[float, str], ...]
    met: Set[str]
    agents: Set[str]


def _common(a: EventProfile, b: EventProfile, rarity: Mapping[str, float]) -> _Common:
    return _Common(
        a.named and b.named and (a.name in b.name or b.name in a.name),
        bool(a.incident) and a.incident == b.incident,
        a.event.trigger == b.event.trigger,
        bool(a.day) and a.day == b.day,
        tuple(sorted(((rarity[k], k) for k in a.entities & b.entities), reverse=True)),
        a.met & b.met,
        a.agents & b.agents,
    )


def _compare(a: EventProfile, b: EventProfile, rarity: Mapping[str, float]) -> tuple[str, str, float] | None:
    """Return why two events are one: the strongest reason, what it rests on, and the probability; or None."""
    common = _common(a, b, rarity)
    if not (common.incident or common.named or common.one_word or common.one_day):
        return None  # 控制 and 刑事拘留 of the same persons are two
    once = (common.incident and a.dated) or (common.named and bool(a.numbers & b.numbers))
    weights = [*_alike(a, b, common), *_time(a, b, common.named, once), *_unlike(a, b, common)]
    total = sum(bits for bits, _, _ in weights)
    if total < MERGE_THRESHOLD or not _is_specific(a, b, common):
        return None
    best = max(weights)
    return best[1], best[2], round(1 / (1 + 2.0 ** -(total - MERGE_THRESHOLD + 3)), 2)


def _alike(a: EventProfile, b: EventProfile, common: _Common) -> Iterator[Weight]:
    if common.one_word:
        yield TRIGGER, "same trigger", a.event.trigger
    if common.named:
        name = min(a.name, b.name, key=lambda n: (len(n), n))
        yield min(MOST_OF_A_NAME, NAME_CHARACTER * len(name)), "same name", name
    if common.incident:
        yield INCIDENT, "same incident", a.incident
    for bits, key in common.shared:
        yield bits, "taking part", key.split("/", 1)[1]
    if common.met:
        yield SAME_TARGET, "same target", min(common.met).split("/", 1)[1]


def _unlike(a: EventProfile, b: EventProfile, common: _Common) -> Iterator[Weight]:
    if differ(a.numbers, b.numbers):
        yield -OTHER_NUMBER, "other number", ""
    if a.named and b.named and not common.named and not common.incident:
        yield -OTHER_NAME, "other name", ""
    if a.agents and b.agents and not common.agents:
        yield -OTHER_AGENT, "other agent", ""
    if a.met and b.met and not common.met:
        yield -OTHER_TARGET, "other target", ""


def _is_specific(a: EventProfile, b: EventProfile, common: _Common) -> bool:
    """Whether what two events share is of this event: who acts alone, with nobody, does much of the same kind."""
    if common.incident or common.named:
        return True
    rare = bool(common.shared) and common.shared[0][0] >= MAX_ENTITY_BITS / 2
    enough = len(common.shared) >= 3 or (rare and (common.one_day or len(common.shared) >= 2))
    return enough and not _is_alone(a, b, common)


def _is_alone(a: EventProfile, b: EventProfile, common: _Common) -> bool:
    return bool(a.agents or b.agents) and not common.met and not (common.one_day and len(common.agents) > 1)


def _time(a: EventProfile, b: EventProfile, named: bool, once: bool) -> Iterator[Weight]:
    """Weigh the times. A unique event may be reported at any time and dated a day or two apart; a recurrent one is then another."""
    if a.day and b.day:
        short = min(len(a.day), len(b.day))
        if a.day[:short] != b.day[:short]:
            yield -_against_another_day(a, b, named, once), "other day", f"{a.day} / {b.day}"
            return
        years = len(a.day) == len(b.day) == len("2021")
        yield DAY if short == FULL else YEAR if years else MONTH, "same day", a.day[:short]
        if not years:
            return
    if a.published and b.published:
        yield from _reported(a.published, b.published, named, once)


def _against_another_day(a: EventProfile, b: EventProfile, named: bool, once: bool) -> float:
    """Return the bits against two events of different days being one."""
    days = len(a.day or "") == len(b.day or "") == FULL
    apart = abs((date.fromisoformat(a.day or "") - date.fromisoformat(b.day or "")).days) if days else SEASON
    if once:
        return MONTH
    if named and apart <= WEEK:
        return OTHER_DAY if a.event.type in ONCE else OTHER_DAY * 2
    return OTHER_WEEK


def _reported(first: date, second: date, named: bool, once: bool) -> Iterator[Weight]:
    """Weigh the days of the reports."""
    apart = abs((first - second).days)
    if apart <= (WEEK if named or once else NEXT):
        yield NEWS_OF_ONE_WEEK, "same week", min(first, second).isoformat()
    elif not once:
        far = apart > (SEASON if named else WEEK)
        against = OTHER_WEEK if far and not named else OTHER_SEASON if far else OTHER_MONTH
        yield -against, "other season" if far else "other week", ""
