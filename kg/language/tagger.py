"""Words, parts of speech and PER, LOC, ORG, TIME: LAC's small network (Jiao et al. 2018, "Chinese Lexical Analysis with
Deep Bi-GRU-CRF Network"), run by ONNX Runtime on the weights that jieba's package carries.

The input is normalised: full-width marks, letters and digits are folded before characters are looked up, and a punctuation mark
is always a word by itself (decoding forces its tag to w-B).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice

import numpy as np
import numpy.typing as npt

from kg.language.decoding import Decoder, Tags
from kg.language.network import Network
from kg.language.normalise import fold
from kg.language.rows import PACK_SIZE, Rows, batches, codes
from kg.language.weights import Weights, load_weights
from kg.model import Token

MARK = re.compile(r"[;!?\"'()\[\]{}<>《》〈〉「」『』…]|[.,:/](?!\d)|(?<!\d)[.,:/]|--")  # in folded text
CHINESE_MARK = re.compile("[。、]")  # never part of a number, unlike the marks that they fold to: 5、6月, 5,600
LONGEST = 400  # characters of one input of the network; longer texts are cut at a mark
CODES = 0x10000  # all characters of the vocabulary are below


class NetworkTagger:
    """The network with its decoder; it has no state between calls and can be shared."""

    def __init__(self, weights: Weights) -> None:
        self._mark = weights.tags.index("w-B")
        self._kinds = [t.removesuffix("-B").removesuffix("-I") for t in weights.tags]
        self._opens = np.array([not t.endswith("-I") for t in weights.tags])
        self._ids = np.full(CODES, weights.vocabulary["OOV"], dtype=np.int64)
        for character, n in weights.vocabulary.items():
            if len(character) == 1:
                self._ids[ord(character)] = n
        self._network = Network(weights)
        self._decoder = Decoder(weights)

    def tag(
        self, texts: Sequence[str], starts: Sequence[int] = (), *, normalise: bool = True
    ) -> list[tuple[Token, ...]]:
        """Return the words of each text with their tags; the words cover the text without gaps.

        Offsets are relative to the text, or to a larger text in which each text begins at the offset in `starts`.

        >>> text = "云川市市长陆怀谦昨日调研"
        >>> [text[t.start:t.end] for t in load_tagger().tag([text])[0] if t.tag in {"PER", "LOC"}]
        ['云川市', '陆怀谦']
        """
        chunks = [(i, a, b) for i, text in enumerate(texts) for a, b in _chunks(text)]
        found: list[list[Token]] = [[] for _ in chunks]
        for first, last in batches([b - a for _, a, b in chunks], PACK_SIZE):
            order = sorted(range(first, last), key=lambda k: chunks[k][1] - chunks[k][2])
            rows = Rows([texts[i][a:b] for i, a, b in (chunks[k] for k in order)])
            begins = [a + starts[i] if starts else a for i, a, _ in (chunks[k] for k in order)]
            for k, words in zip(order, self._tokens(self._tags(rows, normalise), rows, begins), strict=True):
                found[k] = words
        tokens: list[list[Token]] = [[] for _ in texts]
        for (i, _, _), words in zip(chunks, found, strict=True):
            tokens[i].extend(words)
        return [tuple(words) for words in tokens]

    def tag_ids(self, texts: Sequence[str], *, normalise: bool = False) -> list[list[int]]:
        """Return the tag id of each character; the texts must be sorted, the longest first, and none empty."""
        rows = Rows(texts)
        return [row.tolist() for row in np.split(self._tags(rows, normalise), rows.lengths.cumsum()[:-1])]

    def _tags(self, rows: Rows, normalise: bool) -> Tags:
        """Return the tag of each character."""
        plain = fold(rows.joined) if normalise else rows.joined
        ids = np.zeros(rows.shape, dtype=np.int64)
        ids[rows.row, rows.column] = self._ids[np.minimum(codes(plain), CODES - 1)[rows.kept]]
        scores = np.empty((len(rows.row), len(self._kinds)), dtype=np.float32)
        for some, held in rows.passes():
            found = self._network.scores(ids[some], rows.joins[some])
            scores[held] = found[rows.column[held], rows.row[held] - some.start]
        if normalise:
            pinned = _marks(rows.joined, plain)[rows.kept]
            scores[pinned] = -1e4
            scores[pinned, self._mark] = 0.0
        return self._decoder.decode(scores, rows.lengths)

    def _tokens(self, tags: Tags, rows: Rows, begins: Sequence[int]) -> Iterator[list[Token]]:
        """Yield the words of each text, which begins at its offset in `begins`."""
        text_ends = rows.lengths.cumsum()
        opens = self._opens[tags]
        opens[text_ends - rows.lengths] = True
        starts = np.flatnonzero(opens)
        of = np.searchsorted(text_ends, starts, side="right")
        shift = (np.array(begins) - text_ends + rows.lengths)[of]
        ends = np.append(starts[1:], len(tags)) + shift
        kinds = map(self._kinds.__getitem__, tags[starts].tolist())
        words = map(Token, (starts + shift).tolist(), ends.tolist(), kinds)
        for count in np.bincount(of, minlength=len(begins)).tolist():
            yield list(islice(words, count))


def _marks(text: str, plain: str) -> npt.NDArray[np.bool_]:
    """Return for each character whether it is a mark, which is a word by itself; `plain` is the folded text."""
    found = np.zeros(len(text), dtype=np.bool_)
    marks = chain(MARK.finditer(plain), CHINESE_MARK.finditer(text))
    found[[i for m in marks for i in range(m.start(), m.end())]] = True
    return found


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into chunks of at most LONGEST characters, at a mark if there is one in the second half."""
    start = 0
    while start < len(text):
        end = min(start + LONGEST, len(text))
        if end < len(text):
            cut = max(text.rfind(mark, start + LONGEST // 2, end) for mark in "。；，、,; \n")
            end = cut + 1 if cut > 0 else end
        yield start, end
        start = end


@cache
def load_tagger() -> NetworkTagger:
    """Return the built-in tagger; its weights are read once per process."""
    return NetworkTagger(load_weights())
