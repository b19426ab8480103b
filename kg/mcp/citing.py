"""A graph as the tools read it: resources with their names, and the sentences that can be cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.graph.finding import CLASSES
from kg.graph.terms import DCTERMS, RDF, SCHEMA, SKOS, TYPE
from kg.mcp.results import Citation, Resource
from kg.serve.resources import as_node
from kg.views.labels import term_labels
from kg.vocab import KG

UNION = DefaultGraph()
CITED = 3  # sentences of one statement
SCANNED = 2_000  # statements of one resource that are looked through
SHOWN = frozenset({*CLASSES, "Article", "Sentence", "Statement", "Position"})


class Citing:
    """Reads resources and citations from a store with the union of its graphs as the default graph."""

    def __init__(self, store: Store) -> None:
        """Keep the store."""
        self.store = store

    def values(self, node: NamedNode, term: str) -> list[str]:
        """Return the values of a property, in order."""
        found = self.store.quads_for_pattern(node, NamedNode(term), None, UNION)
        return sorted(q.object.value for q in found if isinstance(q.object, NamedNode | Literal))

    def value(self, node: NamedNode, term: str) -> str:
        """Return the first value of a property; empty where there is none."""
        return next(iter(self.values(node, term)), "")

    def nodes(self, node: NamedNode, term: str) -> list[NamedNode]:
        """Return the resources that are values of a property, in order."""
        return [n for v in self.values(node, term) if (n := as_node(v))]

    def subjects(self, term: str, node: NamedNode) -> Iterator[NamedNode]:
        """Yield what has a resource as the value of a property, as far as that is looked through."""
        found = self.store.quads_for_pattern(None, NamedNode(term), node, UNION)
        return (q.subject for q in islice(found, SCANNED) if isinstance(q.subject, NamedNode))

    def kinds(self, node: NamedNode) -> list[str]:
        """Return the local names of the classes of a resource."""
        return [t.removeprefix(KG) for t in self.values(node, TYPE) if t.startswith(KG)]

    def resource(self, node: NamedNode) -> Resource:
        """Return a resource with its name."""
        name = self.value(node, SKOS + "prefLabel") or self.value(node, DCTERMS + "title")
        return Resource(node.value, name, [term(k) for k in self.kinds(node)])

    def citation(self, sentence: NamedNode, confidence: str = "") -> Citation:
        """Return a sentence with its article."""
        text = self.value(sentence, KG + "repairedText") or self.value(sentence, KG + "text")
        extent = [_number(self.value(sentence, KG + f)) for f in ("charStart", "charEnd")]
        article = next(iter(self.nodes(sentence, KG + "inArticle")), None)
        cited = self.passage(article, text)
        return replace(
            cited, sentence_iri=sentence.value, start=extent[0], end=extent[1], confidence=_share(confidence)
        )

    def passage(self, article: NamedNode | None, text: str) -> Citation:
        """Return a part of an article's text that is no sentence of the graph."""
        about = [DCTERMS + "title", DCTERMS + "issued", DCTERMS + "publisher", SCHEMA + "printPage", KG + "sourceFile"]
        title, date, source, page, file = (self.value(article, term) if article else "" for term in about)
        return Citation(text, "", title, article.value if article else "", date, source, page, file, None, None)

    def evidence(self, stating: Iterable[NamedNode]) -> list[Citation]:
        """Return the sentences behind statements, positions or events, each once, the latest first."""
        found: dict[str, Citation] = {}
        for node in stating:
            confidence = self.value(node, KG + "confidence")
            for sentence in self.nodes(node, KG + "statedIn"):
                found.setdefault(sentence.value, self.citation(sentence, confidence))
        return sorted(found.values(), key=lambda c: (c.date, c.sentence_iri), reverse=True)

    def about(self, node: NamedNode) -> list[Citation]:
        """Return a few sentences that state something of a resource."""
        if "Sentence" in self.kinds(node):
            return [self.citation(node)]
        stating = [node, *self.nodes(node, KG + "holdsPosition")]
        for place in ("subject", "object"):
            stating += islice(self.subjects(RDF + place, node), CITED)
        return self.evidence(stating)[:CITED]


def term(name: str) -> str:
    """Return a term of the ontology with its label: "agent 主体"."""
    label = term_labels().get(name)
    return f"{name} {label}" if label else name


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _share(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
