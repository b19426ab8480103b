"""Selection of the events of an article: triggers, roles, times and unions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from kg.extract.candidates import (
    ArgumentCandidate,
    DateCandidate,
    Draft,
    EventCandidate,
    EventMention,
    MergeCandidate,
    SplitCandidate,
)
from kg.extract.events.arguments import OWN_CLAUSE, first_of_each
from kg.extract.events.merging import stands_alone
from kg.extract.events.naming import listed
from kg.extract.events.union import with_detail, with_mention
from kg.extract.lexicon import Frame, Trait
from kg.model import Relation
from kg.wordlists import words

CALLED_OFF = frozenset({"cancelled", "postponed"})
VAGUE = words("vague_event_names")
LEADING_WORDS = words("leading_verbs")  # they only introduce the next trigger: 宣布辞职
Framed = tuple[EventCandidate, Frame]


def select_events(draft: Draft) -> Draft:
    """Return the draft with the selected triggers in text order, one for each event."""
    starts = [c.start for c in draft.clauses]
    frames = draft.lexicon.events.frames
    by_clause: dict[int, list[Framed]] = defaultdict(list)
    for c in draft.candidates:
        if isinstance(c, EventCandidate) and c.type in frames:
            n = bisect_right(starts, c.start) - 1
            if n >= 0 and c.start < draft.clauses[n].end:
                by_clause[n].append((c, frames[c.type]))
    events = (m for n in sorted(by_clause) for m in _in_clause(draft, n, by_clause[n]))
    return replace(draft, events=tuple(events))


def _in_clause(draft: Draft, n: int, candidates: Sequence[Framed]) -> Iterable[EventMention]:
    clause, text = draft.clauses[n], draft.text
    found = _without_overlaps(candidates)
    found = [x for before, x in zip([None, *found], found, strict=False) if not (before and _repeats(before, x))]
    found = [x for i, x in enumerate(found) if not _is_stated_by_another(x, found[:i], found[i + 1 :])]
    found = [x for x, following in zip_longest(found, found[1:]) if not _leads(text, x, following)]
    for (c, frame), following in zip_longest(found, found[1:]):
        if c.stated:
            name = text[c.name_start : c.end] if c.nominal else ""
            until = following[0].start if following else clause.end
            yield EventMention(
                frame, text[c.start : c.end], name, c.name_start, clause.sentence, n, c.start, c.end, until,
                c.nominal, c.status, c.rule,
            )  # fmt: skip


def _without_overlaps(candidates: Sequence[Framed]) -> list[Framed]:
    chosen: list[Framed] = []
    for x in sorted(candidates, key=lambda x: (-x[0].score, x[0].start)):
        if all(x[0].end <= c.start or c.end <= x[0].start for c, _ in chosen):
            chosen.append(x)
    return sorted(chosen, key=lambda x: x[0].start)


def _repeats(before: Framed, x: Framed) -> bool:
    """Whether a verb directly after another one states the same event."""
    like = before[1].family == x[1].family and not before[0].nominal and not x[0].nominal
    return before[0].end == x[0].start and like


def _is_stated_by_another(x: Framed, before: Sequence[Framed], after: Sequence[Framed]) -> bool:
    """Whether another trigger of the clause states the same event: 某代表大会 + 第四次会议, 音乐会 + 上演."""
    c, frame = x
    if c.nominal and Trait.MEETING in frame.traits and after:
        following, its_frame = after[0]
        if following.nominal and Trait.MEETING in its_frame.traits:
            return following.name_start <= c.start
    staged = Trait.PERFORMANCE in frame.traits and not c.nominal
    return staged and any(b.nominal and its_frame.family == frame.family for b, its_frame in before)


def _leads(text: str, x: Framed, following: Framed | None) -> bool:
    """Whether a trigger only introduces the next one: 宣布辞职, 颁奖晚会."""
    c = x[0]
    if following is None or c.nominal or following[0].start != c.end:
        return False
    traits = following[1].traits
    occasion = Trait.OCCASION in traits and Trait.CONTEST not in traits
    return (following[0].nominal and occasion) or text[c.start : c.end] in LEADING_WORDS


def select_arguments(draft: Draft) -> Draft:
    """Return the draft with the arguments of its events: for each entity the candidate with the highest score."""
    by_event: dict[int, list[ArgumentCandidate]] = defaultdict(list)
    for c in draft.candidates:
        if isinstance(c, ArgumentCandidate):
            by_event[c.event].append(c)
    names = {e.id: e.name for e in draft.entities}
    events = []
    for n, t in enumerate(draft.events):
        arguments = first_of_each(sorted(by_event[n], key=lambda c: -c.score))
        name = t.name or _verbal_name(t, [a for a in arguments if a.score >= OWN_CLAUSE], names)
        events.append(replace(t, name=name, arguments=tuple(arguments)))
    return replace(draft, events=tuple(events))


def _verbal_name(t: EventMention, arguments: Sequence[ArgumentCandidate], names: dict[str, str]) -> str:
    """Return the name of an event that a verb states: the core of its clause."""
    subject = t.frame.subject
    before = listed(names[a.entity] for a in arguments if a.role == subject)
    after = listed(names[a.entity] for a in arguments if a.role != subject and a.role in {"target", "participant"})
    return f"{before}{t.trigger}{after}"


def select_dates(draft: Draft) -> Draft:
    """Return the draft with the times of its events: the candidate with the highest score."""
    best: dict[int, DateCandidate] = {}
    for c in draft.candidates:
        if isinstance(c, DateCandidate) and (c.event not in best or c.score > best[c.event].score):
            best[c.event] = c
    events = [replace(t, when=best[n].when, own_time=True) if n in best else t for n, t in enumerate(draft.events)]
    return replace(draft, events=tuple(events))


def select_details(draft: Draft) -> Draft:
    """Return the draft with details merged into their events, and without mentions that state too little to be an event."""
    events = dict(enumerate(draft.events))
    for c in draft.candidates:
        if isinstance(c, MergeCandidate) and c.into in events:
            events[c.into] = with_detail(events[c.into], events.pop(c.event), c.role)
    return replace(draft, events=tuple(t for t in events.values() if _is_enough(t, draft)))


def _is_enough(t: EventMention, draft: Draft) -> bool:
    """Whether a mention states enough to be an event."""
    if t.status == "denied":
        return False
    if Trait.CASUALTY in t.frame.traits:
        victims = t.of("target")
        return any(e.kind == "Person" and e.id in victims for e in draft.entities)
    if t.trigger == "任" and re.search(r"由[^，。；]{1,20}$", draft.text[max(0, t.start - 24) : t.start]):
        return False  # 由副局长甲任组长: a detail of the founding
    if t.nominal:
        return bool(t.named) or t.status in CALLED_OFF or (t.name not in VAGUE and t.when is not None)
    return bool(t.named) and (Trait.NEEDS_TARGET not in t.frame.traits or bool(t.of("target")))


def select_unions(draft: Draft) -> Draft:
    """Return the draft with the mentions of one event merged, and without headlines that state no event of their own."""
    events = dict(enumerate(draft.events))
    merges = [c for c in draft.candidates if isinstance(c, MergeCandidate)]
    for c in merges:
        if c.into in events and c.event in events:
            events[c.into] = with_mention(events[c.into], events.pop(c.event))
    kept = [t for t in events.values() if stands_alone(t)]
    return replace(draft, events=tuple(sorted(kept, key=lambda t: t.start)))


def select_stops(draft: Draft) -> Draft:
    """Return the draft with lists of stops split, the stops dated, and the arguments as relations."""
    days = {c.event: c.when for c in draft.candidates if isinstance(c, DateCandidate)}
    rows = {c.event: c.arguments for c in draft.candidates if isinstance(c, SplitCandidate)}
    dated = [replace(t, when=days[n]) if n in days else t for n, t in enumerate(draft.events)]
    names = {e.id: e.name for e in draft.entities}
    events = [x for n, t in enumerate(dated) for x in (_split(t, rows[n], names) if n in rows else [t])]
    roles = tuple(
        Relation(f"v{n}", a.role, a.entity, a.sentence, rule=a.rule)
        for n, t in enumerate(events, 1)
        for a in t.arguments
    )
    return replace(draft, events=tuple(events), relations=(*draft.relations, *roles))


def _split(t: EventMention, stops: Sequence[ArgumentCandidate], names: dict[str, str]) -> list[EventMention]:
    others = [a for a in t.arguments if a not in stops]
    visitor = t.name.partition(t.trigger)[0]
    return [replace(t, arguments=(*others, stop), name=f"{visitor}{t.trigger}{names[stop.entity]}") for stop in stops]
