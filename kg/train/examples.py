"""From annotated articles to what the network learns from: characters, channels, tags of mentions, and pairs.

The annotations count in the text as it was read; the extractor works on the repaired text, so offsets are carried over.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.extract.lexicon import Rule, lexicon
from kg.extract.model.encoder import load_encoder
from kg.extract.model.features import ArticleFeatures, features_of, sentence_numbers
from kg.extract.model.schema import EVENTS, HEADS, KINDS, LINKS, PREDICATES, STATUSES, TAGS, TENURES
from kg.extract.model.scoring import connected
from kg.extract.pipeline import find_by_rules
from kg.language import analyse_all
from kg.model import AnalysedArticle, ArticleRecord, Metadata, Source, TimeExpression
from kg.read import split
from kg.read.metadata import jurisdiction_of
from kg.train.annotations import AnnotatedArticle, AnnotatedRelation, AnnotatedThing

NAMED = {"hasPlace": "place", "hasTime": "time", "subOrganizationOf": "subOrganisationOf"}
OPTIONAL = 0.5  # the weight of what readers may differ on
NEAR = 60  # characters between a title and its holder, where the title stands in the text several times
MOST_DISTRACTORS = 8  # of names, and of triggers
LONGEST = 640  # characters that are learnt from; few articles are longer


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
        if example.things[m.thing].optional:
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
