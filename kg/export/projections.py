"""Projections of a network: who is tied to whom by events, sentences or articles that they share, or by positions held.

A projection is a networkx graph with a weight for each tie, and with degree, strength, betweenness and community for each
node: what Gephi and its like are usually asked for. kg/views/js/core/projection.js makes the same in a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import networkx as nx

from kg.errors import InputError
from kg.views.communities import communities
from kg.views.network import Network, Node

PROJECTIONS = {
    "person-person": ("Person", "Person"),
    "organisation-organisation": ("Organisation", "Organisation"),
    "person-organisation": ("Person", "Organisation"),
}
SHORTEST = 2  # characters of a name that is looked for in sentences
PIVOTS = 500  # sources from which betweenness is estimated in a larger network


@dataclass(frozen=True, slots=True)
class Projection:
    """What is asked for: the two kinds, what ties them, the least weight, and the first and the last day ("": open)."""

    kinds: str
    by: str = "events"
    least: int = 1
    first: str = ""
    last: str = ""

    def covers(self, first: str, last: str) -> bool:
        """Whether a span of days is within the period, at least in part; one without days only where no period is asked for."""
        if not (self.first or self.last):
            return True
        return bool(first) and last >= self.first and (not self.last or first <= self.last)


@dataclass(slots=True)
class _Tie:
    shared: list[str] = field(default_factory=list)


def project(network: Network, asked: Projection) -> nx.Graph:
    """Return the projection: nodes are IRIs in their order, edges have a `weight` and the IRIs of what is `shared`.

    Raises InputError for a tie that these kinds do not have.

    >>> from kg.views.network import Article
    >>> ann, bo = Node("a", "Person", "Ann", articles=("d",)), Node("b", "Person", "Bo", articles=("d",))
    >>> network = Network((ann, bo), (), articles=(Article("d", "", "", ""),))
    >>> project(network, Projection("person-person", "articles")).edges["a", "b"]["weight"]
    1
    """
    kinds = PROJECTIONS[asked.kinds]
    if asked.by == "positions" and kinds[0] == kinds[1]:
        raise InputError(f"{asked.kinds}: is not tied by positions", "choose person-organisation, or another --by")
    nodes = {n.iri: n for n in network.nodes}
    ties: dict[tuple[str, str], _Tie] = defaultdict(_Tie)
    for shared, members in CONTEXTS[asked.by](network, asked):
        fitting = sorted({m for m in members if m in nodes and nodes[m].kind in kinds})
        for a, b in combinations(fitting, 2):
            if kinds[0] == kinds[1] or nodes[a].kind != nodes[b].kind:
                ties[a, b].shared.append(shared)
    graph: nx.Graph = nx.Graph()
    kept = {pair: tie.shared for pair, tie in sorted(ties.items()) if len(tie.shared) >= asked.least}
    for iri in sorted({end for pair in kept for end in pair}):
        graph.add_node(iri, label=nodes[iri].label, kind=nodes[iri].kind)
    for (a, b), contexts in kept.items():
        graph.add_edge(a, b, weight=len(contexts), shared=tuple(contexts))
    return measured(graph)


def measured(graph: nx.Graph) -> nx.Graph:
    """Return the graph with the measures of its nodes; the betweenness of a large one is estimated from 500 of them."""
    pivots = PIVOTS if len(graph) > 4 * PIVOTS else None
    between = nx.betweenness_centrality(graph, k=pivots, seed=1) if len(graph) else {}
    found: Mapping[str, int] = communities(graph)
    for iri, values in graph.nodes(data=True):
        values |= {"degree": graph.degree(iri), "strength": int(graph.degree(iri, weight="weight"))}
        values |= {"betweenness": round(between[iri], 6), "community": found.get(iri, -1)}
    return graph


def _by_events(network: Network, asked: Projection) -> Iterator[tuple[str, Iterable[str]]]:
    members: dict[str, set[str]] = defaultdict(set)
    for edge in network.edges:
        members[edge.source].add(edge.target)
        members[edge.target].add(edge.source)
    days = {a.iri: a.date for a in network.articles}
    for node in network.nodes:
        if node.kind == "Event" and _is_within(node, days, asked):
            yield node.iri, members[node.iri]


def _is_within(event: Node, days: Mapping[str, str], asked: Projection) -> bool:
    """Whether an event was within the period: by its own dates, or by the reports of one that has none."""
    if event.dates:
        return asked.covers(*event.dates)
    return any(asked.covers(days.get(a, ""), days.get(a, "")) for a in event.articles) or asked.covers("", "")


def _by_articles(network: Network, asked: Projection) -> Iterator[tuple[str, Iterable[str]]]:
    named: dict[str, list[str]] = defaultdict(list)
    for node in network.nodes:
        if node.kind != "Event":
            for article in node.articles:
                named[article].append(node.iri)
    yield from ((a.iri, named[a.iri]) for a in network.articles if asked.covers(a.date, a.date))


def _by_sentences(network: Network, asked: Projection) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each sentence with whom its statements are about, and whom of its article it names."""
    members: dict[str, set[str]] = defaultdict(set)
    for edge in network.edges:
        for citation in edge.citations:
            members[citation.sentence] |= {edge.source, edge.target}
    names = {n.iri: [w for w in (n.label, *n.aliases) if len(w) >= SHORTEST] for n in network.nodes}
    named = {a: list(m) for a, m in _by_articles(network, Projection(asked.kinds))}
    days = {a.iri: a.date for a in network.articles}
    for s in network.sentences:
        if asked.covers(days.get(s.article, ""), days.get(s.article, "")):
            written = (m for m in named.get(s.article, ()) if any(w in s.text for w in names[m]))
            yield s.iri, members[s.iri] | set(written)


def _by_positions(network: Network, asked: Projection) -> Iterator[tuple[str, Iterable[str]]]:
    days = {a.iri: a.date for a in network.articles}
    written = {s.iri: days.get(s.article, "") for s in network.sentences}
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in network.edges:
        if edge.predicate == "holdsPosition":
            held[edge.source, edge.target] += [written.get(c.sentence, "") for c in edge.citations] or [""]
    for pair, reported in held.items():
        if any(asked.covers(day, day) for day in reported):
            yield pair[1], pair


CONTEXTS = {"events": _by_events, "sentences": _by_sentences, "articles": _by_articles, "positions": _by_positions}
