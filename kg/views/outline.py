"""The part of a graph that the view of its most connected nodes needs, as a small store in memory.

What is held of the rest is each node's name and a number for each edge, so that the graph may be larger than memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kg.graph.terms import RDF, TYPE, plain
from kg.store.scanning import Scan, StoreScan
from kg.views.labels import LOOKS, PROPERTIES
from kg.views.network import best_connected, counted_links
from kg.vocab import KG

POSITION = KG + "holdsPosition"
ORGANISATION, TITLE, TENURE = (KG + name for name in ("positionAt", "positionTitle", "tenure"))
SUBJECT, OBJECT = RDF + "subject", RDF + "object"
CITED, INSIDE = KG + "statedIn", KG + "inArticle"
NAMED = (NamedNode, BlankNode)  # what a resource is, and a literal or a triple is not
NAMES = (KG + "mentions", KG + "author")  # from an article to whom it names


@dataclass(frozen=True, slots=True)
class Outline:
    """The nodes of a graph, how many edges each has, and where the statements about them can be read.

    `edges` are whole numbers: the content of an edge, then the indices of its source and its target in `names`, 32 bits each.
    """

    scan: Scan
    base: str  # what the resources' IRIs begin with
    names: tuple[str, ...]  # of the nodes, and of other resources that are linked to them
    nodes: frozenset[int]
    edges: frozenset[int]
    events: frozenset[int]  # of the nodes
    totals: Mapping[str, int]  # the number of nodes of each kind
    within: int | None = None  # the most nodes of the part that `scan` is of; None where it is of all

    @classmethod
    def of(cls, graph: Store | Scan) -> Outline:
        """Read the outline of a graph in one pass."""
        return _Reading(StoreScan(graph) if isinstance(graph, Store) else graph).outline()

    def part(self, limit: int) -> tuple[Store, tuple[int, int]]:
        """Return the triples that the network of the `limit` best connected nodes is read from, and what it leaves out.

        The network of the part is `most_connected(read_network(graph), limit)`; the numbers are those of the nodes and
        the edges between nodes that are not in it.
        """
        ends = list(map(_ends, self.edges))
        degrees = Counter(end for pair in ends for end in pair)
        order = sorted(self.nodes, key=lambda node: (-degrees[node], self.names[node]))
        kept = best_connected(order, ends, limit)
        shown = sum(source in kept and target in kept for source, target in ends)
        left_out = len(self.nodes) - len(kept), len(self.edges) - shown
        if isinstance(self.scan, StoreScan) and limit == self.within:
            return self.scan.store, left_out
        part = Store()
        stated = _stated(self.scan, {self.names[node] for node in kept})
        part.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in stated)
        return part, left_out

    def link_counts(self, iris: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return how many others each of some entities is linked to in the graph, and how many of those are events."""
        wanted = set(iris)
        numbers = {n for n in self.nodes if self.names[n] in wanted}
        return {
            self.names[n]: counts for n, counts in counted_links(map(_ends, self.edges), self.events, numbers).items()
        }

    def held(self, limit: int) -> Outline:
        """Return the same outline, whose parts are read from memory; they can have `limit` nodes at the most."""
        return replace(self, scan=StoreScan(self.part(limit)[0]), within=limit)


def _ends(edge: int) -> tuple[int, int]:
    return edge >> 32 & 0xFFFFFFFF, edge & 0xFFFFFFFF


class _Reading:
    """The one pass that finds the nodes and the edges."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.numbers: dict[str, int] = {}
        self.contents: dict[tuple[str, str, str], int] = {}
        self.kinds: dict[int, int] = {}  # of each node: the place of its class in LOOKS, the first of several
        self.edges: set[int] = set()
        self.held: list[tuple[int, str]] = []
        self.positions: dict[str, dict[str, str]] = {ORGANISATION: {}, TITLE: {}, TENURE: {}}

    def outline(self) -> Outline:
        kinds = {KG + look.kind: place for place, look in enumerate(LOOKS)}
        properties = {KG + name: None for name in PROPERTIES}
        for q in self.scan.matching({TYPE: set(kinds), **properties, **dict.fromkeys(self.positions)}):
            subject, predicate, value = plain(q.subject), q.predicate.value, plain(q.object)
            if predicate == TYPE:
                number = self._number(subject)
                self.kinds[number] = min(self.kinds.get(number, len(LOOKS)), kinds[value])
            elif predicate == POSITION:
                self.held.append((self._number(subject), value))
            elif predicate in self.positions:  # of several, the one that sorts first
                values = self.positions[predicate]
                values[subject] = min(values.get(subject, value), value)
            else:
                self._edge(self._number(subject), value, predicate)
        for person, position in self.held:
            if position in self.positions[ORGANISATION]:
                title, tenure = (self.positions[name].get(position, "") for name in (TITLE, TENURE))
                self._edge(person, self.positions[ORGANISATION][position], POSITION, title, tenure)
        nodes = frozenset(self.kinds)
        edges = frozenset(e for e in self.edges if nodes.issuperset(_ends(e)))
        totals = {LOOKS[place].kind: count for place, count in sorted(Counter(self.kinds.values()).items())}
        events = frozenset(number for number, place in self.kinds.items() if LOOKS[place].kind == "Event")
        return Outline(self.scan, self.scan.base(), tuple(self.numbers), nodes, edges, events, totals)

    def _number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))

    def _edge(self, source: int, target: str, predicate: str, title: str = "", tenure: str = "") -> None:
        content = self.contents.setdefault((predicate, title, tenure), len(self.contents))
        self.edges.add(content << 64 | source << 32 | self._number(target))


def _stated(scan: Scan, kept: set[str]) -> Iterator[Quad]:
    """Yield what the network of the kept nodes is read from: all of nodes, positions, statements, sentences and articles."""
    froms: set[str] = set()
    tos: set[str] = set()
    positions: set[str] = set()
    sources: set[str] = set()
    for q in scan.matching({POSITION: None, **dict.fromkeys((SUBJECT, OBJECT, *NAMES), kept)}):
        subject, predicate = plain(q.subject), q.predicate.value
        if predicate == SUBJECT:
            froms.add(subject)
        elif predicate == OBJECT:
            tos.add(subject)
        elif predicate == POSITION:
            if subject in kept and isinstance(q.object, NAMED):
                positions.add(plain(q.object))
        else:
            yield q
            sources.add(subject)
    for q in scan.about(kept | positions | (froms & tos)):
        yield q
        if q.predicate.value == CITED and isinstance(q.object, NAMED):
            sources.add(plain(q.object))
    articles: set[str] = set()
    for q in _own(scan, sources):
        yield q
        if q.predicate.value == INSIDE and isinstance(q.object, NAMED):
            articles.add(plain(q.object))
    yield from _own(scan, articles - sources)


def _own(scan: Scan, sources: set[str]) -> Iterator[Quad]:
    """Yield the statements about sentences and articles themselves, not their mentions."""
    return (q for q in scan.about(sources) if q.predicate.value not in NAMES)
