"""Counts how often each rule is right on annotated articles, and writes kg/extract/confidence.json.

    python -m kg.generate.confidence GOLD...     (folders of annotated articles, see docs/evaluation.md)

It first prints how well such counts predict a set that they were not made from, then writes those of all sets.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.evaluate.evaluation import Evaluation, evaluate
from kg.evaluate.reliability import keyed_outcomes
from kg.extract import BY_RULES, Setup
from kg.extract.confidence import TABLE, Keys, estimate

Outcome = tuple[Keys, bool]


def counted(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """Return {key: (right, stated)}."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for keys, right in outcomes:
        for key in dict.fromkeys(keys):
            counts[key][0] += right
            counts[key][1] += 1
    return {key: (counts[key][0], counts[key][1]) for key in sorted(counts)}


def show_held_out(sets: Sequence[Sequence[Outcome]]) -> None:
    """Print a reliability table of each set's statements, estimated from the other sets."""
    binned: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for n, held_out in enumerate(sets):
        counts = counted(o for k, s in enumerate(sets) if k != n for o in s)
        for keys, right in held_out:
            share = estimate(keys, counts)
            binned[min(int(share * 10), 9)].append((share, right))
    total = sum(map(len, binned.values()))
    error = 0.0
    for k, row in sorted(binned.items()):
        mean, share = sum(s for s, _ in row) / len(row), sum(r for _, r in row) / len(row)
        error += abs(mean - share) * len(row) / total
        print(f"{k / 10:.1f} to {(k + 1) / 10:.1f}  {len(row):5}  mean {mean:.2f}  right {share:.2f}")
    print(f"expected calibration error on held-out sets {error:.3f}")


def main(folders: Sequence[str]) -> None:
    """Fit on all folders."""
    evaluations: list[Evaluation] = [evaluate([f], Setup(model=BY_RULES), 0.0) for f in folders]
    sets = [list(keyed_outcomes(e)) for e in evaluations]
    if len(sets) > 1:
        show_held_out(sets)
    counts = counted(o for s in sets for o in s)
    TABLE.write_text(json.dumps(counts, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(f"{TABLE.name}: {len(counts)} keys from {sum(map(len, sets))} statements")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1:])
