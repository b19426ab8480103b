"""The network in JAX: LAC's two bidirectional GRU layers, a convolution, tags, and a scorer of pairs.

The GRU layers begin with LAC's weights (Jiao et al. 2018); the second also reads the embeddings of the channels, and so does
the convolution over a few characters, which sharpens boundaries. Mentions come from tags for each kind; a pair of mentions is scored from their states, the mean of the
states between them, their distance and kinds; scores of all mention pairs of two things are pooled by log-sum-exp (Jia et al.
2019, "Document-Level N-ary Relation Extraction with Multiscale Representation Learning").
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kg.extract.model.features import CHANNELS
from kg.extract.model.schema import EVENTS, HEADS, KINDS, PREDICATES, STATUSES, TAGS, TENURES
from kg.language.weights import Weights

Parameters = dict[str, Any]
Batch = dict[str, jax.Array]
HIDDEN = 128
CHANNEL_WIDTH = 96
PAIR_WIDTH = 96
PAIR_HIDDEN = 64
LOCAL = 128  # outputs of the convolution
REACH = 1  # characters to either side that it reads
STATE = 2 * HIDDEN + LOCAL  # of a character: the second layer's states, and the convolution's
DISTANCES = 24
SENTENCES = 8
OUTPUTS = {"tags": len(HEADS) * len(TAGS), "event": len(EVENTS), "status": len(STATUSES), "tenure": len(TENURES)}


def initial(weights: Weights, seed: int) -> Parameters:
    """Return the parameters that training begins with: LAC's, and random ones for what is new."""
    rng = np.random.default_rng(seed)

    def random(*shape: int, scale: float = 1.0) -> jax.Array:
        return jnp.asarray(rng.normal(0, scale / np.sqrt(shape[0]), shape), jnp.float32)

    lac = [
        [{k: jnp.asarray(getattr(g, k)) for k in ("projection", "bias", "gates", "candidate")} for g in pair]
        for pair in weights.layers
    ]
    return {
        "lac": {"embedding": jnp.asarray(weights.embedding), "layers": lac},
        "channels": [random(n, CHANNEL_WIDTH, scale=0.3 * np.sqrt(n)) for _, n in CHANNELS],
        "said": [random(CHANNEL_WIDTH, 3 * HIDDEN, scale=0.3) for _ in range(2)],
        "local": {
            "w": random((2 * REACH + 1) * (2 * HIDDEN + CHANNEL_WIDTH), LOCAL, scale=1.4),
            "b": jnp.zeros(LOCAL),
        },
        "heads": {name: {"w": random(STATE, n, scale=0.5), "b": jnp.zeros(n)} for name, n in OUTPUTS.items()},
        "pairs": {
            "subject": random(2 * STATE, PAIR_WIDTH),
            "object": random(2 * STATE, PAIR_WIDTH),
            "between": random(STATE, PAIR_WIDTH),
            "subject_kind": random(len(KINDS) + 1, PAIR_WIDTH),
            "object_kind": random(len(KINDS) + 1, PAIR_WIDTH),
            "distance": random(DISTANCES, PAIR_WIDTH, scale=0.3 * np.sqrt(DISTANCES)),
            "sentences": random(SENTENCES, PAIR_WIDTH, scale=0.3 * np.sqrt(SENTENCES)),
            "bias": jnp.zeros(PAIR_WIDTH),
            "hidden": random(PAIR_WIDTH, PAIR_HIDDEN, scale=1.4),
            "hidden_bias": jnp.zeros(PAIR_HIDDEN),
            "output": random(PAIR_HIDDEN, len(PREDICATES), scale=0.5),
            "output_bias": jnp.full(len(PREDICATES), -4.0),
        },
    }


@jax.custom_vjp
def _gru(z: jax.Array, mask: jax.Array, gates: jax.Array, candidate: jax.Array) -> jax.Array:
    """Return the states, steps x articles x HIDDEN, of one direction; `z` is the projected input.

    The gradient is written out: it sums what each step gives to the weights in one product instead of step by step.
    """
    return _gru_forward(z, mask, gates, candidate)[0]


