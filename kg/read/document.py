"""What a reader takes and gives: a document, and the items, problems or documents found in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import Problem
from kg.model import Metadata, Region
from kg.read import limits
from kg.read.dates import CHINA
from kg.read.decode import decode

if TYPE_CHECKING:
    from kg.read.recognised import RecognisedPages

UNKNOWN = Metadata()
READ_ERRORS = (OSError, EOFError)  # that reading a stream can raise; of compressed ones, `expanding` sees to it


@dataclass(frozen=True)
class Document:
    """A file to read, on disk or inside a container.

    `name` is what its articles and problems are called by; `format_name` is the name whose suffix states the format
    (of `news.jsonl.gz`, when unpacked, `news.jsonl`).
    """

    name: str
    size: int  # bytes on disk or, inside a container, compressed
    open: Callable[[], io.BufferedIOBase]
    format_name: str
    path: Path | None = None  # of a file on disk
    depth: int = 0  # of containers around it
    known: Metadata = UNKNOWN  # what the container states about it

    @cached_property
    def head(self) -> bytes:
        """The first bytes, as many as can be read. Raises OSError if the file cannot be opened."""
        found = bytearray()
        with self.open() as data:
            try:
                while len(found) < limits.HEAD and (block := data.read1(limits.HEAD - len(found))):
                    found += block
            except READ_ERRORS:
                pass  # the reader meets it again, and reports it
        return bytes(found)

    @cached_property
    def start(self) -> str:
        """The text of the first bytes; empty if they are not text."""
        decoded = decode(self.head)
        return decoded.text if decoded else ""

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The names of the files inside, if this is a ZIP archive, as many office formats are; else none."""
        import zipfile

        if not self.head.startswith(b"PK\x03\x04"):
            return ()
        try:
            with self.seekable() as data, zipfile.ZipFile(data) as archive:
                return tuple(archive.namelist()[: limits.MAX_MEMBERS])
        except (zipfile.BadZipFile, *READ_ERRORS, ValueError, NotImplementedError):
            return ()

    def seekable(self) -> io.BufferedIOBase:
        """Open the file for reading in any order. Raises OSError, also for a large file inside a container."""
        if self.path is not None:
            return open(self.path, "rb")
        data = self.whole(limits.LARGEST_DOCUMENT)
        if data is None:
            raise OSError(f"it is larger than {limits.LARGEST_DOCUMENT // 2**20} MB inside a container; unpack it")
        return io.BytesIO(data)

    @property
    def suffix(self) -> str:
        """The suffix of the name that states the format, in lower case, with its dot."""
        return Path(self.format_name).suffix.lower()

    def whole(self, most: int) -> bytes | None:
        """Return all bytes, or None if there are more than `most`. Raises one of READ_ERRORS."""
        with self.open() as data:
            found = data.read(most + 1)
        return None if len(found) > most else found


def on_disk(path: Path, name: str, on_open: Callable[[io.BufferedIOBase], object] = lambda opened: None) -> Document:
    """Return a file on disk as a document; `on_open` is called with each stream of it. Raises OSError."""

    def opened() -> io.BufferedIOBase:
        stream = open(path, "rb")  # noqa: SIM115  the reader closes it
        on_open(stream)
        return stream

    return Document(name, path.stat().st_size, opened, name, path)


def in_memory(data: bytes, name: str, inside: Document, format_name: str = "") -> Document:
    """Return bytes found inside a document as a document."""
    return Document(name, len(data), lambda: io.BytesIO(data), format_name or name, None, inside.depth + 1)


@dataclass(frozen=True, slots=True)
class Item:
    """One text found in a document: `record` is its locator in there, such as an id or a row's number."""

    text: str
    metadata: Metadata = UNKNOWN
    record: str | None = None
    encoding: str = "utf-8"
    regions: tuple[Region, ...] = ()  # where its characters stand on a page


Found = Item | Problem | Document


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Choices of the user that readers follow."""

    fields: Mapping[str, str] = field(default_factory=dict)  # name of ours -> the name in the input: text -> 正文
    zone: tzinfo = CHINA  # whose days the dates are, where a time stamp states its zone
    table: str | None = None  # of a database: the name of a table, or a query
    allow_missing: bool = False  # whether what is left out is no failure
    ocr: bool = False  # whether text in pictures is recognised
    recognised: RecognisedPages | None = None  # pages whose text is known from an earlier build
    on_page: Callable[[str, int, int], None] = lambda name, page, pages: None  # before each page that is recognised
    on_part: Callable[[str, int, int], None] = lambda name, part, parts: None  # before each page or file inside a file


READ_DEFAULTS = ReadOptions()


class Read(Protocol):
    """Reads a document: yields what it holds; what cannot be read is a Problem among it. May raise READ_ERRORS."""

    def __call__(self, document: Document, options: ReadOptions, /) -> Iterator[Found]: ...


def never(document: Document) -> bool:
    """Recognise nothing by content: for formats that only a suffix states."""
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its name, the suffixes of its files, how its content is recognised, and how it is read."""

    name: str
    suffixes: tuple[str, ...]
    read: Read
    recognises: Callable[[Document], bool] = never
    states_metadata: bool = False  # whether its articles come with dates and titles of their own
    extra: str = ""  # the extra of this package that installs what the reader imports


def too_long(where: str) -> Problem:
    """Return the problem of a text that is too long for one article."""
    message = (
        f"is longer than {limits.LONGEST:,} characters, too much for one article; left out (split it into articles)"
    )
    return Problem(where, "read", "too-long", message)


def with_title(title: str | None, text: str) -> str:
    """Return a text that begins with its title."""
    return text if not title or text.lstrip().startswith(title) else f"{title}\n{text}"
