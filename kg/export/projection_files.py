"""A projection as a file: GEXF, GraphML, a list of edges (CSV), Turtle."""

from __future__ import annotations

import csv
import io

import networkx as nx
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.export.networks import as_gexf, as_graphml, plain
from kg.export.tables import cell
from kg.graph.terms import RDF, SKOS, TYPE, integer
from kg.views.labels import PALETTE, PLAIN
from kg.views.placing import place_graph
from kg.vocab import KG

PROV = "http://www.w3.org/ns/prov#"
FORMS = ("gexf", "graphml", "csv", "ttl")


def written(graph: nx.Graph, form: str) -> bytes:
    """Return a projection in one of the forms."""
    if form == "csv":
        return _edge_list(graph)
    if form == "ttl":
        return _turtle(graph)
    simple = graph.copy()
    for _, values in simple.nodes(data=True):
        values["label"] = plain(values["label"])
    for _, _, values in simple.edges(data=True):
        del values["shared"]
    if form == "graphml":
        return as_graphml(simple)
    palette = dict(enumerate(light for light, _ in PALETTE))
    colours = [palette.get(number, PLAIN[0]) for _, number in simple.nodes(data="community")]
    return as_gexf(simple, place_graph(simple), colours)


def _edge_list(graph: nx.Graph) -> bytes:
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(["source", "source_label", "target", "target_label", "weight"])
    labels = {iri: cell(label) for iri, label in graph.nodes(data="label")}
    rows.writerows([a, labels[a], b, labels[b], weight] for a, b, weight in graph.edges(data="weight"))
    return out.getvalue().encode("utf-8-sig")


def _term(name: str) -> NamedNode | BlankNode:
    """Return the node of a name: an IRI, or a blank node of a graph from elsewhere."""
    return NamedNode(name) if ":" in name else BlankNode(name)


def _turtle(graph: nx.Graph) -> bytes:
    """Return each tie as skos:related, and as a statement with its weight and what it was derived from."""
    triples = []
    for iri, values in graph.nodes(data=True):
        triples.append(Triple(_term(iri), NamedNode(TYPE), NamedNode(KG + values["kind"])))
        triples.append(Triple(_term(iri), NamedNode(SKOS + "prefLabel"), Literal(values["label"], language="zh")))
    for number, (a, b, values) in enumerate(graph.edges(data=True)):
        tie, related = BlankNode(f"tie{number}"), NamedNode(SKOS + "related")
        triples.append(Triple(_term(a), related, _term(b)))
        triples.append(Triple(tie, NamedNode(TYPE), NamedNode(RDF + "Statement")))
        for name, value in (("subject", _term(a)), ("predicate", related), ("object", _term(b))):
            triples.append(Triple(tie, NamedNode(RDF + name), value))
        triples.append(Triple(tie, NamedNode(RDF + "value"), integer(values["weight"])))
        derived = NamedNode(PROV + "wasDerivedFrom")
        triples.extend(Triple(tie, derived, _term(iri)) for iri in sorted(set(values["shared"])))
    prefixes = {"kg": KG, "rdf": RDF, "skos": SKOS, "prov": PROV}
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
