"""The engine for one machine: this process for few sources, else one process for each core."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from functools import partial
from itertools import chain, islice
from multiprocessing import current_process
from types import TracebackType

from kg.build.cache import ExtractionResult
from kg.build.parallel.articles import extract_sources
from kg.build.parallel.batches import Engine
from kg.build.parallel.pools import LostWorkersError, run_bounded
from kg.build.parallel.processes import worker_pool
from kg.extract import Setup
from kg.model import Source

Extract = Callable[[Sequence[Source]], list[ExtractionResult]]


def local(jobs: int | None = None, setup: Setup = Setup()) -> Engine:
    """Return an engine of `jobs` processes; None means one for each core. A daemon process, which may not start others, works alone."""
    workers = 1 if current_process().daemon else jobs or os.cpu_count() or 1

    def run(batches: Iterable[Sequence[Source]]) -> Iterator[list[ExtractionResult]]:
        iterator = iter(batches)
        head = list(islice(iterator, 2))
        if workers == 1 or len(head) < 2:
            return (extract_sources(b, setup) if b else [] for b in chain(head, iterator))
        return _in_processes(chain(head, iterator), workers, partial(extract_sources, setup=setup))

    return run


def _in_processes(batches: Iterable[Sequence[Source]], workers: int, run: Extract) -> Iterator[list[ExtractionResult]]:
    with Processes(workers, run) as pool:
        yield from run_bounded(pool, batches)


class Processes:
    """Processes that start with the first batch, and again after one of them was killed."""

    tries = 2  # the system may have killed the first process because another used too much memory

    def __init__(self, workers: int, run: Extract = extract_sources) -> None:
        self.workers = workers
        self.run = run
        self._pool: ProcessPoolExecutor | None = None
        self._ending = ExitStack()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ending.__exit__(kind, error, at)

    def limit(self) -> int:
        """Return how many batches may be in flight: those in work, and the next ones."""
        return 2 * self.workers

    def submit(self, batch: Sequence[Source]) -> Future[list[ExtractionResult]]:
        """Submit a batch to a process."""
        if self._pool is None:
            self._pool = self._ending.enter_context(worker_pool(self.workers, _one_thread))
        try:
            return self._pool.submit(self.run, batch)
        except BrokenProcessPool:
            self._ending.close()
            self._pool = None
            return self.submit(batch)

    def result(self, task: Future[list[ExtractionResult]]) -> list[ExtractionResult]:
        """Wait for the results of a batch. Raises LostWorkersError."""
        try:
            return task.result()
        except BrokenProcessPool as e:
            raise LostWorkersError from e


def _one_thread() -> None:
    """Keep a worker to one core: the processes share the cores."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
