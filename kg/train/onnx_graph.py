"""Nodes and weights of an ONNX graph, collected in order."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Graph:
    """Nodes, and weights in half precision or in eight bits, which are widened when the model is loaded."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: Any, half: bool = True) -> str:
        """Add a weight; with `half`, numbers that are not whole are kept in half precision."""
        array = np.asarray(value)
        if array.dtype.kind == "f" and half:
            self.weights.append(numpy_helper.from_array(array.astype(np.float16), f"{name}_half"))
            self.nodes.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
        else:
            kept = array.astype(np.float32) if array.dtype.kind == "f" else array.astype(np.int64)
            self.weights.append(numpy_helper.from_array(kept, name))
        return name

    def small_weight(self, name: str, value: Any) -> str:
        """Add a matrix in eight bits, with a scale for each column."""
        array = np.asarray(value, np.float32)
        scale = np.maximum(np.abs(array).max(0), 1e-8) / 127
        self.weights.append(numpy_helper.from_array(np.round(array / scale).astype(np.int8), f"{name}_eighth"))
        self.weights.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}_by"))
        self.node("Cast", [f"{name}_eighth"], f"{name}_whole", to=TensorProto.FLOAT)
        return self.node("Mul", [f"{name}_whole", f"{name}_by"], name)

    def node(self, kind: str, inputs: list[str], name: str, **attributes: Any) -> str:
        """Add a node with one output; return its name."""
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def split(self, x: str, outputs: list[str], axis: int) -> None:
        """Add a node that splits into equal parts."""
        self.nodes.append(helper.make_node("Split", [x], outputs, axis=axis, num_outputs=len(outputs)))

    def linear(self, x: str, name: str, w: Any, b: Any | None, out: str, small: bool = False) -> str:
        """Add a product with a weight, and a sum where there is a bias."""
        (self.small_weight if small else self.weight)(f"{name}_w", w)
        if b is None:
            return self.node("MatMul", [x, f"{name}_w"], out)
        self.weight(f"{name}_b", b, half=False)
        self.node("MatMul", [x, f"{name}_w"], f"{out}_raw")
        return self.node("Add", [f"{out}_raw", f"{name}_b"], out)
