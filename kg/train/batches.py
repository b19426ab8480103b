"""Articles side by side, filled up to a few shapes: each new shape is compiled anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from kg.extract.model.schema import HEADS, KINDS, PREDICATES
from kg.extract.model.scoring import connected
from kg.train.arrays import Arrays

SHAPES = ((320, 56, 48, 10), (480, 88, 72, 7), (640, 116, 96, 5))  # characters, mentions, things, articles
PIECES = {320: 248, 480: 368, 640: 504}  # rows of the encoder, in articles of so many characters
MOST_PAIRS = {320: 6_144, 480: 8_192, 640: 13_440}  # of mentions, in a batch of articles of so many characters


def shape_of(a: Arrays) -> tuple[int, int, int, int]:
    """Return the shape that an article goes into."""
    return next((s for s in SHAPES if _fits(a, s)), SHAPES[-1])


def _fits(a: Arrays, shape: tuple[int, int, int, int]) -> bool:
    n, spans, things, _ = shape
    return a.length <= n and len(a.encoded) <= PIECES[n] and len(a.spans) <= spans and len(a.things) <= things


def batch_of(
    rows: Sequence[Arrays],
    shape: tuple[int, int, int, int],
    lower: Sequence[np.ndarray[Any, Any]],
) -> dict[str, np.ndarray[Any, Any]]:
    """Return articles side by side, filled up to a shape; `lower` are the first layer's states of each."""
    n, most, things, size = shape
    first = rows[0]
    b: dict[str, np.ndarray[Any, Any]] = {
        "mask": np.zeros((size, n), np.bool_),
        "channels": np.zeros((size, n, first.channels.shape[1]), np.int32),
        "tags": np.zeros((size, n, len(HEADS)), np.int32),
        "weights": np.zeros((size, n, len(HEADS)), np.float32),
        "spans": np.zeros((size, most, 5), np.int32),
        "kinds": np.zeros((size, things), np.int32),
        "links": np.zeros((size, things, things, len(PREDICATES)), np.float32),
        "link_weights": np.ones((size, things, things, len(PREDICATES)), np.float32),
    }
    b |= {name: np.zeros((size, n), np.int32) for name in ("event", "status", "tenure", "piece")}
    most_pieces = PIECES[n]
    b["encoded"] = np.zeros((size, most_pieces, first.encoded.shape[1]), np.float16)
    b["window"] = np.zeros((size, most_pieces), np.int32)
    b["lower"] = np.zeros((size, n, lower[0].shape[1]), np.float32)
    for i, a in enumerate(rows):
        k = a.length
        b["mask"][i, :k], b["channels"][i, :k] = True, a.channels
        b["lower"][i, :k] = lower[i]
        b["tags"][i, :k], b["weights"][i, :k] = a.tags, a.weights
        for name in ("event", "status", "tenure"):
            b[name][i, :k] = getattr(a, name)
        b["encoded"][i, : len(a.encoded)] = a.encoded[:most_pieces]
        b["window"][i, : len(a.window)] = a.window[:most_pieces]
        b["piece"][i, :k] = np.minimum(a.piece, most_pieces - 1)
        spans = a.spans[:most]
        spans = spans[spans[:, 4] < things]
        b["spans"][i, : len(spans)] = spans
        b["kinds"][i, spans[:, 4]] = spans[:, 2]
        for (s, o, p), w in zip(a.links, a.link_weights, strict=True):
            if s < things and o < things:
                b["links"][i, s, o, p], b["link_weights"][i, s, o, p] = 1, w
    return b | _pairs_of(b["spans"], things, MOST_PAIRS[n])


def _pairs_of(spans: np.ndarray[Any, Any], things: int, most: int) -> dict[str, np.ndarray[Any, Any]]:
    """Return the pairs of mentions, of all articles in a row, whose kinds some predicate connects, filled up to a number.

    Filling is of the last mention of the last article with itself, where there is seldom one.
    """
    rows = [np.stack([np.full(len(i), n), i, j]) for n, s in enumerate(spans) for i, j in [connected(s[:, 2], s[:, 4])]]
    article, i, j = np.concatenate(rows, 1)[:, :most]
    first, second = spans[article, i], spans[article, j]
    event = KINDS.index("Event") + 1
    found: dict[str, np.ndarray[Any, Any]] = {
        "subject": article * spans.shape[1] + i,
        "object": article * spans.shape[1] + j,
        "where": (article * things + first[:, 4]) * things + second[:, 4],
        "real": np.ones(len(i)),
        "same": first[:, 4] == second[:, 4],
        "events": (first[:, 2] == event) & (second[:, 2] == event),
    }
    kinds = {"subject": np.int32, "object": np.int32, "where": np.int32}
    filling = {"subject": spans.shape[0] * spans.shape[1] - 1, "object": spans.shape[0] * spans.shape[1] - 1}
    return {
        k: np.pad(v, (0, most - len(v)), constant_values=filling.get(k, 0)).astype(kinds.get(k, np.float32))
        for k, v in found.items()
    }


def batches(
    rows: Sequence[Arrays], rng: np.random.Generator | None
) -> Iterator[tuple[list[int], tuple[int, int, int, int]]]:
    """Yield the numbers of the articles of each batch, with its shape; in another order each time, where one is drawn."""
    by_shape: dict[tuple[int, int, int, int], list[int]] = {s: [] for s in SHAPES}
    for i, a in enumerate(rows):
        by_shape[shape_of(a)].append(i)
    found: list[tuple[list[int], tuple[int, int, int, int]]] = []
    for full, members in by_shape.items():
        shape = (*full[:3], min(full[3], len(members)))  # few articles need no room for many
        order = [members[j] for j in rng.permutation(len(members))] if rng is not None else members
        found.extend((part, shape) for part in _parts(order, rows, shape))
    yield from [found[j] for j in rng.permutation(len(found))] if rng is not None else found


def _parts(order: Sequence[int], rows: Sequence[Arrays], shape: tuple[int, int, int, int]) -> Iterator[list[int]]:
    """Cut a row of articles into batches of not too many articles and pairs of mentions."""
    part: list[int] = []
    room = MOST_PAIRS[shape[0]]
    for k in order:
        if part and (len(part) == shape[3] or rows[k].pairs > room):
            yield part
            part, room = [], MOST_PAIRS[shape[0]]
        part.append(k)
        room -= rows[k].pairs
    if part:
        yield part
