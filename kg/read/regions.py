"""Where the characters of a printed article stand: its lines, found again in the text that they were joined into."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Region
from kg.read.page_layout import TextLine


def regions_of(text: str, lines: Iterable[tuple[int, TextLine]]) -> tuple[Region, ...]:
    """Return a region for each line (with its page) whose characters are in the text, which has the lines in order.

    >>> from kg.read.page_layout import Box
    >>> [(r.start, r.end, r.page) for r in regions_of("云川大学揭牌", [(1, TextLine("大学", Box(0, 0, 9, 9), 9))])]
    [(2, 4, 1)]
    """
    found, at = [], 0
    for page, line in lines:
        words = line.text.strip(" 　")
        start = text.find(words, at) if words else -1
        if start >= 0:
            at = start + len(words)
            b = line.box
            box = round(b.left, 1), round(b.bottom, 1), round(b.right, 1), round(b.top, 1)
            found.append(Region(start, at, page, box, line.confidence))
    return tuple(found)
