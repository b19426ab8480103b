"""kg inspect, and the arguments of reading that it shares with kg build."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from kg.cli.progress import PageProgress
from kg.errors import InputError, shown

if TYPE_CHECKING:
    from kg.read import ReadOptions
    from kg.read.inspection import Inspected
    from kg.read.recognised import RecognisedPages

FIELDS = ("text", "title", "date", "source", "author", "url", "id", "jurisdiction", "page", "abstract")


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say how files are read."""
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=FIELD",
        help="which field or column of tables and records is the text, title, date, source, author, url or id: text=正文",
    )
    parser.add_argument(
        "--table",
        metavar="NAME",
        help="table of a SQLite database, or a query that begins with SELECT (default: the one with a text)",
    )
    parser.add_argument(
        "--timezone",
        default="Asia/Shanghai",
        metavar="ZONE",
        help="zone whose days count where a time stamp states its zone: +09:00, Asia/Tokyo (default: %(default)s)",
    )
    parser.add_argument(
        "--ocr", action="store_true", help="recognise the text of scanned PDF pages and pictures (some seconds a page)"
    )
    parser.add_argument(
        "--allow-missing", action="store_true", help="files and records that are left out do not change the exit status"
    )


def reading_of(options: argparse.Namespace, recognised: RecognisedPages | None = None) -> ReadOptions:
    """Return how files are read, with the pages that are recognised already. Raises InputError for a field or a zone that does not exist."""
    from kg.read import ReadOptions

    return ReadOptions(
        _fields(options.field),
        _zone(options.timezone),
        options.table,
        options.allow_missing,
        options.ocr,
        recognised,
        ignore_page if getattr(options, "quiet", False) else PageProgress(),
    )


def ignore_page(name: str, page: int, pages: int) -> None:
    """Show nothing."""


def _fields(stated: Sequence[str]) -> dict[str, str]:
    fields = {}
    for text in stated:
        ours, sign, theirs = text.partition("=")
        if not sign or ours not in FIELDS or not theirs:
            raise InputError(
                f"--field {text}: is not understood", f"write NAME=FIELD, NAME being one of {', '.join(FIELDS)}"
            )
        fields[ours] = theirs
    return fields


def _zone(name: str) -> tzinfo:
    import re
    from datetime import timedelta, timezone
    from zoneinfo import ZoneInfo

    from kg.read.dates import CHINA

    if name in {"Asia/Shanghai", "PRC", "+08:00"}:
        return CHINA  # also where the system has no table of zones
    m = re.fullmatch(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?", name)
    if m and int(m["hours"]) < 24:
        offset = timedelta(hours=int(m["hours"]), minutes=int(m["minutes"] or 0))
        return timezone(-offset if m["sign"] == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError) as e:
        raise InputError(f"--timezone {name}: is no time zone", "write +08:00, or a name such as Asia/Shanghai") from e


def add_inspect(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg inspect."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders or patterns, as for kg build")
    parser.add_argument("--metadata", metavar="FILE", help="table with the columns file, date, source, title, url")
    parser.add_argument("--json", action="store_true", help="one JSON object a file")
    add_reading(parser)
    parser.set_defaults(run=_inspect)


def _inspect(options: argparse.Namespace) -> int:
    from kg.read.inspection import inspect

    lost = False
    total = {"files": 0, "articles": 0}
    for found in inspect(options.paths, reading_of(options), options.metadata):
        print(json.dumps(found.as_fields(), ensure_ascii=False) if options.json else _lines(found))
        lost |= any(p.fatal for p in found.problems)
        total["files"] += found.format != ""
        total["articles"] += found.articles
    if not options.json:
        print(f"{total['files']} files, {total['articles']} articles", file=sys.stderr)
    return 1 if lost and not options.allow_missing else 0


def _lines(found: Inspected) -> str:
    """Return what is known of a file as lines for a reader."""
    facts = [found.format or "not a file", *([found.encoding] if found.encoding else []), f"{found.articles} articles"]
    if found.articles:
        facts.append(f"{found.first} to {found.last}" if found.first else "no date")
        if found.first and found.undated:
            facts.append(f"{found.undated} without a date")
    lines = [f"{found.name}: {', '.join(facts)}"]
    lines += [f"    sources: {', '.join(found.publishers)}"] if found.publishers else []
    lines += [f"    pages: {', '.join(found.pages)}"] if found.pages else []
    lines += [f"    “{title}” {start}" for title, start in found.examples]
    lines += [f"    {'left out' if p.fatal else 'note'}: {p.where}: {p.message}" for p in found.problems[:5]]
    lines += [f"    and {found.more_problems} more problems"] if found.more_problems else []
    return "\n".join(shown(line) for line in lines)
