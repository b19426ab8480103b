"""Reading of sources: files, folders, globs and JSON Lines to decoded sources, one at a time."""

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
from kg.read.jurisdiction import checked_jurisdiction, jurisdiction_of, with_places_known
from kg.read.metadata import from_fields, from_name, merge, read_table
from kg.read.remote import fetch, is_address

TABLE = "metadata.csv"
TEXTS = {".txt", ".text", ".md"}
BUILT = {".built.json", "CURRENT", "digests.json"}  # beside a report.md of ours: an output, a store, a generation
RECORDS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
LONGEST = 2_000_000  # characters of one article
LARGEST = 4 * LONGEST + 4  # bytes of one article's file: at most four per character, and a BOM
LONGEST_LINE = 8 * LONGEST  # bytes of one record: six per character escaped in JSON, and other fields
MAX_RATIO = 200  # of decompressed to compressed size; texts have 3 to 20
MIN_LINE = 4  # bytes of a file per line, after the first million lines; the shortest record has 12
MAX_PROBLEMS = 100_000  # of one file that are reported one by one; the others are counted
READ_ERRORS = (OSError, EOFError, zlib.error)  # that reading a file, compressed or not, can raise
OnProblem = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read, its name relative to the given path, and the folder that was searched."""

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

    A path may be an address that fsspec supports. Raises InputError for a path that does not exist, a pattern that matches
    nothing, or an invalid metadata table.
    """
    with tempfile.TemporaryDirectory(prefix="kg-read-") as aside:
        local = [p if not is_address(p) else _fetched(p, Path(aside, str(n))) for n, p in enumerate(paths)]
        yield from with_places_known(_read(local, metadata, date, jurisdiction, on_problem), on_problem)


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
    home = checked_jurisdiction(jurisdiction, on_problem) if jurisdiction else None
    defaults = Metadata(date=date, jurisdiction=home)
    tables: dict[Path, dict[str, Metadata]] = {}
    for file in _files(paths, on_problem):
        table = given or _table_beside(file, tables, on_problem)
        known = merge(table.get(file.name) or table.get(file.path.name) or Metadata(), from_name(file.path.name))
        if file.path.name.endswith(RECORDS):
            yield from _records(file.path, file.name, known, defaults, on_problem)
        else:
            yield from _text(file.path, file.name, known, defaults, on_problem)


def count(paths: Sequence[str]) -> int:
    """Return the approximate number of sources under the paths, for a progress bar: files, and lines of JSON Lines.

    Remote sources are not counted, as they are not downloaded yet.
    """
    local = [p for p in paths if not is_address(p)]
    files = (f.path for f in _files(local, lambda problem: None))
    return sum(_lines_in(f) if f.name.endswith(RECORDS) else 1 for f in files)


def _lines_in(file: Path) -> int:
    """Return the number of lines of a file that will be read."""
    lines = read = 0
    try:
        most, most_lines = _max_size(file), _max_lines(file)
        with _opened(file) as data:
            while lines < most_lines and (most is None or read < most) and (block := data.read(2**20)):
                lines += block.count(b"\n")
                read += len(block)
    except READ_ERRORS:
        return 0
    return min(lines, most_lines) or 1


def _files(paths: Sequence[str], on_problem: OnProblem) -> list[_File]:
    """Return the given files and those in the given folders, sorted and without duplicates."""
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
    """Return the files of a folder and its subfolders, or the file itself; anything else is a Problem."""
    if not path.is_dir():
        if path.is_file():
            return [path]
        on_problem(Problem(_readable(str(path)), "read", "no-file", "is a pipe or a device, not a file; left out"))
        return []

    def refused(error: OSError) -> None:
        message = f"cannot be listed: {error.strerror}"
        on_problem(Problem(_readable(str(error.filename)), "read", "unreadable", message))

    inside: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=refused):
        folders[:] = [f for f in folders if not f.startswith(".")]
        ours = {"report.md"} if BUILT & {*names} else set()  # the output of a build, not an article
        wanted = (Path(folder, n) for n in names if not n.startswith(".") and n not in ours and _is_text(n))
        inside += [f for f in wanted if f.is_file() and not _leads_out(f, path, on_problem)]
    if not inside:
        message = "the folder holds no text file (.txt, .md, .jsonl)"
        on_problem(Problem(_readable(str(path)), "read", "empty-folder", message))
    return sorted(inside, key=lambda f: (f.is_symlink(), f))  # a file before the links to it


