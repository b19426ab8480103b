"""A store that is served: the newest generation, opened, its search, and the processes that answer queries."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from kg.graph.terms import TYPE
from kg.serve.resources import Reader
from kg.serve.workers import Pool
from kg.store import GraphStore, Hit, WordIndex, base_of
from kg.store.words import ORDER
from kg.vocab import KG

FIELDS = tuple(ORDER)
KINDS = ("Article", "Award", "Event", "Organisation", "Person", "Place")  # that the first page counts


@dataclass(frozen=True, eq=False)
class Opened:
    """A generation of the store, as the pages read it."""

    path: Path
    store: Store
    words: WordIndex
    reader: Reader
    base: str
    guard: threading.Lock = field(default_factory=threading.Lock)
    counting: threading.Lock = field(default_factory=threading.Lock)

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return how many entities of each kind there are, but for none; counted once, and by no query that may wait."""
        with self.counting:
            return self._counts

    @cached_property
    def _counts(self) -> tuple[tuple[str, int], ...]:
        return tuple((kind, count) for kind in KINDS if (count := self._count(NamedNode(KG + kind))))

    def _count(self, kind: NamedNode) -> int:
        return sum(1 for _ in self.store.quads_for_pattern(None, NamedNode(TYPE), kind, DefaultGraph()))


class Site:
    """A store that is served: the newest generation, opened, and the processes that answer queries."""

    def __init__(
        self, folder: str | Path, pool: Pool, allowed: frozenset[str] = frozenset(), records: Path | None = None
    ) -> None:
        """Open the store.

        `allowed` may hold "update" and "service"; `records` is the graph beside which the build left its records, if the
        whole text of articles is to be shown. Raises InputError where there is no store.
        """
        self.records = records
        self.allowed = allowed
        self.kept = GraphStore(folder)
        self.pool = pool
        self._guard = threading.Lock()
        self._opened: Opened | None = None
        self.opened()

    def opened(self) -> Opened:
        """Return the current generation; a build that ended since is seen from now on."""
        path = self.kept.current()
        with self._guard:
            if self._opened is None or self._opened.path != path:
                store = self.kept.open()
                base = base_of(store)
                self._opened = Opened(path, store, self.kept.words(), Reader(store, base), base)
            return self._opened

    def search(self, words: str, limit: int, offset: int = 0, fields: tuple[str, ...] = FIELDS) -> list[Hit]:
        """Return what holds the words."""
        now = self.opened()
        with now.guard:
            return now.words.search(words, fields, limit, offset)
