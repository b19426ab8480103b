"""What the network and the rules propose for one article: things, events, and statements with what speaks for each.

Nothing is decided here but the extent of names: each proposal carries the features that `kg.extract.model.decision` weighs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from kg.extract.candidates import MentionCandidate
from kg.extract.lexicon import BY_MODEL, NameLexicon, Rule, event_lexicon
from kg.extract.model.decision import Decision
from kg.extract.model.decoding import Decoded, Floats, log_softmax
from kg.extract.model.features import sentence_numbers
from kg.extract.model.schema import EVENTS, HEADS, KINDS, PREDICATES, STATUSES, TENURES, Kind
from kg.extract.model.scoring import CharacterScores, MentionSpan, Scorer, pairs_of, scored
from kg.extract.pipeline import find_entities
from kg.model import AnalysedArticle, ArticleRecord, Entity, EntityKind, Event, Position, Relation, Status, Tenure, When

ROLE_WORD = re.compile(r"(?P<role>特约记者|见习记者|实习记者|记者|通讯员|评论员|作者|撰稿|摄影|文|图)[ 　：:]*$")
REPORTING = re.compile(r"[ 　]*(?:[/／][ 　]*)?(?:报道|摄影|摄|文|图|电|[）)])")
HEAD, FOOT = 150, 60  # characters at either end of an article where it is signed
LEAST = -4.0  # the score from which on a pair of mentions is looked at
JOINED = 0.0  # the score from which on two mentions are of one event
TITLE, TIME = 1_000_000, 2_000_000  # what titles and times are numbered from, above all things
UNLIKELY = -3.0  # the score from which on an organisation is looked at for a title
ABSENT = -5.0  # stands for the score of what the network does not propose
NAMES: tuple[EntityKind, ...] = ("Person", "Organisation", "Place", "Award")
ROLES = ("agent", "participant", "target", "place")
ENTITY_FEATURES = ("score", "mentions", "rule", "rule of another kind", "short", "nested")
EVENT_FEATURES = (
    "score", "mentions", "rule", "other type", "best role", "title", "roles", "mean score", "may be another's mention",
    "words of another", "verb", "noun", "not yet", "doubted", "sentence", "in its sentence", "time", "type", "short",
)  # fmt: skip
AUTHOR_FEATURES = ("rule", "role word before", "verb behind", "at the head", "at the end", "in brackets", "mentions")
LINK_FEATURES = (
    "score",
    "behind the best object",
    "behind the best predicate",
    "the other way",
    "rule",
    "rule with another role",
    "subject",
    "object",
    "pairs",
    "near",
)
SAME_FEATURES = (
    "score", "same words", "words in words", "same type", "sentences apart", "the first in the title", "one sentence",
    "other agents", "one agent", "other arguments", "one argument", "other times",
)  # fmt: skip
POSITION_FEATURES = (
    "title of", "title at", "behind the best organisation", "organisation", "rule", "rule of this organisation",
    "rule of another organisation", "implied", "title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventProposal:
    """An event that the network or the rules see: its mentions, the best first."""

    mentions: tuple[tuple[int, int], ...]
    type: str
    status: Status
    rule: Event | None
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LinkProposal:
    """A statement between two things (numbers): `evidence` is the sentence of the best pair of mentions."""

    subject: int
    predicate: str
    object: int
    evidence: int
    features: tuple[float, ...]
    rule: Relation | None = None


@dataclass(frozen=True, slots=True)
class PositionProposal:
    """A position: who (number), the title, the organisation (number, or the name of one that is only implied), its tenure.

    A title may have several proposals for one person, one for each organisation that it may be held at.
    """

    person: int
    title: str
    organisation: int | str | None
    tenure: Tenure
    evidence: int
    features: tuple[float, ...]
    rule: Position | None = None


@dataclass(frozen=True, slots=True)
class AuthorProposal:
    """A person (number) who may have signed the article, in a sentence, with the role that is written."""

    person: int
    role: str
    evidence: int
    features: tuple[float, ...]
    rule: Relation | None = None


@dataclass(frozen=True, slots=True)
class SamePair:
    """Two triggers (their numbers, in text order) that may be mentions of one event."""

    first: int
    second: int
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that is proposed for an article; things are numbered: entities first, then events."""

    entities: tuple[Entity, ...]
    entity_features: tuple[tuple[float, ...], ...]
    implied: tuple[Entity, ...]
    events: tuple[EventProposal, ...]
    times: Mapping[int, tuple[When, float]]  # of each event's number, the best time and its score
    links: tuple[LinkProposal, ...]
    positions: tuple[PositionProposal, ...]
    authors: tuple[AuthorProposal, ...]
    pairs: tuple[SamePair, ...]
    triggers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A mention that the network sees, in the article's offsets, with its probability."""

    start: int
    end: int
    kind: Kind
    inner: bool
    probability: float


