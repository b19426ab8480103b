"""Synchronisation of another store: graphs that have changed since the last push are replaced, deleted ones removed."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, serialize

from kg.errors import InputError
from kg.push.endpoint import Endpoint

COUNTED = 50  # graphs counted by one query


@dataclass(frozen=True, slots=True)
class Pushed:
    """The number of graphs sent, unchanged and removed, and of triples sent."""

    sent: int
    same: int
    removed: int
    triples: int


def push(
    store: Store,
    endpoint: Endpoint,
    notes: Path | None = None,
    triples: int = 20_000,
    whole: str | None = None,
    on_graph: Callable[[], None] = lambda: None,
) -> Pushed:
    """Send the named graphs, at most `triples` per request; with `whole`, their union as one graph of that name.

    `notes` is a file that records what was sent, so that an interrupted push is resumed and the next one sends only changes.
    Raises InputError if the other store refuses or cannot be reached.
    """
    if triples < 1:
        raise ValueError("a request must hold at least one triple")
    with contextlib.closing(_notes(notes)) as known:
        before = dict(known.execute("SELECT graph, digest FROM pushed WHERE url = ?", (endpoint.url,)))
        sent = same = count = 0
        there = set()
        for name in _names(store, whole):
            there.add(name)
            lines = _lines(store, name, whole)
            digest = hashlib.sha256(b"".join(lines)).hexdigest()[:24]
            if before.get(name) == digest:
                same += 1
            else:
                with known:  # a partly sent graph is no longer the recorded one
                    known.execute("DELETE FROM pushed WHERE url = ? AND graph = ?", (endpoint.url, name))
                endpoint.replace(name, _batches(lines, triples))
                with known:
                    known.execute("INSERT INTO pushed VALUES (?, ?, ?)", (endpoint.url, name, digest))
                sent += 1
                count += len(lines)
            on_graph()
        gone = sorted(set(before) - there)
        for name in gone:
            endpoint.remove(name)
            with known:
                known.execute("DELETE FROM pushed WHERE url = ? AND graph = ?", (endpoint.url, name))
        return Pushed(sent, same, len(gone), count)


def verify(store: Store, endpoint: Endpoint, whole: str | None = None) -> list[str]:
    """Compare the number of triples of each graph here and there, and return the differences, a line each."""
    found = []
    names = _names(store, whole)
    while part := list(islice(names, COUNTED)):
        there = endpoint.counts(part)
        for name in part:
            here = len(_lines(store, name, whole))
            if there.get(name, 0) != here:
                found.append(f"{name}: {here} triples here, {there.get(name, 0)} there")
    return found


def _notes(path: Path | None) -> sqlite3.Connection:
    try:
        database = sqlite3.connect(path or ":memory:")
        database.execute(
            "CREATE TABLE IF NOT EXISTS pushed (url TEXT, graph TEXT, digest TEXT, PRIMARY KEY (url, graph))"
        )
        return database
    except sqlite3.Error as e:
        raise InputError(f"{path}: cannot be used: {e}", "name another file with --notes, or remove it") from e


def _names(store: Store, whole: str | None) -> Iterator[str]:
    if whole is not None:
        yield whole
    else:
        yield from sorted(g.value for g in store.named_graphs() if isinstance(g, NamedNode))


def _lines(store: Store, name: str, whole: str | None) -> Sequence[bytes]:
    """Return a graph as sorted lines of N-Triples."""
    graph = DefaultGraph() if whole is not None else NamedNode(name)
    triples = (q.triple for q in store.quads_for_pattern(None, None, None, graph))
    return sorted(set((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)))


def _batches(lines: Sequence[bytes], most: int) -> Iterator[bytes]:
    for at in range(0, len(lines), most):
        yield b"".join(lines[at : at + most])
