"""Which told things and statements are the annotated ones.

A thing is right when its type is the annotated one and one of its names is annotated; an event is paired with the
annotated event that shares its trigger and most arguments; a relation is right when both its ends are paired and the
property is the annotated one. What the annotation marks optional is neither missed nor wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.gold import GoldDocument, GoldEntity, GoldRelation, normal
from kg.evaluate.told import ToldDocument, ToldEntity, ToldRelation
from kg.predicates import predicates

ARGUMENTS = tuple(p.annotated_as for p in predicates() if p.is_role)


@dataclass(frozen=True, slots=True)
class Matching:
    """The outcome for one document.

    `pairs`: told id -> annotated id. `rows`: for each told relation the index of the annotated one that it states, or
    None; `any_role`: the same with agent, participant, target and place taken as one property. `excused` are told ids and
    indices of told relations that count neither as right nor as wrong.
    """

    gold: GoldDocument
    told: ToldDocument
    pairs: Mapping[str, str]
    rows: Sequence[int | None]
    any_role: Sequence[int | None]
    excused_entities: frozenset[str]
    excused_rows: frozenset[int]


def match(gold: GoldDocument, told: ToldDocument) -> Matching:
    """Return which told entities and relations are annotated ones."""
    pairs = _pair_things(gold, told)
    pairs.update(_pair_events(gold, told, pairs))
    rows: list[int | None] = []
    any_role: list[int | None] = []
    seen: set[int] = set()
    excused: set[int] = set()
    for n, r in enumerate(told.relations):
        row = _row(r, gold, told, pairs, (r.predicate,))
        rows.append(row)
        same = ARGUMENTS if r.predicate in ARGUMENTS else (r.predicate,)
        any_role.append(row if row is not None else _row(r, gold, told, pairs, same))
        if row in seen or (row is None and r.predicate == "locatedIn" and _in_name(r, told)):
            excused.add(
                n
            )  # the same statement again; 澄源县人民医院 in 澄源县, true but annotated only where it is stated
        elif row is not None:
            seen.add(row)
    ids = {e.id for e in gold.entities}
    implied = {normal(r.object) for r in gold.relations if r.object not in ids and r.predicate != "hasTime"}
    unasked = {i for i, e in told.entities.items() if i not in pairs and _is_implied(e, implied)}
    return Matching(gold, told, pairs, rows, any_role, frozenset(unasked), frozenset(excused))


def same_name(a: str, b: str) -> bool:
    """Tell whether one name is the other or a part of it."""
    x, y = normal(a), normal(b)
    return bool(x and y) and (x in y or y in x)


def _is_implied(entity: ToldEntity, implied: set[str]) -> bool:
    """Tell whether a body is one that a title only implies: neither right nor wrong."""
    return any(same_name(label, name) for label in entity.labels for name in implied)


def _pair_things(gold: GoldDocument, told: ToldDocument) -> dict[str, str]:
    by_name: dict[tuple[str, str], str] = {}
    for e in gold.entities:
        for name in e.names if e.kind != "Event" else ():
            for kind in e.kinds:
                by_name.setdefault((kind, normal(name)), e.id)
    pairs = {}
    for i, t in sorted(told.entities.items()):
        if t.kind == "Event":
            continue
        labels = [normal(t.name), *sorted({normal(n) for n in t.labels}, key=lambda n: (-len(n), n))]
        found = next((by_name[t.kind, n] for n in labels if (t.kind, n) in by_name), None)
        if found:
            pairs[i] = found
    return pairs


def _pair_events(gold: GoldDocument, told: ToldDocument, pairs: Mapping[str, str]) -> dict[str, str]:
    """Pair events one to one, the closest first."""
    theirs: dict[str, set[str]] = defaultdict(set)
    for r in gold.relations:
        if r.predicate in ARGUMENTS:
            theirs[r.subject].add(r.object)
    mine: dict[str, set[str]] = defaultdict(set)
    for t in told.relations:
        if t.predicate in ARGUMENTS and t.object is not None and t.object in pairs:
            mine[t.subject].add(pairs[t.object])
    annotated = [e for e in gold.entities if e.kind == "Event"]
    candidates = [
        (-closeness, i, e.id)
        for i, v in told.entities.items()
        if v.kind == "Event"
        for e in annotated
        if (closeness := _closeness(v, e, mine[i], theirs[e.id]))
    ]
    out: dict[str, str] = {}
    taken: set[str] = set()
    for _, i, e_id in sorted(candidates):
        if i not in out and e_id not in taken:
            out[i] = e_id
            taken.add(e_id)
    return out


def _closeness(event: ToldEntity, gold: GoldEntity, mine: set[str], theirs: set[str]) -> int:
    """Return how much an event and an annotated one have in common; 0 where they are not one."""
    trigger, label = normal(event.trigger), normal(event.name)
    forms = [normal(n) for n in (gold.trigger, *gold.names) if n]
    shares_trigger = bool(trigger) and any(trigger in f for f in forms)
    shares_trigger = shares_trigger or bool(gold.trigger and normal(gold.trigger) in label)
    shared = len(mine & theirs)
    same_label = label in forms
    if same_label or (shares_trigger and (shared or not mine)) or shared >= 2:
        return 3 * same_label + 2 * shares_trigger + shared
    return 0


def _row(
    r: ToldRelation, gold: GoldDocument, told: ToldDocument, pairs: Mapping[str, str], predicates: Sequence[str]
) -> int | None:
    subject = "doc" if r.subject == "doc" else pairs.get(r.subject)
    if subject is None:
        return None
    for i, g in enumerate(gold.relations):
        if g.subject == subject and g.predicate in predicates and _states(r, g, gold, told, pairs):
            return i
    return None


def _states(r: ToldRelation, g: GoldRelation, gold: GoldDocument, told: ToldDocument, pairs: Mapping[str, str]) -> bool:
    if r.predicate == "hasTime":
        date = r.object or ""
        return date == g.object or ("/" not in date + g.object and date.startswith(g.object + "-"))
    if r.predicate != "holdsPosition":
        return r.object is not None and pairs.get(r.object) == g.object
    a, b = normal(r.role), normal(g.role)
    if not (a and b and (a.endswith(b) or b.endswith(a))):
        return False
    if r.object is None:
        return g.implied
    body = told.entities[r.object].name
    names = next((e.names for e in gold.entities if e.id == g.object), (g.object,))
    return pairs.get(r.object) == g.object or any(same_name(body, n) for n in names)


def _in_name(r: ToldRelation, told: ToldDocument) -> bool:
    """Tell whether the place's name stands in the body's own name."""
    body, place = told.entities.get(r.subject), told.entities.get(r.object or "")
    if body is None or place is None:
        return False
    stems = [n.rstrip("省市县区") for label in place.labels if len(n := normal(label)) > 1]
    return any(stem in normal(label) for label in body.labels for stem in stems)


def wrong_relations(m: Matching) -> Iterator[ToldRelation]:
    """Yield the told relations that no annotation states."""
    for n, (r, row) in enumerate(zip(m.told.relations, m.rows, strict=True)):
        if row is None and n not in m.excused_rows:
            yield r


def missed_relations(m: Matching) -> Iterator[GoldRelation]:
    """Yield the annotated relations that were not told, but for the optional ones."""
    found = set(m.rows)
    for i, g in enumerate(m.gold.relations):
        if i not in found and not g.optional:
            yield g
