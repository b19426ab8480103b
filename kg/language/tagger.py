"""Words, parts of speech and PER, LOC, ORG, TIME: LAC's small network (Jiao et al. 2018, "Chinese Lexical Analysis with
Deep Bi-GRU-CRF Network"), run in NumPy on the weights that jieba's package carries.

Two lifts over the network as it is: full-width marks, letters and digits are folded before characters are looked up, and a
punctuation mark cannot stand inside a word (its position is pinned to the tag w-B while decoding).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from kg.language.normalise import fold
from kg.language.weights import HIDDEN, Array, Gru, Weights, load_weights
from kg.model import Token

Ints = npt.NDArray[np.int64]
MARK = re.compile(r"[;!?\"'()\[\]{}<>《》〈〉「」『』…]|[.,:/](?!\d)|(?<!\d)[.,:/]|--")  # in folded text
CHINESE_MARK = re.compile("[。、]")  # these stand in no number, unlike what they fold to: 5、6月 against 5,600
LONGEST = 400  # characters in one pass of the network; longer inputs are cut at a mark
SIDES = np.arange(2)[:, None]  # forward and backward
BATCH = 12000  # characters, padding included, in one pass


class Tagger:
    """The network with its weights; stateless between calls, so one object serves all.

    It is meant for one thread: the products are small, and a BLAS with several threads loses more than it wins. The
    command line and the workers of a build set OPENBLAS_NUM_THREADS=1 before NumPy is loaded; do the same elsewhere.
    """

    def __init__(self, weights: Weights) -> None:
        self._w = weights
        self._unknown = weights.vocabulary["OOV"]
        self._mark = weights.tags.index("w-B")
        self._kinds = tuple(t.removesuffix("-B").removesuffix("-I") for t in weights.tags)
        self._opens = tuple(not t.endswith("-I") for t in weights.tags)
        self._layers = tuple(_Layer(pair) for pair in weights.layers)

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
        lengths = np.array([len(t) for t in texts])
        steps = int(lengths[0])
        get, unknown = self._w.vocabulary.get, self._unknown
        ids = np.zeros((len(texts), steps), dtype=np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text)] = [get(c, unknown) for c in text]
        seen, places = np.unique(ids.T, return_inverse=True)
        turn = _turned(lengths, steps)
        alive = (lengths[None, :] > np.arange(steps)[:, None]).sum(axis=1)
        places = places.reshape(steps, -1)
        table = self._layers[0].project(self._w.embedding[seen])
        hidden = self._layers[0].run(lambda order: table[order, SIDES], places, turn, alive)
        flat = hidden.reshape(-1, 2 * HIDDEN)
        second = self._layers[1]
        places = np.arange(flat.shape[0]).reshape(steps, -1)
        hidden = second.run(lambda order: second.project_sides(flat[order]), places, turn, alive)
        return np.asarray(hidden @ self._w.output + self._w.output_bias, dtype=np.float32)

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
        for t in range(1, steps):
            n = int(alive[t])
            best[t, :n] += (best[t - 1, :n, :, None] + moves).max(axis=1)
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


class _Layer:
    """A forward and a backward GRU run side by side: h = (1 - u) h' + u c.

    The sigmoid is 0.5 tanh(x / 2) + 0.5, so the halves are folded into the gates' weights.
    """

    def __init__(self, pair: tuple[Gru, Gru]) -> None:
        half = np.concatenate([np.full(2 * HIDDEN, 0.5), np.ones(HIDDEN)]).astype(np.float32)
        self._projection = np.stack([g.projection * half for g in pair])
        self._bias = np.stack([g.bias * half for g in pair])
        self._gates = np.stack([g.gates * np.float32(0.5) for g in pair])
        self._candidate = np.stack([g.candidate for g in pair])

    def project(self, inputs: Array) -> Array:
        """Return the inputs' projections, inputs x sides x 3 HIDDEN."""
        return np.stack([inputs @ w + b for w, b in zip(self._projection, self._bias, strict=True)], axis=1)

    def project_sides(self, inputs: Array) -> Array:
        """Return the projections of inputs that stand ready for each side, sides x texts x 3 HIDDEN."""
        projected: Array = np.matmul(inputs, self._projection)
        projected += self._bias[:, None, :]
        return projected

    def run(self, project: Callable[[Ints], Array], places: Ints, turn: Ints, alive: Ints) -> Array:
        """Return steps x texts x 2 HIDDEN; `places` says which input stands at each step of each text.

        `project` gives the projections of one step's inputs: projecting step by step stays in the processor's cache.
        """
        steps, count = places.shape
        texts = np.arange(count)
        order = np.stack([places, places[turn, texts]])
        out = np.zeros((2, steps, count, HIDDEN), dtype=np.float32)
        h = np.zeros((2, count, HIDDEN), dtype=np.float32)
        for t in range(steps):
            n = int(alive[t])
            x = project(order[:, t, :n])
            old = h[:, :n]
            gates = np.matmul(old, self._gates)
            gates += x[:, :, : 2 * HIDDEN]
            np.tanh(gates, out=gates)
            gates *= 0.5
            gates += 0.5
            new = np.matmul(gates[:, :, HIDDEN:] * old, self._candidate)
            new += x[:, :, 2 * HIDDEN :]
            np.tanh(new, out=new)
            new -= old
            new *= gates[:, :, :HIDDEN]
            new += old
            h[:, :n] = new
            out[:, t, :n] = new
        return np.concatenate([out[0], out[1][turn, texts]], axis=2)


def _turned(lengths: Ints, steps: int) -> Ints:
    """Return steps x texts: at each step the step that stands there when the text is read backward."""
    turned = lengths[None, :] - 1 - np.arange(steps)[:, None]
    return np.asarray(np.where(turned < 0, np.arange(steps)[:, None], turned))


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
