"""Events: which of several articles are one happening, by type, day, name and the things that take part.

The evidence is weighed in bits, as for persons. Articles may differ in a figure or a date and tell one event still: what
each states stands in its own graph.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import networkx as nx

from kg.model import ArticleRecord, Event
from kg.resolve.naming import Ref
from kg.resolve.spelling import folded

ENOUGH = 8.0
TRIGGER, NAME_CHARACTER, MOST_OF_A_NAME, INCIDENT, DAY, MONTH = 2.0, 0.75, 8.0, 7.0, 4.0, 1.5
NEWS_OF_ONE_WEEK, MOST_OF_A_THING, SAME_TARGET = 1.5, 4.0, 1.5
OTHER_DAY, OTHER_WEEK, OTHER_SEASON, OTHER_DOER, OTHER_TARGET, OTHER_NUMBER = 3.0, 12.0, 8.0, 5.0, 4.0, 9.0
CROWD = 40  # more events than these share a mark: the mark tells nothing
MARK = re.compile(r"[“\"「]?\d{1,2}[·.]\d{1,2}[”\"」]?")
NUMBER = re.compile(r"第[一二三四五六七八九十百零\d]+[届次轮期批]|(?<!\d)\d{4}年?")
BARE_NAME = 5  # a shorter name than this many characters is a trigger, not a name
ROLES = frozenset({"agent", "participant", "target", "place"})


@dataclass(frozen=True, slots=True)
class _Happening:
    ref: Ref
    event: Event
    name: str
    day: str | None
    published: date | None
    incident: str
    numbers: frozenset[str]
    roles: tuple[tuple[str, str], ...]  # role, the thing's key

    @property
    def things(self) -> frozenset[str]:
        return frozenset(k for _, k in self.roles)

    def of(self, role: str) -> frozenset[str]:
        return frozenset(k for r, k in self.roles if r == role)


@dataclass(frozen=True, slots=True)
class SameEvent:
    """A cluster of events, and the evidence of each pair that was joined (reason, basis, score, whose)."""

    members: tuple[Ref, ...]
    joined: tuple[tuple[str, str, float, tuple[Ref, ...]], ...]


def cluster_events(records: Sequence[ArticleRecord], keys: Mapping[Ref, str]) -> list[SameEvent]:
    """Return the events that several articles tell. `keys` are the resolved keys of the things that take part."""
    happenings = [h for r in records for h in _happenings(r, keys)]
    seen = Counter(k for h in happenings for k in h.things)
    rarity = {k: max(0.0, MOST_OF_A_THING - math.log2(n) / 4) for k, n in seen.items()}
    graph: nx.Graph[int] = nx.Graph()
    evidence: dict[tuple[int, int], tuple[str, str, float]] = {}
    for i, j in sorted(_candidates(happenings)):
        why = _compare(happenings[i], happenings[j], rarity)
        if why:
            evidence[i, j] = why
    owners = {i: {happenings[i].ref[0]} for i in range(len(happenings))}
    group = {i: i for i in range(len(happenings))}
    for (i, j), (_, _, _) in sorted(evidence.items(), key=lambda x: (-x[1][2], x[0])):
        a, b = group[i], group[j]
        if a != b and not owners[a] & owners[b]:  # two events of one article are two
            graph.add_edge(i, j)
            owners[a] |= owners[b]
            for k in [k for k in nx.node_connected_component(graph, i)]:
                group[k] = a
    found = []
    for component in nx.connected_components(graph):
        members = tuple(sorted(happenings[i].ref for i in component))
        joined = tuple(
            (*evidence[min(i, j), max(i, j)], tuple(sorted((happenings[i].ref, happenings[j].ref))))
            for i, j in sorted(graph.subgraph(component).edges)
        )
        found.append(SameEvent(members, joined))
    return sorted(found, key=lambda s: s.members)


def _happenings(record: ArticleRecord, keys: Mapping[Ref, str]) -> Iterator[_Happening]:
    article = record.article
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for r in record.relations:
        if r.predicate in ROLES and (article.id, r.object) in keys:
            told[r.subject].append((r.predicate, keys[article.id, r.object]))
    for e in record.events:
        roles = told[e.id]
        mark = MARK.search(e.name)
        yield _Happening(
            (article.id, e.id),
            e,
            folded(e.name),
            e.when.begin if e.when else None,
            article.published,
            re.sub(r"[“”\"「」]", "", mark.group()) if mark else "",
            frozenset(NUMBER.findall(e.name)),
            tuple(roles),
        )


def _candidates(happenings: Sequence[_Happening]) -> set[tuple[int, int]]:
    """Return the pairs worth comparing: of one type, and sharing an incident, a long name, or a thing and a time."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, h in enumerate(happenings):
        for mark in _marks(h):
            blocks[(h.event.type, *mark)].append(i)
    return {
        (i, j)
        for block in blocks.values()
        if 1 < len(block) <= CROWD
        for i, j in combinations(block, 2)
        if happenings[i].ref[0] != happenings[j].ref[0]
    }


