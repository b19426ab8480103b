"""The engine of one machine: this process where there is little to do, else one process for each core."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process

from kg.mapping.articles import made_of
from kg.mapping.batches import Engine
from kg.mapping.pools import LostWorkersError, through
from kg.model import Source
from kg.records import Made

Make = Callable[[Sequence[Source]], list[Made]]


def local(jobs: int | None = None) -> Engine:
    """Return the engine of so many processes; None is one for each core."""
    workers = jobs or os.cpu_count() or 1

    def run(batches: Iterable[Sequence[Source]]) -> Iterator[list[Made]]:
        iterator = iter(batches)
        head = list(islice(iterator, 2))
        if workers == 1 or len(head) < 2:
            return (made_of(b) if b else [] for b in chain(head, iterator))
        return _in_processes(chain(head, iterator), workers)

    return run


def _in_processes(batches: Iterable[Sequence[Source]], workers: int) -> Iterator[list[Made]]:
    pool = _Processes(workers)
    try:
        yield from through(pool, batches)
    finally:
        pool.close()


class _Processes:
    """Processes that start with the first batch, and again where one of them was killed."""

    tries = 2  # the system may have killed the first for another's hunger

    def __init__(self, workers: int, make: Make = made_of) -> None:
        self.workers = workers
        self.make = make
        self._pool: ProcessPoolExecutor | None = None

    def room(self) -> int:
        return 2 * self.workers

    def submit(self, batch: Sequence[Source]) -> Future[list[Made]]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"), initializer=_serve)
        try:
            return self._pool.submit(self.make, batch)
        except BrokenProcessPool:
            self.close()
            return self.submit(batch)

    def result(self, task: Future[list[Made]]) -> list[Made]:
        try:
            return task.result()
        except BrokenProcessPool as e:
            raise LostWorkersError from e

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _serve() -> None:
    """Make this process a worker: it keeps to one core, leaves Ctrl-C to its parent, and never outlives it."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
