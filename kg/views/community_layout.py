"""Where the nodes of a large network stand: its communities as regions beside each other, computed once at build time.

Each component that is large enough is laid out in three steps. Its communities are placed as a network of their own, as
`layout.lay_out` places nodes (pivot multidimensional scaling, forces), and drawn apart until their discs do not overlap. Within
its disc each community's members stand on a sunflower (Vogel 1979), the best connected in the middle, the others in the
order in which a walk from it meets them. Then forces move all nodes a little: springs along the edges, a pull towards the
middle of the community, and repulsion, near by from the nodes of the same and the adjoining cells of a grid, far away from
the sums of a coarser one (after Barnes and Hut 1986). Small components are packed around, and nodes
without edges stand on a sunflower of their own, as the leaves of a hub do around it.

As in `layout`, only additions, products, quotients and square roots are used, in a fixed order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.views.bundles import find_bundles
from kg.views.layout import relax, spread
from kg.views.packing import pack

_Floats = NDArray[np.float64]
_Ints = NDArray[np.intp]

_ROOM = 26.0  # the distance from node to node that a sunflower keeps, in units of the page
_CELL = _ROOM  # of the field that components are packed in
_ROUNDS = 40
_SMALL = 24  # nodes: components below are one sunflower
_STEP = _ROOM * 0.9  # the farthest that a node moves in the first round
_GOLDEN_TURN = np.array([[-0.7373688780783197, -0.675490294261524], [0.675490294261524, -0.7373688780783197]])


def lay_out_communities(graph: nx.Graph, communities: Mapping[Any, int]) -> dict[Hashable, tuple[int, int]]:
    """Return a place for each node of an undirected graph, in whole units, the largest component first.

    Nodes and neighbours are taken in the order in which they were added; those without edges stand together. 50,000 nodes
    take about 10 s on one core.

    >>> triangles = nx.Graph([(1, 2), (2, 3), (3, 1), (4, 5)])
    >>> len(set(lay_out_communities(triangles, {1: 0, 2: 0, 3: 0}).values()))
    5
    """
    order = {node: number for number, node in enumerate(graph)}
    components = [sorted(c, key=order.__getitem__) for c in nx.connected_components(graph)]
    components.sort(key=lambda c: (-len(c), order[c[0]]))
    alone = [c[0] for c in components if len(c) == 1]
    components = [c for c in components if len(c) > 1]
    blocks = [_lay_out_component(graph, nodes, communities) for nodes in components]
    if alone:
        components.append(alone)
        blocks.append(_from_nought(_sunflower(len(alone))))
    places: dict[Hashable, tuple[int, int]] = {}
    for nodes, block, move in zip(components, blocks, pack(blocks, (_CELL, _CELL)), strict=True):
        for node, place in zip(nodes, block + move, strict=True):
            places[node] = (round(float(place[0])), round(float(place[1])))
    return places


def _lay_out_component(graph: nx.Graph, nodes: Sequence[Hashable], communities: Mapping[Any, int]) -> _Floats:
    """Return the places of a component's nodes, its least coordinates at nought."""
    if len(nodes) <= _SMALL:
        places = _in_sunflower(graph, nodes)
    else:
        number = {node: i for i, node in enumerate(nodes)}
        regions = _regions(nodes, communities)
        ends = np.array(
            [(number[a], number[b]) for a in nodes for b in graph[a] if number[a] < number[b]], dtype=np.intp
        )
        middles = _place_regions(regions, ends)
        places = np.zeros((len(nodes), 2))
        hubs = np.arange(len(nodes))
        for middle, members in zip(middles, regions, strict=True):
            inside = [nodes[m] for m in members]
            places[members] = middle + _in_sunflower(graph.subgraph(inside), inside, graph)
            for hub, leaves in find_bundles(graph, inside).items():
                hubs[[number[leaf] for leaf in leaves]] = number[hub]
        places = _separate_regions(places, ends, regions, hubs)
    return _from_nought(places)


def _from_nought(places: _Floats) -> _Floats:
    corner: _Floats = places.min(axis=0)
    return places - corner


def _regions(nodes: Sequence[Hashable], communities: Mapping[Any, int]) -> list[_Ints]:
    """Return the members of each community, by their place in `nodes`; who has none is one alone."""
    members: dict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        members[communities.get(node, -1 - number)].append(number)
    return [np.array(members[key], dtype=np.intp) for key in sorted(members, key=lambda k: (-len(members[k]), k))]


