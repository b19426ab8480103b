"""Classification of the lines of an exported page: headline, byline, body, caption, column label, folio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LineKind = Literal["headline", "byline", "body", "caption", "label", "folio"]
COMPLETE = re.compile(r"(?:[。！？；：…!?]|[。！？]?[”’」』）)】]|(?:摄|文|图|报道))$")
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


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `source[start:end]` without surrounding blanks, and its kind."""

    start: int
    end: int
    kind: LineKind


def looks_like_headline(line: str) -> bool:
    """Whether a line can be a headline: short, without a full stop or comma of running prose.

    >>> looks_like_headline("云川师范学院更名为云川大学"), looks_like_headline("他叮嘱企业负责人。")
    (True, False)
    """
    return len(line) <= HEADLINE_LENGTH and not re.search(r"[。，；]|[：、:,]$", line) and not START.match(line)


def classify(text: str) -> Iterator[Line]:
    """Yield the lines of a text with their kinds; a kind also depends on whether the line before is complete."""
    open_body = False
    spaced = text.count("\n\n") >= 3
    for m in re.finditer(r"[^\n]+", text):
        raw = m.group()
        line = raw.strip()
        if not line:
            continue
        start = m.start() + len(raw) - len(raw.lstrip())
        kind = _kind(line, open_body)
        if kind == "headline" and spaced and start > 0 and _runs_on(text, m.end()):
            kind = "body"
        if kind == "body":
            open_body = not COMPLETE.search(line)
        elif kind in {"headline", "caption"}:
            open_body = False
        yield Line(start, start + len(line), kind)


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
