"""Splitting of a source into articles: one, or the several of a text export of a printed page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Article, Source
from kg.read.assembly import article_of
from kg.read.blocks import Block, cut_blocks, repair_columns, single_block
from kg.read.headlines import assign_headlines
from kg.read.jurisdiction import jurisdiction_in
from kg.read.lines import START, Line, classify


def split(source: Source) -> tuple[Article, ...]:
    """Return the articles of a source in page order; every character keeps its offset.

    >>> [a.title for a in split(Source("a.txt", "云川大学成立\\n\\n昨日，云川大学揭牌。"))]
    ['云川大学成立']
    """
    lines = [x for x in classify(source.text) if x.kind != "folio"]
    blocks = _page(source.text, lines) if _is_page(source.text, lines) else [single_block(source.text, lines)]
    blocks = [b for b in blocks if b.headlines or b.paragraphs]
    base = source.name + (f"#{source.record}" if source.record else "")
    many = len(blocks) > 1
    if many and not (source.metadata.source or source.metadata.jurisdiction):
        source = replace(source, metadata=replace(source.metadata, jurisdiction=jurisdiction_in(source.text)))
    return tuple(article_of(source, b, f"{base}#{n}" if many else base) for n, b in enumerate(blocks, 1))


def _is_page(text: str, lines: Sequence[Line]) -> bool:
    starts = sum(bool(START.match(text[x.start : x.end])) for x in lines)
    captions = sum(x.kind == "caption" or (x.kind == "byline" and text[x.start : x.end].endswith("摄")) for x in lines)
    return starts >= 2 or (starts == 1 and captions >= 1)


def _page(text: str, lines: Sequence[Line]) -> list[Block]:
    blocks, captions = cut_blocks(text, repair_columns(text, lines))
    blocks = assign_headlines(text, blocks)
    return sorted([*blocks, *captions], key=lambda b: b.start)