def _place_regions(regions: Sequence[_Ints], ends: _Ints) -> _Floats:
    """Return the middle of each region, so that their discs do not overlap and neighbours are near."""
    count = len(regions)
    if count == 1:
        return np.zeros((1, 2))
    of = np.empty(sum(map(len, regions)), dtype=np.intp)
    for number, members in enumerate(regions):
        of[members] = number
    pairs, weights = np.unique(np.sort(of[ends], axis=1), axis=0, return_counts=True)
    pairs, weights = pairs[pairs[:, 0] != pairs[:, 1]], weights[pairs[:, 0] != pairs[:, 1]]
    quotient: nx.Graph = nx.Graph()
    quotient.add_nodes_from(range(count))
    quotient.add_edges_from((int(a), int(b)) for a, b in pairs)
    radii = _ROOM * (0.62 * np.sqrt([len(m) for m in regions]) + 0.5)
    places = relax(spread(quotient, range(count)), pairs)
    places *= float(np.sqrt((radii * radii).sum() / count)) / 60.0
    return _part_discs(_draw_together(places, pairs, weights, radii), radii)


def _draw_together(places: _Floats, pairs: _Ints, weights: NDArray[np.intp], radii: _Floats) -> _Floats:
    """Return the places of discs after springs of the length of two radii, the stronger the more edges are between."""
    if not len(pairs):
        return places
    pull = np.sqrt(weights.astype(np.float64))
    a, b = pairs[:, 0], pairs[:, 1]
    whole = np.bincount(a, pull, len(places)) + np.bincount(b, pull, len(places)) + 1e-9
    for _ in range(60):
        delta = places[b] - places[a]
        length = np.sqrt((delta * delta).sum(axis=1)) + 1e-9
        move = delta * ((length - radii[a] - radii[b]) / length * pull * 0.4)[:, None]
        shift = np.stack(
            [np.bincount(a, move[:, i], len(places)) - np.bincount(b, move[:, i], len(places)) for i in (0, 1)], axis=1
        )
        places = _part_discs(places + shift / whole[:, None], radii, 4)
    return places


def _part_discs(places: _Floats, radii: _Floats, rounds: int = 200) -> _Floats:
    """Return the middles moved apart until no two discs overlap by more than a little, or the rounds are over."""
    for _ in range(rounds):
        moved = False
        first, second = _near_discs(places, radii)
        if len(first):
            delta = places[second] - places[first]
            length = np.sqrt((delta * delta).sum(axis=1)) + 1e-9
            lack = radii[first] + radii[second] - length
            over = lack > 0.5
            first, second, delta, length, lack = first[over], second[over], delta[over], length[over], lack[over]
            moved = bool(len(first))
            share = radii[second] / (radii[first] + radii[second])  # the smaller gives way
            push = delta / length[:, None] * (lack * 0.7)[:, None]
            places = places.copy()
            for axis in (0, 1):
                places[:, axis] -= np.bincount(first, push[:, axis] * share, len(places))
                places[:, axis] += np.bincount(second, push[:, axis] * (1 - share), len(places))
        if not moved:
            break
    return places


