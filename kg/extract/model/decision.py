"""The decision: how probable each proposal is, from all that speaks for it, and which are stated.

One logistic model for each kind of proposal (and each predicate), fitted on articles that the network was not trained on;
its probability, after calibration there, is the statement's confidence. A threshold for each makes F1 best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

import numpy as np

from kg.extract.model.decoding import Floats

SAME, ALIAS = "same", "alias of "  # names of judges: of triggers, and, with the kind behind it, of names


@dataclass(frozen=True, slots=True)
class Judge:
    """A logistic model: weights of the features (the last is the constant) and the least probability that is stated."""

    weights: tuple[float, ...]
    threshold: float

    def probability(self, features: Sequence[float]) -> float:
        """Return how probable a proposal is."""
        z = sum(w * x for w, x in zip(self.weights, features, strict=False)) + self.weights[-1]
        return 1 / (1 + exp(-min(max(z, -30.0), 30.0)))


@dataclass(frozen=True, slots=True)
class Decision:
    """The judges by kind of proposal: an entity's kind, "Event", "time", "holdsPosition", a predicate, "same", or `alias_of` a kind."""

    judges: Mapping[str, Judge]
    outside: Floats  # what is added to each head's O while mentions are proposed
    least_part: float = 0.5  # how probable it must be that an entity has any role in an event

    def same(self, features: Sequence[float]) -> float:
        """Return how probable it is that two triggers are mentions of one event."""
        judge = self.judges.get(SAME)
        return judge.probability(features) if judge else 0.5 if features[0] > 0 else 0.0

    def alias(self, kind: str, features: Sequence[float]) -> float:
        """Return the log-odds that two names of a kind are one entity's; where nothing is fitted for it, names stay apart."""
        judge = self.judges.get(alias_of(kind))
        return logit(judge.probability(features)) if judge else -np.inf

    def strength(self, name: str, features: Sequence[float]) -> float:
        """Return the log-odds of a proposal; the network's score where nothing is fitted for its kind."""
        judge = self.judges.get(name)
        if judge is None:
            return features[0]
        return logit(judge.probability(features))

    def accepts(self, name: str, features: Sequence[float]) -> tuple[bool, float]:
        """Return whether a proposal is stated, and how probable it is."""
        judge = self.judges[name]
        p = judge.probability(features)
        return p >= judge.threshold, p

    def role(self, proposals: Mapping[str, Sequence[float]]) -> tuple[bool, str, float]:
        """Return whether an entity has any role in an event, which of those proposed is the likeliest, and how probable that one is.

        An entity has one role, so the probabilities add up: where three are as likely, one of them is stated, though each is unlikely.
        """
        rows = {name: self.judges[name].probability(features) for name, features in sorted(proposals.items())}
        best = max(rows, key=lambda name: rows[name])
        return sum(rows.values()) >= self.least_part, best, rows[best]


def logit(probability: float) -> float:
    """Return log-odds, within bounds."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return log(p / (1 - p))


def alias_of(kind: str) -> str:
    """Return the name of the judge of two names of a kind."""
    return f"{ALIAS}{kind}"


def is_of_identity(name: str) -> bool:
    """Whether a judge says which mentions are one entity's or event's, and states nothing by itself."""
    return name == SAME or name.startswith(ALIAS)


def decision_from(data: Mapping[str, Any]) -> Decision:
    """Read a decision from a model file's metadata."""
    judges = {k: Judge(tuple(v["weights"]), v["threshold"]) for k, v in data["judges"].items()}
    return Decision(judges, np.array(data["outside"], np.float32), data["least_part"])


def as_data(decision: Decision) -> dict[str, Any]:
    """Return a decision as a model file keeps it."""
    return {
        "judges": {
            k: {"weights": [round(w, 5) for w in v.weights], "threshold": round(v.threshold, 4)}
            for k, v in sorted(decision.judges.items())
        },
        "outside": [round(float(x), 4) for x in decision.outside],
        "least_part": round(decision.least_part, 4),
    }
