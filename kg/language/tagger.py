"""Words, parts of speech and PER, LOC, ORG, TIME: LAC's small network (Jiao et al. 2018, "Chinese Lexical Analysis with
Deep Bi-GRU-CRF Network"), run by ONNX Runtime on the weights that jieba's package carries.

Two lifts over the network as it is: full-width marks, letters and digits are folded before characters are looked up, and a
punctuation mark cannot stand inside a word (its position is pinned to the tag w-B while decoding).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

import numpy as np

from kg.language.network import Network
from kg.language.normalise import fold
from kg.language.weights import Array, Weights, load_weights
from kg.model import Token

MARK = re.compile(r"[;!?\"'()\[\]{}<>《》〈〉「」『』…]|[.,:/](?!\d)|(?<!\d)[.,:/]|--")  # in folded text
CHINESE_MARK = re.compile("[。、]")  # these stand in no number, unlike what they fold to: 5、6月 against 5,600
LONGEST = 400  # characters in one pass of the network; longer inputs are cut at a mark
BATCH = 12000  # characters, padding included, that are decoded together
PASS = 1500  # characters, padding included, in one pass of the network


class Tagger:
    """The network with its decoder; stateless between calls, so one object serves all."""

    def __init__(self, weights: Weights) -> None:
        self._w = weights
        self._unknown = weights.vocabulary["OOV"]
        self._mark = weights.tags.index("w-B")
        self._kinds = tuple(t.removesuffix("-B").removesuffix("-I") for t in weights.tags)
        self._opens = tuple(not t.endswith("-I") for t in weights.tags)
        self._network = Network(weights)

    def tag(self, texts: Sequence[str], *, lifts: bool = True) -> list[tuple[Token, ...]]:
        """Return the words of each text with their tags; offsets are within the text, and the words tile it.

        >>> text = "云川市市长陆怀谦昨日调研"
        >>> [text[t.start:t.end] for t in load_tagger().tag([text])[0] if t.tag in {"PER", "LOC"}]
        ['云川市', '陆怀谦']
        """
        pieces = [(i, a, b) for i, text in enumerate(texts) for a, b in _pieces(text)]
        order = sorted(range(len(pieces)), key=lambda k: pieces[k][1] - pieces[k][2])
        found: list[list[int]] = [[] for _ in pieces]
        for batch in _batches(order, [b - a for _, a, b in pieces]):
            chunk = [texts[i][a:b] for i, a, b in (pieces[k] for k in batch)]
            for k, ids in zip(batch, self.tag_ids(chunk, lifts=lifts), strict=True):
                found[k] = ids
        words: list[list[Token]] = [[] for _ in texts]
        for (i, a, _), ids in zip(pieces, found, strict=True):
            words[i].extend(self._tokens(ids, a))
        return [tuple(w) for w in words]

    def tag_ids(self, texts: Sequence[str], *, lifts: bool = False) -> list[list[int]]:
        """Return each character's tag id; the texts must be sorted, longest first, and none empty."""
        folded = [fold(t) if lifts else t for t in texts]
        scores = self.emissions(folded)
        if lifts:
            self._pin(scores, texts, folded)
        return self._decode(scores, [len(t) for t in texts])

    def emissions(self, texts: Sequence[str]) -> Array:
        """Return the tag scores, steps x texts x tags; the texts must be sorted, longest first."""
        get, unknown = self._w.vocabulary.get, self._unknown
        out = np.zeros((len(texts[0]), len(texts), len(self._w.tags)), dtype=np.float32)
        for first, last in _passes([len(t) for t in texts]):
            row = texts[first:last]
            ids = np.zeros((len(row), len(row[0])), dtype=np.int64)
            for line, text in zip(ids, row, strict=True):
                line[: len(text)] = [get(c, unknown) for c in text]
            lengths = np.array([len(t) for t in row], dtype=np.int32)
            out[: len(row[0]), first:last] = self._network.scores(np.ascontiguousarray(ids.T), lengths)
        return out

    def _pin(self, scores: Array, texts: Sequence[str], folded: Sequence[str]) -> None:
        for column, (text, plain) in enumerate(zip(texts, folded, strict=True)):
            marks = chain(MARK.finditer(plain), CHINESE_MARK.finditer(text))
            at = [i for m in marks for i in range(m.start(), m.end())]
            scores[at, column, :] = -1e4
            scores[at, column, self._mark] = 0.0

    def _decode(self, scores: Array, lengths: Sequence[int]) -> list[list[int]]:
        """Viterbi over all texts at once; the way back is found from the kept scores, one choice a step."""
        steps, count, _ = scores.shape
        size = np.array(lengths)
        alive = (size[None, :] > np.arange(steps)[:, None]).sum(axis=1)
        moves = self._w.transitions
        best = scores
        best[0] += self._w.start
        reached = np.empty((moves.shape[0], count, moves.shape[1]), dtype=np.float32)
        for t in range(1, steps):
            n = int(alive[t])
            # the tag before first: a maximum over the first axis runs along whole rows
            before = np.ascontiguousarray(best[t - 1, :n].T)
            np.add(before[:, :, None], moves[:, None, :], out=reached[:, :n])
            best[t, :n] += np.maximum.reduce(reached[:, :n], axis=0)
        tags = np.zeros((steps, count), dtype=np.int64)
        texts = np.arange(count)
        tags[size - 1, texts] = (best[size - 1, texts] + self._w.end).argmax(axis=1)
        into = np.ascontiguousarray(moves.T)
        for t in range(steps - 2, -1, -1):
            n = int(alive[t + 1])
            tags[t, :n] = (best[t, :n] + into[tags[t + 1, :n]]).argmax(axis=1)
        return [tags[:n, b].tolist() for b, n in enumerate(lengths)]

    def _tokens(self, ids: Sequence[int], offset: int) -> Iterator[Token]:
        starts = [i for i, tag in enumerate(ids) if i == 0 or self._opens[tag]]
        for a, b in zip(starts, [*starts[1:], len(ids)], strict=True):
            yield Token(offset + a, offset + b, self._kinds[ids[a]])


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into pieces of at most LONGEST characters, at a mark where there is one near the end."""
    start = 0
    while start < len(text):
        end = min(start + LONGEST, len(text))
        if end < len(text):
            cut = max(text.rfind(mark, start + LONGEST // 2, end) for mark in "。；，、,; \n")
            end = cut + 1 if cut > 0 else end
        yield start, end
        start = end


def _passes(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the rows, longest first, that go through the network together: what its products hold in the cache."""
    first = 0
    for k in range(len(lengths)):
        if (k + 1 - first) * lengths[first] > PASS and k > first:
            yield first, k
            first = k
    if lengths:
        yield first, len(lengths)


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield rows of pieces, longest first, that fill one pass of the network."""
    batch: list[int] = []
    for k in order:
        if batch and (len(batch) + 1) * lengths[batch[0]] > BATCH:
            yield batch
            batch = []
        batch.append(k)
    if batch:
        yield batch


@cache
def load_tagger() -> Tagger:
    """Return the tagger, its weights read once in a process."""
    return Tagger(load_weights())
