"""The weights of LAC's small network, from jieba's package (`jieba/lac_small`).

Each file is a Paddle tensor: uint32 version, uint64 count of levels (0), uint32 tensor version, int32 length of a protobuf
with the dimensions, that protobuf, then float32 values. jieba itself is not imported: it is slow to import and needs Paddle
for these files.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.errors import InputError

Array = npt.NDArray[np.float32]
HIDDEN = 128


@dataclass(frozen=True, slots=True)
class Gru:
    """One direction of one layer: the projection of its input, and the recurrent blocks.

    `gates` (HIDDEN x 2 HIDDEN) holds update and reset, `candidate` is HIDDEN x HIDDEN; the bias is the sum of the projection's
    and the unit's own.
    """

    projection: Array
    bias: Array
    gates: Array
    candidate: Array


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole network: two layers of (forward, backward), the output layer and the CRF's transitions."""

    vocabulary: dict[str, int]
    tags: tuple[str, ...]
    embedding: Array
    layers: tuple[tuple[Gru, Gru], tuple[Gru, Gru]]
    output: Array
    output_bias: Array
    start: Array
    end: Array
    transitions: Array


def model_folder() -> Path:
    """Return the folder of the network in the installed jieba.

    Raises InputError if jieba, or its model, is missing.
    """
    spec = importlib.util.find_spec("jieba")
    folder = Path(spec.origin).parent / "lac_small" if spec and spec.origin else None
    if folder is None or not (folder / "model_baseline" / "crfw").is_file():
        raise InputError(
            "jieba's lac_small model is not installed", "reinstall it: pip install --force-reinstall jieba"
        )
    return folder


def read_tensor(path: Path) -> Array:
    """Read one Paddle tensor file; the dimensions come from its protobuf (field 2, varints)."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<i", data, 16)
    dims = _dimensions(data[20 : 20 + length])
    return np.frombuffer(data, dtype="<f4", offset=20 + length).reshape(dims).astype(np.float32)


def _dimensions(proto: bytes) -> list[int]:
    """Read the repeated field 2 of a TensorDesc message, packed or not."""
    numbers: list[int] = []
    i = 0
    while i < len(proto):
        key, i = _varint(proto, i)
        value, i = _varint(proto, i)
        if key == 0x10:
            numbers.append(value)
        elif key == 0x12:
            stop = i + value
            while i < stop:
                n, i = _varint(proto, i)
                numbers.append(n)
    return numbers


def _varint(data: bytes, i: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[i]
        value |= (byte & 0x7F) << shift
        shift += 7
        i += 1
        if byte < 0x80:
            return value, i


def _dictionary(path: Path) -> dict[str, int]:
    rows = (line.split("\t") for line in path.read_text("utf-8").split("\n"))
    return {row[1]: int(row[0]) for row in rows if len(row) == 2}


def _gru(folder: Path, n: int) -> Gru:
    block = read_tensor(folder / f"gru_{n}.w_0").reshape(-1)
    cut = HIDDEN * 2 * HIDDEN
    bias = read_tensor(folder / f"fc_{n}.b_0").reshape(-1) + read_tensor(folder / f"gru_{n}.b_0").reshape(-1)
    return Gru(
        projection=read_tensor(folder / f"fc_{n}.w_0"),
        bias=bias,
        gates=block[:cut].reshape(HIDDEN, 2 * HIDDEN),
        candidate=block[cut:].reshape(HIDDEN, HIDDEN),
    )


def load_weights() -> Weights:
    """Read the network from jieba's package (about 10 MB).

    Raises InputError if it is missing.
    """
    base = model_folder()
    folder = base / "model_baseline"
    tags = _dictionary(base / "tag.dic")
    crf = read_tensor(folder / "crfw")
    return Weights(
        vocabulary=_dictionary(base / "word.dic"),
        tags=tuple(sorted(tags, key=tags.__getitem__)),
        embedding=read_tensor(folder / "word_emb"),
        layers=((_gru(folder, 0), _gru(folder, 1)), (_gru(folder, 2), _gru(folder, 3))),
        output=read_tensor(folder / "fc_4.w_0"),
        output_bias=read_tensor(folder / "fc_4.b_0").reshape(-1),
        start=crf[0],
        end=crf[1],
        transitions=crf[2:],
    )
