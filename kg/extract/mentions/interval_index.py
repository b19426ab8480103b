"""An index of intervals of a text for containment and overlap, by bisection, so that long texts take linear time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class Interval(Protocol):
    """Anything with a start and an end offset."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=Interval)


class IntervalIndex(Generic[T]):
    """A set of intervals `[start, end)`, which may overlap."""

    def __init__(self, rows: Iterable[T]) -> None:
        self.rows = sorted(rows, key=lambda r: (r.start, r.end))
        self.starts = [r.start for r in self.rows]
        self.longest = max((r.end - r.start for r in self.rows), default=0)

    def crossing(self, start: int, end: int) -> Iterator[T]:
        """Yield the intervals that overlap `[start, end)`, in text order."""
        first = bisect_right(self.starts, start - self.longest)
        for row in self.rows[first : bisect_left(self.starts, end)]:
            if row.end > start:
                yield row

    def cross(self, start: int, end: int) -> bool:
        """Whether an interval overlaps `[start, end)`."""
        return any(True for _ in self.crossing(start, end))

    def hold(self, start: int, end: int) -> bool:
        """Whether an interval contains `[start, end)`."""
        return any(r.start <= start and end <= r.end for r in self.crossing(start, end))
