"""The ontology as a page, made from the ontology itself: each term in both languages, with an example from a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kg.graph.terms import DCTERMS, OWL, SKOS, TYPE
from kg.store import stated
from kg.views.labels import in_language
from kg.vocab import KG, PREFIXES, event_types, ontology_folder

RDFS = PREFIXES["rdfs"]
SECTIONS = (
    (("类", "classes"), OWL + "Class"),
    (("关系", "properties between resources"), OWL + "ObjectProperty"),
    (("属性", "properties with literals"), OWL + "DatatypeProperty"),
    (("词典与查询的用语", "vocabulary of the lexicon and of queries"), OWL + "AnnotationProperty"),
)
FILES = ("kg.ttl", "events.ttl", "alignments.ttl")
ALIGNED = (RDFS + "subClassOf", RDFS + "subPropertyOf", SKOS + "closeMatch")
MOST_WORDS = 12  # trigger words shown of an event type
Example = tuple[str, str]  # subject and object, as they are called; of a class an instance and ""
TRIED = 200  # statements looked at for an example that has names


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its name, labels and comments by language, its domain, range and alignments, and an example."""

    name: str
    iri: str
    labels: Mapping[str, str]
    comments: Mapping[str, str]
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    aligned: tuple[str, ...]
    words: tuple[str, ...]
    example: Example | None


@dataclass(frozen=True, slots=True)
class Section:
    """Terms of one sort; the title in Chinese and in English."""

    title: tuple[str, str]
    terms: tuple[Term, ...]


def documentation(store: Store | None = None) -> str:
    """Return the page as HTML, in both languages; the examples are statements of `store`, the first by its labels."""
    return _templates().get_template("ontology.html").render(body=described(sections(find_examples(store))))


def described(found: Sequence[Section], language: str = "") -> Markup:
    """Return the content of the page in a language, "" for both."""
    shown = _templates().get_template("terms.html")
    values = {"sections": found, "prefixes": sorted(PREFIXES.items()), "base": KG, "language": language}
    return Markup(shown.render(values, t=partial(in_language, language)))


def sections(examples: Mapping[str, Example]) -> list[Section]:
    """Return all terms, with examples by their IRIs."""
    terms = _Terms(_ontology(), examples)
    found = [Section(title, tuple(terms.term(t) for t in terms.of(kind))) for title, kind in SECTIONS]
    types = event_types() - {"Event"}
    events = tuple(t for t in found[0].terms if t.name in types)
    classes = tuple(t for t in found[0].terms if t.name not in types)
    return [Section(found[0].title, classes), Section(("事件类型", "event types"), events), *found[1:]]


def find_examples(store: Store | None) -> dict[str, Example]:
    """Return an example of each term that a graph uses, by the term's IRI. It takes some seconds in a large graph."""
    terms = _Terms(_ontology(), {})
    iris = sorted(iri for _, kind in SECTIONS for iri in terms.of(kind)) if store else []
    return {iri: example for iri in iris if store and (example := _example(store, iri))}


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("kg.export"), autoescape=select_autoescape(default=True))


def _ontology() -> Store:
    ontology = Store()
    for name in FILES:
        ontology.load(path=str(ontology_folder() / name), format=RdfFormat.TURTLE)
    return ontology


class _Terms:
    def __init__(self, ontology: Store, examples: Mapping[str, Example]) -> None:
        self.ontology = ontology
        self.examples = examples

    def of(self, kind: str) -> list[str]:
        found = self.ontology.quads_for_pattern(None, NamedNode(TYPE), NamedNode(kind))
        return sorted(
            {q.subject.value for q in found if isinstance(q.subject, NamedNode) and q.subject.value.startswith(KG)}
        )

    def term(self, iri: str) -> Term:
        above = self._iris(iri, RDFS + "subClassOf") + self._iris(iri, RDFS + "subPropertyOf")
        aligned = sorted({_short(a) for term in ALIGNED for a in self._iris(iri, term) if not a.startswith(KG)})
        return Term(
            iri.removeprefix(KG),
            iri,
            self._texts(iri, RDFS + "label"),
            self._texts(iri, RDFS + "comment"),
            tuple(_short(a) for a in above if a.startswith(KG)),
            tuple(_short(d) for d in self._iris(iri, RDFS + "domain")),
            tuple(_short(r) for r in self._iris(iri, RDFS + "range")),
            tuple(aligned),
            tuple([*self._words(iri, KG + "verb"), *self._words(iri, KG + "noun")][:MOST_WORDS]),
            self.examples.get(iri),
        )

    def _values(self, iri: str, term: str) -> Iterator[NamedNode | Literal]:
        for q in self.ontology.quads_for_pattern(NamedNode(iri), NamedNode(term), None):
            if isinstance(q.object, NamedNode | Literal):
                yield q.object

    def _iris(self, iri: str, term: str) -> list[str]:
        return sorted(v.value for v in self._values(iri, term) if isinstance(v, NamedNode))

    def _texts(self, iri: str, term: str) -> Mapping[str, str]:
        return {v.language or "": v.value for v in self._values(iri, term) if isinstance(v, Literal)}

    def _words(self, iri: str, term: str) -> list[str]:
        return sorted((v.value for v in self._values(iri, term)), key=lambda w: (len(w), w))


def _example(store: Store, iri: str) -> Example | None:
    """Return an instance of a class, or a statement of a property; the one whose names sort first among some."""
    found = []
    node = NamedNode(iri)
    for number, q in enumerate(stated(store, None, NamedNode(TYPE), node)):
        if number >= TRIED:
            break
        if isinstance(q.subject, NamedNode):
            found.append((_name(store, q.subject), ""))
    for number, q in enumerate(stated(store, None, node)):
        if number >= TRIED:
            break
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode | Literal):
            value = _name(store, q.object) if isinstance(q.object, NamedNode) else q.object.value
            found.append((_name(store, q.subject), value))
    named = [f for f in found if "/" not in f[0] and "/" not in f[1]]
    return min(named or found, default=None)


def _name(store: Store, node: NamedNode) -> str:
    for term in (SKOS + "prefLabel", DCTERMS + "title", KG + "positionTitle", KG + "text"):
        names: Sequence[str] = sorted(
            q.object.value for q in stated(store, node, NamedNode(term)) if isinstance(q.object, Literal)
        )
        if names:
            return names[0]
    return _short(node.value)


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
