"""Details of an event in the same sentence: the way to a visit, winning a match, the actions of rescuers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from kg.extract.candidates import Draft, EventMention, MergeCandidate
from kg.extract.events.union import with_detail
from kg.extract.lexicon import Rule, Trait
from kg.wordlists import words

GOING = words("going_verbs")
MATCHES = tuple(sorted(words("match_words")))
MAX_GAP = 16  # characters between a verb of motion and the visit that it leads to
Events = dict[int, EventMention]


def find_details(draft: Draft) -> Iterator[MergeCandidate]:
    """Yield the events that are parts of another event of their sentence."""
    for index, row in groupby(enumerate(draft.events), key=lambda x: x[1].sentence.index):
        numbered = list(row)
        if len(numbered) > 1:
            events = {n: _in_sentence(t, index) for n, t in numbered}
            yield from _of_matches(events)
            yield from _ways(events)
            yield from _responses(events)


def _in_sentence(t: EventMention, index: int) -> EventMention:
    inside = tuple(a for a in t.arguments if a.sentence == index)
    return t if len(inside) == len(t.arguments) else replace(t, arguments=inside)


def _merge(events: Events, n: int, into: int, rule: Rule, role: str | None = None) -> MergeCandidate:
    events[into] = with_detail(events[into], events.pop(n), role)
    return MergeCandidate(n, into, rule, role, source=rule.component)


def _of_matches(events: Events) -> Iterator[MergeCandidate]:
    """Winning or losing in a match of the same sentence is a detail of that match: 决赛中，甲队战胜乙队夺得冠军."""
    match: int | None = None
    for n, t in list(events.items()):
        if t.nominal and Trait.CONTEST in t.frame.traits and t.trigger.endswith(MATCHES):
            match = n
        elif match is not None and Trait.WINNING in t.frame.traits:
            yield _merge(events, n, match, Rule.DETAIL_OF_MATCH, "participant")


def _ways(events: Events) -> Iterator[MergeCandidate]:
    """Motion towards a visit is part of it: 来到甲，看望乙 is one event, and the destination is its target."""
    order = list(events)
    for i, n in enumerate(order):
        t = events[n]
        following = next((k for k in order[i + 1 :] if Trait.VISIT in events[k].frame.traits), None)
        if following is None or t.trigger not in GOING or events[following].trigger in GOING:
            continue
        visit = events[following]
        if visit.of("target") <= t.of("target") or visit.start - t.end <= MAX_GAP:
            yield _merge(events, n, following, Rule.WAY_TO_VISIT)


def _responses(events: Events) -> Iterator[MergeCandidate]:
    """What rescuers do at the scene is part of their response: 赶赴现场，组织抢救伤员，勘察现场."""
    first: int | None = None
    for n, t in list(events.items()):
        if first is not None and _is_detail(t, events[first]):
            yield _merge(events, n, first, Rule.DETAIL_OF_RESPONSE)
        elif Trait.RESCUE in t.frame.traits and not t.nominal and t.of("agent"):
            first = n


def _is_detail(t: EventMention, first: EventMention) -> bool:
    same = t.of("agent") == first.of("agent") and not t.of("target")
    return not t.nominal and same and bool(t.frame.traits & {Trait.RESCUE, Trait.VISIT})
