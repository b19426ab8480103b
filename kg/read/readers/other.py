"""Kinds of files that hold no text to read: they are named, so that none is left out in silence."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import Problem
from kg.read.document import Document, Found, Reader, ReadOptions

ARCHIVES = {  # what is not read: its first bytes, its suffixes, and the command that unpacks it
    "7z": (b"7z\xbc\xaf\x27\x1c", (".7z", ".7z.001"), "7z x"),
    "RAR": (b"Rar!\x1a\x07", (".rar",), "unrar x"),
    "Zstandard": (b"\x28\xb5\x2f\xfd", (".zst", ".tzst"), "unzstd"),
    "CAB": (b"MSCF\x00\x00\x00\x00", (".cab",), "cabextract"),
}
CLOSED = {  # formats of single readers' programs: their suffixes, and how an article gets out of them
    "CAJ of CNKI": ((".caj", ".kdh", ".nh"), "download the PDF in place of it, or export the records"),
    "CEB of Apabi": ((".ceb", ".cebx"), "print it to a PDF in its reading program"),
    "PDG of Duxiu": ((".pdg", ".uvz"), "export the text, or the pages as pictures or PDF, in its reading program"),
    "OFD": ((".ofd",), "save it as PDF in its reading program"),
}
PARTS = (".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".svg", ".cur", ".swf")


def _kind(document: Document) -> str | None:
    return next((kind for kind, (magic, _, _) in ARCHIVES.items() if document.head.startswith(magic)), None)


def _refuse_archive(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the problem of an archive: the libraries for these kinds are not under a permissive licence, or not kept."""
    name = document.format_name.lower()
    kind = _kind(document) or next((k for k, (_, ends, _) in ARCHIVES.items() if name.endswith(ends)), "7z")
    message = (
        f"is an archive of a kind that is not read ({kind}); left out: unpack it first ({ARCHIVES[kind][2]} FILE), "
        "or pack its files as ZIP, and give kg the result"
    )
    yield Problem(document.name, "read", "archive", message)


def _refuse_closed(document: Document, options: ReadOptions) -> Iterator[Found]:
    kind, how = next(((k, how) for k, (ends, how) in CLOSED.items() if document.suffix in ends), ("", ""))
    yield Problem(document.name, "read", "closed-format", f"is of a format that is not read ({kind}); left out: {how}")


def _leave_out_part(document: Document, options: ReadOptions) -> Iterator[Found]:
    yield Problem(document.name, "read", "page-part", "is a style, script or font of web pages; left out", False)


ARCHIVE = Reader(
    "archive that is not read",
    tuple(end for _, ends, _ in ARCHIVES.values() for end in ends),
    _refuse_archive,
    lambda document: _kind(document) is not None,
)
CLOSED_FORMAT = Reader(
    "format that is not read",
    tuple(end for ends, _ in CLOSED.values() for end in ends),
    _refuse_closed,
    lambda document: document.suffix == ".ofd",  # a ZIP archive inside; a .caj can be a PDF, which is read
)
PAGE_PART = Reader("part of web pages", PARTS, _leave_out_part, lambda document: document.suffix in PARTS)
