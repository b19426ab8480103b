"""The built-in tagger's words with the names of another library in place of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.language.tagger import load_tagger
from kg.model import Token

Name = tuple[int, int, str]  # start, end, and PER, LOC or ORG
FindNames = Callable[[Sequence[str]], Iterable[Sequence[Name]]]  # the names in each text
NAMES = frozenset({"PER", "LOC", "ORG"})
WORD = "n"  # the tag of what is no name for the library


@dataclass(frozen=True, slots=True)
class OverlaidTagger:
    """A tagger that takes the names from `find`."""

    find: FindNames

    def tag(self, texts: Sequence[str], starts: Sequence[int] = ()) -> list[tuple[Token, ...]]:
        """Return the words of each text, as `Tagger` says."""
        words = load_tagger().tag(texts, starts)
        begins = starts or [0] * len(texts)
        rows = zip(texts, words, self.find(texts) if texts else (), begins, strict=True)
        return [tuple(overlaid(row, _apart(text, names), at)) for text, row, names, at in rows]


def overlaid(words: Sequence[Token], names: Sequence[Name], at: int = 0) -> Iterator[Token]:
    """Yield words without their own names, and with names (whose offsets count from `at`) in their place.

    >>> [(t.start, t.end, t.tag) for t in overlaid([Token(0, 3, "LOC"), Token(3, 5, "v")], [(2, 4, "PER")])]
    [(0, 2, 'n'), (2, 4, 'PER'), (4, 5, 'v')]
    """
    rest = [Token(at + start, at + end, kind) for start, end, kind in names]
    for word in words:
        start, tag = word.start, WORD if word.tag in NAMES else word.tag
        for name in rest:
            if name.start >= word.end or name.end <= start:
                continue
            if start < name.start:
                yield Token(start, name.start, tag)
            if name.start >= word.start:
                yield name
            start = min(name.end, word.end)
        if start < word.end:
            yield Token(start, word.end, tag)


def _apart(text: str, names: Iterable[Name]) -> list[Name]:
    """Return the names of a text in order: of overlapping ones the longest, without blanks at their ends, none outside."""
    found: list[Name] = []
    for start, end, kind in sorted(names, key=lambda n: (n[0] - n[1], n)):
        if 0 <= start < end <= len(text) and kind in NAMES:
            inside = text[start:end]
            start, end = start + len(inside) - len(inside.lstrip()), end - (len(inside) - len(inside.rstrip()))
            if start < end and all(end <= s or e <= start for s, e, _ in found):
                found.append((start, end, kind))
    return sorted(found)


def extents(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the words of a library that gives no offsets stand; one that it has changed is empty.

    >>> extents("云川 大学", ["云川", "大学"])
    [(0, 2), (3, 5)]
    """
    found, at = [], 0
    for word in words:
        start = text.find(word, at) if word else -1
        if start < 0:
            found.append((at, at))
        else:
            found.append((start, start + len(word)))
            at = start + len(word)
    return found
