"""Training: batches, the loss, the optimiser, early stopping on held-out articles, and checkpoints to go on from."""

from __future__ import annotations

import pickle
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from kg.extract.model.decoding import decode
from kg.extract.model.schema import HEADS, PREDICATES
from kg.train.arrays import Arrays, pairs_allowed
from kg.train.batches import batch_of, batches
from kg.train.network import Batch, Parameters, heads, initial, lower_states, pairs, pooled, states

HELD_OUT = 6  # one article in so many is held out
SAME = PREDICATES.index("same")
MENTIONS = 0.5  # the weight of the tags' loss beside the pairs'
FOUND = 1.5  # added weight of pairs that are annotated


@dataclass(frozen=True, slots=True)
class Settings:
    """How long and how fast to train."""

    passes: int = 7
    rate: float = 9e-4  # of LAC's upper layer; the new parts learn twice as fast
    encoder_rate: float = 1.5e-4
    average: float = 0.99  # how much of the averaged parameters stays at each step
    seed: int = 0
    patience: int = 5
    refit: bool = False  # whether to train anew on all articles when the decision is fitted


def is_held_out(name: str) -> bool:
    """Whether an article is held out of training: a fixed sixth, by its name."""
    return zlib.crc32(name.encode()) % HELD_OUT == 0


ALLOWED = jnp.asarray(pairs_allowed())


def _cross_entropy(scores: jax.Array, targets: jax.Array) -> jax.Array:
    """Return the loss where a target is set (its number plus 1)."""
    row = optax.softmax_cross_entropy_with_integer_labels(scores, jnp.maximum(targets - 1, 0))
    return jnp.where(targets > 0, row, 0.0)


def loss(p: Parameters, b: Batch, key: jax.Array) -> jax.Array:
    """Return the joint loss of a batch, for an article."""
    key_states, key_pairs = jax.random.split(key)
    state = states(p, b, key_states)
    out = heads(p, state)
    tags = optax.softmax_cross_entropy_with_integer_labels(out["tags"], b["tags"]) * b["weights"]
    marks = jnp.stack([_cross_entropy(out[name], b[name]).sum() for name in ("event", "status", "tenure")]).sum()
    scores = pairs(p, state, b["spans"], b["subject"], b["object"], key_pairs)
    z = pooled(scores, b["where"], b["real"], *b["kinds"].shape)
    allowed = ALLOWED[b["kinds"][:, :, None], b["kinds"][:, None, :]] * b["link_weights"]
    allowed = allowed * (1 - jnp.eye(z.shape[1]))[None, :, :, None]
    allowed = allowed.at[..., SAME].set(0.0)
    links = (optax.sigmoid_binary_cross_entropy(z, b["links"]) * allowed * (1 + FOUND * b["links"])).sum()
    joined = (optax.sigmoid_binary_cross_entropy(scores[:, SAME], b["same"]) * b["events"] * b["real"]).sum()
    count = (b["mask"].sum(1) > 0).sum()
    total: jax.Array = (MENTIONS * (tags.sum() + 0.3 * marks) + links + joined) / count
    return total


def _optimiser(p: Parameters, settings: Settings, steps: int) -> optax.GradientTransformation:
    def pace(step: jax.Array) -> jax.Array:
        return jnp.minimum(1.0, (step + 1) / (0.05 * steps)) * jnp.maximum(0.02, 1 - step / steps)

    rate = settings.rate
    labels = {k: jax.tree_util.tree_map(lambda _: "new", v) for k, v in p.items()}
    labels["lac"] = jax.tree_util.tree_map(lambda _: "fixed", p["lac"])
    labels["lac"]["layers"][1] = jax.tree_util.tree_map(lambda _: "old", p["lac"]["layers"][1])
    labels["encoder"] = jax.tree_util.tree_map(lambda _: "encoder", p["encoder"])
    return optax.chain(
        optax.clip_by_global_norm(20.0),
        optax.multi_transform(
            {
                "fixed": optax.set_to_zero(),
                "old": optax.adamw(lambda s: rate * pace(s), weight_decay=0.01),
                "encoder": optax.adamw(lambda s: settings.encoder_rate * pace(s), weight_decay=0.01),
                "new": optax.adamw(lambda s: 2 * rate * pace(s), weight_decay=0.01),
            },
            labels,
        ),
    )


@jax.jit
def predict(p: Parameters, b: Batch) -> dict[str, jax.Array]:
    """Return the scores of tags and types, and the pooled scores of pairs of the annotated things."""
    state = states(p, b, None)
    scores = pairs(p, state, b["spans"], b["subject"], b["object"], None)
    return {**heads(p, state), "pairs": pooled(scores, b["where"], b["real"], *b["kinds"].shape)}


def lower_of(p: Parameters, rows: Sequence[Arrays]) -> list[np.ndarray[Any, Any]]:
    """Return the first layer's states of each article, in half precision."""
    found: dict[int, np.ndarray[Any, Any]] = {}
    for members, (n, _, _, size) in batches(rows, None):
        ids, mask = np.zeros((size, n), np.int32), np.zeros((size, n), np.bool_)
        for i, k in enumerate(members):
            ids[i, : rows[k].length], mask[i, : rows[k].length] = rows[k].ids, True
        states_ = np.asarray(lower_states(p, jnp.asarray(ids), jnp.asarray(mask)))
        found |= {k: states_[i, : rows[k].length].astype(np.float16) for i, k in enumerate(members)}
    return [found[k] for k in range(len(rows))]


