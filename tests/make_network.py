"""Writes kg/language/network.onnx: the shape of LAC's small network, without weights (those come from jieba's package).

    python tests/make_network.py

Needs `onnx` (in the dev extra). A test compares the committed file with what this writes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HIDDEN, EMBEDDED, CHARACTERS, TAGS = 128, 128, 20941, 57
PATH = Path(__file__).parent.parent / "kg" / "language" / "network.onnx"


def external(name: str, *shape: int) -> TensorProto:
    """Declare a weight that the session is given when it is made."""
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", "jieba"), ("offset", "0"), ("length", str(4 * int(np.prod(shape))))):
        tensor.external_data.add(key=key, value=value)
    return tensor


def network(characters: int) -> onnx.ModelProto:
    """Return embedding, two bidirectional GRUs and the tag scores; ids are steps x texts."""
    weights = [external("embedding", characters, EMBEDDED)]
    nodes = [helper.make_node("Gather", ["embedding", "ids"], ["x0"])]
    shape = numpy_helper.from_array(np.array([0, 0, 2 * HIDDEN], dtype=np.int64), "shape")
    for n, width in enumerate((EMBEDDED, 2 * HIDDEN)):
        weights += [
            external(f"input{n}", 2, 3 * HIDDEN, width),
            external(f"recurrent{n}", 2, 3 * HIDDEN, HIDDEN),
            external(f"bias{n}", 2, 6 * HIDDEN),
        ]
        nodes += [
            helper.make_node(
                "GRU", [f"x{n}", f"input{n}", f"recurrent{n}", f"bias{n}", "lengths"], [f"y{n}"],
                hidden_size=HIDDEN, direction="bidirectional", linear_before_reset=0,
            ),
            helper.make_node("Transpose", [f"y{n}"], [f"z{n}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"z{n}", "shape"], [f"x{n + 1}"]),
        ]  # fmt: skip
    weights += [external("output", 2 * HIDDEN, TAGS), external("output_bias", TAGS)]
    nodes += [
        helper.make_node("MatMul", ["x2", "output"], ["product"]),
        helper.make_node("Add", ["product", "output_bias"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes,
        "lac_small",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["steps", "texts"]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["texts"]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["steps", "texts", TAGS])],
        [*weights, shape],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="kg")


if __name__ == "__main__":
    PATH.write_bytes(network(CHARACTERS).SerializeToString())
