"""Files that are published together: a folder holds all of the new ones or all of the old ones, whatever ends the process.

    DIR/.next/        the new files while they are written; whole once .built.json stands in it
    DIR/.built.json   what the files in DIR were made from, and their digests

All files are written aside and forced to the disk, then the list of them, then each is renamed. A process that ends before
the list stands has changed nothing; one that ends behind it leaves what the next to lock the folder completes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.errors import InputError, Problem
from kg.locks import locked, unwritable

NEXT = ".next"
BUILT = ".built.json"
Write = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder's files were made from (a digest), their sizes and digests, and what the build told.

    `kept` are files that are never written again, by their path in the folder: size and time of change (nanoseconds).
    """

    made_from: str
    articles: int
    problems: tuple[Problem, ...]
    files: Mapping[str, tuple[int, str]]
    kept: Mapping[str, tuple[int, int]] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a build tells of itself for the next one: the digest of all that it was made from, articles, problems."""

    made_from: str
    articles: int
    problems: tuple[Problem, ...] = ()


def pieces(text: Iterable[str]) -> Write:
    """Return what writes a text that comes in pieces."""

    def write(path: Path) -> None:
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            out.writelines(text)

    return write


def publish(folder: Path, files: Mapping[str, Write], telling: Telling, kept: Iterable[Path] = ()) -> None:
    """Write files and publish them together; `kept` are other files in the folder that belong to them.

    A writer that leaves no file has none to publish; one of that name which the build before wrote is removed.

    Raises InputError where the folder cannot be written, or another build writes it: the files that were there stay.
    """
    with locked(folder):
        complete(folder)
        try:
            _stage(folder, files, telling, kept)
            complete(folder)
        except OSError as e:
            raise unwritable(e, folder) from e
        except sqlite3.Error as e:
            advice = f"free some space in {tempfile.gettempdir()}, or name another folder in SQLITE_TMPDIR"
            raise InputError(f"temporary files cannot be written: {e}", advice) from e


def _stage(folder: Path, files: Mapping[str, Write], telling: Telling, kept: Iterable[Path]) -> None:
    for name in files:
        if (folder / name).is_dir():
            raise InputError(
                f"{folder / name}: a folder stands where the file would", "remove it, or choose another folder"
            )
    aside = folder / NEXT
    try:
        aside.mkdir()
        for name, write in files.items():
            write(aside / name)
        written = [name for name in files if (aside / name).exists()]  # a writer may have nothing to write
        for name in written:
            to_disk(aside / name)
        manifest = Manifest(
            telling.made_from,
            telling.articles,
            telling.problems,
            {name: _told(aside / name) for name in written},
            {p.relative_to(folder).as_posix(): _stamp(p) for p in kept},
        )
        (aside / ".part").write_bytes(msgspec.json.encode(manifest))
        to_disk(aside / ".part")
        os.replace(aside / ".part", aside / BUILT)
        to_disk(aside)
    except BaseException:
        if not waits(folder):
            shutil.rmtree(aside, ignore_errors=True)
        raise


def complete(folder: Path) -> bool:
    """Finish what a build that was ended had begun to publish, or remove what it had not written whole; tell which.

    Must be called under the folder's lock. Raises OSError where the folder cannot be written.
    """
    aside = folder / NEXT
    if not aside.is_dir():
        return False
    manifest = _read(aside / BUILT)
    if manifest is not None:
        for name in manifest.files:
            if (aside / name).exists():
                os.replace(aside / name, folder / name)
        before = _read(folder / BUILT)
        for name in sorted(set(before.files) - set(manifest.files)) if before else ():
            (folder / name).unlink(missing_ok=True)  # what the build before wrote, and this one has not
        to_disk(folder)
        os.replace(aside / BUILT, folder / BUILT)
        to_disk(folder)
    shutil.rmtree(aside, ignore_errors=True)
    return manifest is not None


def waits(folder: Path) -> bool:
    """Tell whether new files stand there whole, to be completed."""
    return (folder / NEXT / BUILT).is_file()


def unchanged(folder: Path, made_from: str, names: Iterable[str]) -> Manifest | None:
    """Return what the folder's build told where it was made from the same, and its files stand there as it wrote them."""
    manifest = _read(folder / BUILT)
    if manifest is None or manifest.made_from != made_from or (folder / NEXT).exists():
        return None
    try:
        same = all(_told(folder / name) == told for name, told in manifest.files.items())
        same = same and all(_stamp(folder / name) == stamp for name, stamp in manifest.kept.items())
    except OSError:
        return None
    return manifest if same and set(names) <= set(manifest.files) else None


def _read(path: Path) -> Manifest | None:
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
        return manifest if all(Path(name).name == name for name in manifest.files) else None
    return None


def _told(path: Path) -> tuple[int, str]:
    """Return a file's size and digest."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


def _stamp(path: Path) -> tuple[int, int]:
    known = path.stat()
    return known.st_size, known.st_mtime_ns


def to_disk(path: Path) -> None:
    """Force a file, or the names in a folder, onto the disk; Windows has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
