"""Communities of a network, and the places of large ones."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from kg.views.communities import SMALLEST, communities
from kg.views.community_layout import lay_out_communities

ROOT = Path(__file__).parent.parent
PRINT_COMMUNITIES = """
import hashlib, sys
sys.path.insert(0, {tests!r})
from test_views_communities import towns
from kg.views.communities import communities
from kg.views.community_layout import lay_out_communities
graph = towns(3000)
found = communities(graph)
print(hashlib.sha256(repr((sorted(found.items()), list(lay_out_communities(graph, found).items()))).encode()).hexdigest())
"""


def towns(people: int) -> nx.Graph:
    """Return a graph of towns of different sizes whose people know each other, and a few of other towns."""
    chance = random.Random(7)
    town = [int(chance.paretovariate(1.1)) % 30 for _ in range(people)]
    members = [[p for p in range(people) if town[p] == t] for t in range(30)]
    graph = nx.Graph()
    graph.add_nodes_from(range(people))
    for person in range(people):
        if person % 9:
            for _ in range(3):
                near = members[town[person]] if chance.random() < 0.95 else range(people)
                graph.add_edge(person, chance.choice(near))
    return graph


@pytest.fixture(scope="module")
def graph() -> nx.Graph:
    return towns(3000)


def test_communities_are_the_towns(graph: nx.Graph) -> None:
    two = nx.disjoint_union(nx.complete_graph(12), nx.complete_graph(8))
    two.add_edge(0, 19)
    found = communities(two)
    assert [found[n] for n in two] == [0] * 12 + [1] * 8
    assert max(communities(graph).values()) >= 10


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=60))
@settings(max_examples=examples(60), deadline=None)
def test_communities_are_numbered_by_size_and_hang_together(edges: list[tuple[int, int]]) -> None:
    graph = nx.Graph(edges)
    found = communities(graph)
    groups = [[n for n in graph if found.get(n) == number] for number in range(max(found.values(), default=-1) + 1)]
    assert [len(g) for g in groups] == sorted((len(g) for g in groups), reverse=True)
    assert all(len(g) >= SMALLEST and nx.is_connected(graph.subgraph(g)) for g in groups)


@pytest.mark.slow
def test_communities_and_places_are_the_same_in_every_process() -> None:
    code = PRINT_COMMUNITIES.format(tests=str(ROOT / "tests"))
    outputs = set()
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_a_community_stands_together_and_nodes_do_not_cover_each_other(graph: nx.Graph) -> None:
    found = communities(graph)
    places = lay_out_communities(graph, found)
    at = np.array([places[n] for n in graph], dtype=float)
    assert len(at) == 3000 and (at >= 0).all()
    spread = at.std(axis=0).sum()
    for number in range(5):
        members = [n for n in graph if found.get(n) == number]
        assert at[members].std(axis=0).sum() < spread / 2
    sample = at[:: len(at) // 400]
    apart = np.sqrt(((sample[:, None] - at[None]) ** 2).sum(axis=2))
    apart[apart == 0] = np.inf
    assert np.median(apart.min(axis=1)) > 10  # units of the page: a small node's radius is about ten


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=80), st.integers(0, 50))
@settings(max_examples=examples(40), deadline=None)
def test_every_node_of_any_network_has_a_place(edges: list[tuple[int, int]], alone: int) -> None:
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(100, 100 + alone))
    places = lay_out_communities(graph, communities(graph))
    assert set(places) == set(graph)


def test_a_large_network_bundles_the_leaves_of_its_hubs() -> None:
    graph = nx.connected_caveman_graph(12, 12)
    graph.add_edges_from((hub, f"{hub}/{leaf}") for hub in (0, 40, 100) for leaf in range(30))
    places = lay_out_communities(graph, communities(graph))
    at = {node: np.array(place, dtype=float) for node, place in places.items()}
    for hub in (0, 40, 100):
        far = [float(np.hypot(*(at[f"{hub}/{leaf}"] - at[hub]))) for leaf in range(30)]
        assert max(far) < 100 and min(far) > 8
