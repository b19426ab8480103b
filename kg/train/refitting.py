"""The confidence of a network that learned from all articles.

The decision is fitted on articles that the first network was not trained on. The second one has learned from those too and may be surer of
itself, and nothing annotated is left to see by how much. So both read articles that neither has learned from (those of `kg demo`,
without annotations), and the log-odds of the second are scaled and shifted to have the mean and the spread of the first's, among the
surest proposals, as many as the first states. So it states about as much as the first, and is as sure of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp, log
from pathlib import Path

import numpy as np
import numpy.typing as npt

import kg
from kg.extract.model.decision import Decision, Judge, is_of_identity
from kg.extract.model.extraction import propose
from kg.extract.model.proposals import Proposals
from kg.extract.model.schema import ROLES
from kg.extract.model.scoring import Scorer
from kg.extract.pipeline import find_by_rules
from kg.language import analyse_all
from kg.model import AnalysedArticle
from kg.read import read, split
from kg.train.calibration import THINGS

DEMO = Path(kg.__file__).parent / "demo"
Scaling = tuple[float, float]  # factor and shift of log-odds


def with_confidence_of(decision: Decision, first: Scorer, second: Scorer) -> Decision:
    """Return a decision for the second network that states about as much as it did for the first, and is as sure of it."""
    articles = analyse_all([a for s in read([str(DEMO)], on_problem=lambda _: None) for a in split(s)])
    before, after = (_log_odds(articles, network, decision) for network in (first, second))
    things, others = (_scaling(b, a) for b, a in zip(before, after, strict=True))
    judges = {
        kind: judge if is_of_identity(kind) else _scaled(judge, things if kind in THINGS else others)
        for kind, judge in decision.judges.items()
    }
    return replace(decision, judges=judges)


Row = tuple[list[float], int]  # log-odds of proposals, and how many are stated


def _log_odds(articles: Sequence[AnalysedArticle], network: Scorer, decision: Decision) -> tuple[Row, Row]:
    """Return the log-odds of things, and of statements about them."""
    found: tuple[list[float], list[float]] = ([], [])
    stated = [0, 0]
    for proposals in propose(articles, [find_by_rules(a) for a in articles], network, decision):
        for n, rows in enumerate((_things(proposals), _statements(proposals))):
            for kind, features in rows:
                if kind in decision.judges:
                    accepted, p = decision.accepts(kind, features)
                    found[n].append(_logit(p))
                    stated[n] += accepted and kind not in ROLES
        stated[1] += sum(decision.role(row)[0] for row in _roles(proposals, decision).values())
    return (found[0], stated[0]), (found[1], stated[1])


def _things(p: Proposals) -> Iterator[tuple[str, Sequence[float]]]:
    yield from ((e.kind, x) for e, x in zip(p.entities, p.entity_features, strict=True))
    yield from (("Event", e.features) for e in p.events)


def _statements(p: Proposals) -> Iterator[tuple[str, Sequence[float]]]:
    yield from ((x.predicate, x.features) for x in p.links)
    yield from (("holdsPosition", x.features) for x in p.positions)


def _roles(p: Proposals, decision: Decision) -> dict[tuple[int, int], dict[str, Sequence[float]]]:
    """Return the roles that are proposed for each event and entity."""
    found: dict[tuple[int, int], dict[str, Sequence[float]]] = defaultdict(dict)
    for x in p.links:
        if x.predicate in ROLES and x.predicate in decision.judges:
            found[x.subject, x.object][x.predicate] = x.features
    return found


def _scaling(before: Row, after: Row) -> Scaling:
    count = before[1]
    if count < 2:
        return 1.0, 0.0
    x, y = (_surest(rows, count) for rows, _ in (before, after))
    factor = float(x.std() / max(y.std(), 1e-6))
    return factor, float(x.mean() - factor * y.mean())


def _surest(rows: Sequence[float], count: int) -> npt.NDArray[np.float64]:
    return np.sort(np.array(rows))[::-1][:count]


def _scaled(judge: Judge, scaling: Scaling) -> Judge:
    factor, shift = scaling
    weights = [factor * w for w in judge.weights]
    weights[-1] += shift
    return Judge(tuple(weights), 1 / (1 + exp(-(factor * _logit(judge.threshold) + shift))))


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return log(p / (1 - p))
