"""The service description of the endpoint (SPARQL 1.1 Service Description, W3C 2013)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, serialize

from kg.graph.terms import TYPE
from kg.serve.formats import GRAPHS
from kg.serve.text_search import TEXT_MATCH
from kg.vocab import PREFIXES

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
RESULT_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"),
)


def described(endpoint: str, store: Store, media: str) -> bytes:
    """Return the description of an endpoint in one of the syntaxes of `GRAPHS`."""
    shown: RdfFormat = GRAPHS[media]
    prefixes = {**PREFIXES, "sd": SD, "void": VOID}
    return serialize(_triples(endpoint, store), format=shown, prefixes=prefixes) or b""


def _triples(endpoint: str, store: Store) -> Iterator[Triple]:
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    statements: tuple[tuple[str, NamedNode | BlankNode], ...] = (
        (TYPE, NamedNode(SD + "Service")),
        (SD + "endpoint", NamedNode(endpoint)),
        (SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query")),
        (SD + "feature", NamedNode(SD + "UnionDefaultGraph")),
        (SD + "propertyFeature", NamedNode(TEXT_MATCH)),
        (SD + "defaultDataset", dataset),
        *((SD + "resultFormat", NamedNode(FORMATS + f)) for f in RESULT_FORMATS),
    )
    for term, value in statements:
        yield Triple(service, NamedNode(term), value)
    yield Triple(dataset, NamedNode(TYPE), NamedNode(SD + "Dataset"))
    yield Triple(dataset, NamedNode(SD + "defaultGraph"), graph)
    yield Triple(graph, NamedNode(TYPE), NamedNode(SD + "Graph"))
    graphs = sum(1 for _ in store.named_graphs())
    yield Triple(dataset, NamedNode(VOID + "documents"), Literal(graphs))
