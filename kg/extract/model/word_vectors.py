"""Vectors of common words, by which the network knows what words mean that its annotated articles do not have.

They are the states that multilingual-e5-small (Wang et al. 2024, MIT) gives a word on its own, in fewer dimensions, as Model2Vec
(Tulkens and van Dongen 2024) makes static vectors of a sentence encoder; `kg/generate/word_vectors.py` makes the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

VECTORS = Path(__file__).parent / "word_vectors.npz"
WIDTH = 128  # dimensions of a vector


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Words and their vectors, words x WIDTH; the last row, of zeros, is that of words that are not known."""

    number: dict[str, int]
    values: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]  # of each dimension
    digest: str  # of the file

    def find(self, words: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the vectors, words x WIDTH, of words: a longer word has that of the longest known one that it ends in."""
        rows = [self._row(w) for w in words]
        found: npt.NDArray[np.float32] = self.values[rows].astype(np.float32) * self.scale
        return found

    def _row(self, word: str) -> int:
        # the head of a Chinese noun or name is its last part: 副市长 is a 市长
        return next((self.number[word[k:]] for k in range(len(word)) if word[k:] in self.number), len(self.number))


@cache
def load_word_vectors() -> WordVectors:
    """Return the vectors that come with kg, read once in a process."""
    content = VECTORS.read_bytes()
    with np.load(VECTORS) as data:
        words = bytes(data["words"]).decode("utf-8").split("\n")
        number = {word: n for n, word in enumerate(words)}
        values = np.vstack([data["values"], np.zeros((1, WIDTH), np.int8)])
        return WordVectors(number, values, data["scale"], hashlib.sha256(content).hexdigest()[:16])
