"""What follows from the ontology: superclasses, superproperties and alignments, stated, for stores without a reasoner.

RDFS entailment (W3C, RDF 1.1 Semantics, 9.2: rdfs5, rdfs7, rdfs9, rdfs11) for the terms of the ontology, closed once over the
ontology and then applied to each statement; and the names that schema.org, FOAF and RDFS readers look for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kg.graph.terms import DCTERMS, SKOS, TYPE
from kg.store import base_of, stated
from kg.vocab import PREFIXES, entailed_graph, ontology_folder

RDFS = PREFIXES["rdfs"]
SCHEMA, FOAF = PREFIXES["schema"], PREFIXES["foaf"]
NAMES = {  # what no ontology may say of terms that are not its own
    SKOS + "prefLabel": (RDFS + "label", SCHEMA + "name", FOAF + "name"),
    SKOS + "altLabel": (SCHEMA + "alternateName",),
    DCTERMS + "title": (SCHEMA + "headline",),
    DCTERMS + "issued": (SCHEMA + "datePublished",),
}


def entailed(store: Store) -> Iterator[Quad]:
    """Yield what the graph's statements entail and no graph states, each once, in the graph `<base>graph/entailed`."""
    graph = NamedNode(entailed_graph(base_of(store)))
    lower = _below({**_closed("subPropertyOf"), **{p: frozenset(q) for p, q in NAMES.items()}})
    for higher in sorted(lower):
        known = {(q.subject, q.object) for q in stated(store, None, NamedNode(higher))}
        for prop in sorted(lower[higher]):
            for q in stated(store, None, NamedNode(prop)):
                if (q.subject, q.object) not in known:
                    known.add((q.subject, q.object))
                    yield Quad(q.subject, NamedNode(higher), q.object, graph)
    kinds = _below(_closed("subClassOf"))
    for higher in sorted(kinds):
        there = {q.subject for q in stated(store, None, NamedNode(TYPE), NamedNode(higher))}
        for kind in sorted(kinds[higher]):
            for q in stated(store, None, NamedNode(TYPE), NamedNode(kind)):
                if q.subject not in there:
                    there.add(q.subject)
                    yield Quad(q.subject, NamedNode(TYPE), NamedNode(higher), graph)


def _below(above: Mapping[str, frozenset[str]]) -> Mapping[str, set[str]]:
    below: dict[str, set[str]] = defaultdict(set)
    for term, higher in above.items():
        for h in higher:
            below[h].add(term)
    return below


def _closed(relation: str) -> Mapping[str, frozenset[str]]:
    """Return all terms above each term of the ontology by a relation, over any number of steps."""
    ontology = Store()
    for path in sorted(ontology_folder().glob("*.ttl")):
        ontology.load(path=str(path), format=RdfFormat.TURTLE)
    direct: dict[str, set[str]] = defaultdict(set)
    for q in ontology.quads_for_pattern(None, NamedNode(RDFS + relation), None):
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode):
            direct[q.subject.value].add(q.object.value)
    return {term: frozenset(_above(term, direct)) for term in direct}


def _above(term: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    row = [term]
    while row:
        new = direct.get(row.pop(), set()) - found
        found |= new
        row.extend(new)
    return found - {term}
