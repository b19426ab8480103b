"""PDF with a text layer (extra `pdf`): the articles of each page, in the order of their columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import Problem
from kg.model import Metadata
from kg.read import limits
from kg.read.dateline import parse_dateline
from kg.read.decode import clean
from kg.read.document import Document, Found, Item, Reader, ReadOptions
from kg.read.metadata import from_name, merge
from kg.read.page_layout import Box, TextLine, articles_of, blocks_of, is_furniture
from kg.read.recognition import DPI, Pixels, recognise
from kg.read.regions import regions_of

MAX_PAGES = 5000
MAX_CHARACTERS = 200_000  # of one page
LEAST_TEXT = 20  # characters of a page that has a text layer
LARGEST_SIDE = 9_000  # pixels of a page that is drawn
GARBLED = 0.1  # share of characters without meaning
TO = re.compile(r"[（(]?\s*下转\s*第?\s*[A-Z]?(?P<page>\d{1,3})\s*版\s*[）)]?")
FROM = re.compile(r"[（(]?\s*上接\s*第?\s*[A-Z]?(?P<page>\d{1,3})\s*版\s*[）)]?")

ONE_SIZE = 1.05  # the most that sizes of characters differ in a text without headlines
ENDS = frozenset("。！？…”』」）)!?.")  # of sentences, and of what stands alone on a line


@dataclass(frozen=True, slots=True)
class Placed:
    """An article on its page, and its lines."""

    page: int
    text: str
    lines: list[tuple[int, TextLine]]  # with their pages
    printed: str | None = None  # the page of the newspaper, as its edge states it


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the articles of a PDF; the locator is the page and the number of the article on it (3-2)."""
    import pypdfium2

    try:
        with document.seekable() as data:
            file = pypdfium2.PdfDocument(data.read(limits.LARGEST_DOCUMENT))
        try:
            yield from _pages(file, document, options)
        finally:
            file.close()
    except pypdfium2.PdfiumError as e:
        yield Problem(
            document.name,
            "read",
            "broken-pdf",
            f"is no PDF that can be read (damaged, or with a password): {str(e)[:80]}; left out",
        )


def _pages(file: Any, document: Document, options: ReadOptions) -> Iterator[Found]:
    found: list[Placed] = []
    without: list[int] = []
    garbled: list[int] = []
    stated = Metadata()
    for number in range(min(len(file), MAX_PAGES)):
        options.on_part(document.name, number + 1, min(len(file), MAX_PAGES))
        page = file[number]
        lines = list(_lines(page))
        text = "".join(x.text for x in lines)
        bad = without if len(text) < LEAST_TEXT else garbled if _is_garbled(text) else None
        if bad is not None and options.ocr:
            options.on_page(document.name, number + 1, len(file))
            lines = recognise(*_picture_of(page), options.recognised)
            bad = without if sum(len(x.text) for x in lines) < LEAST_TEXT else None
        if bad is None:
            height = page.get_height()
            head = running_head(lines, height)
            stated = merge(stated, replace(head, page=None))
            found += [
                Placed(number + 1, a.text, [(number + 1, x) for x in a.lines], head.page)
                for a in articles_of(lines, height)
            ]
        else:
            bad.append(number + 1)
        page.close()
    yield from _items([_in_one(found)] if _flows(found) else _joined(found), stated)
    advice = ", and none was recognised" if options.ocr else "; recognise them with --ocr (extra ocr)"
    for pages, slug, message in (
        (
            without,
            "no-text-layer",
            f"no text layer (scanned pages or pictures){advice}",
        ),
        (
            garbled,
            "garbled-text",
            f"text that means nothing, as its fonts do not state which characters they draw{advice}",
        ),
    ):
        if pages:
            listed = ", ".join(map(str, pages[:20])) + (" and more" if len(pages) > 20 else "")
            yield Problem(
                document.name, "read", slug, f"has {len(pages)} pages with {message}; left out: page {listed}"
            )


