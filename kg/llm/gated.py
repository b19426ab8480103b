"""From a model's answers to the record of an article: every quote through the gate, every name and title through the rules' validation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.candidates import AwardCandidate, Draft, MentionCandidate
from kg.extract.lexicon import lexicon
from kg.extract.mentions import select_mentions
from kg.extract.pipeline import find_entities
from kg.llm.causes import Cause, Counts
from kg.llm.contract import CLASSES, contract
from kg.llm.gate import Gate, Span, gate_of
from kg.llm.parsing import Answer, StatedEvent, StatedName
from kg.model import (
    AnalysedArticle,
    ArticleRecord,
    Entity,
    EntityKind,
    Event,
    Position,
    Relation,
    Status,
    Tenure,
    When,
)

CONFIDENCE = 0.6  # of a statement that only the language model makes; not calibrated, as no model has been measured
KINDS: Mapping[str, EntityKind] = {
    "Person": "Person",
    "Organisation": "Organisation",
    "Place": "Place",
    "Award": "Award",
}
STATUSES: Mapping[str, Status] = {
    "happened": "happened",
    "planned": "planned",
    "cancelled": "cancelled",
    "postponed": "postponed",
    "denied": "denied",
    "alleged": "alleged",
}
TENURES: Mapping[str, Tenure] = {"current": "current", "former": "former", "incoming": "incoming"}


@dataclass(frozen=True, slots=True)
class Gated:
    """What an article's answers state that is in the article, without evidence, and the counts of the gate."""

    record: ArticleRecord
    counts: Counts


def read_answers(analysed: AnalysedArticle, answers: Sequence[Answer], model: str) -> Gated:
    """Return what the answers state and the article contains."""
    reader = _Reader(analysed, answers, f"llm:{model}")
    return Gated(reader.record(), reader.gate.counts)


