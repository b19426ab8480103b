"""From the network's scores to mentions: the best row of tags under the order that tags can stand in."""

from __future__ import annotations

from collections.abc import Sequence
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


def decode(scores: Floats, outside: Floats | None = None) -> list[Decoded]:
    """Return the mentions that scores, characters x heads x tags, say; `outside` is added to each head's O.

    >>> decode(np.eye(5, dtype=np.float32)[[0, 1, 3, 0]][:, None] * 9)[0].end
    3
    """
    return decode_together([scores], outside)[0]


def decode_together(stretches: Sequence[Floats], outside: Floats | None = None) -> list[list[Decoded]]:
    """Return the mentions of several stretches, all a step on at a time."""
    longest = max((len(s) for s in stretches), default=0)
    if not longest:
        return [[] for _ in stretches]
    heads, tags_ = stretches[0].shape[1:]
    known = np.full((longest, len(stretches), heads, tags_), IMPOSSIBLE, dtype=np.float32)
    known[..., 0] = 0  # behind a stretch's end stands nothing
    for n, s in enumerate(stretches):
        known[: len(s), n] = log_softmax(s)
        if outside is not None:
            known[: len(s), n, :, 0] += outside
    flat = known.reshape(longest, -1, tags_)
    tags = best_tags(flat)
    opens = (tags == TAGS.index("B")) | (tags == TAGS.index("S"))
    closes = (tags == TAGS.index("E")) | (tags == TAGS.index("S"))
    chosen = np.take_along_axis(flat, tags[:, :, None], axis=2)[:, :, 0]
    found: list[list[Decoded]] = [[] for _ in stretches]
    for column in np.flatnonzero(opens.any(axis=0)).tolist():
        begins, ends = np.flatnonzero(opens[:, column]), np.flatnonzero(closes[:, column])
        for a, b in zip(begins.tolist(), ends.tolist(), strict=True):
            probability = float(np.exp(chosen[a : b + 1, column].min()))
            found[column // heads].append(Decoded(column % heads, a, b + 1, probability))
    return found
