"""SQLite: one article per row of a table, or of a query."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, Problem
from kg.read import limits
from kg.read.document import Document, Found, Reader, ReadOptions
from kg.read.fields import Records, columns_of
from kg.read.readers.delimited import no_text_column

if TYPE_CHECKING:
    from sqlite3 import Connection, Cursor


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each row with its metadata; the locator is the row's id, or the table and the row's number."""
    if document.path is not None:
        yield from _database(document.path, document, options)
        return
    with tempfile.TemporaryDirectory(prefix="kg-read-") as aside:
        path = Path(aside, "database")
        with document.open() as data, open(path, "wb") as out:
            shutil.copyfileobj(data, out, 2**20)
        yield from _database(path, document, options)


def _database(path: Path, document: Document, options: ReadOptions) -> Iterator[Found]:
    import sqlite3

    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.LONGEST_LINE)
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            yield from _rows(connection, document, options)
    except sqlite3.Error as e:
        yield Problem(
            document.name, "read", "broken-database", f"cannot be read to its end: {e}; the part before is kept"
        )


def _rows(connection: Connection, document: Document, options: ReadOptions) -> Iterator[Found]:
    tables = _tables(connection)
    if options.table and " " in options.table.strip():
        table = "query"
        selected = connection.execute(_query(options.table))
    else:
        table = options.table or _with_text(tables, options) or ""
        if table not in tables:
            yield _no_table(document.name, tables, options)
            return
        selected = connection.execute(f"SELECT * FROM {_quoted(table)}")
    names = [str(d[0]) for d in selected.description or ()]
    if problem := no_text_column(document.name, names, options):
        yield problem
        return
    yield from _items(selected, names, table, document, options)


def _query(stated: str) -> str:
    if stated.split(None, 1)[0].upper() not in {"SELECT", "WITH"}:
        raise InputError(
            f"--table {stated}: is no query", "give the name of a table, or a query that begins with SELECT"
        )
    return stated


def _items(selected: Cursor, names: list[str], table: str, document: Document, options: ReadOptions) -> Iterator[Found]:
    records = Records(options)
    for number, row in enumerate(selected, 1):
        fields = {
            n: v.decode("utf-8", "replace") if isinstance(v, bytes) else v for n, v in zip(names, row, strict=True)
        }
        yield from records.item(fields, f"{document.name}#{table}:{number}", f"{table}:{number}")


def _tables(connection: Connection) -> dict[str, list[str]]:
    """Return the tables with their columns."""
    listed = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    names = [str(row[0]) for row in listed]
    return {n: [str(row[1]) for row in connection.execute(f"PRAGMA table_info({_quoted(n)})")] for n in names}


def _with_text(tables: dict[str, list[str]], options: ReadOptions) -> str | None:
    """Return the table with the most fields of ours among those that have a text."""
    known = {name: columns_of(columns, options) for name, columns in tables.items()}
    having = [name for name, columns in known.items() if columns.text]
    return max(having, key=lambda n: len(known[n].names), default=None)


def _no_table(where: str, tables: dict[str, list[str]], options: ReadOptions) -> Problem:
    listed = "; ".join(f"{t}: {', '.join(c[:20])}" for t, c in list(tables.items())[:10]) or "none"
    wanted = f"no table {options.table}" if options.table else "no table with a column of text"
    message = f"has {wanted}; left out (its tables are {listed}; --table and --field text=NAME choose)"
    return Problem(where, "read", "no-text-column", message)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _recognises(document: Document) -> bool:
    return document.head.startswith(b"SQLite format 3\x00")


READER = Reader("SQLite", (".sqlite", ".sqlite3", ".db", ".db3"), read, _recognises, True)
