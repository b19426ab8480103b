"""From what the user names (files, folders, globs, JSON Lines) to decoded sources, one at a time."""

from __future__ import annotations

import datetime
import glob
import gzip
import io
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError, Problem
from kg.model import Metadata, Source
from kg.read.dates import date_of_text
from kg.read.decode import clean, decode
from kg.read.metadata import from_fields, from_name, jurisdiction_of, merge, read_table
from kg.read.remote import fetch, is_address

TABLE = "metadata.csv"
TEXTS = {".txt", ".text", ".md"}
RECORDS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
LONGEST = 2_000_000  # characters of one article
LARGEST = 4 * LONGEST + 4  # bytes of one article's file: a character takes four at the most, and there may be a BOM
LONGEST_LINE = 8 * LONGEST  # bytes of one record: what JSON escapes takes six a character, and there are other fields
PACKED = 200  # times its size that a packed file may unpack to; texts come to 3 to 20
FEWEST = 4  # bytes of a file for each of its lines, behind the first million; the shortest record has 12
MOST_PROBLEMS = 100_000  # of one file, each reported by itself; the others are counted
BROKEN = (OSError, EOFError, zlib.error)  # what reading a file, packed or not, can raise
OnProblem = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read, its name relative to what the user named, and the folder that it was found in or below."""

    path: Path
    name: str
    folder: Path


def read(
    paths: Sequence[str],
    *,
    metadata: str | None = None,
    date: datetime.date | None = None,
    jurisdiction: str | None = None,
    on_problem: OnProblem,
) -> Iterator[Source]:
    """Yield the sources under the given paths in the order of their names; what cannot be read becomes a Problem.

    A path may be an address that fsspec knows. Raises InputError for a path that does not exist, a pattern that matches
    nothing, or a broken metadata table.
    """
    with tempfile.TemporaryDirectory(prefix="kg-read-") as aside:
        local = [p if not is_address(p) else _fetched(p, Path(aside, str(n))) for n, p in enumerate(paths)]
        yield from _read(local, metadata, date, jurisdiction, on_problem)


def _fetched(address: str, folder: Path) -> str:
    fetch(address, folder, (*TEXTS, *RECORDS, TABLE), LARGEST)
    return str(folder)


def _read(
    paths: Sequence[str],
    metadata: str | None,
    date: datetime.date | None,
    jurisdiction: str | None,
    on_problem: OnProblem,
) -> Iterator[Source]:
    given = read_table(Path(metadata), on_problem) if metadata else {}
    defaults = Metadata(date=date, jurisdiction=jurisdiction)
    tables: dict[Path, dict[str, Metadata]] = {}
    for file in _files(paths, on_problem):
        table = given or _table_beside(file, tables, on_problem)
        known = merge(table.get(file.name) or table.get(file.path.name) or Metadata(), from_name(file.path.name))
        if file.path.name.endswith(RECORDS):
            yield from _records(file.path, file.name, known, defaults, on_problem)
        else:
            yield from _text(file.path, file.name, known, defaults, on_problem)


def count(paths: Sequence[str]) -> int:
    """Return about how many sources lie under the paths: files, and the lines of JSON Lines; for a progress bar.

    What lies elsewhere is not counted: it is not here yet.
    """
    local = [p for p in paths if not is_address(p)]
    files = (f.path for f in _files(local, lambda problem: None))
    return sum(_lines_in(f) if f.name.endswith(RECORDS) else 1 for f in files)


def _lines_in(file: Path) -> int:
    """Return how many lines a file has, as far as it will be read."""
    lines = read = 0
    try:
        most, most_lines = _most(file), _most_lines(file)
        with _opened(file) as data:
            while lines < most_lines and (most is None or read < most) and (block := data.read(2**20)):
                lines += block.count(b"\n")
                read += len(block)
    except BROKEN:
        return 0
    return min(lines, most_lines) or 1


def _files(paths: Sequence[str], on_problem: OnProblem) -> list[_File]:
    """Return the files that the user named, or that lie in a folder that he named; sorted, none twice."""
    found: dict[str, _File] = {}
    for given in paths:
        expanded = [given] if os.path.exists(given) else sorted(glob.glob(given, recursive=True))
        if not expanded:
            raise InputError(
                f"{given}: no such file or folder", "check the path; quote a pattern that the shell should not expand"
            )
        for path in map(Path, expanded):
            for file in _inside(path, on_problem):
                folder = path if path.is_dir() else file.parent
                name = _readable(file.relative_to(folder).as_posix())
                found.setdefault(os.path.realpath(file), _File(file, name, folder))
    return _unique_names(sorted(found.values(), key=_order))


def _order(file: _File) -> tuple[str, str]:
    return file.name, str(file.path)


def _inside(path: Path, on_problem: OnProblem) -> list[Path]:
    """Return the files of a folder and of those in it, or the file itself; what is no file cannot be read."""
    if not path.is_dir():
        if path.is_file():
            return [path]
        on_problem(Problem(_readable(str(path)), "read", "no-file", "is no file, but a pipe or a device; left out"))
        return []

    def refused(error: OSError) -> None:
        told = f"cannot be looked into: {error.strerror}"
        on_problem(Problem(_readable(str(error.filename)), "read", "unreadable", told))

    inside: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=refused):
        folders[:] = [f for f in folders if not f.startswith(".")]
        ours = {"report.md"} if ".built.json" in names else set()  # what a build has written is no article
        wanted = (Path(folder, n) for n in names if not n.startswith(".") and n not in ours and _is_text(n))
        inside += [f for f in wanted if f.is_file() and not _leads_out(f, path, on_problem)]
    if not inside:
        told = "the folder holds no text file (.txt, .md, .jsonl)"
        on_problem(Problem(_readable(str(path)), "read", "empty-folder", told))
    return sorted(inside, key=lambda f: (f.is_symlink(), f))  # a file before the links to it


def _is_text(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in TEXTS or name.endswith(RECORDS)


def _leads_out(file: Path, folder: Path, on_problem: OnProblem, advice: str = "name the file that it leads to") -> bool:
    """Tell whether a file is a link to somewhere outside the folder: who gave the texts could read any file by it."""
    inside = os.path.realpath(folder)
    out = file.is_symlink() and os.path.commonpath([inside, os.path.realpath(file)]) != inside
    if out:
        told = f"is a link that leads out of the folder; left out ({advice})"
        on_problem(Problem(_readable(file.relative_to(folder).as_posix()), "read", "link", told))
    return out


def _readable(name: str) -> str:
    """Return a file's name as text: one that is no UTF-8 is read as GB18030, or its bytes are written out."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            name = raw.decode("gb18030")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "backslashreplace")
    return clean(name)


