"""Statements between two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.extract.model.proposals.pooling import LEAST, PooledScores
from kg.extract.model.proposals.reading import Reading
from kg.extract.model.proposals.records import ABSENT, EventProposal, LinkProposal
from kg.extract.model.schema import LINKS
from kg.model import Entity, Relation

LINK_FEATURES = (
    "score",
    "behind the best object",
    "behind the best predicate",
    "the other way",
    "rule",
    "rule with another role",
    "subject",
    "object",
    "pairs",
    "near",
)


def find(
    seen: Reading,
    pooled: PooledScores,
    entities: Sequence[Entity],
    named: Sequence[tuple[float, ...]],
    events: Sequence[EventProposal],
    known: Mapping[str, int],
) -> Iterator[LinkProposal]:
    """Yield the statements between things that the network or the rules propose; `named` are the entities' features."""
    strength = [seen.decision.strength(e.kind, x) for e, x in zip(entities, named, strict=True)]
    strength += [seen.decision.strength("Event", e.features) for e in events]
    things = len(strength)
    kinds = [e.kind for e in entities] + ["Event"] * len(events)
    ruled: dict[tuple[int, str, int], Relation] = {}
    between: dict[tuple[int, int], set[str]] = defaultdict(set)
    for r in seen.rules.relations:
        if r.subject in known and r.object in known and r.predicate != "author":
            s, o = known[r.subject], known[r.object]
            if not _connects(r.predicate, kinds[s], kinds[o]):
                continue
            ruled.setdefault((s, r.predicate, o), r)
            between[s, o].add(r.predicate)
    by_pair: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    by_subject: dict[tuple[int, str], list[float]] = defaultdict(list)
    for (s, predicate, o), found in pooled.items():
        by_pair[s, o][predicate] = found.score
        by_subject[s, predicate].append(found.score)
    keys = [k for k in pooled if k[0] < things and k[2] < things and k[1] != "time"]
    for key in sorted({*keys, *ruled}):
        subject, predicate, thing = key
        if subject == thing:
            continue
        p, rule = pooled.get(key), ruled.get(key)
        score = p.score if p else ABSENT
        others = [x for name, x in by_pair[subject, thing].items() if name != predicate]
        best = max(by_subject[subject, predicate], default=score)
        features = (
            score,
            max(score - best, ABSENT),
            max(score - max(others, default=LEAST), ABSENT),
            max(by_pair[thing, subject].get(predicate, LEAST), LEAST),
            float(rule is not None),
            float(bool(between[subject, thing] - {predicate})),
            strength[subject],
            strength[thing],
            float(min(p.count, 3)) if p else 0.0,
            float(p.at[0] == p.at[1]) if p else 0.0,
        )
        evidence = p.at[0] if p else rule.sentence if rule else 0
        yield LinkProposal(subject, predicate, thing, evidence, features, rule)


def _connects(predicate: str, subject: str, thing: str) -> bool:
    """Whether a predicate connects these kinds; the network may take for a place what the rules took for an organisation."""
    link = next((x for x in LINKS if x.predicate == predicate), None)
    return link is None or (subject in link.subjects and thing in link.objects)
