"""The graph of identities: why mentions were joined or kept apart, redirects from superseded IRIs, and where places are.

It is a named graph of its own (`kg.vocab.identity_graph`), separate from what the articles state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.divisions import Division, divisions
from kg.graph.terms import DCTERMS, OWL, SKOS, TYPE, article_iri, decimal
from kg.resolve import Identities
from kg.resolve.merge_decisions import Distinction, Join
from kg.vocab import BASE, KG, identity_graph, mint

Term = NamedNode | Literal


def identity_quads(identities: Identities, base: str = BASE) -> Iterator[Quad]:
    """Yield the quads of the graph of identities, each once, in an order that depends on the identities alone."""
    writer = _Writer(base)
    for join in identities.joins:
        yield from writer.join(join)
    for distinction in identities.distinctions:
        yield from writer.distinction(distinction)
    for old, new in identities.replaced.items():
        for key in new:
            yield writer.quad(writer.node(old), DCTERMS + "isReplacedBy", writer.node(key))
    for key, iris in identities.same_as.items():
        for iri in iris:
            yield writer.quad(writer.node(key), OWL + "sameAs", NamedNode(iri))
    for key, division in identities.divisions.items():
        yield from writer.division(key, division, key not in identities.labels)
    for key, (latitude, longitude) in identities.points.items():
        yield from writer.point(key, latitude, longitude)


class _Writer:
    def __init__(self, base: str) -> None:
        self.base = base
        self.graph = NamedNode(identity_graph(base))

    def quad(self, subject: NamedNode, term: str, value: Term) -> Quad:
        return Quad(subject, NamedNode(term if ":" in term else KG + term), value, self.graph)

    def node(self, key: str) -> NamedNode:
        return NamedNode(mint(key, self.base))

    def _own(self, kind: str, *content: str) -> NamedNode:
        digest = hashlib.sha256("\0".join(content).encode("utf-8", "replace")).hexdigest()[:16]
        return NamedNode(f"{self.base}{kind}/{digest}")

    def join(self, j: Join) -> Iterator[Quad]:
        node = self._own("join", j.key, j.reason, j.basis, *j.articles)
        yield self.quad(node, TYPE, NamedNode(KG + "Join"))
        yield self.quad(node, "joins", self.node(j.key))
        yield self.quad(node, "reason", Literal(j.reason))
        if j.basis:
            yield self.quad(node, "basis", Literal(j.basis, language="zh"))
        yield self.quad(node, "score", decimal(j.score))
        for article in j.articles:
            yield self.quad(node, "inArticle", article_iri(article, self.base))

    def distinction(self, d: Distinction) -> Iterator[Quad]:
        node = self._own("distinction", d.key, d.other)
        yield self.quad(node, TYPE, NamedNode(KG + "Distinction"))
        yield self.quad(node, "distinguishes", self.node(d.key))
        yield self.quad(node, "distinguishedFrom", self.node(d.other))
        yield self.quad(node, "reason", Literal(d.reason))
        yield self.quad(node, "score", decimal(d.score))
        yield self.quad(self.node(d.key), OWL + "differentFrom", self.node(d.other))

    def division(self, key: str, division: Division, unnamed: bool) -> Iterator[Quad]:
        """State where a division is; one that no article mentions is described completely, as it contains others."""
        node = self.node(key)
        if unnamed:
            yield self.quad(node, TYPE, NamedNode(KG + "Place"))
            yield self.quad(node, SKOS + "prefLabel", Literal(division.name, language="zh"))
        yield self.quad(node, "divisionCode", Literal(division.code))
        if division.longitude is not None and division.latitude is not None:
            yield from self.point(key, division.latitude, division.longitude)
        above = divisions().above(division.code)
        if above:
            yield self.quad(node, "partOf", self.node(f"place/{divisions().full_name(above)}"))

    def point(self, key: str, latitude: float, longitude: float) -> Iterator[Quad]:
        """State where a place is, in degrees."""
        yield self.quad(self.node(key), "longitude", decimal(longitude, 4))
        yield self.quad(self.node(key), "latitude", decimal(latitude, 4))
