"""Store -> network: reads a graph by the RDF contract, whatever its named graphs.

Foreign graphs may omit or repeat values: of several values where the contract has one, the one that
sorts first counts, and what is nobody's is dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, replace
from typing import TypeVar

import networkx as nx
from pyoxigraph import NamedNode, Store

from kg.graph.dates import days_of
from kg.graph.terms import plain
from kg.store import stated
from kg.views.labels import LOOKS, PROPERTIES, localised
from kg.views.network import Article, Citation, Edge, Fact, Network, Node, Sentence
from kg.vocab import KG

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DCTERMS = "http://purl.org/dc/terms/"
_SCHEMA = "https://schema.org/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_EVENT_FACTS = ("trigger", "date", "beginDate", "endDate", "status")
_POSITION = ("positionTitle", "positionAt", "tenure")
_Stated = TypeVar("_Stated", Edge, Fact)
_Citations = Mapping[str, tuple[Citation, ...]]


def read_network(store: Store) -> Network:
    """Return the network of all graphs of `store`; it depends on the set of quads and not on their order."""
    kinds = _read_kinds(store)
    citations = _read_citations(store)
    found = (e for e in _read_edges(store, citations) if e.source in kinds and e.target in kinds)
    nodes = tuple(_read_nodes(store, kinds, citations))
    return Network(nodes, _joined(found), tuple(_read_sentences(store)), tuple(_read_articles(store)))


def to_networkx(store: Store) -> nx.MultiDiGraph:
    """Return the whole network as a networkx graph, for analysis.

    Nodes are IRIs with `kind`, `label`, `aliases` and `facts` (name -> values); edges have `predicate`, `label` (the
    title of a position), `tenure`, `confidence` (the highest, or None) and `sentences` (their texts).

    >>> from pyoxigraph import Store
    >>> to_networkx(Store()).number_of_nodes()
    0
    """
    network = read_network(store)
    texts = {s.iri: s.text for s in network.sentences}
    graph = nx.MultiDiGraph()
    for node in network.nodes:
        facts: dict[str, list[str]] = defaultdict(list)
        for fact in node.facts:
            facts[fact.name].append(localised(fact))
        graph.add_node(node.iri, kind=node.kind, label=node.label, aliases=node.aliases, facts=dict(facts))
    for edge in network.edges:
        graph.add_edge(
            edge.source,
            edge.target,
            predicate=edge.predicate,
            label=edge.label,
            tenure=edge.tenure,
            confidence=max((c.confidence for c in edge.citations if c.confidence is not None), default=None),
            sentences=tuple(texts[c.sentence] for c in edge.citations if c.sentence in texts),
        )
    return graph


def _joined(stated: Iterable[_Stated]) -> tuple[_Stated, ...]:
    """Return edges or facts in order, those with the same content (one position in two articles) as one with all citations."""
    cited: dict[_Stated, set[Citation]] = defaultdict(set)
    for statement in stated:
        cited[replace(statement, citations=())].update(statement.citations)
    in_order = {
        statement: tuple(sorted(cited[statement], key=lambda c: (c.sentence, c.confidence or 0.0, c.statement)))
        for statement in cited
    }
    return tuple(replace(statement, citations=in_order[statement]) for statement in sorted(cited, key=astuple))


def _pairs(store: Store, predicate: str) -> Iterator[tuple[str, str]]:
    """Yield each subject and object of a predicate once, in order, as plain strings."""
    found = stated(store, None, NamedNode(predicate))
    yield from sorted({(plain(q.subject), plain(q.object)) for q in found})


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _one(store: Store, predicate: str) -> dict[str, str]:
    """Return one object for each subject: the one that sorts first, where a foreign graph has several."""
    return {subject: values[0] for subject, values in _grouped(_pairs(store, predicate)).items()}


def _read_kinds(store: Store) -> dict[str, str]:
    """Return the kind of each node; a resource of two classes keeps the first of the legend's order."""
    kinds: dict[str, str] = {}
    for look in LOOKS:
        for quad in stated(store, None, NamedNode(f"{_RDF}type"), NamedNode(KG + look.kind)):
            kinds.setdefault(plain(quad.subject), look.kind)
    return kinds


def _read_citations(store: Store) -> dict[str, tuple[Citation, ...]]:
    """Return what each statement, event and position cites."""
    sure = _one(store, f"{KG}confidence")
    cited: dict[str, list[Citation]] = defaultdict(list)
    for subject, sentence in _pairs(store, f"{KG}statedIn"):
        cited[subject].append(Citation(sentence, _number(sure.get(subject)), subject))
    return {subject: tuple(citations) for subject, citations in cited.items()}


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _read_edges(store: Store, citations: _Citations) -> Iterator[Edge]:
    cited = _read_statements(store, citations)
    for predicate in PROPERTIES:
        if predicate != "holdsPosition":
            for source, target in _pairs(store, KG + predicate):
                yield Edge(source, target, predicate, citations=cited.get((source, KG + predicate, target), ()))
    titles, organisations, tenures = (_one(store, KG + p) for p in _POSITION)
    for person, position in _pairs(store, f"{KG}holdsPosition"):
        if position in organisations:
            title, tenure = titles.get(position, ""), tenures.get(position, "")
            yield Edge(person, organisations[position], "holdsPosition", title, tenure, citations.get(position, ()))


