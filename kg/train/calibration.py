"""Fits the decision on held-out articles: which proposals are right, a logistic model for each kind, and its threshold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.extract.model.decision import Decision, Judge
from kg.extract.model.decoding import Floats
from kg.extract.model.proposals import EVENT_FEATURES, Proposals
from kg.extract.model.schema import PREDICATES
from kg.model import When
from kg.train.examples import Example, GoldLink, says_time

RIDGE = 1.0  # the penalty of the weights
APART = 100.0  # the penalty of a predicate's weights for differing from those of all predicates together
UNSTATED = frozenset({"time", "titleOf", "titleAt", "same"})  # links that are parts of other statements
UNFITTED = Judge((1.0, 0.0), 0.5)  # by the network's score alone
UNFITTED_THING = Judge(
    (1.0, 0.0, 10.0, *[0.0] * (len(EVENT_FEATURES) - 2)), 0.5
)  # by the network's score, or the rules'
THINGS = ("Person", "Organisation", "Place", "Award", "Event")
FEWEST, FEWEST_RIGHT = 25, 5  # proposals of a kind below which it is not fitted by itself


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proposal's features, and whether it is right; None where the annotation leaves it open."""

    kind: str
    features: tuple[float, ...]
    right: bool
    counted: bool = True  # whether its ends are stated, so that it can be
    optional: bool = False  # right, but not missed where it is left out


def same_outcomes(example: Example, proposals: Proposals) -> Iterator[Outcome]:
    """Yield for each pair of proposed triggers whether both are mentions of one annotated event."""
    gold = [m for m in example.mentions if m.kind == "Event"]
    thing = [
        next((m.thing for m in gold if m.start < end and start < m.end), None) for start, end in proposals.triggers
    ]
    for p in proposals.pairs:
        a, b = thing[p.first], thing[p.second]
        if a is not None and b is not None:
            yield Outcome("same", p.features, a == b)


def fit_same(outcomes: Sequence[Outcome], outside: Floats) -> Decision:
    """Return a decision that judges only which triggers are mentions of one event."""
    judges = {"same": _fit(outcomes, 0)} if len(outcomes) >= FEWEST else {}
    return Decision(judges, outside)


def fit_things(outcomes: Sequence[Outcome], gold: Mapping[str, int], first: Decision) -> Decision:
    """Return a decision that also judges entities and events."""
    by_kind = _by_kind(outcomes)
    judges = {k: _fit(by_kind[k], gold.get(k, 0)) if _enough(by_kind[k]) else UNFITTED_THING for k in THINGS}
    return Decision({**judges, **first.judges}, first.outside)


def outcomes_of(example: Example, proposals: Proposals, decision: Decision) -> tuple[list[Outcome], Counter[str]]:
    """Return the outcome of each proposal of an article, and how many statements of each kind are annotated.

    `decision` says which things are stated, where it judges them yet.
    """
    return _Comparison(example, proposals, decision).outcomes()


