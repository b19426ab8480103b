"""The part of a graph around one resource, small enough to draw: its neighbours, what is said among them, and the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.graph.terms import SKOS
from kg.vocab import KG, PREFIXES

RDF = PREFIXES["rdf"]
UNION = DefaultGraph()
SCANNED = 20_000  # statements of one resource that are looked through
NAMES = (RDF + "type", SKOS + "prefLabel", SKOS + "altLabel")


def around(store: Store, iri: str, limit: int = 120) -> Store:
    """Return a store of the resource, its most often named neighbours (through events, one step more), and their evidence."""
    node = NamedNode(iri)
    kept = _nearest(store, node, limit)
    for event in [n for n in kept if n.value.partition("/event/")[1]]:
        kept |= _nearest(store, event, 12)
        if len(kept) > 2 * limit:
            break
    found = Store()
    said: set[NamedNode] = set()
    for n in kept:
        found.extend(q for term in NAMES for q in store.quads_for_pattern(n, NamedNode(term), None, UNION))
        if "/event/" in n.value:
            found.extend(store.quads_for_pattern(n, None, None, UNION))
            said.add(n)
        for statement, other in _stated(store, n):
            if other in kept:
                said.add(statement)
        for position, body in _posts(store, n):
            if body in kept:
                said.add(position)
                found.add(Quad(n, NamedNode(KG + "holdsPosition"), position, UNION))
    _with_evidence(store, found, said)
    return found


def _nearest(store: Store, node: NamedNode, limit: int) -> set[NamedNode]:
    near: Counter[NamedNode] = Counter()
    for _, other in _stated(store, node):
        near[other] += 1
    for _, body in _posts(store, node):
        near[body] += 1
    return {node, *sorted(near, key=lambda n: (-near[n], n.value))[:limit]}


def _stated(store: Store, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield each statement of a node with its other end."""
    for place, far in (("subject", "object"), ("object", "subject")):
        for number, q in enumerate(store.quads_for_pattern(None, NamedNode(RDF + place), node, UNION)):
            if number == SCANNED:
                break
            if isinstance(q.subject, NamedNode):
                for end in store.quads_for_pattern(q.subject, NamedNode(RDF + far), None, UNION):
                    if isinstance(end.object, NamedNode):
                        yield q.subject, end.object


def _posts(store: Store, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    for q in store.quads_for_pattern(node, NamedNode(KG + "holdsPosition"), None, UNION):
        if isinstance(q.object, NamedNode):
            for at in store.quads_for_pattern(q.object, NamedNode(KG + "positionAt"), None, UNION):
                if isinstance(at.object, NamedNode):
                    yield q.object, at.object


def _with_evidence(store: Store, found: Store, said: set[NamedNode]) -> None:
    """Add what is said, with its sentences and their articles."""
    articles = set()
    for n in said:
        quads = list(store.quads_for_pattern(n, None, None, UNION))
        found.extend(quads)
        parts = {q.predicate.value.removeprefix(RDF): q.object for q in quads}
        if {"subject", "predicate", "object"} <= parts.keys():
            found.add(Quad(parts["subject"], parts["predicate"], parts["object"], UNION))  # type: ignore[arg-type]
        for q in quads:
            if q.predicate.value == KG + "statedIn" and isinstance(q.object, NamedNode):
                sentence = list(store.quads_for_pattern(q.object, None, None, UNION))
                found.extend(sentence)
                articles |= {s.object for s in sentence if s.predicate.value == KG + "inArticle"}
    for a in articles:
        if isinstance(a, NamedNode):
            told = store.quads_for_pattern(a, None, None, UNION)
            found.extend(q for q in told if q.predicate.value != KG + "mentions")
