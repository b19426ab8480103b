"""Publishes files together: plain files in a folder, replaced by renames that a later build completes.

    DIR/.next/        the new files while they are written; complete once .built.json is in it
    DIR/.built.json   what the files in DIR were made from, and their digests

All files are written aside and forced to the disk, then their manifest, then each is renamed. A process that ends before
the manifest is written has changed nothing; one that ends after it leaves what the next to lock the folder completes. Between
the renames a reader may see new files beside old ones, each of them whole: docs/decisions/0002-publishing.md.

Only files with the names of the set are replaced or removed, and only those that kg wrote.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import InputError
from kg.files.integrity import difference, differences, state_of
from kg.files.locks import locked
from kg.files.manifest import PART, BuildStamp, Manifest, read_manifest, write_manifest
from kg.files.ownership import FileSet, refuse_foreign
from kg.files.writing import FileWriter, sync, unwritable

NEXT = ".next"
MANIFEST = ".built.json"


def publish_files(folder: Path, writers: Mapping[str, FileWriter], stamp: BuildStamp, files: FileSet) -> None:
    """Write files of a set and publish them together.

    A writer that leaves no file has none to publish; one of that name from the previous build is removed.

    Raises InputError where the folder cannot be written, holds files that kg did not write, or another build writes it: the
    files that were there stay.
    """
    with locked(folder):
        refuse_foreign_files(folder, files)
        complete_files(folder, files)
        try:
            manifest = _stage(folder, writers, stamp, files)
            try:
                _commit(folder, manifest, files)
            except BaseException:
                with contextlib.suppress(OSError):
                    _commit(folder, manifest, files)  # an interruption: finish what was begun
                raise
        except OSError as e:
            raise unwritable(e, folder) from e
        except sqlite3.Error as e:
            advice = f"free some space in {tempfile.gettempdir()}, or name another folder in SQLITE_TMPDIR"
            raise InputError(f"temporary files cannot be written: {e}", advice) from e


def _stage(folder: Path, writers: Mapping[str, FileWriter], stamp: BuildStamp, files: FileSet) -> Manifest:
    aside = folder / NEXT
    try:
        aside.mkdir()
        for name, write in writers.items():
            write(aside / name)
        written = [name for name in writers if (aside / name).exists()]  # a writer may have nothing to write
        for name in written:
            sync(aside / name)
        states = {name: state_of(aside / name) for name in written}
        manifest = Manifest(files.name, stamp.made_from, stamp.articles, stamp.problems, states)
        write_manifest(manifest, aside / MANIFEST)
        return manifest
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def complete_files(folder: Path, files: FileSet) -> bool:
    """Finish what an ended build had begun to publish, or remove what it had not written completely; return whether it was finished.

    Must be called under the folder's lock. Raises OSError where the folder cannot be written, InputError where it holds
    files that kg did not write.
    """
    aside = folder / NEXT
    if not os.path.lexists(aside):
        return False
    refuse_foreign_files(folder, files)
    _refuse_foreign_next(folder, files)
    manifest = read_manifest(aside / MANIFEST, files.name)
    for name, state in manifest.files.items() if manifest else ():
        there = aside if os.path.lexists(aside / name) else folder
        if name not in files.signatures or difference(there / name, state):
            manifest = None
            break
    if manifest is None:
        shutil.rmtree(aside, ignore_errors=True)
        return False
    _commit(folder, manifest, files)
    return True


def _commit(folder: Path, manifest: Manifest, files: FileSet) -> None:
    """Rename the files of a complete .next into their folder; a step that was done before is not repeated."""
    aside = folder / NEXT
    before = read_manifest(folder / MANIFEST, files.name)
    for name in manifest.files:
        if (aside / name).exists():
            os.replace(aside / name, folder / name)
    for name, state in sorted(before.files.items()) if before else ():
        if name not in manifest.files and name in files.signatures and difference(folder / name, state) is None:
            (folder / name).unlink()  # what the previous build wrote, and this one did not
    sync(folder)
    if (aside / MANIFEST).exists():
        os.replace(aside / MANIFEST, folder / MANIFEST)
    sync(folder)
    shutil.rmtree(aside, ignore_errors=True)


def refuse_foreign_files(folder: Path, files: FileSet) -> None:
    """Raise InputError where a folder holds, under a name of the set, something that kg did not write."""
    refuse_foreign(folder, files, read_manifest(folder / MANIFEST, files.name))


def _refuse_foreign_next(folder: Path, files: FileSet) -> None:
    aside = folder / NEXT
    if not os.path.lexists(aside):
        return
    names = {*files.signatures, MANIFEST, PART}
    try:
        ours = stat.S_ISDIR(aside.lstat().st_mode) and all(
            p.name in names and stat.S_ISREG(p.lstat().st_mode) for p in aside.iterdir()
        )
    except OSError as e:
        raise unwritable(e, folder) from e
    if not ours:
        raise InputError(f"{aside}: holds files that kg did not write", "move it away, or choose another folder")


def up_to_date_manifest(folder: Path, made_from: str, names: Iterable[str], files: FileSet) -> Manifest | None:
    """Return the manifest of a folder that was made from the same, and whose files are as they were written."""
    manifest = read_manifest(folder / MANIFEST, files.name)
    if manifest is None or manifest.made_from != made_from or os.path.lexists(folder / NEXT):
        return None
    same = set(names) <= set(manifest.files) and not differences(folder, manifest.files)
    return manifest if same else None


def check_files(folder: Path, files: FileSet) -> tuple[Manifest, list[str]]:
    """Return the manifest of a folder, and a line for each file that is not as it was written.

    Raises InputError where there is no manifest of this kind.
    """
    manifest = read_manifest(folder / MANIFEST, files.name)
    if manifest is None:
        raise InputError(
            f"{folder}: there is no list of what kg wrote there ({MANIFEST})", "build it first: kg build PATH -o DIR"
        )
    following = read_manifest(folder / NEXT / MANIFEST, files.name)
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
