"""The map in processes of this machine: whole where workers die, a source that kills them reported."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.build.cache import ExtractionResult, RecordStore
from kg.build.parallel.batches import map_sources
from kg.build.parallel.local import Processes, local
from kg.build.parallel.pools import LOST, LostWorkersError, run_bounded
from kg.errors import WorkerError
from kg.model import Source

POISON = "毒"


def poisoned(batch: Sequence[Source]) -> list[ExtractionResult]:
    """Stand in for the map: a source may kill its process."""
    time.sleep(0.02)
    if any(POISON in s.text for s in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return [ExtractionResult(()) for _ in batch]


def sources(count: int, *poison: int) -> list[Source]:
    return [Source(f"{n}.txt", POISON if n in poison else "云川市委书记程望舒。") for n in range(count)]


@pytest.mark.slow
def test_mapping_leaves_out_the_source_that_kills_its_workers_and_no_other() -> None:
    given = sources(12, 5)
    with Processes(2, poisoned) as pool:
        made = [m for batch in run_bounded(pool, [given[n : n + 3] for n in range(0, 12, 3)]) for m in batch]
    assert len(made) == 12
    assert [(p.where, p.slug, p.fatal) for m in made for p in m.problems] == [("5.txt", LOST, True)]


@pytest.mark.slow
def test_mapping_goes_on_when_a_worker_is_killed() -> None:
    made = 0
    with Processes(2, poisoned) as pool:
        for batch in run_bounded(pool, [[s] for s in sources(40)]):
            made += len(batch)
            if made == 3:
                os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
            assert not any(m.problems for m in batch)
    assert made == 40


class Broken:
    """A pool in which no worker lives."""

    tries = 1

    def limit(self) -> int:
        return 4

    def submit(self, batch: Sequence[Source]) -> str:
        return "a task"

    def result(self, task: str) -> list[ExtractionResult]:
        raise LostWorkersError


def test_mapping_gives_up_where_all_workers_die() -> None:
    with pytest.raises(WorkerError, match="sources before it"):
        list(run_bounded(Broken(), [sources(30)]))


def test_mapping_does_not_keep_what_was_lost_with_its_workers() -> None:
    store = RecordStore()
    (given,) = sources(1)
    list(map_sources([given], lambda batches: run_bounded(Broken(), batches), store))
    (((_, made),),) = map_sources([given], local(1), store)
    assert len(made.records) == 1
    assert not made.problems


def test_a_script_without_a_main_block_builds_in_processes(tmp_path: Path) -> None:
    script = tmp_path / "plain.py"
    script.write_text(
        "import kg\n"
        "texts = {f'{n:03}.txt': f'3月1日，程望舒出席第{n}次揭牌仪式。' for n in range(90)}\n"
        "print(len(kg.build_texts(texts, date='2021-03-02', jobs=2).records))\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("90\n", "")