class _Reader:
    def __init__(self, analysed: AnalysedArticle, answers: Sequence[Answer], rule: str) -> None:
        self.analysed = analysed
        self.answers = answers
        self.rule = rule
        self.gate: Gate = gate_of(analysed.article.text)
        self.ids: dict[str, str] = {}  # of entities, by the name that the answers use
        self.entities = self._entities()
        self.kinds = {e.id: e.kind for e in self.entities}

    def record(self) -> ArticleRecord:
        """Return the record."""
        events, arguments = self._events()
        relations = tuple(dict.fromkeys((*arguments, *self._relations())))
        seen: dict[tuple[str, str, str | None], Position] = {}
        for p in self._positions():
            seen.setdefault((p.person, p.title, p.organisation), p)
        return ArticleRecord(self.analysed.article, self.entities, events, relations, tuple(seen.values()))

    def _entities(self) -> tuple[Entity, ...]:
        kinds: dict[str, list[str]] = defaultdict(list)
        for n in (n for a in self.answers for n in a.names):
            kinds[n.name].append(n.kind)
        # the class that most calls give; of equals, the first of the ontology
        names = [StatedName(n, max(CLASSES, key=lambda c: (k.count(c), -CLASSES.index(c)))) for n, k in kinds.items()]
        found = {n.name: tuple(self._candidates(n)) for n in names}
        selected = self._selected([c for row in found.values() for c in row])
        entities = find_entities(self.analysed, selected)
        by_span = {(m.start, m.end): e.id for e in entities for m in e.mentions}  # coreference may change a class
        for name, row in found.items():
            ids = [by_span[c.start, c.end] for c in row if (c.start, c.end) in by_span]
            if ids:
                self.ids[name] = ids[0]
            elif row:
                self.gate.refuse(Cause.INVALID_NAME)
        return entities

    def _candidates(self, name: StatedName) -> Iterator[MentionCandidate]:
        """Yield the occurrences of a name, each inside one sentence."""
        for start, end in self.gate.all(name.name):
            sentence = self._sentence(start)
            if sentence is None or end > self.analysed.sentences[sentence].end:
                continue
            kind = KINDS[name.kind]
            candidate = AwardCandidate if kind == "Award" else MentionCandidate
            yield candidate(start, end, kind, self.rule, end - start, sentence, self.rule)

    def _selected(self, candidates: Sequence[MentionCandidate]) -> tuple[MentionCandidate, ...]:
        """Return the names that the validation of the rules accepts; the longer of two overlapping ones comes first."""
        draft = Draft(self.analysed, lexicon(), candidates=tuple(candidates))
        return select_mentions(draft).mentions

    def _sentence(self, offset: int) -> int | None:
        return next((s.index for s in self.analysed.sentences if s.start <= offset < s.end), None)

    def _entity(self, name: str) -> str | None:
        found = self.ids.get(name)
        if found is None:
            self.gate.refuse(Cause.NOT_LISTED)
        return found

    def _events(self) -> tuple[tuple[Event, ...], list[Relation]]:
        rows: dict[tuple[int, int], tuple[Event, dict[tuple[str, str], None]]] = {}
        for stated in (e for a in self.answers for e in a.events):
            found = self._event(stated)
            if found is None:
                continue
            event, arguments = found
            kept = rows.setdefault((event.start, event.end), (event, {}))
            if kept[0].type == event.type:  # two passes state one event; of two types the first stands
                kept[1].update(dict.fromkeys(arguments))
        events: list[Event] = []
        relations: list[Relation] = []
        for n, (_, (event, arguments_)) in enumerate(sorted(rows.items()), 1):
            events.append(replace(event, id=f"v{n}"))
            relations += (
                Relation(f"v{n}", role, entity, event.sentence, CONFIDENCE, self.rule) for role, entity in arguments_
            )
        return tuple(events), relations

    def _event(self, stated: StatedEvent) -> tuple[Event, list[tuple[str, str]]] | None:
        quote = self.gate.one(stated.quote)
        trigger = self.gate.one(stated.trigger, quote) if quote else None
        sentence = self._sentence(trigger[0]) if trigger else None
        if quote is None or trigger is None or sentence is None:
            return None
        arguments = []
        for role, name in stated.arguments:
            entity = self._entity(name)
            if entity and self._fits(role, None, entity):
                arguments.append((role, entity))
        when = self._when(stated.time, quote) if stated.time else None
        text = self.analysed.article.text[trigger[0] : trigger[1]]
        event = Event(
            "", stated.type, text, text, sentence, *trigger, STATUSES[stated.status], when, CONFIDENCE, self.rule
        )
        return event, arguments

    def _when(self, time: str, quote: Span) -> When | None:
        """Return the date of a quoted time, as the product's own reading of times resolves it."""
        span = self.gate.one(time, quote if self.gate.has(time, quote) else None)
        if span is None:
            return None
        dates = {t.when for t in self.analysed.times if t.start < span[1] and span[0] < t.end and t.when}
        if len(dates) == 1:
            return dates.pop()
        self.gate.refuse(Cause.AMBIGUOUS if dates else Cause.NO_TIME)
        return None

    def _relations(self) -> Iterator[Relation]:
        for stated in (r for a in self.answers for r in a.relations):
            quote = self.gate.one(stated.quote)
            sentence = self._sentence(quote[0]) if quote else None
            if sentence is None:
                continue
            subject, object_ = self._entity(stated.subject), self._entity(stated.object)
            if subject and object_ and subject != object_ and self._fits(stated.predicate, subject, object_):
                yield Relation(subject, stated.predicate, object_, sentence, CONFIDENCE, self.rule)

    def _positions(self) -> Iterator[Position]:
        titles = lexicon().names.title_at_end
        for stated in (p for a in self.answers for p in a.positions):
            quote = self.gate.one(stated.quote)
            title = self.gate.one(stated.title, quote) if quote else None
            sentence = self._sentence(quote[0]) if quote else None
            if title is None or sentence is None:
                continue
            text = self.analysed.article.text[slice(*title)]
            if not titles.search(text):
                self.gate.refuse(Cause.INVALID_TITLE)
                continue
            person = self._entity(stated.person)
            organisation = self._entity(stated.organisation) if stated.organisation else None
            if person and self.kinds[person] == "Person" and self._is_organisation(organisation):
                yield Position(person, text, organisation, sentence, TENURES[stated.tenure], CONFIDENCE, self.rule)

    def _is_organisation(self, entity: str | None) -> bool:
        if entity is None or self.kinds[entity] == "Organisation":
            return True
        self.gate.refuse(Cause.WRONG_CLASS)
        return False

    def _fits(self, predicate: str, subject: str | None, object_: str) -> bool:
        if fits(predicate, self.kinds[subject] if subject else "Event", self.kinds[object_]):
            return True
        self.gate.refuse(Cause.WRONG_CLASS)
        return False


def fits(predicate: str, subject: str, object_: str) -> bool:
    """Whether the ontology lets a predicate link two classes.

    >>> fits("bornIn", "Person", "Place"), fits("bornIn", "Place", "Person")
    (True, False)
    """
    term = contract().predicates[predicate]
    return subject in term.subjects and object_ in term.objects
