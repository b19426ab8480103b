"""Speed, measured: the tagger against jieba.posseg on the same text and thread, and the whole build.

    python tests/benchmarks/run.py [FOLDER]    (default: the sample corpus)

Prints characters a second, the median of several rounds taken in turn so that both meet the same machine.

The tagger's runtime is ONNX Runtime: on the news corpus a NumPy version of the same network came to three quarters of
jieba.posseg's pace, ONNX Runtime's kernels for small products to a tenth more than it, with the same tags. It is one
wheel under the MIT licence, for every Python that we support; the weights still come from jieba's package.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba
import jieba.posseg

from kg.api import build
from kg.build import Options
from kg.language import load_tagger

ROUNDS = 5
DEMO = Path(__file__).parents[2] / "kg" / "demo"


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def compare(works: dict[str, Callable[[], object]], characters: int) -> None:
    """Time each work ROUNDS times, in turn, after one round to warm up; print the medians."""
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(seconds(work))
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(
            f"{name:22} {characters / middle:10,.0f} characters/s   (median of {ROUNDS}; {min(taken):.3f} to {max(taken):.3f} s)"
        )


def main(folder: Path) -> None:
    """Measure on the text files of a folder."""
    lines = [line for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").split("\n") if line]
    if not lines:
        raise SystemExit(f"{folder}: holds no .txt file with text")
    characters = sum(map(len, lines))
    print(f"{folder}: {len(lines)} paragraphs, {characters:,} characters, one thread")
    jieba.setLogLevel(logging.WARNING)
    tagger = load_tagger()
    compare(
        {
            "kg tagger": lambda: tagger.tag(lines),
            "jieba.posseg": lambda: [list(jieba.posseg.cut(line)) for line in lines],
            "kg build (all steps)": lambda: build([str(folder)], Options(jobs=1)),
        },
        characters,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO)
