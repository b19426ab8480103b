"""Names of events are told apart, with no more parts than that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.api import Graph
from kg.views.event_names import with_distinct_names
from kg.views.network import Article, Edge, Fact, Network, Node
from kg.views.network_reader import read_network


def event(iri: str, label: str, dates: tuple[str, str] | tuple[()] = (), articles: Sequence[str] = ()) -> Node:
    return Node(iri, "Event", label, (), (Fact("trigger", label[-2:]),), tuple(articles), (), dates)


def names(network: Network) -> list[str]:
    return [n.label for n in with_distinct_names(network).nodes if n.kind == "Event"]


MEN = tuple(Node(f"p{n}", "Person", name) for n, name in enumerate(("陆怀谦", "曾广义", "何慕白")))
TOWNS = tuple(Node(f"l{n}", "Place", name) for n, name in enumerate(("云川市", "澜州市")))


def test_a_name_of_its_own_is_left_as_it_is() -> None:
    assert names(Network((event("a", "云川大学座谈会"), event("b", "春季运动会")), ())) == [
        "云川大学座谈会",
        "春季运动会",
    ]


def test_a_bare_trigger_is_called_after_who_and_whom() -> None:
    edges = (Edge("a", "p0", "agent"), Edge("a", "l0", "target"))
    assert names(Network((event("a", "走访"), *MEN, *TOWNS), edges)) == ["陆怀谦走访云川市"]


def test_agents_tell_apart_before_places_and_places_before_dates() -> None:
    events = tuple(event(i, "座谈", ("2021-01-04", "2021-01-04")) for i in "abcd")
    edges = (
        *(Edge(e, p, "agent") for e, p in (("a", "p0"), ("b", "p1"), ("c", "p1"))),
        Edge("b", "l0", "place"),
        Edge("c", "l1", "place"),
    )
    assert names(Network((*events, *MEN, *TOWNS), edges)) == [
        "陆怀谦座谈",
        "曾广义座谈（云川市）",
        "曾广义座谈（澜州市）",
        "座谈",
    ]


def test_dates_are_named_as_precisely_as_they_are_known() -> None:
    spans = (
        ("2021-01-04", "2021-01-04"),
        ("2021-02-01", "2021-02-28"),
        ("2020-01-01", "2020-12-31"),
        ("2021-05-01", "2021-05-03"),
    )
    events = tuple(event(str(n), "两会", span) for n, span in enumerate(spans))
    assert names(Network(events, ())) == [
        "两会（2021-01-04）",
        "两会（2021-02）",
        "两会（2020）",
        "两会（2021-05-01–2021-05-03）",
    ]


def test_undated_events_are_told_apart_by_their_reports_and_at_last_by_a_number() -> None:
    articles = (Article("d0", "市长调研", "2021-01-05", "0.txt"), Article("d1", "春运开始", "2021-01-06", "1.txt"))
    events = (event("a", "春运", (), ["d0"]), event("b", "春运", (), ["d1"]), event("c", "春运", (), ["d1"]))
    assert names(Network(events, (), (), articles)) == [
        "春运（2021-01-05 报道）",
        "春运（2021-01-06 报道，《春运开始》）",
        "春运（2021-01-06 报道，《春运开始》） #2",
    ]


def test_other_nodes_keep_their_names_and_events_of_the_sample_are_all_distinct(demo: Graph) -> None:
    network = read_network(demo.store)
    named = with_distinct_names(network)
    assert [n.label for n in named.nodes if n.kind != "Event"] == [n.label for n in network.nodes if n.kind != "Event"]
    counts = Counter(n.label for n in named.nodes if n.kind == "Event")
    assert counts and max(counts.values()) == 1
    assert max(Counter(n.label for n in network.nodes if n.kind == "Event").values()) > 1, "they were not before"