def _unique_names(files: list[_File]) -> list[_File]:
    """Files of one name are told apart by the folders above them, as many as it takes."""
    by_name: dict[str, list[_File]] = {}
    for file in files:
        by_name.setdefault(file.name, []).append(file)
    named: list[_File] = []
    for name, same in by_name.items():
        names = [name] if len(same) == 1 else _told_apart([f.path for f in same], name)
        named += [replace(f, name=n) for f, n in zip(same, names, strict=True)]
    return sorted(named, key=_order)


def _told_apart(files: Sequence[Path], name: str) -> list[str]:
    paths = [_readable(os.path.realpath(f)).split("/") for f in files]
    for depth in range(name.count("/") + 2, max(map(len, paths)) + 1):
        names = ["/".join(p[-depth:]) for p in paths]
        if len(set(names)) == len(names):
            return names
    return [f"{name}~{n}" for n in range(1, len(files) + 1)]


def _table_beside(file: _File, tables: dict[Path, dict[str, Metadata]], on_problem: OnProblem) -> dict[str, Metadata]:
    """Return the table in the file's folder, read once; one that is a link to somewhere else is a Problem."""
    path = file.path.parent / TABLE
    if path not in tables:
        readable = os.path.isfile(path) and not _leads_out(path, file.folder, on_problem, "give it with --metadata")
        tables[path] = read_table(path, on_problem) if readable else {}
    return tables[path]


def _bytes(file: Path, on_problem: OnProblem, name: str) -> bytes | None:
    """Return what a file holds; None, and a Problem, where it cannot be read or holds too much for one article."""
    try:
        with open(file, "rb") as data:
            whole = data.read(LARGEST + 1)
    except OSError as e:
        on_problem(
            Problem(name, "read", "unreadable", f"cannot be read: {e.strerror}; check the file and its permissions")
        )
        return None
    if len(whole) > LARGEST:
        on_problem(_too_long(name))
        return None
    return whole


def _too_long(where: str) -> Problem:
    told = f"is longer than {LONGEST:,} characters, too much for one article; left out (cut it into its articles)"
    return Problem(where, "read", "too-long", told)


