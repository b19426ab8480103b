from __future__ import annotations

import networkx as nx
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
    places = list(lay_out(nx.star_graph(60)).values())
    apart = [abs(x - u) > 60 or abs(y - v) > 40 for i, (x, y) in enumerate(places) for u, v in places[:i]]
    assert sum(apart) / len(apart) > 0.99


def test_layout_stands_linked_nodes_nearer_than_unlinked_ones() -> None:
    graph = nx.connected_caveman_graph(6, 8)
    places = lay_out(graph)

    def mean_distance(pairs: list[tuple[int, int]]) -> float:
        lengths = [((places[a][0] - places[b][0]) ** 2 + (places[a][1] - places[b][1]) ** 2) ** 0.5 for a, b in pairs]
        return float(sum(lengths) / len(lengths))

    assert mean_distance(list(graph.edges)) * 2 < mean_distance(list(nx.non_edges(graph)))


def test_layout_packs_components_without_overlap() -> None:
    graph = nx.disjoint_union_all([nx.path_graph(n) for n in (9, 5, 2, 1, 1, 1)])
    places = lay_out(graph)
    frames = []
    for component in nx.connected_components(graph):
        xs, ys = zip(*(places[node] for node in component), strict=True)
        frames.append((min(xs), min(ys), max(xs), max(ys)))
    for i, (left, top, right, bottom) in enumerate(frames):
        for a, b, c, d in frames[:i]:
            assert right < a or c < left or bottom < b or d < top


def test_layout_of_nothing_is_empty() -> None:
    assert lay_out(nx.Graph()) == {}