def _near_discs(places: _Floats, radii: _Floats) -> tuple[_Ints, _Ints]:
    """Return the pairs of discs that may overlap: found along one axis, then kept where they meet on the other."""
    left, right = places[:, 0] - radii, places[:, 0] + radii
    by_left = np.argsort(left, kind="stable")
    behind = np.searchsorted(left[by_left], right[by_left])
    counts = np.maximum(behind - np.arange(len(places)) - 1, 0)
    first = np.repeat(np.arange(len(places)), counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    a, b = by_left[first], by_left[second]
    meet = np.abs(places[a, 1] - places[b, 1]) < radii[a] + radii[b]
    return a[meet], b[meet]


def _in_sunflower(graph: nx.Graph, nodes: Sequence[Hashable], whole: nx.Graph | None = None) -> _Floats:
    """Return places of nodes around nought: the best connected in the middle, then as a walk from it meets them.

    The leaves of a hub stand on a sunflower around it.
    """
    near = whole or graph
    bundles = find_bundles(near, nodes)
    leaves = {leaf for found in bundles.values() for leaf in found}
    rank = {node: place for place, node in enumerate(sorted(nodes, key=lambda n: -near.degree[n]))}
    walked: dict[Hashable, None] = {}
    for start in rank:  # the largest first; a community's members may hang together only through others
        row = [start] if start not in walked else []
        while row:
            walked.update(dict.fromkeys(row))
            met = dict.fromkeys(n for node in row for n in graph[node] if n not in walked)
            row = sorted(met, key=rank.__getitem__)
    core = [node for node in walked if node not in leaves]
    at = dict(zip(core, _sunflower_of([1 + len(bundles.get(node, ())) for node in core]), strict=True))
    for hub, found in bundles.items():
        at.update(zip(found, at[hub] + _sunflower(len(found) + 1)[1:], strict=True))
    return np.array([at[node] for node in nodes])


def _sunflower_of(sizes: Sequence[int]) -> _Floats:
    """Return the middles of discs for so many nodes each on a sunflower, the first in its middle."""
    whole = np.array(sizes, dtype=np.float64)
    spots = _sunflower(len(sizes))
    if len(sizes) == 1 or (whole == 1).all():
        return spots
    before = np.cumsum(whole) - whole
    spots *= np.sqrt((before + 0.25) / (np.arange(len(sizes)) + 0.25))[:, None]
    return _part_discs(spots, _ROOM * 0.57 * np.sqrt(whole), 20)


def _sunflower(count: int) -> _Floats:
    """Return so many spots of a sunflower, the middle one first: each a golden angle on, by a turn and no sine."""
    spots = np.empty((count, 2))
    direction = np.array([1.0, 0.0])
    for number in range(count):
        spots[number] = direction * (_ROOM * 0.57 * (number + 0.25) ** 0.5)
        turned = _GOLDEN_TURN[0] * direction[0] + _GOLDEN_TURN[1] * direction[1]
        direction = turned / (turned[0] * turned[0] + turned[1] * turned[1]) ** 0.5
    return spots


def _separate_regions(places: _Floats, ends: _Ints, regions: Sequence[_Ints], hubs: _Ints) -> _Floats:
    """Return the places after some rounds of forces. A hub moves with its leaves, as one body; others are their own hubs."""
    count = len(places)
    region = np.empty(count, dtype=np.intp)
    for number, members in enumerate(regions):
        region[members] = number
    sizes = np.bincount(region, minlength=len(regions)).astype(np.float64)
    degree = np.bincount(ends.ravel(), minlength=count).astype(np.float64)
    bodies = np.sqrt(np.bincount(hubs, minlength=count).astype(np.float64))  # only the rim of a bundle is pushed
    inside = region[ends[:, 0]] == region[ends[:, 1]]
    strength = np.where(inside, 0.16, 0.004) / np.sqrt(np.minimum(degree[ends[:, 0]], degree[ends[:, 1]]) + 1.0)
    for step in range(_ROUNDS):
        pull = (places[ends[:, 1]] - places[ends[:, 0]]) * strength[:, None]
        force = np.stack(
            [np.bincount(ends[:, 0], pull[:, i], count) - np.bincount(ends[:, 1], pull[:, i], count) for i in (0, 1)],
            axis=1,
        )
        force /= (1.0 + 0.15 * degree)[:, None]
        middles = np.stack([np.bincount(region, places[:, i], len(regions)) / sizes for i in (0, 1)], axis=1)
        force += (middles[region] - places) * 0.004 + _repulsion(places) * _ROOM
        force = np.stack([np.bincount(hubs, force[:, i], count) for i in (0, 1)], axis=1)[hubs] / bodies[hubs, None]
        length = np.sqrt((force * force).sum(axis=1)) + 1e-9
        limit = _STEP * (1.0 - step / _ROUNDS) + 0.5
        places = places + force * (np.minimum(length, limit) / length)[:, None]
    return places


def _repulsion(places: _Floats) -> _Floats:
    """Return the push on each node from those of its cell and the cells around, in units of a node's room."""
    cells = np.floor((places - places.min(axis=0)) / _ROOM).astype(np.int64)
    wide = int(cells[:, 0].max()) + 3
    key = (cells[:, 1] + 1) * wide + cells[:, 0] + 1
    by_cell = np.argsort(key, kind="stable")
    ordered = key[by_cell]
    force = np.zeros_like(places)
    for shift in (0, 1, wide - 1, wide, wide + 1):
        begin = np.searchsorted(ordered, ordered + shift, side="left")
        end = np.searchsorted(ordered, ordered + shift, side="right")
        if shift == 0:
            begin = np.arange(len(places)) + 1
        counts = np.minimum(np.maximum(end - begin, 0), _CROWD)
        first = np.repeat(np.arange(len(places)), counts)
        second = np.repeat(begin - (np.cumsum(counts) - counts), counts) + np.arange(len(first))
        a, b = by_cell[first], by_cell[second]
        delta = places[a] - places[b]
        square = (delta * delta).sum(axis=1)
        push = delta * np.maximum(_ROOM * _ROOM - square, 0.0)[:, None] / ((square + 9.0) * _ROOM)[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(a, push[:, axis], len(places))
            force[:, axis] -= np.bincount(b, push[:, axis], len(places))
    return force


_CROWD = 24  # nodes of one cell that push a node: more are pushed on in the rounds that follow
