"""Packing of texts into the rows of a matrix, which the network processes as whole arrays.

Sentences differ in length, and padding is wasted work. So one row holds several texts, one directly after the other, and the
network's state is reset where the next one begins; the rows have about equal lengths.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

PACK_SIZE = 96_000  # characters that are packed together: enough short texts to fill the rows of the long ones
PASS_SIZE = 24_000  # characters of one pass of the network or the decoder
MAX_ROWS = 80  # rows of one pass, so that its products fit into the cache

Ids = npt.NDArray[np.int64]


class Rows:
    """Texts, the longest first and none empty, joined to one string with separators, and their places in the matrix.

    `joined` is the string; `kept` states which of its characters belong to a text. For each of these characters, in order:
    `text` and `step` are the text and the offset in it, `row` and `column` its place in the matrix, which has `shape`.
    `joins`, rows x (columns + 1), states whether a column continues the text of the column before.
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
        """Yield the rows of each pass of the network, and the indices of their characters."""
        for first in range(0, self.shape[0], self._size):
            rows = slice(first, first + self._size)
            yield rows, np.flatnonzero((self.row >= rows.start) & (self.row < rows.stop))


def _places(lengths: Sequence[int]) -> tuple[int, Ids, Ids]:
    """Return the number of rows of a pass, and the row and first column of each text: each goes into the shortest row."""
    total = sum(lengths)
    count = max(1, min(total // lengths[0], MAX_ROWS * -(-total // PASS_SIZE)))
    size = min(MAX_ROWS, count // max(1, round(count / MAX_ROWS)))
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


def batches(lengths: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of consecutive texts with at most `most` characters in total; a longer text is a range of its own."""
    first = size = 0
    for k, length in enumerate(lengths):
        if size and size + length > most:
            yield first, k
            first, size = k, 0
        size += length
    if lengths:
        yield first, len(lengths)
