"""Metadata of a document: from the table beside it, its file name, and its publisher."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError, Problem
from kg.model import Metadata
from kg.read.dates import parse_date
from kg.read.decode import clean, decode

LARGEST = 256 * 2**20  # bytes of a table
COLUMNS = ("file", "date", "source", "title", "url", "jurisdiction")
OUTLET = re.compile(
    r"(?P<place>[一-鿿]{2,6}?)(?:市)?(?:日报|晚报|早报|晨报|都市报|商报|时报|新报|电视台|广播电视台|人民广播电台|新闻网|发布)"
)
NATIONAL = re.compile(
    r"人民|中国|中央|新华|光明|经济|解放军|环球|央视|法治|科技|工人|农民|青年|参考|中新|每日|南方|新京|第一|财经|证券|教育|健康"
)
PROVINCES = frozenset(
    [
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "台湾",
    ]
)
REGIONS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}


def jurisdiction_of(publisher: str | None) -> str | None:
    """Return the home place of a newspaper: 云川日报 -> 云川市; None for national papers.

    >>> jurisdiction_of("云川日报"), jurisdiction_of("人民日报")
    ('云川市', None)
    """
    m = OUTLET.match(publisher or "")
    if not m or NATIONAL.search(m["place"]):
        return None
    place = m["place"]
    if place in REGIONS:
        return REGIONS[place]
    if place in PROVINCES:
        return place + "省"
    return place if re.search(r"[省市县区州旗]$", place) else place + "市"


LOCAL = re.compile(r"(?:我|全)市|(?<![一-鿿])市(?:委|政府|长|领导)")
CITY = re.compile(r"[一-鿿]{2,3}(?=[市县])")


def jurisdiction_in(text: str) -> str | None:
    """Return the home city of a newspaper without a name: a page with 市委 and 我市 mentions its own city most often.

    None if the page has no such words, or if no city stands out (five mentions, and twice as many as the next city).
    """
    text = text[:200_000]
    if len(LOCAL.findall(text)) < 3:
        return None
    stems = {s for s in CITY.findall(text) if not re.search(r"[我全各本该城都省区市县的在和]", s)}
    ranked = sorted(((text.count(s), s) for s in stems if s + "市" in text), reverse=True)
    if not ranked or ranked[0][0] < 5 or (len(ranked) > 1 and ranked[1][0] * 2 > ranked[0][0]):
        return None
    return str(ranked[0][1]) + "市"


def read_table(path: Path, on_problem: Callable[[Problem], None]) -> dict[str, Metadata]:
    """Read a metadata table: {file name: metadata}.

    Raises InputError if the file cannot be read or has no `file` column; an invalid row becomes a Problem.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as e:
        raise InputError(f"{path}: cannot be read: {e.strerror}", "check the path and its permissions") from e
    if len(data) > LARGEST:
        raise InputError(f"{path}: is larger than {LARGEST // 2**20} MB", "check that it is a table of articles")
    decoded = decode(data)
    if decoded is None:
        raise InputError(f"{path}: is not a text file", "save the table as CSV in UTF-8")
    try:
        reader = csv.DictReader(io.StringIO(decoded.text))
        columns = list(reader.fieldnames or ())
        rows = list(reader)
    except csv.Error as e:
        raise InputError(f"{path}: is not a CSV table: {e}", "save the table as CSV in UTF-8") from e
    if "file" not in columns:
        raise InputError(
            f"{path}: has no column `file`", f"name the columns in the first line, any of {', '.join(COLUMNS)}"
        )
    if twice := [c for c in COLUMNS if columns.count(c) > 1]:
        raise InputError(f"{path}: has the column `{twice[0]}` more than once", "keep one of them")
    table = {}
    for number, row in enumerate(rows, 2):
        name = (row.get("file") or "").strip()
        if not name:
            on_problem(Problem(f"{path}:{number}", "read", "bad-row", "the row names no file", fatal=False))
            continue
        table[name] = from_fields(
            {k: v for k, v in row.items() if isinstance(v, str) and k}, f"{path}:{number}", on_problem
        )
    return table


def from_fields(fields: Mapping[str, object], where: str, on_problem: Callable[[Problem], None]) -> Metadata:
    """Read the metadata fields of a table row or a JSON record."""

    def text(name: str) -> str | None:
        value = fields.get(name)
        return clean(str(value)).strip() or None if isinstance(value, str | int) else None

    day = parse_date(text("date") or "")
    if text("date") and day is None:
        on_problem(Problem(where, "read", "bad-date", f"the date “{text('date')}” is not understood", fatal=False))
    return Metadata(day, text("source"), text("title"), text("url"), text("jurisdiction"))


def merge(first: Metadata, second: Metadata) -> Metadata:
    """Return the values of `first`, completed with those of `second`."""
    return replace(
        first,
        date=first.date or second.date,
        source=first.source or second.source,
        title=first.title or second.title,
        url=first.url or second.url,
        jurisdiction=first.jurisdiction or second.jurisdiction,
    )


def from_name(name: str) -> Metadata:
    """Return the date and the newspaper in a file's name."""
    outlet = re.search(r"[一-鿿]{2,8}(?:日报|晚报|早报|晨报|都市报|商报)", name)
    return Metadata(date=parse_date(name), source=outlet.group() if outlet else None)
