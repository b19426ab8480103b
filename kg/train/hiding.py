"""What is hidden from the network in training: pieces of words, and names."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from kg.extract.model.schema import KINDS

Batch = dict[str, jax.Array]
HIDDEN_PIECES = 0.08  # share of the pieces of words that are hidden
HIDDEN_NAMES = 0.15  # share of the names that are hidden whole
NAMES = tuple(KINDS.index(k) + 1 for k in ("Person", "Organisation", "Place", "Award"))


def without_pieces(batch: Batch, key: jax.Array | None) -> tuple[jax.Array, jax.Array, jax.Array | float]:
    """Return the encoder's lower states, LAC's, and which characters are known; with a key, some pieces and names are hidden.

    What stands there must then be guessed from its context, as the sense of a word that was never learnt must be; and what is stated
    of a name must be learnt from the words around it, because the next article has other names.
    """
    encoded = batch["encoded"].astype(jnp.float32)
    if key is None:
        return encoded, batch["lower"], 1.0
    key_pieces, key_names = jax.random.split(key)
    kept = jax.random.bernoulli(key_pieces, 1 - HIDDEN_PIECES, encoded.shape[:2]).astype(jnp.float32)
    kept = kept * (1 - _pieces_of_names(batch, encoded.shape[1], key_names))
    known = jnp.take_along_axis(kept, batch["piece"], 1)[..., None]
    return encoded * kept[..., None], batch["lower"] * known, known


def _pieces_of_names(batch: Batch, pieces: int, key: jax.Array) -> jax.Array:
    """Return 1 for the pieces, articles x pieces, of some names drawn at random, and 0 for the others."""
    start, last, kind = (batch["spans"][:, :, n] for n in range(3))
    drawn = jax.random.bernoulli(key, HIDDEN_NAMES, kind.shape) & jnp.isin(kind, jnp.asarray(NAMES))
    row = jnp.arange(len(kind))[:, None]
    steps = jnp.zeros((len(kind), batch["piece"].shape[1] + 1), jnp.int32)
    steps = steps.at[row, start].add(drawn).at[row, last + 1].add(-drawn.astype(jnp.int32))
    inside = (jnp.cumsum(steps, 1)[:, :-1] > 0).astype(jnp.float32)
    return jnp.zeros((len(kind), pieces)).at[row, batch["piece"]].max(inside)
