"""The network's scores by ONNX Runtime: the shape lies in network.onnx, the weights come from jieba's package.

ONNX's GRU keeps z of the old state, h = (1 - z) c + z h', where Paddle's takes u of the new one, h = (1 - u) h' + u c; as
sigmoid(-x) = 1 - sigmoid(x), the update gate's weights are negated.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.language.weights import HIDDEN, Array, Gru, Weights

SHAPE = Path(__file__).parent / "network.onnx"


class Network:
    """The network in a session of one thread: builds share out the cores by process."""

    def __init__(self, weights: Weights) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        values = _values(weights)
        given = [onnxruntime.OrtValue.ortvalue_from_numpy(v) for v in values.values()]
        options.add_external_initializers(list(values), given)
        self._session = onnxruntime.InferenceSession(SHAPE.read_bytes(), options, providers=["CPUExecutionProvider"])

    def scores(self, ids: npt.NDArray[np.int64], lengths: npt.NDArray[np.int32]) -> Array:
        """Return the tag scores, steps x texts x tags, of characters' ids (steps x texts) and the texts' lengths."""
        found: Array = self._session.run(None, {"ids": ids, "lengths": lengths})[0]
        return found


def _values(weights: Weights) -> dict[str, Array]:
    """Return the weights under the names that network.onnx gives them."""
    values = {"embedding": weights.embedding, "output": weights.output, "output_bias": weights.output_bias}
    for n, pair in enumerate(weights.layers):
        values[f"input{n}"] = np.stack([_input(g) for g in pair])
        values[f"recurrent{n}"] = np.stack([_recurrent(g) for g in pair])
        values[f"bias{n}"] = np.stack([_bias(g) for g in pair])
    return {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in values.items()}


def _input(g: Gru) -> Array:
    update, rest = np.split(g.projection.T, [HIDDEN])
    return np.concatenate([-update, rest])


def _recurrent(g: Gru) -> Array:
    update, reset = np.split(g.gates.T, 2)
    return np.concatenate([-update, reset, g.candidate.T])


def _bias(g: Gru) -> Array:
    update, rest = np.split(g.bias, [HIDDEN])
    return np.concatenate([-update, rest, np.zeros(3 * HIDDEN, dtype=np.float32)])
