"""kg calibrate: fits the confidence of each source of statements on annotated articles."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import InputError
from kg.evaluate.evaluation import Prepared, prepare
from kg.evaluate.figures import count
from kg.evaluate.matching import ARGUMENTS, Matching
from kg.extract import BUNDLED, BY_RULES, Setup
from kg.extract.calibration import KINDS, Calibration, Scale, log_odds
from kg.llm.extraction import built_in

FOLDS = 5  # of articles, for the figures of what was not fitted on
SLOPE, OFFSET = 4.0, 1.0  # how strongly the prior holds the slope to 1 and the offset to 0: as some statements would
STEPS = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """A statement of an article (by number): its kind, its confidence, whether it is right, and its rule."""

    article: int
    kind: str
    confidence: float
    right: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """A source and kind: how many statements, their mean confidence before and after, and the share that is right.

    The errors (expected calibration error) are of the scale of each fifth of the articles fitted on the others.
    """

    source: str
    kind: str
    statements: int
    before: float
    after: float
    right: float
    error_before: float
    error_after: float


def calibrate(folders: Sequence[str], setup: Setup) -> tuple[Calibration, list[Row]]:
    """Return the calibration of all sources that a setup can use, and what it changes.

    Raises InputError for a folder that has no annotated articles, or where nothing was extracted from them.
    """
    sets = [prepare(f, setup.tagger) for f in folders]
    trained = BUNDLED if setup.model == BY_RULES else setup.model
    plain = replace(setup, answers=None, calibration=None)
    found: dict[str, list[Outcome]] = {
        "rules": list(_outcomes(_matchings(sets, replace(plain, model=BY_RULES)))),
        "model": list(_outcomes(_matchings(sets, replace(plain, model=trained)))),
    }
    answers = setup.answers
    if answers is not None:
        alone = replace(plain, model=BY_RULES, answers=replace(answers, only=True))
        found[f"llm:{answers.model}"] = list(_outcomes(_matchings(sets, alone)))
    calibration = Calibration(tuple(s for source, rows in found.items() for s in fit(source, rows)))
    if answers is not None:  # what two sources state is fitted after each of them
        for model in (BY_RULES, trained):
            fused = replace(plain, model=model, answers=replace(answers, only=False), calibration=calibration)
            source, both = f"{built_in(fused)}+llm:{answers.model}", f"+llm:{answers.model}"
            found[source] = [o for o in _outcomes(_matchings(sets, fused)) if o.rule.endswith(both)]
        agreed = (s for source, rows in found.items() if "+" in source for s in fit(source, rows))
        calibration = replace(calibration, scales=(*calibration.scales, *agreed))
    if not calibration.scales:
        raise InputError("nothing was extracted from the annotated articles", "give other articles")
    whole = _matchings(sets, replace(setup, calibration=calibration))
    calibration = replace(calibration, least=_least(whole))
    return calibration, [row for source, rows in found.items() for row in _rows(source, rows, calibration)]


def _matchings(sets: Sequence[Prepared], setup: Setup) -> list[Matching]:
    return [m for s in sets for m in s.evaluate(setup, 0.0).matchings]


def _outcomes(matchings: Sequence[Matching]) -> Iterator[Outcome]:
    """Yield the statements that count as right or wrong."""
    for article, m in enumerate(matchings):
        for i, t in m.predicted.entities.items():
            if t.confidence is not None and i not in m.excused_entities:
                yield Outcome(article, "event", t.confidence, i in m.pairs, t.rule)
        for n, (r, row) in enumerate(zip(m.predicted.relations, m.rows, strict=True)):
            if r.confidence is not None and n not in m.excused_rows:
                yield Outcome(article, _kind(r.predicate), r.confidence, row is not None, r.rule)


def _kind(annotated: str) -> str:
    if annotated in ARGUMENTS:
        return "argument"
    return {"holdsPosition": "position", "author": "author"}.get(annotated, "relation")


def fit(source: str, rows: Iterable[Outcome]) -> Iterator[Scale]:
    """Yield a scale for each kind: of best likelihood, held by a prior to the one that changes nothing."""
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for o in rows:
        by_kind[o.kind].append(o)
    for kind in (k for k in KINDS if by_kind[k]):
        slope, offset = _curve([(log_odds(o.confidence), o.right) for o in by_kind[kind]])
        yield Scale(source, kind, round(slope, 4), round(offset, 4), len(by_kind[kind]))


def _curve(points: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and offset by Newton's method; the slope stays above zero, so that no order is turned round."""
    slope, offset = 1.0, 0.0
    for _ in range(STEPS):
        g = [SLOPE * (slope - 1), OFFSET * offset]
        h = [SLOPE, 0.0, OFFSET]
        for x, right in points:
            p = 1 / (1 + math.exp(-min(max(slope * x + offset, -30.0), 30.0)))
            g[0] += (p - right) * x
            g[1] += p - right
            w = p * (1 - p)
            h[0] += w * x * x
            h[1] += w * x
            h[2] += w
        determinant = h[0] * h[2] - h[1] * h[1]
        steps = (h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant
        slope, offset = max(slope - steps[0], 0.05), offset - steps[1]
        if max(map(abs, steps)) < 1e-7:
            break
    return slope, offset


def _least(matchings: Sequence[Matching]) -> float:
    """Return the least confidence at which F1 over all statements is best."""
    figures = count(matchings)
    annotated = figures["events"].annotated + figures["relations"].annotated
    rows = sorted(_outcomes(matchings), key=lambda o: -o.confidence)
    best, least, right = 0.0, 0.0, 0
    for n, o in enumerate(rows, 1):
        right += o.right
        f1 = 2 * right / (n + annotated)
        last = n == len(rows) or rows[n].confidence < o.confidence
        if last and f1 > best:
            best, least = f1, o.confidence
    return least


def _rows(source: str, outcomes: Sequence[Outcome], calibration: Calibration) -> Iterator[Row]:
    for kind in KINDS:
        rows = [o for o in outcomes if o.kind == kind]
        if rows:
            scale = calibration.of(source, kind)
            means = _mean(o.confidence for o in rows), _mean(scale(o.confidence) for o in rows)
            errors = _error([(o.confidence, o.right) for o in rows]), _error(list(_held_out(source, rows)))
            yield Row(source, kind, len(rows), *means, _mean(o.right for o in rows), *errors)


def _held_out(source: str, rows: Sequence[Outcome]) -> Iterator[tuple[float, bool]]:
    """Yield what a scale that was fitted on other articles makes of each statement."""
    for fold in range(FOLDS):
        scales: Mapping[str, Scale] = {s.kind: s for s in fit(source, (o for o in rows if o.article % FOLDS != fold))}
        for o in rows:
            if o.article % FOLDS == fold:
                yield scales.get(o.kind, Scale(source, o.kind))(o.confidence), o.right


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _error(rows: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error over bins of a tenth (Naeini et al., AAAI 2015)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in rows:
        bins[min(int(confidence * 10), 9)].append((confidence, right))
    return sum(abs(sum(c - r for c, r in b)) for b in bins.values()) / len(rows)


def rows_as_text(rows: Sequence[Row]) -> str:
    """Return what a calibration changes as a table."""
    width = max([16, *(len(r.source) for r in rows)])
    lines = [f"{'source':{width}} {'kind':9}{'statements':>11}{'before':>8}{'after':>8}{'right':>8}{'error':>15}"]
    for r in rows:
        errors = f"{r.error_before:.2f} to {r.error_after:.2f}"
        lines.append(
            f"{r.source:{width}} {r.kind:9}{r.statements:11}{r.before:8.2f}{r.after:8.2f}{r.right:8.2f}{errors:>15}"
        )
    return "\n".join(lines)
