"""How a build grows with the corpus: time, peak memory and disk of each stage, at several sizes.

    python tests/benchmarks/growth.py CORPUS.jsonl.gz FOLDER 1000 10000 100000

Takes that many articles from the corpus (tests/benchmarks/perturb.py makes one that is large enough), builds each size in a
process of its own, and prints one row a stage as a size is done, then the exponents of the growth. Stages are logged to
FOLDER/SIZE/stages.log while they run. Processor seconds are those of the main process and its workers: on a machine that others
use too they say more than the clock. Peak memory is the resident set's high-water mark of the main process within the stage
(Linux: it is reset by /proc/self/clear_refs), and of the largest worker. Records that lie in FOLDER/SIZE already are used,
so an interrupted run goes on.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

STAGES = ("map", "resolve", "trig", "turtle", "report", "network", "store")


def peak() -> int:
    """Return the main process's high-water mark in bytes."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


def processor() -> float:
    """Return the processor seconds of this process and of its workers that have ended."""
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime


class Clock:
    """Takes the time and the peak memory of stages, and logs them as they end."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.took: dict[str, tuple[float, float, int]] = {}

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what is done inside."""
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
        begun, worked = time.perf_counter(), processor()
        yield
        seconds, work, most = self.took.get(name, (0.0, 0.0, 0))
        seconds, work = seconds + time.perf_counter() - begun, work + processor() - worked
        self.took[name] = seconds, work, max(most, peak())
        with open(self.log, "a", encoding="utf-8") as out:
            line = f"{name} {seconds:.1f} s, {work:.1f} s of processor, {peak() / 1e6:.0f} MB"
            out.write(f"{time.strftime('%H:%M:%S')} {line}\n")

    def function(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that is measured as a stage."""

        def measured(*given: Any, **named: Any) -> Any:
            with self.stage(name):
                return work(*given, **named)

        return measured

    def writers(self, name: str, make: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        """Return a function that makes files' writers, which are measured as a stage."""
        return lambda *given: {file: self.function(name, write) for file, write in make(*given).items()}

    def pieces(self, name: str, work: Callable[..., Iterable[str]]) -> Callable[..., Iterator[str]]:
        """Return a generator that is measured as a stage from its first piece to its last."""

        def measured(*given: Any, **named: Any) -> Iterator[str]:
            with self.stage(name):
                yield from work(*given, **named)

        return measured


def build_one(corpus: str, folder: str) -> None:
    """Build a corpus in this process and print what each stage took as JSON."""
    from kg.build import outputs, pipeline
    from kg.build.cache import RecordStore

    out = Path(folder)
    clock = Clock(out / "stages.log")
    begun = time.perf_counter()
    mapped = clock.stage("map")

    def resolved(*given: Any) -> Any:
        mapped.__exit__(None, None, None)
        return clock.function("resolve", resolve)(*given)

    def log_progress(done: int) -> None:
        if done % 1000 < 40:
            with open(out / "stages.log", "a", encoding="utf-8") as log:
                log.write(f"{time.strftime('%H:%M:%S')} {done} sources {time.perf_counter() - begun:.0f} s\n")

    resolve = pipeline.resolve
    patched_pipeline: Any = pipeline
    patched_pipeline.resolve = resolved
    patched: Any = outputs
    patched.trig, patched.turtle = clock.pieces("trig", outputs.trig), clock.pieces("turtle", outputs.turtle)
    for stage, name in (("report", "_reports"), ("network", "_views")):
        setattr(patched, name, clock.writers(stage, getattr(outputs, name)))
    mapped.__enter__()
    built = pipeline.build([corpus], on_progress=log_progress, store=RecordStore(out / ".records.sqlite"))
    outputs.write(built, out / "out")
    with clock.stage("store"):
        outputs.publish(built, out / "store")
    row = {
        "articles": len(built.records),
        "characters": characters_in(Path(corpus)),
        "seconds": sum(seconds for seconds, _, _ in clock.took.values()),
        "processor": sum(work for _, work, _ in clock.took.values()),
        "peak": max(most for _, _, most in clock.took.values()),
        "stages": clock.took,
        "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
        "disk": {
            p.name: size_of(p) for p in [*sorted((out / "out").iterdir()), out / "store", out / ".records.sqlite"]
        },
    }
    print(json.dumps(row))


def characters_in(corpus: Path) -> int:
    """Return the number of characters of the articles' texts."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        return sum(len(json.loads(line)["text"]) for line in lines)


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) if path.is_dir() else path.stat().st_size


def grow(corpus: Path, folder: Path, sizes: list[int]) -> list[dict[str, Any]]:
    """Build each size in a process of its own; print its rows."""
    print("| articles | stage | seconds | of processor | peak MB |\n|---:|---|---:|---:|---:|", flush=True)
    rows = []
    for size in sizes:
        own = folder / str(size)
        own.mkdir(parents=True, exist_ok=True)
        part = own / "corpus.jsonl.gz"
        with gzip.open(corpus, "rb") as lines, gzip.open(part, "wb", compresslevel=1) as out:
            out.writelines(islice(lines, size))
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(part), str(own)], stdout=subprocess.PIPE, text=True, check=True
        )
        rows.append(row := json.loads(done.stdout.splitlines()[-1]))
        (own / "row.json").write_text(json.dumps(row, indent=1), "utf-8")
        for stage, (seconds, work, most) in row["stages"].items():
            print(f"| {size:,} | {stage} | {seconds:.1f} | {work:.1f} | {most / 1e6:.0f} |")
        print(f"| {size:,} | all | {row['seconds']:.1f} | {row['processor']:.1f} | {row['peak'] / 1e6:.0f} |")
        sizes_on_disk = ", ".join(f"{name} {n / 1e6:.0f}" for name, n in row["disk"].items())
        print(
            f"\n{row['articles']:,} articles, {row['characters']:,} characters; MB on disk: {sizes_on_disk}; ", end=""
        )
        print(f"largest worker {row['worker'] / 1e6:.0f} MB\n", flush=True)
    return rows


def exponent(rows: list[dict[str, Any]], value: Callable[[dict[str, Any]], float]) -> float:
    """Return the slope of log(value) over log(articles), by least squares: 1 is linear."""
    points = [(math.log(r["articles"]), math.log(max(value(r), 1e-9))) for r in rows]
    x = sum(p[0] for p in points) / len(points)
    y = sum(p[1] for p in points) / len(points)
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def main(corpus: str, folder: str, sizes: list[int]) -> None:
    """Measure and print."""
    rows = grow(Path(corpus), Path(folder), sizes)
    if len(rows) > 1:
        print("\ngrowth, as a power of the number of articles (1 is linear):")
        for stage in STAGES:
            work = exponent(rows, lambda r, s=stage: r["stages"][s][1])
            memory = exponent(rows, lambda r, s=stage: r["stages"][s][2])
            print(f"  {stage:8} processor {work:.2f}   memory {memory:.2f}")


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        build_one(sys.argv[2], sys.argv[3])
    else:
        main(sys.argv[1], sys.argv[2], [int(n) for n in sys.argv[3:]])
