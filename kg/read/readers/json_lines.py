"""JSON Lines: one record per line; a line that is not valid is reported, and the others are read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from kg.errors import Problem
from kg.read import limits
from kg.read.document import Document, Found, Reader, ReadOptions, too_long
from kg.read.fields import Records


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each record with its metadata."""
    records = Records(options)
    with document.open() as data:
        for number, line in enumerate(_lines(data, limits.max_lines(document.size)), 1):
            if len(line) > limits.LONGEST_LINE:
                yield too_long(f"{document.name}:{number}")
            elif line.strip():
                yield from _record(line, f"{document.name}:{number}", str(number), records)


def _lines(data: io.BufferedIOBase, most: int) -> Iterator[bytes]:
    """Yield the lines of a file; a line that is too long is truncated to one byte over the limit.

    Raises OSError if there are more than `most` lines.
    """
    lines = 0
    while line := data.readline(limits.LONGEST_LINE + 1):
        lines += 1
        rest = line
        while len(line) > limits.LONGEST_LINE and rest and not rest.endswith(b"\n"):
            rest = data.readline(2**20)
        if lines > most:
            raise OSError(f"it has more than {most:,} lines, too many for its size")
        yield line


def _record(line: bytes, where: str, number: str, records: Records) -> Iterator[Found]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        yield Problem(where, "read", "broken-record", f"is not valid JSON: {str(e)[:80]}; the line is left out")
        return
    if isinstance(fields, dict):
        yield from records.item(fields, where, number)
    else:
        yield Problem(where, "read", "no-text", "the record is no object with fields; the line is left out")


def _recognises(document: Document) -> bool:
    """Whether the first line is a JSON object, and another line begins like one."""
    first, _, rest = document.head.lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")
    if not first.startswith(b"{") or not first.rstrip().endswith(b"}") or not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


READER = Reader("JSON Lines", (".jsonl", ".ndjson"), read, _recognises, True)
