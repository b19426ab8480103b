"""Where the nodes of a network stand: computed once, at build time, so that the page opens at once.

Each connected component is spread by pivot multidimensional scaling (Brandes and Pich, 2006), relaxed by forces as in
ForceAtlas2 (Jacomy et al., 2014), freed of overlaps, and packed around the largest. Leaves of a hub are bundled: the forces see the hub
as large as all of them, and they stand around it. Only additions, products,
quotients and square roots are used, in a fixed order: the same graph gets the same places on every machine.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.views.bundles import fan, find_bundles, outward, reach, sizes
from kg.views.packing import pack

_Floats = NDArray[np.float64]

_PIVOTS = 40
_EDGE = 120.0  # the usual length of an edge, in units of the page
_CELL = (96.0, 62.0)  # the room that a node with its label asks for
_LEAF = (34.0, 30.0)  # that a leaf asks for at the rim of its bundle
_GOLDEN = 0.6180339887498949


def lay_out(graph: nx.Graph) -> dict[Hashable, tuple[int, int]]:
    """Return a place for each node of an undirected graph, in whole units, the largest component first.

    Nodes and neighbours are taken in the order in which they were added. Takes about 5 s for 2,000 nodes in one
    component, 0.3 s for 500.

    >>> lay_out(nx.Graph([("a", "b")]))["a"] != lay_out(nx.Graph([("a", "b")]))["b"]
    True
    """
    order = {node: index for index, node in enumerate(graph)}
    components = [sorted(c, key=order.__getitem__) for c in nx.connected_components(graph)]
    components.sort(key=lambda c: (-len(c), order[c[0]]))
    known: dict[tuple[int, bytes], _Floats] = {}  # most small components are of a few forms: a pair, a star
    blocks = [_lay_out_component(graph, nodes, known) for nodes in components]
    places: dict[Hashable, tuple[int, int]] = {}
    for nodes, block, move in zip(components, blocks, pack(blocks, _CELL), strict=True):
        for node, place in zip(nodes, block + move, strict=True):
            places[node] = (round(float(place[0])), round(float(place[1])))
    return places


def _lay_out_component(graph: nx.Graph, nodes: Sequence[Hashable], known: dict[tuple[int, bytes], _Floats]) -> _Floats:
    """Return the places of a component's nodes, its least coordinates at nought; `known` are those of forms seen before."""
    index = {node: i for i, node in enumerate(nodes)}
    ends = np.array([(index[a], index[b]) for a in nodes for b in graph[a] if index[a] < index[b]], dtype=np.intp)
    ends = ends.reshape(-1, 2)
    form = len(nodes), ends[np.lexsort(ends.T)].tobytes()
    if form not in known:
        places = _in_bundles(graph, nodes)
        corner: _Floats = places.min(axis=0)
        known[form] = places - corner
    return known[form]


def _in_bundles(graph: nx.Graph, nodes: Sequence[Hashable]) -> _Floats:
    """Return the places of a component's nodes: of all but the leaves by forces, then of the leaves around their hubs."""
    bundles = find_bundles(graph, nodes)
    leaves = {leaf for found in bundles.values() for leaf in found}
    core = [node for node in nodes if node not in leaves]
    index = {node: i for i, node in enumerate(core)}
    pairs = [(index[a], index[b]) for a in core for b in graph[a] if b in index and index[a] < index[b]]
    ends = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    count = sizes(bundles, core)
    rooms = _rooms(count)
    places = _part(_gather(relax(spread(graph.subgraph(core), core), ends, count), rooms), rooms)
    at = dict(zip(core, places, strict=True))
    for hub, found in bundles.items():
        others = np.array([at[n] for n in graph[hub] if n in index]).reshape(-1, 2)
        at.update(zip(found, at[hub] + fan(len(found), outward(at[hub], others)), strict=True))
    return np.array([at[node] for node in nodes])


def _rooms(leaves: NDArray[np.intp]) -> _Floats:
    """Return the width and height that each node asks for, with the leaves around it."""
    rooms = np.tile(np.array(_CELL), (len(leaves), 1))
    for number in np.nonzero(leaves)[0]:
        wide = 2 * reach(int(leaves[number]))
        rooms[number] = np.maximum(rooms[number], [wide + _LEAF[0], wide + _LEAF[1]])
    return rooms


def _gather(places: _Floats, rooms: _Floats) -> _Floats:
    """Return the places drawn together until their frame is as large as their rooms ask for."""
    extent = places.max(axis=0) - places.min(axis=0)
    room = float((rooms[:, 0] * rooms[:, 1]).sum()) * 2.6
    return places * min(1.0, float(np.sqrt(room / (extent[0] * extent[1] + 1.0))))


