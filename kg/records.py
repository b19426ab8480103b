"""Records kept on disk: a later build extracts only what changed, and memory does not grow with the corpus.

One SQLite file holds, for each source, its records under the digest of all they were made from: the decoded text, what is
known of it, and the version of the code and the lexicon. Whatever else the file holds is never read; a file that is no
such store is replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import overload

import msgspec

from kg.errors import InputError, Problem
from kg.model import ArticleRecord, Source
from kg.vocab import article_key, mint, ontology_folder

SCHEMA = "CREATE TABLE IF NOT EXISTS made (digest BLOB PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID"
ARTICLES = (
    "CREATE TABLE IF NOT EXISTS articles (key TEXT PRIMARY KEY, digest BLOB NOT NULL, place INT NOT NULL) WITHOUT ROWID"
)
RECORDS = ".records.sqlite"  # beside the graph that was built
SEAL = 8  # bytes
SPOILT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}  # ERROR: other columns than ours
SHAPES_RECORDS = ("model.py", "vocab.py", "read", "language", "extract")  # the code that a record depends on
SHAPES_NO_GRAPH = {
    "demo",
    "train",
    "serve",
    "push",
    "reconcile",
    "evaluate",
    "cli",
}  # the code that no graph depends on
CODE = {".py", ".json", ".ttl", ".csv", ".html", ".css", ".js", ".onnx"}
LIBRARIES = (
    "jieba",
    "numpy",
    "onnxruntime",
    "opencc",
    "pyoxigraph",
    "networkx",
    "pypinyin",
    "rapidfuzz",
    "pyvis",
    "jinja2",
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a source gave: its records, and what went wrong."""

    records: tuple[ArticleRecord, ...]
    problems: tuple[Problem, ...] = ()


def article_order(article: str) -> str:
    """Return what articles are sorted by: what stands in their IRI behind the base."""
    return mint(article_key(article), "")


@cache
def version() -> bytes:
    """Return a digest of the code, the lexicon and the libraries that make records."""
    package = Path(__file__).parent
    return _digest(
        [f for part in SHAPES_RECORDS for f in (package / part, *(package / part).rglob("*"))], LIBRARIES[:4]
    )


@cache
def code_digest() -> bytes:
    """Return a digest of the code, the lexicon and the libraries that make a graph and its views."""
    package = Path(__file__).parent
    rooms = [p for p in package.iterdir() if p.name not in SHAPES_NO_GRAPH]
    return _digest([f for room in rooms for f in (room, *room.rglob("*"))], LIBRARIES)


def _digest(files: Iterable[Path], libraries: Iterable[str]) -> bytes:
    package = Path(__file__).parent
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in (*sorted(f for f in files if f.suffix in CODE), *sorted(ontology_folder().glob("*.ttl"))):
        name = os.path.relpath(file, package).encode()
        digest.update(name + b"\0" + file.read_bytes())
    for library in libraries:
        with contextlib.suppress(metadata.PackageNotFoundError):
            digest.update(f"{library} {metadata.version(library)}\n".encode())
    return digest.digest()


def digest_of(source: Source, made_by: bytes = b"") -> bytes:
    """Return the digest of a source, under which its records are kept; `made_by` tells a model that is no part of the code."""
    known = msgspec.msgpack.encode((source.name, source.record, source.metadata))
    return hashlib.sha256(version() + made_by + known + source.text.encode("utf-8", "surrogatepass")).digest()


