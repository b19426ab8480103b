"""Distinct names of the events of a network (`kg.graph.event_names`)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.graph.event_names import NamedEvent, Names, distinct_names
from kg.views.network import Network, Node


def with_distinct_names(network: Network) -> Network:
    """Return the network with the events' labels made distinct as far as the graph allows.

    >>> strikes = [Node(f"e{n}", "Event", "打击", dates=(d, d)) for n, d in enumerate(("2021-01-04", "2021-02-01"))]
    >>> [n.label for n in with_distinct_names(Network(tuple(strikes), ())).nodes]
    ['打击（2021-01-04）', '打击（2021-02-01）']
    """
    called = {n.iri: (n.label, *n.aliases) for n in network.nodes}
    ends: dict[str, dict[str, list[Names]]] = defaultdict(lambda: defaultdict(list))
    for edge in network.edges:
        if own := called.get(edge.target):
            ends[edge.source][edge.predicate].append(own)
    articles = {a.iri: (a.date, a.title) for a in network.articles if a.date}
    events = [n for n in network.nodes if n.kind == "Event"]
    names = distinct_names([_named(n, ends[n.iri], articles) for n in events])
    labels = {n.iri: name for n, name in zip(events, names, strict=True)}
    return replace(network, nodes=tuple(replace(n, label=labels.get(n.iri, n.label)) for n in network.nodes))


def _named(node: Node, roles: dict[str, list[Names]], articles: dict[str, tuple[str, str]]) -> NamedEvent:
    trigger = node.label if any(f.name == "trigger" and f.value == node.label for f in node.facts) else ""
    reports = min((articles[a] for a in node.articles if a in articles), default=("", ""))
    return NamedEvent(node.label, trigger, roles, node.dates, *reports)
