"""Web archives (WARC, ARC): each page that was captured is read as one; needs warcio (extra `warc`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.errors import Problem
from kg.model import Metadata
from kg.read.decode import clean
from kg.read.document import Document, Found, Reader, ReadOptions, in_memory
from kg.read.readers import html

PAGES = ("text/html", "application/xhtml+xml")


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield each captured page as a document named by the archive and the number of its record."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    others = 0
    try:
        with document.open() as data:
            for number, record in enumerate(ArchiveIterator(data, ensure_http_headers=False), 1):
                kind = (record.http_headers.get_header("Content-Type") or "") if record.http_headers else ""
                if record.rec_type != "response" or not kind.lower().startswith(PAGES):
                    others += record.rec_type == "response"
                    continue
                page = record.content_stream().read(html.LARGEST + 1)
                url = clean(record.rec_headers.get_header("WARC-Target-URI") or "")
                found = in_memory(page, f"{document.name}#{number}", document, "page.html")
                yield replace(found, known=Metadata(url=url if url.startswith(("http://", "https://")) else None))
    except (ArchiveLoadFailed, ValueError, AttributeError, TypeError, KeyError) as e:
        yield Problem(
            document.name, "read", "unreadable", f"cannot be read to its end: {str(e)[:120]}; the part before is kept"
        )
    if others:
        message = f"holds {others} captures that are no pages (pictures, scripts); left out"
        yield Problem(document.name, "read", "page-part", message, fatal=False)


def _recognises(document: Document) -> bool:
    """Whether the content is a web archive; a compressed one is left compressed, as each record is packed by itself."""
    return document.head.startswith(b"WARC/") or (
        document.head.startswith(b"\x1f\x8b") and document.format_name.lower().endswith((".warc.gz", ".arc.gz"))
    )


READER = Reader("WARC", (".warc", ".warc.gz", ".arc", ".arc.gz"), read, _recognises, True, "warc")
