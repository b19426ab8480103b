"""Items of a digest: a line without a full stop is the headline of the paragraphs below it, or the lines are numbered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

MIN_ITEMS = 2  # headlines that make an article a digest
SHORTEST, LONGEST = 4, 45  # characters of a headline
NO_HEADLINE = "。！？…；：，、!?;:,.”"  # what ends a line of running text
FULL_STOPS = "。！？…”"
NUMBERED = re.compile(r"[（(]?\d{1,2}(?:[）)]|[.．、：:](?!\d))")
MIN_NUMBERED = 3  # lines that make a list: one number may be that of a section


def item_starts(text: str) -> Sequence[int]:
    """Return where the items of a digest begin, each with its headline; nothing for an article about one subject.

    >>> item_starts("快讯\\n消息：\\n大桥合龙\\n今天，大桥合龙。\\n展览开幕\\n昨天，展览开幕。")
    (7, 21)
    >>> item_starts("3月6日快讯\\n1.大桥合龙；\\n2.展览开幕；\\n3.列车停运。")
    (7, 15, 23)
    """
    lines = [line for line in _lines(text) if line[1]]
    numbered = tuple(at for at, line in lines if NUMBERED.match(line))
    if len(numbered) >= MIN_NUMBERED:
        return numbered
    following = [line for _, line in lines[1:]]
    pairs = zip(lines[1:], following[1:], strict=False)  # the first line is the headline of the whole
    found = tuple(at for (at, line), below in pairs if _is_headline(line) and below[-1] in FULL_STOPS)
    return found if len(found) >= MIN_ITEMS else ()


def item_at(starts: Sequence[int], offset: int) -> int:
    """Return the number of the item that an offset is in; 0 for what precedes the first."""
    return bisect_right(starts, offset)


def _lines(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line.strip()))
        at += len(line) + 1
    return found


def _is_headline(line: str) -> bool:
    return SHORTEST <= len(line) <= LONGEST and line[-1] not in NO_HEADLINE
