"""Extraction results cached on disk: a later build extracts only what changed, and memory does not grow with the corpus.

One SQLite file holds the records of each source under a digest of all their inputs: the decoded text, the metadata, and the
versions of the code and the lexicon. Other content of the file is never read; a file that is not such a cache is replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import overload

import msgspec

from kg import closure
from kg.errors import InputError, Problem
from kg.files.caching import CORRUPT, SUFFIXES, keep_private, verified, with_checksum
from kg.model import ArticleRecord, Source
from kg.vocab import article_key, mint

RESULTS = "CREATE TABLE IF NOT EXISTS results (digest BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID"
ARTICLES = "CREATE TABLE IF NOT EXISTS articles (key TEXT PRIMARY KEY, digest BLOB NOT NULL, number INT NOT NULL) WITHOUT ROWID"
RECORDS = ".records.sqlite"  # beside the graph that was built
MAKES_RECORDS, MAKES_GRAPH = "kg.build.parallel.articles", "kg.build.outputs"  # modules


@dataclass(frozen=True, slots=True)
class ExtractionResult:
    """The result for one source: its records and problems, and what the verbatim gate counted (`kg.llm.causes`)."""

    records: tuple[ArticleRecord, ...]
    problems: tuple[Problem, ...] = ()
    quotes: dict[str, int] = field(default_factory=dict)


def article_order(article: str) -> str:
    """Return the sort key of an article: its IRI without the base."""
    return mint(article_key(article), "")


@cache
def version() -> bytes:
    """Return a digest of everything but the source that a record depends on: code, data, ontology and libraries."""
    return closure.digest(MAKES_RECORDS)


@cache
def code_digest() -> bytes:
    """Return a digest of everything but the sources that a graph and its views depend on."""
    return closure.digest(MAKES_GRAPH)


def digest_of(source: Source, made_with: str = "") -> bytes:
    """Return the digest of a source, the key of its cached result; `made_with` is `kg.extract.made_with` of the setup."""
    known = msgspec.msgpack.encode((source.name, source.record, source.metadata, *source.regions))
    return hashlib.sha256(
        version() + made_with.encode() + known + source.text.encode("utf-8", "surrogatepass")
    ).digest()


class RecordStore:
    """The cache: a file, or a temporary file if no path is given."""

    def __init__(self, path: Path | None = None) -> None:
        """Open or create the cache. Raises InputError if its folder cannot be written."""
        self.path = path
        self.found = 0  # cache hits
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(ExtractionResult).decode
        try:
            self._database = self._open()
        except sqlite3.Error as e:
            raise self._refused(e) from e

    def __enter__(self) -> RecordStore:
        """Return the open cache."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._database.close()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError as e:
            if self.path is None or e.sqlite_errorcode not in CORRUPT:
                raise
            for suffix in SUFFIXES:
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        if self.path:
            keep_private(self.path)
        database = sqlite3.connect(self.path or "", timeout=60)
        try:
            database.execute("PRAGMA journal_mode = WAL" if self.path else "PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(RESULTS)
            database.execute(ARTICLES)
            database.execute("SELECT digest, data FROM results LIMIT 1")
            database.execute("SELECT key, digest, number FROM articles LIMIT 1")
            return database
        except BaseException:
            database.close()
            raise

    def _refused(self, error: sqlite3.Error) -> InputError:
        where = self.path or f"temporary files in {tempfile.gettempdir()}"
        if error.sqlite_errorcode in CORRUPT:
            return InputError(f"{where}: is damaged: {error}", "remove it, and build again")
        return InputError(f"{where}: cannot be written: {error}", "free some space, or choose another folder")

    def get(self, digest: bytes) -> ExtractionResult | None:
        """Return the cached result of a source; None if there is none or it is corrupt."""
        with contextlib.suppress(sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError):
            row = self._database.execute("SELECT data FROM results WHERE digest = ?", (digest,)).fetchone()
            data = verified(row[0]) if row else None
            result = self._decode(data) if data is not None else None
            self.found += result is not None
            return result
        return None

    def put(self, results: Iterable[tuple[bytes, ExtractionResult]]) -> None:
        """Store the results of sources in one transaction. Raises InputError if they cannot be written."""
        try:
            with self._database:
                for digest, result in results:
                    data = self._encode(result)
                    row = (digest, with_checksum(data))
                    self._database.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", row)
                    rows = [(article_order(r.article.id), digest, number) for number, r in enumerate(result.records)]
                    self._database.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", rows)
        except sqlite3.Error as e:
            raise self._refused(e) from e

    def keep_only(self, digests: set[bytes]) -> None:
        """Delete the results of all other sources."""
        with contextlib.suppress(sqlite3.DatabaseError), self._database:
            kept = [row[0] for row in self._database.execute("SELECT digest FROM results")]
            gone = [(d,) for d in kept if d not in digests]
            self._database.executemany("DELETE FROM results WHERE digest = ?", gone)
            self._database.execute("DELETE FROM articles WHERE digest NOT IN (SELECT digest FROM results)")


def record_beside(graph: Path, key: str) -> ArticleRecord | None:
    """Return the record of an article ("article/n01.txt"), with its text, from the cache beside a built graph.

    None if there is no such record, as after `--no-cache`, or it is corrupt.
    """
    file = (graph if graph.is_dir() else graph.parent) / RECORDS
    wanted = "SELECT data, number FROM results JOIN articles USING (digest) WHERE key = ?"
    with contextlib.suppress(sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError, IndexError):
        with contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            row = database.execute(wanted, (key,)).fetchone()
        data = verified(row[0]) if row else None
        if data is not None:
            return msgspec.msgpack.decode(data, type=ExtractionResult).records[int(row[1])]
    return None


class StoredRecords(Sequence[ArticleRecord]):
    """Records read from a cache on access, in the order of their articles' IRIs, without statements below a confidence."""

    def __init__(self, store: RecordStore, entries: Iterable[tuple[str, bytes, int]], confidence: float) -> None:
        """Entries are an article's id, the digest of its source and its number among the source's records."""
        self._store = store
        self._entries = sorted(entries, key=lambda e: article_order(e[0]))
        self._confidence = confidence
        self._last: tuple[bytes, ExtractionResult | None] = (b"", None)

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> ArticleRecord: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[ArticleRecord]: ...

    def __getitem__(self, index: int | slice) -> ArticleRecord | Sequence[ArticleRecord]:
        """Return a record. Raises InputError if it is no longer in the cache."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        _, digest, number = self._entries[index]
        if self._last[0] != digest:
            self._last = digest, self._store.get(digest)
        result = self._last[1]
        if result is None:
            raise InputError(f"{self._store.path}: was changed while it was read", "build again")
        return result.records[number].at_least(self._confidence)

    def __iter__(self) -> Iterator[ArticleRecord]:
        """Yield all records."""
        return (self[i] for i in range(len(self)))
