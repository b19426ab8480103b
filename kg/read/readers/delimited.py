"""CSV and TSV: one article per row; the delimiter and the columns are found in the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from kg.errors import Problem
from kg.read import limits
from kg.read.decode import clean, decode
from kg.read.delimited import delimiter_of, lines_of, rows
from kg.read.document import Document, Found, Reader, ReadOptions
from kg.read.fields import Records, columns_of, meaning


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each row with its metadata; a table without a column of text is a Problem."""
    lines, encoding = text_lines(document)
    if lines is None:
        yield Problem(document.name, "read", "undecodable", "is no table in UTF-8, UTF-16, GB18030 or Big5; left out")
        return
    header = next(lines, "")
    if header.lower().startswith("sep="):  # a line for Excel
        header = next(lines, "")
    delimiter = delimiter_of(header.rstrip("\n"))
    yield from _rows(document, options, [header], lines, delimiter, encoding)


def _rows(
    document: Document, options: ReadOptions, header: list[str], lines: Iterator[str], delimiter: str, encoding: str
) -> Iterator[Found]:
    def whole() -> Iterator[str]:
        yield from header
        yield from lines

    records = Records(options)
    names: list[str] | None = None
    try:
        for number, row in enumerate(rows(whole(), delimiter)):
            if names is None:
                names = [n.strip() for n in row]
                if problem := no_text_column(document.name, names, options):
                    yield problem
                    return
            elif any(v.strip() for v in row):
                where = f"{document.name}:{number + 1}"
                yield from records.item(dict(zip(names, row, strict=False)), where, str(number), encoding)
    except csv.Error as e:
        message = f"is not a table from a row on: {e}; the part before is kept"
        yield Problem(document.name, "read", "broken-table", message)


def no_text_column(where: str, names: list[str], options: ReadOptions) -> Problem | None:
    """Return the problem of a table none of whose columns is the text of an article."""
    if columns_of(names, options).text:
        return None
    listed = ", ".join(f"`{clean(n)[:40]}`" for n in names[:20] if n) or "none"
    message = f"has no column of text: its columns are {listed}; left out (--field text=NAME states which one it is)"
    return Problem(where, "read", "no-text-column", message)


def text_lines(document: Document) -> tuple[Iterator[str] | None, str]:
    """Return the lines of a text with their ends, and its encoding; no lines if it is no text.

    What is too large to be in memory as a whole is decoded bit by bit, in the encoding of its beginning.
    """
    data = document.whole(limits.LARGEST_DOCUMENT) if document.size <= limits.LARGEST_DOCUMENT else None
    decoded = decode(data if data is not None else document.head)
    if decoded is None:
        return None, ""
    return (lines_of(decoded.text) if data is not None else _streamed(document, decoded.encoding)), decoded.encoding


def _streamed(document: Document, encoding: str) -> Iterator[str]:
    with document.open() as data:
        stream = io.TextIOWrapper(cast(BinaryIO, data), encoding, errors="replace", newline=None)
        while line := stream.readline(limits.LONGEST):
            yield clean(line)


def _recognises(document: Document) -> bool:
    """Whether the first line is a header that names a text and another field, divided by a usual character."""
    if document.suffix == ".md":
        return False
    header = document.start.split("\n", 1)[0]
    delimiter = delimiter_of(header)
    names = [meaning(n) for n in header.split(delimiter)] if len(header) < 2000 else []
    return "text" in names and len({*names} - {None}) >= 2 and "\n" in document.start


READER = Reader("CSV", (".csv", ".tsv", ".tab"), read, _recognises, True)
