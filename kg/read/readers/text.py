"""Plain text: one article, or the several of a printed page, which `kg.read.page` splits."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import Problem
from kg.read import limits
from kg.read.decode import decode
from kg.read.document import Document, Found, Item, Reader, ReadOptions, too_long


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of a file in any of the encodings of Chinese."""
    data = document.whole(limits.LARGEST)
    if data is None:
        yield too_long(document.name)
        return
    decoded = decode(data)
    if decoded is None:
        message = "is not text in UTF-8, UTF-16, GB18030 or Big5; left out"
        yield Problem(document.name, "read", "undecodable", message)
    else:
        yield Item(decoded.text, encoding=decoded.encoding)


def is_prose(document: Document) -> bool:
    """Whether a file without a known suffix is Chinese prose: files of old corpora have no suffix, or a number."""
    suffix = document.suffix[1:]
    start = document.start[:20_000]
    han = sum("一" <= c <= "鿿" for c in start)
    return (not suffix or suffix.isdigit()) and han >= 20 and han * 2 >= len("".join(start.split()))


READER = Reader("plain text", (".txt", ".text"), read)
