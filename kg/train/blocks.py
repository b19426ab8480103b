"""Weights in blocks of 32 that share a scale, four bits each: a sixth of the room of single precision.

The form is that of the file that the encoder comes from (Q4_0 of GGML): a scale in half precision, then sixteen bytes of two values,
the first sixteen values in the lower halves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

BLOCK = np.dtype([("scale", "<f2"), ("values", "u1", 16)])


def unpacked(blocks: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Return the values of a row of blocks."""
    low, high = ((half.astype(np.float32) - 8) for half in (blocks["values"] & 15, blocks["values"] >> 4))
    found: npt.NDArray[np.float32] = np.hstack([low, high]) * blocks["scale"].astype(np.float32)[:, None]
    return found.reshape(-1)
