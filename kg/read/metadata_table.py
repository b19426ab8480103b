"""The table of metadata beside the texts: metadata.csv, or the one that the user names."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from os.path import splitext
from pathlib import Path

from kg.errors import InputError, Problem
from kg.model import Metadata
from kg.read.dates import CHINA
from kg.read.decode import decode
from kg.read.delimited import delimiter_of, lines_of
from kg.read.document import ReadOptions
from kg.read.fields import columns_of, normalised
from kg.read.metadata import from_fields

LARGEST = 256 * 2**20  # bytes of a table
COLUMNS = ("file", "date", "source", "title", "url", "jurisdiction", "page")
FILE = frozenset(
    normalised(n) for n in ("file", "filename", "file name", "path", "文件", "文件名", "文件名称", "檔案", "檔名")
)
LISTED = 10  # names in one message


@dataclass(slots=True)
class MetadataTable:
    """The rows of a table by the file that each names, and which of them and of the files found no partner."""

    path: Path
    where: str  # what problems call it
    rows: dict[str, Metadata] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)  # of the rows in the file
    used: set[str] = field(default_factory=set)
    folded: dict[str, list[str]] = field(default_factory=dict)  # names of rows by their names without case
    without_row: list[str] = field(default_factory=list)

    def find(self, names: tuple[str, ...]) -> Metadata | None:
        """Return the row of a file that has these names, the most specific first; a row's name can lack the suffix."""
        for name in (*names, *(splitext(n)[0] for n in names)):
            if (row := self._row_name(name)) is not None:
                self.used.add(row)
                return self.rows[row]
        return None

    def _row_name(self, name: str) -> str | None:
        """Return the name of a row as it is written, or in another case where one row alone has it."""
        if name in self.rows:
            return name
        if not self.folded and self.rows:
            for row in self.rows:
                self.folded.setdefault(row.casefold(), []).append(row)
        same = self.folded.get(name.casefold(), [])
        return same[0] if len(same) == 1 else None

    def problems(self) -> Iterator[Problem]:
        """Yield a warning about the rows that name no file, and one about the files without a row."""
        if unused := [n for n in self.rows if n not in self.used]:
            rows = ", ".join(f"{self.numbers[n]} ({n})" for n in unused[:LISTED])
            message = f"{len(unused)} of {len(self.rows)} rows name no file: row {rows}{_more(unused)}"
            yield Problem(self.where, "read", "unused-row", message, fatal=False)
        if self.rows and self.without_row:
            files = f"{', '.join(self.without_row[:LISTED])}{_more(self.without_row)}"
            message = f"has no row for {len(self.without_row)} of the files: {files}"
            yield Problem(self.where, "read", "no-row", message, fatal=False)


def _more(names: list[str]) -> str:
    return f" and {len(names) - LISTED} more" if len(names) > LISTED else ""


def read_table(
    path: Path, on_problem: Callable[[Problem], None], zone: tzinfo = CHINA, where: str | None = None
) -> MetadataTable:
    """Read a table of metadata, with headers in either language, divided by commas, tabs or semicolons.

    Raises InputError if the file cannot be read or has no `file` column; an invalid row becomes a Problem.
    """
    return parse_table(_text(path), path, on_problem, zone, where)


def parse_table(
    text: str,
    path: Path,
    on_problem: Callable[[Problem], None],
    zone: tzinfo = CHINA,
    where: str | None = None,
) -> MetadataTable:
    """Read the text of a table of metadata. Raises InputError as `read_table` does."""
    lines = list(lines_of(text))
    delimiter = delimiter_of(lines[0]) if lines else ","
    try:
        cells = list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True))
    except csv.Error as e:
        raise InputError(f"{path}: is not a CSV table: {e}", "save the table as CSV in UTF-8") from e
    headers = cells[0] if cells else []
    columns = _columns(headers)
    if "file" not in columns:
        raise InputError(
            f"{path}: has no column `file`", f"name the columns in the first line, any of {', '.join(COLUMNS)}"
        )
    if twice := [c for n, c in enumerate(columns) if c and headers.count(headers[n]) > 1]:
        raise InputError(f"{path}: has the column `{twice[0]}` more than once", "keep one of them")
    table = MetadataTable(path, where or str(path))
    for number, row in enumerate(cells[1:], 2):
        if not row:
            continue
        fields = {c: v.strip() for c, v in zip(columns, row, strict=False) if c}
        name = _file_name(fields.get("file", ""))
        if not name:
            on_problem(Problem(f"{table.where}:{number}", "read", "bad-row", "the row names no file", fatal=False))
            continue
        table.rows[name] = from_fields(fields, f"{table.where}:{number}", on_problem, zone)
        table.numbers[name] = number
    return table


def _text(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as e:
        raise InputError(f"{path}: cannot be read: {e.strerror}", "check the path and its permissions") from e
    if len(data) > LARGEST:
        raise InputError(f"{path}: is larger than {LARGEST // 2**20} MB", "check that it is a table of articles")
    decoded = decode(data)
    if decoded is None:
        raise InputError(f"{path}: is not a text file", "save the table as CSV in UTF-8")
    return decoded.text


def _columns(headers: list[str]) -> list[str | None]:
    """Return the fields of ours that the headers stand for; None for other headers."""
    known = {theirs: ours for ours, theirs in columns_of(headers, ReadOptions()).names.items() if ours in COLUMNS}
    return ["file" if normalised(h) in FILE else known.get(h) for h in headers]


def _file_name(stated: str) -> str:
    """Return the name of a file as a path below the table's folder: ./a.txt and .\\a.txt are a.txt."""
    name = stated.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return name
