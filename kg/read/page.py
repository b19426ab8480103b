"""Splitting of a source into articles: one, or the several of a text export of a printed page.

On a page, a headline can be separated from its body. Shared character bigrams decide which headline belongs to which body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Article, Part, PartKind, Source
from kg.read.lines import COMPLETE, START, Line, classify
from kg.read.metadata import jurisdiction_in
from kg.read.script import plain
from kg.segmenter import segmenter

MAX_DISTANCE = 20  # blocks between a body and its headline, on either side
MAX_HEADLINES = 12  # headline lines of one article
KICKER = re.compile(r"(?:强调|指出|要求|表示|时说|获悉|提出)[：:]?$")


@dataclass(slots=True)
class _Block:
    """An article under construction: lines of the source by function."""

    headlines: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    paragraphs: list[list[Line]] = field(default_factory=list)  # each is one or more lines, divided by column breaks
    caption: bool = False

    @property
    def start(self) -> int:
        lines = [*self.headlines, *self.bylines, *(x for p in self.paragraphs for x in p)]
        return min((x.start for x in lines), default=0)


def split(source: Source) -> tuple[Article, ...]:
    """Return the articles of a source in page order; every character keeps its offset.

    >>> [a.title for a in split(Source("a.txt", "云川大学成立\\n\\n昨日，云川大学揭牌。"))]
    ['云川大学成立']
    """
    lines = [x for x in classify(source.text) if x.kind != "folio"]
    blocks = _page(source.text, lines) if _is_page(source.text, lines) else [_single(source.text, lines)]
    blocks = [b for b in blocks if b.headlines or b.paragraphs]
    base = source.name + (f"#{source.record}" if source.record else "")
    many = len(blocks) > 1
    if many and not (source.metadata.source or source.metadata.jurisdiction):
        source = replace(source, metadata=replace(source.metadata, jurisdiction=jurisdiction_in(source.text)))
    return tuple(_article(source, b, f"{base}#{n}" if many else base) for n, b in enumerate(blocks, 1))


def _is_page(text: str, lines: Sequence[Line]) -> bool:
    starts = sum(bool(START.match(text[x.start : x.end])) for x in lines)
    captions = sum(x.kind == "caption" or (x.kind == "byline" and text[x.start : x.end].endswith("摄")) for x in lines)
    return starts >= 2 or (starts == 1 and captions >= 1)


def _paragraphs(text: str, lines: Sequence[Line]) -> list[list[Line]]:
    """Join the lines of paragraphs: an incomplete body line continues in the next body line."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        last = paragraphs[-1][-1] if paragraphs else None
        broken = (
            last is not None
            and last.kind == "body"
            and line.kind == "body"
            and not COMPLETE.search(text[last.start : last.end])
        )
        if broken and not START.match(text[line.start : line.end]) and _is_long(text, paragraphs[-1]):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _is_long(text: str, lines: Sequence[Line]) -> bool:
    """Whether a paragraph is running prose, not a line of a list or a poem."""
    return sum(x.end - x.start for x in lines) >= 20


def _single(text: str, lines: Sequence[Line]) -> _Block:
    """Build one article: the headlines at the top, then the body, including short lines further down."""
    block = _Block()
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


def _page(text: str, lines: Sequence[Line]) -> list[_Block]:
    blocks, captions = _blocks(text, _repair_columns(text, lines))
    blocks = _assign(text, blocks)
    return sorted([*blocks, *captions], key=lambda b: b.start)


def _repair_columns(text: str, lines: Sequence[Line]) -> list[Line]:
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


def _blocks(text: str, lines: Sequence[Line]) -> tuple[list[_Block], list[_Block]]:
    """Cut a page at headlines and at 本报讯; captions are separated and do not interrupt the article around them."""
    blocks: list[_Block] = [_Block()]
    captions: list[_Block] = []
    for line in lines:
        here = text[line.start : line.end]
        current = blocks[-1]
        if line.kind == "label":
            continue
        if line.kind == "headline":
            if current.paragraphs:
                blocks.append(current := _Block())
            current.headlines.append(line)
        elif line.kind == "byline" and here.endswith("摄"):
            if current.paragraphs:
                captions.append(_Block(bylines=[line], paragraphs=[current.paragraphs.pop()], caption=True))
        elif line.kind == "byline":
            if current.paragraphs:
                blocks.append(current := _Block())
            current.bylines.append(line)
        elif line.kind == "caption":
            captions.append(_Block(paragraphs=[[line]], caption=True))
        else:
            if START.match(here) and current.paragraphs:
                blocks.append(current := _Block())
            _add_line(text, current, line)
    return [b for b in blocks if b.headlines or b.paragraphs], captions


