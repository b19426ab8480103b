"""Calibration: of the statements with a confidence of 0.8, eight in ten should be right."""

from __future__ import annotations

from collections.abc import Iterator

from kg.evaluate.evaluation import Evaluation
from kg.extract.confidence import Keys

WIDTH = 10  # bins of a tenth


def outcomes(evaluation: Evaluation) -> Iterator[tuple[float, bool]]:
    """Yield (confidence, is right) of every event and statement with a confidence."""
    for m in evaluation.matchings:
        for i, t in m.predicted.entities.items():
            if t.confidence is not None and i not in m.excused_entities:
                yield t.confidence, i in m.pairs
        for n, (r, row) in enumerate(zip(m.predicted.relations, m.rows, strict=True)):
            if r.confidence is not None and n not in m.excused_rows:
                yield r.confidence, row is not None


def keyed_outcomes(evaluation: Evaluation) -> Iterator[tuple[Keys, bool]]:
    """Yield (keys of the confidence, is right) of the same: the data that confidence is fitted to."""
    for m in evaluation.matchings:
        for i, t in m.predicted.entities.items():
            if t.keys and i not in m.excused_entities:
                yield t.keys, i in m.pairs
        for n, (r, row) in enumerate(zip(m.predicted.relations, m.rows, strict=True)):
            if r.keys and n not in m.excused_rows:
                yield r.keys, row is not None


def bins(evaluation: Evaluation) -> str:
    """Return the reliability table, and the expected calibration error (Naeini et al., AAAI 2015) over its bins."""
    binned: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in outcomes(evaluation):
        binned.setdefault(min(int(confidence * WIDTH), WIDTH - 1), []).append((confidence, right))
    lines = [f"{'confidence':14}{'statements':>11}{'mean':>7}{'right':>7}"]
    total, gap = sum(map(len, binned.values())), 0.0
    for k in sorted(binned):
        row = binned[k]
        mean, share = sum(c for c, _ in row) / len(row), sum(r for _, r in row) / len(row)
        gap += abs(mean - share) * len(row)
        lines.append(f"{f'{k / WIDTH:.1f} to {(k + 1) / WIDTH:.1f}':14}{len(row):11}{mean:7.2f}{share:7.2f}")
    lines.append(f"expected calibration error {gap / total if total else 0.0:.3f}")
    return "\n".join(lines)


def thresholds(evaluation: Evaluation) -> str:
    """Return, for each confidence threshold, the number of statements left and the share of them that is right."""
    rows = sorted(outcomes(evaluation))
    lines = ["", f"{'at least':14}{'statements':>11}{'right':>7}"]
    for tenth in range(WIDTH):
        kept = [right for confidence, right in rows if confidence >= tenth / WIDTH]
        if kept:
            lines.append(f"{tenth / WIDTH:<14.1f}{len(kept):11}{sum(kept) / len(kept):7.2f}")
    return "\n".join(lines)
