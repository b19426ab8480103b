"""Words, parts of speech and PER, LOC, ORG, TIME: LAC's small network (Jiao et al. 2018, "Chinese Lexical Analysis with
Deep Bi-GRU-CRF Network"), run by ONNX Runtime on the weights that jieba's package carries.

Two lifts over the network as it is: full-width marks, letters and digits are folded before characters are looked up, and a
punctuation mark cannot stand inside a word (its position is pinned to the tag w-B while decoding).
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
from kg.language.rows import TOGETHER, Rows, codes, together
from kg.language.weights import Weights, load_weights
from kg.model import Token

MARK = re.compile(r"[;!?\"'()\[\]{}<>《》〈〉「」『』…]|[.,:/](?!\d)|(?<!\d)[.,:/]|--")  # in folded text
CHINESE_MARK = re.compile("[。、]")  # these stand in no number, unlike what they fold to: 5、6月 against 5,600
LONGEST = 400  # characters in one pass of the network; longer inputs are cut at a mark
CODES = 0x10000  # the vocabulary lies below


class NetworkTagger:
    """The network with its decoder; stateless between calls, so one object serves all."""

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

    def tag(self, texts: Sequence[str], starts: Sequence[int] = (), *, lifts: bool = True) -> list[tuple[Token, ...]]:
        """Return the words of each text with their tags; the words tile it.

        Offsets are within the text, or, where `starts` tells where each text begins in a larger one, within that.

        >>> text = "云川市市长陆怀谦昨日调研"
        >>> [text[t.start:t.end] for t in load_tagger().tag([text])[0] if t.tag in {"PER", "LOC"}]
        ['云川市', '陆怀谦']
        """
        pieces = [(i, a, b) for i, text in enumerate(texts) for a, b in _pieces(text)]
        found: list[list[Token]] = [[] for _ in pieces]
        for first, last in together([b - a for _, a, b in pieces], TOGETHER):
            order = sorted(range(first, last), key=lambda k: pieces[k][1] - pieces[k][2])
            rows = Rows([texts[i][a:b] for i, a, b in (pieces[k] for k in order)])
            begins = [a + starts[i] if starts else a for i, a, _ in (pieces[k] for k in order)]
            for k, words in zip(order, self._tokens(self._tags(rows, lifts), rows, begins), strict=True):
                found[k] = words
        told: list[list[Token]] = [[] for _ in texts]
        for (i, _, _), words in zip(pieces, found, strict=True):
            told[i].extend(words)
        return [tuple(words) for words in told]

    def tag_ids(self, texts: Sequence[str], *, lifts: bool = False) -> list[list[int]]:
        """Return each character's tag id; the texts must be sorted, longest first, and none empty."""
        rows = Rows(texts)
        return [row.tolist() for row in np.split(self._tags(rows, lifts), rows.lengths.cumsum()[:-1])]

    def _tags(self, rows: Rows, lifts: bool) -> Tags:
        """Return the tag of each character."""
        plain = fold(rows.joined) if lifts else rows.joined
        ids = np.zeros(rows.shape, dtype=np.int64)
        ids[rows.row, rows.column] = self._ids[np.minimum(codes(plain), CODES - 1)[rows.kept]]
        scores = np.empty((len(rows.row), len(self._kinds)), dtype=np.float32)
        for some, held in rows.passes():
            found = self._network.scores(ids[some], rows.joins[some])
            scores[held] = found[rows.column[held], rows.row[held] - some.start]
        if lifts:
            pinned = _marks(rows.joined, plain)[rows.kept]
            scores[pinned] = -1e4
            scores[pinned, self._mark] = 0.0
        return self._decoder.decode(scores, rows.lengths)

    def _tokens(self, tags: Tags, rows: Rows, begins: Sequence[int]) -> Iterator[list[Token]]:
        """Yield each text's words; the text begins at the offset that `begins` tells."""
        behind = rows.lengths.cumsum()
        opens = self._opens[tags]
        opens[behind - rows.lengths] = True
        starts = np.flatnonzero(opens)
        of = np.searchsorted(behind, starts, side="right")
        shift = (np.array(begins) - behind + rows.lengths)[of]
        ends = np.append(starts[1:], len(tags)) + shift
        kinds = map(self._kinds.__getitem__, tags[starts].tolist())
        words = map(Token, (starts + shift).tolist(), ends.tolist(), kinds)
        for count in np.bincount(of, minlength=len(begins)).tolist():
            yield list(islice(words, count))


def _marks(text: str, plain: str) -> npt.NDArray[np.bool_]:
    """Tell for each character whether it is a mark, which is a word by itself; `plain` is the text folded."""
    found = np.zeros(len(text), dtype=np.bool_)
    marks = chain(MARK.finditer(plain), CHINESE_MARK.finditer(text))
    found[[i for m in marks for i in range(m.start(), m.end())]] = True
    return found


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


@cache
def load_tagger() -> NetworkTagger:
    """Return the built-in tagger, its weights read once in a process."""
    return NetworkTagger(load_weights())
