"""Text with width, punctuation and spaces folded, and the way back: the offsets in the original of each folded character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»「」『』〝〞", '"'),
        **dict.fromkeys("‘’‚‛′`", "'"),
        **dict.fromkeys("—–‒―−‐‑─", "-"),
        **dict.fromkeys("·•・‧∙⋅", "·"),
        **dict.fromkeys("〜∼", "~"),
        **dict.fromkeys("【〔［", "["),
        **dict.fromkeys("】〕］", "]"),
        "。": ".",
    }
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; character `i` comes from the original's `text[starts[i]:ends[i]]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find(self, quote: Folded, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the extents in the original of all occurrences of a quote between two offsets of the original.

        >>> list(fold("会见“张三”。").find(fold('"张三"')))
        [(2, 6)]
        """
        if not quote.text:
            return
        at = self.text.find(quote.text)
        while at >= 0:
            last = at + len(quote.text) - 1
            whole = (at == 0 or self.starts[at - 1] != self.starts[at]) and (
                last + 1 == len(self.starts) or self.starts[last + 1] != self.starts[last]
            )
            if whole and self.starts[at] >= start and (end is None or self.ends[last] <= end):
                yield self.starts[at], self.ends[last]
            at = self.text.find(quote.text, at + 1)


def fold(text: str) -> Folded:
    """Return a text in half width, with one form of each punctuation mark, without spaces.

    A line break stays, because a quote may not run over two paragraphs as if they were one; so does one space between Latin
    letters or digits.

    >>> fold("２０２１年 ，Ann  Lee").text
    '2021年,Ann Lee'
    """
    row: list[tuple[str, int, int]] = []
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and (text[end].isspace() or unicodedata.category(text[end]) == "Cf"):
            end += 1
        if end > at:
            kept = _space(text[at:end], row[-1][0] if row else "", text[end : end + 1])
            row += [(kept, at, end)] if kept else []
            at = end
            continue
        folded = unicodedata.normalize("NFKC", text[at].translate(PUNCTUATION)).translate(PUNCTUATION)
        row += [(c, at, at + 1) for c in folded if not c.isspace()]
        at += 1
    while row and row[-1][0] in "\n ":
        row.pop()
    return Folded("".join(c for c, _, _ in row), tuple(s for _, s, _ in row), tuple(e for _, _, e in row))


def _space(run: str, before: str, after: str) -> str:
    """Return what is kept of spaces between two characters."""
    if not before:
        return ""
    if any(c in run for c in "\n\r\u2028\u2029"):
        return "\n"
    latin = before.isascii() and before.isalnum() and unicodedata.normalize("NFKC", after)[:1].isascii()
    return " " if latin and after.isalnum() else ""
