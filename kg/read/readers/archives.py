"""Containers (ZIP, TAR): each file inside is a document, which is read in its own format."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from kg.errors import InputError, Problem
from kg.model import Metadata
from kg.read import limits
from kg.read.decode import clean, decode
from kg.read.document import READ_ERRORS, Document, Found, Reader, ReadOptions, in_memory
from kg.read.files import TABLES
from kg.read.metadata_table import MetadataTable, parse_table
from kg.read.readers.compressed import BZIP2, GZIP, XZ, unpacked

FAILURES = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    *READ_ERRORS,
)
Content = Callable[[int], bytes]  # the first bytes of a member, at most as many as stated


class _Opened:
    """A container while it is read: how much it may still expand to, and the tables of metadata in it."""

    def __init__(self, document: Document, options: ReadOptions) -> None:
        self.document = document
        self.options = options
        self.left = limits.max_expanded(document.size)
        self.tables: dict[str, MetadataTable] = {}

    def member(self, stated: str, content: Content) -> Iterator[Found]:
        """Yield a file of the container as a document."""
        name = _inside(stated)
        where = f"{self.document.name}/{name}"
        if _is_hidden(name):
            return
        most = min(self.left, limits.LARGEST_DOCUMENT)
        try:
            data = content(most + 1)
        except FAILURES as e:
            yield Problem(
                where, "read", "unreadable", f"cannot be unpacked: {str(e)[:80] or type(e).__name__}; left out"
            )
            return
        if len(data) > most:
            message = (
                f"expands to more than {most:,} bytes, too much for a file of this container; left out (unpack it)"
            )
            yield Problem(where, "read", "too-large", message)
            return
        self.left -= len(data)
        folder, _, last = name.rpartition("/")
        if last.lower() in TABLES:
            yield from self._table(data, folder, where)
        else:
            yield replace(in_memory(data, where, self.document), known=self._row(name, folder))

    def _table(self, data: bytes, folder: str, where: str) -> Iterator[Found]:
        problems: list[Problem] = []
        decoded = decode(data)
        try:
            if decoded:
                self.tables[folder] = parse_table(
                    decoded.text, Path(TABLES[0]), problems.append, self.options.zone, where
                )
        except InputError as e:
            problems.append(Problem(where, "read", "bad-table", f"is no table of metadata: {e.message}", fatal=False))
        yield from problems

    def _row(self, name: str, folder: str) -> Metadata:
        for above in (folder, *map(str, PurePosixPath(folder).parents), ""):
            table = self.tables.get("" if above == "." else above)
            below = name[len(above) + 1 :] if above and above != "." else name
            if table and (row := table.find((below, name.rpartition("/")[2]))):
                return row
        return Metadata()


def _inside(stated: str) -> str:
    """Return the name of a file in a container as a path that leads nowhere else."""
    parts = [p for p in stated.replace("\\", "/").split("/") if p not in {"", ".", ".."}]
    return clean("/".join(parts)) or "file"


def _is_hidden(name: str) -> bool:
    return any(p.startswith(".") or p == "__MACOSX" for p in name.split("/"))


def _first_tables(name: str) -> tuple[bool, str]:
    """Order the files of a container: tables of metadata before what they are about, then by name."""
    return not name.lower().endswith(TABLES), name


def read_zip(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the files of a ZIP archive as documents."""
    opened = _Opened(document, options)
    try:
        with document.seekable() as data, zipfile.ZipFile(data) as archive:
            members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: _first_tables(m.filename))
            yield from _too_many(document, len(members))
            for number, info in enumerate(members[: limits.MAX_MEMBERS], 1):
                options.on_part(document.name, number, len(members))

                def content(most: int, info: zipfile.ZipInfo = info, archive: zipfile.ZipFile = archive) -> bytes:
                    with archive.open(info) as stream:
                        return stream.read(most)

                yield from opened.member(_name_of(info), content)
    except FAILURES as e:
        yield _broken(document, e)


def read_tar(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the files of a TAR archive, compressed or not, as documents, in the archive's order."""
    opened = _Opened(document, options)
    try:
        opened_stream = document.open() if document.head[257:262] == b"ustar" else unpacked(document)
        with opened_stream as data, tarfile.open(fileobj=data, mode="r|") as archive:
            for number, info in enumerate(archive):
                if number >= limits.MAX_MEMBERS:
                    yield from _too_many(document, number + 1)
                    return
                if not info.isfile():
                    continue

                def content(most: int, info: tarfile.TarInfo = info, archive: tarfile.TarFile = archive) -> bytes:
                    stream = archive.extractfile(info)
                    return stream.read(most) if stream else b""

                yield from opened.member(info.name, content)
    except FAILURES as e:
        yield _broken(document, e)


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one that states no encoding is in UTF-8 or, from Chinese Windows, in GB18030."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _too_many(document: Document, number: int) -> Iterator[Problem]:
    if number > limits.MAX_MEMBERS:
        message = f"holds more than {limits.MAX_MEMBERS:,} files; those beyond are left out (unpack it)"
        yield Problem(document.name, "read", "too-many", message)


def _broken(document: Document, error: Exception) -> Problem:
    message = f"cannot be unpacked to its end: {str(error)[:80] or type(error).__name__}; the part before is kept"
    return Problem(document.name, "read", "unreadable", message)


def _is_tar(document: Document) -> bool:
    """Whether the content is a TAR archive, or a compressed file whose name says that there is one inside."""
    if document.head[257:262] == b"ustar":
        return True
    packed = document.head.startswith((GZIP, BZIP2, XZ))
    return packed and document.format_name.lower().endswith((".tgz", ".tar.gz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"))


ZIP = Reader("ZIP", (".zip",), read_zip, lambda document: document.head.startswith((b"PK\x03\x04", b"PK\x05\x06")))
TAR = Reader("TAR", (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz"), read_tar, _is_tar)
