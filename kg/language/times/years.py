"""The year of a month or a day without one, and the month of a day without one.

News writes no year where there can be no doubt: the date lies within a year of publication. It is a past one unless its clause
states a plan, but it may lie a few weeks ahead without any such word (3月20日开幕), and a plan may have passed (原定3月2日举行). From which or by
which something is to be (8月1日起, 9月15日前) it is the nearer of both.
Within a sentence, a date continues the last one with a year (2019年3月签约，5月开工), and one to come (将于5月11日举办，5月10日布展).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from kg.language.times.values import State, day_value

AHEAD, BEHIND = 35, 60  # days after publication of a date without a word of planning; days before it of a planned one
DAYS_AHEAD, DAYS_BEHIND = 4, 5  # the same of a day without its month
YEAR = 365
BESIDE = 60  # days between two days to come that one sentence states


def year_of_day(s: State, month: int, day: int) -> int | None:
    """Return the year of a month and day; None without a publication date."""
    if s.published is None:
        return None
    if (month, day) == (2, 29):
        return _leap_year(s.published, s.ahead)
    if (year := _continued(s, (month, day)) or _to_come(s, month, day)) is not None:
        return year
    if s.onward and (year := _nearer_ahead(s.published, month, day)) is not None:
        return year
    latest = s.published + timedelta(days=YEAR - BEHIND if s.ahead else AHEAD)
    return latest.year if (month, day) <= (latest.month, latest.day) else latest.year - 1


def year_of_month(s: State, month: int) -> int | None:
    """Return the year of a month: this one up to the next month, or for a plan the next such month."""
    if s.published is None:
        return None
    if (year := _continued(s, (month,))) is not None:
        return year
    if s.ahead:
        return s.published.year + (month < s.published.month - BEHIND // 30)
    begins = date(s.published.year, month, 1) if 1 <= month <= 12 else s.published
    ahead = YEAR // 2 if s.onward else AHEAD  # 10月起
    return s.published.year - (begins > s.published + timedelta(days=ahead))


def month_of_day(s: State, day: int) -> tuple[int, int] | None:
    """Return the year and month of a day: that of the sentence's last day, or else the one nearest to publication."""
    before = s.in_sentence if s.published else s.last
    if before and before.end and (s.published is None or (len(before.end) == 10 and int(before.end[8:]) < day)):
        return (int(before.end[:4]), int(before.end[5:7])) if len(before.end) >= 7 else None
    if s.published is None:
        return None
    index = s.published.year * 12 + s.published.month - 1
    months = [(n // 12, n % 12 + 1) for n in (index + 1, index, index - 1, index - 2)]
    days = [(y, m) for y, m in months if 1 <= y <= 9999 and 1 <= day <= calendar.monthrange(y, m)[1]]
    if s.ahead:
        limit = s.published - timedelta(days=DAYS_BEHIND)
        return next(((y, m) for y, m in reversed(days) if date(y, m, day) >= limit), None)
    limit = s.published + timedelta(days=DAYS_AHEAD)
    return next(((y, m) for y, m in days if date(y, m, day) <= limit), None)


def _continued(s: State, later: tuple[int, ...]) -> int | None:
    """Return the year of the sentence's last time with a year, if it precedes a month (and day) of the same year."""
    if s.dated is None or s.dated.end is None:
        return None
    year, *rest = map(int, s.dated.end.split("-"))
    return year if tuple(rest) < later else None


def _to_come(s: State, month: int, day: int) -> int | None:
    """Return the year of a day beside one to come: 书展将于5月11日至15日举办，5月10日布展."""
    begin = s.in_sentence.begin if s.in_sentence else None
    if (
        s.published is None
        or begin is None
        or len(begin) < len("2024-05-11")
        or date.fromisoformat(begin) <= s.published
    ):
        return None
    other = date.fromisoformat(begin)
    value = day_value(other.year, month, day)
    mine = date.fromisoformat(value) if value else s.published
    return other.year if mine > s.published and abs(mine - other).days <= BESIDE else None


def _nearer_ahead(published: date, month: int, day: int) -> int | None:
    """Return the year of the next such day, if it is nearer than the last one."""
    for year in (published.year, published.year + 1):
        value = day_value(year, month, day)
        if value and 0 < (date.fromisoformat(value) - published).days <= YEAR // 2:
            return year
    return None


def _leap_year(published: date, ahead: bool) -> int:
    """Return the year of the last 29 February before a day, or of the next one."""
    leap = [y for y in range(published.year - 8, published.year + 9) if calendar.isleap(y)]
    limit = published + timedelta(days=-BEHIND if ahead else AHEAD)
    if ahead:
        return next(y for y in leap if date(y, 2, 29) >= limit)
    return next(y for y in reversed(leap) if date(y, 2, 29) <= limit)
