"""The extracted entities and statements of an annotated article, in the terms of the annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.confidence import ROLES, Keys, event_keys, position_keys, relation_keys
from kg.model import ArticleRecord, Event
from kg.predicates import predicates

ANNOTATED_AS = {p.name: p.annotated_as for p in predicates()}


@dataclass(frozen=True, slots=True)
class PredictedEntity:
    """A predicted entity or event: `labels` are all its names as written, the preferred one first."""

    id: str
    kind: str
    labels: tuple[str, ...]
    trigger: str = ""
    rule: str = ""
    confidence: float | None = None
    sentence: str = ""
    keys: Keys = ()

    @property
    def name(self) -> str:
        """The preferred label."""
        return self.labels[0]


@dataclass(frozen=True, slots=True)
class PredictedRelation:
    """A predicted statement; `object` is an entity's id, a date, or None for a position without an organisation.

    `keys` are the keys of its confidence (`kg.extract.confidence`).
    """

    subject: str
    predicate: str
    object: str | None
    role: str = ""
    rule: str = ""
    confidence: float | None = None
    sentence: str = ""
    keys: Keys = ()


@dataclass(frozen=True, slots=True)
class PredictedDocument:
    """All predictions for one document, which may hold several articles."""

    entities: dict[str, PredictedEntity]
    relations: tuple[PredictedRelation, ...]


def predicted_document(records: Sequence[ArticleRecord]) -> PredictedDocument:
    """Return the predictions in the records of one document; ids are prefixed with the article's id."""
    entities = {e.id: e for r in records for e in _entities(r)}
    return PredictedDocument(entities, tuple(dict.fromkeys(x for r in records for x in _relations(r))))


def _sentences(record: ArticleRecord) -> dict[int, str]:
    return {e.sentence: e.repaired for e in record.evidence}


def _entities(record: ArticleRecord) -> Iterator[PredictedEntity]:
    sentences = _sentences(record)
    for e in record.entities:
        labels = tuple(dict.fromkeys(n for n in (e.norm, e.name, *e.aliases) if n))
        first = min(e.mentions, key=lambda m: m.start, default=None)
        rule, sentence = (first.rule, sentences.get(first.sentence, "")) if first else ("implied", "")
        yield PredictedEntity(f"{record.article.id}/{e.id}", e.kind, labels, rule=rule, sentence=sentence)
    named = Counter(r.subject for r in record.relations if r.predicate in ROLES)
    for v in record.events:
        sentence = sentences.get(v.sentence, "")
        keys = event_keys(v, named[v.id])
        yield PredictedEntity(
            f"{record.article.id}/{v.id}", "Event", (v.name,), v.trigger, v.rule, v.confidence, sentence, keys
        )


def _relations(record: ArticleRecord) -> Iterator[PredictedRelation]:
    sentences = _sentences(record)

    def at(local: str) -> str:
        return f"{record.article.id}/{local}"

    for v in record.events:
        date = _date(v)
        if date:
            yield PredictedRelation(at(v.id), "hasTime", date, "", "time", None, sentences.get(v.sentence, ""))
    events = {v.id: v for v in record.events}
    for r in record.relations:
        yield PredictedRelation(
            "doc" if r.subject == "doc" else at(r.subject),
            ANNOTATED_AS.get(r.predicate, r.predicate),
            at(r.object),
            r.role,
            r.rule,
            r.confidence,
            sentences.get(r.sentence, ""),
            relation_keys(r, events.get(r.subject)),
        )
    for p in record.positions:
        organisation = at(p.organisation) if p.organisation else None
        yield PredictedRelation(
            at(p.person),
            "holdsPosition",
            organisation,
            p.title,
            p.rule,
            p.confidence,
            sentences.get(p.sentence, ""),
            position_keys(p),
        )


def _date(event: Event) -> str | None:
    """Return a point in time, or a span with both ends; an open span cannot be compared."""
    when = event.when
    if when is None or not (when.begin and when.end):
        return None
    return when.begin if when.is_point else f"{when.begin}/{when.end}"
