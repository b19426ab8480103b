"""When events are: the best time of each, and what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log

from kg.extract.model.proposals.pooling import Pooled, PooledScores
from kg.extract.model.proposals.reading import Reading
from kg.extract.model.proposals.records import ABSENT, EventProposal, TimeProposal
from kg.model import When

TIME_FEATURES = (
    "score",
    "behind the best other time",
    "rule",
    "rule with the same time",
    "event",
    "pairs",
    "near",
    "day",
    "period",
)
DAY = 10  # characters of a day: 2024-03-06


def find(
    seen: Reading,
    pooled: PooledScores,
    when: Mapping[int, When | None],
    events: Sequence[EventProposal],
    first: int,
) -> Iterator[tuple[int, TimeProposal]]:
    """Yield for each event (by number, from `first` on) its best time, pooled over the expressions that say it.

    Where the network sees none, it is that of the rules.
    """
    by_event: dict[int, dict[When, list[Pooled]]] = defaultdict(lambda: defaultdict(list))
    for (s, predicate, o), p in pooled.items():
        value = when.get(o)
        if predicate == "time" and value is not None:
            by_event[s][value].append(p)
    for n, event in enumerate(events, first):
        scores = {w: log(sum(p.total for p in row) + 1e-12) for w, row in by_event.get(n, {}).items()}
        if event.rule and event.rule.when:
            scores.setdefault(event.rule.when, ABSENT)
        if scores:
            best = max(sorted(scores, key=lambda w: (w.begin or "", w.end or "")), key=lambda w: scores[w])
            other = max((x for w, x in scores.items() if w != best), default=ABSENT)
            yield n, TimeProposal(best, _features(seen, best, scores[best], other, by_event[n][best], event))


def _features(
    seen: Reading, when: When, score: float, other: float, pairs: Sequence[Pooled], event: EventProposal
) -> tuple[float, ...]:
    ruled = event.rule.when if event.rule else None
    nearest = max(pairs, key=lambda p: p.best, default=None)
    return (
        score,
        min(score - max(other, ABSENT), -ABSENT),
        float(ruled is not None),
        float(ruled == when),
        seen.decision.strength("Event", event.features),
        float(min(sum(p.count for p in pairs), 3)),
        float(nearest is not None and nearest.at[0] == nearest.at[1]),
        float(when.is_point and len(when.begin or "") == DAY),
        float(not when.is_point),
    )