class RecordStore:
    """The store: a file, or a temporary one where no path is given."""

    def __init__(self, path: Path | None = None) -> None:
        """Open or make the store. Raises InputError where its folder cannot be written."""
        self.path = path
        self.found = 0  # how often it held what was asked for
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Made).decode
        try:
            self._database = self._open()
        except sqlite3.Error as e:
            raise self._refused(e) from e

    def __enter__(self) -> RecordStore:
        """Begin to use the store."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the file."""
        self._database.close()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError as e:
            if self.path is None or e.sqlite_errorcode not in SPOILT:
                raise
            for tail in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path or "", timeout=60)
        try:
            database.execute("PRAGMA journal_mode = WAL" if self.path else "PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(SCHEMA)
            database.execute(ARTICLES)
            database.execute("SELECT digest, body FROM made LIMIT 1")
            return database
        except BaseException:
            database.close()
            raise

    def _refused(self, error: sqlite3.Error) -> InputError:
        where = self.path or f"temporary files in {tempfile.gettempdir()}"
        if error.sqlite_errorcode in SPOILT:
            return InputError(f"{where}: is damaged: {error}", "remove it, and build again")
        return InputError(f"{where}: cannot be written: {error}", "free some space, or choose another folder")

    def get(self, digest: bytes) -> Made | None:
        """Return what was made of a source; None where it is not kept, or is not any more what was kept."""
        with contextlib.suppress(sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError):
            row = self._database.execute("SELECT body FROM made WHERE digest = ?", (digest,)).fetchone()
            made = self._decode(row[0][SEAL:]) if row and _seal(row[0][SEAL:]) == row[0][:SEAL] else None
            self.found += made is not None
            return made
        return None

    def put(self, made: Iterable[tuple[bytes, Made]]) -> None:
        """Keep what was made of sources, all of them or none. Raises InputError where the disk does not take it."""
        try:
            with self._database:
                for digest, m in made:
                    body = self._encode(m)
                    self._database.execute("INSERT OR REPLACE INTO made VALUES (?, ?)", (digest, _seal(body) + body))
                    told = [(article_order(r.article.id), digest, place) for place, r in enumerate(m.records)]
                    self._database.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", told)
        except sqlite3.Error as e:
            raise self._refused(e) from e

    def keep_only(self, digests: set[bytes]) -> None:
        """Forget what no source of this build gave."""
        with contextlib.suppress(sqlite3.DatabaseError), self._database:
            kept = [row[0] for row in self._database.execute("SELECT digest FROM made")]
            gone = [(d,) for d in kept if d not in digests]
            self._database.executemany("DELETE FROM made WHERE digest = ?", gone)
            self._database.execute("DELETE FROM articles WHERE digest NOT IN (SELECT digest FROM made)")


def record_beside(graph: Path, key: str) -> ArticleRecord | None:
    """Return the record of an article ("article/n01.txt") that the build of a graph left beside it, with the text.

    None where there is no such record, as after `--no-cache`, or it cannot be read any more.
    """
    file = (graph if graph.is_dir() else graph.parent) / RECORDS
    wanted = "SELECT body, place FROM made JOIN articles USING (digest) WHERE key = ?"
    with contextlib.suppress(sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError, IndexError):
        with contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            row = database.execute(wanted, (key,)).fetchone()
        if row and _seal(row[0][SEAL:]) == row[0][:SEAL]:
            made: Made = msgspec.msgpack.decode(row[0][SEAL:], type=Made)
            return made.records[int(row[1])]
    return None


def _seal(body: bytes) -> bytes:
    """Return what tells that a body is as it was written, for a disk may lose a bit."""
    return hashlib.blake2b(body, digest_size=SEAL).digest()


class StoredRecords(Sequence[ArticleRecord]):
    """Records read from a store when they are asked for, in the order of their articles' IRIs, from a confidence on."""

    def __init__(self, store: RecordStore, entries: Iterable[tuple[str, bytes, int]], confidence: float) -> None:
        """Entries are an article's id, the digest of its source and its place among the source's records."""
        self._store = store
        self._entries = sorted(entries, key=lambda e: article_order(e[0]))
        self._confidence = confidence
        self._last: tuple[bytes, Made | None] = (b"", None)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> ArticleRecord: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[ArticleRecord]: ...

    def __getitem__(self, index: int | slice) -> ArticleRecord | Sequence[ArticleRecord]:
        """Return a record. Raises InputError where the store has lost it."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        _, digest, place = self._entries[index]
        if self._last[0] != digest:
            self._last = digest, self._store.get(digest)
        made = self._last[1]
        if made is None:
            raise InputError(f"{self._store.path}: was changed while it was read", "build again")
        return made.records[place].at_least(self._confidence)

    def __iter__(self) -> Iterator[ArticleRecord]:
        """Yield all records."""
        return (self[i] for i in range(len(self)))
