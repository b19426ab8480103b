"""Intervals of a text, and which of them hold or cross another: by bisection, so that long texts take linear time."""

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
    """A set of intervals `[start, end)`, which may hold and cross one another."""

    def __init__(self, rows: Iterable[T]) -> None:
        self.rows = sorted(rows, key=lambda r: (r.start, r.end))
        self.starts = [r.start for r in self.rows]
        self.longest = max((r.end - r.start for r in self.rows), default=0)

    def crossing(self, start: int, end: int) -> Iterator[T]:
        """Yield those that share a character with `[start, end)`, in text order."""
        first = bisect_right(self.starts, start - self.longest)
        for row in self.rows[first : bisect_left(self.starts, end)]:
            if row.end > start:
                yield row

    def cross(self, start: int, end: int) -> bool:
        """Tell whether one of them shares a character with `[start, end)`."""
        return any(True for _ in self.crossing(start, end))

    def hold(self, start: int, end: int) -> bool:
        """Tell whether `[start, end)` lies within one of them."""
        return any(r.start <= start and end <= r.end for r in self.crossing(start, end))
