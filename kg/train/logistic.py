"""Logistic regression, probabilities for rows that it was not fitted on, and the threshold at which F1 is best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RIDGE = 1.0  # the penalty of the weights
APART = 100.0  # the penalty of weights for differing from those that they lean on
SCALE_APART = 10.0  # the same of the two numbers that scale log-odds
FOLDS = 5
AS_GOOD = 0.003  # of F1
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights fitted on all rows, those without each fold's rows, and what the latter say of the rows left out.

    `weights` are scaled so that their probabilities are as sure as those of rows left out deserve (Platt 1999, "Probabilistic
    Outputs for Support Vector Machines"); `unseen` are these probabilities.
    """

    weights: Floats
    unscaled: Floats
    folds: tuple[Floats, ...]
    unseen: Floats


def fit_in_folds(x: Floats, y: Booleans, fold: npt.NDArray[np.int64], towards: Fitted | None = None) -> Fitted:
    """Fit a logistic regression, and judge each row by one that was fitted without the rows of its fold (0 to FOLDS - 1).

    With `towards`, weights lean on those, fold by fold, so that no row is judged by what was fitted on it.
    """
    target = y.astype(np.float64)
    w = fit_logistic(x, target, () if towards is None else towards.unscaled)
    folds = tuple(
        fit_logistic(x[fold != k], target[fold != k], () if towards is None else towards.folds[k]) for k in range(FOLDS)
    )
    z = np.zeros(len(x))
    for k, of in enumerate(folds):
        z[fold == k] = _with_one(x[fold == k]) @ of
    factor, shift = fit_logistic(z[:, None], target, (1.0, 0.0), SCALE_APART)
    scaled = factor * w
    scaled[-1] += shift
    return Fitted(scaled, w, folds, probability(factor * z + shift))


def probability(log_odds: Floats) -> Floats:
    """Return probabilities of log-odds."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return found


def _with_one(x: Floats) -> Floats:
    return np.hstack([x.astype(np.float64), np.ones((len(x), 1))])


def fit_logistic(x: Floats, y: Floats, towards: Sequence[float] | Floats = (), apart: float = APART) -> Floats:
    """Return the weights of a logistic regression, the constant last (Newton's method).

    They are penalised for their size, or, the constant a fifth as much, for their distance from the weights `towards`.
    """
    a = _with_one(x)
    middle = np.array(towards, np.float64) if len(towards) else np.zeros(a.shape[1])
    penalty = np.full(a.shape[1], apart if len(towards) else RIDGE)
    penalty[-1] = apart / 5 if len(towards) else 1e-3
    w = middle.copy()
    for _ in range(50):
        p = probability(a @ w)
        slope = a.T @ (p - y) + penalty * (w - middle)
        curve = (a * (p * (1 - p))[:, None]).T @ a + np.diag(penalty)
        change = np.linalg.solve(curve, slope)
        w -= change
        if np.abs(change).max() < 1e-6:
            break
    return w


def best_threshold(p: Floats, right: Booleans, optional: Booleans, gold: int, lowest: bool = True) -> float:
    """Return a probability from which on F1 is as good as best, given how many statements are annotated and not optional.

    F1 is nearly flat about its maximum. Of the thresholds that a sample of this size cannot distinguish the lowest is taken: a reader can
    leave out what is less sure (`--min-confidence`), and cannot call back what is missing. Without `lowest` it is the middle of them:
    with a thing that is wrong all is wrong that is stated of it. What is optional counts as annotated only where it is found.
    """
    order = np.argsort(-p, kind="stable")
    hits = right[order].cumsum()
    asked = np.maximum(gold + (right & optional)[order].cumsum(), hits)
    f = 2 * hits / (np.arange(1, len(p) + 1) + asked)
    good = np.flatnonzero(f >= f.max() - AS_GOOD)
    low, high = (_between(p[order], int(k)) for k in (good[-1], good[0]))
    return low if lowest else (low + high) / 2


def _between(p: Floats, last: int) -> float:
    """Return a threshold that accepts the rows up to one, of rows in descending order."""
    return float((p[last] + (p[last + 1] if last + 1 < len(p) else 0.0)) / 2)
