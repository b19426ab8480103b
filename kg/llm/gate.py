"""The verbatim gate: what a model quotes must stand in the article, character by character after folding; nothing fuzzy is accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.llm.causes import QUOTES, Cause, Counts
from kg.llm.folding import Folded, fold

MIN_PIECE = 2  # characters of a piece of a stitched quote
MEAN_PIECE = 3  # shorter ones on average occur in any text
ELLIPSIS = re.compile(r"\.{3,}")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of one article; it counts what it refuses, by cause."""

    article: Folded
    counts: Counts = field(default_factory=Counts)

    def all(self, quote: str) -> tuple[Span, ...]:
        """Return all occurrences of a quote; none is counted as a failure."""
        self.counts[QUOTES] += 1
        folded = fold(quote)
        found = tuple(self.article.find(folded))
        if not found:
            self.refuse(self._why(folded))
        return found

    def one(self, quote: str, within: Span | None = None) -> Span | None:
        """Return the only occurrence of a quote, or its only one within a span; None, which is counted, where it is not the only one."""
        self.counts[QUOTES] += 1
        folded = fold(quote)
        found = tuple(self.article.find(folded, *(within or (0, None))))
        if len(found) == 1:
            return found[0]
        self.refuse(Cause.AMBIGUOUS if found else self._why(folded))
        return None

    def has(self, quote: str, within: Span) -> bool:
        """Whether a quote occurs within a span."""
        return any(True for _ in self.article.find(fold(quote), *within))

    def refuse(self, cause: Cause) -> None:
        """Count something that is dropped."""
        self.counts[cause] += 1

    def _why(self, quote: Folded) -> Cause:
        return Cause.STITCHED if _is_stitched(quote.text, self.article.text) else Cause.NOT_FOUND


def gate_of(text: str) -> Gate:
    """Return the gate of an article's text."""
    return Gate(fold(text))


def _is_stitched(quote: str, text: str) -> bool:
    """Whether a quote consists of pieces of the text: between ellipses, or one directly after the other."""
    parts = [p for p in ELLIPSIS.split(quote) if p]
    if len(parts) > 1 and all(p in text for p in parts):
        return True
    pieces = 0
    for part in parts:
        at = 0
        while at < len(part):
            size = _longest(part[at:], text)
            pieces += 1
            if size < MIN_PIECE:
                return False
            at += size
    return pieces > 1 and pieces * MEAN_PIECE <= len(quote)


def _longest(quote: str, text: str) -> int:
    """Return the length of the longest beginning of a quote that occurs in the text."""
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in text else (low, middle - 1)
    return low
