"""Parts of the office formats that are ZIP archives of XML, read within the limits of what a file may expand to."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from kg.read import limits
from kg.read.document import READ_ERRORS, Document
from kg.read.xml_tree import parse_xml

LARGEST_PART = 2**26  # bytes of one part
FAILURES = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError, KeyError, *READ_ERRORS)


class Package:
    """An open package: its parts by name. Reading raises ValueError for a part that is not there or too large."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self.archive = archive
        self.left = limits.max_expanded(size)
        self.names = archive.namelist()

    def part(self, name: str) -> bytes:
        """Return a part."""
        most = min(self.left, LARGEST_PART)
        try:
            with self.archive.open(name) as stream:
                data = stream.read(most + 1)
        except FAILURES as e:
            raise ValueError(f"its part {name[:80]} cannot be read: {str(e)[:80]}") from e
        if len(data) > most:
            raise ValueError(f"its part {name[:80]} expands to more than {most:,} bytes")
        self.left -= len(data)
        return data

    def xml(self, name: str) -> Any:
        """Return the root element of a part."""
        return parse_xml(self.part(name))

    def first(self, names: Iterable[str]) -> str | None:
        """Return the first of the names that is there."""
        return next((n for n in names if n in self.names), None)


@contextmanager
def opened(document: Document) -> Iterator[Package]:
    """Open a document as a package. Raises ValueError if it is none."""
    try:
        with document.seekable() as data, zipfile.ZipFile(data) as archive:
            yield Package(archive, document.size)
    except FAILURES as e:
        raise ValueError(str(e)[:160] or type(e).__name__) from e
