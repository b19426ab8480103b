"""The network that a graph shows: its entities as nodes, its statements as edges, each with the sentences that say so.

Everything here is frozen plain data, read from a store by the RDF contract; nothing knows how it is drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import networkx as nx
from pyoxigraph import Literal, NamedNode, Store

from kg.views.wording import LOOKS, PROPERTIES, VALUES

_KG = "https://w3id.org/newskg/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DCTERMS = "http://purl.org/dc/terms/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_EVENT_FACTS = ("trigger", "date", "beginDate", "endDate", "status")


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence (its IRI) that says something, and how sure the extractor is (0 to 1; None where it is not told)."""

    sentence: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a node besides its edges: a property's local name, the value, and who says so."""

    name: str
    value: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A person, organisation, event, place or award; `articles` mention it, `authored` are by it (IRIs)."""

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    articles: tuple[str, ...] = ()
    authored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement between two nodes (IRIs); `label` is a position's title, `tenure` when it is held, else empty."""

    source: str
    target: str
    predicate: str
    label: str = ""
    tenure: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cited sentence: its readable text, and its extent in characters in the article's source file."""

    iri: str
    text: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article that a sentence stands in; `date` is "" where it is not known."""

    iri: str
    title: str
    date: str
    file: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, with the sentences and articles that they cite; each tuple is in the order of IRIs."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sentences: tuple[Sentence, ...] = ()
    articles: tuple[Article, ...] = ()


def read_network(store: Store, *, limit: int | None = None) -> Network:
    """Return the network of all graphs of `store`, cut to the `limit` nodes with the most edges.

    Ties go to the IRI that sorts first, so the result depends on nothing but the quads.
    """
    citations = _read_citations(store)
    edges = tuple(sorted(_read_edges(store, citations), key=lambda e: (e.source, e.target, e.predicate, e.label)))
    kinds = _read_kinds(store)
    edges = tuple(e for e in edges if e.source in kinds and e.target in kinds)
    kept = _most_connected(kinds, edges, limit)
    edges = tuple(e for e in edges if e.source in kept and e.target in kept)
    nodes = tuple(_read_nodes(store, {iri: kinds[iri] for iri in sorted(kept)}, citations))
    return _with_sources(store, Network(nodes, edges))


def count(store: Store) -> tuple[int, int]:
    """Return how many nodes and how many edges the uncut network of `store` has."""
    kinds = _read_kinds(store)
    return len(kinds), sum(e.source in kinds and e.target in kinds for e in _read_edges(store, {}))


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
            facts[fact.name].append(fact.value)
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


def _pairs(store: Store, predicate: str) -> Iterator[tuple[str, str]]:
    """Yield each subject and object of a predicate once, in order, as plain strings."""
    found = store.quads_for_pattern(None, NamedNode(predicate), None, None)
    yield from sorted({(_plain(q.subject), _plain(q.object)) for q in found})


def _plain(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


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
        for quad in store.quads_for_pattern(None, NamedNode(f"{_RDF}type"), NamedNode(_KG + look.kind), None):
            kinds.setdefault(_plain(quad.subject), look.kind)
    return kinds


def _read_citations(store: Store) -> dict[str, tuple[Citation, ...]]:
    """Return what each statement, event and position cites."""
    sure = _one(store, f"{_KG}confidence")
    cited: dict[str, list[Citation]] = defaultdict(list)
    for subject, sentence in _pairs(store, f"{_KG}statedIn"):
        cited[subject].append(Citation(sentence, _number(sure.get(subject))))
    return {subject: tuple(citations) for subject, citations in cited.items()}


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _read_edges(store: Store, citations: Mapping[str, tuple[Citation, ...]]) -> Iterator[Edge]:
    cited = _read_statements(store, citations)
    for predicate in PROPERTIES:
        if predicate != "holdsPosition":
            for source, target in _pairs(store, _KG + predicate):
                yield Edge(source, target, predicate, citations=cited.get((source, _KG + predicate, target), ()))
    titles, bodies, tenures = (_one(store, _KG + p) for p in ("positionTitle", "positionAt", "tenure"))
    for person, post in _pairs(store, f"{_KG}holdsPosition"):
        if post in bodies:
            yield Edge(
                person, bodies[post], "holdsPosition", titles.get(post, ""), tenures.get(post, ""), citations.get(post, ())
            )


def _read_statements(
    store: Store, citations: Mapping[str, tuple[Citation, ...]]
) -> dict[tuple[str, str, str], tuple[Citation, ...]]:
    """Return what each reified triple cites, over all articles that state it."""
    predicates, objects = _one(store, f"{_RDF}predicate"), _one(store, f"{_RDF}object")
    cited: dict[tuple[str, str, str], tuple[Citation, ...]] = defaultdict(tuple)
    for statement, subject in _pairs(store, f"{_RDF}subject"):
        triple = (subject, predicates.get(statement, ""), objects.get(statement, ""))
        cited[triple] += citations.get(statement, ())
    return dict(cited)


def _most_connected(kinds: Mapping[str, str], edges: Iterable[Edge], limit: int | None) -> set[str]:
    degrees = Counter(end for edge in edges for end in (edge.source, edge.target))
    return set(sorted(kinds, key=lambda iri: (-degrees[iri], iri))[:limit])


def _read_nodes(
    store: Store, kinds: Mapping[str, str], citations: Mapping[str, tuple[Citation, ...]]
) -> Iterator[Node]:
    labels = _grouped(_pairs(store, f"{_SKOS}prefLabel"))
    aliases = _grouped(_pairs(store, f"{_SKOS}altLabel"))
    facts = _read_facts(store, citations)
    mentioned = _grouped((o, s) for s, o in _pairs(store, f"{_KG}mentions"))
    authored = _grouped((o, s) for s, o in _pairs(store, f"{_KG}author"))
    for iri, kind in kinds.items():
        names = labels.get(iri, ()) or aliases.get(iri, ()) or (iri.rsplit("/", 1)[-1],)
        others = tuple(sorted({*names[1:], *aliases.get(iri, ())} - {names[0]}))
        articles, own = mentioned.get(iri, ()), authored.get(iri, ())
        yield Node(iri, kind, names[0], others, tuple(facts.get(iri, ())), articles, own)


def _read_facts(store: Store, citations: Mapping[str, tuple[Citation, ...]]) -> dict[str, list[Fact]]:
    """Return the type, time and status of events, and the posts that name no body."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    kinds = {look.kind for look in LOOKS}
    for iri, term in _pairs(store, f"{_RDF}type"):
        if term.startswith(_KG) and term.removeprefix(_KG) not in kinds:
            facts[iri].append(Fact("eventType", term.removeprefix(_KG), citations.get(iri, ())))
    for name in _EVENT_FACTS:
        for iri, value in _pairs(store, _KG + name):
            facts[iri].append(Fact(name, VALUES.get(value, value), citations.get(iri, ())))
    titles, bodies = _one(store, f"{_KG}positionTitle"), _one(store, f"{_KG}positionAt")
    for person, post in _pairs(store, f"{_KG}holdsPosition"):
        if post not in bodies:
            facts[person].append(Fact("holdsPosition", titles.get(post, ""), citations.get(post, ())))
    return facts


