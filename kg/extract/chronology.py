"""The order of events and their article: what an article reports as having happened does not lie after it.

A newspaper of the 6th that writes 茶博会8日开幕 announces the event, though no word says so. Only a word for the past beside the
trigger (已, 了) shows that the date, or that of the article, is wrong: `kg validate` and the report point such events out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kg.model import ArticleRecord, Event

PAST_BEFORE = re.compile(r"已经?[^，。；！？\n]{0,10}$")
PAST_BEHIND = re.compile(r"[^，。；！？\n]{0,2}?了")


def is_after(event: Event, published: date | None) -> bool:
    """Whether an event begins after its article's publication, as far as its date says."""
    begin = event.when.begin if event.when else None
    return published is not None and begin is not None and begin > published.isoformat()[: len(begin)]


def contradicts_itself(event: Event, text: str, published: date | None) -> bool:
    """Whether an event begins after its article, which says that it has happened: one of the two dates is wrong."""
    return event.status == "happened" and is_after(event, published) and _announced(event, text, published) is event


def with_announced(record: ArticleRecord) -> ArticleRecord:
    """Return a record in which the events after publication are planned, unless the text says that they have happened."""
    text, published = record.article.text, record.article.published
    if not any(e.status == "happened" and is_after(e, published) for e in record.events):
        return record
    return replace(record, events=tuple(_announced(e, text, published) for e in record.events))


def _announced(event: Event, text: str, published: date | None) -> Event:
    if event.status != "happened" or not is_after(event, published):
        return event
    past = PAST_BEFORE.search(text, max(0, event.start - 14), event.start) or PAST_BEHIND.match(text, event.end)
    return event if past else replace(event, status="planned")
