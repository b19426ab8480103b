"""What the caches on disk share: files for their owner alone, and a checksum of each entry, for a disk may lose a bit."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from pathlib import Path

SUFFIXES = ("", "-wal", "-shm")  # of the names of SQLite's files
CHECKSUM_SIZE = 8  # bytes
CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}  # ERROR: the columns differ


def keep_private(path: Path) -> None:
    """Make a file of SQLite readable by its owner only, whatever the umask; SQLite copies the mode to its other files."""
    with contextlib.suppress(OSError):  # SQLite reports what cannot be opened
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        for suffix in SUFFIXES:
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + suffix).chmod(0o600)


def with_checksum(data: bytes) -> bytes:
    """Return data with its checksum before it.

    >>> verified(with_checksum(b"abc")), verified(with_checksum(b"abc")[:-1] + b"d")
    (b'abc', None)
    """
    return _checksum(data) + data


def verified(stored: bytes) -> bytes | None:
    """Return stored data without its checksum; None if they do not match."""
    checksum, data = stored[:CHECKSUM_SIZE], stored[CHECKSUM_SIZE:]
    return data if _checksum(data) == checksum else None


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=CHECKSUM_SIZE).digest()
