"""Texts as the rows of a matrix, filled up to the longest: characters go in, and tags come out, by whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Scalar = TypeVar("Scalar", bound=np.generic)

PASS = 6000  # characters, filling included, that go through the network together
FEW, SHORTER = 24, 0.9  # a pass of this many texts ends before one that is so much shorter than its longest


class Rows:
    """Texts, none empty, in one string with a character between two of them, and their places in the matrix.

    `lengths` are the texts' own, `inside` (texts x steps) tells where the matrix holds a character, and `joined` is the string,
    whose parts may be replaced by others of the same lengths.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.joined = "\n".join(texts) + "\n"
        self.lengths = np.array([len(t) for t in texts], dtype=np.int64)
        steps = np.arange(self.lengths.max() + 1)
        self._filled = steps <= self.lengths[:, None]
        self.inside = (steps < self.lengths[:, None])[:, :-1]

    def spread(self, values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        """Return, texts x steps, what stands for each character of the joined string; zero beyond a text's end."""
        matrix = np.zeros(self._filled.shape, dtype=values.dtype)
        matrix[self._filled] = values
        return matrix[:, :-1]


def codes(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def passes(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the rows, longest first, that go through the network together: many, and alike in length."""
    first = 0
    for k, length in enumerate(lengths):
        longest, count = lengths[first], k - first
        if count and ((count + 1) * longest > PASS or (count >= FEW and length < SHORTER * longest)):
            yield first, k
            first = k
    if lengths:
        yield first, len(lengths)
