"""Publication dates: from a record's field, a file's name, or a dateline that is a line of its own in the text."""

from __future__ import annotations

import re
from datetime import date

FULL = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:[-/._年]\s*)?(?P<m>\d{1,2})\s*(?:[-/._月]\s*)?(?P<d>\d{1,2})日?(?!\d)"
)
COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|星期[一二三四五六日天]|周[一二三四五六日天]|农历[^\s]*")
FOLIO = re.compile(
    r"^\s*[A-Z]?\d{1,2}\s*[版]?\s|第?\d+版|(?:责任)?编辑|责编|版式|校对|要闻|综合|^\s*\S{2,8}[日晚早晨]?报\s"
)


def parse_date(text: str) -> date | None:
    """Return the date in a field or a file's name, or None.

    >>> parse_date("云川日报_20210105_01.txt")
    datetime.date(2021, 1, 5)
    """
    for pattern in (COMPACT, FULL):
        m = pattern.search(text)
        if m:
            try:
                return date(int(m["y"]), int(m["m"]), int(m["d"]))
            except ValueError:
                continue
    return None


def date_of_text(text: str) -> date | None:
    """Return the date in a dateline near the top (2007年08月27日 02:35, or a page's folio), or None."""
    for line in text[:2000].split("\n")[:12]:
        m = FULL.search(line)
        if not m:
            continue
        rest = CLOCK.sub("", line[: m.start()] + line[m.end() :]).strip(" 　:：-—|")
        if (
            len(rest) <= 2
            or (FOLIO.search(line) and len(line) <= 40)
            or re.fullmatch(r"(?:发布|发表)?(?:时间|日期)", rest)
        ):
            return parse_date(m.group())
    return None
