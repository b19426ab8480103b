"""The part of a store that a view of its most connected nodes needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, Store, parse

from kg.api import Graph
from kg.graph.query import Table
from kg.store.scanning import FileScan
from kg.views.network import best_connected, link_counts, most_connected
from kg.views.network_reader import read_network
from kg.views.outline import Outline

FOREIGN = """
@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
_:a a kg:Person ; kg:relatedTo _:b, "nobody" ; kg:holdsPosition _:p, "none" .
_:b a kg:Person, kg:Organisation ; kg:relatedTo _:a .
_:p kg:positionAt _:b ; kg:positionTitle "乙", "甲" ; kg:statedIn _:s .
[] rdf:subject _:a ; rdf:predicate kg:relatedTo ; rdf:object _:b ; kg:statedIn _:s ; kg:confidence 0.7 .
_:s kg:text "甲任职。" ; kg:inArticle _:n . _:n kg:sourceFile "n.txt" .
"""


@pytest.mark.parametrize("limit", [1, 2, 7, 40, 10_000])
def test_part_gives_the_network_of_the_most_connected_nodes(demo: Graph, limit: int) -> None:
    whole = read_network(demo.store)
    part, left_out = Outline.of(demo.store).part(limit)
    cut = most_connected(whole, limit)
    assert most_connected(read_network(part), limit) == cut
    assert left_out == (len(whole.nodes) - len(cut.nodes), len(whole.edges) - len(cut.edges))


@pytest.mark.parametrize("limit", [2, 40])
def test_part_is_the_same_out_of_a_file_and_out_of_a_larger_part(demo: Graph, tmp_path: Path, limit: int) -> None:
    file = tmp_path / "graph.trig"
    demo.store.dump(str(file), format=RdfFormat.TRIG)
    outline = Outline.of(FileScan(file))
    asked, left_out = Outline.of(demo.store).part(limit)
    for graph in (outline, outline.held(100), outline.held(100_000)):
        part, left = graph.part(limit)
        assert left == left_out
        assert read_network(part) == read_network(asked)
    assert outline.base == Outline.of(demo.store).base


def test_links_of_what_is_drawn_are_counted_in_all_of_the_graph(demo: Graph) -> None:
    whole = read_network(demo.store)
    iris = [n.iri for n in most_connected(whole, 20).nodes]
    counts = Outline.of(demo.store).link_counts(iris)
    assert counts == link_counts(whole, iris)
    roles = "kg:agent|kg:participant|kg:target|kg:place"
    people = [i for i in iris if "/person/" in i]
    for iri in people:
        found = demo.query(f"SELECT DISTINCT ?e {{ ?e a kg:Event ; ({roles}) <{iri}> }}")
        assert isinstance(found, Table) and counts[iri][1] == len(found.rows)
    assert people and any(counts[i][0] > counts[i][1] > 0 for i in people)


def test_part_of_few_nodes_is_small(demo: Graph) -> None:
    part, _ = Outline.of(demo.store).part(3)
    assert len(part) < len(demo.store) / 3


@pytest.mark.parametrize("limit", [1, 5])
def test_part_of_a_foreign_graph_with_blank_nodes(limit: int) -> None:
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in parse(FOREIGN, format=RdfFormat.TURTLE))
    part, _ = Outline.of(store).part(limit)
    assert most_connected(read_network(part), limit) == most_connected(read_network(store), limit)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=40), st.integers(0, 22))
def test_a_node_stands_alone_only_where_no_other_has_an_edge_to_what_is_shown(
    edges: list[tuple[int, int]], limit: int
) -> None:
    order = sorted(range(21), key=lambda n: -sum(n in e for e in edges))
    kept = best_connected(order, edges, limit)
    inside = {n for a, b in edges if a != b and {a, b} <= kept for n in (a, b)}
    near = {n for a, b in edges if a in inside or b in inside for n in (a, b)} - kept
    assert len(kept) == min(limit, 21)
    assert not near or kept <= inside
