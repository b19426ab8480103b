"""From annotated articles to examples: the article as it is analysed, and its annotations in the repaired text.

The annotations count in the text as it was read; the extractor works on the repaired text, so offsets are carried over.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.extract.lexicon import lexicon
from kg.extract.model.features import ArticleFeatures, features_of, sentence_numbers
from kg.extract.model.schema import EVENTS, PREDICATES
from kg.extract.pipeline import find_by_rules
from kg.language import analyse_all
from kg.model import AnalysedArticle, ArticleRecord, Metadata, Source, TimeExpression
from kg.read import split
from kg.read.metadata import jurisdiction_of
from kg.train.annotations import AnnotatedArticle, AnnotatedRelation, AnnotatedThing

NAMED = {"hasPlace": "place", "hasTime": "time", "subOrganizationOf": "subOrganisationOf"}
NEAR = 60  # characters between a title and its holder, where the title stands in the text several times


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention in the repaired text: of a thing, a title or a time, whose number in the article is `thing`."""

    start: int
    end: int
    kind: str
    thing: int


@dataclass(frozen=True, slots=True)
class GoldThing:
    """A thing of one article."""

    id: str
    kind: str
    event: str = ""
    status: str = ""
    tenure: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldLink:
    """A link between two things, by their numbers in the article."""

    subject: int
    predicate: str
    object: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """One article to learn from."""

    name: str
    analysed: AnalysedArticle
    source: str
    rules: ArticleRecord
    features: ArticleFeatures
    sentences: npt.NDArray[np.int64]
    mentions: tuple[GoldMention, ...]
    things: tuple[GoldThing, ...]
    links: tuple[GoldLink, ...]
    annotated: AnnotatedArticle


def examples_of(articles: Sequence[AnnotatedArticle]) -> Iterator[Example]:
    """Yield an example for each article; a file that is read as several articles gives several."""
    sources = [_source(a) for a in articles]
    pairs = [(annotated, s, article) for annotated, s in zip(articles, sources, strict=True) for article in split(s)]
    lexica = lexicon()
    for first in range(0, len(pairs), 200):
        part = pairs[first : first + 200]
        for (annotated, source, _), analysed in zip(part, analyse_all([p[2] for p in part]), strict=True):
            rules = find_by_rules(analysed)
            features = features_of(analysed, rules, lexica)
            things, mentions, links = _Gold(annotated, analysed).read()
            yield Example(
                annotated.name, analysed, source.text, rules, features, sentence_numbers(analysed),
                tuple(mentions), tuple(things), tuple(links), annotated,
            )  # fmt: skip


def _source(article: AnnotatedArticle) -> Source:
    day = article.known.get("published", "")
    publisher = article.known.get("source") or None
    known = Metadata(
        datetime.date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None,
        publisher,
        jurisdiction=article.known.get("jurisdiction") or jurisdiction_of(publisher, article.text),
    )
    return Source(f"{article.name}.txt", article.text + "\n", known)


class _Gold:
    """Carries one article's annotations over to the repaired text, and adds titles and times as things."""

    def __init__(self, annotated: AnnotatedArticle, analysed: AnalysedArticle) -> None:
        self.annotated = annotated
        self.analysed = analysed
        self.text = analysed.article.text
        self.at = {o: i for i, o in enumerate(analysed.article.offsets) if o >= 0}
        self.things: list[GoldThing] = []
        self.mentions: list[GoldMention] = []
        self.links: list[GoldLink] = []
        self.number: dict[str, int] = {}

    def read(self) -> tuple[list[GoldThing], list[GoldMention], list[GoldLink]]:
        """Return the things, their mentions in text order, and the links."""
        for m in self.annotated.mentions:
            if m.start in self.at and m.end - 1 in self.at:
                n = self._declared(self.annotated.things[m.id])
                self._mention(self.at[m.start], self.at[m.end - 1] + 1, n)
        for r in self.annotated.relations:
            predicate = NAMED.get(r.predicate, r.predicate)
            if predicate in PREDICATES and r.subject in self.number and r.object in self.number:
                self.links.append(GoldLink(self.number[r.subject], predicate, self.number[r.object], r.optional))
        self._titles()
        self._times()
        return self.things, sorted(set(self.mentions), key=lambda m: (m.start, -m.end, m.kind, m.thing)), self.links

    def _declared(self, t: AnnotatedThing) -> int:
        if t.id not in self.number:
            kind = t.event if t.event in EVENTS else "Event"
            self.number[t.id] = self._add(GoldThing(t.id, t.kind, kind, t.status, optional=t.optional))
        return self.number[t.id]

    def _add(self, thing: GoldThing) -> int:
        self.things.append(thing)
        return len(self.things) - 1

    def _mention(self, start: int, end: int, thing: int) -> None:
        self.mentions.append(GoldMention(start, end, self.things[thing].kind, thing))

    def _titles(self) -> None:
        """Find where each position's title is written: the place nearest to its holder; holders of a list share one."""
        known: dict[tuple[int, int], int] = {}
        for r in self.annotated.relations:
            if r.predicate != "holdsPosition" or r.subject not in self.number:
                continue
            person = self.number[r.subject]
            span = self._title_of(r, [m for m in self.mentions if m.thing == person])
            if span is None:
                continue
            if span not in known:
                known[span] = self._add(GoldThing(f"t{len(known)}", "Title", tenure=r.tenure, optional=r.optional))
                self._mention(*span, known[span])
            self.links.append(GoldLink(known[span], "titleOf", person, r.optional))
            if r.object in self.number:
                self.links.append(GoldLink(known[span], "titleAt", self.number[r.object], r.optional))

    def _title_of(self, r: AnnotatedRelation, holders: Sequence[GoldMention]) -> tuple[int, int] | None:
        for cut in range(max(1, len(r.role) - 1)):
            role = r.role[cut:]
            found = [
                (min(max(h.start - m.end(), m.start() - h.end) for h in holders), m.span())
                for m in re.finditer(re.escape(role), self.text)
            ]
            near = min((f for f in found if f[0] >= 0), default=None)
            if near and (near[0] <= NEAR or (cut == 0 and len(found) == 1)):
                return near[1]
        return None

    def _times(self) -> None:
        """Add the times that the text resolves as things, and link each event to those that say its time."""
        by_value: dict[tuple[str | None, str | None], int] = {}
        for t in self.analysed.times:
            if t.when is None:
                continue
            key = (t.when.begin, t.when.end)
            if key not in by_value:
                by_value[key] = self._add(GoldThing(f"x{len(by_value)}", "Time"))
            self._mention(t.start, t.end, by_value[key])
        for r in self.annotated.relations:
            if r.predicate == "hasTime" and r.subject in self.number:
                self.links.extend(
                    GoldLink(self.number[r.subject], "time", n, r.optional)
                    for key, n in by_value.items()
                    if says_time(key, r.object)
                )


def says_time(when: tuple[str | None, str | None], gold: str) -> bool:
    """Tell whether a resolved time says what an annotation says; a finer point in time says it too."""
    begin, end = when
    if "/" in gold:
        first, _, last = gold.partition("/")
        return begin == first and (end == last or (last == ".." and end is None))
    return begin == end and begin is not None and (begin == gold or begin.startswith(gold + "-"))


def time_key(t: TimeExpression) -> tuple[str | None, str | None]:
    """Return what a time expression resolves to."""
    return (t.when.begin, t.when.end) if t.when else (None, None)
