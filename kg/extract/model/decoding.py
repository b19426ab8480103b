"""From the network's scores to mentions: the best row of tags under the order that tags can stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.extract.model.schema import TAGS

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
IMPOSSIBLE = np.float32(-1e4)
MOVES = np.full((len(TAGS), len(TAGS)), IMPOSSIBLE, dtype=np.float32)  # from, to
for _before, _after in {"O": "OBS", "B": "IE", "I": "IE", "E": "OBS", "S": "OBS"}.items():
    MOVES[TAGS.index(_before), [TAGS.index(t) for t in _after]] = 0
STARTS = np.array([0 if t in "OBS" else IMPOSSIBLE for t in TAGS], dtype=np.float32)
ENDS = np.array([0 if t in "OES" else IMPOSSIBLE for t in TAGS], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A mention that a head's tags say: where it begins and ends, and how probable its least probable tag is."""

    head: int
    start: int
    end: int
    probability: float


def log_softmax(scores: Floats) -> Floats:
    """Return log-probabilities over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    found: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return found


def best_tags(scores: Floats) -> Ints:
    """Return the best tags, characters x rows, of scores, characters x rows x tags (Viterbi, Forney 1973)."""
    best = np.empty_like(scores)
    back = np.zeros(scores.shape, dtype=np.int8)
    best[0] = scores[0] + STARTS
    for t in range(1, len(scores)):
        reached = best[t - 1][:, :, None] + MOVES
        back[t] = reached.argmax(axis=1)
        best[t] = reached.max(axis=1) + scores[t]
    tags = np.zeros(scores.shape[:2], dtype=np.int64)
    tags[-1] = (best[-1] + ENDS).argmax(axis=1)
    rows = np.arange(scores.shape[1])
    for t in range(len(scores) - 1, 0, -1):
        tags[t - 1] = back[t, rows, tags[t]]
    return tags


def decode(scores: Floats, outside: Floats | None = None) -> Iterator[Decoded]:
    """Yield the mentions that scores, characters x heads x tags, say; `outside` is added to each head's O.

    >>> list(decode(np.eye(5, dtype=np.float32)[[0, 1, 3, 0]][:, None] * 9))[0].end
    3
    """
    if not len(scores):
        return
    known = log_softmax(scores)
    if outside is not None:
        known = known.copy()
        known[:, :, 0] += outside
    tags = best_tags(known)
    opens = (tags == TAGS.index("B")) | (tags == TAGS.index("S"))
    closes = (tags == TAGS.index("E")) | (tags == TAGS.index("S"))
    chosen = np.take_along_axis(known, tags[:, :, None], axis=2)[:, :, 0]
    for head in range(scores.shape[1]):
        begins, ends = np.flatnonzero(opens[:, head]), np.flatnonzero(closes[:, head])
        for a, b in zip(begins.tolist(), ends.tolist(), strict=True):
            yield Decoded(head, a, b + 1, float(np.exp(chosen[a : b + 1, head].min())))
