"""What a page shows about a resource: its names and kinds, and each statement with its sentences.

A graph may come from anywhere, so that any property may have any value: what is no IRI where one belongs is shown as text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.graph.terms import DCTERMS, OWL, SKOS, TYPE
from kg.views.labels import VALUES, term_labels
from kg.vocab import KG, PREFIXES

RDF = PREFIXES["rdf"]
MOST = 100  # statements of one property that a page shows
SCANNED = 20_000  # quads of one pattern that are looked through for them
UNION = DefaultGraph()
FACTS = (
    "trigger", "date", "beginDate", "endDate", "status", "divisionCode", "longitude", "latitude", "role", "sourceFile",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Another resource, or a text, and how it is called."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence as evidence: its IRI, its text, its article with the date, and the confidence (None: not known)."""

    iri: str
    text: str
    article: Link
    date: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the resource: the other end, more words (a title, a tenure), and the evidence."""

    other: Link
    words: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one property: its label, whether the resource is the object, how many there are in all."""

    label: str
    inverse: bool
    statements: tuple[Statement, ...]
    total: int
    more: bool  # there may be still more than the total


@dataclass(frozen=True, slots=True)
class Resource:
    """All that a page shows of a resource."""

    iri: str
    label: str
    aliases: tuple[str, ...]
    kinds: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    articles: tuple[tuple[Link, str], ...]  # that mention it, with their dates, the latest first
    mentioned: int
    links: tuple[tuple[str, Link], ...]  # sameAs, isReplacedBy


def as_node(iri: str) -> NamedNode | None:
    """Return the node that an IRI names; None for what is no IRI.

    >>> as_node("http://e.example/a b") is None
    True
    """
    try:
        return NamedNode(iri)
    except ValueError:
        return None