def _gru_forward(z: jax.Array, mask: jax.Array, gates: jax.Array, candidate: jax.Array) -> tuple[jax.Array, Any]:
    def step(h: jax.Array, t: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, tuple[jax.Array, ...]]:
        given, inside = t
        opened = jax.nn.sigmoid(given[:, : 2 * HIDDEN] + h @ gates)
        new = jnp.tanh(given[:, 2 * HIDDEN :] + (opened[:, HIDDEN:] * h) @ candidate)
        update = opened[:, :HIDDEN]
        after = (h + update * (new - h)) * inside
        return after, (after, h, opened, new)

    zero = jnp.zeros((z.shape[1], HIDDEN))
    _, (states_, before, opened, new) = jax.lax.scan(step, zero, (z, mask))
    return states_, (mask, gates, candidate, before, opened, new)


def _gru_backward(kept: Any, slope: jax.Array) -> tuple[jax.Array | None, ...]:
    mask, gates, candidate, before, opened, new = kept
    gates_back, candidate_back = gates.T, candidate.T

    def step(carry: jax.Array, t: tuple[jax.Array, ...]) -> tuple[jax.Array, jax.Array]:
        given, inside, h, o, c = t
        d = (given + carry) * inside
        update, reset = o[:, :HIDDEN], o[:, HIDDEN:]
        d_new = d * update * (1 - c * c)
        through = d_new @ candidate_back
        d_open = jnp.concatenate([d * (c - h), through * h], -1) * o * (1 - o)
        back = d * (1 - update) + through * reset + d_open @ gates_back
        return back, jnp.concatenate([d_open, d_new], -1)

    zero = jnp.zeros_like(before[0])
    _, d = jax.lax.scan(step, zero, (slope, mask, before, opened, new), reverse=True)
    flat = d.reshape(-1, 3 * HIDDEN)
    old = before.reshape(-1, HIDDEN)
    reset = (opened[..., HIDDEN:] * before).reshape(-1, HIDDEN)
    return d, None, old.T @ flat[:, : 2 * HIDDEN], reset.T @ flat[:, 2 * HIDDEN :]


_gru.defvjp(_gru_forward, _gru_backward)


def _bidirectional(
    x: jax.Array, mask: jax.Array, units: list[dict[str, jax.Array]], added: list[jax.Array] | None = None
) -> jax.Array:
    """Return the states, articles x characters x 2 HIDDEN, of both directions; `added` goes to the projected input of each."""
    ahead, behind = (x @ u["projection"] + u["bias"] for u in units)
    if added:
        ahead, behind = ahead + added[0], behind + added[1]
    inside = mask.T[:, :, None].astype(jnp.float32)
    forward = _gru(ahead.transpose(1, 0, 2), inside, units[0]["gates"], units[0]["candidate"])
    given = behind.transpose(1, 0, 2)[::-1]
    backward = _gru(given, inside[::-1], units[1]["gates"], units[1]["candidate"])[::-1]
    return jnp.concatenate([forward, backward], -1).transpose(1, 0, 2)


def _dropped(x: jax.Array, key: jax.Array | None, share: float) -> jax.Array:
    if key is None:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - share, x.shape), x / (1 - share), 0.0)


def states(p: Parameters, batch: Batch, key: jax.Array | None, share: float = 0.3) -> jax.Array:
    """Return each character's state, articles x characters x STATE; with a key, for training, some of it dropped."""
    keys = list(jax.random.split(key, 6)) if key is not None else [None] * 6
    lower, upper = p["lac"]["layers"]
    tables = [t[batch["channels"][:, :, n]] for n, t in enumerate(p["channels"])]
    if keys[4] is not None:  # whole channels are left out at times, so that none is relied on alone
        kept = jax.random.bernoulli(keys[4], 0.9, (batch["mask"].shape[0], len(tables)))
        tables = [t * kept[:, n, None, None] / 0.9 for n, t in enumerate(tables)]
    channels = _dropped(sum(tables[1:], tables[0]), keys[3], 0.1)
    if "lower" in batch:
        x = _dropped(batch["lower"], keys[1], 0.5 * share)
    else:
        x = _dropped(p["lac"]["embedding"][batch["ids"]], keys[0], 0.5 * share)
        x = _dropped(_bidirectional(x, batch["mask"], lower), keys[1], 0.5 * share)
    x = _bidirectional(x, batch["mask"], upper, [channels @ w for w in p["said"]])
    x = _dropped(x, keys[2], share)
    near = jnp.concatenate([x, channels], -1) * batch["mask"][..., None]
    wide = jnp.pad(near, ((0, 0), (REACH, REACH), (0, 0)))
    n = near.shape[1]
    around = jnp.concatenate([wide[:, k : k + n] for k in range(2 * REACH + 1)], -1)
    local = jax.nn.relu(around @ p["local"]["w"] + p["local"]["b"])
    return jnp.concatenate([_dropped(local, keys[5], share), x], -1)


