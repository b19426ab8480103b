"""Metadata of a document: from the table beside it, its file name, and its publisher."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError, Problem
from kg.model import Metadata
from kg.read.dates import parse_date
from kg.read.decode import clean, decode
from kg.read.jurisdiction import jurisdiction_in, jurisdiction_of

__all__ = ["from_fields", "from_name", "jurisdiction_in", "jurisdiction_of", "merge", "read_table"]

LARGEST = 256 * 2**20  # bytes of a table
COLUMNS = ("file", "date", "source", "title", "url", "jurisdiction")


def read_table(path: Path, on_problem: Callable[[Problem], None]) -> dict[str, Metadata]:
    """Read a metadata table: {file name: metadata}.

    Raises InputError if the file cannot be read or has no `file` column; an invalid row becomes a Problem.
    """
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
    try:
        reader = csv.DictReader(io.StringIO(decoded.text))
        columns = list(reader.fieldnames or ())
        rows = list(reader)
    except csv.Error as e:
        raise InputError(f"{path}: is not a CSV table: {e}", "save the table as CSV in UTF-8") from e
    if "file" not in columns:
        raise InputError(
            f"{path}: has no column `file`", f"name the columns in the first line, any of {', '.join(COLUMNS)}"
        )
    if twice := [c for c in COLUMNS if columns.count(c) > 1]:
        raise InputError(f"{path}: has the column `{twice[0]}` more than once", "keep one of them")
    table = {}
    for number, row in enumerate(rows, 2):
        name = (row.get("file") or "").strip()
        if not name:
            on_problem(Problem(f"{path}:{number}", "read", "bad-row", "the row names no file", fatal=False))
            continue
        table[name] = from_fields(
            {k: v for k, v in row.items() if isinstance(v, str) and k}, f"{path}:{number}", on_problem
        )
    return table


def from_fields(fields: Mapping[str, object], where: str, on_problem: Callable[[Problem], None]) -> Metadata:
    """Read the metadata fields of a table row or a JSON record."""

    def text(name: str) -> str | None:
        value = fields.get(name)
        return clean(str(value)).strip() or None if isinstance(value, str | int) else None

    day = parse_date(text("date") or "")
    if text("date") and day is None:
        on_problem(Problem(where, "read", "bad-date", f"the date “{text('date')}” is not understood", fatal=False))
    return Metadata(day, text("source"), text("title"), text("url"), text("jurisdiction"))


def merge(first: Metadata, second: Metadata) -> Metadata:
    """Return the values of `first`, completed with those of `second`."""
    return replace(
        first,
        date=first.date or second.date,
        source=first.source or second.source,
        title=first.title or second.title,
        url=first.url or second.url,
        jurisdiction=first.jurisdiction or second.jurisdiction,
    )


def from_name(name: str) -> Metadata:
    """Return the date and the newspaper in a file's name."""
    outlet = re.search(r"[一-鿿]{2,8}(?:日报|晚报|早报|晨报|都市报|商报)", name)
    return Metadata(date=parse_date(name), source=outlet.group() if outlet else None)
