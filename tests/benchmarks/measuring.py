"""Measuring in turn, so that both sides of a ratio meet the same machine, and writing down what was measured."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, our figure, and another's with the ratio, where there is one."""

    what: str
    ours: str
    other: str = ""
    ratio: float | None = None

    @property
    def row(self) -> str:
        """The figure as a row of a table in Markdown."""
        return f"| {self.what} | {self.ours} | {self.other} | {'' if self.ratio is None else f'{self.ratio:.2f}'} |"


def in_turn(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return each work's median time in seconds, of so many rounds in which one stands behind the other."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(taken) for name, taken in times.items()}


def machine() -> str:
    """Return the processor, the cores that this process may use, the system and the versions of what was measured."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.is_file() else []
    model = next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor()
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ("kg-news", "onnxruntime", "numpy", "pyoxigraph", "rdflib", "jieba")
    return "; ".join(
        (
            f"{model or platform.machine()}, {cores} cores",
            f"{platform.system()}, Python {platform.python_version()}",
            ", ".join(f"{name} {version(name)}" for name in packages),
        )
    )


def load() -> str:
    """Return how busy the machine is with other things, where the system reports it."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