def _marks(h: _Happening) -> Iterator[tuple[str, ...]]:
    if h.incident:
        yield ("incident", h.incident)
    if len(h.name) >= BARE_NAME:
        yield ("name", h.name, (h.day or "")[:4])
        yield ("name", NUMBER.sub("", h.name), "")
    month = (h.day or (h.published.isoformat() if h.published else ""))[:7]
    for thing in h.things:
        yield ("thing", thing, h.event.trigger, month)
        yield ("thing", thing, h.day or "", "day")
        yield ("thing", thing, h.event.trigger, h.day[:4] if h.day else "")
    for one, other in combinations(sorted(h.things), 2):
        yield ("things", one, other)


def _compare(a: _Happening, b: _Happening, rarity: Mapping[str, float]) -> tuple[str, str, float] | None:
    """Return why two events are one: the strongest reason, what it rests on, and the probability; or None."""
    weights: list[tuple[float, str, str]] = []
    if a.event.trigger == b.event.trigger:
        weights.append((TRIGGER, "same trigger", a.event.trigger))
    same_name = a.name == b.name and len(a.name) >= BARE_NAME
    contained = min(len(a.name), len(b.name)) >= BARE_NAME and (a.name in b.name or b.name in a.name)
    named = same_name or contained
    if named:
        name = min(a.name, b.name, key=lambda n: (len(n), n))
        weights.append((min(MOST_OF_A_NAME, NAME_CHARACTER * len(name)), "same name", name))
    incident = bool(a.incident) and a.incident == b.incident
    if incident:
        weights.append((INCIDENT, "same incident", a.incident))
    shared = sorted(((rarity[k], k) for k in a.things & b.things), reverse=True)
    weights.extend((bits, "taking part", key.split("/", 1)[1]) for bits, key in shared)
    if a.of("target") & b.of("target"):
        weights.append((SAME_TARGET, "same target", min(a.of("target") & b.of("target")).split("/", 1)[1]))
    weights.extend(_time(a, b, incident))
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        weights.append((-OTHER_NUMBER, "other number", ""))
    for role, bits in (("agent", OTHER_DOER), ("target", OTHER_TARGET)):
        if a.of(role) and b.of(role) and not a.of(role) & b.of(role):
            weights.append((-bits, f"other {role}", ""))
    one_word = a.event.trigger == b.event.trigger
    one_day = bool(a.day) and a.day == b.day
    if not (incident or named or one_word or one_day):
        return None  # 控制 and 刑事拘留 of the same persons are two
    telling = incident or named or (shared and shared[0][0] >= MOST_OF_A_THING / 2) or len(shared) >= 3
    total = sum(bits for bits, _, _ in weights)
    if total < ENOUGH or not telling:
        return None
    best = max(weights)
    return best[1], best[2], round(1 / (1 + 2.0 ** -(total - ENOUGH + 3)), 2)


def _time(a: _Happening, b: _Happening, incident: bool) -> Iterable[tuple[float, str, str]]:
    """Weigh the times; articles may be a day or two apart in what they say of one event, not more."""
    if a.day and b.day:
        short = min(len(a.day), len(b.day))
        if a.day[:short] == b.day[:short]:
            yield (DAY if short == 10 else MONTH, "same day", a.day[:short])
            return
        apart = abs((date.fromisoformat(a.day) - date.fromisoformat(b.day)).days) if short == 10 else 99
        against = MONTH if incident else OTHER_DAY if apart <= 7 else OTHER_WEEK
        yield (-against, "other day", f"{a.day} / {b.day}")
    elif a.published and b.published:
        apart = abs((a.published - b.published).days)
        if apart <= 7:
            yield NEWS_OF_ONE_WEEK, "same week", min(a.published, b.published).isoformat()
        elif apart > 60 and not incident:
            yield -OTHER_SEASON, "other season", ""