class _Comparison:
    def __init__(self, example: Example, proposals: Proposals, decision: Decision) -> None:
        named = zip(proposals.entities, proposals.entity_features, strict=True)
        things = [(e.kind, x) for e, x in named] + [("Event", e.features) for e in proposals.events]
        self.stated = [k not in decision.judges or decision.accepts(k, x)[0] for k, x in things]
        self.example = example
        self.proposals = proposals
        self.first_event = len(proposals.entities)
        self.thing = self._things() | self._events()

    def _things(self) -> dict[int, int]:
        """Return which annotated thing each proposed entity is: the one with most of its mentions."""
        by_span = {(m.start, m.end, m.kind): m.thing for m in self.example.mentions}
        text = self.example.analysed.article.text
        by_name = {(text[m.start : m.end], m.kind): m.thing for m in self.example.mentions}
        found = {}
        for n, e in enumerate(self.proposals.entities):
            votes = Counter(t for m in e.mentions if (t := by_span.get((m.start, m.end, e.kind))) is not None)
            named = by_name.get((e.name, e.kind))
            if votes:
                found[n] = min(votes, key=lambda t: (-votes[t], t))
            elif named is not None:
                found[n] = named
        return found

    def _events(self) -> dict[int, int]:
        gold = [m for m in self.example.mentions if m.kind == "Event"]
        pairs: Counter[tuple[int, int]] = Counter()
        for n, e in enumerate(self.proposals.events, self.first_event):
            for start, end in e.mentions:
                for thing in {m.thing for m in gold if m.start < end and start < m.end}:
                    pairs[n, thing] += 1
        found: dict[int, int] = {}
        taken: set[int] = set()
        for (n, thing), _ in sorted(pairs.items(), key=lambda kv: (-kv[1], kv[0])):
            if n not in found and thing not in taken:
                found[n] = thing
                taken.add(thing)
        return found

    def outcomes(self) -> tuple[list[Outcome], Counter[str]]:
        """Return what came of each proposal, and the number of annotated statements by kind."""
        rows = [*self._named(), *self._linked(), *self._positions(), *self._timed(), *self._signed()]
        things = self.example.things
        gold: Counter[str] = Counter()
        for t in things:
            if t.kind not in {"Title", "Time"}:
                gold[t.kind] += not t.optional
        for x in self.example.links:
            gold[x.predicate] += not x.optional
        gold["holdsPosition"] = gold["titleOf"]
        gold["author"] = sum(r.predicate == "author" and not r.optional for r in self.example.annotated.relations)
        return rows, gold

    def _named(self) -> Iterator[Outcome]:
        for n, (e, features) in enumerate(zip(self.proposals.entities, self.proposals.entity_features, strict=True)):
            yield Outcome(e.kind, features, n in self.thing, optional=self._optional(n))
        for n, v in enumerate(self.proposals.events, self.first_event):
            yield Outcome("Event", v.features, n in self.thing, optional=self._optional(n))

    def _optional(self, n: int) -> bool:
        return n in self.thing and self.example.things[self.thing[n]].optional

    def _linked(self) -> Iterator[Outcome]:
        known = {(x.subject, x.predicate, x.object): x.optional for x in self.example.links}
        for x in self.proposals.links:
            s, o = self.thing.get(x.subject), self.thing.get(x.object)
            optional = known.get((s, x.predicate, o)) if s is not None and o is not None else None
            stated = self.stated[x.subject] and self.stated[x.object]
            yield Outcome(x.predicate, x.features, optional is not None, stated, bool(optional))

    def _positions(self) -> Iterator[Outcome]:
        number = {t.id: n for n, t in enumerate(self.example.things)}
        known = [
            (number.get(r.subject), r.role, number.get(r.object), r.object)
            for r in self.example.annotated.relations
            if r.predicate == "holdsPosition"
        ]
        for x in self.proposals.positions:
            person = self.thing.get(x.person)
            right = person is not None and any(
                p == person
                and (role.endswith(x.title) or x.title.endswith(role))
                and self._is_at(x.organisation, o, literal)
                for p, role, o, literal in known
            )
            yield Outcome("holdsPosition", x.features, right, self.stated[x.person])

    def _is_at(self, organisation: int | str | None, gold: int | None, literal: str) -> bool:
        """Whether a position's organisation is the annotated one: a thing's number, or a name that only the title implies."""
        if gold is not None:
            return isinstance(organisation, int) and self.thing.get(organisation) == gold
        if organisation is None:
            return True
        names = {organisation} if isinstance(organisation, str) else set()
        if isinstance(organisation, int):
            entity = self.proposals.entities[organisation]
            names = {entity.name, entity.norm or entity.name}
        return any(name in literal or literal in name for name in names)

    def _signed(self) -> Iterator[Outcome]:
        number = {t.id: n for n, t in enumerate(self.example.things)}
        authors = {number.get(r.object) for r in self.example.annotated.relations if r.predicate == "author"}
        for a in self.proposals.authors:
            thing = self.thing.get(a.person)
            yield Outcome("author", a.features, thing is not None and thing in authors)

    def _timed(self) -> Iterator[Outcome]:
        said: dict[int, list[str]] = defaultdict(list)
        number = {t.id: n for n, t in enumerate(self.example.things)}
        for r in self.example.annotated.relations:
            if r.predicate == "hasTime" and r.subject in number:
                said[number[r.subject]].append(r.object)
        for n, (when, score) in self.proposals.times.items():
            rule = self.proposals.events[n - self.first_event].rule
            ruled: When | None = rule.when if rule else None
            thing = self.thing.get(n)
            right = thing is not None and any(says_time((when.begin, when.end), g) for g in said[thing])
            features = score, float(ruled is not None), float(ruled == when)
            yield Outcome("time", features, right, self.stated[n])


