"""An example as arrays: what the network reads, and the tags and links that it learns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.extract.lexicon import Rule, lexicon
from kg.extract.model.encoder import load_encoder
from kg.extract.model.schema import EVENTS, HEADS, KINDS, LINKS, PREDICATES, STATUSES, TAGS, TENURES
from kg.extract.model.scoring import connected
from kg.train.examples import Example, GoldMention

LONGEST = 640  # characters that are learnt from; few articles are longer
MOST_DISTRACTORS = 8  # of names, and of triggers
OPTIONAL = 0.5  # the weight of what readers may differ on


@dataclass(frozen=True, slots=True)
class Arrays:
    """An example as arrays: characters, channels, tags with weights, and the mentions for the scorer of pairs."""

    ids: npt.NDArray[np.int32]
    channels: npt.NDArray[np.int32]
    tags: npt.NDArray[np.int32]  # characters x heads
    weights: npt.NDArray[np.float32]  # characters x heads
    event: npt.NDArray[np.int32]  # characters: type of the event whose trigger stands here, plus 1; 0 is none
    status: npt.NDArray[np.int32]
    tenure: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]  # mentions x (start, last, kind, sentence, thing)
    links: npt.NDArray[np.int32]  # links x (subject, object, predicate)
    link_weights: npt.NDArray[np.float32]
    things: npt.NDArray[np.int32]  # kind of each thing, plus 1
    encoded: npt.NDArray[np.float16]  # pieces of words, and ends of windows, x states of the encoder
    window: npt.NDArray[np.int32]  # the number of the window that each of them is in, from 1
    piece: npt.NDArray[np.int32]  # characters: which of them they stand in
    pairs: int  # of mentions whose kinds some predicate connects

    @property
    def length(self) -> int:
        """How many characters there are."""
        return len(self.ids)


def arrays_of(example: Example, table: npt.NDArray[np.int64]) -> Arrays:
    """Return an example as arrays; what stands behind the longest stretch that is read at once is left out."""
    n = min(LONGEST, len(example.features.characters))
    tags = np.zeros((n, len(HEADS)), np.int32)
    weights = np.ones((n, len(HEADS)), np.float32)
    event, status, tenure = (np.zeros(n, np.int32) for _ in range(3))
    kept = [m for m in example.mentions if m.end <= n]
    for head, m in _with_heads(kept):
        _tag(tags[:, head], m)
        if example.things[m.thing].optional and m.kind != "Event":  # an optional event's arguments need not be optional
            weights[m.start : m.end, head] = OPTIONAL
    for m in kept:
        thing = example.things[m.thing]
        if m.kind == "Event":
            event[m.start : m.end] = EVENTS.index(thing.event) + 1
            status[m.start : m.end] = STATUSES.index(thing.status) + 1
        elif m.kind == "Title":
            tenure[m.start : m.end] = TENURES.index(thing.tenure) + 1
    spans = [(m.start, m.end - 1, KINDS.index(m.kind) + 1, int(example.sentences[m.start]), m.thing) for m in kept]
    things = [KINDS.index(t.kind) + 1 for t in example.things]
    for start, end, kind in _distractors(example, n):
        spans.append((start, end - 1, KINDS.index(kind) + 1, int(example.sentences[start]), len(things)))
        things.append(KINDS.index(kind) + 1)
    links = [(x.subject, x.object, PREDICATES.index(x.predicate)) for x in example.links]
    encoded = load_encoder().encode(example.features.pieces[: example.features.piece[n - 1] + 1])
    placed = np.array(spans, np.int32).reshape(-1, 5)
    return Arrays(
        table[example.features.characters[:n]].astype(np.int32),
        example.features.channels[:n],
        tags, weights, event, status, tenure,
        placed,
        np.array(links, np.int32).reshape(-1, 3),
        np.array([OPTIONAL if x.optional else 1.0 for x in example.links], np.float32),
        np.array(things, np.int32),
        encoded.states.astype(np.float16),
        np.repeat(np.arange(1, len(encoded.windows) + 1, dtype=np.int32), encoded.windows),
        encoded.row[example.features.piece[:n]].astype(np.int32),
        len(connected(placed[:, 2], placed[:, 4])[0]),
    )  # fmt: skip


def _distractors(example: Example, length: int) -> list[tuple[int, int, str]]:
    """Return what is no annotated mention, but may be taken for one at run time: the scorer of pairs must link nothing to it."""
    annotated: dict[str, set[int]] = {}
    for m in example.mentions:
        annotated.setdefault(m.kind, set()).update(range(m.start, m.end))
    exact = {(m.start, m.end, m.kind) for m in example.mentions}
    names_ = [
        (m.start, m.end, str(e.kind))
        for e in example.rules.entities
        for m in e.mentions
        if m.rule != Rule.ANAPHOR and m.end <= length
    ]
    wrong = sorted({x for x in names_ if x not in exact})[:MOST_DISTRACTORS]
    free = annotated.get("Event", set())
    words = lexicon().events
    text = example.analysed.article.text[:length]
    triggers = [m.span() for pattern in (words.verb, words.noun) for m in pattern.finditer(text)]
    ruled = [(e.start, e.end) for e in example.rules.events if e.end <= length]
    others = sorted({t for t in triggers if free.isdisjoint(range(*t))})
    chosen = {t for t in ruled if free.isdisjoint(range(*t))} | set(others[:: max(1, len(others) // MOST_DISTRACTORS)])
    return [*wrong, *((a, b, "Event") for a, b in sorted(chosen)[:MOST_DISTRACTORS])]


def _tag(channel: npt.NDArray[np.int32], m: GoldMention) -> None:
    channel[m.start : m.end] = TAGS.index("I")
    channel[m.start], channel[m.end - 1] = TAGS.index("B"), TAGS.index("E")
    if m.end - m.start == 1:
        channel[m.start] = TAGS.index("S")


def _with_heads(mentions: Sequence[GoldMention]) -> Iterator[tuple[int, GoldMention]]:
    """Yield each mention with the head that learns it: the outermost of a kind, and those right inside another of their kind."""
    reach: dict[str, int] = {}
    inside: dict[str, int] = {}
    numbers: Mapping[tuple[str, bool], int] = {head: n for n, head in enumerate(HEADS)}
    for m in mentions:
        outer = m.start >= reach.get(m.kind, 0)
        if outer:
            reach[m.kind] = m.end
        elif m.start < inside.get(m.kind, 0):
            continue
        else:
            inside[m.kind] = m.end
        head = numbers.get((m.kind, not outer))
        if head is not None:
            yield head, m


def pairs_allowed() -> npt.NDArray[np.float32]:
    """Return kinds x kinds x predicates: 1 where the predicate connects the kinds (their numbers plus 1; 0 is none)."""
    allowed = np.zeros((len(KINDS) + 1, len(KINDS) + 1, len(LINKS)), np.float32)
    for k, link in enumerate(LINKS):
        for s in link.subjects:
            for o in link.objects:
                allowed[KINDS.index(s) + 1, KINDS.index(o) + 1, k] = 1
    return allowed
