"""Recognised lines of pictures on disk: a page is recognised once, however often it is built.

An entry stands under the digest of the pixels, the code of the recognition and the version of its library, whose models come with
it. What cannot be read is recognised again; what cannot be written is not kept.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import msgspec

from kg.files.caching import CORRUPT, SUFFIXES, keep_private, verified, with_checksum
from kg.read.page_layout import TextLine

NAME = ".recognised.sqlite"  # beside the records
TABLE = "CREATE TABLE IF NOT EXISTS lines (digest BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID"


class RecognisedPages:
    """The file; a context, at whose end it is closed."""

    def __init__(self, path: Path) -> None:
        """Open or create it; a file that is no such cache is replaced."""
        self.path = path
        self.found = 0  # pages that were not recognised again
        self._used: set[bytes] = set()
        self._base = self._open()

    def __enter__(self) -> RecognisedPages:
        """Return the open file."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self._base.close()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError as e:
            if e.sqlite_errorcode not in CORRUPT:
                return sqlite3.connect("")  # the build reports a folder that cannot be written
            for suffix in SUFFIXES:
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        keep_private(self.path)
        base = sqlite3.connect(self.path, timeout=60)
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            base.execute(TABLE)
            base.execute("SELECT digest, data FROM lines LIMIT 1")
            return base
        except BaseException:
            base.close()
            raise

    def lines(self, digest: bytes, recognise: Callable[[], list[TextLine]]) -> list[TextLine]:
        """Return the lines of a page: those that are kept under its digest, else what `recognise` returns, which is kept."""
        self._used.add(digest)
        if (kept := self._kept(digest)) is not None:
            self.found += 1
            return kept
        lines = recognise()
        with contextlib.suppress(sqlite3.Error), self._base:
            self._base.execute(
                "INSERT OR REPLACE INTO lines VALUES (?, ?)", (digest, with_checksum(msgspec.msgpack.encode(lines)))
            )
        return lines

    def _kept(self, digest: bytes) -> list[TextLine] | None:
        with contextlib.suppress(sqlite3.Error, msgspec.DecodeError, UnicodeDecodeError):
            row = self._base.execute("SELECT data FROM lines WHERE digest = ?", (digest,)).fetchone()
            data = verified(row[0]) if row else None
            return None if data is None else msgspec.msgpack.decode(data, type=list[TextLine])
        return None

    def keep_used(self) -> None:
        """Delete the pages that were not asked for: they are no longer in the input."""
        with contextlib.suppress(sqlite3.Error), self._base:
            kept = [row[0] for row in self._base.execute("SELECT digest FROM lines")]
            self._base.executemany("DELETE FROM lines WHERE digest = ?", [(d,) for d in kept if d not in self._used])
