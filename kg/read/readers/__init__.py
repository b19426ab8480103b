"""The table of readers: which one reads a document is decided by its content first, and by its suffix second."""

from __future__ import annotations

from kg.read.document import Document, Reader
from kg.read.readers import (
    archives,
    compressed,
    delimited,
    epub,
    exports,
    html,
    json_document,
    json_lines,
    mail,
    markdown,
    office,
    other,
    parquet,
    pdf,
    picture,
    spreadsheets,
    sqlite,
    subtitles,
    text,
    warc,
    xml,
)

READERS: tuple[Reader, ...] = (  # the first that recognises the content reads it
    pdf.READER,
    picture.READER,
    other.ARCHIVE,
    other.CLOSED_FORMAT,
    other.PAGE_PART,
    warc.READER,
    parquet.READER,
    archives.TAR,
    office.DOCX,
    spreadsheets.XLSX,
    office.ODT,
    spreadsheets.ODS,
    epub.READER,
    archives.ZIP,
    office.RTF,
    office.OLD,
    compressed.READER,
    sqlite.READER,
    mail.PAGE,
    mail.BOX,
    mail.READER,
    json_lines.READER,
    json_document.READER,
    html.READER,
    xml.READER,
    subtitles.READER,
    markdown.READER,
    exports.READER,
    delimited.READER,
    text.READER,
)


def reader_of(document: Document) -> Reader | None:
    """Return the reader for a document, or None for an unknown kind of file. Raises OSError if it cannot be opened."""
    for reader in READERS:
        if reader.recognises(document):
            return reader
    return reader_by_suffix(document.format_name) or (text.READER if text.is_prose(document) else None)


def reader_by_suffix(name: str) -> Reader | None:
    """Return the reader that a file's name stands for, or None.

    >>> [reader_by_suffix(n).name for n in ("a.TXT", "a.jsonl.gz")], reader_by_suffix("a.xyz")
    (['plain text', 'compressed file'], None)
    """
    lower = name.lower()
    return next((r for r in READERS if lower.endswith(r.suffixes)), None)


def suffixes() -> tuple[str, ...]:
    """Return the suffixes of all formats that can hold articles."""
    return tuple(sorted({s for r in READERS if r not in (picture.READER, other.PAGE_PART) for s in r.suffixes}))
