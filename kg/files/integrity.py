"""Whether files are as they were written: their digests, and what differs from them.

A full check reads every byte. A quick check compares each file's size, its first and last block, and its time of change; a
file that was changed or copied since is read whole, and so are all files of a small folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DamagedError

BLOCK = 4096  # bytes
SMALL = 128 << 20  # bytes of a folder whose files are always read whole: some 0.1 s
UNREADABLE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}
REBUILD = "kg check names the damaged files; the next kg build into the folder writes them again"


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's size in bytes, SHA-256, digest of its first and last block, and time of change in nanoseconds."""

    size: int
    sha256: str
    ends: str
    modified: int


def state_of(path: Path) -> FileState:
    """Return a file's state. Raises OSError."""
    with open(path, "rb") as file:
        whole = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        ends = file.read(BLOCK)
        file.seek(max(0, size - BLOCK))
        ends += file.read(BLOCK)
    return FileState(size, whole, hashlib.sha256(ends).hexdigest()[:16], path.stat().st_mtime_ns)


def difference(path: Path, state: FileState, *, full: bool = True) -> str | None:
    """Return in which way a file differs from its state; None where it is as it was written."""
    try:
        known = path.lstat()
        if not stat.S_ISREG(known.st_mode):
            return "is a link, a folder or a device, not a file"
        if known.st_size != state.size:
            return f"has {known.st_size} bytes, not {state.size}"
        if full or known.st_mtime_ns != state.modified:
            return None if state_of(path).sha256 == state.sha256 else "holds other bytes than were written"
        return None if _ends(path, state.size) == state.ends else "holds other bytes than were written"
    except FileNotFoundError:
        return "is missing"
    except OSError as e:
        return f"cannot be read: {e.strerror or e}"


def differences(folder: Path, files: Mapping[str, FileState], *, full: bool = True) -> list[str]:
    """Return a line for each file that is not as it was written."""
    full = full or sum(state.size for state in files.values()) <= SMALL
    found = ((name, difference(folder / name, state, full=full)) for name, state in sorted(files.items()))
    return [f"{name} {what}" for name, what in found if what]


def _ends(path: Path, size: int) -> str:
    with open(path, "rb") as file:
        ends = file.read(BLOCK)
        file.seek(max(0, size - BLOCK))
        return hashlib.sha256(ends + file.read(BLOCK)).hexdigest()[:16]


def damaged(where: Path | str, lines: Iterable[str]) -> DamagedError:
    """Return the error for files that are not as they were written."""
    first, *more = lines
    others = f", and {len(more)} more" if more else ""
    return DamagedError(f"{where}: is damaged: {first}{others}", REBUILD)


def damage_in(error: BaseException, where: Path | str | None = None) -> DamagedError | None:
    """Return the error for what Oxigraph or SQLite raised on damaged or unreadable files; None for anything else.

    Oxigraph raises RuntimeError for a block whose checksum is wrong, and OSError without a number for a file that it
    cannot read. Neither message is one line.
    """
    text = " ".join(str(error).split())
    from_oxigraph = isinstance(error, RuntimeError) and text.startswith("Corruption:")
    if isinstance(error, OSError) and error.errno is None and "No space left" not in text:
        from_oxigraph = text.startswith("IO error:")
    code = getattr(error, "sqlite_errorcode", None) if isinstance(error, sqlite3.DatabaseError) else None
    if not from_oxigraph and (code is None or code & 0xFF not in UNREADABLE):
        return None
    file = re.search(r"/([^/]+/graph/[\w.-]+)", text)
    text = re.sub(r"^(Corruption: |IO error: )+", "", text)
    what = re.split(r": stored|: While|\(context removed\)| in /| The file /", text)[0].strip()
    return damaged(where or "the graph", [f"{what} ({file[1]})" if file else what])


@contextlib.contextmanager
def damage_reported(where: Path | str | None = None) -> Iterator[None]:
    """Turn what Oxigraph or SQLite raise on damaged files in the block into a DamagedError."""
    try:
        yield
    except (RuntimeError, OSError, sqlite3.DatabaseError) as e:
        if damage := damage_in(e, where):
            raise damage from e
        raise
