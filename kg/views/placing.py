"""Network -> the position and size of each node, and its community."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import networkx as nx

from kg.views.communities import communities
from kg.views.community_layout import lay_out_communities
from kg.views.layout import lay_out
from kg.views.network import Network

LARGE = 1000  # nodes: beyond, forces between all pairs take long


@dataclass(frozen=True, slots=True)
class PositionedNode:
    """What the drawings need of a node: its place and radius in units of the page, its community (None: of none)."""

    x: int
    y: int
    size: float
    community: int | None


def place(network: Network) -> tuple[PositionedNode, ...]:
    """Return the place of each node, in their order."""
    numbers = {node.iri: number for number, node in enumerate(network.nodes)}
    ends = Counter(_ends(numbers[e.source], numbers[e.target]) for e in network.edges if e.source != e.target)
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(numbers.values())
    graph.add_weighted_edges_from((a, b, count) for (a, b), count in sorted(ends.items()))
    return place_graph(graph)


def place_graph(graph: nx.Graph) -> tuple[PositionedNode, ...]:
    """Return the place of each node of an undirected graph with a `weight` on its edges, in their order."""
    found: Mapping[Hashable, int] = communities(graph)
    places = lay_out(graph) if len(graph) <= LARGE else lay_out_communities(graph, found)
    return tuple(PositionedNode(*places[n], _size(graph.degree[n]), found.get(n)) for n in graph)


def _ends(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _size(degree: int) -> float:
    return round(6.5 + 2.6 * math.sqrt(min(degree, 36)), 1)
