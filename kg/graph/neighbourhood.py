"""The part of a graph around an entity: its statements, whom it appears with, and the evidence. Nothing of it is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.graph.terms import RDF, SKOS
from kg.vocab import KG

UNION = DefaultGraph()
BESIDE = 15  # of those who are named in the same articles, but in no statement
NAMES = (
    RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", KG + "latitude", KG + "longitude", KG + "divisionCode",
)  # fmt: skip


def around(store: Store, *iris: str, wide: bool = True) -> Store:
    """Return a store of entities, their neighbours, and the evidence; with `wide`, also who else takes part in their events.

    With them come all articles that name the entities, and who is named in most of those. `store` must have the union of its
    graphs as the default graph (`kg.store.searchable`).
    """
    centres = [NamedNode(iri) for iri in iris]
    kept = {n for centre in centres for n in _near(store, centre)}
    if wide:
        kept |= {n for event in filter(_is_event, list(kept)) for n in _near(store, event)}
    articles = {a for centre in centres for a in _naming(store, centre)}
    kept |= _beside(store, articles, kept)
    kept |= {above for n in kept for above in _above(store, n)}
    found = Store()
    stating = {s for n in sorted(kept, key=lambda n: n.value) for s in _copy(store, found, n, kept, centres)}
    _with_evidence(store, found, stating, articles)
    for a in articles:
        found.extend(q for q in store.quads_for_pattern(a, NamedNode(KG + "mentions"), None, UNION) if q.object in kept)
    return found


def _copy(
    store: Store, found: Store, node: NamedNode, kept: set[NamedNode], centres: Sequence[NamedNode]
) -> Iterator[NamedNode]:
    """Copy what describes a node into `found`, and yield the statements, positions and events that need their evidence."""
    found.extend(q for term in NAMES for q in store.quads_for_pattern(node, NamedNode(term), None, UNION))
    if _is_event(node):
        found.extend(store.quads_for_pattern(node, None, None, UNION))
        yield node
    for statement, other in _stated(store, node):
        if other in kept:
            yield statement
    for position, organisation in _positions(store, node):
        if organisation in kept or (organisation is None and node in centres):
            found.add(Quad(node, NamedNode(KG + "holdsPosition"), position, UNION))
            yield position


def _is_event(node: NamedNode) -> bool:
    return "/event/" in node.value


def _near(store: Store, node: NamedNode) -> set[NamedNode]:
    """Return a node and the other ends of its statements and positions."""
    organisations = {o for _, o in _positions(store, node) if o is not None}
    return {node} | organisations | {other for _, other in _stated(store, node)}


def _stated(store: Store, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield each statement of a node with its other end."""
    for place, far in (("subject", "object"), ("object", "subject")):
        for q in store.quads_for_pattern(None, NamedNode(RDF + place), node, UNION):
            if isinstance(q.subject, NamedNode):
                for end in store.quads_for_pattern(q.subject, NamedNode(RDF + far), None, UNION):
                    if isinstance(end.object, NamedNode):
                        yield q.subject, end.object


def _positions(store: Store, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode | None]]:
    """Yield each position of a person with its organisation; None where there is none."""
    for q in store.quads_for_pattern(node, NamedNode(KG + "holdsPosition"), None, UNION):
        if isinstance(q.object, NamedNode):
            organisations = [
                b.object for b in store.quads_for_pattern(q.object, NamedNode(KG + "positionAt"), None, UNION)
            ]
            named = [b for b in organisations if isinstance(b, NamedNode)]
            yield from ((q.object, b) for b in named)
            if not named:
                yield q.object, None


def _naming(store: Store, node: NamedNode) -> list[NamedNode]:
    """Return the articles that name an entity."""
    found = store.quads_for_pattern(None, NamedNode(KG + "mentions"), node, UNION)
    return sorted((q.subject for q in found if isinstance(q.subject, NamedNode)), key=lambda n: n.value)


def _beside(store: Store, articles: set[NamedNode], kept: set[NamedNode]) -> set[NamedNode]:
    """Return who is named in most of the articles, in two at least, and is not there yet; no events."""
    named: Counter[NamedNode] = Counter()
    for a in articles:
        for q in store.quads_for_pattern(a, NamedNode(KG + "mentions"), None, UNION):
            if isinstance(q.object, NamedNode) and not _is_event(q.object):
                named[q.object] += 1
    often = sorted((n for n in named if named[n] > 1 and n not in kept), key=lambda n: (-named[n], n.value))
    return set(often[:BESIDE])


def _above(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    """Yield the places above a place, up to one that the map knows."""
    seen = {node}
    while not any(True for _ in store.quads_for_pattern(node, NamedNode(KG + "latitude"), None, UNION)):
        above = [
            q.object
            for q in store.quads_for_pattern(node, NamedNode(KG + "partOf"), None, UNION)
            if isinstance(q.object, NamedNode)
        ]
        if not above or (node := min(above, key=lambda n: n.value)) in seen:
            return
        seen.add(node)
        yield node


def _with_evidence(store: Store, found: Store, stating: set[NamedNode], articles: set[NamedNode]) -> None:
    """Add what is stating, with its sentences, and their articles and the others."""
    named: set[object] = set(articles)
    for n in stating:
        quads = list(store.quads_for_pattern(n, None, None, UNION))
        found.extend(quads)
        parts = {q.predicate.value.removeprefix(RDF): q.object for q in quads}
        subject, predicate, other = (parts.get(p) for p in ("subject", "predicate", "object"))
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and other is not None:
            found.add(Quad(subject, predicate, other, UNION))
        for q in quads:
            if q.predicate.value == KG + "statedIn" and isinstance(q.object, NamedNode):
                sentence = list(store.quads_for_pattern(q.object, None, None, UNION))
                found.extend(sentence)
                named |= {s.object for s in sentence if s.predicate.value == KG + "inArticle"}
    for a in named:
        if isinstance(a, NamedNode):
            triples = store.quads_for_pattern(a, None, None, UNION)
            found.extend(q for q in triples if q.predicate.value != KG + "mentions")
