"""What the network and the rules see in one article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from kg.extract.lexicon import NameLexicon, event_lexicon
from kg.extract.model.decision import Decision
from kg.extract.model.decoding import Decoded, Floats
from kg.extract.model.features import sentence_numbers
from kg.extract.model.schema import EVENTS, HEADS, STATUSES, Kind
from kg.extract.model.scoring import CharacterScores
from kg.model import AnalysedArticle, ArticleRecord, EntityKind, Status


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention that the network sees, in the article's offsets, with its probability."""

    start: int
    end: int
    kind: Kind
    inner: bool
    probability: float


def logit(probability: float) -> float:
    """Return log-odds, within bounds."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return log(p / (1 - p))


def find_mentions(stretches: Sequence[CharacterScores], decoded: Sequence[Sequence[Decoded]]) -> list[FoundMention]:
    """Return the mentions that the network sees in an article's stretches, in text order."""
    found = [
        FoundMention(s.start + d.start, s.start + d.end, *HEADS[d.head], d.probability)
        for s, row in zip(stretches, decoded, strict=True)
        for d in row
    ]
    return sorted(found, key=lambda m: (m.start, -m.end, m.kind, m.inner))


class Reading:
    """One article as the network and the rules read it."""

    def __init__(
        self,
        analysed: AnalysedArticle,
        rules: ArticleRecord,
        stretches: Sequence[CharacterScores],
        decoded: Sequence[Sequence[Decoded]],
        lexicon: NameLexicon,
        decision: Decision,
    ) -> None:
        self.analysed = analysed
        self.text = analysed.article.text
        self.rules = rules
        self.stretches = stretches
        self.lexicon = lexicon
        self.sentence = sentence_numbers(analysed)
        self.decision = decision
        self.found = find_mentions(stretches, decoded)
        self.parts = {s.index: s.part for s in analysed.sentences}
        self.probability = {(m.start, m.end, m.kind): m.probability for m in self.found}
        self.nested = {(m.start, m.end) for m in self.found if m.inner}
        self.implied = {e.id: e.norm or e.name for e in rules.entities if not e.mentions}
        self.ruled: dict[tuple[int, int], set[EntityKind]] = defaultdict(set)
        for e in rules.entities:
            for r in e.mentions:
                self.ruled[r.start, r.end].add(e.kind)

    def in_title(self, m: FoundMention) -> bool:
        """Whether a mention stands in the title."""
        return self.parts.get(int(self.sentence[m.start])) == "title"

    def mean(self, members: Iterable[FoundMention], name: str) -> Floats:
        """Return the mean scores of a kind over the characters of mentions."""
        rows: list[Floats] = []
        for m in members:
            for s in self.stretches:
                if s.start <= m.start and m.end <= s.start + len(s.tags):
                    scores: Floats = getattr(s, name)
                    rows.append(np.add.reduce(scores[m.start - s.start : m.end - s.start]) / (m.end - m.start))
        mean: Floats = np.add.reduce(rows) / len(rows)
        return mean

    def type_of(self, members: Sequence[FoundMention]) -> str:
        """Return the type of an event; where the network sees none in particular, the one that the lexicon has for its word."""
        kind = EVENTS[int(self.mean(members, "event").argmax())]
        lexicon = event_lexicon()
        words = [self.text[m.start : m.end] for m in members] if kind == "Event" else []
        frames = (lexicon.verbs.get(w) or lexicon.nouns.get(w) for w in words)
        return next((f.type for f in frames if f), kind)

    def status_of(self, members: Sequence[FoundMention]) -> Status:
        status: Status = STATUSES[int(self.mean(members, "status").argmax())]  # type: ignore[assignment]
        return status
