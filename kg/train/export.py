"""From the trained parameters to an ONNX file that `kg.extract.model.network` runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from kg.extract.model.encoder import WIDTH, load_encoder
from kg.extract.model.features import CHANNELS
from kg.extract.model.network import FORM, LABELS
from kg.extract.model.schema import PREDICATES
from kg.extract.model.scoring import HEADS_OF_ATTENTION
from kg.train.encoder_export import add_layer, add_layer_constants
from kg.train.network import HIDDEN, MENTION, OUTPUTS, PAIR_HIDDEN, PAIR_WIDTH, REACH, STATE, Parameters
from kg.train.onnx_graph import Graph

OPSET = 20


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


def _gru(g: Graph, x: str, name: str, pair: Any, added: Any = (None, None)) -> str:
    parts = [_unit(u, a) for u, a in zip(pair, added, strict=True)]
    names = [g.weight(f"{name}_{k}", np.stack([p[n] for p in parts])) for n, k in enumerate("wrb")]
    g.node(
        "GRU", [x, *names, "lengths"], f"{name}_y", hidden_size=HIDDEN, direction="bidirectional", linear_before_reset=0
    )
    g.node("Transpose", [f"{name}_y"], f"{name}_t", perm=[0, 2, 1, 3])  # steps, directions, articles, hidden
    return g.node("Reshape", [f"{name}_t", "flat"], name)


def _encoder(g: Graph, layers: Sequence[Mapping[str, Any]]) -> None:
    add_layer_constants(g)
    x = "window"
    for n, layer in enumerate(layers):
        x = add_layer(g, x, n, layer)
    g.node("Identity", [x], "upper_window")


def _characters(g: Graph, p: Parameters) -> None:
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
    g.linear("encoded", "piece_of", p["piece"]["w"], p["piece"]["b"], "piece_all_sum")
    g.node("Relu", ["piece_all_sum"], "piece_all")
    g.weight("last_of_three", np.array([2]))
    g.node("Unsqueeze", ["piece", "last_of_three"], "piece_at")
    g.node("GatherND", ["piece_all", "piece_at"], "piece_by_article", batch_dims=1)
    g.node("Transpose", ["piece_by_article"], "piece_said", perm=[1, 0, 2])
    g.node("Concat", [_gru(g, "embedded", "lower", lower), "said", "piece_said"], "lower_said", axis=2)
    added = [np.concatenate([c, w]) for c, w in zip(p["said"], p["piece_said"], strict=True)]
    _gru(g, "lower_said", "upper", upper, added)
    g.node("Concat", ["upper", "said", "piece_said"], "near_all", axis=2)
    g.node("Mul", ["near_all", "mask"], "near")
    # the convolution is one product for each place of its window, shifted and added: no wide copy of the input is made
    parts = np.split(np.asarray(p["local"]["w"]), 2 * REACH + 1)
    g.linear("near", "local_of", np.concatenate(parts, 1), None, "around")
    shares = [f"around{k}" for k in range(2 * REACH + 1)]
    g.nodes.append(helper.make_node("Split", ["around"], shares, axis=2, num_outputs=len(shares)))
    rows = [g.weight("local_of_b", p["local"]["b"], half=False)]
    for k, share in enumerate(shares):
        g.weight(f"shift{k}", np.array([REACH - k, 0, 0, k - REACH, 0, 0]))
        rows.append(g.node("Pad", [share, f"shift{k}"], f"shifted{k}"))
    g.node("Sum", rows, "local_sum")
    g.node("Relu", ["local_sum"], "local")
    g.node("Concat", ["local", "upper"], "state", axis=2)
    for name, h in p["heads"].items():
        g.linear("state", f"head_{name}", h["w"], h["b"], name)
    g.linear("state", "between_of", p["pairs"]["between"], None, "between")


def _normed(g: Graph, x: str, out: str, scale: Any = None) -> str:
    g.weight(f"{out}_scale", np.ones(MENTION) if scale is None else scale, half=False)
    return g.node("LayerNormalization", [x, f"{out}_scale"], out, axis=-1, epsilon=1e-5)


def _attended(g: Graph, q: Mapping[str, Any]) -> str:
    """Add the attention of mentions to each other."""
    width = MENTION // HEADS_OF_ATTENTION
    g.linear("ends", "mention", q["mention"]["w"], q["mention"]["b"], "mention_sum")
    g.weight("mention_kind", q["mention"]["kind"])
    g.node("Gather", ["mention_kind", "kind"], "mention_kinds")
    x = g.node("Add", ["mention_sum", "mention_kinds"], "mention0")
    g.weight("by_head", np.array([0, HEADS_OF_ATTENTION, width]))
    g.weight("by_mention", np.array([0, MENTION]))
    g.weight("narrowed", np.array(1 / np.sqrt(width)), half=False)
    for n, t in enumerate(q["attention"]):
        of = f"attention{n}"
        g.linear(_normed(g, x, f"{of}_in", t["first_scale"]), f"{of}_all", t["all"], None, f"{of}_rows")
        g.nodes.append(
            helper.make_node("Split", [f"{of}_rows"], [f"{of}_{k}_row" for k in "skv"], axis=1, num_outputs=3)
        )
        for k, order in (("s", [1, 0, 2]), ("k", [1, 2, 0]), ("v", [1, 0, 2])):
            g.node("Reshape", [f"{of}_{k}_row", "by_head"], f"{of}_{k}_heads")
            g.node("Transpose", [f"{of}_{k}_heads"], f"{of}_{k}", perm=order)
        g.node("MatMul", [f"{of}_s", f"{of}_k"], f"{of}_product")
        rows = [g.node("Mul", [f"{of}_product", "narrowed"], f"{of}_scaled")]
        for name, table in (("far", "distance"), ("apart", "sentences")):
            g.weight(f"{of}_{table}", np.asarray(t[table]).T)
            rows.append(g.node("Gather", [f"{of}_{table}", name], f"{of}_{name}", axis=1))
        g.node("Sum", rows, f"{of}_weights")
        g.node("Softmax", [f"{of}_weights"], f"{of}_shares", axis=-1)
        g.node("MatMul", [f"{of}_shares", f"{of}_v"], f"{of}_found_heads")
        g.node("Transpose", [f"{of}_found_heads"], f"{of}_found_rows", perm=[1, 0, 2])
        g.node("Reshape", [f"{of}_found_rows", "by_mention"], f"{of}_found")
        g.linear(f"{of}_found", f"{of}_back", t["back"], None, f"{of}_added")
        x = g.node("Add", [x, f"{of}_added"], f"{of}_after")
        g.linear(_normed(g, x, f"{of}_normed", t["second_scale"]), f"{of}_wide", t["in"], None, f"{of}_wide_sum")
        g.node("Relu", [f"{of}_wide_sum"], f"{of}_wide")
        g.linear(f"{of}_wide", f"{of}_narrow", t["out"], None, f"{of}_more")
        x = g.node("Add", [x, f"{of}_more"], f"mention{n + 1}")
    return _normed(g, x, "attended")


def _pairs(g: Graph, p: Parameters) -> None:
    q = p["pairs"]
    g.node("Concat", ["first", "last"], "ends", axis=1)
    attended = _attended(g, q)
    parts, factors = [], []
    for side in ("subject", "object"):
        rows = [
            g.linear("ends", f"{side}_of", q[side], None, f"{side}_said"),
            g.linear(attended, f"{side}_attended", q[f"{side}_mention"], None, f"{side}_beside"),
        ]
        g.weight(f"{side}_kind", q[f"{side}_kind"])
        rows.append(g.node("Gather", [f"{side}_kind", "kind"], f"{side}_kinds"))
        g.node("Sum", rows, f"{side}_mention")
        parts.append(g.node("Gather", [f"{side}_mention", side], f"{side}_rows"))
        g.linear(attended, f"{side}_factor_of", q[f"{side}_factor"], None, f"{side}_factor")
        factors.append(g.node("Gather", [f"{side}_factor", side], f"{side}_factors"))
    parts.append(g.node("Mul", factors, "pair_product"))
    for name in ("distance", "sentences"):
        g.weight(f"{name}_table", q[name])
        parts.append(g.node("Gather", [f"{name}_table", name], f"{name}_rows"))
    g.weight("pair_bias", q["bias"], half=False)
    g.node("Sum", [*parts, "between_pair", "pair_bias"], "pair_sum")
    g.node("Relu", ["pair_sum"], "pair_first")
    g.linear("pair_first", "pair_hidden", q["hidden"], q["hidden_bias"], "pair_second_sum")
    g.node("Relu", ["pair_second_sum"], "pair_second")
    g.node("Shape", ["kind"], "mention_count")
    g.weight("hidden_width", np.array([PAIR_HIDDEN]))
    g.node("Concat", ["mention_count", "hidden_width"], "best_shape", axis=0)
    zero = numpy_helper.from_array(np.zeros(1, np.float32))
    g.node("ConstantOfShape", ["best_shape"], "no_best", value=zero)
    g.weight("last_axis", np.array([1]))
    rows = [g.linear("pair_second", "pair_own", q["own"], q["own_bias"], "pair_own")]
    for side in ("subject", "object"):
        g.node("Unsqueeze", [side, "last_axis"], f"{side}_index")
        g.node("ScatterND", ["no_best", f"{side}_index", "pair_second"], f"{side}_best", reduction="max")
        g.linear(f"{side}_best", f"{side}_best_of", q[f"of_{side}"], None, f"{side}_best_said")
        rows.append(g.node("Gather", [f"{side}_best_said", side], f"{side}_best_rows"))
    g.node("Sum", rows, "pair_third_sum")
    g.node("Relu", ["pair_third_sum"], "pair_third")
    rows = [
        g.linear("pair_second", "pair_output", q["output"], q["output_bias"], "pair_output"),
        g.linear("pair_third", "pair_second_output", q["second_output"], None, "pair_second_output"),
    ]
    g.node("Sum", rows, "links")


def to_onnx(p: Parameters, vocabulary: Mapping[str, int], metadata: Mapping[str, Any]) -> bytes:
    """Return the model file's bytes; `metadata` is kept in it as JSON, key by key."""
    g = Graph()
    _encoder(g, p["encoder"])
    _characters(g, p)
    _pairs(g, p)
    integer, real = TensorProto.INT64, TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info("ids", integer, ["steps", "articles"]),
        helper.make_tensor_value_info("window", real, ["pieces", WIDTH]),
        helper.make_tensor_value_info("encoded", real, ["articles", "rows", 2 * WIDTH]),
        helper.make_tensor_value_info("piece", integer, ["articles", "steps"]),
        helper.make_tensor_value_info("channels", integer, ["steps", "articles", len(CHANNELS)]),
        helper.make_tensor_value_info("mask", real, ["steps", "articles", 1]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["articles"]),
        helper.make_tensor_value_info("first", real, ["mentions", STATE]),
        helper.make_tensor_value_info("last", real, ["mentions", STATE]),
        helper.make_tensor_value_info("kind", integer, ["mentions"]),
        *(helper.make_tensor_value_info(n, integer, ["mentions", "mentions"]) for n in ("far", "apart")),
        *(helper.make_tensor_value_info(n, integer, ["pairs"]) for n in ("subject", "object", "distance", "sentences")),
        helper.make_tensor_value_info("between_pair", real, ["pairs", PAIR_WIDTH]),
    ]
    widths = {**OUTPUTS, "state": STATE, "between": PAIR_WIDTH}
    outputs = [helper.make_tensor_value_info(n, real, ["steps", "articles", w]) for n, w in widths.items()]
    outputs.append(helper.make_tensor_value_info("upper_window", real, ["pieces", WIDTH]))
    outputs.append(helper.make_tensor_value_info("links", real, ["pairs", len(PREDICATES)]))
    graph = helper.make_graph(g.nodes, "extractor", inputs, outputs, g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9, producer_name="kg")
    own = {"form": FORM, "labels": LABELS, "vocabulary": dict(vocabulary), "encoder": load_encoder().digest}
    known = {**own, **metadata}
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
