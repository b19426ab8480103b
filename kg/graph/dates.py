"""Dates as events have them, which may be of a day, a month or a year: their first and their last day."""

from __future__ import annotations

from calendar import monthrange


def days_of(date: str) -> tuple[str, str] | tuple[()]:
    """Return the first and the last day of a date, a month or a year; nothing for what is none.

    >>> days_of("2021-02"), days_of("2021-13")
    (('2021-02-01', '2021-02-28'), ())
    """
    parts = date.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or not 1 <= len(parts) <= 3 or len(parts[0]) != 4:
        return ()
    year, month, day = (int(parts[i]) if i < len(parts) else None for i in range(3))
    if not year or not 1 <= (month or 1) <= 12:
        return ()
    last = monthrange(year, month or 12)[1]
    if not 1 <= (day or 1) <= last:
        return ()
    return f"{year:04}-{month or 1:02}-{day or 1:02}", f"{year:04}-{month or 12:02}-{day or last:02}"
