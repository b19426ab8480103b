"""A trained network in ONNX Runtime: one file with two parts, run one after the other.

The first part reads characters and their channels and gives scores and states; the second reads pairs of mentions. A run of
one part gives the other inputs of length one. The file's metadata holds the vocabulary, the figures, what it was
trained on, and the weights of the decision.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import InputError
from kg.extract.model.decoding import Floats
from kg.extract.model.encoder import WIDTH as ENCODED
from kg.extract.model.encoder import load_encoder
from kg.extract.model.features import ArticleFeatures, vocabulary_table
from kg.extract.model.schema import EVENTS, HEADS, LINKS, STATUSES, TAGS, TENURES
from kg.extract.model.scoring import CharacterScores, Pairs
from kg.language.inference import Session

FORM = 5  # of the file
WEIGHTS = Path(__file__).parent / "extractor.onnx"
LONGEST = 768  # characters that are read at once
ENDS = [ord(c) for c in "\n.!?;"]
ENDS_OF_WINDOWS = 24  # rows that the windows of a stretch have beside its pieces, at most
TOGETHER = 6_000  # characters that go through the network together
CHARACTER_OUTPUTS = ("tags", "event", "status", "tenure", "state", "between")
PAIR_INPUTS = ("first", "last", "kind", "far", "apart", "subject", "object", "between_pair", "distance", "sentences")
LABELS = [
    [str(h) for h in HEADS],
    list(TAGS),
    list(EVENTS),
    list(STATUSES),
    list(TENURES),
    [x.predicate for x in LINKS],
]


@dataclass(frozen=True, slots=True)
class _Stretch:
    article: int
    start: int
    end: int


class Network:
    """A trained network; stateless between calls. It runs on one thread: builds share out the cores by process."""

    def __init__(self, path: Path) -> None:
        """Open a model file. Raises InputError for a file that is none, or that another version of kg wrote."""
        advice = "give a file that kg train wrote"
        try:
            self._session = Session(path.read_bytes())
            self.metadata: dict[str, Any] = {k: json.loads(v) for k, v in self._session.metadata.items()}
        except OSError as e:
            raise InputError(f"{path}: cannot be read: {e.strerror}", advice) from e
        except Exception as e:  # onnxruntime raises its own types, which it does not export
            raise InputError(f"{path}: is no model: {e}", advice) from e
        self._encoder = load_encoder()
        known = (self.metadata.get(k) for k in ("form", "labels", "encoder"))
        if tuple(known) != (FORM, LABELS, self._encoder.digest):
            raise InputError(f"{path}: was written for another version of kg", "train it anew with kg train")
        self._table = vocabulary_table(self.metadata["vocabulary"])
        self._unused = self._session.unused

    def characters(self, articles: Sequence[ArticleFeatures]) -> list[list[CharacterScores]]:
        """Return for each article the scores of its stretches."""
        stretches = [_Stretch(n, a, b) for n, x in enumerate(articles) for a, b in _stretches(x.characters)]
        order = sorted(range(len(stretches)), key=lambda k: stretches[k].start - stretches[k].end)
        found: dict[int, CharacterScores] = {}
        for some in _passes(order, stretches):
            found |= self._run(articles, stretches, some)
        result: list[list[CharacterScores]] = [[] for _ in articles]
        for k, s in enumerate(stretches):
            result[s.article].append(found[k])
        return result

    def _run(
        self, articles: Sequence[ArticleFeatures], stretches: Sequence[_Stretch], some: Sequence[int]
    ) -> dict[int, CharacterScores]:
        rows = [*some, some[0]] if len(some) == 1 else some  # a row alone is multiplied in another order of sums
        lengths = np.array([stretches[k].end - stretches[k].start for k in rows], np.int32)
        width = int(lengths.max())
        ids = np.zeros((width, len(rows)), np.int64)
        channels = np.zeros((width, len(rows), articles[0].channels.shape[1]), np.int64)
        piece = np.zeros((len(rows), width), np.int64)
        encoded = np.zeros((len(rows), width + ENDS_OF_WINDOWS, 2 * ENCODED), np.float32)
        for row, k in enumerate(rows):
            s = stretches[k]
            article = articles[s.article]
            states, piece[row, : lengths[row]] = self._encoded(article, s)
            encoded[row, : len(states)] = states
            ids[: lengths[row], row] = self._table[article.characters[s.start : s.end]]
            channels[: lengths[row], row] = article.channels[s.start : s.end]
        mask = (np.arange(width)[:, None] < lengths).astype(np.float32)[:, :, None]
        own: dict[str, npt.NDArray[Any]] = {
            "ids": ids,
            "channels": channels,
            "mask": mask,
            "lengths": lengths,
            "piece": piece,
            "encoded": encoded,
        }
        given = {**self._unused, **own}
        out = self._session.some(CHARACTER_OUTPUTS, given)
        return {
            k: CharacterScores(
                stretches[k].start,
                out[0][: lengths[row], row].reshape(-1, len(HEADS), len(TAGS)),
                *(x[: lengths[row], row] for x in out[1:]),
            )
            for row, k in enumerate(some)
        }

    def _encoded(self, article: ArticleFeatures, s: _Stretch) -> tuple[Floats, npt.NDArray[np.int64]]:
        """Return the encoder's states of a stretch, and for each character the row of its piece."""
        places = article.piece[s.start : s.end]
        found = self._encoder.encode(article.pieces[places[0] : places[-1] + 1])
        upper, at = [], 0
        for size in found.windows:
            given = {**self._unused, "window": found.states[at : at + size]}
            upper.append(self._session.some(["upper_window"], given)[0])
            at += size
        states = np.concatenate([found.states, np.concatenate(upper)], axis=1)
        return states, found.row[places - places[0]]

    def pairs(self, pairs: Pairs) -> Floats:
        """Return the scores of pairs, pairs x predicates."""
        values = (
            pairs.first, pairs.last, pairs.kind, pairs.far, pairs.apart, pairs.subject, pairs.object, pairs.between,
            pairs.distance, pairs.sentences,
        )  # fmt: skip
        given: dict[str, Any] = {**self._unused, **dict(zip(PAIR_INPUTS, values, strict=True))}
        found: Floats = self._session.some(["links"], given)[0]
        return found


def _stretches(characters: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Cut an article into stretches that are short enough to be read at once, at ends of sentences where there are some."""
    found: list[tuple[int, int]] = []
    start, length = 0, len(characters)
    while start < length:
        end = min(length, start + LONGEST)
        if end < length:
            ends = np.flatnonzero(np.isin(characters[start + LONGEST // 2 : end], ENDS))
            end = start + LONGEST // 2 + int(ends[-1]) + 1 if len(ends) else end
        found.append((start, end))
        start = end
    return found


def _passes(order: Sequence[int], stretches: Sequence[_Stretch]) -> list[list[int]]:
    passes: list[list[int]] = []
    size = 0
    for k in order:
        width = stretches[passes[-1][0]].end - stretches[passes[-1][0]].start if passes else 0
        if not passes or size + width > TOGETHER:
            passes.append([])
            size, width = 0, stretches[k].end - stretches[k].start
        passes[-1].append(k)
        size += width
    return passes


@cache
def load_network(path: Path = WEIGHTS) -> Network:
    """Return a network, read once in a process. Raises InputError."""
    return Network(path)
