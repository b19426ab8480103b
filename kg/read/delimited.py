"""Tables of delimited text: which character divides the columns, and the rows, with bounds on fields and lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from kg.read import limits

DELIMITERS = ",\t;|，"


def delimiter_of(header: str) -> str:
    """Return the character that divides a header into the most columns; a comma where there is one column.

    >>> [delimiter_of(h) for h in ("file;date", "标题\\t正文", "a")]
    [';', '\\t', ',']
    """
    return max(DELIMITERS, key=lambda d: (len(_cells(header, d)), -DELIMITERS.index(d)))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def rows(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a table, with fields of up to LONGEST characters. Raises csv.Error."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    while True:
        before = csv.field_size_limit(limits.LONGEST)
        try:
            row = next(reader)
        except StopIteration:
            return
        finally:
            csv.field_size_limit(before)
        yield row


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, as a reader of tables needs them."""
    yield from io.StringIO(text, newline="")
