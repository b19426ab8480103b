"""Applies corrections to clusters: splits first, then merges, then new classes, then names and authorities.

The order of lines makes no difference. A correction that no longer applies becomes a Problem; the others are applied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from kg.errors import Problem
from kg.resolve.clusters import Cluster, entity_key, short_hash
from kg.resolve.corrections import Correction
from kg.resolve.merge_decisions import Distinction, Join
from kg.vocab import article_key, mint

ORDER = ("split", "merge", "retype", "rename", "same")


class Correcting:
    """The corrections of one build, applied to its clusters."""

    def __init__(
        self,
        clusters: Sequence[Cluster],
        corrections: Iterable[Correction],
        replaced: dict[str, set[str]],
    ) -> None:
        self.clusters = {c.key: c for c in clusters}
        self.corrections = sorted(
            (c for c in corrections if c.action in ORDER), key=lambda c: (ORDER.index(c.action), c.words)
        )
        self.replaced = replaced
        self.written = {written(k): k for k in [*replaced, *self.clusters]}
        self.labels: dict[str, str] = {}
        self.same: dict[str, set[str]] = defaultdict(set)
        self.joins: list[Join] = []
        self.distinctions: list[Distinction] = []
        self.parted: dict[str, set[str]] = defaultdict(set)  # a key -> those of what was split from it
        self.problems: list[Problem] = []

    def apply(self) -> list[Cluster]:
        """Return the corrected clusters; `labels`, `same`, `joins` and `problems` hold what else came of it."""
        for c in self.corrections:
            getattr(self, f"_{c.action}")(c)
        return [self.clusters[k] for k in sorted(self.clusters)]

    def _problem(self, c: Correction, message: str) -> None:
        self.problems.append(Problem(c.where, "corrections", "does-not-fit", f"{c}: {message}; left out"))

    def _find(self, c: Correction, word: str) -> Cluster | None:
        """Return the cluster that a key means, over what replaced it; None, and a Problem, where there is none or several."""
        key = self.written.get(written(word), word)
        seen: set[str] = set()
        while key not in self.clusters:
            seen.add(key)
            onward = self.replaced.get(key, set()) - seen
            if len(onward) != 1:
                message = f"means several: {', '.join(sorted(onward))}" if onward else "is not in the graph"
                self._problem(c, f"{word} {message}")
                return None
            key = next(iter(onward))
        return self.clusters[key]

    def _replace(self, old: str, new: str) -> None:
        for targets in self.replaced.values():
            if old in targets:
                targets.discard(old)
                targets.add(new)
        if old != new:
            self.replaced[old] = {new}

    def _split(self, c: Correction) -> None:
        found = self._find(c, c.words[0])
        if not found:
            return
        articles = {written(article_key(a)).removeprefix("article/"): a for a, _ in found.members}
        wanted = {articles.get(written(article_key(w)).removeprefix("article/"), w) for w in c.words[1:]}
        gone = sorted(wanted - {article for article, _ in found.members})
        if gone:
            self._problem(c, f"{found.key} is not in {', '.join(gone)}")
            return
        parted = [r for r in found.members if r[0] in wanted]
        if len(parted) == len(found.members):
            self._problem(c, f"nothing would be left of {found.key}")
            return
        names = self._names(found)
        apart = short_hash(" ".join(sorted(wanted)))
        key = entity_key(found.kind, f"{found.name}~{apart}")
        self.clusters[key] = Cluster(found.kind, key, found.name, parted)
        self.written[written(key)] = key
        found.members = [r for r in found.members if r[0] not in wanted]
        self.parted[found.key].add(key)
        reason = f"correction {c.where}: {c}"
        self.distinctions += [Distinction(key, found.key, reason, 1.0), Distinction(found.key, key, reason, 1.0)]
        for name in names:
            for old in (entity_key(found.kind, f"{name}~{short_hash(f'{a}/{name}')}") for a in wanted):
                if found.key in self.replaced.get(old, ()):
                    self.replaced[old] = {key}
            if name != found.name:  # the same line gives this key where most articles use the other name
                self.replaced[entity_key(found.kind, f"{name}~{apart}")].add(key)

    def _names(self, c: Cluster) -> list[str]:
        """Return the names under which a cluster goes in this build and in those of other articles."""
        keys = {c.key, *(old for old, targets in self.replaced.items() if c.key in targets)}
        return sorted(
            {c.name, *(k.split("/", 1)[1] for k in keys if k.startswith(f"{c.kind.lower()}/") and "~" not in k)}
        )

    def _merge(self, c: Correction) -> None:
        found = [self._find(c, word) for word in c.words]
        first, *others = found
        if first is None or None in others:
            return
        kinds = {o.kind for o in found if o}
        if len(kinds) > 1:
            self._problem(c, f"they are of several classes: {', '.join(sorted(kinds))}; retype one of them")
            return
        for other in others:
            if other and other is not first:
                self._into(first, other, c)

    def _into(self, first: Cluster, other: Cluster, c: Correction) -> None:
        self.joins.append(
            Join(first.key, "correction", f"{c.where}: {c}", 1.0, tuple(sorted({a for a, _ in other.members})))
        )
        first.members = sorted({*first.members, *other.members})
        del self.clusters[other.key]
        self._replace(other.key, first.key)

    def _retype(self, c: Correction) -> None:
        found = self._find(c, c.words[0])
        kind = c.words[1]
        if not found or found.kind == kind:
            return
        key = entity_key(kind, found.key.split("/", 1)[1])
        target = self.clusters.get(key)
        for name in self._names(found):
            if entity_key(kind, name) != key:  # the same line gives this key where the entity has the other name
                self.replaced[entity_key(kind, name)].add(key)
        if target:
            self._into(target, found, c)
            return
        del self.clusters[found.key]
        old = found.key
        found.kind, found.key = kind, key
        self.clusters[key] = found
        self._replace(old, key)
        self.replaced.pop(key, None)

    def _rename(self, c: Correction) -> None:
        found = self._find(c, c.words[0])
        if found:
            self.labels[found.key] = c.words[1]

    def _same(self, c: Correction) -> None:
        found = self._find(c, c.words[0])
        if found:
            self.same[found.key].add(c.words[1])


def written(key: str) -> str:
    """Return a key as its IRI writes it behind the base, percent-encoding undone: keys are compared so."""
    return unquote(mint(key, "")) if "/" in key else key
