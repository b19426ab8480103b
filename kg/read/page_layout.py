"""The articles of a printed page: runs of characters become lines, lines become blocks, and headlines take the blocks below them.

Coordinates are those of PDF: points, from the lower left corner of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

LARGER = 1.2  # a headline's size, in sizes of the text
MARGIN = 0.06  # of the page's height, where running heads and numbers stand
FURNITURE = re.compile(
    r"^\W*(?:[A-Z]?\d{1,3}|第?\s*\d{1,3}\s*[版页]|.{0,40}\d{4}年\d{1,2}月\d{1,2}日.{0,40})\W*$|(?:责任)?编辑|责编|版式|校对|星期[一二三四五六日]"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """The width."""
        return self.right - self.left

    def around(self, other: Box) -> Box:
        """Return the rectangle around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def shared(self, other: Box) -> float:
        """Return the width that both have in common, as a share of the narrower."""
        common = min(self.right, other.right) - max(self.left, other.left)
        return max(0.0, common) / max(1.0, min(self.width, other.width))


@dataclass(frozen=True, slots=True)
class TextLine:
    """Characters of one size that stand beside each other."""

    text: str
    box: Box
    size: float
    confidence: float = 1.0  # of the recognition of a picture


@dataclass(slots=True)
class Block:
    """Lines of one size below each other."""

    lines: list[TextLine]
    box: Box

    @property
    def size(self) -> float:
        """The size of its characters."""
        return self.lines[0].size


@dataclass(slots=True)
class PrintedArticle:
    """An article of a page: headlines from top to bottom, and blocks of text in reading order."""

    headlines: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The rectangle around it."""
        first, *others = [b.box for b in (*self.headlines, *self.body)]
        for other in others:
            first = first.around(other)
        return first

    @property
    def lines(self) -> list[TextLine]:
        """Its lines in reading order."""
        return [x for b in (*self.headlines, *self.body) for x in b.lines]

    @property
    def text(self) -> str:
        """The headlines, each on a line, and the paragraphs."""
        heads = ["".join(x.text for x in b.lines) for b in self.headlines]
        return "\n".join([*heads, paragraphs(self.body)])


def blocks_of(lines: Sequence[TextLine]) -> list[Block]:
    """Join lines below each other that have one size and most of their width in common."""
    blocks: list[Block] = []
    for line in sorted(lines, key=lambda x: (-x.box.top, x.box.left)):
        above = [b for b in blocks if _continues(b, line)]
        if above:
            block = max(above, key=lambda b: b.box.shared(line.box))
            block.lines.append(line)
            block.box = block.box.around(line.box)
        else:
            blocks.append(Block([line], line.box))
    return blocks


def _continues(block: Block, line: TextLine) -> bool:
    last = block.lines[-1]
    gap = last.box.bottom - line.box.top
    near = -0.5 * line.size <= gap <= 1.1 * line.size
    aligned = abs(block.box.left - line.box.left) <= 2.5 * line.size or line.size > 1.5 * last.size
    return near and aligned and abs(last.size - line.size) <= 0.1 * last.size and block.box.shared(line.box) >= 0.6


def body_size(lines: Sequence[TextLine]) -> float:
    """Return the size of most characters."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size * 2) / 2] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def is_furniture(block: Block, height: float) -> bool:
    """Whether a block is a running head, a page number or an imprint at the edge of the page."""
    text = "".join(x.text for x in block.lines)
    at_edge = block.box.bottom > height * (1 - MARGIN) or block.box.top < height * MARGIN
    return at_edge and len(text) < 80 and bool(FURNITURE.search(text))


