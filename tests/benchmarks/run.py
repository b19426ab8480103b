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
from kg.extract import extract
from kg.graph.quads import to_quads
from kg.graph.serialise import trig
from kg.language import analyse_all, load_tagger
from kg.read import read, split
from kg.resolve import resolve
from kg.vocab import BASE

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


def profile(folder: Path) -> None:
    """Print the share of a build's time that each step takes."""
    marks: list[tuple[str, float]] = []

    def mark(step: str, begun: float) -> None:
        marks.append((step, time.perf_counter() - begun))

    begun = time.perf_counter()
    pairs = [(s, a) for s in read([str(folder)], on_problem=lambda p: None) for a in split(s)]
    mark("read, split and repair", begun)
    begun = time.perf_counter()
    analysed = analyse_all([a for _, a in pairs])
    mark("words, names and times", begun)
    begun = time.perf_counter()
    records = [extract(a, s.text) for (s, _), a in zip(pairs, analysed, strict=True)]
    mark("extraction", begun)
    begun = time.perf_counter()
    identities = resolve(records)
    mark("resolution", begun)
    begun = time.perf_counter()
    quads = list(to_quads(records, identities, BASE))
    mark("quads", begun)
    begun = time.perf_counter()
    sum(map(len, trig(quads, BASE)))
    mark("TriG", begun)
    whole = sum(seconds for _, seconds in marks)
    for step, taken in marks:
        print(f"{step:24}{taken:8.3f} s {taken / whole:6.0%}")


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
    profile(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO)
