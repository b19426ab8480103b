"""Matching of predictions with annotations.

An entity is right if its type and one of its names are annotated; an event is paired with the annotated event that shares its
trigger and most arguments; a relation is right if both its ends are paired and its property is the annotated one. Optional
annotations count neither as missed nor, if predicted, as wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.gold import GoldDocument, GoldEntity, GoldRelation, normal
from kg.evaluate.predicted import PredictedDocument, PredictedEntity, PredictedRelation
from kg.predicates import predicates

ARGUMENTS = tuple(p.annotated_as for p in predicates() if p.is_role)


@dataclass(frozen=True, slots=True)
class Matching:
    """The result for one document.

    `pairs`: predicted id -> annotated id. `rows`: for each predicted relation the index of the matching annotated one, or
    None; `any_role`: the same with agent, participant, target and place taken as one property. `excused_entities` are predicted
    ids, and `excused_rows` indices of predicted relations, that count neither as right nor as wrong.
    """

    gold: GoldDocument
    predicted: PredictedDocument
    pairs: Mapping[str, str]
    rows: Sequence[int | None]
    any_role: Sequence[int | None]
    excused_entities: frozenset[str]
    excused_rows: frozenset[int]


def match(gold: GoldDocument, predicted: PredictedDocument) -> Matching:
    """Match the predicted entities and relations of a document with the annotated ones."""
    pairs = _pair_entities(gold, predicted)
    pairs.update(_pair_events(gold, predicted, pairs))
    rows: list[int | None] = []
    any_role: list[int | None] = []
    seen: set[int] = set()
    excused: set[int] = set()
    for n, r in enumerate(predicted.relations):
        row = _row(r, gold, predicted, pairs, (r.predicate,))
        rows.append(row)
        same = ARGUMENTS if r.predicate in ARGUMENTS else (r.predicate,)
        any_role.append(row if row is not None else _row(r, gold, predicted, pairs, same))
        if row in seen or (row is None and r.predicate == "locatedIn" and _in_name(r, predicted)):
            # A repeated statement; or 澄源县人民医院 in 澄源县: true, but annotated only if it is stated.
            excused.add(n)
        elif row is not None:
            seen.add(row)
    ids = {e.id for e in gold.entities}
    implied = {normal(r.object) for r in gold.relations if r.object not in ids and r.predicate != "hasTime"}
    excused_entities = {i for i, e in predicted.entities.items() if i not in pairs and _is_implied(e, implied)}
    return Matching(gold, predicted, pairs, rows, any_role, frozenset(excused_entities), frozenset(excused))


def same_name(a: str, b: str) -> bool:
    """Whether one name is the other or a part of it."""
    x, y = normal(a), normal(b)
    return bool(x and y) and (x in y or y in x)


def _is_implied(entity: PredictedEntity, implied: set[str]) -> bool:
    """Whether an organisation is only implied by a title, which is neither right nor wrong."""
    return any(same_name(label, name) for label in entity.labels for name in implied)


def _pair_entities(gold: GoldDocument, predicted: PredictedDocument) -> dict[str, str]:
    by_name: dict[tuple[str, str], str] = {}
    for e in gold.entities:
        for name in e.names if e.kind != "Event" else ():
            for kind in e.kinds:
                by_name.setdefault((kind, normal(name)), e.id)
    pairs = {}
    for i, t in sorted(predicted.entities.items()):
        if t.kind == "Event":
            continue
        labels = [normal(t.name), *sorted({normal(n) for n in t.labels}, key=lambda n: (-len(n), n))]
        found = next((by_name[t.kind, n] for n in labels if (t.kind, n) in by_name), None)
        if found:
            pairs[i] = found
    return pairs


def _pair_events(gold: GoldDocument, predicted: PredictedDocument, pairs: Mapping[str, str]) -> dict[str, str]:
    """Pair events one to one, the closest first."""
    annotated_arguments: dict[str, set[str]] = defaultdict(set)
    for r in gold.relations:
        if r.predicate in ARGUMENTS:
            annotated_arguments[r.subject].add(r.object)
    predicted_arguments: dict[str, set[str]] = defaultdict(set)
    for t in predicted.relations:
        if t.predicate in ARGUMENTS and t.object is not None and t.object in pairs:
            predicted_arguments[t.subject].add(pairs[t.object])
    annotated = [e for e in gold.entities if e.kind == "Event"]
    candidates = [
        (-closeness, i, e.id)
        for i, v in predicted.entities.items()
        if v.kind == "Event"
        for e in annotated
        if (closeness := _closeness(v, e, predicted_arguments[i], annotated_arguments[e.id]))
    ]
    out: dict[str, str] = {}
    taken: set[str] = set()
    for _, i, e_id in sorted(candidates):
        if i not in out and e_id not in taken:
            out[i] = e_id
            taken.add(e_id)
    return out


def _closeness(event: PredictedEntity, gold: GoldEntity, arguments: set[str], annotated: set[str]) -> int:
    """Return how much an event and an annotated one have in common; 0 if they are not the same event."""
    trigger, label = normal(event.trigger), normal(event.name)
    forms = [normal(n) for n in (gold.trigger, *gold.names) if n]
    shares_trigger = bool(trigger) and any(trigger in f for f in forms)
    shares_trigger = shares_trigger or bool(gold.trigger and normal(gold.trigger) in label)
    shared = len(arguments & annotated)
    same_label = label in forms
    if same_label or (shares_trigger and (shared or not arguments)) or shared >= 2:
        return 3 * same_label + 2 * shares_trigger + shared
    return 0


def _row(
    r: PredictedRelation,
    gold: GoldDocument,
    predicted: PredictedDocument,
    pairs: Mapping[str, str],
    predicates: Sequence[str],
) -> int | None:
    subject = "doc" if r.subject == "doc" else pairs.get(r.subject)
    if subject is None:
        return None
    for i, g in enumerate(gold.relations):
        if g.subject == subject and g.predicate in predicates and _states(r, g, gold, predicted, pairs):
            return i
    return None


def _states(
    r: PredictedRelation, g: GoldRelation, gold: GoldDocument, predicted: PredictedDocument, pairs: Mapping[str, str]
) -> bool:
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
    organisation = predicted.entities[r.object].name
    names = next((e.names for e in gold.entities if e.id == g.object), (g.object,))
    return pairs.get(r.object) == g.object or any(same_name(organisation, n) for n in names)


def _in_name(r: PredictedRelation, predicted: PredictedDocument) -> bool:
    """Whether the organisation's name contains the place's name."""
    organisation, place = predicted.entities.get(r.subject), predicted.entities.get(r.object or "")
    if organisation is None or place is None:
        return False
    stems = [n.rstrip("省市县区") for label in place.labels if len(n := normal(label)) > 1]
    return any(stem in normal(label) for label in organisation.labels for stem in stems)


def wrong_relations(m: Matching) -> Iterator[PredictedRelation]:
    """Yield the predicted relations without a matching annotation."""
    for n, (r, row) in enumerate(zip(m.predicted.relations, m.rows, strict=True)):
        if row is None and n not in m.excused_rows:
            yield r


def missed_relations(m: Matching) -> Iterator[GoldRelation]:
    """Yield the annotated relations that were not predicted, except optional ones."""
    found = set(m.rows)
    for i, g in enumerate(m.gold.relations):
        if i not in found and not g.optional:
            yield g
