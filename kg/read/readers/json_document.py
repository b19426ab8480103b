"""JSON: an array of records, one record, or records somewhere inside an object."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.errors import Problem
from kg.read import limits
from kg.read.decode import decode
from kg.read.document import Document, Found, Reader, ReadOptions
from kg.read.fields import Records, columns_of

DEEPEST = 4  # levels of objects around the records


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each record with its metadata; the locator is the record's id, or its number."""
    data = document.whole(limits.LARGEST_DOCUMENT)
    if data is None:
        message = f"is larger than {limits.LARGEST_DOCUMENT // 2**20} MB; left out (convert it to JSON Lines)"
        yield Problem(document.name, "read", "too-large", message)
        return
    decoded = decode(data)
    try:
        whole = json.loads(decoded.text.lstrip("\ufeff")) if decoded else None
    except (ValueError, RecursionError) as e:
        yield Problem(document.name, "read", "broken-json", f"is not valid JSON: {str(e)[:80]}; left out")
        return
    found = records_in(whole, options)
    if not found:
        message = f"holds no record with a text{_seen(whole)}; left out (--field text=NAME states which field it is)"
        yield Problem(document.name, "read", "no-text", message)
        return
    records = Records(options)
    for number, record in enumerate(found, 1):
        if isinstance(record, dict):
            yield from records.item(
                record, f"{document.name}#{number}", str(number), decoded.encoding if decoded else ""
            )
        else:
            yield Problem(
                f"{document.name}#{number}", "read", "no-text", "the record is no object with fields; left out"
            )


def records_in(whole: object, options: ReadOptions, depth: int = 0) -> list[object]:
    """Return the records in a value: itself if it has a text, else the longest list of records in it.

    >>> records_in({"data": {"items": [{"正文": "一"}, {"正文": "二"}], "tags": ["a"]}}, ReadOptions())
    [{'正文': '一'}, {'正文': '二'}]
    """
    if isinstance(whole, list):
        return whole if any(_is_record(r, options) for r in whole[:1000]) else []
    if not isinstance(whole, dict) or depth > DEEPEST:
        return []
    if _is_record(whole, options):
        return [whole]
    values = list(whole.values())
    below = [values] if any(_is_record(v, options) for v in values[:1000]) else []  # {id: record}
    below += [records_in(v, options, depth + 1) for v in values[:1000]]
    return max(below, key=len, default=[])


def _is_record(value: object, options: ReadOptions) -> bool:
    if not isinstance(value, dict):
        return False
    name = columns_of([str(k) for k in value], options).text
    if name is None:
        return False
    found = value.get(name)
    return (
        isinstance(found, str) or (isinstance(found, list) and bool(found) and isinstance(found[0], str)) or "." in name
    )


def _seen(whole: object) -> str:
    """Return the names of the fields of the first object, for a message."""
    for _ in range(DEEPEST):
        if isinstance(whole, list) and whole:
            whole = whole[0]
        elif isinstance(whole, dict):
            return ": its fields are " + ", ".join(f"`{str(k)[:40]}`" for k in list(whole)[:12])
        else:
            break
    return ""


def _recognises(document: Document) -> bool:
    """Whether the text begins like an array of objects, or like an object over several lines."""
    start = "" if document.suffix in {".jsonl", ".ndjson"} else document.start.lstrip("\ufeff \n\t")
    if start.startswith("["):
        return start[1:100].lstrip()[:1] == "{"
    return start.startswith("{") and start[1:100].lstrip()[:1] == '"' and '":' in start[:500]


READER = Reader("JSON", (".json",), read, _recognises, True)
