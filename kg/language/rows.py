"""Texts side by side in the rows of a matrix: characters go in, and scores come out, by whole arrays.

Sentences differ in length, and what fills a matrix up to its longest row is lost work. So several stand in one row, one right
behind the other, and the network's state is dropped where the next begins; rows are made about equally long.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

TOGETHER = 96_000  # characters that are laid out together: enough short texts to fill up the rows of the long ones
PASS = 24_000  # characters that go through the network, or the decoder, together
MOST = 80  # rows of a pass: what its products hold in the cache

Ids = npt.NDArray[np.int64]


class Rows:
    """Texts, longest first and none empty, in one string with a character between two of them, and their places.

    `joined` is the string, whose parts may be replaced by others of the same lengths, and `kept` tells which of its
    characters are a text's. Of each of these, in their order: `text` and `step` are the text and the place in it, `row` and
    `column` its place in the matrix, which has `shape`. `joins`, rows x one more than columns, tells where a column goes on
    with the text of the column before.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.joined = "\n".join(texts) + "\n"
        self.lengths = np.array([len(t) for t in texts], dtype=np.int64)
        self.kept = np.ones(len(self.joined), dtype=np.bool_)
        self.kept[(self.lengths + 1).cumsum() - 1] = False
        self.text = np.repeat(np.arange(len(texts)), self.lengths)
        self.step = np.arange(len(self.text)) - (self.lengths.cumsum() - self.lengths)[self.text]
        self._size, rows, columns = _places(self.lengths.tolist())
        self.row, self.column = rows[self.text], columns[self.text] + self.step
        self.shape = (int(self.row.max()) + 1, int(self.column.max()) + 1)
        self.joins = np.zeros((self.shape[0], self.shape[1] + 1), dtype=np.bool_)
        self.joins[self.row, self.column] = self.step > 0

    def passes(self) -> Iterator[tuple[slice, Ids]]:
        """Yield the rows that go through the network together, and which characters stand in them."""
        for first in range(0, self.shape[0], self._size):
            rows = slice(first, first + self._size)
            yield rows, np.flatnonzero((self.row >= rows.start) & (self.row < rows.stop))


def _places(lengths: Sequence[int]) -> tuple[int, Ids, Ids]:
    """Return the rows of a pass, and the row and the first column of each text: the next goes into the row that is shortest."""
    total = sum(lengths)
    count = max(1, min(total // lengths[0], MOST * -(-total // PASS)))
    size = min(MOST, count // max(1, round(count / MOST)))
    filled = [(0, row) for row in range(count // size * size)]
    places = []
    for length in lengths:
        column, row = filled[0]
        places.append((row, column))
        heapq.heapreplace(filled, (column + length, row))
    rows, columns = np.array(places, dtype=np.int64).T
    return size, rows, columns


def codes(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def together(lengths: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Yield, in order, texts of at most so many characters together, and longer ones alone."""
    first = size = 0
    for k, length in enumerate(lengths):
        if size and size + length > most:
            yield first, k
            first, size = k, 0
        size += length
    if lengths:
        yield first, len(lengths)
