"""The network in JAX: LAC's two bidirectional GRU layers, a convolution, tags, and a scorer of pairs.

The GRU layers begin with LAC's weights (Jiao et al. 2018); the second also reads the embeddings of the channels and the encoder's
state of the piece that a character stands in, and so does the convolution over a few characters, which sharpens boundaries. Mentions come
from tags for each kind. Mentions attend to each other (Vaswani et al. 2017, with a bias for each distance); a pair of them is
scored from what both give, their product, the mean of the states between them, their distance and kinds, and then once more
beside the best pairs that either is in. Scores of all pairs of mentions of two things are pooled by log-sum-exp (Jia et al. 2019,
"Document-Level N-ary Relation Extraction with Multiscale Representation Learning").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kg.extract.model.encoder import WIDTH
from kg.extract.model.features import CHANNELS
from kg.extract.model.schema import EVENTS, HEADS, KINDS, PREDICATES, STATUSES, TAGS, TENURES
from kg.extract.model.scoring import DISTANCES, HEADS_OF_ATTENTION, SENTENCES
from kg.language.weights import Weights
from kg.train.encoder import Layer, encode

Parameters = dict[str, Any]
Batch = dict[str, jax.Array]
HIDDEN = 128
CHANNEL_WIDTH = 96
PAIR_WIDTH = 96
PAIR_HIDDEN = 64
PIECE = 256  # what a piece's state becomes
MENTION = 128  # what mentions attend by
ATTENTION_LAYERS = 2
LOCAL = 192  # outputs of the convolution
REACH = 1  # characters to either side that it reads
HIDDEN_PIECES = 0.08  # share of the pieces of words that are hidden in training
STATE = 2 * HIDDEN + LOCAL  # of a character: the second layer's states, and the convolution's
OUTPUTS = {"tags": len(HEADS) * len(TAGS), "event": len(EVENTS), "status": len(STATUSES), "tenure": len(TENURES)}


def initial(weights: Weights, encoder: Sequence[Layer], seed: int) -> Parameters:
    """Return the parameters that training begins with: LAC's, the encoder's upper layers, and random ones for what is new."""
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
        "encoder": list(encoder),
        "piece": {"w": random(2 * WIDTH, PIECE, scale=1.2), "b": jnp.zeros(PIECE)},
        "piece_said": [random(PIECE, 3 * HIDDEN, scale=0.5) for _ in range(2)],
        "local": {
            "w": random((2 * REACH + 1) * (2 * HIDDEN + CHANNEL_WIDTH + PIECE), LOCAL, scale=1.4),
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
            "mention": {
                "w": random(2 * STATE, MENTION),
                "kind": random(len(KINDS) + 1, MENTION, scale=1.5),
                "b": jnp.zeros(MENTION),
            },
            "attention": [
                {
                    "all": random(MENTION, 3 * MENTION),  # what is sought, shown and given
                    "back": random(MENTION, MENTION, scale=0.5),
                    "distance": jnp.zeros((DISTANCES, HEADS_OF_ATTENTION)),
                    "sentences": jnp.zeros((SENTENCES, HEADS_OF_ATTENTION)),
                    "in": random(MENTION, 2 * MENTION, scale=1.4),
                    "out": random(2 * MENTION, MENTION, scale=0.5),
                    "first_scale": jnp.ones(MENTION),
                    "second_scale": jnp.ones(MENTION),
                }
                for _ in range(ATTENTION_LAYERS)
            ],
            # what mentions are beside each other, and a pair beside other pairs, begins at nothing and is learnt as an addition
            "subject_mention": jnp.zeros((MENTION, PAIR_WIDTH)),
            "object_mention": jnp.zeros((MENTION, PAIR_WIDTH)),
            "subject_factor": random(MENTION, PAIR_WIDTH),
            "object_factor": jnp.zeros((MENTION, PAIR_WIDTH)),
            "own": random(PAIR_HIDDEN, PAIR_HIDDEN, scale=1.4),
            "of_subject": random(PAIR_HIDDEN, PAIR_HIDDEN, scale=0.5),
            "of_object": random(PAIR_HIDDEN, PAIR_HIDDEN, scale=0.5),
            "own_bias": jnp.zeros(PAIR_HIDDEN),
            "second_output": jnp.zeros((PAIR_HIDDEN, len(PREDICATES))),
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
    keys = list(jax.random.split(key, 10)) if key is not None else [None] * 10
    upper = p["lac"]["layers"][1]
    encoded, lower, known = without_pieces(batch, keys[9])
    tables = [t[batch["channels"][:, :, n]] for n, t in enumerate(p["channels"])]
    if keys[4] is not None:  # whole channels are left out at times, so that none is relied on alone
        kept = jax.random.bernoulli(keys[4], 0.9, (batch["mask"].shape[0], len(tables)))
        tables = [t * kept[:, n, None, None] / 0.9 for n, t in enumerate(tables)]
    channels = _dropped(sum(tables[1:], tables[0]) * known, keys[3], 0.1)
    x = _dropped(lower, keys[1], 0.5 * share)
    piece = _dropped(_encoded(p, batch, encoded, keys[8]), keys[6], 0.1) @ p["piece"]["w"] + p["piece"]["b"]
    piece = _dropped(jax.nn.relu(jnp.take_along_axis(piece, batch["piece"][:, :, None], 1)), keys[7], 0.1)
    x = _bidirectional(
        x, batch["mask"], upper, [channels @ c + piece @ w for c, w in zip(p["said"], p["piece_said"], strict=True)]
    )
    x = _dropped(x, keys[2], share)
    near = jnp.concatenate([x, channels, piece], -1) * batch["mask"][..., None]
    wide = jnp.pad(near, ((0, 0), (REACH, REACH), (0, 0)))
    n = near.shape[1]
    around = jnp.concatenate([wide[:, k : k + n] for k in range(2 * REACH + 1)], -1)
    local = jax.nn.relu(around @ p["local"]["w"] + p["local"]["b"])
    return jnp.concatenate([_dropped(local, keys[5], share), x], -1)


def without_pieces(batch: Batch, key: jax.Array | None) -> tuple[jax.Array, jax.Array, jax.Array | float]:
    """Return the encoder's lower states, LAC's, and which characters are known; with a key, some pieces of words are hidden.

    What stands there must then be guessed from its context, as the sense of a word that was never learnt must be.
    """
    encoded = batch["encoded"].astype(jnp.float32)
    if key is None:
        return encoded, batch["lower"], 1.0
    kept = jax.random.bernoulli(key, 1 - HIDDEN_PIECES, encoded.shape[:2]).astype(jnp.float32)
    known = jnp.take_along_axis(kept, batch["piece"], 1)[..., None]
    return encoded * kept[..., None], batch["lower"] * known, known


def _encoded(p: Parameters, batch: Batch, lower: jax.Array, key: jax.Array | None) -> jax.Array:
    return jnp.concatenate([lower, encode(p["encoder"], lower, batch["window"], key)], -1)


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


def _normed(x: jax.Array) -> jax.Array:
    return (x - x.mean(-1, keepdims=True)) * jax.lax.rsqrt(x.var(-1, keepdims=True) + 1e-5)


def _apart(earlier: jax.Array, later: jax.Array) -> jax.Array:
    return jnp.clip(later - earlier, -3, 4) + 3


def _attended(p: Parameters, ends: jax.Array, spans: jax.Array, key: jax.Array | None) -> jax.Array:
    """Return what mentions are beside each other, articles x mentions x MENTION."""
    q = p["pairs"]
    start, kind, sentence = spans[:, :, 0], spans[:, :, 2], spans[:, :, 3]
    far = bucket(start[:, None, :] - start[:, :, None])
    apart = _apart(sentence[:, :, None], sentence[:, None, :])
    x = ends @ q["mention"]["w"] + q["mention"]["kind"][kind] + q["mention"]["b"]
    articles, mentions = x.shape[:2]
    width = MENTION // HEADS_OF_ATTENTION
    keys = list(jax.random.split(key, 2 * ATTENTION_LAYERS)) if key is not None else [None] * (2 * ATTENTION_LAYERS)
    for n, t in enumerate(q["attention"]):
        rows = jnp.split((_normed(x) * t["first_scale"]) @ t["all"], 3, -1)
        sought, shown, given = (r.reshape(articles, mentions, HEADS_OF_ATTENTION, width) for r in rows)
        weights = jnp.einsum("bihd,bjhd->bijh", sought, shown) / np.sqrt(width)
        weights = weights + t["distance"][far] + t["sentences"][apart]
        weights = jax.nn.softmax(jnp.where(kind[:, None, :, None] > 0, weights, -1e9), 2)
        found = jnp.einsum("bijh,bjhd->bihd", weights, given).reshape(articles, mentions, MENTION)
        x = x + _dropped(found @ t["back"], keys[2 * n], 0.2)
        x = x + _dropped(jax.nn.relu((_normed(x) * t["second_scale"]) @ t["in"]) @ t["out"], keys[2 * n + 1], 0.2)
    return _normed(x)


def pairs(
    p: Parameters, state: jax.Array, spans: jax.Array, subject: jax.Array, thing: jax.Array, key: jax.Array | None
) -> jax.Array:
    """Return the scores, pairs x predicates, of pairs of mentions.

    `spans` are articles x mentions x (start, last, kind, sentence, thing); `subject` and `thing` are the numbers of the pairs'
    mentions, counted through all articles.
    """
    q = p["pairs"]
    keys = list(jax.random.split(key, 3)) if key is not None else [None] * 3
    ends = jnp.concatenate([jnp.take_along_axis(state, spans[:, :, n, None], 1) for n in (0, 1)], -1)
    attended = _attended(p, ends, spans, keys[0])
    sums = jnp.pad(jnp.cumsum(state @ q["between"], 1), ((0, 0), (1, 0), (0, 0)))
    behind, before = (jnp.take_along_axis(sums, spans[:, :, n, None] + n, 1).reshape(-1, PAIR_WIDTH) for n in (1, 0))
    kind = spans[:, :, 2]
    given = {
        side: (ends @ q[side] + q[f"{side}_kind"][kind] + attended @ q[f"{side}_mention"]).reshape(-1, PAIR_WIDTH)
        for side in ("subject", "object")
    }
    factor = {side: (attended @ q[f"{side}_factor"]).reshape(-1, PAIR_WIDTH) for side in ("subject", "object")}
    flat = spans.reshape(-1, spans.shape[-1])
    a, b = flat[subject], flat[thing]
    count = jnp.maximum(jnp.maximum(a[:, 0], b[:, 0]) - jnp.minimum(a[:, 1], b[:, 1]) - 1, 0)[:, None]
    low = jnp.where((a[:, 1] <= b[:, 1])[:, None], behind[subject], behind[thing])
    high = jnp.where((b[:, 0] >= a[:, 0])[:, None], before[thing], before[subject])
    z = (
        given["subject"][subject]
        + given["object"][thing]
        + factor["subject"][subject] * factor["object"][thing]
        + jnp.where(count > 0, (high - low) / jnp.sqrt(count + 1.0), 0.0)
        + q["distance"][bucket(b[:, 0] - a[:, 0])]
        + q["sentences"][_apart(a[:, 3], b[:, 3])]
        + q["bias"]
    )
    z = jax.nn.relu(_dropped(jax.nn.relu(z), keys[1], 0.2) @ q["hidden"] + q["hidden_bias"])
    best = [jnp.maximum(jax.ops.segment_max(z, numbers, len(flat)), 0.0) for numbers in (subject, thing)]
    beside = jax.nn.relu(
        _dropped(z, keys[2], 0.1) @ q["own"]
        + (best[0] @ q["of_subject"])[subject]
        + (best[1] @ q["of_object"])[thing]
        + q["own_bias"]
    )
    found: jax.Array = z @ q["output"] + beside @ q["second_output"] + q["output_bias"]
    return found


def pooled(scores: jax.Array, where: jax.Array, real: jax.Array, articles: int, things: int) -> jax.Array:
    """Return articles x things x things x predicates of the scores of pairs.

    `where` is the number of each pair's two things, (article * things + subject) * things + object; `real` is 0 for filling.
    """
    weights = jnp.exp(jnp.clip(scores, -30, 12)) * real[:, None]
    rows = jax.ops.segment_sum(weights, where, articles * things * things)
    return jnp.log(rows.reshape(articles, things, things, -1) + 1e-12)
