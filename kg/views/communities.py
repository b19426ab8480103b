"""Which nodes of a network belong together: its communities, found by the Leiden algorithm.

Traag, Waltman and van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected communities", modularity at resolution
1, by graspologic-native. The seed is fixed, and nodes and edges are given in order: the same network, the same communities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

import networkx as nx

SEED = 20210101
SMALLEST = 3  # nodes: fewer are no community
_Node = TypeVar("_Node", bound=Hashable)


def communities(graph: nx.Graph) -> Mapping[_Node, int]:
    """Return the number of each node's community, the largest 0; nodes of no community have none.

    Nodes are taken in the order in which they were added; an edge counts by its `weight`, 1 where it has none.

    >>> triangles = nx.Graph([(1, 2), (2, 3), (3, 1), (4, 5), (5, 6), (6, 4), (3, 4)])
    >>> [communities(triangles).get(node) for node in (1, 2, 3, 4, 5, 6, 7)]
    [0, 0, 0, 1, 1, 1, None]
    """
    from graspologic_native import leiden

    order = {node: number for number, node in enumerate(graph)}
    ends = sorted(
        (*sorted((order[a], order[b])), float(w)) for a, b, w in graph.edges(data="weight", default=1) if a != b
    )
    if not ends:
        return {}
    rows = [(str(a), str(b), weight) for a, b, weight in ends]
    _, found = leiden(
        rows, None, resolution=1.0, randomness=0.001, iterations=1, use_modularity=True, seed=SEED, trials=1
    )
    members: dict[int, list[int]] = defaultdict(list)
    for node in sorted(map(int, found)):
        members[found[str(node)]].append(node)
    largest = sorted(members.values(), key=lambda m: (-len(m), m[0]))
    numbers = {node: number for number, group in enumerate(largest) if len(group) >= SMALLEST for node in group}
    return {node: numbers[place] for node, place in order.items() if place in numbers}
