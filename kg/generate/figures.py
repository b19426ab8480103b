"""Prints the tables of docs/evaluation.md: F1 with 95 % intervals, by the rules alone and by the trained model.

    python -m kg.generate.figures UNSEEN OLDER...

UNSEEN and OLDER are folders of annotated articles as `kg evaluate` reads them; a test compares the document with UNSEEN's figures.
The intervals are of 500 bootstrap samples of articles (Efron 1979).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np

from kg.evaluate.evaluation import Evaluation, Prepared, prepare
from kg.evaluate.figures import count
from kg.evaluate.matching import Matching
from kg.evaluate.reliability import outcomes
from kg.extract import BUNDLED, BY_RULES, Setup

SAMPLES = 500
MAIN = ("entities", "events", "relations", "any role")
LEFT_OUT = ("core",)
SETUPS = (Setup(model=BY_RULES), Setup(model=BUNDLED))


def intervals(matchings: Sequence[Matching]) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of each F1."""
    rng = np.random.default_rng(0)
    samples = [count([matchings[i] for i in rng.integers(0, len(matchings), len(matchings))]) for _ in range(SAMPLES)]
    names = {name for s in samples for name in s}
    values = {name: [s[name].f1 if name in s else 0.0 for s in samples] for name in names}
    return {name: (float(np.quantile(v, 0.025)), float(np.quantile(v, 0.975))) for name, v in values.items()}


def short(e: Evaluation, name: str, of: tuple[float, float]) -> str:
    """Return an F1 with its interval."""
    return f"{e.figures[name].f1:.2f} ({of[0]:.2f} to {of[1]:.2f})"


def whole(e: Evaluation, name: str, of: tuple[float, float]) -> str:
    """Return precision, recall and F1 with its interval."""
    f = e.figures.get(name)
    return f"{f.precision:.2f} {f.recall:.2f} {f.f1:.3f} ({of[0]:.2f} to {of[1]:.2f})" if f else ""


def sure(e: Evaluation) -> str:
    """Return how many of the statements at 0.9 and more are right, and the calibration error of all."""
    rows = [(c, right) for c, right in outcomes(e)]
    high = [right for c, right in rows if c >= 0.9]
    error = 0.0
    for n in range(10):
        part = [(c, right) for c, right in rows if n / 10 <= c < (n + 1) / 10 or (n == 9 and c == 1)]
        error += abs(sum(c for c, _ in part) - sum(right for _, right in part)) / max(1, len(rows))
    return f"{sum(high) / max(1, len(high)):.2f} of {len(high)}; calibration error {error:.2f}"


def main(folders: Sequence[str]) -> None:
    """Print the tables."""
    sets: list[Prepared] = [prepare(f) for f in folders]
    results = [[p.evaluate(s) for s in SETUPS] for p in sets]
    spread = [[intervals(e.matchings) for e in row] for row in results]
    for name in MAIN:
        cells = [
            short(e, name, i[name])
            for row, of in zip(results, spread, strict=True)
            for e, i in zip(row, of, strict=True)
        ]
        print(f"| {name} | {' | '.join(cells)} |")
    for row, folder in zip(results, folders, strict=True):
        print(f"{folder}: right at 0.9 and more: {' / '.join(map(sure, row))}")
    rules, model = results[0]
    for name in dict.fromkeys((*rules.figures, *model.figures)):
        if name not in LEFT_OUT:
            given = max(e.figures[name].annotated for e in results[0] if name in e.figures)
            cells = [whole(e, name, i.get(name, (0.0, 0.0))) for e, i in zip(results[0], spread[0], strict=True)]
            print(f"| {name} | {' | '.join(cells)} | {given} |")


if __name__ == "__main__":
    main(sys.argv[1:])
