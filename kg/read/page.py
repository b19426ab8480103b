"""From a source to its articles: one, or the several that a text export of a printed page runs together.

A page's headlines can stand apart from their bodies: which belongs to which is decided by the pairs of characters that
they share, over all the ways to assign them.
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

NEAR = 20  # blocks of a page on either side that can hold another one's headline
ROW = 12  # lines of one article's headlines at the most
KICKER = re.compile(r"(?:强调|指出|要求|表示|时说|获悉|提出)[：:]?$")


@dataclass(slots=True)
class _Block:
    """One article while it is being put together: spans of the source by function."""

    headlines: list[Line] = field(default_factory=list)
    bylines: list[Line] = field(default_factory=list)
    paragraphs: list[list[Line]] = field(default_factory=list)  # each the lines that a column break took apart
    caption: bool = False

    @property
    def start(self) -> int:
        lines = [*self.headlines, *self.bylines, *(x for p in self.paragraphs for x in p)]
        return min((x.start for x in lines), default=0)


def split(source: Source) -> tuple[Article, ...]:
    """Return the articles of a source in the order of the page; every character keeps its offset.

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
    """Join the lines of one paragraph: a body line that is not complete goes on in the next body line."""
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
    """Tell whether a paragraph is running prose, not a line of a list or a verse."""
    return sum(x.end - x.start for x in lines) >= 20


def _single(text: str, lines: Sequence[Line]) -> _Block:
    """One article: the headlines at its top, then the body; short lines further down are body."""
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
    blocks, captions = _blocks(text, _mend(text, lines))
    blocks = _assign(text, blocks)
    return sorted([*blocks, *captions], key=lambda b: b.start)


def _mend(text: str, lines: Sequence[Line]) -> list[Line]:
    """A short line is no headline where a word goes on from it into the next line: it is a piece of a column."""
    following = [*lines[1:], None]
    return [
        replace(x, kind="body") if x.kind == "headline" and y and y.kind == "body" and _word_crosses(text, x, y) else x
        for x, y in zip(lines, following, strict=True)
    ]


def _word_crosses(text: str, first: Line, second: Line) -> bool:
    """Tell whether jieba's dictionary reads one word across the break between two lines."""
    tail, head = text[max(first.start, first.end - 6) : first.end], text[second.start : second.start + 6]
    return any(begin < len(tail) < end for _, begin, end in segmenter().tokenize(tail + head, HMM=False))


def _blocks(text: str, lines: Sequence[Line]) -> tuple[list[_Block], list[_Block]]:
    """Cut a page at headlines and at 本报讯; captions are taken out and do not interrupt the article around them."""
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


def _pairs(text: str, lines: Sequence[Line]) -> set[str]:
    joined = "".join(re.sub(r"[^一-鿿]", "", text[x.start : x.end]) for x in lines)
    return {joined[i : i + 2] for i in range(len(joined) - 1)}


def _share(pairs: set[str], of: set[str]) -> float:
    """Return the share of a headline's pairs of characters that a body has (0 to 1)."""
    return len(pairs & of) / len(pairs) if pairs else 0.0


def _body(text: str, block: _Block) -> set[str]:
    return _pairs(text, [x for p in block.paragraphs for x in p])


def _assign(text: str, blocks: list[_Block]) -> list[_Block]:
    """Give bodies without a headline one of the groups' spare headlines, and take apart bodies that run into each other."""
    bodies = [_body(text, b) for b in blocks]
    for n, bare in enumerate(blocks):
        if not bare.headlines and bare.paragraphs:
            near = slice(max(0, n - NEAR), n + NEAR + 1)
            _give_headline(text, bare, bodies[n], list(zip(blocks[near], bodies[near], strict=True)))
    out: list[_Block] = []
    for b in blocks:
        first = text[b.paragraphs[0][0].start : b.paragraphs[0][0].end] if b.paragraphs else ""
        two = len(b.headlines) >= 2 and len(b.paragraphs) >= 2 and b.bylines and START.match(first)
        out.extend(_take_apart(text, b) if two else [b])
    return [b for b in out if b.paragraphs]


def _give_headline(text: str, bare: _Block, body: set[str], near: Sequence[tuple[_Block, set[str]]]) -> None:
    """Move the row of headlines that fits the bare body best, and its own body worst, from another block."""
    best: tuple[float, _Block, int, int] | None = None
    for b, own in near:
        whole = _share(_pairs(text, b.headlines), own)
        for i, j in _outer_rows(len(b.headlines)):
            row = _pairs(text, b.headlines[i:j])
            kept = _pairs(text, [*b.headlines[:i], *b.headlines[j:]])
            gain = _share(row, body) - _share(row, own) if b.paragraphs else 1.0
            gain += _share(kept, own) - whole
            if best is None or gain > best[0]:
                best = (gain, b, i, j)
    if best and best[0] > 0.2:
        _, b, i, j = best
        bare.headlines = b.headlines[i:j]
        b.headlines = [*b.headlines[:i], *b.headlines[j:]]


def _outer_rows(count: int) -> Iterator[tuple[int, int]]:
    """Yield the rows at either end of a group of headlines that leave at least one behind, none longer than ROW."""
    for size in range(min(count - 1, ROW), 0, -1):
        yield 0, size
        yield count - size, count


def _take_apart(text: str, block: _Block) -> list[_Block]:
    """Cut a block that holds two articles: a signature stands above a body that has a dateline of its own.

    The first paragraph is surely the first article's and the last one the second's; a paragraph between goes where more
    of its pairs of characters occur in the sure paragraph and its headlines.
    """
    best: tuple[float, int, int] | None = None
    shares = [_pairs(text, p) for p in block.paragraphs]
    for i in range(1, min(len(block.headlines), ROW + 1)):
        upper, lower = _pairs(text, block.headlines[:i]), _pairs(text, block.headlines[i:])
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
    """Name a group's lines: a kicker says who and where before the title, a subtitle is shorter and stands behind it."""
    if len(headlines) < 2:
        return [("title", x) for x in headlines]
    first, second = headlines[0], headlines[1]
    lead = text[first.start : first.end]
    behind = text[second.start : second.end].startswith(("——", "—", "--"))
    kicker = bool(KICKER.search(lead)) or (first.end - first.start) + 3 <= second.end - second.start
    rest: list[tuple[PartKind, Line]] = [("subtitle", x) for x in headlines[2:]]
    if kicker and not behind:
        return [("kicker", first), ("title", second), *rest]
    return [("title", first), ("subtitle", second), *rest]


def _article(source: Source, block: _Block, identity: str) -> Article:
    """Put the parts together, one a line, and keep for every character its offset (-1 for what is put in)."""
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
