"""Batches in flight in a pool of workers: bounded, in order, and complete even if workers die.

A batch whose workers died is repeated source by source, with nothing else in flight, which identifies the source that kills
its workers. That source becomes a Problem; the others are extracted as usual.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from kg.build.cache import ExtractionResult
from kg.errors import Problem, WorkerError
from kg.model import Source

LOST = "worker-lost"  # the slug of a source that no worker survives
MAX_LOST = 10  # sources in a row that kill their workers: then the cause lies elsewhere
Task = TypeVar("Task")


class LostWorkersError(Exception):
    """The workers of a batch have died."""


class Pool(Protocol[Task]):
    """Workers that process batches."""

    tries: int  # how often a single source may lose its workers before it is left out

    def limit(self) -> int:
        """Return how many batches may be in flight."""

    def submit(self, batch: Sequence[Source]) -> Task:
        """Submit a batch to the workers."""

    def result(self, task: Task) -> list[ExtractionResult]:
        """Wait for the results of a batch. Raises LostWorkersError."""


@dataclass(slots=True)
class _Batch(Generic[Task]):
    sources: Sequence[Source]
    task: Task | None = None
    results: list[ExtractionResult] | None = None


def run_bounded(pool: Pool[Task], batches: Iterable[Sequence[Source]]) -> Iterator[list[ExtractionResult]]:
    """Yield the results of the batches, in order. Raises WorkerError if MAX_LOST sources in a row kill their workers."""
    in_flight = _InFlight(pool)
    for batch in batches:
        in_flight.submit(batch)
        while len(in_flight.waiting) > pool.limit():
            yield in_flight.next_results()
    while in_flight.waiting:
        yield in_flight.next_results()


class _InFlight(Generic[Task]):
    """The batches in flight, the oldest first."""

    def __init__(self, pool: Pool[Task]) -> None:
        self.pool = pool
        self.waiting: deque[_Batch[Task]] = deque()
        self.lost = 0  # sources in a row

    def submit(self, sources: Sequence[Source]) -> None:
        self.waiting.append(_Batch(sources, self.pool.submit(sources)) if sources else _Batch(sources, results=[]))

    def next_results(self) -> list[ExtractionResult]:
        """Wait for the oldest batch."""
        first = self.waiting.popleft()
        if not self._finished(first):
            gone = [first, *(b for b in self.waiting if not self._finished(b))]
            for batch in gone:
                batch.results = [self._extract_alone(source) for source in batch.sources]
        return first.results or []

    def _finished(self, batch: _Batch[Task]) -> bool:
        """Wait for a batch, and return whether its workers survived."""
        if batch.task is not None:
            try:
                batch.results = self.pool.result(batch.task)
            except LostWorkersError:
                return False
            finally:
                batch.task = None
        return True

    def _extract_alone(self, source: Source) -> ExtractionResult:
        for _ in range(self.pool.tries):
            batch = _Batch((source,), self.pool.submit((source,)))
            if self._finished(batch) and batch.results:
                self.lost = 0
                return batch.results[0]
        self.lost += 1
        where = f"{source.name}#{source.record}" if source.record else source.name
        if self.lost == MAX_LOST:
            raise WorkerError(
                f"{where}: its worker died, as did those of the {MAX_LOST - 1} sources before it",
                "check the memory and the logs of the workers",
            )
        message = "every worker that got it died, perhaps for lack of memory; left out"
        return ExtractionResult((), (Problem(where, "extract", LOST, message),))
