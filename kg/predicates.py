"""The properties between resources, as `ontology/kg.ttl` states them: one table for views, corrections, shapes, tables and evaluation.

To add a relation type, state it in `ontology/kg.ttl`; `docs/architecture.md` has the recipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import OntologyError
from kg.vocab import KG, PREFIXES, ontology_folder

RDF_TYPE = PREFIXES["rdf"] + "type"
RANGE, DOMAIN = PREFIXES["rdfs"] + "range", PREFIXES["rdfs"] + "domain"
OBJECT_PROPERTY = PREFIXES["owl"] + "ObjectProperty"
ENTITIES = frozenset({"Person", "Organisation", "Event", "Place", "Award"})
Label = tuple[str, str]  # in Chinese and in English


@dataclass(frozen=True, slots=True)
class Predicate:
    """A property between two resources.

    `leads_to` are the classes of its values; `shown_as` and `inverse_shown_as` are its labels in the views in either direction
    (None for a property that they do not draw); `annotated_as` is its name in annotated articles.
    """

    name: str
    domain: str | None
    leads_to: tuple[str, ...]
    shown_as: Label | None
    inverse_shown_as: Label | None
    is_role: bool
    annotated_as: str

    @property
    def links_entities(self) -> bool:
        """Whether it links two entities: a role or a relation, which a correction can add."""
        return (self.domain or "Person") in ENTITIES and bool(self.leads_to) and ENTITIES.issuperset(self.leads_to)


@cache
def predicates() -> tuple[Predicate, ...]:
    """Return the properties in the order of `ontology/kg.ttl`.

    Raises OntologyError if the file does not parse.

    >>> [p.name for p in predicates() if p.is_role]
    ['agent', 'participant', 'target', 'place']
    """
    path = ontology_folder() / "kg.ttl"
    stated: dict[str, list[Quad]] = {}
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode):
                stated.setdefault(quad.subject.value, []).append(quad)
    except (OSError, SyntaxError, ValueError) as e:
        raise OntologyError(f"{path.name}: {e}", "reinstall kg, or fix the file") from e
    properties = (iri for iri, quads in stated.items() if OBJECT_PROPERTY in _iris(quads, RDF_TYPE))
    return tuple(_predicate(iri.removeprefix(KG), stated[iri]) for iri in properties)


@cache
def roles() -> tuple[str, ...]:
    """Return the names of the roles in events."""
    return tuple(p.name for p in predicates() if p.is_role)


def _predicate(name: str, quads: list[Quad]) -> Predicate:
    return Predicate(
        name,
        next(_local(_iris(quads, DOMAIN)), None),
        tuple(_local(_iris(quads, KG + "leadsTo"))) or tuple(_local(_iris(quads, RANGE))),
        _label(quads, KG + "shownAs"),
        _label(quads, KG + "inverseShownAs"),
        "true" in _literals(quads, KG + "isRole"),
        next(iter(_literals(quads, KG + "annotatedAs")), name),
    )


def _values(quads: Iterable[Quad], term: str) -> Iterator[object]:
    return (q.object for q in quads if q.predicate.value == term)


def _iris(quads: Iterable[Quad], term: str) -> list[str]:
    return [v.value for v in _values(quads, term) if isinstance(v, NamedNode)]


def _local(iris: Iterable[str]) -> Iterator[str]:
    return (iri.removeprefix(KG) for iri in iris)


def _literals(quads: Iterable[Quad], term: str) -> list[str]:
    return [v.value for v in _values(quads, term) if isinstance(v, Literal)]


def _label(quads: Iterable[Quad], term: str) -> Label | None:
    texts = {v.language: v.value for v in _values(quads, term) if isinstance(v, Literal)}
    return (texts["zh"], texts["en"]) if {"zh", "en"} <= texts.keys() else None
