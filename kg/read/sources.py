"""From what the user names (files, folders, globs, JSON Lines) to decoded sources, one at a time."""

from __future__ import annotations

import datetime
import glob
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError, Problem
from kg.model import Metadata, Source
from kg.read.dates import date_of_text
from kg.read.decode import clean, decode
from kg.read.metadata import from_fields, from_name, jurisdiction_of, merge, read_table

TABLE = "metadata.csv"
TEXTS = {".txt", ".text", ".md"}
RECORDS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
OnProblem = Callable[[Problem], None]


def read(
    paths: Sequence[str],
    *,
    metadata: str | None = None,
    date: datetime.date | None = None,
    jurisdiction: str | None = None,
    on_problem: OnProblem,
) -> Iterator[Source]:
    """Yield the sources under the given paths in the order of their names; what cannot be read becomes a Problem.

    Raises InputError for a path that does not exist, a pattern that matches nothing, or a broken metadata table.
    """
    given = read_table(Path(metadata), on_problem) if metadata else {}
    defaults = Metadata(date=date, jurisdiction=jurisdiction)
    for file, name in _files(paths, on_problem):
        table = given or _table_beside(file, on_problem)
        known = merge(table.get(name) or table.get(file.name) or Metadata(), from_name(file.name))
        if file.name.endswith(RECORDS):
            yield from _records(file, name, known, defaults, on_problem)
        else:
            yield from _text(file, name, known, defaults, on_problem)


def count(paths: Sequence[str]) -> int:
    """Return about how many sources lie under the paths: files, and the lines of JSON Lines; for a progress bar."""
    return sum(_lines_in(f) if f.name.endswith(RECORDS) else 1 for f, _ in _files(paths, lambda problem: None))


def _lines_in(file: Path) -> int:
    try:
        with gzip.open(file, "rb") if file.name.endswith(".gz") else open(file, "rb") as lines:
            return sum(1 for line in lines if line.strip())
    except (OSError, EOFError):
        return 0


def _files(paths: Sequence[str], on_problem: OnProblem) -> list[tuple[Path, str]]:
    """Return each file with its name relative to what the user named; sorted, none twice."""
    found: dict[str, tuple[Path, str]] = {}
    for given in paths:
        expanded = [given] if Path(given).exists() else sorted(glob.glob(given, recursive=True))
        if not expanded:
            raise InputError(
                f"{given}: no such file or folder", "check the path; quote a pattern that the shell should not expand"
            )
        for path in map(Path, expanded):
            inside = _inside(path)
            if path.is_dir() and not inside:
                on_problem(
                    Problem(str(path), "read", "empty-folder", "the folder holds no text file (.txt, .md, .jsonl)")
                )
            for file in inside:
                name = file.relative_to(path).as_posix() if path.is_dir() else file.name
                found.setdefault(str(file.resolve()), (file, name))
    return _unique_names(sorted(found.values(), key=lambda f: (f[1], str(f[0]))))


def _inside(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(
        f
        for f in path.rglob("*")
        if f.is_file()
        and not any(part.startswith(".") for part in f.relative_to(path).parts)
        and (f.suffix.lower() in TEXTS or f.name.endswith(RECORDS))
    )


def _unique_names(files: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Two files of one name from two folders are told apart by their folders."""
    seen: dict[str, int] = {}
    for _, name in files:
        seen[name] = seen.get(name, 0) + 1
    return [(f, name if seen[name] == 1 else f"{f.parent.name}/{name}") for f, name in files]


_tables: dict[Path, dict[str, Metadata]] = {}


def _table_beside(file: Path, on_problem: OnProblem) -> dict[str, Metadata]:
    """Return the table in the file's folder, read once."""
    path = (file.parent / TABLE).resolve()
    stamp = path.stat().st_mtime_ns if path.is_file() else 0
    key = path.with_name(f"{path.name}@{stamp}")
    if key not in _tables:
        _tables[key] = read_table(path, on_problem) if stamp else {}
    return _tables[key]


def _bytes(file: Path, on_problem: OnProblem, name: str) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as e:
        on_problem(
            Problem(name, "read", "unreadable", f"cannot be read: {e.strerror}; check the file and its permissions")
        )
        return None


def _text(file: Path, name: str, known: Metadata, defaults: Metadata, on_problem: OnProblem) -> Iterator[Source]:
    data = _bytes(file, on_problem, name)
    if data is None:
        return
    decoded = decode(data)
    if decoded is None:
        on_problem(Problem(name, "read", "undecodable", "is no text in UTF-8, UTF-16, GB18030 or Big5; left out"))
        return
    if not decoded.text.strip():
        on_problem(Problem(name, "read", "empty", "the file is empty; left out", fatal=False))
        return
    yield _source(name, decoded.text, known, defaults, None, decoded.encoding)


def _source(name: str, text: str, known: Metadata, defaults: Metadata, record: str | None, encoding: str) -> Source:
    known = merge(merge(known, Metadata(date=date_of_text(text))), Metadata(date=defaults.date))
    home = defaults.jurisdiction or known.jurisdiction or jurisdiction_of(known.source)
    return Source(name, text, replace(known, jurisdiction=home), record, encoding)


def _records(file: Path, name: str, known: Metadata, defaults: Metadata, on_problem: OnProblem) -> Iterator[Source]:
    """Yield one source a line; a broken line is told and passed over."""
    opened = gzip.open if file.name.endswith(".gz") else open
    seen: set[str] = set()
    try:
        with opened(file, "rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield from _record(line, f"{name}:{number}", name, known, defaults, seen, on_problem)
    except (OSError, EOFError) as e:
        on_problem(Problem(name, "read", "unreadable", f"cannot be read to its end: {e}; what came before is kept"))


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
    record = str(fields.get("id") or where.rsplit(":", 1)[-1])
    if record in seen:
        record = f"{record}-{where.rsplit(':', 1)[-1]}"
    seen.add(record)
    own = merge(from_fields(fields, where, on_problem), known)
    title = own.title or ""
    whole = clean(text if not title or text.lstrip().startswith(title) else f"{title}\n{text}")
    yield _source(name, whole, own, defaults, clean(record), "utf-8")
