"""A store is a folder of generations: a build makes the next one aside and then names it the current one.

    STORE/CURRENT               the name of the generation that readers open
    STORE/generation-000007/    graph/ (Oxigraph), words.sqlite, digests.json
    STORE/.built.json           what it was made from (kg/outputs.py)

Readers open a generation that is never written again: they see the old graph or the new one, whole. A generation begins as
a backup of the one before (RocksDB's hard links: no copy), in which the named graphs that changed are replaced. The
default graph holds the union of the named ones, so that a query over it finds each statement once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg.errors import InputError
from kg.locks import locked
from kg.outputs import Manifest, Telling, Write, complete, pieces, publish, to_disk, unchanged, waits
from kg.store.words import WordIndex

NAME = re.compile(r"generation-(\d{6,})")
NEW = DefaultGraph()
BATCH = 100_000  # quads that are loaded at once: some 200 MB, where RocksDB's loader alone would take gigabytes
UNTOLD = Telling("", 0)  # of a graph that was not built here: never the same as a build's


@dataclass(frozen=True, slots=True)
class Published:
    """What a build changed: how many named graphs are new, changed and gone, and how many there are."""

    new: int
    changed: int
    gone: int
    graphs: int


class GraphStore:
    """A graph on disk in a folder of generations."""

    def __init__(self, folder: str | Path) -> None:
        """Name the folder; nothing is read or written yet."""
        self.folder = Path(folder)

    @staticmethod
    def is_at(folder: str | Path) -> bool:
        """Tell whether there is a store that can be opened."""
        return (Path(folder) / "CURRENT").is_file()

    def current(self) -> Path:
        """Return the folder of the current generation. Raises InputError where there is none."""
        try:
            name = (self.folder / "CURRENT").read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as e:
            raise InputError(f"{self.folder}: holds no graph", "build it first: kg build PATH --store DIR") from e
        if not NAME.fullmatch(name) or not (self.folder / name).is_dir():
            raise InputError(f"{self.folder}: is broken: there is no {name[:40]}", "build it again with --store")
        return self.folder / name

    def open(self) -> Store:
        """Open the current generation for reading. Raises InputError where there is none, or it cannot be read."""
        path = self.current() / "graph"
        try:
            return Store.read_only(str(path))
        except OSError as e:
            raise InputError(f"{path}: cannot be read: {e}", "build it again with kg build --store") from e

    def words(self) -> WordIndex:
        """Open the index of the current generation's words. Raises InputError."""
        return WordIndex(self.current() / "words.sqlite")

    def publish(
        self, quads: Iterable[Quad], beside: Mapping[str, Write] | None = None, telling: Telling = UNTOLD
    ) -> Published:
        """Make these quads the graph: only the named graphs that differ are written, the others are kept.

        A graph's quads must come together. The files `beside` it (report.md) become current with it; `telling` is what
        the next build compares itself with. Raises InputError where another build writes, or the disk refuses.
        """
        try:
            with locked(self.folder):
                complete(self.folder)
                return self._publish(quads, beside or {}, telling)
        except (OSError, sqlite3.Error) as e:
            raise InputError(
                f"{self.folder}: cannot be written: {e}", "free some space, or name another --store"
            ) from e

    def unchanged(self, made_from: str, names: Iterable[str]) -> Manifest | None:
        """Return what was told of the current generation where it was made from the same and stands as it was written."""
        return unchanged(self.folder, made_from, {"CURRENT", *names})

    def _publish(self, quads: Iterable[Quad], beside: Mapping[str, Write], telling: Telling) -> Published:
        before = self._standing()
        for there in self._generations():
            if before is None or there.name > before.name:
                shutil.rmtree(there, ignore_errors=True)  # what a killed build left
        known = _digests(before) if before else {}
        number = max((int(p.name.rpartition("-")[2]) for p in self._generations()), default=0) + 1
        aside = self.folder / f"generation-{number:06}"
        try:
            aside.mkdir()
            digests, changed, gone = _made(quads, known, before, aside)
            (aside / "digests.json").write_text(json.dumps(digests, ensure_ascii=False), "utf-8")
            to_disk(aside / "digests.json")
            to_disk(aside)
            files = {"CURRENT": pieces([aside.name + "\n"]), **beside}
            publish(self.folder, files, telling, [p for p in sorted(aside.rglob("*")) if _is_kept(p)])
        except BaseException:
            if not waits(self.folder) and self._standing() != aside:
                shutil.rmtree(aside, ignore_errors=True)
            raise
        self._forget(before)
        new = len(set(changed) - set(known))
        return Published(new, len(changed) - new, len(gone), len(digests))

    def _standing(self) -> Path | None:
        """Return the current generation; None where there is none, or it is lost."""
        with contextlib.suppress(InputError):
            return self.current()
        return None

    def _generations(self) -> list[Path]:
        return [p for p in self.folder.iterdir() if NAME.fullmatch(p.name)]

    def _forget(self, before: Path | None) -> None:
        """Remove what no reader can need: all generations but the current one, and the one before for those who read it."""
        for there in self._generations():
            if there not in {before, self.current()}:
                shutil.rmtree(there, ignore_errors=True)


def _is_kept(path: Path) -> bool:
    """Tell whether a file of a generation is never written again; RocksDB's log is."""
    return path.is_file() and path.name not in {"LOCK", "LOG"} and not path.name.startswith("LOG.old")


def _digests(generation: Path) -> dict[str, str]:
    try:
        data = json.loads((generation / "digests.json").read_text("utf-8"))
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
) -> tuple[dict[str, str], list[str], list[str]]:
    """Make a generation; return all graphs' digests, and the names of those that changed and of those that are gone."""
    if before is None:
        digests: dict[str, str] = {}
        _made_of(_digested(quads, digests), aside)
        return digests, list(digests), []
    spool = aside / "changed.nq"
    digests, changed = _spooled(quads, known, spool)
    gone = sorted(set(known) - set(digests))
    if (len(changed) + len(gone)) * 2 > len(digests):
        _made_whole(before, aside, set(digests) - set(changed), spool)
    else:
        _made_from(before, aside, changed, gone, spool, compact=(len(changed) + len(gone)) * 20 > len(digests))
    spool.unlink()
    return digests, changed, gone


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
