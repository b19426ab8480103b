"""Pieces of words: what the encoder reads, and where each piece stands in an article.

The vocabulary is the part of XLM-R's (Conneau et al. 2020) that Chinese news is written with; `kg/generate/encoder.py` makes the
file. A word of the tagger is cut into the likeliest row of pieces (a unigram model, Kudo 2018), so no piece crosses a word's end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.model import AnalysedArticle

PIECES = Path(__file__).parent / "pieces.tsv"
FIRST, LAST, UNKNOWN, SPACE = range(4)  # numbers of the pieces that are none of the text's
UNKNOWN_SCORE = -30.0  # the logarithm of how likely a character is that no piece has
LONGEST_PIECE = 8
MOST_KNOWN = 200_000  # words whose pieces are remembered
Row = tuple[tuple[int, int], ...]  # a number and how many characters it covers, piece by piece


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary: the number and the score of each piece; `known` remembers the pieces of words."""

    number: dict[str, tuple[int, float]]
    digest: str  # of the file
    known: dict[str, Row]

    def of(self, word: str) -> Row:
        """Return a word's pieces."""
        found = self.known.get(word)
        if found is None:
            found = self._cut(word)
            if len(self.known) < MOST_KNOWN:
                self.known[word] = found
        return found

    def _cut(self, word: str) -> Row:
        whole = self.number.get(word)
        if whole:
            return ((whole[0], len(word)),)
        if word.isspace():
            return ((SPACE, len(word)),)
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # score, number of the last piece, where it begins
        for end in range(1, len(word) + 1):
            rows = [(best[end - 1][0] + UNKNOWN_SCORE, UNKNOWN, end - 1)]
            for start in range(max(0, end - LONGEST_PIECE), end):
                piece = self.number.get(word[start:end])
                if piece:
                    rows.append((best[start][0] + piece[1], piece[0], start))
            best.append(max(rows))
        found, at = [], len(word)
        while at:
            _, number, start = best[at]
            found.append((number, at - start))
            at = start
        return tuple(reversed(found))


@cache
def load_pieces() -> Pieces:
    """Return the vocabulary that comes with kg, read once in a process."""
    content = PIECES.read_bytes()
    number: dict[str, tuple[int, float]] = {}
    for line in content.decode("utf-8").splitlines():
        piece, score = line.split("\t")
        number[piece] = (len(number) + SPACE + 1, float(score))
    return Pieces(number, hashlib.sha256(content).hexdigest()[:16], {})


def pieces_of(analysed: AnalysedArticle, folded: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return an article's pieces by number, and for each character which of them it stands in; `folded` is its text."""
    vocabulary = load_pieces()
    numbers: list[int] = []
    lengths: list[int] = []
    for word in _words(analysed, folded):
        for number, length in vocabulary.of(word):
            numbers.append(number)
            lengths.append(length)
    return np.array(numbers, np.int32), np.repeat(np.arange(len(numbers), dtype=np.int32), lengths)


def _words(analysed: AnalysedArticle, folded: str) -> Iterator[str]:
    """Yield the words of an article, and each character that stands in none."""
    at = 0
    for s in analysed.sentences:
        for t in s.tokens:
            yield from folded[at : t.start]
            yield folded[max(at, t.start) : t.end]
            at = max(at, t.end)
    yield from folded[at:]
