"""What a generation holds: the graph, the index of its words, its catalogue, and the digest of each named graph.

It begins as a backup of the generation before (RocksDB's hard links: no copy), in which the named graphs that changed are
replaced; where most of them changed it is loaded from nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg.store.catalogue import CATALOGUE, CatalogueWriter
from kg.store.words import WordIndex

NEW = DefaultGraph()
BATCH = 100_000  # quads that are loaded at once: some 200 MB, where RocksDB's loader alone would take gigabytes
DIGESTS = "digests.json"
SPOOL = "changed.nq"


def make(quads: Iterable[Quad], before: Path | None, aside: Path) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Fill an empty generation with quads, from the one before where there is one.

    Return the digests of the graphs before and now, and the names of those that are changed or new.
    """
    known = _digests(before) if before else {}
    with CatalogueWriter(aside / CATALOGUE) as catalogue:
        digests, changed = _made(catalogue.noting(quads), known, before, aside)
    (aside / DIGESTS).write_text(json.dumps(digests, ensure_ascii=False), "utf-8")
    return known, digests, changed


def _digests(generation: Path) -> dict[str, str]:
    try:
        data = json.loads((generation / DIGESTS).read_text("utf-8"))
        return {str(k): str(v) for k, v in data.items()}
    except (OSError, ValueError, AttributeError):
        return {}  # it is made whole again


def _graphs(quads: Iterable[Quad]) -> Iterator[tuple[str, list[Quad], bytes]]:
    """Yield each graph's name, its quads, and its lines as N-Quads, sorted. Raises ValueError where one comes again."""
    seen = set()
    for name, group in groupby(quads, key=_name):
        if name in seen:
            raise ValueError(f"the graph {name} comes a second time")
        seen.add(name)
        own = list(group)
        written = serialize(own, format=RdfFormat.N_QUADS) or b""
        yield name, own, b"".join(sorted(set(written.splitlines(keepends=True))))


def _digest(lines: bytes) -> str:
    return hashlib.sha256(lines).hexdigest()[:24]


def _digested(quads: Iterable[Quad], digests: dict[str, str]) -> Iterator[Quad]:
    """Yield the quads, and note the digest of each graph."""
    for name, own, lines in _graphs(quads):
        digests[name] = _digest(lines)
        yield from own


def _spooled(quads: Iterable[Quad], known: dict[str, str], spool: Path) -> tuple[dict[str, str], list[str]]:
    """Write the quads of the graphs that differ from what is known; return all graphs' digests and the changed ones."""
    digests: dict[str, str] = {}
    changed = []
    with open(spool, "wb") as out:
        for name, _, lines in _graphs(quads):
            digests[name] = _digest(lines)
            if known.get(name) != digests[name]:
                changed.append(name)
                out.write(lines)
    return digests, changed


def _name(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _made(
    quads: Iterable[Quad], known: dict[str, str], before: Path | None, aside: Path
) -> tuple[dict[str, str], list[str]]:
    """Make a generation; return all graphs' digests, and the names of those that changed."""
    if before is None:
        digests: dict[str, str] = {}
        _made_of(_digested(quads, digests), aside)
        return digests, list(digests)
    spool = aside / SPOOL
    digests, changed = _spooled(quads, known, spool)
    gone = sorted(set(known) - set(digests))
    if (len(changed) + len(gone)) * 2 > len(digests):
        _made_whole(before, aside, set(digests) - set(changed), spool)
    else:
        _made_from(before, aside, changed, gone, spool, compact=(len(changed) + len(gone)) * 20 > len(digests))
    spool.unlink()
    return digests, changed


def _made_whole(before: Path, aside: Path, same: set[str], spool: Path) -> None:
    """Make a generation of the quads that changed, and of the graphs of the one before that are the same."""
    old = Store.read_only(str(before / "graph"))
    kept = (q for name in sorted(same) for q in old.quads_for_pattern(None, None, None, NamedNode(name)))
    _made_of(chain(parse(path=str(spool), format=RdfFormat.N_QUADS), kept), aside)


def _made_of(quads: Iterator[Quad], aside: Path) -> None:
    """Make a generation by bulk loads."""
    store = Store(str(aside / "graph"))
    while batch := list(islice(quads, BATCH)):
        store.bulk_extend(batch)
        store.bulk_extend(Quad(q.subject, q.predicate, q.object, NEW) for q in batch)
    store.optimize()
    with WordIndex.make(aside / "words.sqlite") as words:
        words.change((), (q.triple for q in store.quads_for_pattern(None, None, None, NEW)))


def _made_from(
    before: Path, aside: Path, changed: Sequence[str], gone: Sequence[str], spool: Path, *, compact: bool
) -> None:
    """Make a generation from the one before: replace what changed, in its graph, in the union and in the index.

    Where much changed it is compacted: else it stays more than twice as large, and slower to ask.
    """
    Store.read_only(str(before / "graph")).backup(str(aside / "graph"))
    store = Store(str(aside / "graph"))
    removed: set[Triple] = set()
    for name in (*changed, *gone):
        removed.update(q.triple for q in store.quads_for_pattern(None, None, None, NamedNode(name)))
        store.remove_graph(NamedNode(name))
    added: set[Triple] = set()
    for _, group in groupby(parse(path=str(spool), format=RdfFormat.N_QUADS), key=_name):
        quads = list(group)
        store.extend(quads)
        added.update(q.triple for q in quads)
    lost = {t for t in removed - added if not _is_stated(store, t)}
    fresh = {t for t in added if Quad(t.subject, t.predicate, t.object, NEW) not in store}
    for t in lost:
        store.remove(Quad(t.subject, t.predicate, t.object, NEW))
    store.extend(Quad(t.subject, t.predicate, t.object, NEW) for t in fresh)
    if compact:
        store.optimize()
    store.flush()
    shutil.copyfile(before / "words.sqlite", aside / "words.sqlite")
    with WordIndex(aside / "words.sqlite", writable=True) as words:
        words.change(lost, fresh)


def _is_stated(store: Store, triple: Triple) -> bool:
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(isinstance(q.graph_name, NamedNode) for q in found)