def _lines(page: Any) -> Iterator[TextLine]:
    """Yield the runs of characters of a page that stand beside each other in one size."""
    import pypdfium2.raw as raw

    layer = page.get_textpage()
    run: list[str] = []
    box, size = Box(0, 0, 0, 0), 0.0
    try:
        for place in range(min(layer.count_chars(), MAX_CHARACTERS)):
            code = raw.FPDFText_GetUnicode(layer, place)
            character = chr(code) if 0 < code < 0x110000 else "\ufffd"
            if character in "\r\n\x02" or unicodedata.category(character) in {"Cc", "Cs"}:
                continue
            here, height = Box(*layer.get_charbox(place, loose=True)), float(raw.FPDFText_GetFontSize(layer, place))
            height = max(height, 1.0) if height > 1.5 else max(here.top - here.bottom, 1.0)
            if run and not _beside(box, size, here, height, character):
                yield TextLine("".join(run).strip(), box, size)
                run = []
            if not run:
                if character.isspace():
                    continue
                box, size = here, height
            elif not character.isspace():
                box = box.around(here)
            run.append(character)
    finally:
        layer.close()
    if text := "".join(run).strip():
        yield TextLine(text, box, size)


def _beside(box: Box, size: float, here: Box, height: float, character: str) -> bool:
    """Whether a character goes on a run: on one line, in one size, without the gap between two columns."""
    if character.isspace():
        return True
    middle = (here.top + here.bottom) / 2
    on_line = box.bottom - 0.2 * size <= middle <= box.top + 0.2 * size
    return on_line and -0.6 * size <= here.left - box.right <= 0.9 * size and abs(height - size) <= 0.15 * size


def _is_garbled(text: str) -> bool:
    strange = sum(c == "\ufffd" or unicodedata.category(c) in {"Co", "Cn"} for c in text)
    return strange > GARBLED * len(text)


def running_head(lines: list[TextLine], height: float) -> Metadata:
    """Return date, newspaper and page as the edge of a page states them."""
    known = Metadata()
    for block in blocks_of(lines):
        if is_furniture(block, height):
            text = " ".join(x.text for x in block.lines)
            stated = parse_dateline(text)
            found = Metadata(date=stated.date, source=stated.source, page=stated.page) if stated else from_name(text)
            known = merge(known, found)
    return known


def _flows(found: list[Placed]) -> bool:
    """Whether a text flows over pages as from a word processor: each is one text without headlines, of one size of characters."""
    sizes = [line.size for p in found for _, line in p.lines]
    alone = len({p.page for p in found}) == len(found) > 1
    return alone and max(sizes, default=0.0) <= ONE_SIZE * min(sizes, default=0.0)


def _in_one(found: list[Placed]) -> Placed:
    """Return the pages of a text as one; a sentence goes on behind the end of a page."""
    text = found[0].text
    for p in found[1:]:
        text += p.text if text[-1:] not in ENDS else f"\n{p.text}"
    return Placed(found[0].page, text, [line for p in found for line in p.lines], found[0].printed)


def _joined(found: list[Placed]) -> list[Placed]:
    """Return the articles; what is continued on another page (下转第3版) is joined."""
    texts = list(found)
    gone: set[int] = set()
    for n, one in enumerate(texts):
        jump = TO.search(one.text[-40:])
        if not jump:
            continue
        for k, other in enumerate(texts):
            back = FROM.search(other.text[:120])
            if k != n and k not in gone and other.page == int(jump["page"]) and back and int(back["page"]) == one.page:
                body = one.text[: len(one.text) - len(one.text[-40:]) + jump.start()].rstrip()
                rest = other.text[back.end() :].lstrip("）) ").lstrip()
                texts[n] = Placed(one.page, f"{body}\n{rest}", [*one.lines, *other.lines], one.printed)
                gone.add(k)
                break
    return [t for n, t in enumerate(texts) if n not in gone]


def _items(articles: list[Placed], known: Metadata) -> Iterator[Item]:
    numbers: dict[int, int] = {}
    for a in articles:
        numbers[a.page] = numbers.get(a.page, 0) + 1
        if len(a.text.strip()) >= LEAST_TEXT:
            text = clean(a.text)
            yield Item(
                text, replace(known, page=a.printed), f"{a.page}-{numbers[a.page]}", regions=regions_of(text, a.lines)
            )


def _picture_of(page: Any) -> tuple[Pixels, float]:
    """Return a page drawn for recognition, and the points of a pixel."""
    scale = min(DPI / 72, LARGEST_SIDE / max(page.get_width(), page.get_height(), 1.0))
    drawn = page.render(scale=scale, rev_byteorder=True).to_numpy()
    return drawn[:, :, :3], 1 / scale


def _recognises(document: Document) -> bool:
    return document.head[:1024].lstrip().startswith(b"%PDF-")


READER = Reader("PDF", (".pdf",), read, _recognises, extra="pdf")
