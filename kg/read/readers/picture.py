"""Pictures of pages (extra `ocr`, with `--ocr`): PNG, JPEG, TIFF and others; without it they are named, and left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, cast

from kg.errors import Problem
from kg.read import limits
from kg.read.decode import clean
from kg.read.document import Document, Found, Item, Reader, ReadOptions
from kg.read.page_layout import articles_of
from kg.read.readers.pdf import running_head
from kg.read.recognition import DPI, recognise
from kg.read.regions import regions_of

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
SMALLEST = 500  # pixels of the longer side of a picture that can be a page
MOST_PIXELS = 150_000_000
MAX_PAGES = 1000  # of a TIFF
LEAST_TEXT = 20  # characters of a page


def read(document: Document, options: ReadOptions) -> Iterator[Found]:
    """Yield the articles of a picture; the locator is the page and the number of the article on it (1-2)."""
    if not options.ocr:
        message = "is a picture; text in pictures is read with --ocr (extra ocr) only; left out"
        yield Problem(document.name, "read", "image", message, False)
        return
    from PIL import Image, UnidentifiedImageError

    try:
        with document.seekable() as data, Image.open(cast("IO[bytes]", data)) as picture:
            pages = min(getattr(picture, "n_frames", 1), MAX_PAGES)
            found = False
            for number in range(pages):
                options.on_part(document.name, number + 1, pages)
                picture.seek(number)
                for item in _items(picture, number + 1, pages, document, options):
                    found = True
                    yield item
    except (UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError) as e:
        yield Problem(
            document.name, "read", "broken-picture", f"is no picture that can be read: {str(e)[:80]}; left out"
        )
        return
    if not found:
        yield Problem(document.name, "read", "image", "is a picture without text; left out", False)


def _items(picture: Any, page: int, pages: int, document: Document, options: ReadOptions) -> Iterator[Found]:
    import numpy as np

    width, height = picture.size
    if max(width, height) < SMALLEST:
        return
    if width * height > MOST_PIXELS:
        message = f"has a page of {width} by {height} pixels, too much to recognise; left out"
        yield Problem(document.name, "read", "too-large", message)
        return
    options.on_page(document.name, page, pages)
    lines = recognise(np.asarray(picture.convert("RGB")), 72 / DPI, options.recognised)
    points = height * 72 / DPI
    stated = running_head(lines, points)
    articles = [a for a in articles_of(lines, points) if len(a.text.strip()) >= LEAST_TEXT]
    for number, article in enumerate(articles, 1):
        text = clean(article.text[: limits.LONGEST])
        yield Item(text, stated, f"{page}-{number}", regions=regions_of(text, ((page, x) for x in article.lines)))


def _recognises(document: Document) -> bool:
    head = document.head
    return (
        head.startswith(SIGNATURES) or (head.startswith(b"BM") and document.suffix == ".bmp") or head[8:12] == b"WEBP"
    )


READER = Reader("picture", SUFFIXES, read, _recognises, extra="ocr")
