"""Where the nodes of a network stand: computed once, at build time, so that the page opens at once.

Each connected component is spread by pivot multidimensional scaling (Brandes and Pich, 2006), relaxed by forces as in
ForceAtlas2 (Jacomy et al., 2014), freed of overlaps, and packed beside the others. Only additions, products,
quotients and square roots are used, in a fixed order: the same graph gets the same places on every machine.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]

_PIVOTS = 40
_EDGE = 120.0  # the usual length of an edge, in units of the page
_CELL = (96.0, 62.0)  # the room that a node with its label asks for
_GAP = 90.0  # between components
_ASPECT = 1.7  # width to height of the whole
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
    for nodes, block, corner in zip(components, blocks, pack([b.max(axis=0) for b in blocks]), strict=True):
        for node, place in zip(nodes, block + corner, strict=True):
            places[node] = (round(float(place[0])), round(float(place[1])))
    return places


def _lay_out_component(graph: nx.Graph, nodes: Sequence[Hashable], known: dict[tuple[int, bytes], _Floats]) -> _Floats:
    """Return the places of a component's nodes, its least coordinates at nought; `known` are those of forms seen before."""
    index = {node: i for i, node in enumerate(nodes)}
    ends = np.array([(index[a], index[b]) for a in nodes for b in graph[a] if index[a] < index[b]], dtype=np.intp)
    ends = ends.reshape(-1, 2)
    form = len(nodes), ends[np.lexsort(ends.T)].tobytes()
    if form not in known:
        places = _part(_gather(relax(spread(graph, nodes), ends)))
        corner: _Floats = places.min(axis=0)
        known[form] = places - corner
    return known[form]


def _gather(places: _Floats) -> _Floats:
    """Return the places drawn together until their frame is as large as their number asks for."""
    extent = places.max(axis=0) - places.min(axis=0)
    room = len(places) * _CELL[0] * _CELL[1] * 2.6
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


def relax(places: _Floats, ends: NDArray[np.intp]) -> _Floats:
    """Return the places after repulsion between all nodes, in proportion to their degrees, and springs along edges."""
    n = len(places)
    if n < 2:
        return places
    degree: _Floats = np.bincount(ends.ravel(), minlength=n).astype(np.float64) + 1.0
    mass = np.minimum(degree, 12.0).astype(np.float32)
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


def _part(places: _Floats) -> _Floats:
    """Return the places moved apart until no two nodes' rooms overlap, or 60 rounds are over."""
    width, height = _CELL
    for _ in range(60):
        dx = places[:, 0][:, None] - places[:, 0]
        dy = places[:, 1][:, None] - places[:, 1]
        over_x, over_y = width - np.abs(dx), height - np.abs(dy)
        first, second = np.nonzero((over_x > 0) & (over_y > 0))
        first, second = first[first < second], second[first < second]
        if not len(first):
            break
        places = places.copy()
        sideways = over_x[first, second] / width < over_y[first, second] / height
        for axis, overlap, delta, chosen in ((0, over_x, dx, sideways), (1, over_y, dy, ~sideways)):
            a, b = first[chosen], second[chosen]
            push = np.where(delta[a, b] >= 0, 0.3, -0.3) * overlap[a, b]
            places[:, axis] += np.bincount(a, push, len(places)) - np.bincount(b, push, len(places))
    return places


def pack(sizes: Sequence[_Floats], gap: float = _GAP) -> list[_Floats]:
    """Return the corner of each block, the largest given first: in rows of columns, about as wide as the page asks."""
    roomy = [(float(w) + gap, float(h) + gap) for w, h in sizes]
    area = sum(w * h for w, h in roomy)
    row_width = max([float(np.sqrt(area * _ASPECT)), *(w for w, _ in roomy)])
    corners: list[_Floats] = []
    row_top = row_height = left = column_width = column_height = 0.0
    for width, height in roomy:
        if column_height + height > row_height:
            left, column_width, column_height = left + column_width, 0.0, 0.0
            if left + width > row_width:
                left, row_top, row_height = 0.0, row_top + row_height, 0.0
            row_height = max(row_height, height)
        corners.append(np.array([left, row_top + column_height]))
        column_width, column_height = max(column_width, width), column_height + height
    return corners
