"""What is under way in a pool of workers: bounded, in order, and whole where workers die.

A batch whose workers died is made again source by source, with nothing else under way, so that the source that kills its
workers is known for certain. That one becomes a Problem; the others are made as ever.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from kg.errors import Problem, WorkerError
from kg.model import Source
from kg.records import Made

LOST = "worker-lost"  # the slug of a source that no worker survives
MOST_LOST = 10  # sources in a row that kill their workers: then the fault is not theirs
Task = TypeVar("Task")


class LostWorkersError(Exception):
    """The workers that had a batch are gone."""


class Pool(Protocol[Task]):
    """Workers that make batches."""

    tries: int  # how often a source alone may lose its workers before it is left out

    def room(self) -> int:
        """Return how many batches may be under way together."""

    def submit(self, batch: Sequence[Source]) -> Task:
        """Give a batch to the workers."""

    def result(self, task: Task) -> list[Made]:
        """Wait for what a batch gives. Raises LostWorkersError."""


@dataclass(slots=True)
class _Batch(Generic[Task]):
    sources: Sequence[Source]
    task: Task | None = None
    made: list[Made] | None = None


def through(pool: Pool[Task], batches: Iterable[Sequence[Source]]) -> Iterator[list[Made]]:
    """Yield what the batches give, in order. Raises WorkerError where one source after the other kills its workers."""
    flight = _Flight(pool)
    for batch in batches:
        flight.start(batch)
        while len(flight.waiting) > pool.room():
            yield flight.land()
    while flight.waiting:
        yield flight.land()


class _Flight(Generic[Task]):
    """The batches under way, the oldest first."""

    def __init__(self, pool: Pool[Task]) -> None:
        self.pool = pool
        self.waiting: deque[_Batch[Task]] = deque()
        self.lost = 0  # sources in a row

    def start(self, sources: Sequence[Source]) -> None:
        self.waiting.append(_Batch(sources, self.pool.submit(sources)) if sources else _Batch(sources, made=[]))

    def land(self) -> list[Made]:
        """Wait for the oldest batch."""
        first = self.waiting.popleft()
        if not self._ended(first):
            gone = [first, *(b for b in self.waiting if not self._ended(b))]
            for batch in gone:
                batch.made = [self._alone(source) for source in batch.sources]
        return first.made or []

    def _ended(self, batch: _Batch[Task]) -> bool:
        """Wait for a batch; tell whether its workers lived."""
        if batch.task is not None:
            try:
                batch.made = self.pool.result(batch.task)
            except LostWorkersError:
                return False
            finally:
                batch.task = None
        return True

    def _alone(self, source: Source) -> Made:
        for _ in range(self.pool.tries):
            batch = _Batch((source,), self.pool.submit((source,)))
            if self._ended(batch) and batch.made:
                self.lost = 0
                return batch.made[0]
        self.lost += 1
        where = f"{source.name}#{source.record}" if source.record else source.name
        if self.lost == MOST_LOST:
            raise WorkerError(
                f"{where}: its worker died, as did those of the {MOST_LOST - 1} sources before it",
                "see how much memory the workers have, and what their logs say",
            )
        told = "every worker that was given it died, perhaps for want of memory; left out"
        return Made((), (Problem(where, "extract", LOST, told),))