def _read_statements(store: Store, citations: _Citations) -> dict[tuple[str, str, str], tuple[Citation, ...]]:
    """Return what each reified triple cites, over all articles that state it."""
    predicates, objects = _one(store, f"{_RDF}predicate"), _one(store, f"{_RDF}object")
    cited: dict[tuple[str, str, str], tuple[Citation, ...]] = defaultdict(tuple)
    for statement, subject in _pairs(store, f"{_RDF}subject"):
        triple = (subject, predicates.get(statement, ""), objects.get(statement, ""))
        cited[triple] += citations.get(statement, ())
    return dict(cited)


def _read_nodes(store: Store, kinds: Mapping[str, str], citations: _Citations) -> Iterator[Node]:
    labels = _grouped(_pairs(store, f"{_SKOS}prefLabel"))
    aliases = _grouped(_pairs(store, f"{_SKOS}altLabel"))
    facts = _read_facts(store, citations)
    mentioned = _grouped((o, s) for s, o in _pairs(store, f"{KG}mentions"))
    authored = _grouped((o, s) for s, o in _pairs(store, f"{KG}author"))
    points = _read_points(store)
    for iri, kind in sorted(kinds.items()):
        names = labels.get(iri, ()) or aliases.get(iri, ()) or (iri.rsplit("/", 1)[-1],)
        others = tuple(sorted({*names[1:], *aliases.get(iri, ())} - {names[0]}))
        articles, own, joined = mentioned.get(iri, ()), authored.get(iri, ()), _joined(facts.get(iri, ()))
        yield Node(iri, kind, names[0], others, joined, articles, own, _span(joined), points.get(iri))


def _span(facts: Iterable[Fact]) -> tuple[str, str] | tuple[()]:
    """Return the first and the last day of what the facts say of a time.

    >>> _span([Fact("beginDate", "2021-02")]), _span([Fact("date", "2021")]), _span([Fact("trigger", "调研")])
    (('2021-02-01', '2021-02-28'), ('2021-01-01', '2021-12-31'), ())
    """
    dated = [(f.name, days) for f in facts if f.name in ("date", "beginDate", "endDate") and (days := days_of(f.value))]
    firsts = [days[0] for name, days in dated if name != "endDate"] or [days[0] for _, days in dated]
    lasts = [days[1] for name, days in dated if name != "beginDate"] or [days[1] for _, days in dated]
    return (min(firsts), max(*lasts, min(firsts))) if dated else ()


def _read_points(store: Store) -> dict[str, tuple[float, float]]:
    """Return the latitude and longitude of the places that have both."""
    north, east = _one(store, f"{KG}latitude"), _one(store, f"{KG}longitude")
    points = ((iri, _number(north[iri]), _number(east.get(iri))) for iri in north)
    return {i: (y, x) for i, y, x in points if y is not None and x is not None and abs(y) <= 90 and abs(x) <= 180}


def _read_facts(store: Store, citations: _Citations) -> dict[str, list[Fact]]:
    """Return the type, time and status of events, and the positions without an organisation."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    kinds = {look.kind for look in LOOKS}
    for iri, term in _pairs(store, f"{_RDF}type"):
        if term.startswith(KG) and term.removeprefix(KG) not in kinds:
            name = term.removeprefix(KG)
            facts[iri].append(Fact("eventType", name, citations.get(iri, ())))
    for name in _EVENT_FACTS:
        for iri, value in _pairs(store, KG + name):
            facts[iri].append(Fact(name, value, citations.get(iri, ())))
    titles, organisations, tenures = (_one(store, KG + p) for p in _POSITION)
    for person, position in _pairs(store, f"{KG}holdsPosition"):
        if position not in organisations:
            held = titles.get(position, ""), citations.get(position, ()), tenures.get(position, "")
            facts[person].append(Fact("holdsPosition", *held))
    return facts


def _read_sentences(store: Store) -> Iterator[Sentence]:
    repaired, articles = _one(store, f"{KG}repairedText"), _one(store, f"{KG}inArticle")
    starts, ends = _one(store, f"{KG}charStart"), _one(store, f"{KG}charEnd")
    for iri, text in _one(store, f"{KG}text").items():
        start, end = (int(_number(extent.get(iri)) or 0) for extent in (starts, ends))
        yield Sentence(iri, repaired.get(iri, text), articles.get(iri, ""), start, end)


def _read_articles(store: Store) -> Iterator[Article]:
    titles, dates = _one(store, f"{_DCTERMS}title"), _one(store, f"{_DCTERMS}issued")
    files, publishers = _one(store, f"{KG}sourceFile"), _one(store, f"{_DCTERMS}publisher")
    pages, urls = _one(store, f"{_SCHEMA}printPage"), _one(store, f"{_DCTERMS}source")
    columns = (titles, dates, files, publishers, urls, pages)
    for iri in sorted({*titles, *files}):
        yield Article(iri, *(values.get(iri, "") for values in columns))
