"""The part of a store that the view of its most connected nodes needs, as a small store in memory.

What is held of the rest is a number for each node and each edge, so that the graph may be larger than memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import nsmallest

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.graph.terms import RDF, TYPE
from kg.store import stated
from kg.views.wording import LOOKS, PROPERTIES
from kg.vocab import KG

POST = "holdsPosition"
NAMES = (KG + "mentions", KG + "author")  # from an article to whom it names
Term = NamedNode | BlankNode | Literal | Triple


def most_connected_part(store: Store, limit: int) -> tuple[Store, tuple[int, int]]:
    """Return the triples that the network of the `limit` nodes with the most edges is read from, and what it leaves out.

    The network of the part is `most_connected(read_network(store), limit)`; the numbers are those of the nodes and the
    edges between nodes that are not in it.
    """
    numbers = _numbered(store)
    edges = _Edges(store, numbers)
    degrees = edges.degrees()
    kept = set(nsmallest(limit, numbers, key=lambda iri: (-degrees[numbers[iri]], iri)))
    shown = edges.between({numbers[iri] for iri in kept})
    part = Store()
    part.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in _told(store, kept))
    return part, (len(numbers) - len(kept), len(edges.known) - shown)


def count_nodes(store: Store) -> int:
    """Return how many nodes the network of a store has."""
    return len(_numbered(store))


def _numbered(store: Store) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for look in LOOKS:
        for q in stated(store, None, NamedNode(TYPE), NamedNode(KG + look.kind)):
            numbers.setdefault(_plain(q.subject), len(numbers))
    return numbers


class _Edges:
    """All edges of a store, each one whole number: its source, its target, and the number of what it says."""

    def __init__(self, store: Store, numbers: dict[str, int]) -> None:
        self.numbers = numbers
        self.words: dict[tuple[str, str, str], int] = {}
        self.known = {self._number(*edge) for edge in _edges(store, numbers)}

    def _number(self, source: str, target: str, *words: str) -> int:
        said = self.words.setdefault((words[0], words[1], words[2]), len(self.words))
        return (said * len(self.numbers) + self.numbers[source]) * len(self.numbers) + self.numbers[target]

    def _ends(self) -> Iterator[tuple[int, int]]:
        nodes = len(self.numbers)
        for edge in self.known:
            yield edge // nodes % nodes, edge % nodes

    def degrees(self) -> Counter[int]:
        """Return the number of edges at each node."""
        found: Counter[int] = Counter()
        for source, target in self._ends():
            found[source] += 1
            found[target] += 1
        return found

    def between(self, nodes: set[int]) -> int:
        """Return the number of edges from one to another of some nodes."""
        return sum(source in nodes and target in nodes for source, target in self._ends())


def _edges(store: Store, nodes: dict[str, int]) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield source, target, predicate, title and tenure of each edge between nodes, as often as it is stated."""
    for predicate in PROPERTIES:
        for q in stated(store, None, NamedNode(KG + predicate)):
            source, target = _plain(q.subject), _plain(q.object)
            if predicate != POST and source in nodes and target in nodes:
                yield source, target, predicate, "", ""
            elif predicate == POST and source in nodes:
                body = _first(store, q.object, "positionAt")
                if body in nodes:
                    yield (
                        source,
                        body,
                        POST,
                        _first(store, q.object, "positionTitle"),
                        _first(store, q.object, "tenure"),
                    )


def _first(store: Store, subject: Term, predicate: str) -> str:
    """Return the value that sorts first, or an empty string."""
    return min((_plain(q.object) for q in _about(store, subject) if q.predicate.value == KG + predicate), default="")


def _told(store: Store, kept: set[str]) -> Iterator[Quad]:
    """Yield what the network of the kept nodes is read from: all of nodes, posts, statements, sentences and articles."""
    sources: set[Term] = set()
    for iri in kept:
        node = BlankNode(iri[2:]) if iri.startswith("_:") else NamedNode(iri)
        for q in _about(store, node):
            yield q
            if q.predicate.value == KG + POST:
                yield from _cited(store, q.object, sources)
            elif q.predicate.value == KG + "statedIn":
                sources.add(q.object)
        for q in stated(store, None, NamedNode(RDF + "subject"), node):
            ends = (o for o in _about(store, q.subject) if o.predicate.value == RDF + "object")
            if any(_plain(o.object) in kept for o in ends):
                yield from _cited(store, q.subject, sources)
        for predicate in NAMES:
            for q in stated(store, None, NamedNode(predicate), node):
                yield q
                sources.add(q.subject)
    articles: set[Term] = set()
    for source in sources:
        for q in _own(store, source):
            yield q
            if q.predicate.value == KG + "inArticle":
                articles.add(q.object)
    for article in articles - sources:
        yield from _own(store, article)


def _cited(store: Store, statement: Term, sources: set[Term]) -> Iterator[Quad]:
    """Yield what is said of a post or a statement, and note its sentences."""
    for q in _about(store, statement):
        yield q
        if q.predicate.value == KG + "statedIn":
            sources.add(q.object)


def _own(store: Store, source: Term) -> Iterator[Quad]:
    """Yield what is said of a sentence or an article itself, not whom it names."""
    return (q for q in _about(store, source) if q.predicate.value not in NAMES)


def _about(store: Store, term: Term) -> Iterator[Quad]:
    """Yield what is said of a thing; a foreign graph may have a literal where one is due."""
    return stated(store, term) if isinstance(term, NamedNode | BlankNode) else iter(())


def _plain(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
