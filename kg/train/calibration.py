"""Fits the decision on held-out articles: a logistic model for each kind of proposal, and the threshold at which F1 is best.

Confidence and thresholds go by articles that the model in question was not fitted on: each fifth of the articles is judged by one that was
fitted on the others.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kg.extract.model.decision import Decision, Judge
from kg.extract.model.decoding import Floats
from kg.extract.model.proposals import EVENT_FEATURES
from kg.extract.model.schema import PREDICATES, ROLES
from kg.train.logistic import FOLDS, Fitted, best_threshold, fit_in_folds
from kg.train.outcomes import Outcome

UNSTATED = frozenset({"time", "titleOf", "titleAt", "same"})  # links that are parts of other statements
UNFITTED = Judge((1.0, 0.0), 0.5)  # by the network's score alone
UNFITTED_THING = Judge(
    (1.0, 0.0, 10.0, *[0.0] * (len(EVENT_FEATURES) - 2)), 0.5
)  # by the network's score, or the rules'
THINGS = ("Person", "Organisation", "Place", "Award", "Event")
LEAST_OF = {"time": 0.85}  # a wrong date is worse than none
FEWEST, FEWEST_RIGHT = 25, 5  # proposals of a kind below which it is not fitted by itself


@dataclass(frozen=True, slots=True)
class _Kind:
    """A judge of one kind of proposals, and the probability of each proposal by one that was not fitted on its article."""

    judge: Judge
    outcomes: tuple[Outcome, ...]
    fitted: Fitted


def fit_aliases(outcomes: Sequence[Outcome], outside: Floats) -> Decision:
    """Return a decision that judges only which names are one thing's."""
    return Decision({k: _fit(rows, 0).judge for k, rows in _by_kind(outcomes).items() if _enough(rows)}, outside)


def fit_same(outcomes: Sequence[Outcome], first: Decision) -> Decision:
    """Return a decision that also judges which triggers are mentions of one event."""
    judges = {"same": _fit(outcomes, 0).judge} if len(outcomes) >= FEWEST else {}
    return Decision({**judges, **first.judges}, first.outside)


def fit_things(outcomes: Sequence[Outcome], gold: Mapping[str, int], first: Decision) -> Decision:
    """Return a decision that also judges entities and events."""
    by_kind = _by_kind(outcomes)
    judges = {
        k: _fit(by_kind[k], gold.get(k, 0), lowest=False).judge if _enough(by_kind[k]) else UNFITTED_THING
        for k in THINGS
    }
    return Decision({**judges, **first.judges}, first.outside)


def fit_decision(outcomes: Sequence[Outcome], gold: Mapping[str, int], things: Decision) -> Decision:
    """Return the whole decision; `things` judges entities and events already."""
    predicates = [p for p in PREDICATES if p not in UNSTATED]
    linked = [o for o in outcomes if o.kind in predicates]
    by_kind = _by_kind(outcomes)
    usual = _fit(linked, 0) if linked else None
    kinds = {p: _fit(by_kind[p], 0, usual) for p in predicates if by_kind[p]}
    kinds |= {k: _fit(by_kind[k], 0) for k in ("time", "holdsPosition", "author") if _enough(by_kind[k])}
    others = {k: found for k, found in kinds.items() if k not in ROLES}
    threshold = _common_threshold(list(others.values()), sum(gold.get(k, 0) for k in others))
    judges = {p: usual.judge if usual else UNFITTED for p in predicates}
    judges |= {k: UNFITTED for k in ("time", "holdsPosition", "author")}
    judges |= {k: found.judge for k, found in kinds.items()}
    judges = {k: Judge(j.weights, threshold) for k, j in judges.items()}
    roles = [found for k, found in kinds.items() if k in ROLES]
    return Decision({**judges, **things.judges}, things.outside, _least_part(roles, sum(gold.get(k, 0) for k in ROLES)))


def with_least_of(decision: Decision) -> Decision:
    """Return a decision that states what is worse wrong than missing only where it is likely enough."""
    least = {k: Judge(j.weights, max(j.threshold, LEAST_OF.get(k, 0.0))) for k, j in decision.judges.items()}
    return replace(decision, judges=least)


def _least_part(roles: Sequence[_Kind], gold: int) -> float:
    """Return the threshold of the probability of all roles of an entity in an event together, at which F1 of the likeliest is best."""
    by_pair: dict[tuple[str, tuple[int, int]], list[tuple[float, Outcome]]] = defaultdict(list)
    for k in roles:
        for o, p in zip(k.outcomes, k.fitted.unseen, strict=True):
            if o.counted:
                by_pair[o.article, o.pair].append((float(p), o))
    likeliest = [max(row, key=lambda x: x[0])[1] for row in by_pair.values()]
    return _threshold(likeliest, np.array([sum(p for p, _ in row) for row in by_pair.values()]), gold, lowest=False)


def _common_threshold(kinds: Sequence[_Kind], gold: int) -> float:
    """Return the threshold at which F1 over statements of all kinds is best: for calibrated probabilities it is one for all.

    (Lipton et al. 2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure")
    """
    rows = [(o, p) for k in kinds for o, p in zip(k.outcomes, k.fitted.unseen, strict=True) if o.counted]
    return _threshold([o for o, _ in rows], np.array([p for _, p in rows]), gold)


def _threshold(outcomes: Sequence[Outcome], p: npt.NDArray[np.float64], gold: int, lowest: bool = True) -> float:
    if not outcomes:
        return 0.5
    right, optional = (np.array(x) for x in ([o.right for o in outcomes], [o.optional for o in outcomes]))
    return best_threshold(p, right, optional, gold, lowest)


def _by_kind(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        by_kind[o.kind].append(o)
    return by_kind


def _enough(rows: Sequence[Outcome]) -> bool:
    return len(rows) >= FEWEST and sum(o.right for o in rows) >= FEWEST_RIGHT


def _fit(rows: Sequence[Outcome], gold: int, towards: _Kind | None = None, lowest: bool = True) -> _Kind:
    x = np.array([o.features for o in rows], np.float64)
    fold = np.array([zlib.crc32(f"fold {o.article}".encode()) % FOLDS for o in rows])
    fitted = fit_in_folds(x, np.array([o.right for o in rows]), fold, towards.fitted if towards else None)
    counted = [(o, p) for o, p in zip(rows, fitted.unseen, strict=True) if o.counted]
    threshold = _threshold([o for o, _ in counted], np.array([p for _, p in counted]), gold, lowest)
    return _Kind(Judge(tuple(float(v) for v in fitted.weights), threshold), tuple(rows), fitted)
