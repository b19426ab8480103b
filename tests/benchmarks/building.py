"""A build: all steps on one core and on two, each step by itself, and the command a second time."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from measuring import Figure, in_turn

from kg.build import Options, build
from kg.build.cache import article_order
from kg.extract import BUNDLED, BY_RULES, Setup, extract
from kg.extract.model.extraction import extract_all
from kg.graph.quads import to_quads
from kg.graph.serialise import trig
from kg.language import analyse_all
from kg.read import read, split
from kg.resolve import resolve
from kg.vocab import BASE

BATCH = 40  # articles analysed together, as a build does
Result = TypeVar("Result")


def on_cores(corpus: Path, articles: int, characters: int) -> list[Figure]:
    """Return the pace of a build in one process and in two."""
    taken = in_turn({str(jobs): lambda jobs=jobs: build([str(corpus)], Options(jobs=jobs)) for jobs in (1, 2)}, 1)
    one, two = (f"{characters / taken[n]:,.0f} characters/s, {articles / taken[n]:,.1f} articles/s" for n in "12")
    return [Figure("build without files, two processes against one", two, one, taken["1"] / taken["2"])]


def twice(corpus: Path) -> list[Figure]:
    """Return the time of the whole command, and of the same again with nothing changed."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "kg", "build", str(corpus), "-o", out, "-q"]
        first, second = (_seconds(lambda: subprocess.run(command, check=True))[1] for _ in range(2))
    return [
        Figure(
            "kg build again, nothing changed, against the first", f"{second:.1f} s", f"{first:.1f} s", second / first
        )
    ]


def by_profile(corpus: Path) -> list[Figure]:
    """Return the pace of both profiles from text to record, on one core."""
    pairs = _articles(corpus)
    characters = sum(len(text) for text, _ in pairs)

    def records(model: str) -> None:
        for i in range(0, len(pairs), BATCH):
            part = pairs[i : i + BATCH]
            extract_all(analyse_all([a for _, a in part]), [text for text, _ in part], Setup(model=model))

    records(BUNDLED)  # loads what stays loaded
    taken = {model: _seconds(lambda model=model: records(model))[1] for model in (BY_RULES, BUNDLED)}
    fast, full = (f"{characters / taken[m]:,.0f} characters/s" for m in (BY_RULES, BUNDLED))
    return [
        Figure("text to record, one core: --profile fast against full", fast, full, taken[BUNDLED] / taken[BY_RULES])
    ]


def by_step(corpus: Path) -> list[Figure]:
    """Return the share of each step, on one core."""
    steps: list[tuple[str, float, str]] = []

    def step(name: str, work: Callable[[], Result], of: str = "") -> Result:
        result, seconds = _seconds(work)
        steps.append((name, seconds, of))
        return result

    pairs = step("read, split and repair", lambda: _articles(corpus))
    batches = [pairs[i : i + BATCH] for i in range(0, len(pairs), BATCH)]
    analysed = step("words, names and times", lambda: [a for b in batches for a in analyse_all([x for _, x in b])])
    records = step("extraction", lambda: [extract(a, s) for (s, _), a in zip(pairs, analysed, strict=True)])
    records.sort(key=lambda r: article_order(r.article.id))
    identities = step("resolution", lambda: resolve(records), f"{sum(len(r.entities) for r in records):,} entities")
    quads = step("quads", lambda: list(to_quads(records, identities, BASE)))
    step("TriG", lambda: sum(map(len, trig(quads, BASE))), f"{len(quads):,} quads")
    whole = sum(seconds for _, seconds, _ in steps)
    return [
        Figure(f"step: {name}{f' ({of})' if of else ''}", f"{seconds:.2f} s", f"of {whole:.2f} s", seconds / whole)
        for name, seconds, of in steps
    ]


def _articles(corpus: Path) -> list[tuple[str, object]]:
    return [(s.text, a) for s in read([str(corpus)], on_problem=lambda p: None) for a in split(s)]


def _seconds(work: Callable[[], Result]) -> tuple[Result, float]:
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun
