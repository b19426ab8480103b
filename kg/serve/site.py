"""A store that is served: the newest generation, opened, its search, and the processes that answer queries."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import Store

from kg.resolve.spelling import folded
from kg.segmenter import segmenter
from kg.serve.lists.paths import PathFinder
from kg.serve.lists.reading import Catalogue
from kg.serve.resources import Reader
from kg.serve.workers import Pool
from kg.store import GraphStore, Hit, WordIndex, base_of
from kg.store.catalogue import is_current, make_catalogue
from kg.store.words import ORDER

FIELDS = tuple(ORDER)


@dataclass(frozen=True, eq=False)
class Opened:
    """A generation of the store, as the pages read it."""

    path: Path
    store: Store
    words: WordIndex
    reader: Reader
    base: str
    catalogue: Catalogue
    version: str  # of the graph, as citations name it
    guard: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def paths(self) -> PathFinder:
        """What finds paths between entities."""
        return PathFinder(self.catalogue)


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
        threading.Thread(target=_warm, daemon=True).start()

    def opened(self) -> Opened:
        """Return the current generation; a build that ended since is seen from now on."""
        path = self.kept.current()
        with self._guard:
            if self._opened is None or self._opened.path != path:
                store = self.kept.open()
                base = base_of(store)
                words = self.kept.words()
                catalogue = Catalogue(self._catalogue(store, path), path / "words.sqlite", self.pool.limits.seconds)
                version = f"{path.name} {self.kept.made_from()[:12]}".strip()
                self._opened = Opened(path, store, words, Reader(store, base), base, catalogue, version)
            return self._opened

    def _catalogue(self, store: Store, generation: Path) -> Path:
        """Return the catalogue of a generation; it is made here where an older version of kg wrote the store."""
        kept = self.kept.catalogue()
        if kept.exists() and is_current(kept):
            return kept
        made = self.pool.folder / f"{generation.name}.sqlite"
        if not made.exists():
            make_catalogue(store, made)
        return made

    def search(self, words: str, limit: int, offset: int = 0, fields: tuple[str, ...] = FIELDS) -> list[Hit]:
        """Return what holds the words."""
        now = self.opened()
        with now.guard:
            return now.words.search(words, fields, limit, offset)


def _warm() -> None:
    """Load the dictionaries that searches need, so that the first does not wait for them."""
    folded("国")
    segmenter().cut("中国")
