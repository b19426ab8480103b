"""One writer of a folder at a time, by a lock of SQLite: it works on every system, and ends with a process that is killed."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.files.writing import unwritable

LOCK = ".lock"
_held: set[tuple[Path, int]] = set()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is created where it is missing; a thread that holds it already goes on.

    Raises InputError where another process or thread holds it, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise unwritable(e, folder) from e
    holder = folder.resolve(), threading.get_ident()
    if holder in _held:
        yield
        return
    with contextlib.closing(_acquire(folder)):
        _held.add(holder)
        try:
            yield
        finally:
            _held.discard(holder)


def _acquire(folder: Path) -> sqlite3.Connection:
    if (folder / LOCK).is_symlink():  # SQLite would follow it
        raise InputError(f"{folder / LOCK}: is a link, which kg never makes", "remove it, or choose another folder")
    lock = None
    try:
        lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
        # of several that begin at once one gets this lock; "EXCLUSIVE" is refused beside whoever has begun, so that all may be refused
        lock.execute("BEGIN IMMEDIATE")
        return lock
    except sqlite3.Error as e:
        if lock is not None:
            lock.close()
        if e.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise InputError(f"{folder}: another build is writing it", "wait until it has ended") from e
        advice = "choose another folder, or free some space"
        raise InputError(f"{folder}: cannot be written: {e}", advice) from e