class Reader:
    """Reads pages from a store that holds the union of its graphs as the default graph."""

    def __init__(self, store: Store, base: str) -> None:
        """Keep the store and the base of its resources' IRIs."""
        self.store = store
        self.base = base

    def exists(self, iri: str) -> bool:
        """Whether the graph states anything about a resource; about what is no IRI it states nothing."""
        node = as_node(iri)
        return node is not None and any(True for _ in self._about(node))

    def is_article(self, iri: str) -> bool:
        """Whether a resource is an article."""
        return Quad(NamedNode(iri), NamedNode(TYPE), NamedNode(KG + "Article"), UNION) in self.store

    def resource(self, iri: str) -> Resource:
        """Return what a page shows of an entity, an event, a sentence or anything else that has an IRI."""
        node = NamedNode(iri)
        names = self._values(node, SKOS + "prefLabel")
        aliases = sorted({*names[1:], *self._values(node, SKOS + "altLabel")})
        kinds = [k.removeprefix(KG) for k in self._values(node, TYPE) if k.startswith(KG)]
        articles = sorted(
            ((self._day(a), a) for a in self._subjects(node, KG + "mentions")),
            key=lambda x: (x[0], x[1].value),
            reverse=True,
        )
        facts = [(self._term(f), VALUES.get(v, v)) for f in FACTS for v in self._values(node, KG + f)]
        for term in ("text", "repairedText"):
            facts.extend((self._term(term), v) for v in self._values(node, KG + term))
        return Resource(
            iri,
            names[0] if names else self._short(iri),
            tuple(aliases),
            tuple(self._term(k) for k in kinds),
            tuple(facts),
            tuple(self._groups(node)),
            tuple((self.link(a), day) for day, a in articles[:MOST]),
            len(articles),
            tuple(self._links(node)),
        )

    def resource_facts(self, iri: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, Link], ...]]:
        """Return the facts of a resource, by local name, and its links to what is the same."""
        node = NamedNode(iri)
        facts = tuple((f, v) for f in FACTS for v in self._values(node, KG + f))
        return facts, tuple(self._links(node))

    def kinds(self, iri: str) -> list[str]:
        """Return the local names of a resource's classes."""
        return [k.removeprefix(KG) for k in self._values(NamedNode(iri), TYPE) if k.startswith(KG)]

    def label(self, iri: str) -> str:
        """Return a resource's label; what is no IRI is returned as it is."""
        return self._linked(iri).label

    def values(self, iri: str, term: str) -> list[str]:
        """Return the values of a property of the ontology; of positions, their titles and organisations."""
        node = as_node(iri)
        if node is None or as_node(KG + term) is None:
            return []
        if term not in {"holdsPosition", "positionAt"}:
            return self._values(node, KG + term)
        wanted = "positionTitle" if term == "holdsPosition" else "positionAt"
        positions = self._nodes(node, KG + "holdsPosition")
        return sorted({v for p in positions for v in self._values(p, KG + wanted)})

    def link(self, node: NamedNode) -> Link:
        """Return a resource with its label."""
        names = self._values(node, SKOS + "prefLabel") or self._values(node, DCTERMS + "title")
        return Link(node.value, names[0] if names else self._short(node.value))

    def _links(self, node: NamedNode) -> Iterator[tuple[str, Link]]:
        for name, term in (("sameAs", OWL + "sameAs"), ("isReplacedBy", DCTERMS + "isReplacedBy")):
            yield from ((name, self._linked(v)) for v in self._values(node, term))

    def _linked(self, value: str) -> Link:
        node = as_node(value)
        return Link("", value) if node is None else self.link(node)

    def _about(self, node: NamedNode) -> Iterator[Quad]:
        yield from self.store.quads_for_pattern(node, None, None, UNION)
        yield from self.store.quads_for_pattern(None, None, node, UNION)

    def _values(self, node: NamedNode, term: str) -> list[str]:
        found = self.store.quads_for_pattern(node, NamedNode(term), None, UNION)
        return sorted(q.object.value for q in found if isinstance(q.object, NamedNode | Literal))

    def _nodes(self, node: NamedNode, term: str) -> list[NamedNode]:
        return [n for v in self._values(node, term) if (n := as_node(v))]

    def _subjects(self, node: NamedNode, term: str) -> list[NamedNode]:
        found = self.store.quads_for_pattern(None, NamedNode(term), node, UNION)
        return [q.subject for q in found if isinstance(q.subject, NamedNode)]

    def _day(self, article: NamedNode) -> str:
        return next(iter(self._values(article, DCTERMS + "issued")), "")

    def _short(self, iri: str) -> str:
        return iri.removeprefix(self.base)

    def _term(self, name: str) -> str:
        zh = term_labels().get(name)
        return f"{zh} {name}" if zh else name

    def _text(self, sentence: NamedNode) -> str:
        return (self._values(sentence, KG + "repairedText") or self._values(sentence, KG + "text") or [""])[0]

    def _groups(self, node: NamedNode) -> Iterator[Group]:
        found: dict[tuple[str, bool], dict[str, list[NamedNode]]] = defaultdict(lambda: defaultdict(list))
        more = False
        for place, inverse in (("subject", False), ("object", True)):
            for scanned, q in enumerate(self.store.quads_for_pattern(None, NamedNode(RDF + place), node, UNION)):
                if scanned == SCANNED:
                    more = True
                    break
                if isinstance(q.subject, NamedNode):
                    prop = next(iter(self._values(q.subject, RDF + "predicate")), "")
                    other = next(iter(self._values(q.subject, RDF + ("subject" if inverse else "object"))), "")
                    found[prop, inverse][other].append(q.subject)
        for (prop, inverse), others in sorted(found.items()):
            shown = sorted(others, key=lambda o: (-len(others[o]), o))[:MOST]
            statements = tuple(Statement(self._linked(o), "", tuple(self._evidence(others[o]))) for o in shown if o)
            yield Group(self._term(prop.removeprefix(KG)), inverse, statements, len(others), more)
        yield from self._positions(node)
        if own := tuple(self._evidence([node])):
            yield Group("出处 evidence", False, (Statement(Link(node.value, ""), "", own),), 1, False)

    def _positions(self, node: NamedNode) -> Iterator[Group]:
        """Yield the positions that a person holds, and those at an organisation: each once, with all its evidence."""
        for term, other, inverse in (("holdsPosition", "positionAt", False), ("positionAt", "holdsPosition", True)):
            positions = self._subjects(node, KG + term) if inverse else self._nodes(node, KG + term)
            held: dict[tuple[str, str], list[NamedNode]] = defaultdict(list)
            for position in positions[:SCANNED]:
                title = next(iter(self._values(position, KG + "positionTitle")), "")
                tenure = next(iter(self._values(position, KG + "tenure")), "")
                ends = (
                    [s.value for s in self._subjects(position, KG + other)]
                    if inverse
                    else self._values(position, KG + other)
                )
                held[next(iter(sorted(ends)), ""), f"{title} {VALUES.get(tenure, tenure)}".strip()].append(position)
            if held:
                shown = sorted(held, key=lambda k: (-len(held[k]), k))[:MOST]
                statements = tuple(
                    Statement(self._linked(o), words, tuple(self._evidence(held[o, words]))) for o, words in shown
                )
                yield Group(self._term("holdsPosition"), inverse, statements, len(held), len(positions) > SCANNED)

    def _evidence(self, nodes: Sequence[NamedNode]) -> Iterator[Evidence]:
        cited = []
        for n in nodes[:MOST]:
            sure = next(map(_share, self._values(n, KG + "confidence")), None)
            for s in self._nodes(n, KG + "statedIn"):
                article = next(iter(self._nodes(s, KG + "inArticle")), None)
                cited.append((self._day(article) if article else "", s, article, sure))
        for day, s, article, confidence in sorted(cited, key=lambda x: (x[0], x[1].value), reverse=True)[:10]:
            where = self.link(article) if article else Link("", "")
            yield Evidence(s.value, self._text(s), where, day, confidence)


def _share(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
