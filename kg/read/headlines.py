"""Which headline belongs to which body: on a page they can stand apart, and shared character bigrams decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.read.blocks import Block
from kg.read.lines import START, Line

MAX_DISTANCE = 20  # blocks between a body and its headline, on either side
MAX_HEADLINES = 12  # headline lines of one article


def assign_headlines(text: str, blocks: list[Block]) -> list[Block]:
    """Assign surplus headlines to bodies without one, and split blocks that hold two articles."""
    bodies = [_body(text, b) for b in blocks]
    for n, headless in enumerate(blocks):
        if not headless.headlines and headless.paragraphs:
            near = slice(max(0, n - MAX_DISTANCE), n + MAX_DISTANCE + 1)
            _give_headline(text, headless, bodies[n], list(zip(blocks[near], bodies[near], strict=True)))
    out: list[Block] = []
    for b in blocks:
        first = text[b.paragraphs[0][0].start : b.paragraphs[0][0].end] if b.paragraphs else ""
        two = len(b.headlines) >= 2 and len(b.paragraphs) >= 2 and b.bylines and START.match(first)
        out.extend(_split_block(text, b) if two else [b])
    return [b for b in out if b.paragraphs]


def _give_headline(text: str, headless: Block, body: set[str], near: Sequence[tuple[Block, set[str]]]) -> None:
    """Move to a body without a headline the headlines of another block that fit it best and their own body worst."""
    best: tuple[float, Block, int, int] | None = None
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


def _split_block(text: str, block: Block) -> list[Block]:
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
        Block(headlines=block.headlines[:i], paragraphs=block.paragraphs[:j]),
        Block(headlines=block.headlines[i:], bylines=block.bylines, paragraphs=block.paragraphs[j:]),
    ]


def _bigrams(text: str, lines: Sequence[Line]) -> set[str]:
    joined = "".join(re.sub(r"[^一-鿿]", "", text[x.start : x.end]) for x in lines)
    return {joined[i : i + 2] for i in range(len(joined) - 1)}


def _share(bigrams: set[str], of: set[str]) -> float:
    """Return the share of a headline's bigrams that occur in a body (0 to 1)."""
    return len(bigrams & of) / len(bigrams) if bigrams else 0.0


def _body(text: str, block: Block) -> set[str]:
    return _bigrams(text, [x for p in block.paragraphs for x in p])
