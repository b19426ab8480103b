"""What all readers and writers of quads share: namespaces, terms as texts, an article's IRI, integers and dates as literals."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.vocab import BASE, PREFIXES, article_key, mint

RDF, OWL, SKOS, DCTERMS, SCHEMA, XSD = (PREFIXES[p] for p in ("rdf", "owl", "skos", "dcterms", "schema", "xsd"))
TYPE = RDF + "type"
Term = NamedNode | BlankNode | Literal | Triple
DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}


def article_iri(article: str, base: str = BASE) -> NamedNode:
    """Return the IRI of an article, which is also the name of its graph."""
    return NamedNode(mint(article_key(article), base))


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))


def decimal(value: float, digits: int = 2) -> Literal:
    """Return an xsd:decimal of so many digits behind the point at the most, in the form that stores keep (0.9, 1)."""
    written = f"{value:.{digits}f}"
    short = written.rstrip("0").rstrip(".") if "." in written else written
    return Literal("0" if short == "-0" else short, datatype=NamedNode(XSD + "decimal"))


def day(value: str) -> Literal:
    """Return "2021", "2021-08" or "2021-08-10" as xsd:gYear, xsd:gYearMonth or xsd:date."""
    return Literal(value, datatype=NamedNode(XSD + DATE_TYPES[len(value)]))


def plain(term: Term) -> str:
    """Return what names a term: an IRI, a literal's text, and "_:b" for a blank node."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
