"""Writing that outlives the loss of power: files are forced to the disk and replaced whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.errors import InputError

FileWriter = Callable[[Path], None]


def text_writer(parts: Iterable[str]) -> FileWriter:
    """Return a writer of a text that comes in parts."""

    def write(path: Path) -> None:
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            out.writelines(parts)

    return write


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, onto the disk; Windows has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file, whole or not at all, and force it to the disk."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    with open(part, "xb") as out:
        out.write(data)
    sync(part)
    os.replace(part, path)
    sync(path.parent)


def unwritable(error: OSError, folder: Path) -> InputError:
    """Return the error for a folder, or a file in it, that cannot be written."""
    reason = error.strerror or str(error)
    return InputError(
        f"{error.filename or folder}: cannot be written: {reason}", "choose another folder, or free some space"
    )
