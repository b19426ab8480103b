"""Store -> one article to read: its text, the names in it, and what the graph draws from each sentence.

The graph holds the cited sentences only. Where the build kept its record of the article (`kg.records`), the whole text is
shown; where it did not, or the graph is not of that build any more, the cited sentences in their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.terms import DCTERMS, RDF, SKOS, TYPE
from kg.model import ArticleRecord, PartKind
from kg.store import stated
from kg.views.labels import LOOKS, PROPERTIES, VALUES, term_labels
from kg.vocab import KG

TIMES = ("date", "beginDate", "endDate")


@dataclass(frozen=True, slots=True)
class ArticleEntity:
    """What is named in the article, or the article itself: its IRI, class (one of the looks, else "") and label."""

    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph `text[start:end]` of the article; `part` says what it is on the page."""

    part: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence `text[start:end]` that the graph cites, with its extent in the source file."""

    iri: str
    start: int
    end: int
    source: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Named:
    """A place `text[start:end]` where an entity (by its number) is named, or, for a reference, otherwise referred to."""

    start: int
    end: int
    entity: int
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the property in words, the entity at its other end (None: a text), and the sentences (numbers)."""

    name: str
    entity: int | None
    text: str
    sentences: tuple[int, ...]
    confidence: float | None


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """What the article states about one entity: an event with its roles, or a person's positions, or other relations.

    `triggers` are the spans of the event's triggers in the text.
    """

    entity: int
    facts: tuple[str, ...]
    statements: tuple[Statement, ...]
    sentences: tuple[int, ...]
    triggers: tuple[tuple[int, int], ...]
    confidence: float | None

    @property
    def all_sentences(self) -> tuple[int, ...]:
        """The sentences that state any of it."""
        return tuple(sorted({*self.sentences, *(n for s in self.statements for n in s.sentences)}))

    @property
    def all_entities(self) -> tuple[int, ...]:
        """All entities in it, its own first."""
        return tuple(dict.fromkeys([self.entity, *(s.entity for s in self.statements if s.entity is not None)]))


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with everything extracted from it; `whole` is whether the text is complete."""

    iri: str
    title: str
    facts: tuple[tuple[str, str], ...]
    text: str
    whole: bool
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Cited, ...]
    entities: tuple[ArticleEntity, ...]
    named: tuple[Named, ...]
    groups: tuple[StatementGroup, ...]


def read_article(store: Store, iri: str, record: ArticleRecord | None = None) -> Reading:
    """Return an article of a graph, with its text from `record` where the graph was built from that record."""
    return _Reader(store, iri).reading(record)


@dataclass(frozen=True, slots=True)
class _Sentence:
    iri: str
    text: str
    repaired: str
    start: int
    end: int


class _Reader:
    def __init__(self, store: Store, iri: str) -> None:
        self.store = store
        self.article = NamedNode(iri)
        self.entities: dict[str, int] = {}
        self.sentences = self._cited()
        self.numbers = {s.iri: i for i, s in enumerate(self.sentences)}

    def reading(self, record: ArticleRecord | None) -> Reading:
        mentioned = self._iris(self.article, KG + "mentions")
        for other in (*mentioned, *self._iris(self.article, KG + "author")):
            self._number(other)
        names = {n: self._names(NamedNode(iri)) for iri, n in self.entities.items() if self._kind(iri) != "Event"}
        text, whole, extents = self._text(record)
        if whole and record is not None:
            paragraphs, named = _paragraphs(record), tuple(self._mentions(record, names))
        else:
            paragraphs = tuple(Paragraph("body", start, end) for start, end in extents)
            named = tuple(_found(text, extents, names))
        groups = tuple(self._groups(text, extents))
        cited = (
            Cited(s.iri, start, end, (s.start, s.end)) for s, (start, end) in zip(self.sentences, extents, strict=True)
        )
        entities = tuple(ArticleEntity(i, self._kind(i), self._label(NamedNode(i))) for i in self.entities)
        title = next(iter(self._values(self.article, DCTERMS + "title")), "")
        facts = tuple(self._facts())
        return Reading(self.article.value, title, facts, text, whole, paragraphs, tuple(cited), entities, named, groups)

    def _values(self, node: NamedNode, term: str) -> list[str]:
        """Return the values of a property, those that this article states where it states any."""
        return sorted({v.value for v in self._objects(node, term) if isinstance(v, NamedNode | Literal)})

    def _iris(self, node: NamedNode, term: str) -> list[str]:
        """Return the values that are IRIs; a graph from elsewhere may have others where they do not belong."""
        return sorted({v.value for v in self._objects(node, term) if isinstance(v, NamedNode)})

    def _objects(self, node: NamedNode, term: str) -> Iterator[object]:
        found = list(stated(self.store, node, NamedNode(term)))
        return (q.object for q in [q for q in found if q.graph_name == self.article] or found)

    def _subjects(self, term: str, node: NamedNode) -> list[NamedNode]:
        found = {q.subject for q in stated(self.store, None, NamedNode(term), node)}
        return sorted((s for s in found if isinstance(s, NamedNode)), key=lambda s: s.value)

    def _number(self, iri: str) -> int:
        return self.entities.setdefault(iri, len(self.entities))

    def _kind(self, iri: str) -> str:
        types = set(self._values(NamedNode(iri), TYPE))
        return next((look.kind for look in LOOKS if KG + look.kind in types), "")

    def _label(self, node: NamedNode) -> str:
        names = self._values(node, SKOS + "prefLabel") or self._values(node, DCTERMS + "title")
        return names[0] if names else node.value.rsplit("/", 1)[-1]

    def _names(self, node: NamedNode) -> frozenset[str]:
        return frozenset([*self._values(node, SKOS + "prefLabel"), *self._values(node, SKOS + "altLabel")])

    def _facts(self) -> Iterator[tuple[str, str]]:
        for name, term in (
            ("日期 date", DCTERMS + "issued"),
            ("来源 publisher", DCTERMS + "publisher"),
            ("原文 source", DCTERMS + "source"),
            ("文件 file", KG + "sourceFile"),
        ):
            for value in self._values(self.article, term):
                yield name, value

    def _cited(self) -> tuple[_Sentence, ...]:
        found = []
        for node in self._subjects(KG + "inArticle", self.article):
            texts, ends = self._values(node, KG + "text"), []
            for term in ("charStart", "charEnd"):
                value = next(iter(self._values(node, KG + term)), "")
                ends.append(int(value) if value.isdecimal() and len(value) < 10 else 0)
            if texts:
                repaired = next(iter(self._values(node, KG + "repairedText")), texts[0])
                found.append(_Sentence(node.value, texts[0], repaired, ends[0], ends[1]))
        return tuple(sorted(found, key=lambda s: (s.start, s.end, s.iri)))

    def _text(self, record: ArticleRecord | None) -> tuple[str, bool, list[tuple[int, int]]]:
        """Return the text, whether it is whole, and where in it the sentences stand."""
        if record is not None and record.article.text:
            text, extents, at = record.article.text, [], 0
            for s in self.sentences:
                start = text.find(s.repaired, at)
                if start < 0:
                    break  # the graph is not of that build
                at = start + len(s.repaired)
                extents.append((start, at))
            else:
                return text, True, extents
        extents, at = [], 0
        for s in self.sentences:
            extents.append((at, at + len(s.repaired)))
            at += len(s.repaired) + 1
        return "\n".join(s.repaired for s in self.sentences), False, extents

    def _mentions(self, record: ArticleRecord, names: dict[int, frozenset[str]]) -> Iterator[Named]:
        """Yield the record's mentions; each of its entities is the entity of the graph that shares most names with it."""
        text = record.article.text
        kinds = {number: self._kind(iri) for iri, number in self.entities.items()}
        for entity in record.entities:
            own = {entity.name, *entity.aliases, *([entity.norm] if entity.norm else [])}
            near = [(len(own & called), kinds[n] == entity.kind, -n) for n, called in names.items() if own & called]
            if near:
                number = -max(near)[2]
                for m in entity.mentions:
                    yield Named(m.start, m.end, number, text[m.start : m.end] not in own | names[number])

    def _groups(self, text: str, extents: Sequence[tuple[int, int]]) -> Iterator[StatementGroup]:
        """Yield the statements about each entity, in the order of the text."""
        statements: dict[str, list[Statement]] = defaultdict(list)
        own: dict[str, set[int]] = defaultdict(set)
        for citing, numbers in sorted(self._citing().items()):
            node, where = NamedNode(citing), tuple(sorted(numbers))
            triple = [next(iter(self._iris(node, RDF + p)), "") for p in ("subject", "predicate", "object")]
            if all(triple):
                subject, predicate, other = triple
                statements[subject].append(self._statement(predicate.removeprefix(KG), other, node, where))
            elif holders := self._subjects(KG + "holdsPosition", node):
                statements[holders[0].value].append(self._position(node, where))
            else:
                own[citing] |= numbers
        order = []
        for iri in {*statements, *own}:
            rows = tuple(sorted(statements[iri], key=lambda s: (s.sentences, s.name, s.text, s.entity or -1)))
            numbers = own.get(iri) or {n for s in rows for n in s.sentences}
            order.append((min(numbers), iri not in own, iri, rows, tuple(sorted(numbers))))
        for _, _, iri, rows, where in sorted(order, key=lambda o: o[:3]):
            node = NamedNode(iri)
            triggers = tuple(self._triggers(node, where, text, extents)) if iri in own else ()
            facts = tuple(self._event_facts(node)) if iri in own else ()
            yield StatementGroup(self._number(iri), facts, rows, where, triggers, self._confidence(node))

    def _citing(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for s in self.sentences:
            for node in self._subjects(KG + "statedIn", NamedNode(s.iri)):
                found[node.value].add(self.numbers[s.iri])
        return found

    def _statement(self, prop: str, other: str, node: NamedNode, where: tuple[int, ...]) -> Statement:
        role = next(iter(self._values(node, KG + "role")), "")
        name = PROPERTIES[prop][0][0] if prop in PROPERTIES else term_labels().get(prop, prop)
        return Statement(role or name, self._number(other), "", where, self._confidence(node))

    def _position(self, node: NamedNode, where: tuple[int, ...]) -> Statement:
        title, tenure = (next(iter(self._values(node, KG + term)), "") for term in ("positionTitle", "tenure"))
        organisation = next(iter(self._iris(node, KG + "positionAt")), "")
        entity = self._number(organisation) if organisation else None
        return Statement(VALUES.get(tenure, "") + "任职", entity, title, where, self._confidence(node))

    def _confidence(self, node: NamedNode) -> float | None:
        try:
            return float(self._values(node, KG + "confidence")[0])
        except (IndexError, ValueError):
            return None

    def _event_facts(self, node: NamedNode) -> Iterator[str]:
        kinds = {KG + look.kind for look in LOOKS}
        for term in self._values(node, TYPE):
            if term.startswith(KG) and term not in kinds:
                yield term_labels().get(term.removeprefix(KG), term.removeprefix(KG))
        begin, end = ("".join(self._values(node, KG + term)[:1]) for term in ("beginDate", "endDate"))
        yield from self._values(node, KG + "date")[:1] or ([f"{begin} – {end}".strip()] if begin or end else [])
        yield from (VALUES.get(v, v) for v in self._values(node, KG + "status") if v != "happened")

    def _triggers(
        self, node: NamedNode, where: Sequence[int], text: str, extents: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int]]:
        for word in self._values(node, KG + "trigger"):
            for number in where:
                start = text.find(word, *extents[number]) if word else -1
                if start >= 0:
                    yield start, start + len(word)


def _paragraphs(record: ArticleRecord) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a whole text: its parts, divided at line ends."""
    text, found = record.article.text, []
    for part in record.article.parts:
        at = part.start
        for line in text[part.start : part.end].split("\n"):
            if line.strip():
                found.append(Paragraph(part.kind, at, at + len(line)))
            at += len(line) + 1
    return tuple(found)


def _found(text: str, extents: Iterable[tuple[int, int]], names: dict[int, frozenset[str]]) -> Iterator[Named]:
    """Yield where names stand in the sentences, the longest first."""
    words = sorted(((w, n) for n, called in names.items() for w in called if w), key=lambda x: (-len(x[0]), x))
    for at, end in extents:
        while at < end:
            word = next((w for w in words if text.startswith(w[0], at, end)), None)
            if word:
                yield Named(at, at + len(word[0]), word[1])
            at += len(word[0]) if word else 1
