"""Text exports of databases: several articles in one file, each after a header of fields.

People's Daily (【标题】), CNKI (Title-题名:), NoteExpress ({Title}:), and unknown ones with repeated headers `字段:` share one
form; EndNote, RefWorks and RIS have short tags; WiseNews and Factiva have layouts of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.read import limits
from kg.read.decode import decode
from kg.read.document import Document, Found, Reader, ReadOptions, too_long
from kg.read.fields import Records, columns_of, meaning

HEADER = re.compile(
    r"^[ \t　]*(?:【(?P<boxed>[^【】\n]{1,12})】|\[(?P<square>[^\[\]\n]{1,12})\](?=[:： ])|\{(?P<braced>[A-Za-z ]{2,24})\}|<(?P<angled>[^<>\n/]{1,12})>(?==)|(?P<plain>[A-Za-z一-鿿][\w一-鿿/ .\-]{0,23}?)(?=[ \t　]*[:：]))[ \t　]*(?P<mark>[:：=])?[ \t　]*(?P<value>[^\n]*)$",
    re.MULTILINE,
)
TAG = re.compile(
    r"^(?:(?P<two>[A-Z][A-Z0-9])(?: {2}- ?| (?=\S))|%(?P<percent>[0-9A-Z@~!#$>+\[&(])\s)(?P<value>.*)$", re.MULTILINE
)
TAGS = {
    "title": ("T1", "TI", "TT", "%T"), "author": ("A1", "AU", "%A"), "source": ("JF", "JO", "T2", "%J", "%B", "%I"),
    "date": ("FD", "Y2", "DA", "%8", "YR", "PY", "Y1", "%D"), "text": ("AB", "N2", "%X"), "page": ("SP", "OP", "%P"),
    "url": ("UL", "UR", "LK", "%U"),
}  # fmt: skip
RANKED_TAGS = {tag: (name, rank) for name, known in TAGS.items() for rank, tag in enumerate(known)}
FIRST_TAGS = ("RT", "TY", "%0")
WISE = re.compile(r"^-{20,}[ \t]*$|^={20,}[ \t]*$", re.MULTILINE)
WISE_END = re.compile(r"^(?:文章編號|文章编号|本內容之版權|本内容之版权|Document (?:ID|No)|字數|字数)", re.MULTILINE)
WISE_FACTS = re.compile(r"^(?P<source>[^|\n]{2,40}?)\s*\|\s*(?P<date>(?:19|20)\d\d-\d\d-\d\d)", re.MULTILINE)
WISE_PAGE = re.compile(r"(?:^|\|)[ \t]*([A-Z]{0,2}\d{1,3})[ \t]*(?=\||$)", re.MULTILINE)
FACTIVA_END = re.compile(r"^(?:文件|文檔|Document)[ \t]+[A-Za-z0-9]{12,40}[ \t]*$", re.MULTILINE)
FACTIVA_COUNT = re.compile(r"^[\d,]+[ \t]*(?:字|words)[ \t]*$", re.MULTILINE)
FACTIVA_DATE = re.compile(r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d")
FACTIVA_PAGE = re.compile(r"[A-Z]{0,2}\d{1,3}")
PAPER = re.compile(r"([一-鿿]{2,6}(?:[日晚早晨]报|时报))(?:图文)?(?:数据库|电子版|数字报)")  # above the records
KNOWN = ("title", "date", "source", "author", "text", "abstract", "page", "url", "id")


@dataclass(frozen=True, slots=True)
class _Record:
    """The fields of one article in an export, and where it begins."""

    start: int
    fields: dict[str, str] = field(default_factory=dict)


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each article with its metadata; the locator is its id, or its number in the file."""
    data = document.whole(limits.LARGEST_DOCUMENT)
    decoded = decode(data) if data is not None else None
    if decoded is None:
        yield too_long(document.name)
        return
    records = Records(options)
    for number, record in enumerate(records_of(decoded.text, options) or [], 1):
        yield from records.item(record.fields, f"{document.name}#{number}", str(number), decoded.encoding)


def records_of(text: str, options: ReadOptions) -> list[_Record] | None:
    """Return the records of an export; None for a text that is none."""
    for form in (_factiva, _wisenews, _tagged, _headed):
        if found := form(text, options):
            return found
    return None


