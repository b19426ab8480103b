"""Statements between two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.extract.model.proposals.pooling import LEAST, PooledScores
from kg.extract.model.proposals.reading import Reading
from kg.extract.model.proposals.records import ABSENT, EventProposal, LinkProposal
from kg.extract.model.schema import LINKS
from kg.model import Entity, Relation

Key = tuple[int, str, int]  # subject, predicate, object
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
    ruled = _by_rules(seen.rules.relations, known, kinds)
    between: dict[tuple[int, int], set[str]] = defaultdict(set)
    for s, predicate, o in ruled:
        between[s, o].add(predicate)
    scores = _Scores(pooled)
    keys = {k for k in pooled if k[0] < things and k[2] < things and k[1] != "time"}
    for key in sorted({*keys, *ruled}):
        subject, predicate, thing = key
        if subject == thing:
            continue
        p, rule = pooled.get(key), ruled.get(key)
        features = (
            *scores.features(key),
            float(rule is not None),
            float(bool(between[subject, thing] - {predicate})),
            strength[subject],
            strength[thing],
            float(min(p.count, 3)) if p else 0.0,
            float(p.at[0] == p.at[1]) if p else 0.0,
        )
        evidence = p.at[0] if p else rule.sentence if rule else 0
        yield LinkProposal(subject, predicate, thing, evidence, features, rule)


def _by_rules(relations: Iterable[Relation], known: Mapping[str, int], kinds: Sequence[str]) -> dict[Key, Relation]:
    """Return what the rules state between known things; the first of equal statements."""
    found: dict[Key, Relation] = {}
    for r in relations:
        if r.subject in known and r.object in known and r.predicate != "author":
            s, o = known[r.subject], known[r.object]
            if _connects(r.predicate, kinds[s], kinds[o]):
                found.setdefault((s, r.predicate, o), r)
    return found


class _Scores:
    """A statement's score beside those of its rivals."""

    def __init__(self, pooled: PooledScores) -> None:
        self.pooled = pooled
        self.by_pair: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
        self.by_subject: dict[tuple[int, str], list[float]] = defaultdict(list)
        for (s, predicate, o), found in pooled.items():
            self.by_pair[s, o][predicate] = found.score
            self.by_subject[s, predicate].append(found.score)

    def features(self, key: Key) -> tuple[float, float, float, float]:
        """Return the score, what it is above the subject's best object and the pair's best predicate, and the reverse's score."""
        subject, predicate, thing = key
        found = self.pooled.get(key)
        score = found.score if found else ABSENT
        others = [x for name, x in self.by_pair[subject, thing].items() if name != predicate]
        best = max(self.by_subject[subject, predicate], default=score)
        return (
            score,
            max(score - best, ABSENT),
            max(score - max(others, default=LEAST), ABSENT),
            max(self.by_pair[thing, subject].get(predicate, LEAST), LEAST),
        )


def _connects(predicate: str, subject: str, thing: str) -> bool:
    """Whether a predicate connects these kinds; the network may take for a place what the rules took for an organisation."""
    link = next((x for x in LINKS if x.predicate == predicate), None)
    return link is None or (subject in link.subjects and thing in link.objects)