def spread(graph: nx.Graph, nodes: Sequence[Hashable]) -> _Floats:
    """Return first places from the distances, in edges, to a few nodes that are far from each other."""
    n = len(nodes)
    scatter = np.arange(1, n + 1) * _GOLDEN
    jitter = np.stack([scatter % 1.0, (scatter * _GOLDEN) % 1.0], axis=1) - 0.5
    if n < 3:
        return jitter * _EDGE
    columns: list[_Floats] = []
    nearest, pivot = np.full(n, np.inf), 0
    while len(columns) < min(_PIVOTS, n):
        steps = nx.single_source_shortest_path_length(graph, nodes[pivot])
        columns.append(np.array([steps[node] for node in nodes], dtype=np.float64))
        nearest = np.minimum(nearest, columns[-1])
        pivot = int(nearest.argmax())
    squares = np.stack(columns, axis=1) ** 2
    centred = squares.mean(axis=0) + squares.mean(axis=1)[:, None] - squares.mean() - squares
    return (_two_axes(centred) + jitter * 0.4) * _EDGE


def _two_axes(matrix: _Floats) -> _Floats:
    """Return the rows of `matrix` on its two leading axes (power iteration), in steps of an edge."""
    axes: list[_Floats] = []
    for start in (0.3, 0.7):
        axis = (np.arange(1, matrix.shape[1] + 1) * _GOLDEN + start) % 1.0 - 0.5
        for _ in range(40):
            for other in axes:
                axis = axis - (axis * other).sum() * other
            axis = (matrix * (matrix * axis).sum(axis=1)[:, None]).sum(axis=0)
            axis = axis / (np.sqrt((axis * axis).sum()) + 1e-12)
        axes.append(axis)
    shadows: _Floats = np.stack([(matrix * axis).sum(axis=1) for axis in axes], axis=1)
    shadows /= float(np.abs(shadows).max()) ** 0.5 + 1e-9
    return shadows


def relax(places: _Floats, ends: NDArray[np.intp], leaves: NDArray[np.intp] | int = 0) -> _Floats:
    """Return the places after repulsion between all nodes, in proportion to their degrees, and springs along edges.

    `leaves` are edges of each node to others that are placed later.
    """
    n = len(places)
    if n < 2:
        return places
    degree: _Floats = np.bincount(ends.ravel(), minlength=n).astype(np.float64) + 1.0
    mass = np.minimum(degree + leaves, 12.0).astype(np.float32)
    rounds = int(min(400, max(60, 2.4e8 / (n * n))))
    heat = _EDGE * 0.9
    for step in range(rounds):
        repulsion, springs = _repulsion(places, mass), _springs(places, ends, degree)
        force = repulsion * (_EDGE**2 * 0.55) + springs - places * 0.06
        length = np.sqrt((force * force).sum(axis=1)) + 1e-9
        limit = heat * (1.0 - step / rounds) + 0.5
        places = places + force * (np.minimum(length, limit) / length)[:, None]
    return places


def _repulsion(places: _Floats, mass: NDArray[np.float32]) -> _Floats:
    near = places.astype(np.float32)
    dx = near[:, 0][:, None] - near[:, 0]
    dy = near[:, 1][:, None] - near[:, 1]
    weight = dx * dx
    weight += dy * dy
    weight += np.float32(1.0)
    np.divide(mass, weight, out=weight)
    dx *= weight
    dy *= weight
    push = np.stack([dx.sum(axis=1), dy.sum(axis=1)], axis=1).astype(np.float64)
    return push * np.sqrt(mass.astype(np.float64))[:, None]


def _springs(places: _Floats, ends: NDArray[np.intp], degree: _Floats) -> _Floats:
    """Return the pull of the edges; an edge between two hubs pulls less, so that clusters come apart."""
    delta = places[ends[:, 1]] - places[ends[:, 0]]
    delta = delta / np.sqrt(np.minimum(degree[ends[:, 0]], degree[ends[:, 1]]))[:, None]
    pull = [
        np.bincount(ends[:, 0], delta[:, axis], len(places)) - np.bincount(ends[:, 1], delta[:, axis], len(places))
        for axis in (0, 1)
    ]
    return np.stack(pull, axis=1)


def _part(places: _Floats, rooms: _Floats) -> _Floats:
    """Return the places moved apart until no two nodes' rooms overlap, or 60 rounds are over."""
    width, height = ((rooms[:, axis][:, None] + rooms[:, axis]) / 2 for axis in (0, 1))
    for _ in range(60):
        dx = places[:, 0][:, None] - places[:, 0]
        dy = places[:, 1][:, None] - places[:, 1]
        over_x, over_y = width - np.abs(dx), height - np.abs(dy)
        first, second = np.nonzero((over_x > 0) & (over_y > 0))
        first, second = first[first < second], second[first < second]
        if not len(first):
            break
        places = places.copy()
        sideways = over_x[first, second] / width[first, second] < over_y[first, second] / height[first, second]
        for axis, overlap, delta, chosen in ((0, over_x, dx, sideways), (1, over_y, dy, ~sideways)):
            a, b = first[chosen], second[chosen]
            push = np.where(delta[a, b] >= 0, 0.3, -0.3) * overlap[a, b]
            places[:, axis] += np.bincount(a, push, len(places)) - np.bincount(b, push, len(places))
    return places
