"""Metadata of a document: from the fields of its record or of its row in a table, and from its file's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import tzinfo

from kg.errors import Problem
from kg.model import Metadata
from kg.read.dates import CHINA, parse_date, parse_time
from kg.read.decode import clean
from kg.read.jurisdiction import jurisdiction_in, jurisdiction_of
from kg.read.printed_page import page_of, page_of_name

__all__ = ["from_fields", "from_name", "jurisdiction_in", "jurisdiction_of", "merge"]


def from_fields(
    fields: Mapping[str, object], where: str, on_problem: Callable[[Problem], None], zone: tzinfo = CHINA
) -> Metadata:
    """Read the metadata fields of a table row or a JSON record; a time that states its zone gives the day in `zone`."""

    def text(name: str) -> str | None:
        value = fields.get(name)
        return clean(str(value)).strip() or None if isinstance(value, str | int) else None

    day = parse_time(text("date") or "", zone)
    if text("date") and day is None:
        on_problem(Problem(where, "read", "bad-date", f"the date “{text('date')}” is not understood", fatal=False))
    page = page_of(text("page") or "")
    return Metadata(day, text("source"), text("title"), text("url"), text("jurisdiction"), page)


def merge(first: Metadata, second: Metadata) -> Metadata:
    """Return the values of `first`, completed with those of `second`."""
    return replace(
        first,
        date=first.date or second.date,
        source=first.source or second.source,
        title=first.title or second.title,
        url=first.url or second.url,
        jurisdiction=first.jurisdiction or second.jurisdiction,
        page=first.page or second.page,
    )


def from_name(name: str) -> Metadata:
    """Return the date, the newspaper and its page in a file's name."""
    outlet = re.search(r"[一-鿿]{2,8}(?:日报|晚报|早报|晨报|都市报|商报)", name)
    return Metadata(date=parse_date(name), source=outlet.group() if outlet else None, page=page_of_name(name))
