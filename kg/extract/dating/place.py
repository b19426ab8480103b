"""An event in its clause, with its date and the expressions that state it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.dating.items import FULL_STOPS
from kg.model import AnalysedArticle, Event, Sentence, TimeExpression, When
from kg.wordlists import either

STOP = re.compile(r"[，。；！？：\n]")
IN = r"[^，。；！？：\n]"  # a character of the clause
COUNT = r"(?:\d+|[一二两三四五六七八九十百几数多]+)"
REPORTING = re.compile(either("reporting_verbs"))
NAMED = re.compile(r"“[^”\n]*”|《[^》\n]*》|^[^“《\n]*[”》]")
DAY = 10  # characters of a day: 2024-03-06


def clause_around(text: str, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Return where the clause of `text[start:end]` begins and ends in its sentence."""
    begin = max((m.end() for m in STOP.finditer(text, sentence.start, start)), default=sentence.start)
    stop = STOP.search(text, end, sentence.end)
    return begin, stop.start() if stop else sentence.end


@dataclass(frozen=True, slots=True)
class Place:
    """An event in its clause `text[begin:end]`, with its date and the expressions that state that date."""

    text: str
    published: str
    event: Event
    when: When
    sentence: Sentence
    begin: int
    end: int
    times: tuple[TimeExpression, ...]  # the resolved times of the sentence
    stated: tuple[TimeExpression, ...]  # the expressions of the article that say the event's date
    items: Sequence[int]

    @classmethod
    def of(cls, event: Event, when: When, analysed: AnalysedArticle, items: Sequence[int]) -> Place:
        text, published = analysed.article.text, analysed.article.published
        sentence = analysed.sentences[event.sentence]
        begin, end = clause_around(text, sentence, event.start, event.end)
        resolved = [t for t in analysed.times if t.when is not None]
        times = tuple(t for t in resolved if sentence.start <= t.start < sentence.end)
        stated = tuple(t for t in resolved if t.when == when)
        day = published.isoformat() if published else ""
        return cls(text, day, event, when, sentence, begin, end, times, stated, items)

    @property
    def since_time(self) -> int:
        """Where the last time of the sentence before the trigger ends; without one, where the sentence begins."""
        return max((t.end for t in self.times if t.end <= self.event.start), default=self.sentence.start)

    @property
    def lead(self) -> str:
        """The clause up to the trigger, behind its last time."""
        lead = self.text[max(self.begin, self.since_time) : self.event.start]
        return NAMED.sub("", lead)  # “过去八十年与展望”论坛: what a name says dates nothing

    @property
    def own(self) -> list[TimeExpression]:
        """The expressions of the date in the event's clause."""
        return [t for t in self.stated if self.begin <= t.start < self.end]

    @property
    def is_dated_behind(self) -> bool:
        return any(t.start >= self.event.end for t in self.own)

    @property
    def sentence_is_headline(self) -> bool:
        """Whether the event's sentence is a line without a full stop, and its date stands elsewhere."""
        return not self.is_in_sentence and self.text[self.sentence.end - 1 : self.sentence.end] not in FULL_STOPS

    @property
    def is_in_sentence(self) -> bool:
        return any(self.sentence.start <= t.start < self.sentence.end for t in self.stated)