def _is_text(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in TEXTS or name.endswith(RECORDS)


def _leads_out(
    file: Path, folder: Path, on_problem: OnProblem, advice: str = "give the file that it points to"
) -> bool:
    """Whether a file is a link out of the folder, by which an untrusted folder could expose any file."""
    inside = os.path.realpath(folder)
    out = file.is_symlink() and os.path.commonpath([inside, os.path.realpath(file)]) != inside
    if out:
        message = f"is a link that leads out of the folder; left out ({advice})"
        on_problem(Problem(_readable(file.relative_to(folder).as_posix()), "read", "link", message))
    return out


def _readable(name: str) -> str:
    """Return a file's name as text: a name that is not UTF-8 is decoded as GB18030, or its bytes are escaped."""
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
    """Make names unique by prepending as many parent folders as necessary."""
    by_name: dict[str, list[_File]] = {}
    for file in files:
        by_name.setdefault(file.name, []).append(file)
    named: list[_File] = []
    for name, same in by_name.items():
        names = [name] if len(same) == 1 else _distinct_names([f.path for f in same], name)
        named += [replace(f, name=n) for f, n in zip(same, names, strict=True)]
    return sorted(named, key=_order)


def _distinct_names(files: Sequence[Path], name: str) -> list[str]:
    paths = [_readable(os.path.realpath(f)).split("/") for f in files]
    for depth in range(name.count("/") + 2, max(map(len, paths)) + 1):
        names = ["/".join(p[-depth:]) for p in paths]
        if len(set(names)) == len(names):
            return names
    return [f"{name}~{n}" for n in range(1, len(files) + 1)]


def _table_beside(file: _File, tables: dict[Path, dict[str, Metadata]], on_problem: OnProblem) -> dict[str, Metadata]:
    """Return the metadata table in the file's folder, read once; a table that is a link out of the folder is a Problem."""
    path = file.path.parent / TABLE
    if path not in tables:
        readable = os.path.isfile(path) and not _leads_out(path, file.folder, on_problem, "give it with --metadata")
        tables[path] = read_table(path, on_problem) if readable else {}
    return tables[path]


def _bytes(file: Path, on_problem: OnProblem, name: str) -> bytes | None:
    """Return the content of a file; None, and a Problem, if it cannot be read or is too long for one article."""
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
    message = f"is longer than {LONGEST:,} characters, too much for one article; left out (split it into articles)"
    return Problem(where, "read", "too-long", message)


def _text(file: Path, name: str, known: Metadata, defaults: Metadata, on_problem: OnProblem) -> Iterator[Source]:
    data = _bytes(file, on_problem, name)
    if data is None:
        return
    decoded = decode(data)
    if decoded is None:
        on_problem(Problem(name, "read", "undecodable", "is not text in UTF-8, UTF-16, GB18030 or Big5; left out"))
    elif len(decoded.text) > LONGEST:
        on_problem(_too_long(name))
    elif not decoded.text.strip():
        on_problem(Problem(name, "read", "empty", "the file is empty; left out", fatal=False))
    else:
        yield _source(name, decoded.text, known, defaults, None, decoded.encoding)


def _source(name: str, text: str, known: Metadata, defaults: Metadata, record: str | None, encoding: str) -> Source:
    known = merge(merge(known, Metadata(date=date_of_text(text))), Metadata(date=defaults.date))
    home = defaults.jurisdiction or known.jurisdiction or jurisdiction_of(known.source, text)
    return Source(name, text, replace(known, jurisdiction=home), record, encoding)


def _records(file: Path, name: str, known: Metadata, defaults: Metadata, on_problem: OnProblem) -> Iterator[Source]:
    """Yield one source per line; an invalid line is reported and skipped."""
    seen: set[str] = set()
    problems = 0

    def report(problem: Problem) -> None:
        nonlocal problems
        problems += 1
        if problems <= MAX_PROBLEMS:
            on_problem(problem)

    try:
        with _opened(file) as data:
            for number, line in enumerate(_lines(data, _max_size(file), _max_lines(file)), 1):
                if len(line) > LONGEST_LINE:
                    report(_too_long(f"{name}:{number}"))
                elif line.strip():
                    yield from _record(line, f"{name}:{number}", name, known, defaults, seen, report)
    except READ_ERRORS as e:
        on_problem(Problem(name, "read", "unreadable", f"cannot be read to its end: {e}; the part before is kept"))
    if problems > MAX_PROBLEMS:
        message = f"has {problems - MAX_PROBLEMS:,} more problems of these kinds, which are not listed"
        on_problem(Problem(name, "read", "more-problems", message))


def _opened(file: Path) -> io.BufferedIOBase:
    return gzip.open(file, "rb") if file.name.endswith(".gz") else open(file, "rb")


def _max_size(file: Path) -> int | None:
    """Return how many bytes a compressed file may expand to: far more than a text, far less than a decompression bomb."""
    return MAX_RATIO * file.stat().st_size + 2**26 if file.name.endswith(".gz") else None


def _max_lines(file: Path) -> int:
    """Return how many lines a file may have, compressed or not: real lines are longer than that."""
    return file.stat().st_size // MIN_LINE + 2**20


def _lines(data: io.BufferedIOBase, most: int | None, most_lines: int) -> Iterator[bytes]:
    """Yield the lines of a file; a line that is too long is truncated to one byte over the limit.

    Raises OSError if there are more than `most` bytes, or more than `most_lines` lines.
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
        raise OSError(f"it expands to more than {MAX_RATIO} times its size")


def _record(
    line: bytes, where: str, name: str, known: Metadata, defaults: Metadata, seen: set[str], on_problem: OnProblem
) -> Iterator[Source]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        on_problem(Problem(where, "read", "broken-record", f"is not valid JSON: {str(e)[:80]}; the line is left out"))
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
    """Return a record's id, made unique in the file; its line number if it has none."""
    record = clean(str(given)) if isinstance(given, str | int) and given != "" else number
    record = f"{record}-{number}" if record in seen else record
    seen.add(record)
    return record
