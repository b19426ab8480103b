"""The network that a graph shows: its entities as nodes, its statements as edges, each with the sentences that say so.

Everything here is frozen plain data; nothing knows how it was stored or how it is drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_Name = TypeVar("_Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence (its IRI) that states something, with the confidence (0 to 1; None where it is not known).

    `statement` is the IRI of the statement, position or event that cites it; empty where the graph has none.
    """

    sentence: str
    confidence: float | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a node besides its edges: a property's local name, the value, and the sentences that state it.

    The value is as the graph has it: of a type its local name, of a position its title, with its `tenure`.
    """

    name: str
    value: str
    citations: tuple[Citation, ...] = ()
    tenure: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A person, organisation, event, place or award; `articles` mention it, `authored` are by it (IRIs).

    `dates` are the first and the last day of an event (YYYY-MM-DD), of a month or year that month's or year's; empty
    where they are not known. `point` is a place's latitude and longitude in degrees.
    """

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    articles: tuple[str, ...] = ()
    authored: tuple[str, ...] = ()
    dates: tuple[str, str] | tuple[()] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement between two nodes (IRIs); `label` is a position's title, `tenure` when it is held, else empty."""

    source: str
    target: str
    predicate: str
    label: str = ""
    tenure: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cited sentence: its readable text, and its extent in characters in the article's source file."""

    iri: str
    text: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article that has a cited sentence; `date`, `publisher` and `url` are "" where they are not known."""

    iri: str
    title: str
    date: str
    file: str
    publisher: str = ""
    url: str = ""
    page: str = ""  # of the newspaper


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, with the sentences and articles that they cite; each tuple is in the order of IRIs."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sentences: tuple[Sentence, ...] = ()
    articles: tuple[Article, ...] = ()


def most_connected(network: Network, limit: int) -> Network:
    """Return the network of the `limit` nodes that `best_connected` picks, with what they cite.

    Ties go to the IRI that sorts first, so the result depends on nothing but the network.

    >>> ann, bo = Node("ann", "Person", "Ann"), Node("bo", "Person", "Bo")
    >>> most_connected(Network((ann, bo), (Edge("bo", "bo", "relatedTo"),)), 1).nodes[0].label
    'Bo'
    """
    degrees = Counter(end for edge in network.edges for end in (edge.source, edge.target))
    order = sorted((n.iri for n in network.nodes), key=lambda iri: (-degrees[iri], iri))
    return _part(network, best_connected(order, [(e.source, e.target) for e in network.edges], limit))


def nearest(network: Network, centres: Collection[str], limit: int) -> Network:
    """Return the network of the `limit` nodes that are nearest to some, with what they cite: of those as near, the best connected.

    >>> edges = (Edge("ann", "bo", "relatedTo"), Edge("bo", "cy", "relatedTo"))
    >>> nodes = tuple(Node(name, "Person", name.title()) for name in ("ann", "bo", "cy"))
    >>> [node.label for node in nearest(Network(nodes, edges), ["ann"], 2).nodes]
    ['Ann', 'Bo']
    """
    degrees = Counter(end for edge in network.edges for end in (edge.source, edge.target))
    steps = _steps(network, centres)
    order = sorted((n.iri for n in network.nodes), key=lambda i: (steps.get(i, len(steps)), -degrees[i], i))
    return _part(network, set(order[:limit]))


def link_counts(network: Network, iris: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return how many others each of some entities is linked to, and how many of those are events it takes part in.

    >>> nodes = Node("walk", "Event", "走访"), Node("ann", "Person", "Ann"), Node("bo", "Person", "Bo")
    >>> edges = Edge("walk", "ann", "agent"), Edge("walk", "ann", "place"), Edge("ann", "bo", "relatedTo")
    >>> link_counts(Network(nodes, edges), ["ann"])
    {'ann': (2, 1)}
    """
    events = {n.iri for n in network.nodes if n.kind == "Event"}
    return counted_links(((e.source, e.target) for e in network.edges), events, set(iris))


def counted_links(
    edges: Iterable[tuple[_Name, _Name]], events: Collection[_Name], wanted: Collection[_Name]
) -> dict[_Name, tuple[int, int]]:
    """Return the numbers of `link_counts` for nodes that are called as in `edges`."""
    pairs = set(edges)
    pairs |= {(b, a) for a, b in pairs}
    ends = Counter(a for a, b in pairs if a != b and a in wanted)
    parts = Counter(a for a, b in pairs if a in wanted and b in events)
    return {a: (ends[a], parts[a]) for a in ends}


def totals(network: Network) -> dict[str, int]:
    """Return the number of nodes of each kind."""
    return dict(Counter(n.kind for n in network.nodes))


def _steps(network: Network, centres: Collection[str]) -> dict[str, int]:
    """Return how far from the centres each node is that can be reached."""
    beside: dict[str, set[str]] = defaultdict(set)
    for e in network.edges:
        beside[e.source].add(e.target)
        beside[e.target].add(e.source)
    steps = dict.fromkeys(centres, 0)
    row = list(steps)
    while row:
        row = [n for n in dict.fromkeys(o for i in row for o in beside[i]) if n not in steps]
        steps |= dict.fromkeys(row, max(steps.values(), default=0) + 1)
    return steps


def _part(network: Network, kept: Collection[str]) -> Network:
    nodes = tuple(n for n in network.nodes if n.iri in kept)
    edges = tuple(e for e in network.edges if e.source in kept and e.target in kept)
    cited = {c.sentence for e in edges for c in e.citations}
    cited |= {c.sentence for n in nodes for f in n.facts for c in f.citations}
    sentences = tuple(s for s in network.sentences if s.iri in cited)
    named = {s.article for s in sentences} | {a for n in nodes for a in (*n.articles, *n.authored)}
    return Network(nodes, edges, sentences, tuple(a for a in network.articles if a.iri in named))


def best_connected(order: Sequence[_Name], edges: Collection[tuple[_Name, _Name]], limit: int) -> set[_Name]:
    """Return `limit` nodes, the first of `order` (the one with the most edges), but none that would stand alone while others do not.

    Of 11,207 items of news 157 of the thousand nodes with the most edges have them to nodes with few; in the place of such
    a node comes the next one with an edge to a node that is shown.

    >>> sorted(best_connected(["ann", "bo", "cy", "di"], [("ann", "cy"), ("bo", "di")], 2))
    ['ann', 'cy']
    """
    first = set(order[:limit])
    linked = {end for a, b in edges if a != b and a in first and b in first for end in (a, b)} or set(order[:1]) & first
    while len(linked) < limit:
        near = {b for a, b in edges if a in linked} | {a for a, b in edges if b in linked}
        added = [name for name in order if name in near and name not in linked][: limit - len(linked)]
        if not added:
            break
        linked.update(added)
    return linked | set([name for name in order if name not in linked][: limit - len(linked)])