def _text(file: Path, name: str, known: Metadata, defaults: Metadata, on_problem: OnProblem) -> Iterator[Source]:
    data = _bytes(file, on_problem, name)
    if data is None:
        return
    decoded = decode(data)
    if decoded is None:
        on_problem(Problem(name, "read", "undecodable", "is no text in UTF-8, UTF-16, GB18030 or Big5; left out"))
    elif len(decoded.text) > LONGEST:
        on_problem(_too_long(name))
    elif not decoded.text.strip():
        on_problem(Problem(name, "read", "empty", "the file is empty; left out", fatal=False))
    else:
        yield _source(name, decoded.text, known, defaults, None, decoded.encoding)


def _source(name: str, text: str, known: Metadata, defaults: Metadata, record: str | None, encoding: str) -> Source:
    known = merge(merge(known, Metadata(date=date_of_text(text))), Metadata(date=defaults.date))
    home = defaults.jurisdiction or known.jurisdiction or jurisdiction_of(known.source)
    return Source(name, text, replace(known, jurisdiction=home), record, encoding)


def _records(file: Path, name: str, known: Metadata, defaults: Metadata, on_problem: OnProblem) -> Iterator[Source]:
    """Yield one source a line; a broken line is told and passed over."""
    seen: set[str] = set()
    problems = 0

    def tell(problem: Problem) -> None:
        nonlocal problems
        problems += 1
        if problems <= MOST_PROBLEMS:
            on_problem(problem)

    try:
        with _opened(file) as data:
            for number, line in enumerate(_lines(data, _most(file), _most_lines(file)), 1):
                if len(line) > LONGEST_LINE:
                    tell(_too_long(f"{name}:{number}"))
                elif line.strip():
                    yield from _record(line, f"{name}:{number}", name, known, defaults, seen, tell)
    except BROKEN as e:
        on_problem(Problem(name, "read", "unreadable", f"cannot be read to its end: {e}; what came before is kept"))
    if problems > MOST_PROBLEMS:
        more = f"has {problems - MOST_PROBLEMS:,} more problems of these kinds, which are not listed"
        on_problem(Problem(name, "read", "more-problems", more))


def _opened(file: Path) -> io.BufferedIOBase:
    return gzip.open(file, "rb") if file.name.endswith(".gz") else open(file, "rb")


def _most(file: Path) -> int | None:
    """Return how many bytes a packed file may unpack to: far more than texts do, far less than what is packed to harm."""
    return PACKED * file.stat().st_size + 2**26 if file.name.endswith(".gz") else None


def _most_lines(file: Path) -> int:
    """Return how many lines a file may have, packed or not: a line of news takes more bytes than that."""
    return file.stat().st_size // FEWEST + 2**20


def _lines(data: io.BufferedIOBase, most: int | None, most_lines: int) -> Iterator[bytes]:
    """Yield the lines of a file; of one that is too long its beginning, a byte over what is allowed.

    Raises OSError where there are more than `most` bytes, or more than `most_lines` lines.
    """
    read = lines = 0
    while line := data.readline(LONGEST_LINE + 1):
        read += len(line)
        lines += 1
        rest = line
        while len(line) > LONGEST_LINE and rest and not rest.endswith(b"\n"):
            rest = data.readline(2**20)
            read += len(rest)
            _check(read, most)
        _check(read, most)
        if lines > most_lines:
            raise OSError(f"it has more than {most_lines:,} lines, too many for its size")
        yield line


def _check(read: int, most: int | None) -> None:
    if most is not None and read > most:
        raise OSError(f"it unpacks to more than {PACKED} times its size")


def _record(
    line: bytes, where: str, name: str, known: Metadata, defaults: Metadata, seen: set[str], on_problem: OnProblem
) -> Iterator[Source]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        on_problem(Problem(where, "read", "broken-record", f"is no JSON: {str(e)[:80]}; the line is left out"))
        return
    text = fields.get("text") if isinstance(fields, dict) else None
    if not isinstance(text, str) or not text.strip():
        on_problem(Problem(where, "read", "no-text", "the record has no `text`; the line is left out"))
        return
    own = merge(from_fields(fields, where, on_problem), known)
    title = own.title or ""
    whole = clean(text if not title or text.lstrip().startswith(title) else f"{title}\n{text}")
    if len(whole) > LONGEST:
        on_problem(_too_long(where))
        return
    yield _source(name, whole, own, defaults, _identity(fields.get("id"), where.rpartition(":")[2], seen), "utf-8")


def _identity(given: object, number: str, seen: set[str]) -> str:
    """Return a record's id, none twice in a file; its line's number where it has none."""
    record = clean(str(given)) if isinstance(given, str | int) and given != "" else number
    record = f"{record}-{number}" if record in seen else record
    seen.add(record)
    return record
