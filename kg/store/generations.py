"""A store is a folder of generations: a build writes the next one aside and then makes it the current one.

    STORE/CURRENT               the name of the generation that readers open: replaced by one rename
    STORE/generation-000007/    graph/ (Oxigraph), words.sqlite, catalogue.sqlite, digests.json (of each named graph), report.md, report.json,
                                manifest.json (of each file: kg/files/integrity.py)
    STORE/report.md, .json      copies of the current generation's, made after CURRENT

Readers open a generation that is never written again: they see the old graph or the new one, whole. The default graph holds
the union of the named ones, so that a query over it finds each statement once.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, Store

from kg.errors import DamagedError, InputError
from kg.files.integrity import REBUILD, damage_in, damaged, difference, differences
from kg.files.locks import locked
from kg.files.manifest import BuildStamp, Manifest, read_manifest
from kg.files.ownership import refuse_foreign
from kg.files.writing import FileWriter, replace_file, sync
from kg.store.catalogue import CATALOGUE
from kg.store.contents import make
from kg.store.layout import (
    CURRENT,
    MANIFEST,
    NAME,
    STORE_FILES,
    finish,
    is_generation,
    names_generation,
    number_of,
)
from kg.store.words import WordIndex

NO_STAMP = BuildStamp("", 0)  # of a graph that was not built here: never the same as a build's


@dataclass(frozen=True, slots=True)
class Published:
    """What a build changed: how many named graphs are new, changed and gone, and how many there are.

    `damage` has a line for each file of the previous generation that was not as it was written: nothing of it was used.
    """

    new: int
    changed: int
    gone: int
    graphs: int
    damage: tuple[str, ...] = ()


class GraphStore:
    """A graph on disk in a folder of generations."""

    def __init__(self, folder: str | Path) -> None:
        """Name the folder; nothing is read or written yet."""
        self.folder = Path(folder)

    @staticmethod
    def is_at(folder: str | Path) -> bool:
        """Return whether there is a store that can be opened."""
        return (Path(folder) / CURRENT).is_file()

    @staticmethod
    def holds(folder: str | Path) -> bool:
        """Return whether a folder is a store, even a damaged one."""
        return GraphStore.is_at(folder) or bool(GraphStore(folder)._generations())

    def current(self) -> Path:
        """Return the folder of the current generation. Raises InputError where there is none."""
        try:
            name = (self.folder / CURRENT).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as e:
            raise InputError(f"{self.folder}: holds no graph", "build it first: kg build PATH --store DIR") from e
        if not NAME.fullmatch(name) or not (self.folder / name).is_dir():
            raise DamagedError(f"{self.folder}: is broken: there is no {name[:40]}", "build it again with --store")
        return self.folder / name

    def open(self) -> Store:
        """Open the current generation for reading, after a quick check of its files.

        Raises InputError where there is none, DamagedError where it is not as it was written.
        """
        generation = self._checked("graph/")
        try:
            return Store.read_only(str(generation / "graph"))
        except (OSError, RuntimeError) as e:
            raise damage_in(e, generation) or DamagedError(f"{generation}: cannot be read: {e}", REBUILD) from e

    def words(self) -> WordIndex:
        """Open the index of the current generation's words, after a quick check of it. Raises as `open` does."""
        return WordIndex(self._checked("words.sqlite") / "words.sqlite")

    def catalogue(self) -> Path:
        """Return the current generation's catalogue, after a quick check; an older version of kg wrote none. Raises as `open` does."""
        return self._checked(CATALOGUE) / CATALOGUE

    def check(self) -> tuple[Path, Manifest, list[str]]:
        """Read every byte of the current generation.

        Return its folder, its manifest, and a line for each file that is not as it was written. Raises as `open` does where
        there is none, or its manifest is lost.
        """
        generation = self.current()
        manifest = self._manifest(generation)
        lines = differences(generation, manifest.files)
        copies = {name: state for name, state in manifest.files.items() if name in STORE_FILES.signatures}
        return generation, manifest, lines + [f"../{line}" for line in differences(self.folder, copies)]

    def publish(
        self, quads: Iterable[Quad], beside: Mapping[str, FileWriter] | None = None, stamp: BuildStamp = NO_STAMP
    ) -> Published:
        """Make these quads the graph: only the named graphs that differ are written, the others are kept.

        A graph's quads must come together. The files `beside` it (report.md) become current with it; `stamp` is what
        the next build compares itself with. A current generation that is damaged is not built on: everything is written again.
        Raises InputError where another build writes, the disk refuses, or the folder holds files that kg did not write.
        """
        try:
            with locked(self.folder):
                self.refuse_foreign()
                self.complete()
                return self._publish(quads, beside or {}, stamp)
        except (sqlite3.Error, RuntimeError) as e:
            if damage := damage_in(e, self.folder):
                raise damage from e
            if isinstance(e, RuntimeError):
                raise
            raise self._unwritable(e) from e
        except OSError as e:
            raise self._unwritable(e) from e

    def _unwritable(self, error: Exception) -> InputError:
        return InputError(f"{self.folder}: cannot be written: {error}", "free some space, or name another --store")

    def complete(self) -> bool:
        """Copy the current generation's reports beside it where a build was ended before it had: return whether it did.

        Must be called under the folder's lock. Raises OSError.
        """
        current = self._current_or_none()
        manifest = read_manifest(current / MANIFEST, STORE_FILES.name) if current else None
        if current is None or manifest is None:
            return False
        behind = False
        for name in STORE_FILES.signatures:
            state = manifest.files.get(name)
            if state and difference(self.folder / name, state) and not difference(current / name, state):
                replace_file(self.folder / name, (current / name).read_bytes())
                behind = True
            elif not state and self._wrote(name):
                (self.folder / name).unlink()
        return behind

    def refuse_foreign(self) -> None:
        """Raise InputError where something that kg did not write stands in the place of a file of a store."""
        generation = self._current_or_none()
        refuse_foreign(
            self.folder, STORE_FILES, read_manifest(generation / MANIFEST, STORE_FILES.name) if generation else None
        )
        current = self.folder / CURRENT
        ours = not current.is_symlink() and current.is_file() and (names_generation(current) or self._generations())
        if os.path.lexists(current) and not ours:
            raise InputError(
                f"{current}: was not written by kg, and would be replaced", "move it away, or choose another folder"
            )

    def unchanged(self, made_from: str, names: Iterable[str]) -> Manifest | None:
        """Return the current generation's manifest where it was made from the same and stands as it was written."""
        with contextlib.suppress(InputError):
            manifest = self._manifest(self.current())
            if manifest.made_from == made_from and set(names) <= set(manifest.files) and not self.check()[2]:
                return manifest
        return None

    def _checked(self, part: str) -> Path:
        """Return the current generation after a quick check of a part of its files."""
        generation = self.current()
        files = {name: state for name, state in self._manifest(generation).files.items() if name.startswith(part)}
        if lines := differences(generation, files, full=False):
            raise damaged(generation, lines)
        return generation

    def made_from(self) -> str:
        """Return the digest of what the current generation was made from; "" where it was not built here."""
        return self._manifest(self.current()).made_from

    def _manifest(self, generation: Path) -> Manifest:
        manifest = read_manifest(generation / MANIFEST, STORE_FILES.name)
        if manifest is None:
            message = f"{generation}: the list of its files ({MANIFEST}) is lost, or an older version of kg wrote it"
            raise DamagedError(message, "build it again with --store")
        return manifest

    def _wrote(self, name: str) -> bool:
        """Return whether a file beside the generations is one that a build copied there."""
        manifests = (read_manifest(g / MANIFEST, STORE_FILES.name) for g in self._generations())
        states = [m.files[name] for m in manifests if m and name in m.files]
        return any(difference(self.folder / name, state) is None for state in states)

    def _publish(self, quads: Iterable[Quad], beside: Mapping[str, FileWriter], stamp: BuildStamp) -> Published:
        before, damage = self._before()
        current = self._current_or_none()
        for there in self._generations():
            if there != current and not (there / MANIFEST).exists():
                shutil.rmtree(there, ignore_errors=True)  # what a killed build left
        aside = self.folder / f"generation-{1 + max(map(number_of, self._named()), default=0):06}"
        try:
            aside.mkdir()
            known, digests, changed = make(quads, before, aside)
            for name, write in beside.items():
                write(aside / name)
            finish(aside, stamp, before)
            sync(self.folder)
            replace_file(self.folder / CURRENT, f"{aside.name}\n".encode())
            self.complete()
        except BaseException:
            with contextlib.suppress(OSError):
                if self._current_or_none() != aside:
                    shutil.rmtree(aside, ignore_errors=True)
                else:
                    self.complete()
            raise
        self._forget(before)
        new = len(set(changed) - set(known))
        return Published(new, len(changed) - new, len(set(known) - set(digests)), len(digests), damage)

    def _before(self) -> tuple[Path | None, tuple[str, ...]]:
        """Return the generation to build on, if there is one that is as it was written, and what is damaged."""
        if not self.is_at(self.folder):
            return None, ()
        try:
            generation = self.current()
            lines = differences(generation, self._manifest(generation).files)
        except DamagedError as e:
            return None, (e.message,)
        return (None, tuple(lines)) if lines else (generation, ())

    def _current_or_none(self) -> Path | None:
        """Return the current generation; None where there is none, or it is lost."""
        with contextlib.suppress(InputError):
            return self.current()
        return None

    def _named(self) -> list[Path]:
        try:
            return [p for p in self.folder.iterdir() if NAME.fullmatch(p.name)]
        except OSError:
            return []

    def _generations(self) -> list[Path]:
        """Return the folders of generations that hold nothing else than what a generation does."""
        return [p for p in self._named() if is_generation(p)]

    def _forget(self, before: Path | None) -> None:
        """Remove what no reader can need: all generations but the current one, and the one before for those who read it."""
        for there in self._generations():
            if there not in {before, self.current()}:
                shutil.rmtree(there, ignore_errors=True)
