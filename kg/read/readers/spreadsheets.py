"""Spreadsheets (XLSX, ODS): one article per row of each sheet whose header names a column of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kg.errors import Problem
from kg.read.document import Document, Found, Reader, ReadOptions
from kg.read.fields import Records, columns_of, meaning
from kg.read.readers.delimited import no_text_column
from kg.read.readers.office import broken, open_text
from kg.read.xml_tree import children, descendants, local_name
from kg.read.zipped import Package, opened

MAX_COLUMNS = 16384
MAX_ROWS = 1_048_576
Sheet = tuple[str, list[list[str]]]
LAST_SERIAL = 73050  # the day 2099-12-31 in Excel's counting


def read_xlsx(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each row with its metadata; the locator is the sheet's name and the row's number."""
    try:
        with opened(document) as package:
            sheets = list(_sheets(package))
    except ValueError as e:
        yield broken(document, "Excel", e)
        return
    yield from _rows(sheets, document, options)


def read_ods(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each row with its metadata; the locator is the sheet's name and the row's number."""
    try:
        with opened(document) as package:
            root = package.xml("content.xml")
            sheets = [(_attribute(t, "name") or "1", list(_open_rows(t))) for t in descendants(root, "table")]
    except ValueError as e:
        yield broken(document, "OpenDocument", e)
        return
    yield from _rows(sheets, document, options)


def _rows(sheets: list[Sheet], document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the articles of the sheets that have a column of text; report the others where none has."""
    records = Records(options)
    missing: list[Problem] = []
    read = 0
    for name, rows in sheets:
        header = _header(rows, options)
        if header is None:
            first = next((r for r in rows if any(r)), [])
            if first and (problem := no_text_column(f"{document.name}#{name}", first, options)):
                missing.append(problem)
            continue
        read += 1
        names = [n.strip() for n in rows[header]]
        dates = {n for n in names if meaning(n) == "date" or options.fields.get("date") == n}
        for number, row in enumerate(rows[header + 1 :], header + 2):
            if any(v.strip() for v in row):
                fields = {n: _day(v) if n in dates else v for n, v in zip(names, row, strict=False) if n}
                locator = f"{name}:{number}" if len(sheets) > 1 else str(number)
                yield from records.item(fields, f"{document.name}#{locator}", locator)
    if not read:
        empty = Problem(document.name, "read", "empty", "the spreadsheet has no rows; left out", fatal=False)
        yield from missing or [empty]


def _header(rows: list[list[str]], options: ReadOptions) -> int | None:
    """Return the place of the header among the first rows: titles of the table can stand above it."""
    return next((n for n, row in enumerate(rows[:10]) if columns_of(row, options).names.get("text")), None)


def _day(value: str) -> str:
    """Return a date that is written as the number of a day since 1900 as a date.

    >>> _day("45357"), _day("2024-03-06")
    ('2024-03-06', '2024-03-06')
    """
    if re.fullmatch(r"\d{5}(?:\.\d+)?", value) and 20000 < float(value) <= LAST_SERIAL:
        return (date(1899, 12, 30) + timedelta(days=int(float(value)))).isoformat()
    return value


def _sheets(package: Package) -> Iterator[Sheet]:
    shared = _shared(package)
    workbook = package.xml("xl/workbook.xml")
    targets = {r.get("Id"): r.get("Target", "") for r in package.xml("xl/_rels/workbook.xml.rels")}
    for number, sheet in enumerate(descendants(workbook, "sheet"), 1):
        relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = (targets.get(relation) or f"worksheets/sheet{number}.xml").lstrip("/")
        part = package.first((target, f"xl/{target}"))
        if part:
            yield sheet.get("name") or str(number), list(_xlsx_rows(package.xml(part), shared))


def _shared(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    return [_strings(item) for item in children(package.xml("xl/sharedStrings.xml"), "si")]


def _strings(item: Any) -> str:
    return "".join(t.text or "" for t in descendants(item, "t") if local_name(t.getparent()) != "rph")


def _xlsx_rows(sheet: Any, shared: list[str]) -> Iterator[list[str]]:
    at = 0
    for row in descendants(sheet, "row"):
        stated = row.get("r") or ""
        number = int(stated) if stated.isdecimal() and len(stated) < 8 else at + 1
        while at + 1 < number <= MAX_ROWS and number - at < 1000:
            at += 1
            yield []
        at = number
        cells: list[str] = []
        for cell in children(row, "c"):
            place = _column(cell.get("r") or "")
            place = len(cells) if place is None else place
            if place >= MAX_COLUMNS:
                continue
            cells += [""] * (place + 1 - len(cells))
            cells[place] = _value(cell, shared)
        yield cells


def _column(reference: str) -> int | None:
    """Return the place of a cell's column from 0 on.

    >>> _column("A1"), _column("AB7")
    (0, 27)
    """
    m = re.match(r"[A-Z]{1,3}", reference)
    place = 0
    for letter in m.group() if m else "":
        place = place * 26 + ord(letter) - 64
    return place - 1 if m else None


def _value(cell: Any, shared: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _strings(cell)
    value = next((v.text or "" for v in children(cell, "v")), "")
    if kind == "s":
        return shared[int(value)] if value.isdecimal() and len(value) < 9 and int(value) < len(shared) else ""
    return value


def _attribute(element: Any, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k == name or k.endswith("}" + name)), "")


def _open_rows(table: Any) -> Iterator[list[str]]:
    for row in descendants(table, "table-row"):
        cells: list[str] = []
        for cell in children(row, "table-cell", "covered-table-cell"):
            text = _attribute(cell, "date-value") or "\n".join(open_text(p) for p in children(cell, "p"))
            times = _attribute(cell, "number-columns-repeated")
            count = min(int(times), 1000) if times.isdecimal() and len(times) < 8 else 1
            cells += [text] * (count if text or len(cells) + count < 100 else 0)
        yield cells


XLSX = Reader("Excel", (".xlsx", ".xlsm"), read_xlsx, lambda document: "xl/workbook.xml" in document.members, True)
ODS = Reader(
    "OpenDocument spreadsheet",
    (".ods",),
    read_ods,
    lambda document: document.head[30:300].startswith(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
    True,
)