def _add_line(text: str, block: _Block, line: Line) -> None:
    last = block.paragraphs[-1] if block.paragraphs else None
    if last and not COMPLETE.search(text[last[-1].start : last[-1].end]) and _is_long(text, last):
        last.append(line)
    else:
        block.paragraphs.append([line])


def _bigrams(text: str, lines: Sequence[Line]) -> set[str]:
    joined = "".join(re.sub(r"[^一-鿿]", "", text[x.start : x.end]) for x in lines)
    return {joined[i : i + 2] for i in range(len(joined) - 1)}


def _share(bigrams: set[str], of: set[str]) -> float:
    """Return the share of a headline's bigrams that occur in a body (0 to 1)."""
    return len(bigrams & of) / len(bigrams) if bigrams else 0.0


def _body(text: str, block: _Block) -> set[str]:
    return _bigrams(text, [x for p in block.paragraphs for x in p])


def _assign(text: str, blocks: list[_Block]) -> list[_Block]:
    """Assign surplus headlines to bodies without one, and split blocks that hold two articles."""
    bodies = [_body(text, b) for b in blocks]
    for n, headless in enumerate(blocks):
        if not headless.headlines and headless.paragraphs:
            near = slice(max(0, n - MAX_DISTANCE), n + MAX_DISTANCE + 1)
            _give_headline(text, headless, bodies[n], list(zip(blocks[near], bodies[near], strict=True)))
    out: list[_Block] = []
    for b in blocks:
        first = text[b.paragraphs[0][0].start : b.paragraphs[0][0].end] if b.paragraphs else ""
        two = len(b.headlines) >= 2 and len(b.paragraphs) >= 2 and b.bylines and START.match(first)
        out.extend(_split_block(text, b) if two else [b])
    return [b for b in out if b.paragraphs]


def _give_headline(text: str, headless: _Block, body: set[str], near: Sequence[tuple[_Block, set[str]]]) -> None:
    """Move to a body without a headline the headlines of another block that fit it best and their own body worst."""
    best: tuple[float, _Block, int, int] | None = None
    for b, own in near:
        whole = _share(_bigrams(text, b.headlines), own)
        for i, j in _outer_runs(len(b.headlines)):
            row = _bigrams(text, b.headlines[i:j])
            kept = _bigrams(text, [*b.headlines[:i], *b.headlines[j:]])
            gain = _share(row, body) - _share(row, own) if b.paragraphs else 1.0
            gain += _share(kept, own) - whole
            if best is None or gain > best[0]:
                best = (gain, b, i, j)
    if best and best[0] > 0.2:
        _, b, i, j = best
        headless.headlines = b.headlines[i:j]
        b.headlines = [*b.headlines[:i], *b.headlines[j:]]


def _outer_runs(count: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of up to MAX_HEADLINES headlines at either end of a group that leave at least one headline."""
    for size in range(min(count - 1, MAX_HEADLINES), 0, -1):
        yield 0, size
        yield count - size, count


def _split_block(text: str, block: _Block) -> list[_Block]:
    """Split a block that holds two articles: a signature precedes a body with a dateline of its own.

    The first paragraph belongs to the first article and the last one to the second; a paragraph in between goes to the article
    whose headlines and fixed paragraph share more of its bigrams.
    """
    best: tuple[float, int, int] | None = None
    shares = [_bigrams(text, p) for p in block.paragraphs]
    for i in range(1, min(len(block.headlines), MAX_HEADLINES + 1)):
        upper, lower = _bigrams(text, block.headlines[:i]), _bigrams(text, block.headlines[i:])
        first, second = upper | shares[0], lower | shares[-1]
        fit = _share(upper, shares[0]) + _share(lower, shares[-1])
        score = sum(len(s & second) / max(1, len(s)) for s in shares)
        for j in range(1, len(block.paragraphs)):
            s = shares[j - 1]
            score += (len(s & first) - len(s & second)) / max(1, len(s))
            if best is None or score + fit > best[0]:
                best = (score + fit, i, j)
    if best is None:
        return [block]
    _, i, j = best
    return [
        _Block(headlines=block.headlines[:i], paragraphs=block.paragraphs[:j]),
        _Block(headlines=block.headlines[i:], bylines=block.bylines, paragraphs=block.paragraphs[j:]),
    ]


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


def _article(source: Source, block: _Block, identity: str) -> Article:
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
                chars.extend(source.text[x.start : x.end])
                offsets.extend(range(x.start, x.end))
        if paragraphs:
            parts.append(Part(kind, start, len(chars)))

    title = ""
    for kind, line in _headline_parts(source.text, block.headlines):
        add(kind, [[line]])
        title = source.text[line.start : line.end] if kind == "title" else title
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
    )


def _extent(offsets: Sequence[int]) -> tuple[int, int]:
    kept = [o for o in offsets if o >= 0]
    return (min(kept), max(kept) + 1) if kept else (0, 0)
