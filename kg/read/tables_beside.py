"""Which table of metadata holds for a file: the one that the user names, else those in its folder and the folders above."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import tzinfo
from pathlib import Path

from kg.errors import Problem
from kg.model import Metadata
from kg.read.files import TABLES, InputFile, leads_out, readable
from kg.read.metadata_table import MetadataTable, read_table
from kg.read.readers import reader_by_suffix


class Tables:
    """The tables of a build, each read once. Raises InputError for one that cannot be read."""

    def __init__(self, given: str | None, zone: tzinfo, on_problem: Callable[[Problem], None]) -> None:
        self.given = read_table(Path(given), on_problem, zone) if given else None
        self.zone = zone
        self.on_problem = on_problem
        self.beside: dict[Path, MetadataTable] = {}

    def row(self, file: InputFile) -> Metadata:
        """Return the row of a file; empty where no table has one."""
        tables = [self.given] if self.given else [*self._above(file)]
        for table in tables:
            if found := table.find(_names(file, table)):
                return found
        if tables and self._should_have(tables[0], file):
            tables[0].without_row.append(file.name)
        return Metadata()

    def _should_have(self, table: MetadataTable, file: InputFile) -> bool:
        """Whether a file without a row is worth a warning: it states no metadata itself, and the table is about its folder."""
        reader = reader_by_suffix(file.path.name)
        about = table is self.given or table.path.parent == file.path.parent or any("/" in name for name in table.rows)
        return about and not (reader is not None and reader.states_metadata)

    def _above(self, file: InputFile) -> Iterator[MetadataTable]:
        """Yield the tables in a file's folder and in the folders above, up to the one that was searched."""
        folder = file.path.parent
        while True:
            table = self._in(folder, file)
            if table.rows:
                yield table
            if folder == file.folder or folder == folder.parent:
                return
            folder = folder.parent

    def _in(self, folder: Path, file: InputFile) -> MetadataTable:
        """Return the table in a folder; one that is a link out of the folder that was searched is a Problem."""
        if folder not in self.beside:
            path = folder / next((n for n in sorted(_names_in(folder)) if n.lower() in TABLES), TABLES[0])
            there = os.path.isfile(path) and not leads_out(
                path, file.folder, self.on_problem, "give it with --metadata"
            )
            where = readable(os.path.relpath(path, file.folder).replace(os.sep, "/"))
            table = read_table(path, self.on_problem, self.zone, where) if there else MetadataTable(path, where)
            self.beside[folder] = table
        return self.beside[folder]

    def report(self) -> None:
        """Report the rows that name no file, and the files without a row."""
        for table in (self.given, *self.beside.values()):
            for problem in table.problems() if table else ():
                self.on_problem(problem)


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # it is reported where its files are listed
        return []


def _names(file: InputFile, table: MetadataTable) -> tuple[str, ...]:
    """Return the names under which a table can hold a file, from its path below the table's folder to its bare name."""
    folder = table.path.parent
    below = os.path.relpath(file.path, folder).replace(os.sep, "/")
    bare = file.path.name
    taken = folder != file.path.parent and (folder / bare).exists()  # another file has the bare name
    return (file.name, below) if taken else (file.name, below, bare)
