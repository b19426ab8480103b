"""Writes kg/language/network.onnx: the shape of LAC's small network, without weights (those come from jieba's package).

    python -m kg.generate.network

Needs `onnx` (in the dev extra). A test compares the committed file with what this writes.

ONNX has an operator GRU; this writes the unit out instead, as a Scan over the steps, because the operator multiplies its
input by its weights at each character, and what layer one gets of a character is always the same: it lies in a table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

HIDDEN, CHARACTERS, TAGS = 128, 20941, 57
PATH = Path(__file__).parents[1] / "language" / "network.onnx"


def external(name: str, *shape: int) -> TensorProto:
    """Declare a weight that the session is given when it is made."""
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", "jieba"), ("offset", "0"), ("length", str(4 * int(np.prod(shape))))):
        tensor.external_data.add(key=key, value=value)
    return tensor


def value(name: str, *shape: str | int) -> ValueInfoProto:
    """Declare an input or output of floats."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def unit(n: int, way: str) -> list[NodeProto]:
    """Return one step of a GRU: h' = h + update (candidate - h), which the next step gets if it is of the same text."""
    steps = [
        ("Gemm", f"old_{way} recurrent{n}_{way} gates_{way}", f"sum_{way}"),
        ("Sigmoid", f"sum_{way}", f"open_{way}"),
        ("Split", f"open_{way}", f"update_{way} reset_{way}"),
        ("Mul", f"reset_{way} old_{way}", f"kept_{way}"),
        ("Gemm", f"kept_{way} renewal{n}_{way} candidate_{way}", f"drawn_{way}"),
        ("Tanh", f"drawn_{way}", f"proposed_{way}"),
        ("Sub", f"proposed_{way} old_{way}", f"change_{way}"),
        ("Mul", f"change_{way} update_{way}", f"part_{way}"),
        ("Add", f"part_{way} old_{way}", f"hidden_{way}"),
        ("Mul", f"hidden_{way} held_{way}", f"new_{way}"),
    ]
    halves: dict[str, Any] = {"axis": 1, "num_outputs": 2}
    return [helper.make_node(kind, a.split(), b.split(), **(halves if kind == "Split" else {})) for kind, a, b in steps]


def layer(n: int) -> NodeProto:
    """Return a layer: step by step through what its input gives to each direction's gates and candidates."""
    ways = ("forward", "backward")
    given = [f"{part}_{way}" for way in ways for part in ("gates", "candidate")]
    widths = [2 * HIDDEN, HIDDEN] * 2
    inputs = [
        *(value(f"old_{way}", "texts", HIDDEN) for way in ways),
        *(value(name, "texts", width) for name, width in zip(given, widths, strict=True)),
        *(value(f"held_{way}", "texts", 1) for way in ways),
    ]
    outputs = [value(f"{state}_{way}", "texts", HIDDEN) for state in ("new", "hidden") for way in ways]
    body = helper.make_graph([node for way in ways for node in unit(n, way)], f"step{n}", inputs, outputs)
    return helper.make_node(
        "Scan",
        ["zero", "zero", *(f"{name}{n}" for name in given), "held_forward", "held_backward"],
        [*(f"last{n}_{way}" for way in ways), *(f"hidden{n}_{way}" for way in ways)],
        body=body,
        num_scan_inputs=6,
        scan_input_directions=[0, 0, 1, 1, 0, 1],
        scan_output_directions=[0, 1],
    )


def network(characters: int) -> onnx.ModelProto:
    """Return the table of characters, two bidirectional layers and the tag scores; ids are steps x rows; a row holds several texts.

    `held`, steps x texts x 1, is 1 where the next step, in the direction of reading, is of the same text, and 0 where another begins.
    """
    weights: list[TensorProto] = [numpy_helper.from_array(np.array([HIDDEN], dtype=np.int64), "hidden")]
    nodes = [
        helper.make_node("Shape", ["ids"], ["texts"], start=1, end=2),
        helper.make_node("Concat", ["texts", "hidden"], ["texts_hidden"], axis=0),
        helper.make_node("ConstantOfShape", ["texts_hidden"], ["zero"]),
    ]
    for n in (0, 1):
        for way in ("forward", "backward"):
            weights += [
                external(f"recurrent{n}_{way}", HIDDEN, 2 * HIDDEN),
                external(f"renewal{n}_{way}", HIDDEN, HIDDEN),
            ]
            for part, width in (("gates", 2 * HIDDEN), ("candidate", HIDDEN)):
                name = f"{part}_{way}{n}"
                if n == 0:
                    weights.append(external(f"{name}_table", characters, width))
                    nodes.append(helper.make_node("Gather", [f"{name}_table", "ids"], [name]))
                else:
                    weights += [external(f"{name}_input", 2 * HIDDEN, width), external(f"{name}_bias", width)]
                    nodes += [
                        helper.make_node("MatMul", ["below", f"{name}_input"], [f"{name}_product"]),
                        helper.make_node("Add", [f"{name}_product", f"{name}_bias"], [name]),
                    ]
        nodes += [
            layer(n),
            helper.make_node(
                "Concat", [f"hidden{n}_forward", f"hidden{n}_backward"], ["below" if n == 0 else "above"], axis=2
            ),
        ]
    weights += [external("output", 2 * HIDDEN, TAGS), external("output_bias", TAGS)]
    nodes += [
        helper.make_node("MatMul", ["above", "output"], ["product"]),
        helper.make_node("Add", ["product", "output_bias"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes,
        "lac_small",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["steps", "texts"]),
            *(value(f"held_{way}", "steps", "texts", 1) for way in ("forward", "backward")),
        ],
        [value("scores", "steps", "texts", TAGS)],
        weights,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8, producer_name="kg")


if __name__ == "__main__":
    PATH.write_bytes(network(CHARACTERS).SerializeToString())
