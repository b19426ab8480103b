"""Opening a graph, wherever it is: a file by its suffix, or the folder of a store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import InputError
from kg.graph.terms import TYPE
from kg.store.generations import GraphStore
from kg.vocab import BASE, KG, identity_graph

FORMATS = {
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
}


def load(path: str | Path) -> Store:
    """Load a graph file by its suffix (.trig, .ttl, .nq, .nt) into memory, or open a store's folder for reading.

    Raises InputError where there is none, or it does not parse.
    """
    path = Path(path)
    if path.is_dir():
        return GraphStore(path).open()
    if path.suffix not in FORMATS:
        raise InputError(f"{path}: is no graph file", f"give a store, or a file that ends in {', '.join(FORMATS)}")
    store = Store()
    with told_where_it_fails(path):
        store.bulk_load(path=str(path), format=FORMATS[path.suffix])
    return store


@contextlib.contextmanager
def told_where_it_fails(path: Path) -> Iterator[None]:
    """Turn what a parser raises into an InputError that names the file."""
    try:
        yield
    except OSError as e:
        raise InputError(f"{path}: cannot be read: {e}", "build it first: kg build PATH -o exports/") from e
    except (SyntaxError, ValueError) as e:
        raise InputError(f"{path}: is not valid: {e}", "build it again with kg build") from e


def searchable(store: Store) -> Store:
    """Return the graphs with their union as the default graph, so that each statement is found once.

    A store on disk has it already. (A query over the union of graphs alone, as Oxigraph offers it, answers a statement of
    two articles twice.)
    """
    if not any(True for _ in store.named_graphs()) or _has_union(store):
        return store
    merged = Store()
    merged.bulk_extend(store)
    merged.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in store)
    return merged


def stated(
    store: Store,
    subject: NamedNode | BlankNode | None = None,
    predicate: NamedNode | None = None,
    value: NamedNode | BlankNode | Literal | None = None,
) -> Iterator[Quad]:
    """Yield the quads of a pattern as the graphs state them; those of the default graph only where there are no others."""
    union = _has_union(store)
    for q in store.quads_for_pattern(subject, predicate, value, None):
        if not union or isinstance(q.graph_name, NamedNode):
            yield q


def base_of(store: Store) -> str:
    """Return the base of the resources' IRIs, taken from the names of the graphs; the default where they have none."""
    for graph in store.named_graphs():
        base = base_in(graph.value) if isinstance(graph, NamedNode) else None
        if base is not None:
            return base
    for q in store.quads_for_pattern(None, NamedNode(TYPE), NamedNode(KG + "Article"), None):
        if isinstance(q.subject, NamedNode) and "article/" in q.subject.value:
            return q.subject.value[: q.subject.value.index("article/")]
    return BASE


def base_in(graph: str) -> str | None:
    """Return the base that the name of a graph begins with; None where it is no graph of ours."""
    for tail in (identity_graph(""), "article/"):
        if tail in graph:
            return graph[: graph.index(tail)]
    return None


def _has_union(store: Store) -> bool:
    graphs = any(True for _ in store.named_graphs())
    return graphs and any(True for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
