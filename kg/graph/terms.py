"""What all writers of quads share: namespaces, an article's IRI, integers and dates as literals."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.vocab import BASE, PREFIXES, article_key, mint

RDF, OWL, SKOS, DCTERMS, XSD = (PREFIXES[p] for p in ("rdf", "owl", "skos", "dcterms", "xsd"))
TYPE = RDF + "type"
DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def article_iri(article: str, base: str = BASE) -> NamedNode:
    """Return the IRI of an article, which is also the name of its graph."""
    return NamedNode(mint(article_key(article), base))


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))


def decimal(value: float, digits: int = 2) -> Literal:
    """Return an xsd:decimal with so many digits behind the point."""
    return Literal(f"{value:.{digits}f}", datatype=NamedNode(XSD + "decimal"))


def day(value: str) -> Literal:
    """Return "2021", "2021-08" or "2021-08-10" as xsd:gYear, xsd:gYearMonth or xsd:date."""
    return Literal(value, datatype=NamedNode(XSD + DATE_TYPES[len(value)]))