@dataclass(slots=True)
class _Pooled:
    """The scores of a predicate between two things, pooled over pairs of mentions (log-sum-exp)."""

    total: float = 0.0
    best: float = -1e9
    at: tuple[int, int] = (0, 0)
    count: int = 0

    def add(self, score: float, at: tuple[int, int]) -> None:
        """Add the score of one pair."""
        self.total += exp(min(score, 12.0))
        self.count += score > 0
        if score > self.best:
            self.best, self.at = score, at

    @property
    def score(self) -> float:
        """The pooled score."""
        return log(self.total + 1e-12)


def logit(probability: float) -> float:
    """Return log-odds, within bounds."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return log(p / (1 - p))


def find_mentions(stretches: Sequence[CharacterScores], decoded: Sequence[Sequence[Decoded]]) -> list[_Found]:
    """Return the mentions that the network sees in an article's stretches, in text order."""
    found = [
        _Found(s.start + d.start, s.start + d.end, *HEADS[d.head], d.probability)
        for s, row in zip(stretches, decoded, strict=True)
        for d in row
    ]
    return sorted(found, key=lambda m: (m.start, -m.end, m.kind, m.inner))


class Proposer:
    """Makes the proposals for one article."""

    def __init__(
        self,
        analysed: AnalysedArticle,
        rules: ArticleRecord,
        stretches: Sequence[CharacterScores],
        decoded: Sequence[Sequence[Decoded]],
        scorer: Scorer,
        lexicon: NameLexicon,
        decision: Decision,
    ) -> None:
        self.analysed = analysed
        self.text = analysed.article.text
        self.rules = rules
        self.stretches = stretches
        self.scorer = scorer
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

    def propose(self) -> Proposals:
        """Return everything that is proposed."""
        entities = self._entities()
        triggers = [m for m in self.found if m.kind == "Event"]
        titles = [m for m in self.found if m.kind == "Title"]
        times = [t for t in self.analysed.times if t.when is not None]
        mentions = self._mention_spans(entities, triggers, titles)
        pooled, joined = self._scores(mentions, len(entities), len(triggers))
        arguments = _arguments(pooled, len(entities), {TIME + n: t.when for n, t in enumerate(times)})
        pairs = tuple(self._same(triggers, joined, arguments))
        groups = _groups(len(triggers), {(p.first, p.second): logit(self.decision.same(p.features)) for p in pairs})
        events, of_trigger = self._events(triggers, groups, arguments, {(p.first, p.second): p for p in pairs})
        event_number = {len(entities) + t: len(entities) + n for t, n in of_trigger.items()}
        links = _renumbered(pooled, event_number)
        rule_entities = self._rule_entities(entities)
        rule_events = {e.rule.id: len(entities) + n for n, e in enumerate(events) if e.rule is not None}
        known = rule_entities | rule_events
        when = {TIME + n: t.when for n, t in enumerate(times)}
        chosen_times = _times(links, when, events, len(entities))
        implied = tuple(e for e in self.rules.entities if not e.mentions)
        strength = tuple(self._entity_features(e) for e in entities)
        return Proposals(
            entities,
            strength,
            implied,
            events,
            chosen_times,
            tuple(self._links(links, entities, strength, events, known)),
            tuple(self._positions(links, entities, titles, known)),
            tuple(self._authors(rule_entities, entities)),
            pairs,
            tuple((m.start, m.end) for m in triggers),
        )

    def _same(
        self,
        triggers: Sequence[_Found],
        joined: Mapping[tuple[int, int], float],
        arguments: Mapping[int, Mapping[str, Mapping[object, float]]],
    ) -> Iterator[SamePair]:
        """Yield the pairs of triggers that may be mentions of one event."""
        types = [self._type([t]) for t in triggers]
        for j, b in enumerate(triggers):
            for i, a in enumerate(triggers[:j]):
                x, y = self.text[a.start : a.end], self.text[b.start : b.end]
                score = joined.get((i, j), LEAST)
                if score <= LEAST and not (x in y or y in x):
                    continue
                apart = int(self.sentence[b.start] - self.sentence[a.start])
                title = self.parts.get(int(self.sentence[a.start])) == "title"
                features = (
                    score,
                    float(x == y),
                    float(x in y or y in x),
                    float(types[i] == types[j]),
                    log(apart + 1),
                    float(title),
                    float(apart == 0),
                    *_compared(arguments[i], arguments[j], ("agent",)),
                    *_compared(arguments[i], arguments[j], ("target", "participant", "place")),
                    _compared(arguments[i], arguments[j], ("time",))[0],
                )
                yield SamePair(i, j, features)

    # names

    def _entities(self) -> tuple[Entity, ...]:
        """Return the things that the names stand for: the network's names, joined by the rules of coreference."""
        ruled = {(m.start, m.end, e.kind): m.rule for e in self.rules.entities for m in e.mentions}
        spans = []
        for m in self.found:
            if m.kind in NAMES and not self.text[m.start : m.end].isspace():
                kind: EntityKind = m.kind
                rule = ruled.get((m.start, m.end, kind), BY_MODEL)
                spans.append(MentionCandidate(m.start, m.end, kind, BY_MODEL if rule == Rule.ANAPHOR else rule))
        taken = {i for s in spans for i in range(s.start, s.end)}
        spans.extend(
            MentionCandidate(m.start, m.end, e.kind, m.rule)
            for e in self.rules.entities
            for m in e.mentions
            if m.rule != Rule.ANAPHOR and taken.isdisjoint(range(m.start, m.end))
        )
        return find_entities(self.analysed, sorted(set(spans), key=_order))

    def _entity_features(self, e: Entity) -> tuple[float, ...]:
        own = {(m.start, m.end) for m in e.mentions}
        ruled = set().union(*(self.ruled.get(x, ()) for x in own))
        return (
            logit(max((self.probability.get((*x, e.kind), 0.0) for x in own), default=0.0)),
            log(sum(m.rule != Rule.ANAPHOR for m in e.mentions) + 1),
            float(e.kind in ruled),
            float(bool(ruled - {e.kind})),
            float(len(e.name) < 3),
            float(bool(own & self.nested)),
        )

    def _rule_entities(self, entities: Sequence[Entity]) -> dict[str, int]:
        """Return which thing each of the rules' things is: by mentions of one extent, else by mentions that overlap."""
        exact: dict[tuple[int, int], int] = {}
        covered: dict[int, list[int]] = defaultdict(list)
        for n, e in enumerate(entities):
            for m in e.mentions:
                exact.setdefault((m.start, m.end), n)
                for i in range(m.start, m.end):
                    covered[i].append(n)
        found: dict[str, int] = {}
        for r in self.rules.entities:
            votes: dict[int, float] = defaultdict(float)
            for m in r.mentions:
                if (m.start, m.end) in exact:
                    votes[exact[m.start, m.end]] += 3
                for i in range(m.start, m.end):
                    for n in covered.get(i, ()):
                        votes[n] += (1 if entities[n].kind == r.kind else 0.3) / (m.end - m.start)
            if votes:
                found[r.id] = min(votes, key=lambda n: (-votes[n], n))
        return found

    def _mention_spans(
        self, entities: Sequence[Entity], triggers: Sequence[_Found], titles: Sequence[_Found]
    ) -> list[MentionSpan]:
        spans = [
            MentionSpan(m.start, m.end, KINDS.index(e.kind) + 1, int(self.sentence[m.start]), n)
            for n, e in enumerate(entities)
            for m in e.mentions
            if m.rule != Rule.ANAPHOR
        ]
        numbered = [(len(entities) + n, m) for n, m in enumerate(triggers)] + [
            (TITLE + n, m) for n, m in enumerate(titles)
        ]
        spans.extend(
            MentionSpan(m.start, m.end, KINDS.index(m.kind) + 1, int(self.sentence[m.start]), n) for n, m in numbered
        )
        times = [t for t in self.analysed.times if t.when is not None]
        kind = KINDS.index("Time") + 1
        spans.extend(
            MentionSpan(t.start, t.end, kind, int(self.sentence[t.start]), TIME + n) for n, t in enumerate(times)
        )
        return spans

    def _scores(
        self, mentions: Sequence[MentionSpan], first_event: int, events: int
    ) -> tuple[dict[tuple[int, str, int], _Pooled], dict[tuple[int, int], float]]:
        """Return the pooled scores between things, and those of pairs of triggers to be mentions of one event."""
        pooled: dict[tuple[int, str, int], _Pooled] = defaultdict(_Pooled)
        joined: dict[tuple[int, int], float] = {}
        for s in self.stretches:
            end = s.start + len(s.tags)
            inside = [m for m in mentions if s.start <= m.start and m.end <= end]
            asked = pairs_of(s, inside)
            if asked is None:
                continue
            for x in scored(asked, self.scorer.pairs(asked), LEAST):
                subject, thing = inside[x.subject], inside[x.object]
                predicate = PREDICATES[x.predicate]
                if predicate == "same":
                    pair = (subject.thing - first_event, thing.thing - first_event)
                    key = (min(pair), max(pair))
                    joined[key] = joined.get(key, 0.0) + x.score / 2
                else:
                    at = max(subject.sentence, thing.sentence)
                    pooled[subject.thing, predicate, thing.thing].add(x.score, (at, subject.sentence))
        return pooled, joined

    # events

    def _events(
        self,
        triggers: Sequence[_Found],
        groups: Sequence[Sequence[int]],
        arguments: Mapping[int, Mapping[str, Mapping[object, float]]],
        pairs: Mapping[tuple[int, int], SamePair],
    ) -> tuple[tuple[EventProposal, ...], dict[int, int]]:
        """Return the events, and which event each trigger is a mention of."""
        ruled = {i: e for e in reversed(self.rules.events) for i in range(e.start, e.end)}
        used: set[str] = set()
        events: list[EventProposal] = []
        of_trigger: dict[int, int] = {}
        in_sentence = Counter(int(self.sentence[t.start]) for t in triggers)
        for group in groups:
            members = [triggers[t] for t in group]
            order = sorted(members, key=lambda m: (self._in_title(m), -m.probability, m.start))
            rule = next(
                (e for m in order for i in range(m.start, m.end) if (e := ruled.get(i)) and e.id not in used), None
            )
            if rule:
                used.add(rule.id)
            kind, status = self._type(members), self._status(members)
            near = [p for key, p in pairs.items() if (key[0] in group) != (key[1] in group)]
            scores = [x for t in group for name in ROLES for x in arguments[t][name].values()]
            features = (
                logit(max(m.probability for m in members)),
                log(len(members)),
                float(rule is not None),
                float(kind == "Event"),
                max(scores, default=ABSENT),
                float(any(map(self._in_title, members))),
                float(min(sum(x > 0 for x in scores), 4)),
                sum(logit(m.probability) for m in members) / len(members),
                max((logit(self.decision.same(p.features)) for p in near), default=ABSENT),
                float(any(p.features[1] for p in near)),
                *self._wording(members),
                float(status == "planned"),
                float(status in {"denied", "alleged"}),
                log(1 + min(int(self.sentence[m.start]) for m in members)),
                log(max(in_sentence[int(self.sentence[m.start])] for m in members)),
                max((x for t in group for x in arguments[t]["time"].values()), default=ABSENT),
                float(max(log_softmax(self._mean(members, "event")))),
                float(min(m.end - m.start for m in members) < 2),
            )
            for t in group:
                of_trigger[t] = len(events)
            events.append(EventProposal(tuple((m.start, m.end) for m in order), kind, status, rule, features))
        for e in self.rules.events:
            if e.id not in used and not any(m.start < e.end and e.start < m.end for m in triggers):
                features = (ABSENT, 0.0, 1.0, float(e.type == "Event"), ABSENT, 0.0, 0.0, ABSENT, ABSENT, *[0.0] * 10)
                events.append(EventProposal(((e.start, e.end),), e.type, e.status, e, features))
        return tuple(events), of_trigger

    def _in_title(self, m: _Found) -> bool:
        return self.parts.get(int(self.sentence[m.start])) == "title"

    def _wording(self, members: Sequence[_Found]) -> tuple[float, float]:
        """Return whether the lexicon has an event's words as verbs, and as nouns."""
        lexicon = event_lexicon()
        words = [self.text[m.start : m.end] for m in members]
        return float(any(w in lexicon.verbs for w in words)), float(any(w in lexicon.nouns for w in words))

    def _mean(self, members: Iterable[_Found], name: str) -> Floats:
        rows: list[Floats] = []
        for m in members:
            for s in self.stretches:
                if s.start <= m.start and m.end <= s.start + len(s.tags):
                    scores: Floats = getattr(s, name)
                    rows.append(np.add.reduce(scores[m.start - s.start : m.end - s.start]) / (m.end - m.start))
        mean: Floats = np.add.reduce(rows) / len(rows)
        return mean

    def _type(self, members: Sequence[_Found]) -> str:
        """Return the type of an event; where the network sees none in particular, the one that the lexicon has for its word."""
        kind = EVENTS[int(self._mean(members, "event").argmax())]
        lexicon = event_lexicon()
        words = [self.text[m.start : m.end] for m in members] if kind == "Event" else []
        frames = (lexicon.verbs.get(w) or lexicon.nouns.get(w) for w in words)
        return next((f.type for f in frames if f), kind)

    def _status(self, members: Sequence[_Found]) -> Status:
        status: Status = STATUSES[int(self._mean(members, "status").argmax())]  # type: ignore[assignment]
        return status

    # statements

    def _links(
        self,
        pooled: Mapping[tuple[int, str, int], _Pooled],
        entities: Sequence[Entity],
        named: Sequence[tuple[float, ...]],
        events: Sequence[EventProposal],
        known: Mapping[str, int],
    ) -> Iterator[LinkProposal]:
        """Yield the statements between things that the network or the rules propose; `named` are the entities' features."""
        strength = [self.decision.strength(e.kind, x) for e, x in zip(entities, named, strict=True)]
        strength += [self.decision.strength("Event", e.features) for e in events]
        things = len(strength)
        ruled: dict[tuple[int, str, int], Relation] = {}
        between: dict[tuple[int, int], set[str]] = defaultdict(set)
        for r in self.rules.relations:
            if r.subject in known and r.object in known and r.predicate in PREDICATES:
                s, o = known[r.subject], known[r.object]
                ruled.setdefault((s, r.predicate, o), r)
                between[s, o].add(r.predicate)
        by_pair: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
        by_subject: dict[tuple[int, str], list[float]] = defaultdict(list)
        for (s, predicate, o), found in pooled.items():
            by_pair[s, o][predicate] = found.score
            by_subject[s, predicate].append(found.score)
        keys = [k for k in pooled if k[0] < things and k[2] < things and k[1] != "time"]
        for key in sorted({*keys, *ruled}):
            subject, predicate, thing = key
            if subject == thing:
                continue
            p, rule = pooled.get(key), ruled.get(key)
            score = p.score if p else ABSENT
            others = [x for name, x in by_pair[subject, thing].items() if name != predicate]
            best = max(by_subject[subject, predicate], default=score)
            features = (
                score,
                max(score - best, ABSENT),
                max(score - max(others, default=LEAST), ABSENT),
                max(by_pair[thing, subject].get(predicate, LEAST), LEAST),
                float(rule is not None),
                float(bool(between[subject, thing] - {predicate})),
                strength[subject],
                strength[thing],
                float(min(p.count, 3)) if p else 0.0,
                float(p.at[0] == p.at[1]) if p else 0.0,
            )
            evidence = p.at[0] if p else rule.sentence if rule else 0
            yield LinkProposal(subject, predicate, thing, evidence, features, rule)

    def _positions(
        self,
        pooled: Mapping[tuple[int, str, int], _Pooled],
        entities: Sequence[Entity],
        titles: Sequence[_Found],
        known: Mapping[str, int],
    ) -> Iterator[PositionProposal]:
        """Yield the positions: titles with their holders and organisations, and those that only the rules see."""
        ruled: dict[int, list[Position]] = defaultdict(list)
        for p in self.rules.positions:
            if p.person in known:
                ruled[known[p.person]].append(p)
        used: set[Position] = set()
        at_title: dict[int, dict[str, dict[int, _Pooled]]] = defaultdict(lambda: defaultdict(dict))
        for (s, predicate, o), x in sorted(pooled.items(), key=lambda kv: kv[0]):
            if s >= TITLE:
                at_title[s][predicate][o] = x
        for n, title in enumerate(titles):
            links = at_title[TITLE + n]
            words = self.text[title.start : title.end]
            scores = self._organisations(words, {o: p.score for o, p in links["titleAt"].items()}, entities)
            tenure: Tenure = TENURES[int(self._mean([title], "tenure").argmax())]  # type: ignore[assignment]
            for person, x in links["titleOf"].items():
                rule = next((p for p in ruled[person] if _same_title(p.title, words)), None)
                if rule:
                    used.add(rule)
                for organisation, features in self._held_at(scores, rule, known):
                    yield PositionProposal(
                        person, words, organisation, tenure, int(self.sentence[title.start]),
                        (x.score, *features, logit(title.probability)), rule,
                    )  # fmt: skip
        for person, rows in sorted(ruled.items()):
            for p in rows:
                if p not in used:
                    for organisation, features in self._held_at({}, p, known):
                        yield PositionProposal(
                            person, p.title, organisation, p.tenure, p.sentence, (ABSENT, *features, ABSENT), p
                        )

    def _held_at(
        self, scores: Mapping[int | str, float], rule: Position | None, known: Mapping[str, int]
    ) -> Iterator[tuple[int | str | None, tuple[float, ...]]]:
        """Yield the organisations that a position may be held at, each with what speaks for it; None where there is none."""
        ruled: int | str | None = None
        if rule and rule.organisation:
            ruled = known.get(rule.organisation, self.implied.get(rule.organisation))
        rows: dict[int | str | None, float] = {o: score for o, score in scores.items()}
        if ruled is not None or not rows:
            rows.setdefault(ruled, ABSENT)
        for organisation, score in rows.items():
            best = max((x for o, x in rows.items() if o != organisation), default=ABSENT)
            yield (
                organisation,
                (
                    score,
                    max(score - best, ABSENT),
                    float(organisation is not None),
                    float(rule is not None),
                    float(ruled is not None and ruled == organisation),
                    float(ruled is not None and ruled != organisation),
                    float(isinstance(organisation, str)),
                ),
            )

    def _organisations(
        self, title: str, scores: Mapping[int, float], entities: Sequence[Entity]
    ) -> dict[int | str, float]:
        """Return the organisations that the network sees for a title; a place stands for its office there (市长: 市人民政府)."""
        found: dict[int | str, float] = {}
        for n, score in sorted(scores.items()):
            if score > UNLIKELY:
                organisation = n if entities[n].kind == "Organisation" else self._office(title, entities[n], entities)
                found[organisation] = max(found.get(organisation, ABSENT), score)
        return found

    def _office(self, title: str, place: Entity, entities: Sequence[Entity]) -> int | str:
        """Return the office that a title implies at a place: its number where the article names it, else its name."""
        head = self.lexicon.title_at_end.search(title)
        pattern = self.lexicon.titles[head["head"]].implies if head else None
        where = place.norm or place.name
        name = pattern.format(place=where) if pattern else where
        named = (n for n, e in enumerate(entities) if e.kind == "Organisation" and name in (e.name, e.norm))
        return next(named, name)

    def _authors(self, known: Mapping[str, int], entities: Sequence[Entity]) -> Iterator[AuthorProposal]:
        """Yield the persons who may have signed the article: by the rules, or by what stands around their names."""
        ruled = {known[r.object]: r for r in self.rules.relations if r.predicate == "author" and r.object in known}
        for n, e in enumerate(entities):
            if e.kind != "Person":
                continue
            rows = []
            signed = ""
            for m in e.mentions:
                before = ROLE_WORD.search(self.text[max(0, m.start - 10) : m.start])
                signed = signed or (before["role"] if before else "")
                rows.append((
                    float(before is not None),
                    float(REPORTING.match(self.text, m.end) is not None),
                    float(m.start < HEAD),
                    float(len(self.text) - m.end < FOOT),
                    float("（" in self.text[max(0, m.start - 15) : m.start] and "）" in self.text[m.end : m.end + 15]),
                ))  # fmt: skip
            rule = ruled.get(n)
            best = max(rows, default=(0.0,) * 5)
            if rule or best[0] or best[1]:
                features = (float(rule is not None), *best, float(len(e.mentions) > 1))
                sentence = rule.sentence if rule else e.mentions[0].sentence
                yield AuthorProposal(n, rule.role if rule else signed, sentence, features, rule)


