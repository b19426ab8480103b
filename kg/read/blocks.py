"""Blocks: articles under construction, as lines of a page by function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.read.lines import START, Line, is_complete
from kg.segmenter import segmenter


@dataclass(slots=True)
class Block:
    """An article under construction: lines of the source by function."""

    headlines: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    paragraphs: list[list[Line]] = field(default_factory=list)  # each is one or more lines, divided by column breaks
    caption: bool = False

    @property
    def start(self) -> int:
        lines = [*self.headlines, *self.bylines, *(x for p in self.paragraphs for x in p)]
        return min((x.start for x in lines), default=0)


def single_block(text: str, lines: Sequence[Line]) -> Block:
    """Build one article: the headlines at the top, then the body, including short lines further down."""
    block = Block()
    rest = list(lines)
    while (
        len(rest) > 1
        and rest[0].kind in {"headline", "label"}
        and (len(block.headlines) < 3 or rest[0].kind == "label")
    ):
        block.headlines.append(rest.pop(0))
    if (
        rest
        and not block.headlines
        and len(rest) > 1
        and rest[0].end - rest[0].start <= 80
        and not text[rest[0].start : rest[0].end].endswith("。")
    ):
        block.headlines.append(rest.pop(0))
    block.bylines = [x for x in rest if x.kind == "byline"]
    block.paragraphs = _paragraphs(text, [x for x in rest if x.kind != "byline"])
    return block


def _paragraphs(text: str, lines: Sequence[Line]) -> list[list[Line]]:
    """Join the lines of paragraphs: an incomplete body line continues in the next body line."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        last = paragraphs[-1][-1] if paragraphs else None
        broken = (
            last is not None
            and last.kind == "body"
            and line.kind == "body"
            and not is_complete(text[last.start : last.end], last.full)
        )
        if broken and not START.match(text[line.start : line.end]) and _goes_on(text, paragraphs[-1]):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _goes_on(text: str, lines: Sequence[Line]) -> bool:
    """Whether a paragraph is running prose or fills a narrow column, not a line of a list or a poem."""
    return lines[-1].full or sum(x.end - x.start for x in lines) >= 20


def repair_columns(text: str, lines: Sequence[Line]) -> list[Line]:
    """Reclassify a headline as body if a word continues from it into the next line: it is part of a column."""
    following = [*lines[1:], None]
    return [
        replace(x, kind="body") if x.kind == "headline" and y and y.kind == "body" and _word_crosses(text, x, y) else x
        for x, y in zip(lines, following, strict=True)
    ]


def _word_crosses(text: str, first: Line, second: Line) -> bool:
    """Whether jieba's dictionary has a word across the break between two lines."""
    tail, head = text[max(first.start, first.end - 6) : first.end], text[second.start : second.start + 6]
    return any(begin < len(tail) < end for _, begin, end in segmenter().tokenize(tail + head, HMM=False))


def cut_blocks(text: str, lines: Sequence[Line]) -> tuple[list[Block], list[Block]]:
    """Cut a page at headlines and at 本报讯; captions are separated and do not interrupt the article around them."""
    blocks: list[Block] = [Block()]
    captions: list[Block] = []
    for line in lines:
        here = text[line.start : line.end]
        current = blocks[-1]
        if line.kind == "label":
            continue
        if line.kind == "headline":
            if current.paragraphs:
                blocks.append(current := Block())
            current.headlines.append(line)
        elif line.kind == "byline" and here.endswith("摄"):
            if current.paragraphs:
                captions.append(Block(bylines=[line], paragraphs=[current.paragraphs.pop()], caption=True))
        elif line.kind == "byline":
            if current.paragraphs:
                blocks.append(current := Block())
            current.bylines.append(line)
        elif line.kind == "caption":
            captions.append(Block(paragraphs=[[line]], caption=True))
        else:
            if START.match(here) and current.paragraphs:
                blocks.append(current := Block())
            _add_line(text, current, line)
    return [b for b in blocks if b.headlines or b.paragraphs], captions


def _add_line(text: str, block: Block, line: Line) -> None:
    last = block.paragraphs[-1] if block.paragraphs else None
    if last and not is_complete(text[last[-1].start : last[-1].end], last[-1].full) and _goes_on(text, last):
        last.append(line)
    else:
        block.paragraphs.append([line])
