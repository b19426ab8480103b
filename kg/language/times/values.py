"""The context of a time expression, and times as values of XML Schema."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kg.model import When
from kg.numerals import DIGITS

FIRST_YEAR, LAST_YEAR = 1010, 9990  # of reference dates: years near them still have four digits


@dataclass(frozen=True, slots=True)
class State:
    """The context of an expression: the publication date, what its clause says, and the times resolved before it."""

    published: date | None
    last: When | None = None  # the last resolved time
    ahead: bool = False  # whether its clause states a plan
    day: date | None = None  # the last resolved day that was not in the future: the reference of 当天 and 次日
    dated: When | None = None  # the last past time of the sentence, of at least a month, with its year stated
    in_sentence: When | None = None  # the last resolved time of the sentence
    written: date | None = None  # the day of the dateline, which 今天 and 昨天 count from
    onward: bool = False  # whether something begins then or must be done by then: 8月1日起, 9月15日前


Reading = Callable[[re.Match[str], State], When | None]


def year_in(text: str) -> int:
    """Return the year that four digits or numerals name."""
    return int("".join(DIGITS.get(c, c) for c in text))


def day_value(year: int, month: int, day: int) -> str | None:
    """Return a day, or None if there is no such day."""
    if not (1 <= month <= 12 and 1000 <= year <= 9999) or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def month_value(year: int, month: int) -> str | None:
    """Return a month, or None if there is no such month."""
    return f"{year:04}-{month:02}" if 1 <= month <= 12 and 1000 <= year <= 9999 else None


def point(value: str | None) -> When | None:
    """Return a point in time."""
    return When(value, value) if value else None


def span(begin: str | None, end: str | None) -> When | None:
    """Return an interval; the point at which it begins if it would end before."""
    return When(begin, end) if begin and end and begin <= end else point(begin)


def since(value: str | None, m: re.Match[str]) -> When | None:
    """Return a point, or an open interval if 以来 or 起 follows."""
    return When(value, None) if value and m["since"] else point(value)


def past_day(when: When, published: date | None) -> date | None:
    """Return the day of a time if it is a single day not after publication."""
    if not (when.is_point and when.begin and len(when.begin) == 10):
        return None
    day = date.fromisoformat(when.begin)
    if day.year > LAST_YEAR:
        return None
    return day if published is None or day <= published else None


def in_calendar(when: When | None) -> When | None:
    """Return a time if its years have four digits, as in XML Schema; 次年 after 9999年 does not."""
    return when if when and all(v is None or len(v) in {4, 7, 10} for v in (when.begin, when.end)) else None