def _arguments(
    pooled: Mapping[tuple[int, str, int], _Pooled], first: int, when: Mapping[int, When | None]
) -> Mapping[int, Mapping[str, Mapping[object, float]]]:
    """Return the scores of each trigger's arguments by predicate: of entities by number, of times by what they resolve to."""
    found: dict[int, dict[str, dict[object, float]]] = defaultdict(lambda: defaultdict(dict))
    for (subject, predicate, thing), p in pooled.items():
        if first <= subject < TITLE and (predicate == "time" or predicate in ROLES):
            value = when[thing] if predicate == "time" else thing
            row = found[subject - first][predicate]
            row[value] = max(row.get(value, ABSENT), p.score)
    return found


def _compared(
    a: Mapping[str, Mapping[object, float]], b: Mapping[str, Mapping[object, float]], predicates: Sequence[str]
) -> tuple[float, float]:
    """Return whether two triggers have arguments that differ, and whether they have one in common."""
    mine, others = ({o for name in predicates for o, x in row[name].items() if x > 0} for row in (a, b))
    return float(bool(mine and others and not mine & others)), float(bool(mine & others))


def _order(s: MentionCandidate) -> tuple[int, int, str]:
    return s.start, -s.end, s.kind


def _same_title(a: str, b: str) -> bool:
    return a.endswith(b) or b.endswith(a)


