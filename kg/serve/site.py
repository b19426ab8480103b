"""A store that is served: the newest generation, opened, its search, and the processes that answer queries."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Store

from kg.serve.resources import Reader
from kg.serve.workers import Pool
from kg.store import GraphStore, Hit, WordIndex, base_of
from kg.store.words import ORDER

FIELDS = tuple(ORDER)
FOUND = 10_000  # IRIs that kg:textMatch may stand for


@dataclass(frozen=True, eq=False)
class Opened:
    """A generation of the store, as the pages read it."""

    path: Path
    store: Store
    words: WordIndex
    reader: Reader
    base: str
    guard: threading.Lock = field(default_factory=threading.Lock)


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

    def iris(self, words: str) -> list[str]:
        """Return the IRIs of what holds the words, each once."""
        return list(dict.fromkeys(h.iri for h in self.search(words, FOUND)))
