"""The network's tag scores by ONNX Runtime: the architecture is in network.onnx, the weights come from jieba's package.

The input of layer one's gates depends only on the character, not on its context. It is computed once for each character of the
vocabulary, into a table (64 MB), which saves a fifth of the network's multiplications.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.language.inference import Session, Values
from kg.language.rows import Ids
from kg.language.weights import HIDDEN, Array, Gru, Weights

ARCHITECTURE = Path(__file__).parent / "network.onnx"
GATES = 2 * HIDDEN


class Network:
    """The network in an ONNX Runtime session."""

    def __init__(self, weights: Weights) -> None:
        self._session = Session(ARCHITECTURE.read_bytes(), _values(weights))

    def scores(self, ids: Ids, joins: npt.NDArray[np.bool_]) -> Array:
        """Return the tag scores, columns x rows x tags, of character ids, rows x columns.

        `joins`, rows x (columns + 1), states whether a column continues the text of the column before; elsewhere the network's
        state is reset.
        """
        held = np.ascontiguousarray(joins.T[:, :, None], dtype=np.float32)
        given: Values = {"ids": np.ascontiguousarray(ids.T), "held_forward": held[1:], "held_backward": held[:-1]}
        return self._session.first(given)


def _values(weights: Weights) -> dict[str, Array]:
    """Return the weights by their names in network.onnx."""
    values = {"output": weights.output, "output_bias": weights.output_bias}
    for n, pair in enumerate(weights.layers):
        for way, gru in zip(("forward", "backward"), pair, strict=True):
            values[f"recurrent{n}_{way}"] = gru.gates
            values[f"renewal{n}_{way}"] = gru.candidate
            given = _table(gru, weights.embedding) if n == 0 else _products(gru)
            values |= {f"{name[0]}_{way}{n}_{name[1]}": value for name, value in given.items()}
    return {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in values.items()}


def _table(gru: Gru, embedding: Array) -> dict[tuple[str, str], Array]:
    """Return the input of the gates and of the candidate for each character; the bias is added in place."""
    tables = {}
    for part, columns in (("gates", slice(GATES)), ("candidate", slice(GATES, None))):
        tables[part, "table"] = table = embedding @ np.ascontiguousarray(gru.projection[:, columns])
        table += gru.bias[columns]
    return tables


def _products(gru: Gru) -> dict[tuple[str, str], Array]:
    return {
        ("gates", "input"): gru.projection[:, :GATES],
        ("gates", "bias"): gru.bias[:GATES],
        ("candidate", "input"): gru.projection[:, GATES:],
        ("candidate", "bias"): gru.bias[GATES:],
    }