def _groups(count: int, joined: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Return the triggers that are mentions of one event: those joined above the threshold, the surest first."""
    group = list(range(count))
    members = {n: [n] for n in range(count)}
    for (a, b), score in sorted(joined.items(), key=lambda kv: (-kv[1], kv[0])):
        if score <= JOINED:
            break
        x, y = group[a], group[b]
        if x == y:
            continue
        across = [joined.get((min(i, j), max(i, j)), LEAST) for i in members[x] for j in members[y]]
        if sum(across) / len(across) > JOINED:
            members[x].extend(members.pop(y))
            for n in members[x]:
                group[n] = x
    return [sorted(m) for _, m in sorted(members.items(), key=lambda kv: min(kv[1]))]


def _renumbered(
    pooled: Mapping[tuple[int, str, int], _Pooled], event_number: Mapping[int, int]
) -> dict[tuple[int, str, int], _Pooled]:
    """Pool the scores of an event's triggers; titles and times keep their numbers."""
    found: dict[tuple[int, str, int], _Pooled] = {}
    for (s, predicate, o), p in pooled.items():
        key = (event_number.get(s, s), predicate, event_number.get(o, o))
        old = found.get(key)
        if old is None:
            found[key] = _Pooled(p.total, p.best, p.at, p.count)
        else:
            old.total += p.total
            old.count += p.count
            if p.best > old.best:
                old.best, old.at = p.best, p.at
    return found


def _times(
    pooled: Mapping[tuple[int, str, int], _Pooled],
    when: Mapping[int, When | None],
    events: Sequence[EventProposal],
    first: int,
) -> dict[int, tuple[When, float]]:
    """Return each event's best time, pooled over the expressions that say it."""
    by_event: dict[int, dict[When, float]] = defaultdict(lambda: defaultdict(float))
    for (s, predicate, o), p in pooled.items():
        value = when.get(o)
        if predicate == "time" and value is not None:
            by_event[s][value] += p.total
    found: dict[int, tuple[When, float]] = {}
    for n in range(first, first + len(events)):
        row = by_event.get(n)
        if row:
            best = max(sorted(row, key=lambda w: (w.begin or "", w.end or "")), key=lambda w: row[w])
            found[n] = best, log(row[best] + 1e-12)
    return found