def _headed(text: str, options: ReadOptions) -> list[_Record] | None:
    """Find records whose fields stand at the beginning of lines, each with its name."""
    headers = list(_headers(text))
    first = _first_of_records(headers, options)
    if first is None:
        return None
    starts = [n for n, (_, name, _) in enumerate(headers) if name == first]
    counts = Counter(name for _, name, _ in headers[starts[0] :])
    own = {name for name, n in counts.items() if n * 2 >= len(starts) and n <= len(starts) * 1.5 + 1}
    records = []
    for here, after in zip(starts, [*starts[1:], len(headers)], strict=True):
        end = headers[after][0].start() if after < len(headers) else len(text)
        within = [h for h in headers[here:after] if h[1] in own]
        records.append(_Record(headers[here][0].start(), _fields(text, within, end, options)))
    if paper := PAPER.search(text[: records[0].start]):
        for record in records:
            if not any(meaning(name) == "source" for name in record.fields):
                record.fields["source"] = paper[1]
    complete = [r for r in records if len({meaning(n) for n in r.fields} & {*KNOWN, "text"}) >= 2]
    return records if len(complete) * 10 >= len(records) * 8 else None


def _headers(text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """Yield the lines that can begin a field: the match, the name and the value."""
    for m in HEADER.finditer(text):
        name = m["boxed"] or m["square"] or m["braced"] or m["angled"] or (m["plain"] if m["mark"] else None)
        if name:
            yield m, name.strip(), m["value"].strip()


def _first_of_records(headers: list[tuple[re.Match[str], str, str]], options: ReadOptions) -> str | None:
    """Return the name of the field that begins each record: the first of those that repeat together, a title among them."""
    stated = {theirs: ours for ours, theirs in options.fields.items()}
    meant = [stated.get(name) or meaning(name) for _, name, _ in headers]
    if "title" not in meant:
        return None
    title = headers[meant.index("title")][1]
    counts = Counter(name for _, name, _ in headers)
    near = [n for n in range(meant.index("title"), -1, -1) if counts[headers[n][1]] == counts[title]]
    first = near[-1] if near else meant.index("title")
    run = first
    for n in range(meant.index("title"), first, -1):  # only fields without a gap before the title
        if n - 1 not in near:
            run = n
            break
    kinds = {k for k in meant[run : run + 15] if k}
    enough = len(kinds & {"date", "source", "author", "text", "abstract", "page"}) >= (1 if counts[title] > 1 else 2)
    return headers[run][1] if enough else None


def _fields(text: str, headers: list[tuple[re.Match[str], str, str]], end: int, options: ReadOptions) -> dict[str, str]:
    """Return the fields of one record; lines after a field that is no text belong to the text."""
    fields: dict[str, str] = {}
    loose: list[str] = []
    for n, (m, name, value) in enumerate(headers):
        below = text[m.end() : headers[n + 1][0].start() if n + 1 < len(headers) else end].strip()
        kind = {theirs: ours for ours, theirs in options.fields.items()}.get(name) or meaning(name)
        if kind in {"text", "abstract"}:
            value = f"{value}\n{below}".strip()
        elif below:
            loose.append(below)
        fields.setdefault(name, value)
    if loose and not columns_of([n for n in fields if fields[n] and meaning(n) != "abstract"], options).names.get(
        "text"
    ):
        fields["text"] = "\n".join(loose)
    return {name: value for name, value in fields.items() if value}


def _tagged(text: str, options: ReadOptions) -> list[_Record] | None:
    """Find records with short tags: RefWorks (T1 ...), RIS (TI  - ...), EndNote (%T ...)."""
    tags = [(m, m["two"] or "%" + m["percent"]) for m in TAG.finditer(text)]
    first = next((t for _, t in tags if t in FIRST_TAGS), None)
    if first is None or tags[0][1] != first or text[: tags[0][0].start()].strip("\ufeff \n\t"):
        return None
    records: list[_Record] = []
    ranks: dict[str, int] = {}
    ends = [*(m.start() for m, _ in tags[1:]), len(text)]
    for (m, tag), end in zip(tags, ends, strict=True):
        if tag == first:
            records.append(_Record(m.start()))
            ranks = {}
        if tag in RANKED_TAGS:
            _add_field(records[-1].fields, ranks, tag, m["value"].strip(), text[m.end() : end].strip())
    return records if any("title" in r.fields for r in records) else None


def _add_field(fields: dict[str, str], ranks: dict[str, int], tag: str, value: str, below: str) -> None:
    """Add a tag's value to a record's fields; of several tags with one meaning the first in the table counts."""
    name, rank = RANKED_TAGS[tag]
    whole = f"{value} {below}".strip() if name in {"text", "title"} else value
    if name == "author" and name in fields:
        fields[name] += f" {whole}"
    elif whole and rank < ranks.get(name, 99):
        fields[name], ranks[name] = whole, rank


def _wisenews(text: str, options: ReadOptions) -> list[_Record] | None:
    """Find the articles of a WiseNews export: a title, lines of facts divided by bars, the text, a number."""
    bounds = [0, *(m.end() for m in WISE.finditer(text)), len(text)]
    records = []
    for start, end in pairwise(bounds):
        part = text[start:end]
        facts = WISE_FACTS.search(part)
        if not facts:
            continue
        title = [x.strip() for x in part[: facts.start()].split("\n") if x.strip()]
        head, _, rest = part[facts.start() :].partition("\n\n")
        author = re.search(r"(?:\bBy|作者[:：]?|記者[:：]?)\s*([一-鿿 、]{2,20})", head)
        body = rest[: m.start()] if (m := WISE_END.search(rest)) else WISE.sub("", rest)
        page = WISE_PAGE.search(head)
        number = re.search(r"文章(?:編號|编号)[:：]\s*(\w+)", part)
        fields = {
            "title": title[-1] if title else "", "source": facts["source"].strip(), "date": facts["date"],
            "author": author[1] if author else "", "text": body.strip(), "id": number[1] if number else "",
            "page": page[1] if page else "",
        }  # fmt: skip
        records.append(_Record(start, {k: v for k, v in fields.items() if v}))
    return records if records and re.search(r"慧科|Wise|文章編號|文章编号", text) else None


def _factiva(text: str, options: ReadOptions) -> list[_Record] | None:
    """Find the articles of a Factiva export: title, author, length, date, source, code, language, rights, text, number."""
    ends = list(FACTIVA_END.finditer(text))
    if not ends or not FACTIVA_COUNT.search(text):
        return None
    records = []
    for start, end in zip([0, *(m.end() for m in ends)], ends, strict=False):
        part = text[start : end.start()]
        count = FACTIVA_COUNT.search(part)
        if not count:
            continue
        above = _lines(part[: count.start()])
        head, _, body = part[count.end() :].lstrip("\n").partition("\n\n")
        day, source, page = _factiva_facts(_lines(head))
        fields = {
            "title": above[0] if above else "", "author": above[-1] if len(above) > 1 else "",
            "date": day, "source": source, "page": page, "text": body.strip(), "id": end.group().split()[-1],
        }  # fmt: skip
        records.append(_Record(start, {k: v for k, v in fields.items() if v}))
    return records


def _lines(text: str) -> list[str]:
    return [x.strip() for x in text.split("\n") if x.strip()]


def _factiva_facts(lines: Sequence[str]) -> tuple[str, str, str]:
    """Return the date, the source, which follows it or the time of day, and the page, which stands behind the source."""
    day = next((n for n, x in enumerate(lines) if FACTIVA_DATE.search(x)), None)
    if day is None:
        return "", "", ""
    after = [x for x in lines[day + 1 :] if not re.match(r"\d{1,2}:\d\d", x)]
    page = next((x for x in after[1:] if FACTIVA_PAGE.fullmatch(x)), "")
    return lines[day], after[0] if after else "", page


def _recognises(document: Document) -> bool:
    start = document.start
    return (
        document.suffix not in {".md", ".csv", ".tsv"} and bool(start) and records_of(start, ReadOptions()) is not None
    )


READER = Reader("database export", (".ris", ".enw", ".trs"), read, _recognises, True)
