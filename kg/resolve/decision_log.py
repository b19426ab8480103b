"""The log of one resolution: what was joined, what was kept apart, and which keys other builds give or gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from kg.resolve.merge_decisions import Distinction, Join


class DecisionLog:
    """Joins and distinctions by the keys of clusters before corrections; `replaced`: a key -> the keys that it means now."""

    def __init__(self) -> None:
        self.joins: list[Join] = []
        self.distinctions: list[Distinction] = []
        self.replaced: dict[str, set[str]] = defaultdict(set)

    def join(self, key: str, reason: str, basis: str, score: float, articles: Iterable[str]) -> None:
        """Note a join of the mentions in some articles."""
        self.joins.append(Join(key, reason, basis, score, tuple(sorted(set(articles)))))

    def joins_of(self, articles: Mapping[str, Set[str]], parted: Mapping[str, Set[str]]) -> tuple[Join, ...]:
        """Return the joins of the entities that there are, each once: of two of one content the more certain one.

        `articles` are those of each entity after corrections; `parted` the entities that a split took from each. A join
        cites the articles that its entity still has, and is gone where a split left nothing joined.
        """
        surest: dict[tuple[str, str, str, tuple[str, ...]], Join] = {}
        for j in sorted(self._corrected(articles, parted)):
            surest[j.key, j.reason, j.basis, j.articles] = j
        return tuple(sorted(surest.values()))

    def distinctions_of(self, keys: Set[str]) -> tuple[Distinction, ...]:
        """Return the distinctions between entities that there are."""
        return tuple(sorted(d for d in self.distinctions if {d.key, d.other} <= keys))

    def redirects(self, keys: Set[str]) -> dict[str, tuple[str, ...]]:
        """Return the keys that are no more, and what they mean now."""
        return {old: tuple(sorted(new)) for old, new in sorted(self.replaced.items()) if old not in keys}

    def _corrected(self, articles: Mapping[str, Set[str]], parted: Mapping[str, Set[str]]) -> Iterator[Join]:
        """Yield the joins under the keys that their entities have after corrections."""
        for j in self.joins:
            for key in (self._current(j.key, articles), *sorted(parted.get(j.key, ()))):
                if key not in articles:
                    continue
                if not parted:
                    yield replace(j, key=key)
                    continue
                kept = tuple(a for a in j.articles if a in articles[key])
                if len(kept) == len(j.articles) or len(kept) > 1 or (kept and " = " in j.basis):
                    yield replace(j, key=key, articles=kept)

    def _current(self, key: str, articles: Mapping[str, Set[str]]) -> str:
        while key not in articles and len(self.replaced.get(key, ())) == 1:
            (key,) = self.replaced[key]
        return key