def fit_logistic(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], towards: Sequence[float] = ()
) -> npt.NDArray[np.float64]:
    """Return the weights of a logistic regression, the constant last (Newton's method).

    They are penalised for their size, or, the constant a fifth as much, for their distance from the weights `towards`.
    """
    a = np.hstack([x.astype(np.float64), np.ones((len(x), 1))])
    middle = np.array(towards, np.float64) if len(towards) else np.zeros(a.shape[1])
    penalty = np.full(a.shape[1], APART if len(towards) else RIDGE)
    penalty[-1] = APART / 5 if len(towards) else 1e-3
    w = middle.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(a @ w, -30, 30)))
        slope = a.T @ (p - y) + penalty * (w - middle)
        curve = (a * (p * (1 - p))[:, None]).T @ a + np.diag(penalty)
        change = np.linalg.solve(curve, slope)
        w -= change
        if np.abs(change).max() < 1e-6:
            break
    return w


def best_threshold(
    p: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], optional: npt.NDArray[np.bool_], gold: int
) -> float:
    """Return the least probability at which F1 is best, given how many statements are annotated and not optional.

    What is optional counts as annotated only where it is found.
    """
    order = np.argsort(-p, kind="stable")
    hits = right[order].cumsum()
    asked = np.maximum(gold + (right & optional)[order].cumsum(), hits)
    f = 2 * hits / (np.arange(1, len(p) + 1) + asked)
    best = int(f.argmax())
    behind = p[order[best + 1]] if best + 1 < len(p) else 0.0
    return float((p[order[best]] + behind) / 2)


def fit_decision(outcomes: Sequence[Outcome], gold: Mapping[str, int], things: Decision) -> Decision:
    """Return the whole decision; `things` judges entities and events already."""
    predicates = [p for p in PREDICATES if p not in UNSTATED]
    linked = [o for o in outcomes if o.kind in predicates]
    usual = _fit(linked, sum(gold.get(p, 0) for p in predicates)) if linked else UNFITTED
    by_kind = _by_kind(outcomes)
    judges = {
        p: _fit(by_kind[p], gold.get(p, 0), usual.weights) if by_kind[p] and linked else usual for p in predicates
    }
    for kind in ("time", "holdsPosition", "author"):
        judges[kind] = _fit(by_kind[kind], gold.get(kind, 0)) if _enough(by_kind[kind]) else UNFITTED
    threshold = _common_threshold([o for k in judges for o in by_kind[k]], judges, sum(gold.get(k, 0) for k in judges))
    judges = {k: Judge(j.weights, threshold) for k, j in judges.items()}
    return Decision({**judges, **things.judges}, things.outside)


def _common_threshold(rows: Sequence[Outcome], judges: Mapping[str, Judge], gold: int) -> float:
    """Return the threshold at which F1 over statements of all kinds is best: for calibrated probabilities it is one for all.

    (Lipton et al. 2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure")
    """
    rows = [o for o in rows if o.counted]
    if not rows:
        return 0.5
    p = np.array([judges[o.kind].probability(o.features) for o in rows])
    right, optional = np.array([o.right for o in rows]), np.array([o.optional for o in rows])
    return best_threshold(p, right, optional, gold)


def _by_kind(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        by_kind[o.kind].append(o)
    return by_kind


def _enough(rows: Sequence[Outcome]) -> bool:
    return len(rows) >= FEWEST and sum(o.right for o in rows) >= FEWEST_RIGHT


def _fit(rows: Sequence[Outcome], gold: int, towards: Sequence[float] = ()) -> Judge:
    x = np.array([o.features for o in rows], np.float64)
    right = np.array([o.right for o in rows])
    w = fit_logistic(x, right.astype(np.float64), towards)
    p = 1 / (1 + np.exp(-np.clip(np.hstack([x, np.ones((len(x), 1))]) @ w, -30, 30)))
    counted = np.array([o.counted for o in rows])
    optional = np.array([o.optional for o in rows])
    threshold = best_threshold(p[counted], right[counted], optional[counted], gold) if counted.any() else 0.5
    return Judge(tuple(float(v) for v in w), threshold)


__all__ = ["GoldLink", "Outcome", "fit_decision", "outcomes_of"]
