"""The map on a Dask cluster of real processes: the same bytes, workers that are killed, and what goes wrong."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.build import BuildResult, Options, build_sources, quads_of
from kg.build.parallel import cluster
from kg.build.parallel.pools import LOST
from kg.cli import main
from kg.errors import InputError, WorkerError
from kg.graph.serialise import trig
from kg.model import Metadata, Source

ROOT = Path(__file__).parent.parent
POISON = """
import os, signal
from kg.build.parallel import clusters

extract_sources = getattr(clusters, "honest", clusters.extract_sources)  # Dask runs a preload twice
clusters.honest = extract_sources

def poisoned(sources, setup):
    if any(s.name == "01/n05.txt" for s in sources):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_sources(sources, setup)

clusters.extract_sources = poisoned
"""


class Deployed:
    """A scheduler and its workers, each a process of its own, as an administrator would start them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        # a batch that loses one worker is reported as killed, not only after four
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0"
        )

    def _start(self, what: str, *options: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        common = ("--scheduler-file", self.file, "--no-dashboard")
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", what, *common, *options],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def worker(self, *options: str | Path, code: Path = ROOT) -> subprocess.Popen[bytes]:
        until(self.file.is_file)
        return self._start("worker", "--nthreads", "1", "--no-nanny", *options, PYTHONPATH=str(code))

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


def until(there: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[Deployed]:
    running = Deployed(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """Return sources for twelve batches."""
    monkeypatch.setattr("kg.build.parallel.batches.BATCH", 4)
    files = sorted((ROOT / "kg" / "demo").glob("*.txt"))
    known = Metadata(source="云川日报", jurisdiction="云川市")
    return [Source(f"{n:02}/{f.name}", f.read_text("utf-8"), known) for n in range(2) for f in files]


def digest(built: BuildResult) -> str:
    return hashlib.sha256("".join(trig(quads_of(built))).encode()).hexdigest()


@pytest.mark.slow
def test_cluster_gives_the_same_bytes_though_a_worker_is_killed_in_the_middle(
    deployed: Deployed, sources: list[Source]
) -> None:
    workers = [deployed.worker(), deployed.worker()]
    counts: list[int] = []

    def kill(done: int) -> None:
        counts.append(done)
        if len(counts) == 2:
            workers[0].kill()
            workers[0].wait()
            deployed.worker()

    built = build_sources(sources, Options(cluster=str(deployed.file), model="none"), kill)
    assert counts == list(range(4, 49, 4))
    assert workers[0].returncode == -signal.SIGKILL
    assert not built.problems
    assert digest(built) == digest(build_sources(sources, Options(jobs=1, model="none")))


@pytest.mark.slow
def test_cluster_leaves_out_the_source_that_kills_its_workers_and_no_other(
    deployed: Deployed, sources: list[Source]
) -> None:
    (deployed.folder / "poison.py").write_text(POISON, "utf-8")
    for _ in range(3):
        deployed.worker("--preload", deployed.folder / "poison.py")
    built = build_sources(sources, Options(cluster=str(deployed.file), model="none"))
    assert [(p.where, p.slug) for p in built.problems] == [("01/n05.txt", LOST)]
    without = [s for s in sources if s.name != "01/n05.txt"]
    assert digest(built) == digest(build_sources(without, Options(jobs=1, model="none")))


@pytest.mark.slow
def test_cluster_refuses_workers_of_another_version(deployed: Deployed, sources: list[Source], tmp_path: Path) -> None:
    for room in ("kg", "ontology"):
        shutil.copytree(ROOT / room, tmp_path / "other" / room)
    with open(tmp_path / "other" / "kg" / "model.py", "a", encoding="utf-8") as module:
        module.write("# another version\n")
    deployed.worker(code=tmp_path / "other")
    with pytest.raises(WorkerError, match=r"has kg .* install the same"):
        build_sources(sources, Options(cluster=str(deployed.file), model="none"))


@pytest.mark.slow
def test_cluster_that_has_lost_all_its_workers_is_reported(
    deployed: Deployed, sources: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.build.parallel.clusters.NO_WORKER_TIMEOUT", 2)
    only = deployed.worker()
    with pytest.raises(WorkerError, match="no worker for 2 seconds"):
        build_sources(sources, Options(cluster=str(deployed.file), model="none"), lambda done: only.kill())


@pytest.mark.slow
def test_cluster_that_is_lost_is_reported(
    deployed: Deployed, sources: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed.worker()
    with pytest.raises(WorkerError, match="lost"):
        build_sources(
            sources, Options(cluster=str(deployed.file), model="none"), lambda done: deployed.scheduler.kill()
        )


@pytest.mark.slow
def test_cluster_of_this_machine_by_the_command(demo_folder: Path, tmp_path: Path) -> None:
    given = ["build", str(ROOT / "kg" / "demo"), "-o", str(tmp_path), "--cluster", "local", "--jobs", "2", "-q"]
    assert main(given) == 0
    assert (tmp_path / "graph.trig").read_bytes() == (demo_folder / "graph.trig").read_bytes()


def test_cluster_that_does_not_answer_is_reported(monkeypatch: pytest.MonkeyPatch, sources: list[Source]) -> None:
    monkeypatch.setattr("kg.build.parallel.clusters.CONNECT_TIMEOUT", 0.5)
    with pytest.raises(InputError, match=r"tcp://127.0.0.1:9: no Dask scheduler answers"):
        build_sources(sources, Options(cluster="tcp://127.0.0.1:9"))


def test_cluster_address_that_is_none_is_reported(sources: list[Source]) -> None:
    with pytest.raises(InputError, match="no Dask scheduler answers"):
        build_sources(sources, Options(cluster="nowhere://x"))


def test_cluster_without_dask_says_what_to_install(monkeypatch: pytest.MonkeyPatch, sources: list[Source]) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"kg-news\[cluster\]"):
        list(cluster("local")([sources]))
