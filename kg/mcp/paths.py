"""The tool `path`: how two entities are connected, by a search in breadth from the one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.graph.terms import RDF
from kg.mcp.citing import CITED, SCANNED, Citing, term
from kg.mcp.entities import named
from kg.mcp.results import PathResult, Step
from kg.serve.site import Opened
from kg.vocab import KG

MOST_NODES = 20_000  # that are looked at
MOST_PATHS = 3
OFTEN = 500  # statements of an entity through which no path leads: what nearly everything is connected with


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement that leads from one resource to the next."""

    start: NamedNode
    property: str
    inverse: bool
    end: NamedNode
    stating: NamedNode


def path(now: Opened, start: str, end: str, longest: int) -> PathResult:
    """Return the shortest paths between two entities, up to a number of statements."""
    citing = Citing(now.store)
    first, last = ({n for n in named(now, name)} for name in (start, end))
    if first & last:
        return PathResult([], False, f"{start} and {end} are the same entity")
    found, cut = _search(citing, first, last, longest)
    paths = [[_step(citing, e) for e in edges] for edges in found]
    if paths:
        return PathResult(paths, cut, "")
    why = f"the search was ended after {MOST_NODES} resources" if cut else f"none of up to {longest} statements"
    return PathResult(
        [], cut, f"no path found: {why}; entities with more than {OFTEN} statements are not passed through"
    )


def _search(citing: Citing, first: set[NamedNode], last: set[NamedNode], longest: int) -> tuple[list[list[Edge]], bool]:
    """Return shortest paths, and whether the search ended before it had seen all that is near."""
    into: dict[NamedNode, list[Edge]] = {n: [] for n in first}
    front = sorted(first, key=lambda n: n.value)
    for _ in range(longest):
        reached: dict[NamedNode, list[Edge]] = {}
        for node in front:
            edges = list(_edges(citing, node))
            if len(edges) > OFTEN and node not in first:
                continue
            for edge in edges:
                if edge.end not in into:
                    reached.setdefault(edge.end, []).append(edge)
            if len(into) + len(reached) > MOST_NODES:
                return [], True
        into |= reached
        ends = sorted(last & set(reached), key=lambda n: n.value)
        if ends:
            every = [p for n in ends for p in _back(into, n)]
            return every[:MOST_PATHS], len(every) > MOST_PATHS
        front = sorted(reached, key=lambda n: n.value)
    return [], False


def _back(into: dict[NamedNode, list[Edge]], end: NamedNode) -> Iterator[list[Edge]]:
    """Yield the paths to a resource, each of other resources, some more than are shown."""
    rows: list[list[Edge]] = [[]]
    while rows and into[rows[0][0].start if rows[0] else end]:
        longer = []
        for row in rows:
            fresh: dict[NamedNode, Edge] = {}
            for edge in into[row[0].start if row else end]:
                fresh.setdefault(edge.start, edge)
            longer += [[edge, *row] for edge in fresh.values()]
        rows = longer[: MOST_PATHS + 1]
    yield from rows


def _edges(citing: Citing, node: NamedNode) -> Iterator[Edge]:
    for place, far, inverse in (("subject", "object", False), ("object", "subject", True)):
        for statement in citing.subjects(RDF + place, node):
            prop = citing.value(statement, RDF + "predicate").removeprefix(KG)
            for other in citing.nodes(statement, RDF + far):
                yield Edge(node, prop, inverse, other, statement)
    for position in citing.nodes(node, KG + "holdsPosition"):
        for other in citing.nodes(position, KG + "positionAt"):
            yield Edge(node, "holdsPosition", False, other, position)
    for position in citing.subjects(KG + "positionAt", node):
        for other in citing.subjects(KG + "holdsPosition", position):
            yield Edge(node, "holdsPosition", True, other, position)


def _step(citing: Citing, edge: Edge) -> Step:
    """Return an edge with all the sentences that state it."""
    same = [
        e.stating
        for e in _edges(citing, edge.start)
        if (e.property, e.inverse, e.end) == (edge.property, edge.inverse, edge.end)
    ][:SCANNED]
    return Step(
        citing.resource(edge.start),
        term(edge.property),
        edge.inverse,
        citing.resource(edge.end),
        citing.evidence(same)[:CITED],
    )