def measure(p: Parameters, rows: Sequence[Arrays], lower: Sequence[np.ndarray[Any, Any]]) -> dict[str, float]:
    """Return the F1 of exact mentions by kind and of pairs of annotated things by predicate, at a threshold of one half."""
    counts: dict[str, list[int]] = {}
    allowed = np.asarray(ALLOWED)

    def add(name: str, hit: int, told: int, gold: int) -> None:
        row = counts.setdefault(name, [0, 0, 0])
        for k, n in enumerate((hit, told, gold)):
            row[k] += n

    for members, shape in batches(rows, None):
        b = batch_of([rows[i] for i in members], shape, [lower[i] for i in members])
        out = {k: np.asarray(v) for k, v in predict(p, {k: jnp.asarray(v) for k, v in b.items()}).items()}
        for i, n in enumerate(members):
            a = rows[n]
            found = {(HEADS[d.head][0], d.start, d.end) for d in decode(out["tags"][i, : a.length])}
            gold = {(kind, s, e) for kind, s, e in _gold_spans(a)}
            for kind in dict.fromkeys(k for k, _ in HEADS):
                mine, right = ({x for x in row if x[0] == kind} for row in (found, gold))
                add(kind, len(mine & right), len(mine), len(right))
            kinds = b["kinds"][i]
            ok = allowed[kinds[:, None], kinds[None, :]] > 0
            told, true = (out["pairs"][i] > 0) & ok, (b["links"][i] > 0) & ok
            for k, predicate in enumerate(PREDICATES):
                if k != SAME:
                    row = int((told & true)[..., k].sum()), int(told[..., k].sum()), int(true[..., k].sum())
                    add(predicate, *row)
                    add("links", *row)
    return {name: 2 * h / max(1, t + g) for name, (h, t, g) in counts.items()}


def _gold_spans(a: Arrays) -> Iterator[tuple[str, int, int]]:
    one_hot = np.eye(5, dtype=np.float32)[a.tags] * 9
    return ((HEADS[d.head][0], d.start, d.end) for d in decode(one_hot))


def score_of(figures: dict[str, float]) -> float:
    """Return what training stops by: names, events and links alike."""
    named = [figures[k] for k in ("Person", "Organisation", "Place")]
    return (sum(named) / 3 + figures["Event"] + 2 * figures["links"]) / 4


@dataclass(slots=True)
class _Progress:
    """Where training stands: what a checkpoint keeps."""

    p: Parameters
    mean: Parameters  # averaged over the steps
    kept: Any  # the optimiser's
    best: Parameters
    figures: dict[str, float]
    best_pass: int
    done: int  # passes
    random: Any


def fit(
    p: Parameters,
    rows: Sequence[Arrays],
    held: Sequence[Arrays],
    settings: Settings,
    checkpoint: Path | None,
    report: Callable[[str], None],
) -> tuple[Parameters, dict[str, float]]:
    """Return the parameters that did best on the held-out articles, and their figures there.

    LAC's lower layer stays as it is: its states are computed once, and nothing was gained by training it. With a checkpoint,
    training goes on from where it was interrupted.
    """
    p = jax.tree_util.tree_map(jnp.asarray, p)
    at = _Progress(p, p, None, p, {}, -1, 0, np.random.default_rng(settings.seed).bit_generator.state)
    if checkpoint is not None and checkpoint.is_file():
        at = pickle.loads(checkpoint.read_bytes())
        report(f"going on after pass {at.done}")
    rng = np.random.default_rng()
    rng.bit_generator.state = at.random
    count = sum(1 for _ in batches(rows, None)) + 1  # in another order the pairs may need a batch more
    optimiser = _optimiser(at.p, settings, settings.passes * count)
    lower, lower_held = lower_of(at.p, rows), lower_of(at.p, held)

    @jax.jit
    def step(
        p: Parameters, mean: Parameters, kept: Any, b: Batch, key: jax.Array, stays: jax.Array
    ) -> tuple[Parameters, Parameters, Any, jax.Array]:
        value, slope = jax.value_and_grad(loss)(p, b, key)
        change, kept = optimiser.update(slope, kept, p)
        p = optax.apply_updates(p, change)
        mean = jax.tree_util.tree_map(lambda m, x: stays * m + (1 - stays) * x, mean, p)
        return p, mean, kept, value

    if at.kept is None:
        at.kept = optimiser.init(at.p)
    for n in range(at.done, settings.passes):
        if n - 1 - at.best_pass >= settings.patience:
            report(f"no better for {settings.patience} passes; the parameters of pass {at.best_pass + 1} stay")
            break
        began, total = time.monotonic(), 0.0
        for k, (members, shape) in enumerate(batches(rows, rng)):
            batch = batch_of([rows[i] for i in members], shape, [lower[i] for i in members])
            b = {name: jnp.asarray(v) for name, v in batch.items()}
            key = jax.random.fold_in(jax.random.fold_in(jax.random.PRNGKey(settings.seed), n), k)
            taken = n * count + k  # steps so far: the first ones must not keep the random start in the average
            stays = jnp.asarray(min(settings.average, (1 + taken) / (10 + taken)))
            at.p, at.mean, at.kept, value = step(at.p, at.mean, at.kept, b, key, stays)
            total += float(value) * len(members)
        figures = measure(at.mean, held, lower_held) if held else {}
        at.done, at.random = n + 1, rng.bit_generator.state
        if not held or not at.figures or score_of(figures) > score_of(at.figures):
            at.best, at.figures, at.best_pass = at.mean, figures, n
        shown = " ".join(f"{name} {figures[name]:.3f}" for name in figures if figures[name])
        report(f"pass {n + 1}: loss {total / len(rows):.2f}, {time.monotonic() - began:.0f} s; {shown}")
        if checkpoint is not None:
            new = checkpoint.with_suffix(".new")
            new.write_bytes(pickle.dumps(at))
            new.replace(checkpoint)
    return at.best, at.figures


__all__ = ["Settings", "fit", "initial", "is_held_out", "measure", "predict"]
