"""The decision between a language model and the built-in extractor: one record out of the two of an article.

Both records propose; each statement is decided by itself:

- An entity of the model is that of the built-in extractor if they share a mention or a name; the built-in class stands.
- A statement of both is stated once, with the odds against it multiplied (noisy or): agreement raises the confidence.
- Where they contradict each other (the type or date of one event, the role of one entity in it, the organisation or tenure of one
  position), the surer one stands with its own confidence; of equals, the built-in one.
- What only one of them states stands with its own confidence.

`kg:rule` names the source: the rule, `llm:MODEL`, or `RULE+llm:MODEL` for a statement of both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.confidence import ROLES
from kg.extract.events.naming import listed
from kg.llm.gated import fits
from kg.model import ArticleRecord, Entity, Event, Position, Relation

MAX_CONFIDENCE = 0.99
NUMBERED = re.compile(r"([a-z]+)(\d+)")


def fuse(built_in: ArticleRecord, model: ArticleRecord) -> ArticleRecord:
    """Return the decision over two records of an article, without evidence."""
    entities, ids = _entities(built_in.entities, model.entities)
    kinds = {e.id: e.kind for e in entities}
    proposed = _moved(model, ids)
    decided = _events(built_in, proposed)
    theirs = [r for r in proposed.relations if r.subject not in decided.lost]
    moved = _moved(replace(proposed, relations=tuple(theirs)), decided.ids)
    ours = [r for r in built_in.relations if r.subject not in decided.lost_built_in or r.predicate not in ROLES]
    relations = _relations(ours, [r for r in moved.relations if _is_valid(r, kinds)])
    positions = _positions(built_in.positions, [p for p in moved.positions if _is_held(p, kinds)])
    events = decided.events
    used = {x for r in relations for x in (r.subject, r.object)} | {e.id for e in built_in.entities}
    used |= {x for p in positions for x in (p.person, p.organisation) if x}
    kept = tuple(e for e in entities if e.id in used or e.mentions)
    return ArticleRecord(built_in.article, kept, named(events, relations, kept), relations, positions)


def named(events: Iterable[Event], relations: Iterable[Relation], entities: Iterable[Entity]) -> tuple[Event, ...]:
    """Return the events with a name out of who acts, the trigger, and who is acted on, where they only have the trigger."""
    label = {e.id: e.name for e in entities}
    arguments: dict[tuple[str, str], list[str]] = {}
    for r in relations:
        arguments.setdefault((r.subject, r.predicate), []).append(label.get(r.object, ""))

    def words(event: Event, *roles: str) -> str:
        return next((listed(row) for role in roles if (row := arguments.get((event.id, role)))), "")

    return tuple(
        replace(e, name=f"{words(e, 'agent')}{e.trigger}{words(e, 'target', 'participant')}") if _is_new(e) else e
        for e in events
    )


def _is_new(event: Event) -> bool:
    return event.rule.startswith("llm:")


def agreed(a: float, b: float) -> float:
    """Return the confidence of a statement that two sources make independently.

    >>> agreed(0.6, 0.7)
    0.88
    """
    return round(min(1 - (1 - a) * (1 - b), MAX_CONFIDENCE), 2)


def _entities(known: Sequence[Entity], proposed: Sequence[Entity]) -> tuple[tuple[Entity, ...], Mapping[str, str]]:
    """Return all entities, and the ids of the proposed ones among them."""
    spans = {(m.start, m.end): e.id for e in known for m in e.mentions}
    names = {(e.kind, n): e.id for e in reversed(known) for n in (*e.aliases, e.norm, e.name) if n}
    numbers = Counter[str]()
    for e in known:
        m = NUMBERED.fullmatch(e.id)
        if m:
            numbers[m[1]] = max(numbers[m[1]], int(m[2]))
    ids: dict[str, str] = {}
    found = list(known)
    for e in proposed:
        shared = Counter(spans[m.start, m.end] for m in e.mentions if (m.start, m.end) in spans)
        same = shared.most_common(1)[0][0] if shared else names.get((e.kind, e.name))
        if same is None:
            letter = e.id.rstrip("0123456789")
            numbers[letter] += 1
            same = f"{letter}{numbers[letter]}"
            found.append(replace(e, id=same))
        ids[e.id] = same
    return tuple(found), ids


def _moved(record: ArticleRecord, ids: Mapping[str, str]) -> ArticleRecord:
    """Return a record with other ids; one without a new id keeps its own."""
    return replace(
        record,
        relations=tuple(
            replace(r, subject=ids.get(r.subject, r.subject), object=ids.get(r.object, r.object))
            for r in record.relations
        ),
        positions=tuple(
            replace(
                p,
                person=ids.get(p.person, p.person),
                organisation=ids.get(p.organisation, p.organisation) if p.organisation else None,
            )
            for p in record.positions
        ),
    )


@dataclass(frozen=True, slots=True)
class _Events:
    """The events decided on; for each one of the model the id among them, and those whose arguments go with the lost type."""

    events: tuple[Event, ...]
    ids: Mapping[str, str]
    lost: frozenset[str]  # events of the model
    lost_built_in: frozenset[str]


def _events(built_in: ArticleRecord, model: ArticleRecord) -> _Events:
    found = {e.id: e for e in built_in.events}
    last = max((int(m[2]) for e in found if (m := NUMBERED.fullmatch(e))), default=0)
    arguments = {e: _named_in(built_in.relations, e) for e in found}
    ids: dict[str, str] = {}
    lost: set[str] = set()
    lost_built_in: set[str] = set()
    for e in model.events:
        mine = _named_in(model.relations, e.id)
        same = next((x for x in built_in.events if _is_same(x, e, arguments[x.id] & mine)), None)
        if same is None:
            last += 1
            ids[e.id] = f"v{last}"
            found[ids[e.id]] = replace(e, id=ids[e.id])
            continue
        ids[e.id] = same.id
        before = found[same.id]
        found[same.id] = after = _decided(before, e)
        if before.type != e.type:
            (lost_built_in if after.type == e.type else lost).add(same.id if after.type == e.type else e.id)
    return _Events(tuple(found.values()), ids, frozenset(lost), frozenset(lost_built_in))


def _named_in(relations: Iterable[Relation], event: str) -> set[str]:
    return {r.object for r in relations if r.subject == event and r.predicate in ROLES}


def _is_same(a: Event, b: Event, shared: set[str]) -> bool:
    """Whether two events are one: overlapping triggers, or one type and trigger word with an entity that takes part in both."""
    overlapping = a.start < b.end and b.start < a.end
    return overlapping or (a.type == b.type and bool(shared) and (a.sentence == b.sentence or a.trigger == b.trigger))


def _decided(ours: Event, theirs: Event) -> Event:
    if ours.type == theirs.type:
        surer = theirs if theirs.confidence > ours.confidence else ours
        return replace(
            ours,
            confidence=agreed(ours.confidence, theirs.confidence),
            when=surer.when or ours.when or theirs.when,
            status=surer.status,
            rule=_both(ours.rule, theirs.rule),
        )
    if theirs.confidence > ours.confidence:
        return replace(theirs, id=ours.id, when=theirs.when or ours.when)
    return ours


def _both(rule: str, source: str) -> str:
    return rule if source in rule.split("+") else f"{rule}+{source}"


def _is_valid(relation: Relation, kinds: Mapping[str, str]) -> bool:
    """Whether the ontology allows a relation between the entities that its ends turned out to be."""
    subject = kinds.get(relation.subject, "Event")
    return relation.subject != relation.object and fits(relation.predicate, subject, kinds[relation.object])


def _is_held(position: Position, kinds: Mapping[str, str]) -> bool:
    organisation = position.organisation
    return kinds[position.person] == "Person" and (organisation is None or kinds[organisation] == "Organisation")


def _relations(ours: Sequence[Relation], theirs: Sequence[Relation]) -> tuple[Relation, ...]:
    """Return the relations of both; an entity of a statement of both has one role in an event."""
    found = list(ours)
    at: dict[tuple[str, str, str], list[int]] = {}
    for n, r in enumerate(found):
        at.setdefault(_slot(r), []).append(n)
    for r in theirs:
        rows = at.get(_slot(r), [])
        same = next((n for n in rows if found[n].predicate == r.predicate), None)
        if not rows:
            at[_slot(r)] = [len(found)]
            found.append(r)
        elif same is not None:
            old = found[same]
            if r.rule not in old.rule.split("+"):
                both = agreed(old.confidence, r.confidence)
                found[same] = replace(old, confidence=both, rule=_both(old.rule, r.rule))
        elif r.confidence > found[rows[0]].confidence:
            found[rows[0]] = r
    return tuple(dict.fromkeys(found))


def _slot(relation: Relation) -> tuple[str, str, str]:
    predicate = "role" if relation.predicate in ROLES else relation.predicate
    return relation.subject, predicate, relation.object


def _positions(ours: Sequence[Position], theirs: Sequence[Position]) -> tuple[Position, ...]:
    found = list(ours)
    for p in theirs:
        at = next((n for n, o in enumerate(found) if (o.person, o.title) == (p.person, p.title)), None)
        if at is None:
            found.append(p)
            continue
        old = found[at]
        agrees = p.organisation in {None, old.organisation} and p.tenure == old.tenure
        if agrees and p.rule not in old.rule.split("+"):
            found[at] = replace(old, confidence=agreed(old.confidence, p.confidence), rule=_both(old.rule, p.rule))
        elif not agrees and p.confidence > old.confidence:
            found[at] = replace(p, organisation=p.organisation or old.organisation)
    return tuple(_once(found))


def _once(positions: Iterable[Position]) -> Iterator[Position]:
    seen: set[tuple[str, str, str | None]] = set()
    for p in positions:
        key = p.person, p.title, p.organisation
        if key not in seen:
            seen.add(key)
            yield p
