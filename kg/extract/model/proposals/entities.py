"""Entities: the names that the network sees, joined by the rules of coreference, and which of the rules' entities each is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import log

from kg.extract.candidates import MentionCandidate
from kg.extract.lexicon import BY_MODEL, Rule
from kg.extract.mentions.latin import REGION, latin_form
from kg.extract.model.decision import logit
from kg.extract.model.proposals.reading import FoundMention, Reading, is_foreign, is_kept
from kg.extract.pipeline import find_entities
from kg.model import Entity, EntityKind

NAMES: tuple[EntityKind, ...] = ("Person", "Organisation", "Place", "Award")
POINTED_AT = re.compile(r"[这那此](?:所|家|个|座|支|处|些|片|条)")  # 这所小学 is no name
KeptName = tuple[int, int, EntityKind, str]
ENTITY_FEATURES = ("score", "mentions", "rule", "rule of another kind", "short", "nested")


def find(seen: Reading) -> tuple[Entity, ...]:
    """Return the things that the names stand for: the network's names, joined by the rules of coreference."""
    ruled = {(m.start, m.end, e.kind): m.rule for e in seen.rules.entities for m in e.mentions}
    spans = []
    foreign = [x for x, rule in ruled.items() if is_foreign(rule)]
    kept = [(*x, rule) for x, rule in ruled.items() if is_kept(rule)]
    for m in seen.found:
        if m.kind not in NAMES or _is_no_name(seen.text, m):
            continue
        if not _is_replaced(m, foreign) and not _gives_way(seen.text, m, kept):
            kind: EntityKind = m.kind
            rule = ruled.get((m.start, m.end, kind), BY_MODEL)
            spans.append(MentionCandidate(m.start, m.end, kind, BY_MODEL if rule == Rule.ANAPHOR else rule))
    taken = {i for s in spans for i in range(s.start, s.end)}
    spans.extend(
        MentionCandidate(m.start, m.end, e.kind, m.rule)
        for e in seen.rules.entities
        for m in e.mentions
        if m.rule != Rule.ANAPHOR and taken.isdisjoint(range(m.start, m.end))
    )
    return tuple(map(with_mentions_once, find_entities(seen.analysed, sorted(set(spans), key=_order))))


def _is_no_name(text: str, m: FoundMention) -> bool:
    pointed = POINTED_AT.match(text, m.start, m.end) is not None
    return pointed or text[m.start : m.end].isspace() or is_other_form(text, m)


def _is_replaced(m: FoundMention, foreign: Sequence[tuple[int, int, EntityKind]]) -> bool:
    """Whether an extractor of another package states a name of another extent there."""
    return any(m.start < end and start < m.end and (m.start, m.end) != (start, end) for start, end, _ in foreign)


def _gives_way(text: str, m: FoundMention, kept: Sequence[KeptName]) -> bool:
    """Whether a name of the network is cut out of one that is kept, is the same of another kind, or adds a title or a region to it.

    A place may be a part of an organisation's name, and a person's name a part of one.
    """
    return any(
        _is_part(text, m, x) for x in kept if m.start < x[1] and x[0] < m.end and (m.start, m.end, m.kind) != x[:3]
    )


def _is_part(text: str, m: FoundMention, kept: KeptName) -> bool:
    start, end, kind, _ = kept
    if (m.start, m.end) == (start, end):
        return True
    if m.start <= start and end <= m.end:
        if kind == "Person":
            return m.kind == "Person"  # 牧民丹增罗布, 孙董 + 事长
        region = REGION.match(text, end + (text[end : end + 1] == " "))  # Orion Pharma大中, cut out of 大中华区
        return region is not None and region.end() >= m.end
    return kind in {"Person", m.kind} or text[start:end].isascii()


def is_other_form(text: str, m: FoundMention) -> bool:
    """Whether a name is the Latin form in brackets of the person named before: 约翰·史密斯（John Smith）."""
    return m.kind == "Person" and m.start > 1 and latin_form(text, m.start - 1) == text[m.start : m.end]


def with_mentions_once(e: Entity) -> Entity:
    """Return an entity with each mention once: where network and rules see it, the rules' comes before."""
    rows = sorted(e.mentions, key=lambda m: (m.start, -m.end, m.rule == BY_MODEL, m.rule))
    return replace(e, mentions=tuple({(m.start, m.end): m for m in reversed(rows)}.values())[::-1])


def features_of(seen: Reading, e: Entity) -> tuple[float, ...]:
    own = {(m.start, m.end) for m in e.mentions}
    ruled = set().union(*(seen.ruled.get(x, ()) for x in own))
    return (
        logit(max((seen.probability.get((*x, e.kind), 0.0) for x in own), default=0.0)),
        log(sum(m.rule != Rule.ANAPHOR for m in e.mentions) + 1),
        float(e.kind in ruled),
        float(bool(ruled - {e.kind})),
        float(len(e.name) < 3),
        float(bool(own & seen.nested)),
    )


def entities_of_rules(seen: Reading, entities: Sequence[Entity]) -> dict[str, int]:
    """Return which thing each of the rules' things is: by mentions of one extent, else by mentions that overlap."""
    exact: dict[tuple[int, int], int] = {}
    covered: dict[int, list[int]] = defaultdict(list)
    for n, e in enumerate(entities):
        for m in e.mentions:
            exact.setdefault((m.start, m.end), n)
            for i in range(m.start, m.end):
                covered[i].append(n)
    found: dict[str, int] = {}
    for r in seen.rules.entities:
        votes: dict[int, float] = defaultdict(float)
        for m in r.mentions:
            if (m.start, m.end) in exact:
                votes[exact[m.start, m.end]] += 3
            for i in range(m.start, m.end):
                for n in covered.get(i, ()):
                    votes[n] += (1 if entities[n].kind == r.kind else 0.3) / (m.end - m.start)
        if votes:
            found[r.id] = min(votes, key=lambda n: (-votes[n], n))
    return found


def _order(s: MentionCandidate) -> tuple[int, int, str]:
    return s.start, -s.end, s.kind
