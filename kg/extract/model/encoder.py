"""The encoder's first layers: what the words of an article mean in their surroundings.

They are those of multilingual-e5-small (Wang et al. 2024, MIT), as they were; `kg/generate/encoder.py` makes the file. Training an
extractor leaves them alone, so all model files share them. The layers above, which are trained, are in the model files.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.extract.model.pieces import FIRST, LAST, SPACE, load_pieces
from kg.language.inference import Session

ENCODER = Path(__file__).parent / "encoder.onnx"
FIXED_LAYERS = 3
WIDTH = 384  # of a state
WINDOW = 160  # pieces that are read at once
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncodedPieces:
    """The states, rows x WIDTH, of a stretch's pieces, window by window; each window has a row more before and behind its pieces."""

    states: Floats
    windows: tuple[int, ...]  # rows of each
    row: npt.NDArray[np.int64]  # of each piece


class Encoder:
    """The loaded encoder, and the digest of its file. Windows are read one by one, so states depend on nothing else."""

    def __init__(self, content: bytes) -> None:
        self._session = Session(content)
        self.digest = hashlib.sha256(content).hexdigest()[:16]

    def encode(self, pieces: npt.NDArray[np.int32]) -> EncodedPieces:
        """Return the states of a stretch's pieces, read some sentences at a time."""
        windows = _windows(pieces)
        states = [self._read(pieces[a:b]) for a, b in windows]
        row = np.concatenate([np.arange(a, b) + 2 * n + 1 for n, (a, b) in enumerate(windows)])
        return EncodedPieces(np.concatenate(states), tuple(map(len, states)), row)

    def _read(self, pieces: npt.NDArray[np.int32]) -> Floats:
        given = np.concatenate([[FIRST], pieces, [LAST]]).astype(np.int64)
        return self._session.some(["states"], {"pieces": given})[0]


def _windows(pieces: npt.NDArray[np.int32]) -> list[tuple[int, int]]:
    """Cut a row of pieces behind ends of sentences where there are some: attention costs as much as a window is long."""
    ends = np.isin(pieces, _ends())
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(pieces):
        end = min(len(pieces), start + WINDOW)
        if end < len(pieces):
            middle = start + WINDOW // 2
            last = np.flatnonzero(ends[middle:end])
            end = middle + int(last[-1]) + 1 if len(last) else end
        found.append((start, end))
        start = end
    return found


@cache
def _ends() -> tuple[int, ...]:
    number = load_pieces().number
    return (SPACE, *(number[c][0] for c in ".!?;"))


@cache
def load_encoder() -> Encoder:
    """Return the encoder that comes with kg, read once in a process."""
    return Encoder(ENCODER.read_bytes())
