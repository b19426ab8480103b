"""Publication dates: from a record's field, a file's name, or a dateline that is a line of its own in the text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from kg.numerals import numeral

CHINA = timezone(timedelta(hours=8))
FULL = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:[-/._年]\s*)?(?P<m>\d{1,2})\s*(?:[-/._月]\s*)?(?P<d>\d{1,2})日?(?!\d)"
)
COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
WORDS = re.compile(
    r"(?P<y>[一二][〇○零Ｏ一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十廿卅]{1,3})日"
)
DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "Ｏ": "0"}
MONTHS = {
    m: n for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
ENGLISH = re.compile(
    r"(?<!\w)(?:(?P<d1>\d{1,2})\s+(?P<m1>[A-Z][a-z]{2,8})\.?,?\s+(?P<y1>(?:19|20)\d\d)|(?P<m2>[A-Z][a-z]{2,8})\.?\s+(?P<d2>\d{1,2}),?\s+(?P<y2>(?:19|20)\d\d))(?!\w)"
)
ZONED = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)[T ]\s*(?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)(?!\w)"
)
MAILED = re.compile(r"\s*(?:[A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4}")  # Wed, 06 Mar 2024 00:10:00 GMT
EPOCH = re.compile(r"\s*(1\d{9})(?:\d{3})?(?:\.\d+)?\s*")
STAMP = re.compile(r"\s*((?:19|20)\d\d[01]\d[0-3]\d)(?:\d\d){2,3}\s*")  # 20240306081000
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


def parse_time(text: str, zone: tzinfo = CHINA) -> date | None:
    """Return the date of a field that can hold more than a date: a time with a zone, in words, in English, or an epoch.

    A time stamp that states its zone gives the day in `zone`.

    >>> parse_time("2024-03-06T23:30:00Z"), parse_time("二〇二四年三月六日"), parse_time("Wed, 06 Mar 2024 00:10:00 GMT")
    (datetime.date(2024, 3, 7), datetime.date(2024, 3, 6), datetime.date(2024, 3, 6))
    """
    try:
        if m := ZONED.search(text):
            offset = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00"}.get(m["zone"], m["zone"])
            return datetime.fromisoformat(f"{m['day']}T{m['time']}{offset}").astimezone(zone).date()
        if m := EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(m[1]), UTC).astimezone(zone).date()
    except (ValueError, OverflowError):
        pass
    stamp = STAMP.fullmatch(text)
    mailed = _of_mail(text, zone) if MAILED.match(text) else None
    return mailed or _in_english(text) or parse_date(stamp[1] if stamp else text) or _in_words(text)


def _of_mail(text: str, zone: tzinfo) -> date | None:
    try:
        stated = parsedate_to_datetime(text)
        return (stated.astimezone(zone) if stated.tzinfo else stated).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_english(text: str) -> date | None:
    m = ENGLISH.search(text)
    month = MONTHS.get((m["m1"] or m["m2"])[:3].lower()) if m else None
    try:
        return date(int(m["y1"] or m["y2"]), month, int(m["d1"] or m["d2"])) if m and month else None
    except ValueError:
        return None


def _in_words(text: str) -> date | None:
    m = WORDS.search(text)
    try:
        return date(int("".join(DIGITS[c] for c in m["y"])), numeral(m["m"]), numeral(m["d"])) if m else None
    except (ValueError, KeyError):
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
