"""Leaves of a hub: nodes whose only neighbour it is. They stand together, as a fan that turns away from the others, or as rings."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]

LEAST = 3  # leaves that are a bundle
RINGS = ((60.0, 12), (100.0, 24), (136.0, 24), (174.0, 48))  # radius in units of the page, places
WIDER = 38.0  # from ring to ring beyond those, which have as many places as the last
_HALF = np.sqrt(3.0) / 2  # the cosine of a twelfth of a turn


def find_bundles(graph: nx.Graph, nodes: Collection[Hashable]) -> dict[Hashable, list[Hashable]]:
    """Return the leaves of each hub among nodes, in their order, where there are enough of them.

    >>> find_bundles(nx.star_graph(3), range(4))
    {0: [1, 2, 3]}
    """
    leaves: dict[Hashable, list[Hashable]] = {}
    inside = set(nodes)
    for node in nodes:
        if graph.degree[node] == 1:
            hub = next(iter(graph[node]))
            if hub in inside and graph.degree[hub] > 1:
                leaves.setdefault(hub, []).append(node)
    return {hub: found for hub, found in leaves.items() if len(found) >= LEAST}


def reach(count: int) -> float:
    """Return the radius of the outermost ring that so many leaves need."""
    return rings(count)[-1][0]


def rings(count: int) -> list[tuple[float, int, int]]:
    """Return the rings of so many leaves: radius, places, and how many of them are taken."""
    found: list[tuple[float, int, int]] = []
    while count > 0:
        number = len(found)
        radius, places = RINGS[number] if number < len(RINGS) else (found[-1][0] + WIDER, RINGS[-1][1])
        found.append((radius, places, min(count, places)))
        count -= places
    return found


def fan(count: int, outward: Sequence[float]) -> _Floats:
    """Return the places of leaves around a hub at nought: on each ring next to each other, the middle ones outward."""
    places: list[_Floats] = []
    for radius, slots, taken in rings(count):
        directions = _directions(slots)
        best = int((directions * np.asarray(outward)).sum(axis=1).argmax())
        chosen = (np.arange(taken) + best - taken // 2) % slots
        places.append(directions[chosen] * radius)
    return np.concatenate(places)


def outward(hub: _Floats, others: _Floats) -> tuple[float, float]:
    """Return the direction from the middle of other nodes to a hub."""
    x, y = hub - (others.mean(axis=0) if len(others) else np.array([0.0, -1.0]))
    return float(x), float(y)


def _directions(slots: int) -> _Floats:
    """Return so many directions around (12, 24, 48), by halving angles: no sine, the same on every machine."""
    cosine, steps = _HALF, 12
    while steps < slots:
        cosine, steps = np.sqrt((1.0 + cosine) / 2), steps * 2
    sine = np.sqrt(1.0 - cosine * cosine)
    found = np.empty((slots, 2))
    x, y = 1.0, 0.0
    for number in range(slots):
        found[number] = x, y
        x, y = x * cosine - y * sine, x * sine + y * cosine
    return found


def sizes(bundles: Mapping[Hashable, Sequence[Hashable]], nodes: Sequence[Hashable]) -> NDArray[np.intp]:
    """Return how many leaves each of the nodes has in its bundle."""
    return np.array([len(bundles.get(node, ())) for node in nodes], dtype=np.intp)
