"""The article that a block gives: its parts, one per line, with the offset of every character in the source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Article, Part, PartKind, Region, Source
from kg.read.blocks import Block
from kg.read.characters import normalised
from kg.read.lines import Line
from kg.read.script import plain

KICKER = re.compile(r"(?:强调|指出|要求|表示|时说|获悉|提出)[：:]?$")


def article_of(source: Source, block: Block, identity: str) -> Article:
    """Join the parts, one per line, and keep the offset of every character (-1 for inserted ones)."""
    chars: list[str] = []
    offsets: list[int] = []
    parts: list[Part] = []

    def add(kind: PartKind, paragraphs: Sequence[Sequence[Line]]) -> None:
        if chars and paragraphs:
            chars.append("\n")
            offsets.append(-1)
        start = len(chars)
        for n, lines in enumerate(paragraphs):
            if n:
                chars.append("\n")
                offsets.append(-1)
            for x in lines:
                text, where = normalised(source.text, x.start, x.end)
                chars.extend(text)
                offsets.extend(where)
        if paragraphs:
            parts.append(Part(kind, start, len(chars)))

    title = ""
    for kind, line in _headline_parts(source.text, block.headlines):
        add(kind, [[line]])
        title = normalised(source.text, line.start, line.end)[0] if kind == "title" else title
    add("byline", [[x] for x in block.bylines if not block.caption])
    add("caption" if block.caption else "body", block.paragraphs)
    add("byline", [[x] for x in block.bylines if block.caption])
    known = source.metadata
    return Article(
        id=identity,
        source=source.name,
        file=source.file,
        title=title or known.title or "",
        text=plain("".join(chars)),
        offsets=tuple(offsets),
        parts=tuple(parts),
        published=known.date,
        publisher=known.source,
        jurisdiction=known.jurisdiction,
        url=known.url,
        record=source.record,
        extent=_extent(offsets),
        regions=source.regions,
        recognised=_recognised(source.regions),
        page=known.page,
    )


def _recognised(regions: Sequence[Region]) -> float | None:
    """Return the mean confidence of the characters of a text that was recognised in a picture; None for others."""
    length = sum(r.end - r.start for r in regions)
    if not length or all(r.confidence == 1.0 for r in regions):
        return None
    return round(sum(r.confidence * (r.end - r.start) for r in regions) / length, 3)


def _headline_parts(text: str, headlines: Sequence[Line]) -> list[tuple[PartKind, Line]]:
    """Classify headlines: a kicker before the title states who and where; shorter lines after it are subtitles."""
    if len(headlines) < 2:
        return [("title", x) for x in headlines]
    first, second = headlines[0], headlines[1]
    lead = text[first.start : first.end]
    is_dashed = text[second.start : second.end].startswith(("——", "—", "--"))
    kicker = bool(KICKER.search(lead)) or (first.end - first.start) + 3 <= second.end - second.start
    rest: list[tuple[PartKind, Line]] = [("subtitle", x) for x in headlines[2:]]
    if kicker and not is_dashed:
        return [("kicker", first), ("title", second), *rest]
    return [("title", first), ("subtitle", second), *rest]


def _extent(offsets: Sequence[int]) -> tuple[int, int]:
    kept = [o for o in offsets if o >= 0]
    return (min(kept), max(kept) + 1) if kept else (0, 0)
