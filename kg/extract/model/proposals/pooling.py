"""Scores between things, pooled over the pairs of their mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from kg.extract.model.proposals.records import ABSENT
from kg.extract.model.schema import PREDICATES, ROLES
from kg.extract.model.scoring import CharacterScores, MentionSpan, Scorer, pairs_of, scored
from kg.model import When

LEAST = -4.0  # the score from which on a pair of mentions is looked at
TITLE, TIME = 1_000_000, 2_000_000  # what titles and times are numbered from, above all things


@dataclass(slots=True)
class Pooled:
    """The scores of a predicate between two things, pooled over pairs of mentions (log-sum-exp)."""

    total: float = 0.0
    best: float = -1e9
    at: tuple[int, int] = (0, 0)
    count: int = 0

    def add(self, score: float, at: tuple[int, int]) -> None:
        """Add the score of one pair."""
        self.total += exp(min(score, 12.0))
        self.count += score > 0
        if score > self.best:
            self.best, self.at = score, at

    @property
    def score(self) -> float:
        """The pooled score."""
        return log(self.total + 1e-12)


PooledScores = Mapping[tuple[int, str, int], Pooled]  # subject, predicate, object
Arguments = Mapping[int, Mapping[str, Mapping[object, float]]]  # of each trigger, by predicate


def pool(
    stretches: Sequence[CharacterScores], scorer: Scorer, mentions: Sequence[MentionSpan], first_event: int
) -> tuple[dict[tuple[int, str, int], Pooled], dict[tuple[int, int], float]]:
    """Return the pooled scores between things, and those of pairs of triggers to be mentions of one event."""
    pooled: dict[tuple[int, str, int], Pooled] = defaultdict(Pooled)
    joined: dict[tuple[int, int], float] = {}
    order = sorted(range(len(mentions)), key=lambda n: mentions[n].start)
    starts = [mentions[n].start for n in order]
    for s in stretches:
        end = s.start + len(s.tags)
        here = sorted(order[bisect_left(starts, s.start) : bisect_left(starts, end)])
        inside = [mentions[n] for n in here if mentions[n].end <= end]
        asked = pairs_of(s, inside)
        if asked is None:
            continue
        for x in scored(asked, scorer.pairs(asked), LEAST):
            subject, thing = inside[x.subject], inside[x.object]
            predicate = PREDICATES[x.predicate]
            if predicate == "same":
                pair = (subject.thing - first_event, thing.thing - first_event)
                key = (min(pair), max(pair))
                joined[key] = joined.get(key, 0.0) + x.score / 2
            else:
                at = max(subject.sentence, thing.sentence)
                pooled[subject.thing, predicate, thing.thing].add(x.score, (at, subject.sentence))
    return pooled, joined


def renumbered(
    pooled: Mapping[tuple[int, str, int], Pooled], event_number: Mapping[int, int]
) -> dict[tuple[int, str, int], Pooled]:
    """Pool the scores of an event's triggers; titles and times keep their numbers."""
    found: dict[tuple[int, str, int], Pooled] = {}
    for (s, predicate, o), p in pooled.items():
        key = (event_number.get(s, s), predicate, event_number.get(o, o))
        old = found.get(key)
        if old is None:
            found[key] = Pooled(p.total, p.best, p.at, p.count)
        else:
            old.total += p.total
            old.count += p.count
            if p.best > old.best:
                old.best, old.at = p.best, p.at
    return found


def arguments_of(
    pooled: Mapping[tuple[int, str, int], Pooled], first: int, when: Mapping[int, When | None]
) -> Mapping[int, Mapping[str, Mapping[object, float]]]:
    """Return the scores of each trigger's arguments by predicate: of entities by number, of times by what they resolve to."""
    found: dict[int, dict[str, dict[object, float]]] = defaultdict(lambda: defaultdict(dict))
    for (subject, predicate, thing), p in pooled.items():
        if first <= subject < TITLE and (predicate == "time" or predicate in ROLES):
            value = when[thing] if predicate == "time" else thing
            row = found[subject - first][predicate]
            row[value] = max(row.get(value, ABSENT), p.score)
    return found


def compared(
    a: Mapping[str, Mapping[object, float]], b: Mapping[str, Mapping[object, float]], predicates: Sequence[str]
) -> tuple[float, float]:
    """Return whether two triggers have arguments that differ, and whether they have one in common."""
    mine, others = ({o for name in predicates for o, x in row[name].items() if x > 0} for row in (a, b))
    return float(bool(mine and others and not mine & others)), float(bool(mine & others))
