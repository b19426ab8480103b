"""Web pages (HTML, XHTML): the main text with title, date, source and author; lists and navigation are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import Problem
from kg.model import Metadata
from kg.read.decode import clean, decode
from kg.read.document import Document, Found, Item, Reader, ReadOptions, with_title
from kg.read.fields import with_byline
from kg.read.web_page import read_page

LARGEST = 2**24  # bytes of a page
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb-2312": "gb18030", "big5": "big5hkscs"}
BEGINNING = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the article of a page."""
    data = document.whole(LARGEST)
    if data is None:
        yield Problem(document.name, "read", "too-large", f"is a page larger than {LARGEST // 2**20} MB; left out")
        return
    text, encoding = text_of_page(data)
    try:
        page = read_page(text, options.zone)
    except ValueError as e:
        yield Problem(document.name, "read", "broken-page", f"is no web page that can be read: {e}; left out")
        return
    if not page.text:
        message = "is a page without an article (a list, navigation or a video); left out"
        yield Problem(document.name, "read", "no-article", message, fatal=False)
        return
    known = Metadata(page.date, page.source, page.title or None, page.url, page=page.printed)
    yield Item(clean(with_title(page.title, with_byline(page.author, page.text))), known, None, encoding)


def text_of_page(data: bytes) -> tuple[str, str]:
    """Return the text of a page and its encoding: the one that fits, else the one it states, with faults marked by U+FFFD."""
    decoded = decode(data)
    if decoded:
        return decoded.text, decoded.encoding
    stated = CHARSET.search(data[:4096])
    encoding = stated[1].decode("ascii").lower() if stated else "utf-8"
    encoding = WIDER.get(encoding, encoding)
    try:
        return clean(data.decode(encoding, "replace")), encoding
    except LookupError:
        return clean(data.decode("utf-8", "replace")), "utf-8"


def _recognises(document: Document) -> bool:
    if document.suffix == ".md":
        return False
    start = (document.start or document.head.decode("latin-1")).lstrip("\ufeff \n\t")[:4000]
    if start.startswith("<?xml"):  # XHTML, or another kind of XML with elements of these names
        return "<html" in start.lower()
    return start.startswith("<") and bool(BEGINNING.search(start))


READER = Reader("web page", (".html", ".htm", ".xhtml", ".shtml"), read, _recognises, True)
