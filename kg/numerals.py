"""Chinese numerals below a thousand, as dates and the names of sessions write them."""

from __future__ import annotations

import re

DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "两": "2"}
_ROUND = re.compile(
    r"(?:(?P<hundreds>[一二三四五六七八九])百零?)?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<units>[一二三四五六七八九])?"
)


def numeral(text: str) -> int:
    """Return the number below a thousand that a numeral names; nought where it names none.

    >>> numeral("三十一"), numeral("一二"), numeral("31"), numeral("二三十"), numeral("一百零三")
    (31, 12, 31, 0, 103)
    """
    if text.isdecimal():
        return int(text)
    if text and all(c in DIGITS for c in text):
        return int("".join(DIGITS[c] for c in text))
    found = _ROUND.fullmatch(text)
    if not found:
        return 0
    hundreds, tens, units = (int(DIGITS[c]) if c else 0 for c in found.group("hundreds", "tens", "units"))
    return hundreds * 100 + (tens or bool(found["ten"])) * 10 + units
