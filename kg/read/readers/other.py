"""Kinds of files that hold no text to read: they are named, so that none is left out in silence."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import Problem
from kg.read.document import Document, Found, Reader, ReadOptions

SEVENTH = b"7z\xbc\xaf\x27\x1c"
PARTS = (".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".svg", ".cur", ".swf")


def _leave_out(slug: str, message: str, fatal: bool) -> Reader:
    """Return a reader without suffixes that reports a kind of file."""

    def read(document: Document, options: ReadOptions) -> Iterator[Found]:
        yield Problem(document.name, "read", slug, message, fatal)

    return Reader(slug, (), read)


_archive = _leave_out("archive", "is an archive of a kind (7z, RAR) that is not read; left out (unpack it)", True)
_part = _leave_out("page-part", "is a style, script or font of web pages; left out", False)

ARCHIVE = Reader(
    "7z, RAR", (".7z", ".rar"), _archive.read, lambda document: document.head.startswith((SEVENTH, b"Rar!\x1a\x07"))
)
PAGE_PART = Reader("part of web pages", PARTS, _part.read, lambda document: document.suffix in PARTS)
