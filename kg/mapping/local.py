"""The engine of one machine: this process where there is little to do, else one process for each core."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from kg.errors import InputError
from kg.mapping.articles import made_of
from kg.mapping.batches import Engine
from kg.model import Source
from kg.records import Made
from kg.workers import worker_pool


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
    """Yield the batches in order; not more than two for each process are under way. Without work, no process starts."""
    waiting: deque[Future[list[Made]] | None] = deque()
    with contextlib.ExitStack() as stack:
        pool: ProcessPoolExecutor | None = None
        for batch in batches:
            if batch and pool is None:
                pool = stack.enter_context(worker_pool(workers, _one_thread))
            waiting.append(pool.submit(made_of, batch) if pool and batch else None)
            while len(waiting) > 2 * workers:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())


def _result(future: Future[list[Made]] | None) -> list[Made]:
    try:
        return future.result() if future else []
    except BrokenProcessPool as e:
        raise InputError(
            "a process that extracts was ended from outside, as systems do where memory runs out",
            "build again with fewer --jobs: what was extracted so far is kept",
        ) from e


def _one_thread() -> None:
    """A worker keeps to one core: the cores are shared out by process."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
