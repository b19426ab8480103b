"""The upper layers of the encoder in JAX: they are trained with all that stands on them.

A layer of a transformer (Vaswani et al. 2017) with its norms behind the sums, as BERT and XLM-R have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import jax
import jax.numpy as jnp
import numpy as np

WIDTH = 384
HEADS = 12
EPSILON = 1e-12
DROPPED = 0.1
Layer = Mapping[str, jax.Array]


def encode(layers: Sequence[Layer], x: jax.Array, window: jax.Array, key: jax.Array | None) -> jax.Array:
    """Return the states, articles x pieces x WIDTH, of pieces after further layers.

    Pieces attend to those of their own window, by number; 0 is no piece. With a key, for training, some of it is dropped.
    """
    shut = jnp.where(window[:, :, None] == window[:, None, :], 0.0, -1e9)[:, None]
    keys = iter(jax.random.split(key, 2 * len(layers))) if key is not None else None
    for w in layers:
        x = _layer(w, x, shut, keys)
    return x


def _layer(w: Layer, x: jax.Array, shut: jax.Array, keys: Iterator[jax.Array] | None) -> jax.Array:
    rows = (x @ w["all"] + w["all_bias"]).reshape(*x.shape[:2], 3, HEADS, WIDTH // HEADS)
    q, k, v = (rows[:, :, n].transpose(0, 2, 1, 3) for n in range(3))
    weights = q @ k.transpose(0, 1, 3, 2) / np.sqrt(WIDTH // HEADS) + shut
    found = (jax.nn.softmax(weights, -1) @ v).transpose(0, 2, 1, 3).reshape(x.shape)
    x = _normed(x + _dropped(found @ w["back"] + w["back_bias"], keys), w["first_scale"], w["first_shift"])
    wide = jax.nn.gelu(x @ w["in"] + w["in_bias"], approximate=True)
    more = _dropped(wide @ w["out"] + w["out_bias"], keys)
    return _normed(x + more, w["second_scale"], w["second_shift"])


def _normed(x: jax.Array, scale: jax.Array, shift: jax.Array) -> jax.Array:
    x = x - x.mean(-1, keepdims=True)
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + EPSILON) * scale + shift


def _dropped(x: jax.Array, keys: Iterator[jax.Array] | None) -> jax.Array:
    if keys is None:
        return x
    kept = jax.random.bernoulli(next(keys), 1 - DROPPED, (x.shape[0], 1, x.shape[2]))  # the same all along an article
    return jnp.where(kept, x / (1 - DROPPED), 0.0)