def _with_sources(store: Store, network: Network) -> Network:
    cited = {c.sentence for e in network.edges for c in e.citations}
    cited |= {c.sentence for n in network.nodes for f in n.facts for c in f.citations}
    sentences = tuple(s for s in _read_sentences(store) if s.iri in cited)
    named = {s.article for s in sentences} | {a for n in network.nodes for a in (*n.articles, *n.authored)}
    articles = tuple(a for a in _read_articles(store, named))
    return replace(network, sentences=sentences, articles=articles)


def _read_sentences(store: Store) -> Iterator[Sentence]:
    repaired, articles = _one(store, f"{_KG}repairedText"), _one(store, f"{_KG}inArticle")
    starts, ends = _one(store, f"{_KG}charStart"), _one(store, f"{_KG}charEnd")
    for iri, text in _one(store, f"{_KG}text").items():
        start, end = (int(_number(extent.get(iri)) or 0) for extent in (starts, ends))
        yield Sentence(iri, repaired.get(iri, text), articles.get(iri, ""), start, end)


def _read_articles(store: Store, named: Iterable[str]) -> Iterator[Article]:
    titles, dates = _one(store, f"{_DCTERMS}title"), _one(store, f"{_DCTERMS}issued")
    files = _one(store, f"{_KG}sourceFile")
    for iri in sorted(named):
        if iri:
            yield Article(iri, titles.get(iri, ""), dates.get(iri, ""), files.get(iri, ""))
