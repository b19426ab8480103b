"""From a model file back to the parameters that it was written from, to go on training: the inverse of `kg.train.export`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import onnx
from onnx import numpy_helper

from kg.errors import InputError
from kg.extract.model.encoder import WIDTH
from kg.extract.model.features import CHANNELS
from kg.extract.model.network import Network
from kg.train.blocks import unpacked
from kg.train.encoder_export import PRODUCTS, layer_of
from kg.train.network import ATTENTION_LAYERS, CHANNEL_WIDTH, HIDDEN, OUTPUTS, REACH, Parameters

UPPER = Path(__file__).parent / "upper.npz"
Arrays = dict[str, np.ndarray[Any, Any]]


def parameters_of(path: Path) -> Parameters:
    """Return the parameters of a model file. Raises InputError for a file that is none, or that another version of kg wrote."""
    Network(path)  # checks the file
    w = weights_of(path)
    try:
        return _parameters(w)
    except KeyError as e:
        raise InputError(f"{path}: has no weights {e}", "train from another file") from e


def upper_layers(path: Path = UPPER) -> list[dict[str, jax.Array]]:
    """Return the layers of the encoder that training begins with."""
    layers: dict[str, dict[str, jax.Array]] = {}
    with np.load(path) as stored:
        for key, value in stored.items():
            number, _, name = key.partition(".")
            matrix = unpacked(value).reshape(-1, 4 * WIDTH if name == "out" else WIDTH).T if name in PRODUCTS else value
            layers.setdefault(number, {})[name] = jnp.asarray(matrix)
    return list(layers.values())


def weights_of(path: Path) -> Arrays:
    """Return the weights of an ONNX file by name."""
    return {
        t.name.removesuffix("_half"): numpy_helper.to_array(t).astype(np.float32)
        for t in onnx.load(path).graph.initializer
    }


def _parameters(w: Arrays) -> Parameters:
    lower = [_unit(w, "lower", n, w["embedding"].shape[1]) for n in range(2)]
    upper = [_unit(w, "upper", n, 2 * HIDDEN) for n in range(2)]
    p: Parameters = {
        "lac": {"embedding": w["embedding"], "layers": [[u[0] for u in lower], [u[0] for u in upper]]},
        "channels": [w[f"channel{n}"] for n in range(len(CHANNELS))],
        "said": [added[:CHANNEL_WIDTH] for _, added in upper],
        "encoder": [
            layer_of(w, n) for n in range(sum(name.startswith("layer") and name.endswith("_all_w") for name in w))
        ],
        "piece": {"w": w["piece_of_w"], "b": w["piece_of_b"]},
        "piece_said": [added[CHANNEL_WIDTH:] for _, added in upper],
        "local": {"w": np.concatenate(np.split(w["local_of_w"], 2 * REACH + 1, 1)), "b": w["local_of_b"]},
        "heads": {name: {"w": w[f"head_{name}_w"], "b": w[f"head_{name}_b"]} for name in OUTPUTS},
        "pairs": _pairs(w),
    }
    restored: Parameters = _on_device(p)
    return restored


def _unit(w: Arrays, name: str, direction: int, width: int) -> tuple[dict[str, Any], Any]:
    """Return a GRU unit's weights, and those of what is added to its input."""
    x, r, b = (w[f"{name}_{k}"][direction].copy() for k in "wrb")
    for part in (x, r, b):
        part[:HIDDEN] *= -1  # see kg.train.export._unit
    unit = {
        "projection": x.T[:width],
        "bias": b[: 3 * HIDDEN],
        "gates": r[: 2 * HIDDEN].T,
        "candidate": r[2 * HIDDEN :].T,
    }
    return unit, x.T[width:]


def _pairs(w: Arrays) -> dict[str, Any]:
    sides = ("subject", "object")
    attention = [
        {
            "all": w[f"attention{n}_all_w"],
            "back": w[f"attention{n}_back_w"],
            "distance": w[f"attention{n}_distance"].T,
            "sentences": w[f"attention{n}_sentences"].T,
            "in": w[f"attention{n}_wide_w"],
            "out": w[f"attention{n}_narrow_w"],
            "first_scale": w[f"attention{n}_in_scale"],
            "second_scale": w[f"attention{n}_normed_scale"],
        }
        for n in range(ATTENTION_LAYERS)
    ]
    return {
        **{side: w[f"{side}_of_w"] for side in sides},
        **{f"{side}_kind": w[f"{side}_kind"] for side in sides},
        **{f"{side}_mention": w[f"{side}_attended_w"] for side in sides},
        **{f"{side}_factor": w[f"{side}_factor_of_w"] for side in sides},
        **{f"of_{side}": w[f"{side}_best_of_w"] for side in sides},
        "between": w["between_of_w"],
        "distance": w["distance_table"],
        "sentences": w["sentences_table"],
        "bias": w["pair_bias"],
        "hidden": w["pair_hidden_w"],
        "hidden_bias": w["pair_hidden_b"],
        "output": w["pair_output_w"],
        "output_bias": w["pair_output_b"],
        "second_output": w["pair_second_output_w"],
        "own": w["pair_own_w"],
        "own_bias": w["pair_own_b"],
        "mention": {"w": w["mention_w"], "b": w["mention_b"], "kind": w["mention_kind"]},
        "attention": attention,
    }


def _on_device(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {k: _on_device(v) for k, v in tree.items()}
    return [_on_device(v) for v in tree] if isinstance(tree, list) else jnp.asarray(tree)