@jax.jit
def lower_states(p: Parameters, ids: jax.Array, mask: jax.Array) -> jax.Array:
    """Return the first layer's states: they need be computed only once while that layer is not trained."""
    return _bidirectional(p["lac"]["embedding"][ids], mask, p["lac"]["layers"][0])


def heads(p: Parameters, state: jax.Array) -> dict[str, jax.Array]:
    """Return the scores of tags, types of events, status and tenure for each character."""
    found = {name: state @ h["w"] + h["b"] for name, h in p["heads"].items()}
    found["tags"] = found["tags"].reshape(*state.shape[:2], len(HEADS), len(TAGS))
    return found


def bucket(distance: Any, xp: Any = jnp) -> Any:
    """Return the number of a signed distance in characters, on a logarithmic scale."""
    size = xp.clip(xp.floor(xp.log2(xp.abs(distance) + 1.0) * 1.4), 0, 11).astype(xp.int32)
    return xp.where(distance >= 0, size, size + 12)


def pairs(p: Parameters, state: jax.Array, spans: jax.Array, key: jax.Array | None) -> jax.Array:
    """Return the scores, articles x mentions x mentions x predicates, of all pairs of mentions.

    `spans` are articles x mentions x (start, last, kind, sentence, thing).
    """
    q = p["pairs"]
    start, last, kind, sentence = (spans[:, :, n] for n in range(4))
    ends = jnp.concatenate([jnp.take_along_axis(state, i[:, :, None], 1) for i in (start, last)], -1)
    sums = jnp.cumsum(state @ q["between"], 1)
    sums = jnp.pad(sums, ((0, 0), (1, 0), (0, 0)))
    low = jnp.minimum(last[:, :, None], last[:, None, :]) + 1
    high = jnp.maximum(start[:, :, None], start[:, None, :])
    count = jnp.maximum(high - low, 0)
    # the sums at the ends of mentions are all that is needed: gather them once, then choose by order
    before = jnp.take_along_axis(sums, (last + 1)[:, :, None], 1)
    after = jnp.take_along_axis(sums, start[:, :, None], 1)
    first_is_subject = (last[:, :, None] <= last[:, None, :])[..., None]
    low_sum = jnp.where(first_is_subject, before[:, :, None], before[:, None, :])
    later_is_object = (start[:, None, :] >= start[:, :, None])[..., None]
    high_sum = jnp.where(later_is_object, after[:, None, :], after[:, :, None])
    between = jnp.where(count[..., None] > 0, (high_sum - low_sum) / jnp.sqrt(count[..., None] + 1.0), 0.0)
    subject = ends @ q["subject"] + q["subject_kind"][kind]
    thing = ends @ q["object"] + q["object_kind"][kind]
    apart = jnp.clip(sentence[:, None, :] - sentence[:, :, None], -3, 4) + 3
    z = (
        subject[:, :, None]
        + thing[:, None, :]
        + between
        + q["distance"][bucket(start[:, None, :] - start[:, :, None])]
        + q["sentences"][apart]
        + q["bias"]
    )
    z = _dropped(jax.nn.relu(z), key, 0.2)
    z = jax.nn.relu(z @ q["hidden"] + q["hidden_bias"])
    found: jax.Array = z @ q["output"] + q["output_bias"]
    return found


def pooled(scores: jax.Array, member: jax.Array) -> jax.Array:
    """Return things x things x predicates of the scores of mentions; `member`, mentions x things, says which is whose."""
    weights = jnp.exp(jnp.clip(scores, -30, 12))
    rows = jnp.einsum("bia,bijk->bajk", member, weights)
    return jnp.log(jnp.einsum("bjc,bajk->back", member, rows) + 1e-12)
