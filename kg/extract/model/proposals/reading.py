"""What the network and the rules see in one article."""

from __future__ import annotations

from bisect import bisect_right
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


def find_mentions(
    text: str,
    rules: ArticleRecord,
    stretches: Sequence[CharacterScores],
    decoded: Sequence[Sequence[Decoded]],
) -> list[FoundMention]:
    """Return the mentions that the network sees in an article's stretches, in text order, with extents that a name can have."""
    found = [
        FoundMention(*_whole(text, s.start + d.start, s.start + d.end), *HEADS[d.head], d.probability)
        for s, row in zip(stretches, decoded, strict=True)
        for d in row
    ]
    best = {(m.start, m.end, m.kind, m.inner): m for m in sorted(found, key=lambda m: m.probability)}
    kept = _with_brackets_closed(text, rules, list(best.values()))
    return sorted(kept, key=lambda m: (m.start, -m.end, m.kind, m.inner))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Extend a mention over the Latin word or number that it cuts: GE Healthcare, not ealthcare."""
    while start and _is_one_word(text[start - 1 : start + 1]):
        start -= 1
    while end < len(text) and _is_one_word(text[end - 1 : end + 1]):
        end += 1
    return start, end


def _is_one_word(two: str) -> bool:
    return two.isascii() and (two.isalpha() or two.isdigit())


def _with_brackets_closed(text: str, rules: ArticleRecord, found: Sequence[FoundMention]) -> list[FoundMention]:
    """Return mentions without those that open or close half a bracket: there the rules' name that covers it stands.

    国衡律师（上海）事务所 is one name, not 国衡律师 and 上海）事务所.
    """
    halves = [m for m in found if text.count("（", m.start, m.end) != text.count("）", m.start, m.end)]
    if not halves:
        return list(found)
    spans = [(m.start, m.end, e.kind) for e in rules.entities for m in e.mentions]
    covering = {
        s for s in spans for m in halves if s[0] <= m.start and m.end <= s[1] and (s[0], s[1]) != (m.start, m.end)
    }
    inside = {c: [m for m in found if m.kind == c[2] and c[0] <= m.start and m.end <= c[1]] for c in covering}
    whole = [
        FoundMention(start, end, kind, False, max(m.probability for m in (*rows, *halves)))
        for (start, end, kind), rows in sorted(inside.items())
    ]
    replaced = {*halves, *(m for rows in inside.values() for m in rows)}
    return [*(m for m in found if m not in replaced), *whole]


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
        self._starts = [s.start for s in stretches]
        self.lexicon = lexicon
        self.sentence = sentence_numbers(analysed)
        self.decision = decision
        self.found = find_mentions(self.text, rules, stretches, decoded)
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
            s = self.stretches[bisect_right(self._starts, m.start) - 1]
            scores: Floats = getattr(s, name)[m.start - s.start : m.end - s.start]
            rows.append(np.add.reduce(scores) / len(scores))
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
