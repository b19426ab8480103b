"""Books (EPUB): each chapter in reading order is an article."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from kg.model import Metadata
from kg.read.dateline import dateline_of
from kg.read.dates import parse_date, parse_time
from kg.read.decode import clean
from kg.read.document import Document, Found, Item, Reader, ReadOptions, with_title
from kg.read.readers.html import text_of_page
from kg.read.readers.office import broken
from kg.read.xml_tree import descendants, first, parse_html, text_in
from kg.read.zipped import Package, opened

DATED = re.compile(r"[\s（(]*(?:19|20)\d\d[-年./]?\d{1,2}[-月./]?\d{1,2}日?[\s）)]*")
LEAST = 30  # characters of a chapter; shorter ones are covers and title pages


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the text of each chapter; the locator is its number in reading order."""
    try:
        with opened(document) as package:
            path = next(
                (e.get("full-path") or "" for e in descendants(package.xml("META-INF/container.xml"), "rootfile")), ""
            )
            book = package.xml(path)
            title = text_in(first(book, "title"))
            day = parse_time(text_in(first(book, "date")), options.zone) or parse_date(title)
            known = Metadata(date=day, source=text_in(first(book, "publisher")) or DATED.sub("", title) or None)
            for number, chapter in enumerate(_chapters(package, book, posixpath.dirname(path)), 1):
                if item := _item(chapter, known, number):
                    yield item
    except ValueError as e:
        yield broken(document, "EPUB", e)


def _chapters(package: Package, book: Any, folder: str) -> Iterator[bytes]:
    parts = {e.get("id"): e for e in descendants(book, "item")}
    for reference in descendants(book, "itemref"):
        part = parts.get(reference.get("idref"))
        if part is None or "nav" in (part.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(part.get("href") or "")))
        if name in package.names:
            yield package.part(name)


def _item(chapter: bytes, known: Metadata, number: int) -> Item | None:
    """Return a chapter as an item; None for one without text, such as a cover."""
    try:
        root = parse_html(text_of_page(chapter)[0])
    except ValueError:
        return None
    title = " ".join(text_in(first(root, "h1", "h2", "h3", "title")).split())
    body = text_in(first(root, "body"))
    if len(body) < LEAST:
        return None
    stated = dateline_of(body)
    metadata = Metadata(known.date, (stated.source if stated else None) or known.source, title or None)
    return Item(clean(with_title(title, body)), metadata, str(number))


READER = Reader("EPUB", (".epub",), read, lambda document: "META-INF/container.xml" in document.members, True)
