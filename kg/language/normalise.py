"""Input normalisation: folding of characters one to one, so that offsets stay valid."""

from __future__ import annotations

FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
MARKS = {
    ord("　"): " ", ord("。"): ".", ord("、"): ",", ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'",
    ord("【"): "[", ord("】"): "]", ord("〔"): "[", ord("〕"): "]", ord("—"): "-", ord("–"): "-", ord("～"): "~", ord("•"): "·",
    ord("・"): "·", ord("‧"): "·", ord("．"): ".",
}  # fmt: skip
TABLE = {**FULL_WIDTH, **MARKS}


def fold(text: str) -> str:
    """Return the text with full-width letters, digits and punctuation folded to half-width, one character for one.

    >>> fold("２０２１年，第３届")
    '2021年,第3届'
    """
    return text.translate(TABLE)
