from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from kg.views.layout import lay_out

EDGES = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=40)


def graph_of(edges: list[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(25))
    graph.add_edges_from((a, b) for a, b in edges if a != b)
    return graph


@settings(max_examples=examples(25), deadline=None)
@given(EDGES)
def test_layout_places_every_node_alone_and_always_at_the_same_place(edges: list[tuple[int, int]]) -> None:
    places = lay_out(graph_of(edges))
    assert set(places) == set(range(25))
    assert len(set(places.values())) == 25
    assert places == lay_out(graph_of(edges))


def test_layout_keeps_labels_of_neighbours_apart() -> None:
    places = list(lay_out(nx.circular_ladder_graph(30)).values())
    apart = [abs(x - u) > 60 or abs(y - v) > 40 for i, (x, y) in enumerate(places) for u, v in places[:i]]
    assert sum(apart) / len(apart) > 0.99


@pytest.mark.parametrize("leaves", [3, 12, 13, 60, 300])
def test_layout_bundles_the_leaves_of_a_hub(leaves: int) -> None:
    graph = nx.star_graph(leaves)
    nx.add_cycle(graph, [0, *range(1000, 1020)])
    places = lay_out(graph)
    assert places == lay_out(graph) and len(set(places.values())) == len(graph)
    at = {node: np.array(place) for node, place in places.items()}
    far = [float(np.hypot(*(at[leaf] - at[0]))) for leaf in range(1, leaves + 1)]
    others = [float(np.hypot(*(at[node] - at[0]))) for node in range(1000, 1020)]
    assert max(far) < min(others) and max(far) < 100 + 3 * leaves
    apart = [float(np.hypot(*(at[a] - at[b]))) for a in range(leaves + 1) for b in range(a)]
    assert min(apart) > 20


def test_few_leaves_are_a_fan_that_turns_away_from_the_others() -> None:
    graph = nx.cycle_graph(12)
    graph.add_edges_from((0, leaf) for leaf in (100, 101, 102, 103))
    at = {node: np.array(place) for node, place in lay_out(graph).items()}
    middle = sum(at[n] for n in range(12)) / 12
    assert all(float((at[leaf] - at[0]) @ (at[0] - middle)) > 0 for leaf in (100, 101, 102, 103))


@settings(max_examples=examples(25), deadline=None)
@given(EDGES)
def test_components_stand_beside_the_largest_without_touching(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    places = lay_out(graph)
    component = {node: number for number, c in enumerate(nx.connected_components(graph)) for node in c}
    for a, (x, y) in places.items():
        for b, (u, v) in places.items():
            assert component[a] == component[b] or abs(x - u) > 90 or abs(y - v) > 56


def test_many_small_components_stand_around_the_large_one() -> None:
    graph = nx.disjoint_union_all([nx.connected_caveman_graph(6, 8), *[nx.path_graph(2)] * 60])
    places = lay_out(graph)
    xs, ys = zip(*(places[n] for n in range(48)), strict=True)
    sides = {
        (places[n][0] < min(xs), places[n][0] > max(xs), places[n][1] < min(ys), places[n][1] > max(ys))
        for n in range(48, 168)
    }
    assert all(any(side[at] for side in sides) for at in range(4))
    whole_x, whole_y = zip(*places.values(), strict=True)
    assert 1 < (max(whole_x) - min(whole_x)) / (max(whole_y) - min(whole_y)) < 2.6


def test_layout_stands_linked_nodes_nearer_than_unlinked_ones() -> None:
    graph = nx.connected_caveman_graph(6, 8)
    places = lay_out(graph)

    def mean_distance(pairs: list[tuple[int, int]]) -> float:
        lengths = [((places[a][0] - places[b][0]) ** 2 + (places[a][1] - places[b][1]) ** 2) ** 0.5 for a, b in pairs]
        return float(sum(lengths) / len(lengths))

    assert mean_distance(list(graph.edges)) * 2 < mean_distance(list(nx.non_edges(graph)))


def test_layout_of_nothing_is_empty() -> None:
    assert lay_out(nx.Graph()) == {}
