"""Files that are published together: plain files in a folder, replaced by renames that a later build completes.

    DIR/.next/        the new files while they are written; whole once .built.json stands in it
    DIR/.built.json   what the files in DIR were made from, and their digests

All files are written aside and forced to the disk, then the list of them, then each is renamed. A process that ends before
the list stands has changed nothing; one that ends behind it leaves what the next to lock the folder completes. Between the
renames a reader may see new files beside old ones, each of them whole: docs/decisions/0002-publishing.md.

Only files of the names that a kind of output has are replaced or removed, and only those that kg wrote.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.errors import InputError, Problem
from kg.integrity import Manifest, difference, differences, read_manifest, state_of
from kg.locks import locked, unwritable

NEXT = ".next"
BUILT = ".built.json"
PART = ".part"
HEAD = 1 << 16  # bytes of a file in which its mark stands
Write = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of output: its name, the names of its files, and for each the bytes that its beginning always holds."""

    name: str
    marks: Mapping[str, bytes]


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


def publish(folder: Path, files: Mapping[str, Write], telling: Telling, kind: Kind) -> None:
    """Write files of a kind of output and publish them together.

    A writer that leaves no file has none to publish; one of that name which the build before wrote is removed.

    Raises InputError where the folder cannot be written, holds files that kg did not write, or another build writes it: the
    files that were there stay.
    """
    with locked(folder):
        refuse_foreign(folder, kind)
        complete(folder, kind)
        try:
            manifest = _stage(folder, files, telling, kind)
            try:
                _commit(folder, manifest, kind)
            except BaseException:
                with contextlib.suppress(OSError):
                    _commit(folder, manifest, kind)  # an interruption: what was begun is ended
                raise
        except OSError as e:
            raise unwritable(e, folder) from e
        except sqlite3.Error as e:
            advice = f"free some space in {tempfile.gettempdir()}, or name another folder in SQLITE_TMPDIR"
            raise InputError(f"temporary files cannot be written: {e}", advice) from e


def _stage(folder: Path, files: Mapping[str, Write], telling: Telling, kind: Kind) -> Manifest:
    aside = folder / NEXT
    try:
        aside.mkdir()
        for name, write in files.items():
            write(aside / name)
        written = [name for name in files if (aside / name).exists()]  # a writer may have nothing to write
        for name in written:
            to_disk(aside / name)
        states = {name: state_of(aside / name) for name in written}
        manifest = Manifest(kind.name, telling.made_from, telling.articles, telling.problems, states)
        write_manifest(manifest, aside / BUILT)
        return manifest
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest, whole or not at all, and force it to the disk."""
    part = path.with_name(PART)
    part.write_bytes(msgspec.json.encode(manifest))
    to_disk(part)
    os.replace(part, path)
    to_disk(path.parent)


def complete(folder: Path, kind: Kind) -> bool:
    """Finish what a build that was ended had begun to publish, or remove what it had not written whole; tell which.

    Must be called under the folder's lock. Raises OSError where the folder cannot be written, InputError where it holds
    files that kg did not write.
    """
    aside = folder / NEXT
    if not os.path.lexists(aside):
        return False
    refuse_foreign(folder, kind)
    _refuse_foreign_next(folder, kind)
    manifest = read_manifest(aside / BUILT, kind.name)
    for name, state in manifest.files.items() if manifest else ():
        there = aside if os.path.lexists(aside / name) else folder
        if name not in kind.marks or difference(there / name, state):
            manifest = None
            break
    if manifest is None:
        shutil.rmtree(aside, ignore_errors=True)
        return False
    _commit(folder, manifest, kind)
    return True


def _commit(folder: Path, manifest: Manifest, kind: Kind) -> None:
    """Rename the files of a whole .next into their folder; what was done of it before is not done again."""
    aside = folder / NEXT
    before = read_manifest(folder / BUILT, kind.name)
    for name in manifest.files:
        if (aside / name).exists():
            os.replace(aside / name, folder / name)
    for name, state in sorted(before.files.items()) if before else ():
        if name not in manifest.files and name in kind.marks and difference(folder / name, state) is None:
            (folder / name).unlink()  # what the build before wrote, and this one has not
    to_disk(folder)
    if (aside / BUILT).exists():
        os.replace(aside / BUILT, folder / BUILT)
    to_disk(folder)
    shutil.rmtree(aside, ignore_errors=True)


def refuse_foreign(folder: Path, kind: Kind, manifest: Manifest | None = None) -> None:
    """Raise InputError where the folder holds, under a name of this kind of output, something that kg did not write.

    What kg wrote is known by its beginning, or by the `manifest` (that of the folder, where none is given).
    """
    manifest = manifest or read_manifest(folder / BUILT, kind.name)
    listed = set(manifest.files) if manifest else set()
    for name, mark in kind.marks.items():
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            raise InputError(f"{path}: a folder stands where the file would", "remove it, or choose another folder")
        if os.path.lexists(path) and (path.is_symlink() or (name not in listed and not _is_marked(path, mark))):
            raise InputError(
                f"{path}: was not written by kg, and would be replaced", "move it away, or choose another folder"
            )


def _refuse_foreign_next(folder: Path, kind: Kind) -> None:
    aside = folder / NEXT
    if not os.path.lexists(aside):
        return
    names = {*kind.marks, BUILT, PART}
    try:
        ours = stat.S_ISDIR(aside.lstat().st_mode) and all(
            p.name in names and stat.S_ISREG(p.lstat().st_mode) for p in aside.iterdir()
        )
    except OSError as e:
        raise unwritable(e, folder) from e
    if not ours:
        raise InputError(f"{aside}: holds files that kg did not write", "move it away, or choose another folder")


def _is_marked(path: Path, mark: bytes) -> bool:
    """Tell whether a file is empty, or begins as kg writes it."""
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
    except OSError as e:
        raise unwritable(e, path.parent) from e
    return not head or mark in head


def unchanged(folder: Path, made_from: str, names: Iterable[str], kind: Kind) -> Manifest | None:
    """Return the manifest of a folder that was made from the same, and whose files stand there as they were written."""
    manifest = read_manifest(folder / BUILT, kind.name)
    if manifest is None or manifest.made_from != made_from or os.path.lexists(folder / NEXT):
        return None
    same = set(names) <= set(manifest.files) and not differences(folder, manifest.files)
    return manifest if same else None


def check(folder: Path, kind: Kind) -> tuple[Manifest, list[str]]:
    """Return the manifest of a folder, and a line for each file that is not as it was written.

    Raises InputError where there is no manifest of this kind.
    """
    manifest = read_manifest(folder / BUILT, kind.name)
    if manifest is None:
        raise InputError(
            f"{folder}: there is no list of what kg wrote there ({BUILT})", "build it first: kg build PATH -o DIR"
        )
    following = read_manifest(folder / NEXT / BUILT, kind.name)
    if following is None:
        return manifest, differences(folder, manifest.files)
    lines = [
        "a build was ended while it published, so some files may be old and some new; the next kg build completes them"
    ]
    for name, state in following.files.items():
        known = [state, *([manifest.files[name]] if name in manifest.files else [])]
        if all(difference(folder / name, s) for s in known):
            lines.append(f"{name} {difference(folder / name, state)}")
    return following, lines


def to_disk(path: Path) -> None:
    """Force a file, or the names in a folder, onto the disk; Windows has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
