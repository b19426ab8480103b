"""Updates, where they were asked for: applied to a copy, which then becomes the next generation of the store.

The default graph is the union of the named ones. What an update adds to it without naming a graph goes into
`<base>graph/updates`; what it removes from it is removed from every graph that states it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.export.rdf import quads_in_order
from kg.files.locks import locked
from kg.serve.normal_form import Part, Parts
from kg.store import GraphStore, base_of

UNION = DefaultGraph()
ASIDE = ".update-"  # how the folders of updates begin that are not published yet


def apply_update(folder: Path, update: Parts, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> None:
    """Apply a SPARQL 1.1 Update to the current generation of a store and publish the outcome.

    Raises ValueError or SyntaxError for an update that is none, InputError where another build writes the store.
    """
    text = with_dataset(update, using, using_named).normal()
    with locked(folder):
        for left in update_folders(folder):
            shutil.rmtree(
                left, ignore_errors=True
            )  # of processes that were killed: only one that holds the lock has one
        with tempfile.TemporaryDirectory(dir=folder, prefix=f"{ASIDE}{os.getpid()}-") as aside:
            copy = Path(aside) / "graph"
            before = Store.read_only(str(GraphStore(folder).current() / "graph"))
            before.backup(str(copy))
            store = Store(str(copy))
            try:
                store.update(text.text)
            except SyntaxError as e:
                raise ValueError(text.explained(e)) from e
            added = [t for t in _union(store) if t not in before]
            gone = [t for t in _union(before) if t not in store]
            for q in gone:
                for old in list(store.quads_for_pattern(q.subject, q.predicate, q.object, None)):
                    store.remove(old)
            new = NamedNode(base_of(before) + "graph/updates")
            store.extend(Quad(q.subject, q.predicate, q.object, new) for q in added)
            GraphStore(folder).publish(quads_in_order(store))
            del store


def update_folders(folder: Path, process: int | None = None) -> list[Path]:
    """Return the folders in a store where updates work, of all processes or of one."""
    return list(folder.glob(f"{ASIDE}{process}-*" if process is not None else f"{ASIDE}*"))


def _union(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, UNION)


def with_dataset(update: Parts, using: Sequence[str], using_named: Sequence[str]) -> Parts:
    """Return an update with the protocol's dataset written into each operation (SPARQL 1.1 Protocol, 2.2.3).

    Raises ValueError where it has a dataset of its own.
    """
    if not using and not using_named:
        return update
    if not {"USING", "WITH"}.isdisjoint(update.words()):
        raise ValueError("the update has USING or WITH, and the request names graphs too")
    clauses: list[Part] = []
    for words, graphs in (("USING",), using), (("USING", "NAMED"), using_named):
        for graph in graphs:
            clauses += [*(Part("word", word) for word in words), Part("iri", graph)]
    out = list(update.parts[:1])
    for before, part in pairwise(update.parts):
        if part.kind == "word" and part.text.upper() == "WHERE" and before.kind == "mark" and before.text == "}":
            out += clauses
        out.append(part)
    return update.with_parts(out)
