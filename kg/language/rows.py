"""Texts side by side in the rows of a matrix: characters go in, and scores come out, by whole arrays.

Sentences differ in length, and what fills a matrix up to its longest row is lost work. So several stand in one row, a gap
between two of them, which the network's state does not cross; rows are made about equally long.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

PASS = 24_000  # characters that go through the network together
MOST = 80  # rows of a pass: what its products hold in the cache

Ids = npt.NDArray[np.int64]


class Rows:
    """Texts, longest first and none empty, in one string with a character between two of them, and their places.

    `joined` is the string, whose parts may be replaced by others of the same lengths, and `kept` tells which of its
    characters are a text's. Of each of these, in their order: `text` and `step` are the text and the place in it, `row` and
    `column` its place in the matrix. `inside`, rows x columns, tells where the matrix holds a character.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.joined = "\n".join(texts) + "\n"
        self.lengths = np.array([len(t) for t in texts], dtype=np.int64)
        self.kept = np.ones(len(self.joined), dtype=np.bool_)
        self.kept[(self.lengths + 1).cumsum() - 1] = False
        self.text = np.repeat(np.arange(len(texts)), self.lengths)
        self.step = np.arange(len(self.text)) - (self.lengths.cumsum() - self.lengths)[self.text]
        rows, columns = _places(self.lengths.tolist())
        self.row, self.column = rows[self.text], columns[self.text] + self.step
        self.inside = np.zeros((self.row.max() + 1, self.column.max() + 1), dtype=np.bool_)
        self.inside[self.row, self.column] = True


def _places(lengths: Sequence[int]) -> tuple[Ids, Ids]:
    """Return the row and the first column of each text: the next goes into the row that is shortest."""
    count = min(MOST, max(1, sum(lengths) // lengths[0]))
    filled = [(0, row) for row in range(count)]
    places = []
    for length in lengths:
        column, row = filled[0]
        places.append((row, column))
        heapq.heapreplace(filled, (column + length + 1, row))
    rows, columns = np.array(places, dtype=np.int64).T
    return rows, columns


def codes(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def passes(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the texts, longest first, that go through the network together."""
    first = size = 0
    for k, length in enumerate(lengths):
        if size and size + length > PASS:
            yield first, k
            first, size = k, 0
        size += length
    if lengths:
        yield first, len(lengths)
