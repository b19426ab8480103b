"""What a graph holds about one article: its cited sentences, and the resources that it mentions, numbered in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.terms import DCTERMS, SCHEMA, SKOS, TYPE
from kg.store import stated
from kg.views.labels import LOOKS, in_language
from kg.vocab import KG


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that the graph cites: as in the file and with repaired line breaks, and its extent in the file."""

    iri: str
    text: str
    repaired: str
    start: int
    end: int
    regions: tuple[str, ...] = ()  # where it stands on printed pages, as the graph has it


class ArticleGraph:
    """The graph as seen from one article; `entities` are the resources of its page, each with its number."""

    def __init__(self, store: Store, iri: str) -> None:
        """Read the sentences that the graph cites from the article."""
        self.store = store
        self.article = NamedNode(iri)
        self.entities: dict[str, int] = {}
        self.sentences = self._cited()

    def values(self, node: NamedNode, term: str) -> list[str]:
        """Return the values of a property, those that this article states where it states any."""
        return sorted({v.value for v in self._objects(node, term) if isinstance(v, NamedNode | Literal)})

    def iris(self, node: NamedNode, term: str) -> list[str]:
        """Return the values that are IRIs; a graph from elsewhere may have others where they do not belong."""
        return sorted({v.value for v in self._objects(node, term) if isinstance(v, NamedNode)})

    def _objects(self, node: NamedNode, term: str) -> Iterator[object]:
        found = list(stated(self.store, node, NamedNode(term)))
        return (q.object for q in [q for q in found if q.graph_name == self.article] or found)

    def subjects(self, term: str, node: NamedNode) -> list[NamedNode]:
        """Return the subjects of a property with this value."""
        found = {q.subject for q in stated(self.store, None, NamedNode(term), node)}
        return sorted((s for s in found if isinstance(s, NamedNode)), key=lambda s: s.value)

    def number(self, iri: str) -> int:
        """Return the number of an entity of the page; a new one for an entity that was not mentioned before."""
        return self.entities.setdefault(iri, len(self.entities))

    def kind(self, iri: str) -> str:
        """Return the class of a resource, one of the looks; "" for others."""
        types = set(self.values(NamedNode(iri), TYPE))
        return next((look.kind for look in LOOKS if KG + look.kind in types), "")

    def label(self, node: NamedNode) -> str:
        """Return a name or title of a resource, or the end of its IRI."""
        names = self.values(node, SKOS + "prefLabel") or self.values(node, DCTERMS + "title")
        return names[0] if names else node.value.rsplit("/", 1)[-1]

    def names(self, node: NamedNode) -> frozenset[str]:
        """Return all names of a resource."""
        return frozenset([*self.values(node, SKOS + "prefLabel"), *self.values(node, SKOS + "altLabel")])

    def facts(self, language: str = "") -> Iterator[tuple[str, str]]:
        """Yield the article's date and origin, each with its name in a language, "" for both."""
        for name, term in (
            (("日期", "date"), DCTERMS + "issued"),
            (("来源", "publisher"), DCTERMS + "publisher"),
            (("版次", "page"), SCHEMA + "printPage"),
            (("原文", "source"), DCTERMS + "source"),
            (("文件", "file"), KG + "sourceFile"),
            (("识别置信度", "recognised (OCR), confidence"), KG + "recognitionConfidence"),
        ):
            for value in self.values(self.article, term):
                yield in_language(language, *name), value

    def confidence(self, node: NamedNode) -> float | None:
        """Return the confidence of a statement."""
        try:
            return float(self.values(node, KG + "confidence")[0])
        except (IndexError, ValueError):
            return None

    def _cited(self) -> tuple[Sentence, ...]:
        found = []
        for node in self.subjects(KG + "inArticle", self.article):
            texts, ends = self.values(node, KG + "text"), []
            for term in ("charStart", "charEnd"):
                value = next(iter(self.values(node, KG + term)), "")
                ends.append(int(value) if value.isdecimal() and len(value) < 10 else 0)
            if texts:
                repaired = next(iter(self.values(node, KG + "repairedText")), texts[0])
                regions = tuple(self.values(node, KG + "region"))
                found.append(Sentence(node.value, texts[0], repaired, ends[0], ends[1], regions))
        return tuple(sorted(found, key=lambda s: (s.start, s.end, s.iri)))
