"""Script normalisation: traditional characters to simplified ones, full-width letters and digits to half-width.

Each character becomes one character, so that offsets stay valid; evidence is cited from the source as written.
"""

from __future__ import annotations

from functools import cache

import opencc

FULL_WIDTH = {
    code: chr(code - 0xFEE0)
    for a, b in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(a), ord(b) + 1)
}
TRADITIONAL = (
    0.03  # least share of traditional characters; some characters of simplified texts only look traditional (著, 乾)
)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _simple(character: str) -> str:
    """Return the simplified form if it is one character."""
    simple: str = _converter().convert(character)
    return simple if len(simple) == 1 else character


def plain(text: str) -> str:
    """Return a text in simplified characters if it is written in traditional ones, with half-width letters and digits.

    >>> plain("臺灣大學２０２１年舉行論壇")
    '台湾大学2021年举行论坛'
    """
    table = {ord(c): s for c in set(text) if "一" <= c <= "鿿" and (s := _simple(c)) != c}
    chinese = sum("一" <= c <= "鿿" for c in text) if table else 0
    other = sum(ord(c) in table for c in text) if table else 0
    return text.translate({**FULL_WIDTH, **(table if other > chinese * TRADITIONAL else {})})
