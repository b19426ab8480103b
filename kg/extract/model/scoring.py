"""What the network gives for an article, and the pairs of mentions that it is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kg.extract.model.decoding import Floats, Ints
from kg.extract.model.features import ArticleFeatures
from kg.extract.model.schema import KINDS, LINKS

DISTANCES = 24
SENTENCES = 8
HEADS_OF_ATTENTION = 4


@dataclass(frozen=True, slots=True)
class CharacterScores:
    """Scores for each character of a stretch: tags (characters x heads x tags), types of events, status, tenure, and states.

    `between` is what a character contributes to the pairs that it stands between.
    """

    start: int
    tags: Floats
    event: Floats
    status: Floats
    tenure: Floats
    state: Floats
    between: Floats


@dataclass(frozen=True, slots=True)
class MentionSpan:
    """A mention `text[start:end]` of a kind (number in KINDS plus 1), of the thing with this number, in a sentence."""

    start: int
    end: int
    kind: int
    sentence: int
    thing: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of mentions as the network reads them: what is known of each mention, of all mentions to each other, of each pair."""

    first: Floats  # mentions x states: at the first character
    last: Floats
    kind: Ints
    far: Ints  # mentions x mentions: the number of the distance
    apart: Ints  # mentions x mentions: the number of the sentences between
    subject: Ints  # the number of the mention
    object: Ints
    between: Floats
    distance: Ints
    sentences: Ints


class Scorer(Protocol):
    """The network: scores of characters, article by article, and of pairs of mentions."""

    def characters(self, articles: Sequence[ArticleFeatures]) -> list[list[CharacterScores]]:
        """Return for each article the scores of its stretches."""

    def pairs(self, pairs: Pairs) -> Floats:
        """Return pairs x predicates."""


def _allowed() -> npt.NDArray[np.bool_]:
    allowed = np.zeros((len(KINDS) + 1, len(KINDS) + 1, len(LINKS)), np.bool_)
    for k, link in enumerate(LINKS):
        for s in link.subjects:
            for o in link.objects:
                allowed[KINDS.index(s) + 1, KINDS.index(o) + 1, k] = True
    return allowed


ALLOWED = _allowed()
CONNECTED: npt.NDArray[np.bool_] = np.asarray(ALLOWED.any(axis=2))


def connected(kind: npt.NDArray[np.integer], thing: npt.NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Return the numbers of the pairs of mentions that some predicate can connect, of different things or of two triggers.

    `kind` and `thing` are those of each mention; a kind of 0 is no mention.
    """
    event = np.equal(kind, KINDS.index("Event") + 1)
    apart = np.not_equal.outer(thing, thing) | np.logical_and.outer(event, event)
    np.fill_diagonal(apart, False)
    i, j = np.nonzero(CONNECTED[kind[:, None], kind[None, :]] & apart)
    return i, j


def bucket(distance: Ints) -> Ints:
    """Return the number of a signed distance in characters, on a logarithmic scale."""
    size = np.clip(np.floor(np.log2(np.abs(distance) + 1.0) * 1.4), 0, 11).astype(np.int64)
    return np.where(distance >= 0, size, size + 12)


def pairs_of(scores: CharacterScores, mentions: Sequence[MentionSpan]) -> Pairs | None:
    """Return the pairs of mentions, all inside the stretch, whose kinds some predicate connects; None where there are none."""
    start = np.array([m.start for m in mentions], np.int64) - scores.start
    last = np.array([m.end for m in mentions], np.int64) - 1 - scores.start
    kind = np.array([m.kind for m in mentions], np.int64)
    thing = np.array([m.thing for m in mentions], np.int64)
    sentence = np.array([m.sentence for m in mentions], np.int64)
    if not len(mentions):
        return None
    i, j = connected(kind, thing)
    if not len(i):
        return None
    sums = np.concatenate([np.zeros((1, scores.between.shape[1]), np.float32), scores.between.cumsum(axis=0)])
    low, high = np.minimum(last[i], last[j]) + 1, np.maximum(start[i], start[j])
    count = np.maximum(high - low, 0)
    between = (sums[np.maximum(high, low)] - sums[low]) / np.sqrt(count + 1.0)[:, None]
    far = bucket(start[None, :] - start[:, None])
    apart = np.clip(sentence[None, :] - sentence[:, None], -3, 4) + 3
    return Pairs(
        scores.state[start],
        scores.state[last],
        kind,
        far,
        apart,
        i,
        j,
        between.astype(np.float32),
        far[i, j],
        apart[i, j],
    )


@dataclass(frozen=True, slots=True)
class PairScore:
    """The score of a predicate between two mentions (their numbers)."""

    subject: int
    object: int
    predicate: int
    score: float


def scored(pairs: Pairs, scores: Floats, least: float) -> Iterator[PairScore]:
    """Yield the scores of predicates that connect the mentions' kinds, from a least one on."""
    ok: npt.NDArray[np.bool_] = ALLOWED[pairs.kind[pairs.subject], pairs.kind[pairs.object]] & (scores >= least)
    for row, k in zip(*np.nonzero(ok), strict=True):
        yield PairScore(int(pairs.subject[row]), int(pairs.object[row]), int(k), float(scores[row, k]))
