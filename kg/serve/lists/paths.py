"""How two entities are linked: several chains of statements, those first that pass fewer hubs and have more evidence."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.serve.lists.events import evidence_of
from kg.serve.lists.reading import Catalogue, Named, Quoted
from kg.store.catalogue import OWN

PATHS = 5
LONGEST = 8  # statements of a path
USED = 6.0  # what a node costs more once it is in a path, so that the next is another


@dataclass(frozen=True, slots=True)
class Step:
    """A statement of a path: its number, its property, whether it is read from its object, the entity it leads to, its sentences."""

    link: int
    relation: str
    inverse: bool
    title: str
    to: Named
    quoted: Quoted | None
    sentences: int


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of statements from an entity to another; `cost` is less with more evidence and fewer hubs."""

    start: Named
    steps: tuple[Step, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Edge:
    link: int
    other: int
    cost: float


class PathFinder:
    """Finds paths in a catalogue; the statements are read once."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the catalogue."""
        self.catalogue = catalogue

    @cached_property
    def _edges(self) -> Mapping[int, list[_Edge]]:
        found: dict[int, list[_Edge]] = defaultdict(list)
        rows = self.catalogue.rows(
            f"SELECT id, subject, object, articles FROM link WHERE object IS NOT NULL AND subject <> object AND predicate <> '{OWN}'"
        )
        for link, subject, other, articles in rows:
            cost = 1 + 1 / (1 + math.log2(1 + articles))
            found[subject].append(_Edge(link, other, cost))
            found[other].append(_Edge(link, subject, cost))
        return found

    def find(self, start: Named, end: Named, limit: int = PATHS, longest: int = LONGEST) -> list[Path]:
        """Return up to so many paths of up to so many statements, the best first; none of two passes the same entities."""
        used: dict[int, float] = {}
        found: dict[tuple[int, ...], Path] = {}
        for _ in range(limit * 2):
            chain = self._cheapest(start.number, end.number, used, longest)
            if chain is None or len(found) == limit:
                break
            nodes = tuple(edge.other for edge in chain)
            if nodes not in found:
                found[nodes] = self._path(start, chain)
            for number in nodes[:-1]:
                used[number] = used.get(number, 0.0) + USED
            if len(nodes) == 1:  # the statement between both is shown once
                used[-chain[0].link] = math.inf
        return sorted(found.values(), key=lambda p: (p.cost, [s.to.iri for s in p.steps]))

    def _cheapest(self, start: int, end: int, used: Mapping[int, float], longest: int) -> list[_Edge] | None:
        """Return the cheapest chain (Dijkstra 1959); passing a node costs the logarithm of its statements.

        A node is looked at again where it is reached in fewer statements: the cheapest way may be too long to go on from.
        """
        best: dict[tuple[int, int], float] = {(start, 0): 0.0}
        came: dict[tuple[int, int], tuple[int, _Edge]] = {}
        queue = [(0.0, 0, start)]
        fewest: dict[int, int] = {}
        while queue:
            cost, steps, node = heapq.heappop(queue)
            if node == end:
                return _chain(came, end, steps)
            if steps >= min(longest, fewest.get(node, longest)):
                continue
            fewest[node] = steps
            passing = 0.0 if node == start else self._passing(node) + used.get(node, 0.0)
            for edge in self._edges.get(node, ()):
                reached = cost + passing + edge.cost + used.get(-edge.link, 0.0)
                if all(reached < best.get((edge.other, n), math.inf) for n in range(steps + 2)):
                    best[edge.other, steps + 1] = reached
                    came[edge.other, steps + 1] = node, edge
                    heapq.heappush(queue, (reached, steps + 1, edge.other))
        return None

    def _passing(self, node: int) -> float:
        return math.log2(1 + len(self._edges[node])) / 2

    def _path(self, start: Named, chain: list[_Edge]) -> Path:
        here, steps, cost = start.number, [], 0.0
        for edge in chain:
            rows = self.catalogue.rows(
                "SELECT l.predicate, l.subject, l.title, l.sentences, r.id, r.iri, r.kind, r.label, r.sound, r.events, r.articles "
                "FROM link l JOIN resource r ON r.id = ? WHERE l.id = ?",
                (edge.other, edge.link),
            )
            relation, subject, title, sentences, *named = rows[0]
            said = evidence_of(self.catalogue, edge.link)
            best = max(said, key=lambda q: (q.confidence or 0, q.source.day), default=None)
            steps.append(Step(edge.link, relation, subject != here, title, Named(*named), best, sentences))
            cost += edge.cost + (self._passing(edge.other) if edge is not chain[-1] else 0.0)
            here = edge.other
        return Path(start, tuple(steps), round(cost, 2))


def _chain(came: Mapping[tuple[int, int], tuple[int, _Edge]], end: int, steps: int) -> list[_Edge]:
    chain, node = [], end
    for n in range(steps, 0, -1):
        node, edge = came[node, n]
        chain.append(edge)
    return chain[::-1]
