"""Updates, where they were asked for: applied to a copy, which then becomes the next generation of the store.

The default graph is the union of the named ones. What an update adds to it without naming a graph goes into
`<base>graph/updates`; what it removes from it is removed from every graph that states it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.export.rdf import quads_in_order
from kg.serve.lexing import tokens
from kg.store import GraphStore, base_of
from kg.vocab import PREFIXES

UNION = DefaultGraph()


def apply_update(
    generation: Path, text: str, base_iri: str | None, using: Sequence[str] = (), using_named: Sequence[str] = ()
) -> None:
    """Apply a SPARQL 1.1 Update to the store of a generation and publish the outcome.

    Raises ValueError or SyntaxError for an update that is none, InputError where another build writes the store.
    """
    with tempfile.TemporaryDirectory(dir=generation.parent, prefix=".update-") as folder:
        copy = Path(folder) / "graph"
        before = Store.read_only(str(generation / "graph"))
        before.backup(str(copy))
        store = Store(str(copy))
        store.update(with_dataset(text, using, using_named), base_iri=base_iri, prefixes=dict(PREFIXES))
        added = [t for t in _union(store) if t not in before]
        gone = [t for t in _union(before) if t not in store]
        for q in gone:
            for old in list(store.quads_for_pattern(q.subject, q.predicate, q.object, None)):
                store.remove(old)
        new = NamedNode(base_of(before) + "graph/updates")
        store.extend(Quad(q.subject, q.predicate, q.object, new) for q in added)
        GraphStore(generation.parent).publish(quads_in_order(store))
        del store


def _union(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, UNION)


def loads(text: str) -> bool:
    """Tell whether an update fetches a document of the web."""
    return any(t.kind == "word" and t.text.upper() == "LOAD" for t in tokens(text))


def with_dataset(text: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """Return an update with the protocol's dataset written into each operation (SPARQL 1.1 Protocol, 2.2.3).

    Raises ValueError where it has a dataset of its own.
    """
    if not using and not using_named:
        return text
    found = list(tokens(text))
    if any(t.kind == "word" and t.text.upper() in {"USING", "WITH"} for t in found):
        raise ValueError("the update has USING or WITH, and the request names graphs too")
    clauses = "".join(f" USING <{g}>" for g in using) + "".join(f" USING NAMED <{g}>" for g in using_named)
    out, at = [], 0
    for before, t in pairwise(found):
        if t.kind == "word" and t.text.upper() == "WHERE" and before.text == "}":
            out.append(text[at : t.start] + clauses + " ")
            at = t.start
    return "".join(out) + text[at:]
