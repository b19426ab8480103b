"""Classification of the lines of an exported page: headline, byline, body, caption, column label, folio."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.read.characters import INVISIBLE
from kg.read.dateline import NEAR_TOP, Dateline, parse_dateline
from kg.read.printed_page import is_head

LineKind = Literal["headline", "byline", "body", "caption", "label", "folio"]
COMPLETE = re.compile(r"(?:[。！？；：…!?]|[。！？]?[”’」』）)】]|(?:摄|文|图|报道))$")
SENTENCE_END = re.compile(r"[。！？；…!?][”’」』）)】]?$")
START = re.compile(
    r"^[ 　]*(?:(?:本报|本网|本台)[^。，（(]{0,12}[讯电]|[^。，（(]{2,14}\d{1,2}日[讯电]|(?:本报|本网)讯)[ 　]*[（(]?"
)
SIGNATURE = re.compile(
    r"^[ 　]*(?:[■□▲●◆][ 　]*.{2,40}|本报(?:评论员|记者|特约评论员)[ 　]*[一-鿿 　、]{0,30}|(?:文/图|文|图|记者|通讯员|作者)[ 　:：/]+[一-鿿]{2,4}(?:[ 　、]+[一-鿿]{2,4})*)$"
)
PHOTO = re.compile(r"[■□▲●◆][ 　]*[一-鿿 　、]{2,20}(?:摄影报道|摄影|摄|/图)[ 　]*$")
FOLIO = re.compile(
    r"^[ 　]*(?:[A-Z]?\d{1,2}[ 　]*版?[ 　]+\S{2,8}[ 　]+.*\d{4}年|.*\d{4}年\d{1,2}月\d{1,2}日[ 　]*星期.|(?:责任编辑|责编|编辑|版式|校对)[ 　:：].*|第\d+版.*)[ 　]*$"
)
DATE_LINE = re.compile(r"^[ 　]*\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?[ 　]*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[ 　]*$")
LABEL = re.compile(r"^[ 　]*(?:[一-鿿][ 　]*){2,4}$")
HEADLINE_LENGTH = 45
NARROWEST, WIDEST = 9, 40  # characters a line of a column
INDENT = re.compile(r"[ 　]{2,4}")
EDGE = re.compile(rf"^[\s{INVISIBLE}]+|[\s{INVISIBLE}]+$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `source[start:end]` without surrounding blanks, and its kind."""

    start: int
    end: int
    kind: LineKind
    full: bool = False  # whether it is as long as the lines of a narrow column, so that the next line can continue it


def looks_like_headline(line: str) -> bool:
    """Whether a line can be a headline: short, without a full stop or comma of running prose.

    >>> looks_like_headline("云川师范学院更名为云川大学"), looks_like_headline("他叮嘱企业负责人。")
    (True, False)
    """
    return len(line) <= HEADLINE_LENGTH and not re.search(r"[。，；]|[：、:,]$", line) and not START.match(line)


def classify(text: str) -> Iterator[Line]:
    """Yield the lines of a text with their kinds; a kind also depends on whether the line before is complete."""
    open_body = full = False
    spaced = text.count("\n\n") >= 3
    width = column_width(text)
    number = 0
    for m in re.finditer(r"[^\n]+", text):
        raw = m.group()
        line = EDGE.sub("", raw)
        if not line:
            continue
        number += 1
        start = m.start() + raw.index(line)
        if number <= NEAR_TOP and (dateline := parse_dateline(line)):
            yield from _dateline(dateline, start, start + len(line))
            continue
        kind = "folio" if number <= NEAR_TOP and is_head(line) else _kind(line, open_body)
        wraps = width is not None and width - 1 <= len(raw.rstrip()) <= width + 1
        if kind in {"headline", "label"} and ((open_body and full) or (wraps and INDENT.match(raw))):
            kind = "body"
        if kind == "headline" and spaced and start > 0 and _runs_on(text, m.end()):
            kind = "body"
        if kind == "body":
            open_body = not is_complete(line, wraps)
        elif kind in {"headline", "caption"}:
            open_body = False
        full = wraps
        yield Line(start, start + len(line), kind, wraps)


def _dateline(dateline: Dateline, start: int, end: int) -> Iterator[Line]:
    """Yield a dateline: its author is a byline."""
    if dateline.author is not None:
        first, last = dateline.author
        yield Line(start + first, start + last, "byline")
    else:
        yield Line(start, end, "folio")


def column_width(text: str) -> int | None:
    """Return the characters a line of a text that is printed in a narrow column; None for other texts.

    >>> column_width("\\n".join(["　　昨日上午云川市委书", "记程望舒来到云川大学", "就今年的招生工作进行", "调研。"]))
    10
    """
    broken = [
        len(line.rstrip()) for line in text[:20_000].split("\n") if line.strip() and not COMPLETE.search(line.rstrip())
    ]
    for width, _ in Counter(n for n in broken if NARROWEST <= n <= WIDEST).most_common(1):
        near = sum(width - 1 <= n <= width + 1 for n in broken)
        if near >= 3 and near >= 0.6 * sum(n >= NARROWEST for n in broken) and max(broken) <= WIDEST + 2:
            return width
    return None


def is_complete(line: str, full: bool) -> bool:
    """Whether a line ends a paragraph; one that fills a column does with a sentence only, not with a bracket."""
    return bool((SENTENCE_END if full else COMPLETE).search(line))


def _runs_on(text: str, end: int) -> bool:
    """Whether prose continues in the next line, in a text with blank lines after paragraphs and headlines."""
    following = text[end + 1 : end + 200].split("\n", 1)[0].strip() if text[end : end + 1] == "\n" else ""
    return bool(following) and not looks_like_headline(following) and not START.match(following)


def _kind(line: str, open_body: bool) -> LineKind:
    if FOLIO.match(line) or DATE_LINE.match(line):
        return "folio"
    if PHOTO.search(line):
        return "byline" if SIGNATURE.match(line) else "caption"
    if SIGNATURE.match(line):
        return "byline"
    if LABEL.match(line) and not open_body:
        return "label"
    return "headline" if looks_like_headline(line) else "body"
