"""Records and identities as quads, in the RDF contract (`docs/contract.md`).

What an article states is in the named graph whose name is the article's IRI. A relation's evidence is a kg:Statement
(rdf:subject, rdf:predicate, rdf:object) that leads to the sentence; events and positions lead to it themselves.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.terms import DCTERMS, RDF, SCHEMA, SKOS, TYPE, article_iri, day, decimal, integer
from kg.model import ArticleRecord, Entity, Event, Position, Relation, When
from kg.resolve import Identities, distinct_event_keys
from kg.vocab import BASE, KG, event_types, mint

Term = NamedNode | Literal


def to_quads(
    records: Iterable[ArticleRecord],
    identities: Identities,
    base: str = BASE,
    rejected: Iterable[str] = (),
) -> Iterator[Quad]:
    """Yield the quads of all records, article by article; a quad of one article is yielded once.

    `rejected` are the keys of statements, positions and events ("statement/0f3a...") that are left out.
    """
    gone = frozenset(k for key in rejected for k in (key, *identities.replaced.get(key, ())))
    for record in records:
        yield from dict.fromkeys(_ArticleWriter(record, identities, base, gone).quads())


def statement_keys(record: ArticleRecord, identities: Identities) -> Iterator[str]:
    """Yield the keys of an article's statements and positions."""
    writer = _ArticleWriter(record, identities, BASE, frozenset())
    for relation in record.relations:
        yield writer.statement(relation)
    for position in record.positions:
        yield writer.position(position)


