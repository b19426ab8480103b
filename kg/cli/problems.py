"""Problems on the screen: a few of each kind, as a broken table of 10,000 rows causes the same one 10,000 times."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from kg.errors import Problem

SHOWN = 5  # of each kind


def print_problems(problems: Iterable[Problem], listed: bool = True) -> None:
    """Print the first problems of each kind and the number of others; `listed` is whether report.md holds all of them."""
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.slug] += 1
        if counts[problem.slug] <= SHOWN:
            print(f"kg: {problem}", file=sys.stderr)
    where = "; report.md lists them all" if listed else ""
    for slug, count in counts.items():
        if count > SHOWN:
            print(f"kg: {count - SHOWN:,} more problems of the kind {slug}{where}", file=sys.stderr)
