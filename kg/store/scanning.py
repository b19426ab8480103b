"""A graph read in passes, each of which asks for some of its quads: a store by its indexes, a file by parsing it again.

So a view can be drawn of a graph that is larger than memory. Terms are named by their plain strings, blank nodes as "_:b".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, NamedNode, Quad, Store, parse

from kg.graph.terms import plain
from kg.store.opening import FORMATS, base_in, base_of, stated, told_where_it_fails
from kg.vocab import BASE

Patterns = Mapping[str, Collection[str] | None]  # predicates, each with the objects that are asked for; None is any


class Scan(Protocol):
    """What can be asked of a graph."""

    def matching(self, patterns: Patterns) -> Iterator[Quad]:
        """Yield the quads with these predicates."""

    def about(self, subjects: Collection[str]) -> Iterator[Quad]:
        """Yield the quads with these subjects."""

    def base(self) -> str:
        """Return what the resources' IRIs begin with."""


@dataclass(frozen=True, slots=True)
class StoreScan:
    """Scans a store; as `stated` does, it leaves out the union of the graphs."""

    store: Store

    def matching(self, patterns: Patterns) -> Iterator[Quad]:
        """Yield the quads with these predicates, by the store's index."""
        for predicate, objects in patterns.items():
            for value in objects if objects is not None else (None,):
                yield from stated(self.store, None, NamedNode(predicate), None if value is None else _node(value))

    def about(self, subjects: Collection[str]) -> Iterator[Quad]:
        """Yield the quads with these subjects, by the store's index."""
        for subject in subjects:
            yield from stated(self.store, _node(subject))

    def base(self) -> str:
        """Return what the resources' IRIs begin with."""
        return base_of(self.store)


@dataclass(frozen=True, slots=True)
class FileScan:
    """Scans a file that kg wrote, in which every resource has an IRI: blank nodes would be different at the next pass.

    Its passes raise InputError where the file cannot be read.
    """

    path: Path

    def _quads(self) -> Iterator[Quad]:
        with told_where_it_fails(self.path):
            yield from parse(path=str(self.path), format=FORMATS[self.path.suffix])

    def matching(self, patterns: Patterns) -> Iterator[Quad]:
        """Yield the quads with these predicates."""
        for q in self._quads():
            predicate = q.predicate.value
            if predicate in patterns:
                objects = patterns[predicate]
                if objects is None or plain(q.object) in objects:
                    yield q

    def about(self, subjects: Collection[str]) -> Iterator[Quad]:
        """Yield the quads with these subjects."""
        return (q for q in self._quads() if plain(q.subject) in subjects)

    def base(self) -> str:
        """Return what the resources' IRIs begin with, taken from the first graph's name."""
        names = (q.graph_name.value for q in self._quads() if isinstance(q.graph_name, NamedNode))
        return next((base for name in names if (base := base_in(name)) is not None), BASE)


def _node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)