class _ArticleWriter:
    """Writes one record; holds its graph's name and the identities."""

    def __init__(self, record: ArticleRecord, identities: Identities, base: str, rejected: frozenset[str]) -> None:
        self.record = record
        self.rejected = rejected
        self.identities = identities
        self.base = base
        self.article = article_iri(record.article.id, base)
        self.names = dict(self._names())
        self.gone = {e.id for e in record.events if self._is_rejected(e.id)}

    def _names(self) -> Iterator[tuple[str, str]]:
        """Yield the names of entities in their article, so that a statement's IRI does not depend on resolution."""
        seen: Counter[str] = Counter()
        for e in self.record.entities:
            name = f"{e.kind}/{e.norm or e.name}"
            seen[name] += 1
            yield e.id, name if seen[name] == 1 else f"{name}/{seen[name]}"
        yield from distinct_event_keys(self.record)

    def _below(self, kind: str, content: str) -> str:
        """Return the key of something local to this article: stable under changes of other articles."""
        whole = f"{self.record.article.id}\0{kind}\0{content}"
        return f"{kind}/{hashlib.sha256(whole.encode('utf-8', 'replace')).hexdigest()[:16]}"

    def statement(self, r: Relation) -> str:
        """Return the key of a relation's evidence."""
        return self._below("statement", f"{self._name(r.subject)}\0{r.predicate}\0{self._name(r.object)}\0{r.sentence}")

    def position(self, p: Position) -> str:
        """Return the key of a position."""
        at = self._name(p.organisation) if p.organisation else ""
        return self._below("position", f"{self._name(p.person)}\0{p.title}\0{at}\0{p.tenure}")

    def _is_rejected(self, local: str) -> bool:
        return self.identities.keys.get((self.record.article.id, local)) in self.rejected

    def _quad(self, subject: NamedNode, term: str, value: Term) -> Quad:
        return Quad(subject, NamedNode(term if ":" in term else KG + term), value, self.article)

    def quads(self) -> Iterator[Quad]:
        """Yield everything that the record states."""
        yield from self._article()
        for entity in self.record.entities:
            yield from self._entity(entity)
        for event in self.record.events:
            if not self._is_rejected(event.id):
                yield from self._event(event)
        for relation in self.record.relations:
            if not {relation.subject, relation.object} & self.gone and self.statement(relation) not in self.rejected:
                yield from self._relation(relation)
        for position in self.record.positions:
            if self.position(position) not in self.rejected:
                yield from self._position(position)
        yield from self._sentences()

    def _node(self, local: str) -> NamedNode:
        if local == "doc":
            return self.article
        return NamedNode(mint(self.identities.key(self.record.article.id, local), self.base))

    def _name(self, local: str) -> str:
        return self.names.get(local, local)

    def _article(self) -> Iterator[Quad]:
        a = self.record.article
        yield self._quad(self.article, TYPE, NamedNode(KG + "Article"))
        yield self._quad(self.article, "sourceFile", Literal(a.file))
        if a.record:
            yield self._quad(self.article, "record", Literal(a.record))
        if a.title:
            yield self._quad(self.article, DCTERMS + "title", Literal(a.title, language="zh"))
        if a.published:
            yield self._quad(self.article, DCTERMS + "issued", day(a.published.isoformat()))
        if a.publisher:
            yield self._quad(self.article, DCTERMS + "publisher", Literal(a.publisher, language="zh"))
        if a.page:
            yield self._quad(self.article, SCHEMA + "printPage", Literal(a.page))
        if a.url:
            yield self._quad(self.article, DCTERMS + "source", Literal(a.url))
        yield self._quad(self.article, "charStart", integer(a.extent[0]))
        yield self._quad(self.article, "charEnd", integer(a.extent[1]))
        if a.recognised is not None:
            yield self._quad(self.article, "recognitionConfidence", decimal(a.recognised))

    def _entity(self, entity: Entity) -> Iterator[Quad]:
        key = self.identities.key(self.record.article.id, entity.id)
        node = NamedNode(mint(key, self.base))
        yield self._quad(self.article, "mentions", node)
        yield self._quad(node, TYPE, NamedNode(KG + self.identities.kinds[key]))
        yield self._quad(node, SKOS + "prefLabel", Literal(self.identities.label(key), language="zh"))
        for name in sorted(
            {entity.name, *entity.aliases, *([entity.norm] if entity.norm else [])} - {self.identities.label(key)}
        ):
            yield self._quad(node, SKOS + "altLabel", Literal(name, language="zh"))

    def _event(self, event: Event) -> Iterator[Quad]:
        node = self._node(event.id)
        yield self._quad(self.article, "mentions", node)
        yield self._quad(node, TYPE, NamedNode(KG + "Event"))
        if event.type in event_types() or ":" in event.type:
            yield self._quad(node, TYPE, NamedNode(event.type if ":" in event.type else KG + event.type))
        label = self.identities.label(self.identities.key(self.record.article.id, event.id))
        yield self._quad(node, SKOS + "prefLabel", Literal(label, language="zh"))
        if event.name != label:
            yield self._quad(node, SKOS + "altLabel", Literal(event.name, language="zh"))
        yield self._quad(node, "trigger", Literal(event.trigger, language="zh"))
        yield self._quad(node, "status", Literal(event.status))
        if event.when:
            yield from self._when(node, event.when)
        yield from self._evidence(node, event.sentence, event.confidence, event.rule)

    def _when(self, node: NamedNode, when: When) -> Iterator[Quad]:
        if when.is_point and when.begin:
            yield self._quad(node, "date", day(when.begin))
            return
        if when.begin:
            yield self._quad(node, "beginDate", day(when.begin))
        if when.end:
            yield self._quad(node, "endDate", day(when.end))

    def _relation(self, r: Relation) -> Iterator[Quad]:
        subject, term, value = self._node(r.subject), NamedNode(KG + r.predicate), self._node(r.object)
        if subject == value:
            return
        yield Quad(subject, term, value, self.article)
        node = NamedNode(self.base + self.statement(r))
        yield self._quad(node, TYPE, NamedNode(KG + "Statement"))
        yield self._quad(node, RDF + "subject", subject)
        yield self._quad(node, RDF + "predicate", term)
        yield self._quad(node, RDF + "object", value)
        if r.role:
            yield self._quad(node, "role", Literal(r.role, language="zh"))
        yield from self._evidence(node, r.sentence, r.confidence, r.rule)

    def _position(self, p: Position) -> Iterator[Quad]:
        person = self._node(p.person)
        organisation = self._node(p.organisation) if p.organisation else None
        node = NamedNode(self.base + self.position(p))
        yield self._quad(person, "holdsPosition", node)
        yield self._quad(node, TYPE, NamedNode(KG + "Position"))
        yield self._quad(node, "positionTitle", Literal(p.title, language="zh"))
        if organisation:
            yield self._quad(node, "positionAt", organisation)
        yield self._quad(node, "tenure", Literal(p.tenure))
        yield from self._evidence(node, p.sentence, p.confidence, p.rule)

    def _evidence(self, node: NamedNode, sentence: int, confidence: float, rule: str) -> Iterator[Quad]:
        yield self._quad(node, "statedIn", self._sentence(sentence))
        yield self._quad(node, "confidence", decimal(confidence))
        if rule:
            yield self._quad(node, "rule", Literal(rule))

    def _sentence(self, index: int) -> NamedNode:
        return NamedNode(f"{self.article.value}/sentence/{index}")

    def _sentences(self) -> Iterator[Quad]:
        for e in self.record.evidence:
            node = self._sentence(e.sentence)
            yield self._quad(node, TYPE, NamedNode(KG + "Sentence"))
            yield self._quad(node, "text", Literal(e.text, language="zh"))
            if e.repaired != e.text:
                yield self._quad(node, "repairedText", Literal(e.repaired, language="zh"))
            yield self._quad(node, "charStart", integer(e.start))
            yield self._quad(node, "charEnd", integer(e.end))
            yield self._quad(node, "inArticle", self.article)
            for r in e.regions:
                sides = ",".join(f"{x:.0f}" for x in r.box)
                yield self._quad(node, "region", Literal(f"page={r.page}&box={sides}"))
            if e.recognised is not None:
                yield self._quad(node, "recognitionConfidence", decimal(e.recognised))