def articles_of(lines: Sequence[TextLine], height: float) -> list[PrintedArticle]:
    """Return the articles of a page, from top to bottom and from left to right."""
    size = body_size(lines)
    blocks = [b for b in blocks_of(lines) if not is_furniture(b, height)]
    heads = sorted((b for b in blocks if b.size >= size * LARGER), key=lambda b: (-b.box.top, b.box.left))
    articles = _grouped(heads, size)
    orphans = PrintedArticle()
    for block in (b for b in blocks if b.size < size * LARGER):
        owner = _owner(block, articles)
        (owner or orphans).body.append(block)
    for article in (*articles, orphans):
        article.body = _in_reading_order(article.body)
    found = [a for a in articles if a.body or sum(len(x.text) for b in a.headlines for x in b.lines) >= 4]
    return [*found, orphans] if orphans.body else found


def _grouped(heads: list[Block], size: float) -> list[PrintedArticle]:
    """Join the lines of one headline: kicker, title and subtitle stand close below each other."""
    articles: list[PrintedArticle] = []
    for head in heads:
        for article in articles:
            last = article.headlines[-1]
            gap = last.box.bottom - head.box.top
            if -0.5 * head.size <= gap <= 1.0 * max(head.size, last.size) and last.box.shared(head.box) >= 0.6:
                article.headlines.append(head)
                break
        else:
            articles.append(PrintedArticle([head]))
    return articles


def _owner(block: Block, articles: list[PrintedArticle]) -> PrintedArticle | None:
    """Return the article whose headline stands nearest above a block, or to the left above its column's neighbours."""
    above = [a for a in articles if a.headlines[-1].box.bottom >= block.box.top - 0.5 * block.size]
    covering = [a for a in above if any(h.box.shared(block.box) >= 0.3 for h in a.headlines)]
    nearest = min(covering, key=lambda a: a.headlines[-1].box.bottom - block.box.top, default=None)
    left = [a for a in above if a.headlines[0].box.left <= block.box.left and a is not nearest]
    row = min((a.headlines[-1].box.bottom for a in left), default=0.0) + 4 * block.size
    beside = max(
        (a for a in left if a.headlines[-1].box.bottom <= row), key=lambda a: a.headlines[0].box.left, default=None
    )
    if nearest is None:
        return beside
    if beside is None:
        return nearest
    lower = beside.headlines[0].box.top < nearest.headlines[0].box.top - 2 * block.size
    return beside if lower and _reaches(beside, block, articles) else nearest


def _reaches(article: PrintedArticle, block: Block, articles: list[PrintedArticle]) -> bool:
    """Whether an article's columns can go on to a block at their right: they begin at one height, and no headline is between."""
    head = article.headlines[-1].box
    begins = -1.0 * block.size <= head.top - block.box.top <= head.top - head.bottom + 4 * block.size
    between = any(
        a is not article
        and a.headlines[0].box.left > head.left
        and a.headlines[0].box.left <= block.box.left
        and abs(a.headlines[0].box.top - head.top) < 3 * block.size
        for a in articles
    )
    return begins and not between


def _in_reading_order(blocks: list[Block]) -> list[Block]:
    return sorted(blocks, key=lambda b: (_column(b, blocks), -b.box.top))


def _column(block: Block, blocks: Sequence[Block]) -> float:
    """Return the left edge of the column that a block stands in, so that the blocks of one column sort together."""
    return min(b.box.left for b in blocks if b.box.shared(block.box) >= 0.5)


def paragraphs(blocks: Sequence[Block]) -> str:
    """Return the text of blocks in reading order, without the line breaks of their columns."""
    parts: list[str] = []
    full = False  # whether the line before reaches the edge of its column
    for block in blocks:
        for line in block.lines:
            indent = line.box.left - block.box.left
            begins = indent > 1.2 * line.size or line.text.startswith("　　")
            if parts and (begins or not full):
                parts.append("\n")
            elif parts and parts[-1][-1:].isascii() and line.text[:1].isascii() and parts[-1][-1:].isalpha():
                parts.append(" ")
            parts.append(line.text.strip(" 　"))
            full = block.box.right - line.box.right < 1.6 * line.size
    return "".join(parts)
