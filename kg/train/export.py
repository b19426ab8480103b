"""From the trained parameters to an ONNX file that `kg.extract.model.network` runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from kg.extract.model.features import CHANNELS
from kg.extract.model.network import FORM, LABELS
from kg.extract.model.schema import PREDICATES
from kg.train.network import HIDDEN, OUTPUTS, PAIR_WIDTH, REACH, STATE, Parameters

OPSET = 17


class _Graph:
    """Collects nodes and weights; weights are kept in half precision and widened where they are used."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: Any, half: bool = True) -> str:
        array = np.asarray(value)
        if array.dtype.kind == "f" and half:
            self.weights.append(numpy_helper.from_array(array.astype(np.float16), f"{name}_half"))
            self.nodes.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
        else:
            kept = array.astype(np.float32) if array.dtype.kind == "f" else array.astype(np.int64)
            self.weights.append(numpy_helper.from_array(kept, name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name


def _unit(g: Mapping[str, Any], added: Any | None) -> tuple[Any, Any, Any]:
    """Return a GRU unit's weights in ONNX's order (update, reset, candidate); `added` are those of further inputs.

    ONNX keeps the old state by the update gate where LAC takes the new one by it, so that gate changes sign.
    """
    rows = [np.asarray(g["projection"]), *([np.asarray(added)] if added is not None else [])]
    w = np.concatenate(rows).T.copy()
    r = np.concatenate([np.asarray(g["gates"]).T, np.asarray(g["candidate"]).T]).copy()
    b = np.asarray(g["bias"]).copy()
    for x in (w, r, b):
        x[:HIDDEN] *= -1
    return w, r, np.concatenate([b, np.zeros_like(b)])


def _gru(g: _Graph, x: str, name: str, pair: Any, added: Any = (None, None)) -> str:
    parts = [_unit(u, a) for u, a in zip(pair, added, strict=True)]
    names = [g.weight(f"{name}_{k}", np.stack([p[n] for p in parts])) for n, k in enumerate("wrb")]
    g.node(
        "GRU", [x, *names, "lengths"], f"{name}_y", hidden_size=HIDDEN, direction="bidirectional", linear_before_reset=0
    )
    g.node("Transpose", [f"{name}_y"], f"{name}_t", perm=[0, 2, 1, 3])  # steps, directions, articles, hidden
    return g.node("Reshape", [f"{name}_t", "flat"], name)


def _linear(g: _Graph, x: str, name: str, w: Any, b: Any | None, out: str) -> str:
    g.weight(f"{name}_w", w)
    if b is None:
        return g.node("MatMul", [x, f"{name}_w"], out)
    g.weight(f"{name}_b", b, half=False)
    g.node("MatMul", [x, f"{name}_w"], f"{out}_raw")
    return g.node("Add", [f"{out}_raw", f"{name}_b"], out)


def _characters(g: _Graph, p: Parameters) -> None:
    g.weight("flat", np.array([0, 0, -1]))
    g.weight("embedding", p["lac"]["embedding"])
    g.node("Gather", ["embedding", "ids"], "embedded")
    rows = []
    for n, table in enumerate(p["channels"]):
        g.weight(f"channel{n}", table)
        g.weight(f"number{n}", np.array(n))
        g.node("Gather", ["channels", f"number{n}"], f"values{n}", axis=2)
        rows.append(g.node("Gather", [f"channel{n}", f"values{n}"], f"said{n}"))
    g.node("Sum", rows, "said")
    lower, upper = p["lac"]["layers"]
    g.node("Concat", [_gru(g, "embedded", "lower", lower), "said"], "lower_said", axis=2)
    _gru(g, "lower_said", "upper", upper, p["said"])
    g.node("Concat", ["upper", "said"], "near_all", axis=2)
    g.node("Mul", ["near_all", "mask"], "near")
    g.weight("margin", np.array([REACH, 0, 0, REACH, 0, 0]))
    g.node("Pad", ["near", "margin"], "wide")
    g.weight("steps_axis", np.array([0]))
    around = []
    for k in range(2 * REACH + 1):
        g.weight(f"from{k}", np.array([k]))
        g.weight(f"to{k}", np.array([k - 2 * REACH if k < 2 * REACH else np.iinfo(np.int64).max]))
        around.append(g.node("Slice", ["wide", f"from{k}", f"to{k}", "steps_axis"], f"around{k}"))
    g.node("Concat", around, "around", axis=2)
    _linear(g, "around", "local_of", p["local"]["w"], p["local"]["b"], "local_sum")
    g.node("Relu", ["local_sum"], "local")
    g.node("Concat", ["local", "upper"], "state", axis=2)
    for name, h in p["heads"].items():
        _linear(g, "state", f"head_{name}", h["w"], h["b"], name)
    _linear(g, "state", "between_of", p["pairs"]["between"], None, "between")


def _pairs(g: _Graph, p: Parameters) -> None:
    q = p["pairs"]
    g.node("Concat", ["first", "last"], "ends", axis=1)
    parts = []
    for side in ("subject", "object"):
        _linear(g, "ends", f"{side}_of", q[side], None, f"{side}_said")
        g.weight(f"{side}_kind", q[f"{side}_kind"])
        g.node("Gather", [f"{side}_kind", "kind"], f"{side}_kinds")
        g.node("Add", [f"{side}_said", f"{side}_kinds"], f"{side}_mention")
        parts.append(g.node("Gather", [f"{side}_mention", side], f"{side}_rows"))
    for name in ("distance", "sentences"):
        g.weight(f"{name}_table", q[name])
        parts.append(g.node("Gather", [f"{name}_table", name], f"{name}_rows"))
    g.weight("pair_bias", q["bias"], half=False)
    g.node("Sum", [*parts, "between_pair", "pair_bias"], "pair_sum")
    g.node("Relu", ["pair_sum"], "pair_first")
    _linear(g, "pair_first", "pair_hidden", q["hidden"], q["hidden_bias"], "pair_second_sum")
    g.node("Relu", ["pair_second_sum"], "pair_second")
    _linear(g, "pair_second", "pair_output", q["output"], q["output_bias"], "links")


def to_onnx(p: Parameters, vocabulary: Mapping[str, int], metadata: Mapping[str, Any]) -> bytes:
    """Return the model file's bytes; `metadata` is kept in it as JSON, key by key."""
    g = _Graph()
    _characters(g, p)
    _pairs(g, p)
    integer, real = TensorProto.INT64, TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info("ids", integer, ["steps", "articles"]),
        helper.make_tensor_value_info("channels", integer, ["steps", "articles", len(CHANNELS)]),
        helper.make_tensor_value_info("mask", real, ["steps", "articles", 1]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["articles"]),
        helper.make_tensor_value_info("first", real, ["mentions", STATE]),
        helper.make_tensor_value_info("last", real, ["mentions", STATE]),
        helper.make_tensor_value_info("kind", integer, ["mentions"]),
        *(helper.make_tensor_value_info(n, integer, ["pairs"]) for n in ("subject", "object", "distance", "sentences")),
        helper.make_tensor_value_info("between_pair", real, ["pairs", PAIR_WIDTH]),
    ]
    widths = {**OUTPUTS, "state": STATE, "between": PAIR_WIDTH}
    outputs = [helper.make_tensor_value_info(n, real, ["steps", "articles", w]) for n, w in widths.items()]
    outputs.append(helper.make_tensor_value_info("links", real, ["pairs", len(PREDICATES)]))
    graph = helper.make_graph(g.nodes, "extractor", inputs, outputs, g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8, producer_name="kg")
    known = {"form": FORM, "labels": LABELS, "vocabulary": dict(vocabulary), **metadata}
    for key in sorted(known):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, json.dumps(known[key], ensure_ascii=False, sort_keys=True)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def write_model(path: Path, content: bytes) -> None:
    """Write a model file, whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    new.replace(path)
