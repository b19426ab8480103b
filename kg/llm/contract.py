"""What a language model is asked for, read from the ontology: classes, event types in groups, predicates in groups.

A type or predicate that is added in Turtle becomes part of the contract without code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import OntologyError
from kg.predicates import predicates
from kg.vocab import KG, PREFIXES, ontology_folder

SUBCLASS, LABEL, COMMENT = (PREFIXES["rdfs"] + n for n in ("subClassOf", "label", "comment"))
CLASSES = ("Person", "Organisation", "Place", "Award")
MAX_GROUP = 6  # types or predicates in one call; a longer list lowers recall
MAX_EXAMPLES = 10  # trigger words of a type
POSITION = "holdsPosition"
EVENT_TO_EVENT = frozenset({"subEventOf"})


@dataclass(frozen=True, slots=True)
class Term:
    """A class, event type or predicate: its local name, its Chinese label and definition, and words that state it."""

    name: str
    label: str
    definition: str = ""
    examples: tuple[str, ...] = ()
    above: str = ""  # the type that it specialises
    subjects: tuple[str, ...] = ()  # the classes that a predicate links
    objects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """All that a model can be asked for; each group is one call."""

    classes: tuple[Term, ...]
    roles: tuple[Term, ...]
    events: tuple[tuple[Term, ...], ...]
    relations: tuple[tuple[Term, ...], ...]

    @property
    def event_types(self) -> dict[str, Term]:
        """The event types by name."""
        return {t.name: t for group in self.events for t in group}

    @property
    def predicates(self) -> dict[str, Term]:
        """Roles and predicates by name."""
        return {t.name: t for group in (self.roles, *self.relations) for t in group}


@cache
def contract() -> Contract:
    """Return the contract of the ontology. Raises OntologyError if a file does not parse."""
    stated = _stated()
    table = {p.name: p for p in predicates()}
    linking = [p for p in predicates() if p.links_entities and p.name not in EVENT_TO_EVENT]
    subjects = {p.name: (p.domain,) if p.domain else CLASSES[:3] for p in linking}
    terms = {p.name: _term(p.name, stated[p.name], subjects[p.name], p.leads_to) for p in linking}
    position = _term(POSITION, stated[POSITION], ("Person",), ("Organisation",))
    relations = sorted(
        [position, *(terms[p.name] for p in linking if not p.is_role)],
        key=lambda t: CLASSES.index(t.subjects[0]),
    )
    return Contract(
        tuple(_term(c, stated[c]) for c in CLASSES),
        tuple(terms[p.name] for p in linking if table[p.name].is_role),
        tuple(grouped(_event_types(stated))),
        tuple(grouped(relations)),
    )


def grouped(terms: Sequence[Term]) -> Iterable[tuple[Term, ...]]:
    """Yield terms in groups of nearly the same size, at most MAX_GROUP.

    >>> [len(g) for g in grouped([Term(str(n), "") for n in range(13)])]
    [5, 4, 4]
    """
    count = ceil(len(terms) / MAX_GROUP)
    at = 0
    for n in range(count):
        size = (len(terms) - at + count - n - 1) // (count - n)
        yield tuple(terms[at : at + size])
        at += size


def _stated() -> dict[str, list[Quad]]:
    """Return what the ontology states of each of its terms, in the order of the files."""
    found: dict[str, list[Quad]] = {}
    for path in sorted(ontology_folder().glob("*.ttl")):
        try:
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(KG):
                    found.setdefault(quad.subject.value.removeprefix(KG), []).append(quad)
        except (OSError, SyntaxError, ValueError) as e:
            raise OntologyError(f"{path.name}: {e}", "reinstall kg, or fix the file") from e
    return found


def _event_types(stated: dict[str, list[Quad]]) -> list[Term]:
    """Return the event types, each type before its subtypes."""
    below: dict[str, list[str]] = {}
    for name, quads in stated.items():
        for above in _above(quads):
            below.setdefault(above, []).append(name)
    found: list[Term] = []
    waiting = below.get("Event", [])[::-1]
    while waiting:
        name = waiting.pop()
        if all(t.name != name for t in found):
            found.append(_term(name, stated[name]))
            waiting += below.get(name, [])[::-1]
    return found


def _term(name: str, quads: Sequence[Quad], subjects: tuple[str, ...] = (), objects: tuple[str, ...] = ()) -> Term:
    words = (*_texts(quads, KG + "verb"), *_texts(quads, KG + "noun"))
    label = next(iter(_texts(quads, LABEL, "zh")), name)
    definition = next(iter(_texts(quads, COMMENT, "zh")), "")
    return Term(
        name,
        label,
        definition,
        words[:MAX_EXAMPLES],
        next((a for a in _above(quads) if a != "Event"), ""),
        subjects,
        objects,
    )


def _above(quads: Sequence[Quad]) -> list[str]:
    """Return the classes of this ontology that a class specialises."""
    nodes = (q.object for q in quads if q.predicate.value == SUBCLASS)
    return [n.value.removeprefix(KG) for n in nodes if isinstance(n, NamedNode) and n.value.startswith(KG)]


def _texts(quads: Sequence[Quad], term: str, language: str | None = None) -> tuple[str, ...]:
    """Return the texts of a property in the order of the file, in a language (None: those without)."""
    found = (q.object for q in quads if q.predicate.value == term)
    return tuple(v.value for v in found if isinstance(v, Literal) and v.language == language)
