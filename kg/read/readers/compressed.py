"""One compressed file (GZIP, BZIP2, XZ), which is read in the format of what is inside, under its own name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from kg.read import limits
from kg.read.document import Document, Found, Reader, ReadOptions

BLOCK = 2**13  # bytes; before a damaged place, what was read in the same block is lost


class Expanding(io.RawIOBase):
    """A stream of decompressed bytes. Reading raises OSError beyond a limit, and where the compressed bytes are damaged."""

    def __init__(self, inside: io.BufferedIOBase, most: int, below: io.IOBase | None = None) -> None:
        self.inside = inside
        self.most = most
        self.below = below  # the stream that `inside` reads, if closing `inside` leaves it open
        self.given = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, and return the number of bytes."""
        try:
            data = self.inside.read1(min(len(buffer), BLOCK))
        except (zlib.error, lzma.LZMAError, EOFError) as e:
            raise OSError(str(e)) from e
        self.given += len(data)
        if self.given > self.most:
            raise OSError(f"it expands to more than {limits.MAX_RATIO} times its size")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the stream and the one inside."""
        if not self.closed:
            self.inside.close()
            if self.below is not None:
                self.below.close()
        super().close()


def expanding(inside: io.BufferedIOBase, most: int, below: io.IOBase | None = None) -> io.BufferedReader:
    """Return a buffered stream of decompressed bytes that ends with an OSError after `most` of them."""
    return io.BufferedReader(Expanding(inside, most, below), 2**17)


def unpacked(document: Document) -> io.BufferedReader:
    """Open a compressed document for reading what is inside. Raises OSError."""
    packed = document.open()
    head = document.head
    if head.startswith(BZIP2):
        inside: io.BufferedIOBase = bz2.BZ2File(packed)
    elif head.startswith(XZ):
        inside = lzma.LZMAFile(cast(BinaryIO, packed))  # noqa: SIM115 (closed with the stream returned)
    else:
        inside = gzip.GzipFile(fileobj=packed, mode="rb")
    return expanding(inside, limits.max_expanded(document.size), packed)


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the file inside as a document of the same name."""
    yield inside(document)


def inside(document: Document) -> Document:
    """Return the file inside as a document of the same name, whose format is that of the name without its last suffix."""
    name = document.format_name
    inner = name.rpartition(".")[0] if name.lower().endswith(READER.suffixes) else name
    return Document(
        document.name, document.size, lambda: unpacked(document), inner, None, document.depth + 1, document.known
    )


GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
READER = Reader(
    "compressed file", (".gz", ".bz2", ".xz"), read, lambda document: document.head.startswith((GZIP, BZIP2, XZ))
)
