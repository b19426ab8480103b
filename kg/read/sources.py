"""Reading of files and folders: each file goes to the reader of its format, and what it yields becomes sources, one at a time."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import Problem
from kg.model import Metadata, Source
from kg.read import limits
from kg.read.account import Account, FileAccount
from kg.read.dateline import dateline_of
from kg.read.dates import date_of_text
from kg.read.document import READ_ERRORS, Document, Found, Item, ReadOptions, on_disk, too_long
from kg.read.files import TABLES, InputFile, find_files
from kg.read.jurisdiction import checked_jurisdiction, jurisdiction_of, with_places_known
from kg.read.metadata import from_name, merge
from kg.read.printed_page import page_of_head
from kg.read.readers import reader_of, suffixes, text
from kg.read.remote import fetch, is_address
from kg.read.tables_beside import Tables

OnProblem = Callable[[Problem], None]
Expanded = tuple[Document, Item] | Problem
EXTRAS = {"rapidocr": "ocr"}  # of libraries that a reader needs besides those of its own extra


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a file before it is read: its row in a table of metadata, its name, and the defaults of the build."""

    row: Metadata
    name: Metadata
    defaults: Metadata


def read(
    paths: Sequence[str],
    *,
    metadata: str | None = None,
    date: datetime.date | None = None,
    jurisdiction: str | None = None,
    options: ReadOptions = ReadOptions(),
    account: Account | None = None,
    on_problem: OnProblem,
) -> Iterator[Source]:
    """Yield the sources under the given paths in the order of their names; what cannot be read becomes a Problem.

    A path may be an address that fsspec supports. An account takes note of each file, and reports if much is missing. Raises InputError for a path that does not exist, a pattern that matches
    nothing, or an invalid metadata table.
    """

    def report(problem: Problem) -> None:
        on_problem(replace(problem, fatal=False) if options.allow_missing else problem)

    with tempfile.TemporaryDirectory(prefix="kg-read-") as aside:
        local = [p if not is_address(p) else _fetched(p, Path(aside, str(n))) for n, p in enumerate(paths)]
        tables = Tables(metadata, options.zone, report)
        home = checked_jurisdiction(jurisdiction, report) if jurisdiction else None
        sources = _sources(local, tables, Metadata(date=date, jurisdiction=home), options, account or Account(), report)
        yield from with_places_known(sources, report)
        tables.report()
        for problem in account.problem() if account else ():
            report(problem)


def _sources(
    paths: Sequence[str],
    tables: Tables,
    defaults: Metadata,
    options: ReadOptions,
    account: Account,
    on_problem: OnProblem,
) -> Iterator[Source]:
    files = find_files(paths, on_problem)
    account.to_read, account.bytes_to_read = len(files), sum(map(_size, files))
    for file in files:
        known = _Known(tables.row(file), from_name(file.path.name), defaults)
        noted = account.begin(file.name)
        yield from _file(file, known, replace(options, on_part=noted.note_part), noted, on_problem)
        noted.parts_done, noted.stream = 1.0, None


def _fetched(address: str, folder: Path) -> str:
    fetch(address, folder, (*suffixes(), *TABLES), text.READER.suffixes, limits.LARGEST)
    return str(folder)


def _size(file: InputFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _file(
    file: InputFile, known: _Known, options: ReadOptions, account: FileAccount, on_problem: OnProblem
) -> Iterator[Source]:
    """Yield the sources of a file; of more than MAX_PROBLEMS problems, the others are counted. No file is passed over in silence."""
    problems = 0
    for found in _found(file, options, account):
        if not isinstance(found, Problem):
            source = _source(*found, known)
            account.take(source)
            yield source
            continue
        problems += 1
        account.take(found)
        if problems <= limits.MAX_PROBLEMS or found.slug == "unreadable":
            on_problem(found)
    if problems > limits.MAX_PROBLEMS:
        message = f"has {problems - limits.MAX_PROBLEMS:,} more problems of these kinds, which are not listed"
        on_problem(Problem(file.name, "read", "more-problems", message))
    if not problems and not account.sources:
        on_problem(Problem(file.name, "read", "empty", "holds no article; left out", fatal=False))


def _found(file: InputFile, options: ReadOptions, account: FileAccount) -> Iterator[Expanded]:
    try:
        document = on_disk(file.path, file.name, account.note_stream)
        account.size = document.size
        account.format = reader.name if (reader := reader_of(document)) else "unknown"
        yield from expand(document, options)
    except OSError as e:
        yield _unreadable(file.name, e, False)


def expand(document: Document, options: ReadOptions) -> Iterator[Expanded]:
    """Yield the items, each with the document that holds it, and the problems of a document and of the documents inside it, each read in its own format."""
    some, reader = False, None
    try:
        reader = reader_of(document)
        if reader is None:
            yield Problem(document.name, "read", "unknown-kind", "is a file of an unknown kind; left out", fatal=False)
            return
        for found in reader.read(document, options):
            some = True
            yield from _checked(found, document, options)
    except READ_ERRORS as e:
        yield _unreadable(document.name, e, some)
    except ImportError as e:
        extra = EXTRAS.get(e.name or "", reader.extra if reader else "")
        package = f"kg-news[{extra}]" if extra else e.name or "kg-news"
        message = (
            f'is of a kind ({reader.name if reader else ""}) that needs {e.name}; left out (pip install "{package}")'
        )
        yield Problem(document.name, "read", "missing-library", message)


def _checked(found: Found, document: Document, options: ReadOptions) -> Iterator[Expanded]:
    if isinstance(found, Problem):
        yield found
    elif isinstance(found, Document):
        if found.depth > limits.MAX_DEPTH:
            message = f"is more than {limits.MAX_DEPTH} containers deep; left out (unpack it)"
            yield Problem(found.name, "read", "too-deep", message)
        else:
            yield from expand(found, options)
    elif len(found.text) > limits.LONGEST:
        yield too_long(_where(document, found))
    elif not found.text.strip():
        yield Problem(_where(document, found), "read", "empty", "the file is empty; left out", fatal=False)
    else:
        yield document, found


def _where(document: Document, item: Item) -> str:
    return f"{document.name}#{item.record}" if item.record else document.name


def _unreadable(name: str, error: Exception, some: bool) -> Problem:
    reason = getattr(error, "strerror", None) or error
    reason_given = (
        f"to its end: {reason}; the part before is kept" if some else f"{reason}; check the file and its permissions"
    )
    return Problem(
        name, "read", "unreadable", f"cannot be read {reason_given}" if some else f"cannot be read: {reason_given}"
    )


def _source(document: Document, item: Item, known: _Known) -> Source:
    """Return an item as a source. The row of a table is about the whole file: records state their own metadata first."""
    row = merge(document.known, known.row)
    first, second = (item.metadata, row) if item.record else (row, item.metadata)
    found = merge(merge(merge(first, second), from_name(document.name.rpartition("/")[2])), known.name)
    line = dateline_of(item.text)
    stated = Metadata(
        date=date_of_text(item.text) or (line.date if line else None),
        source=line.source if line else None,
        page=(line.page if line else None) or page_of_head(item.text),
    )
    dated = merge(merge(found, stated), Metadata(date=known.defaults.date))
    home = known.defaults.jurisdiction or dated.jurisdiction or jurisdiction_of(dated.source, item.text)
    return Source(document.name, item.text, replace(dated, jurisdiction=home), item.record, item.encoding, item.regions)
