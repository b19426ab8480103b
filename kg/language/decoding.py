"""Viterbi decoding of many texts at once: the best tag sequence under the network's scores and the CRF's transitions.

Tags come in pairs, the beginning (B) and the inside (I) of a word, and the best sequence hardly ever enters an inside tag
except from the beginning or inside of the same word. So all transitions are tried only into beginnings; into an inside tag
only these two, and all others are replaced by one upper bound: the best score so far plus the best of their transitions. The
backtrace checks each step, and a sequence that depends on a bound is decoded again with all transitions. The result is
therefore exact, ties included.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kg.language.rows import PASS_SIZE, batches
from kg.language.weights import Array, Weights

COMPACT_BELOW = 0.8  # finished texts are dropped when fewer than this share of the texts go on

Tags = npt.NDArray[np.intp]


class Decoder:
    """The transitions, arranged for the forward pass and the backtrace."""

    def __init__(self, weights: Weights) -> None:
        self._start, self._end = weights.start, weights.end
        moves = weights.transitions
        self._all = moves
        self._into = np.ascontiguousarray(moves.T)
        self._opening = np.ascontiguousarray(moves[:, ::2])
        insides = moves[:, 1::2].copy()
        own = np.arange(insides.shape[1])
        self._enter, self._stay = insides[2 * own, own][:, None], insides[2 * own + 1, own][:, None]
        insides[2 * own, own] = insides[2 * own + 1, own] = -np.inf
        self._bound = insides.max(axis=0)[:, None]

    def decode(self, scores: Array, lengths: npt.NDArray[np.int64]) -> Tags:
        """Return the tag of each character from the scores, characters x tags, of texts of these lengths, the longest first."""
        ends = lengths.cumsum()
        tags = np.empty(len(scores), dtype=np.intp)
        for a, b in batches(lengths.tolist(), PASS_SIZE):
            part = slice(ends[a] - lengths[a], ends[b - 1])
            tags[part] = self._decode(scores[part], lengths[a:b])
        return tags

    def _decode(self, scores: Array, lengths: npt.NDArray[np.int64]) -> Tags:
        """Decode texts in parallel, step by step."""
        inside = lengths[:, None] > np.arange(lengths[0])
        given = np.zeros((lengths[0], len(lengths), scores.shape[1]), dtype=np.float32)
        text, step = np.nonzero(inside)
        given[step, text] = scores
        alive = inside.sum(axis=0).tolist()
        best = self._forward(given, alive)
        tags, exact = self._back(best, given, lengths, alive)
        for n in np.flatnonzero(~exact):
            steps = lengths[n]
            tags[:steps, n] = self._decode_fully(given[:steps, n])
        return tags[step, text]

    def _forward(self, scores: Array, alive: Sequence[int]) -> Array:
        """Return, steps x texts x tags, the best score of a sequence that ends there, or an upper bound of it."""
        best = np.empty_like(scores)
        best[0] = scores[0] + self._start
        before = np.ascontiguousarray(best[0].T)
        width = 0
        for t in range(1, len(best)):
            if not width or alive[t] <= COMPACT_BELOW * width:
                width = alive[t]
                before = before[:, :width].copy()
                moves = np.repeat(self._opening[:, :, None], width, axis=2)
                reached, now = np.empty_like(moves), np.empty_like(before)
            np.add(before[:, None], moves, out=reached)
            np.maximum.reduce(reached, axis=0, out=now[::2])
            inside = np.maximum(before[:-1:2] + self._enter, before[1::2] + self._stay)
            np.maximum(inside, before.max(axis=0) + self._bound, out=now[1::2])
            np.add(now, scores[t, :width].T, out=before)
            best[t, :width] = before.T
        return best

    def _back(
        self, best: Array, scores: Array, lengths: npt.NDArray[np.int64], alive: Sequence[int]
    ) -> tuple[Tags, npt.NDArray[np.bool_]]:
        """Return the tags, and for each text whether its sequence depends on no bound."""
        texts = np.arange(len(lengths))
        tags = np.zeros(best.shape[:2], dtype=np.intp)
        exact = np.ones(len(lengths), dtype=np.bool_)
        tags[lengths - 1, texts] = (best[lengths - 1, texts] + self._end).argmax(axis=1)
        for t in range(len(best) - 2, -1, -1):
            n = alive[t + 1]
            row, after = texts[:n], tags[t + 1, :n]
            reached = best[t, :n] + self._into[after]
            tags[t, :n] = chosen = reached.argmax(axis=1)
            exact[:n] &= scores[t + 1, row, after] + reached[row, chosen] == best[t + 1, row, after]
        return tags, exact

    def _decode_fully(self, scores: Array) -> Tags:
        """Decode one text with all transitions."""
        best = scores.copy()
        best[0] += self._start
        for t in range(1, len(best)):
            best[t] += (best[t - 1][:, None] + self._all).max(axis=0)
        tags = np.zeros(len(best), dtype=np.intp)
        tags[-1] = (best[-1] + self._end).argmax()
        for t in range(len(best) - 2, -1, -1):
            tags[t] = (best[t] + self._into[tags[t + 1]]).argmax()
        return tags
