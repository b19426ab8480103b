"""The engine of one machine: this process where there is little to do, else one process for each core."""

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

from kg.mapping.articles import made_of
from kg.mapping.batches import Engine
from kg.mapping.pools import LostWorkersError, through
from kg.model import Source
from kg.records import Made
from kg.workers import worker_pool

Make = Callable[[Sequence[Source]], list[Made]]


def local(jobs: int | None = None, model: str | None = None) -> Engine:
    """Return the engine of so many processes; None is one for each core. A process that may have no others works alone.

    `model` is a model file, or None for the one that comes with kg.
    """
    make = partial(made_of, model=model)
    workers = 1 if current_process().daemon else jobs or os.cpu_count() or 1

    def run(batches: Iterable[Sequence[Source]]) -> Iterator[list[Made]]:
        iterator = iter(batches)
        head = list(islice(iterator, 2))
        if workers == 1 or len(head) < 2:
            return (make(b) if b else [] for b in chain(head, iterator))
        return _in_processes(chain(head, iterator), workers, make)

    return run


def _in_processes(batches: Iterable[Sequence[Source]], workers: int, make: Make) -> Iterator[list[Made]]:
    with Processes(workers, make) as pool:
        yield from through(pool, batches)


class Processes:
    """Processes that start with the first batch, and anew where one of them was killed."""

    tries = 2  # the system may have killed the first for another's hunger

    def __init__(self, workers: int, make: Make = made_of) -> None:
        self.workers = workers
        self.make = make
        self._pool: ProcessPoolExecutor | None = None
        self._ending = ExitStack()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ending.__exit__(kind, error, at)

    def room(self) -> int:
        """Return how many batches may be under way: what is worked on, and what comes next."""
        return 2 * self.workers

    def submit(self, batch: Sequence[Source]) -> Future[list[Made]]:
        """Give a batch to a process."""
        if self._pool is None:
            self._pool = self._ending.enter_context(worker_pool(self.workers, _one_thread))
        try:
            return self._pool.submit(self.make, batch)
        except BrokenProcessPool:
            self._ending.close()
            self._pool = None
            return self.submit(batch)

    def result(self, task: Future[list[Made]]) -> list[Made]:
        """Wait for what a batch gives. Raises LostWorkersError."""
        try:
            return task.result()
        except BrokenProcessPool as e:
            raise LostWorkersError from e


def _one_thread() -> None:
    """A worker keeps to one core: the cores are shared out by process."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
