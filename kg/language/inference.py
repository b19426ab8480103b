"""ONNX Runtime on one thread, with its telemetry off; the only module that imports it.

From 1.32 on, the library contacts a host of its vendor a few seconds after it is loaded, and keeps a device id and a database
in the user's cache folder. It reads the variable that disables this once, while it is loaded; its function
`disable_telemetry_events()` comes too late for the files.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

Values = Mapping[str, npt.NDArray[Any]]
DTYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(int32)": np.int32}


class Session:
    """A loaded model. It runs on one thread, as builds distribute the cores by process."""

    def __init__(self, model: bytes, weights: Values | None = None) -> None:
        """Load a model; `weights` are its external initializers. ONNX Runtime raises its own errors for what is no model."""
        weights = weights or {}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        if weights:
            given = [onnxruntime.OrtValue.ortvalue_from_numpy(v) for v in weights.values()]
            options.add_external_initializers(list(weights), given)
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def first(self, inputs: Values) -> npt.NDArray[np.float32]:
        """Return the model's first output for inputs by name."""
        found: npt.NDArray[np.float32] = self._session.run(None, dict(inputs))[0]
        return found

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the model file states about itself."""
        found: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map
        return found

    @property
    def unused(self) -> Values:
        """A value for each input, of length one where the length is free: what a run does not need costs next to nothing so."""
        return {
            i.name: np.zeros([d if isinstance(d, int) else 1 for d in i.shape], DTYPES[i.type])
            for i in self._session.get_inputs()
        }

    def some(self, outputs: Sequence[str], inputs: Values) -> list[npt.NDArray[Any]]:
        """Return the outputs of these names. ONNX Runtime computes all that the file holds all the same."""
        found: list[npt.NDArray[Any]] = self._session.run(list(outputs), dict(inputs))
        return found
