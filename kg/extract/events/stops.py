"""Visits with stops: which events are stops of a visit, and what they inherit from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from kg.extract.candidates import DateCandidate, Draft, EventMention, RelationCandidate, SplitCandidate
from kg.extract.lexicon import Rule, Trait
from kg.wordlists import words


def find_stops(draft: Draft) -> Iterator[DateCandidate | SplitCandidate]:
    """Yield the visit's day for its stops without a time of their own, and the lists of stops after an earlier visit.

    代表团赴某省…甲到乙厂、丙村考察 is one event for each stop.
    """
    organisations = organisations_of(draft)
    persons = {e.id for e in draft.entities if e.kind == "Person"}
    head: EventMention | None = None
    earlier = False
    for n, t in enumerate(draft.events):
        if Trait.VISIT not in t.frame.traits:
            continue
        if head is None:
            head = t if Trait.HEAD_OF_VISIT in t.frame.traits else None
        elif same_visitors(head, t, organisations) and not t.own_time:
            yield DateCandidate(n, head.when, Rule.DATE_OF_VISIT, source=Rule.DATE_OF_VISIT.component)
        stops = tuple(a for a in t.arguments if a.role == "target" and a.entity not in persons)
        if earlier and len(stops) >= 2:
            yield SplitCandidate(n, stops, Rule.ROW_OF_STOPS, source=Rule.ROW_OF_STOPS.component)
        earlier = True


def find_sub_events(draft: Draft) -> Iterator[RelationCandidate]:
    """Yield subEventOf: stops of a visit, awards and elections at a ceremony or meeting, matches of a tournament."""
    organisations = organisations_of(draft)
    head: tuple[int, EventMention] | None = None
    for n, t in enumerate(draft.events, 1):
        if Trait.VISIT not in t.frame.traits:
            occasion = _occasion(t, draft)
            if occasion:
                yield _part(n, occasion, t, Rule.OCCASION_PART)
        elif head is None:
            head = (n, t) if Trait.HEAD_OF_VISIT in t.frame.traits else None
        elif same_visitors(head[1], t, organisations) and t.sentence.index > head[1].sentence.index:
            yield _part(n, head[0], t, Rule.VISIT_STOP)


def _part(part: int, whole: int, t: EventMention, rule: Rule) -> RelationCandidate:
    return RelationCandidate(f"v{part}", "subEventOf", f"v{whole}", t.sentence.index, rule, source=rule.component)


def organisations_of(draft: Draft) -> Mapping[str, Set[str]]:
    """Return the organisations in which persons hold positions: the leaders of a delegation make its visit."""
    found: dict[str, set[str]] = defaultdict(set)
    for p in draft.positions:
        if p.organisation:
            found[p.person].add(p.organisation)
    return found


def same_visitors(head: EventMention, stop: EventMention, organisations: Mapping[str, Set[str]]) -> bool:
    """Whether the visitors, or members of the visiting organisation, make a stop."""
    agents = stop.of("agent")
    return bool(head.of("agent") & agents.union(*(organisations.get(e, frozenset()) for e in agents)))


def _occasion(t: EventMention, draft: Draft) -> int | None:
    """Return the number of the occasion that an event is part of: the last one in this or the two preceding sentences."""
    if Trait.AT_OCCASION not in t.frame.traits:
        return None
    contest = Trait.CONTEST in t.frame.traits
    found = None
    for k, s in enumerate(draft.events, 1):
        if s is t or not s.nominal or Trait.OCCASION not in s.frame.traits or s.start > t.start:
            continue
        near = t.sentence.index - s.sentence.index <= 2
        if contest:
            if t.nominal and Trait.CONTEST in s.frame.traits and _wider(s, t):
                found = k
        elif near and Trait.CONTEST not in s.frame.traits:
            found = k
    return found


def _wider(whole: EventMention, part: EventMention) -> bool:
    """Whether one contest is a part of another by their names: 某锦标赛, 某锦标赛女团决赛; 亚运会, 男单决赛."""
    finals = tuple(sorted(words("match_words")))
    return whole.name in part.name or (part.trigger.endswith(finals) and whole.trigger.endswith(("会", "锦标赛", "杯")))
