"""The tagger against jieba.posseg, and how near it comes to what the processor can do: one thread each, the same text."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import jieba
import jieba.posseg
import numpy as np
import onnxruntime
from measuring import Figure, in_turn

from kg.language import load_tagger
from kg.language.network import Network
from kg.language.rows import PACK_SIZE, Rows, batches
from kg.language.weights import HIDDEN, load_weights

ROUNDS = 5
LARGE = 1024  # rows and columns of the product that shows the processor's peak
RECURRENT = 4 * HIDDEN * 3 * HIDDEN  # products a character: two layers, two directions, three blocks of HIDDEN x HIDDEN
BETWEEN = 2 * (2 * HIDDEN) * (3 * HIDDEN)  # from layer one to layer two, both directions
OUTPUT = 2 * HIDDEN * 57
OPERATIONS = 2 * (RECURRENT + BETWEEN + OUTPUT)  # floating-point operations a character, a product and its sum two


def against_jieba(lines: Sequence[str]) -> list[Figure]:
    """Return the tagger's pace and jieba.posseg's."""
    jieba.setLogLevel(logging.WARNING)
    tagger = load_tagger()
    works = {
        "kg": lambda: tagger.tag(lines),
        "jieba": lambda: [list(jieba.posseg.cut(line)) for line in lines],
    }
    in_turn(works, 1)
    taken = in_turn(works, ROUNDS)
    pace = {name: sum(map(len, lines)) / seconds for name, seconds in taken.items()}
    return [
        Figure(
            "words and names, one thread, against jieba.posseg",
            f"{pace['kg']:,.0f} characters/s",
            f"{pace['jieba']:,.0f} characters/s",
            pace["kg"] / pace["jieba"],
        )
    ]


def against_peak(lines: Sequence[str]) -> list[Figure]:
    """Return the network's operations a second, without decoding, beside those of one large product."""
    network = Network(load_weights())
    texts = [line[:200] for line in lines[:2000]]
    rows = [Rows(sorted(texts[a:b], key=len, reverse=True)) for a, b in batches([len(t) for t in texts], PACK_SIZE)]
    given = [
        (np.ones((some.stop - some.start, r.shape[1]), dtype=np.int64), r.joins[some])
        for r in rows
        for some, _ in r.passes()
    ]
    product = _product()
    one = np.ones((LARGE, LARGE), dtype=np.float32)
    works = {
        "network": lambda: [network.scores(ids, joins) for ids, joins in given],
        "product": lambda: [product.run(None, {"x": one}) for _ in range(10)],
    }
    in_turn(works, 1)
    taken = in_turn(works, ROUNDS)
    ours = sum(map(len, texts)) * OPERATIONS / taken["network"] / 1e9
    peak = 10 * 2 * LARGE**3 / taken["product"] / 1e9
    what = f"the network alone, {OPERATIONS / 1e6:.2f} million operations a character, against one large product"
    return [Figure(what, f"{ours:.0f} GFLOP/s", f"{peak:.0f} GFLOP/s", ours / peak)]


def _product() -> onnxruntime.InferenceSession:
    """Return a session that multiplies by a large constant matrix on one thread."""
    from onnx import TensorProto, helper, numpy_helper

    weight = numpy_helper.from_array(np.ones((LARGE, LARGE), dtype=np.float32), "w")
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [LARGE, LARGE]) for name in "xy")
    graph = helper.make_graph([helper.make_node("MatMul", ["x", "w"], ["y"])], "product", [x], [y], [weight])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
