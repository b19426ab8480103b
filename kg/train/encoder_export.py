"""Layers of the encoder as ONNX nodes, and back.

The large products are of whole numbers: inputs of eight bits, and weights of seven, so that no processor's sums of 16 bits overflow
and all give the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, helper, numpy_helper

from kg.train.encoder import EPSILON, HEADS, WIDTH
from kg.train.onnx_graph import Graph

BY_ROW = ("in", "out")  # products whose inputs are scaled piece by piece
PRODUCTS = ("all", "back", *BY_ROW)
NORMS = ("first", "second")


def add_layer_constants(g: Graph) -> None:
    """Add what all layers use."""
    g.weight("by_head_of_piece", np.array([0, HEADS, WIDTH // HEADS]))
    g.weight("by_piece", np.array([0, WIDTH]))
    g.weight("piece_narrowed", np.array(1 / np.sqrt(WIDTH // HEADS)), half=False)
    g.weight("last_of_piece", np.array([-1]))
    g.weight("piece_in_127", np.array(1 / 127), half=False)
    g.weight("piece_middle", np.array(128.5), half=False)
    g.weights.append(numpy_helper.from_array(np.array(128, np.uint8), "piece_zero"))


def add_layer(g: Graph, x: str, n: int, w: Mapping[str, Any]) -> str:
    """Add a layer with its weights (`kg.train.encoder`) over the states of one window, pieces x WIDTH."""

    def product(x: str, part: str) -> str:
        return _whole_product(g, x, f"layer{n}_{part}", np.asarray(w[part]), np.asarray(w[f"{part}_bias"]))

    of = f"layer{n}"
    g.split(product(x, "all"), [f"{of}_{k}_row" for k in "qkv"], 1)
    for k, order in (("q", [1, 0, 2]), ("k", [1, 2, 0]), ("v", [1, 0, 2])):
        g.node("Reshape", [f"{of}_{k}_row", "by_head_of_piece"], f"{of}_{k}_heads")
        g.node("Transpose", [f"{of}_{k}_heads"], f"{of}_{k}", perm=order)
    g.node("MatMul", [f"{of}_q", f"{of}_k"], f"{of}_product")
    g.node("Mul", [f"{of}_product", "piece_narrowed"], f"{of}_narrow")
    g.node("Softmax", [f"{of}_narrow"], f"{of}_shares", axis=-1)
    g.node("MatMul", [f"{of}_shares", f"{of}_v"], f"{of}_found_heads")
    g.node("Transpose", [f"{of}_found_heads"], f"{of}_found_rows", perm=[1, 0, 2])
    g.node("Reshape", [f"{of}_found_rows", "by_piece"], f"{of}_found")
    g.node("Add", [x, product(f"{of}_found", "back")], f"{of}_after")
    y = add_norm(g, f"{of}_after", f"{of}_first", w["first_scale"], w["first_shift"])
    g.node("Gelu", [product(y, "in")], f"{of}_wide", approximate="tanh")
    g.node("Add", [y, product(f"{of}_wide", "out")], f"{of}_more")
    return add_norm(g, f"{of}_more", f"{of}_second", w["second_scale"], w["second_shift"])


def add_norm(g: Graph, x: str, out: str, scale: Any, shift: Any) -> str:
    """Add the norm of a layer."""
    g.weight(f"{out}_scale", scale, half=False)
    g.weight(f"{out}_shift", shift, half=False)
    return g.node("LayerNormalization", [x, f"{out}_scale", f"{out}_shift"], out, axis=-1, epsilon=EPSILON)


def _whole_product(g: Graph, x: str, name: str, matrix: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> str:
    scale = _rounded(np.abs(matrix).max(0) / 63)
    g.weights.append(numpy_helper.from_array(np.clip(np.round(matrix / scale), -63, 63).astype(np.int8), f"{name}_w"))
    g.weight(f"{name}_scale", scale, half=False)
    g.weight(f"{name}_b", bias, half=False)
    by_row = name.endswith(BY_ROW)
    whole, by, zero = _by_row(g, x, name) if by_row else _at_once(g, x, name)
    g.node("MatMulInteger", [whole, f"{name}_w", zero], f"{name}_whole")
    g.node("Cast", [f"{name}_whole"], f"{name}_wide", to=TensorProto.FLOAT)
    if by_row:  # two products with vectors in place of one with a matrix
        g.node("Mul", [f"{name}_wide", f"{name}_scale"], f"{name}_half")
        g.node("Mul", [f"{name}_half", by], f"{name}_raw")
    else:
        g.node("Mul", [by, f"{name}_scale"], f"{name}_scales")
        g.node("Mul", [f"{name}_wide", f"{name}_scales"], f"{name}_raw")
    return g.node("Add", [f"{name}_raw", f"{name}_b"], f"{name}_sum")


def _rounded(scale: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return scales of so few digits that 63 times one is exact: a matrix that is written again gives the same file."""
    part, exponent = np.frexp(scale.astype(np.float64))
    return np.ldexp(np.round(part * 4096) / 4096, exponent).astype(np.float32)


def _at_once(g: Graph, x: str, name: str) -> tuple[str, str, str]:
    whole, by, zero = (f"{name}_input_{k}" for k in ("whole", "scale", "zero"))
    g.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [whole, by, zero]))
    return whole, by, zero


def _by_row(g: Graph, x: str, name: str) -> tuple[str, str, str]:
    """Add the scaling of each row by its largest value: some pieces have values a hundred times those of the others."""
    of = f"{name}_input"
    g.node("Abs", [x], f"{of}_size")
    g.node("ReduceMax", [f"{of}_size", "last_of_piece"], f"{of}_largest", keepdims=1)
    g.node("Mul", [f"{of}_largest", "piece_in_127"], f"{of}_scale")
    g.node("Div", [x, f"{of}_scale"], f"{of}_scaled")
    g.node("Add", [f"{of}_scaled", "piece_middle"], f"{of}_shifted")
    return g.node("Cast", [f"{of}_shifted"], f"{of}_whole", to=TensorProto.UINT8), f"{of}_scale", "piece_zero"


def layer_of(weights: Mapping[str, npt.NDArray[Any]], n: int) -> dict[str, npt.NDArray[np.float32]]:
    """Return the weights of a layer out of an ONNX file's, by name."""
    found: dict[str, npt.NDArray[np.float32]] = {}
    for part in PRODUCTS:
        of = f"layer{n}_{part}"
        found[part] = weights[f"{of}_w"].astype(np.float32) * weights[f"{of}_scale"]
        found[f"{part}_bias"] = weights[f"{of}_b"]
    for norm in NORMS:
        found |= {f"{norm}_{k}": weights[f"layer{n}_{norm}_{k}"] for k in ("scale", "shift")}
    return found
