"""From proposals to an article's record: what the decision accepts, with its confidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from kg.extract.chronology import contradicts_itself
from kg.extract.coreference.states import OF_FEW_STATES
from kg.extract.dating.place import clause_around
from kg.extract.events.dates import moved_to
from kg.extract.events.naming import balanced, event_name, is_noun
from kg.extract.lexicon import BY_MODEL, BY_MODEL_AND_RULE, lexicon
from kg.extract.model.decision import Decision
from kg.extract.model.features import sentence_numbers
from kg.extract.model.grounds import has_grounds, is_withstood
from kg.extract.model.proposals import EventProposal, LinkProposal, PositionProposal, Proposals
from kg.extract.model.proposals.reading import KEPT_POSITIONS, is_foreign, is_kept
from kg.extract.model.schema import EVENTS, PREDICATES, ROLES
from kg.extract.relations.nesting import cannot_hold
from kg.extract.relations.whereabouts import lies_elsewhere
from kg.model import LEAST_CONFIDENCE, AnalysedArticle, ArticleRecord, Entity, Event, Position, Relation, Tenure, When
from kg.wordlists import words

MODEL, BOTH = BY_MODEL, BY_MODEL_AND_RULE
AGREED = 0.6  # how probable a time must be that the rules read in the event's clause, too
CALLED_OFF = frozenset({"cancelled", "postponed"})
NO_EVENTS = words("no_events")
CALLING_OFF = words("cancelling_words") | words("postponing_words")
# “3·5”事故 says when it was, whatever is dated beside it.
DATED_NAME = re.compile(r"[“「\"]\d{1,2}[·・.]\d{1,2}[”」\"]")


def assemble(analysed: AnalysedArticle, proposals: Proposals, decision: Decision) -> ArticleRecord:
    """Return the record of an article, without evidence."""
    return _Assembly(analysed, proposals, decision).record()


class _Assembly:
    def __init__(self, analysed: AnalysedArticle, proposals: Proposals, decision: Decision) -> None:
        self.analysed = analysed
        self.text = analysed.article.text
        self.proposals = proposals
        self.decision = decision
        self.sentence = sentence_numbers(analysed)
        self.first_event = len(proposals.entities)
        self.added: dict[str, Entity] = {}  # organisations that a title and a place imply, by name
        self.entity_ids = self._entities()
        self.events = self._events()

    def record(self) -> ArticleRecord:
        """Return what is accepted."""
        relations = tuple(self._relations())
        positions = tuple(self._positions())
        events = tuple(self._named(relations))
        used = {p.organisation for p in positions}
        implied = tuple(e for e in (*self.proposals.implied, *self.added.values()) if e.id in used)
        entities = tuple(e for n, e in enumerate(self.proposals.entities) if n in self.entity_ids)
        return ArticleRecord(self.analysed.article, (*entities, *implied), events, relations, positions)

    def _entities(self) -> dict[int, str]:
        authors = {a.person for a in self.proposals.authors if self.decision.accepts("author", a.features)[0]}
        offices = {x.organisation for x in self.proposals.positions if self._is_ruled_office(x)}
        return {
            n: e.id
            for n, (e, x) in enumerate(zip(self.proposals.entities, self.proposals.entity_features, strict=True))
            if n in authors
            or n in offices
            or self.decision.accepts(e.kind, x)[0]
            or any(is_kept(m.rule) for m in e.mentions)
        }

    def _is_ruled_office(self, x: PositionProposal) -> bool:
        """Whether a position is stated at the organisation at which the rules state it: then that is one."""
        return x.rule is not None and x.of_rule and self.decision.accepts("holdsPosition", x.features)[0]

    def _events(self) -> dict[int, tuple[str, EventProposal, float]]:
        accepted = []
        for n, e in enumerate(self.proposals.events, self.first_event):
            stated, confidence = self.decision.accepts("Event", e.features)
            if e.rule is not None and (e.rule.type not in EVENTS or is_foreign(e.rule.rule)):
                e, stated, confidence = replace(e, type=e.rule.type), True, max(confidence, LEAST_CONFIDENCE)
            if (stated or e.status in CALLED_OFF) and not self._has_only(NO_EVENTS, e):
                accepted.append((min(e.mentions), n, e, confidence))
        called_off = {int(self.sentence[at]) for (at, _), _, e, _ in accepted if e.status in CALLED_OFF}
        accepted = [
            a for a in accepted if not (int(self.sentence[a[0][0]]) in called_off and self._has_only(CALLING_OFF, a[2]))
        ]
        return {
            n: (f"v{k}", e, confidence)
            for k, (_, n, e, confidence) in enumerate(sorted(accepted, key=lambda a: a[:2]), 1)
        }

    def _has_only(self, listed: Set[str], e: EventProposal) -> bool:
        """Whether the network alone sees an event, by words of a list."""
        return e.rule is None and all(self.text[start:end] in listed for start, end in e.mentions)

    def _id(self, n: int) -> str | None:
        return self.events[n][0] if n in self.events else self.entity_ids.get(n)

    def _relations(self) -> Iterator[Relation]:
        yield from self._authors()
        possible = [x for x in self.proposals.links if self._id(x.subject) and self._id(x.object)]
        roles = list(self._roles(x for x in possible if x.predicate in ROLES))
        opposed = _opposed(roles)
        for x in possible:
            if x.predicate in ROLES:
                continue
            stated, confidence = self._accepts(x)
            if stated and not self._is_impossible(x) and self._has_grounds(x):
                found = self._relation(x, confidence)
                if found.predicate != "memberOf" or x.rule or (found.subject, found.object) not in opposed:
                    yield found
        yield from roles

    def _roles(self, proposals: Iterable[LinkProposal]) -> Iterator[Relation]:
        """Yield for each event and entity the likeliest role, where it is likely enough that the entity has one; a foreign rule's stays."""
        by_pair: dict[tuple[int, int], dict[str, LinkProposal]] = defaultdict(dict)
        for x in proposals:
            if x.predicate != "target" or not self._is_withstood(x):
                by_pair[x.subject, x.object][x.predicate] = x
        for _, row in sorted(by_pair.items()):
            foreign = {name: x for name, x in row.items() if x.rule is not None and is_foreign(x.rule.rule)}
            stated, predicate, confidence = self.decision.role({k: x.features for k, x in (foreign or row).items()})
            if foreign or stated:
                yield self._relation(row[predicate], max(confidence, LEAST_CONFIDENCE) if foreign else confidence)

    def _is_withstood(self, x: LinkProposal) -> bool:
        event, entity = self.proposals.events[x.subject - self.first_event], self.proposals.entities[x.object]
        return x.rule is None and is_withstood(self.text, event, entity)

    def _relation(self, x: LinkProposal, confidence: float) -> Relation:
        subject, thing = self._id(x.subject), self._id(x.object)
        assert subject is not None and thing is not None
        rule = (BOTH if x.features[0] > 0 else x.rule.rule) if x.rule else MODEL
        return Relation(
            subject, x.predicate, thing, x.evidence, round(confidence, 2), rule, x.rule.role if x.rule else ""
        )

    def _authors(self) -> Iterator[Relation]:
        for a in self.proposals.authors:
            stated, confidence = self.decision.accepts("author", a.features)
            if stated:
                rule = a.rule.rule if a.rule else MODEL
                person = self.entity_ids[a.person]
                yield Relation("doc", "author", person, a.evidence, round(confidence, 2), rule, a.role)

    def _is_impossible(self, x: LinkProposal) -> bool:
        """Whether the ontology has no such statement, or a road would hold a county, or a place lie where the tables do not have it."""
        if x.predicate == "subOrganisationOf":  # the annotations also have places that govern an organisation
            return self.proposals.entities[x.object].kind == "Place"
        if x.predicate != "partOf":
            return False
        upper, lower = self.proposals.entities[x.object], self.proposals.entities[x.subject]
        if x.rule is None and lies_elsewhere(lower.norm or lower.name, upper.norm or upper.name):
            return True
        return cannot_hold(upper, lower, lexicon().names)

    def _has_grounds(self, x: LinkProposal) -> bool:
        if x.predicate not in {"bornIn", "livesIn", "subOrganisationOf"}:
            return True
        subject, thing = self.proposals.entities[x.subject], self.proposals.entities[x.object]
        sentence = self.analysed.sentences[x.evidence]
        return has_grounds(self.text, x, subject, thing, (sentence.start, sentence.end))

    def _accepts(self, x: LinkProposal) -> tuple[bool, float]:
        """Whether a statement is made; what the rules state of a relation that the network has not learned stays."""
        if x.predicate not in PREDICATES:
            return True, LEAST_CONFIDENCE
        stated, confidence = self.decision.accepts(x.predicate, x.features)
        if x.rule is not None and is_foreign(x.rule.rule):
            return True, max(confidence, LEAST_CONFIDENCE)
        return stated, confidence

    def _named(self, relations: Sequence[Relation]) -> Iterator[Event]:
        names = {e.id: e.name for e in self.proposals.entities}
        by_event: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for r in relations:
            by_event[r.subject][r.predicate].append(names.get(r.object, ""))
        for n, (local, e, confidence) in self.events.items():
            start, end = e.mentions[0]
            trigger = self.text[start:end]
            rule = e.rule
            # a verb's name by the rules has whom they take for the doer
            has_name = rule is not None and (is_noun(trigger) or is_noun(rule.trigger) or is_foreign(rule.rule))
            own = rule.name if rule and has_name else ""
            name = balanced(own or event_name(trigger, by_event[local]))
            when = self._when(n, e, name)
            if e.status == "postponed" and (moved := self._moved_to(start, end)):
                when = moved
            said = BOTH if rule and e.features[0] > -4 else rule.rule if rule else MODEL
            event = Event(
                local,
                e.type,
                trigger,
                name,
                int(self.sentence[start]),
                start,
                end,
                e.status,
                when,
                round(confidence, 2),
                said,
            )
            wrong = contradicts_itself(event, self.text, self.analysed.article.published)
            yield replace(event, when=None) if wrong else event

    def _when(self, n: int, e: EventProposal, name: str) -> When | None:
        """Return the time of an event that is accepted; a name that has its day, and other packages, say it without doubt."""
        if e.rule and e.rule.when and (DATED_NAME.search(name) or is_foreign(e.rule.rule)):
            return e.rule.when
        time = self.proposals.times.get(n)
        if time is None:
            return None
        stated, probability = self.decision.accepts("time", time.features)
        return time.when if stated or (probability >= AGREED and self._is_read_beside(e, time.when)) else None

    def _is_read_beside(self, e: EventProposal, when: When) -> bool:
        """Whether the rules, too, read a time for an event, in its own clause: 茶博会将于4月10日开幕."""
        if e.rule is None or e.rule.when != when:
            return False
        start, end = e.mentions[0]
        begin, stop = clause_around(self.text, self.analysed.sentences[int(self.sentence[start])], start, end)
        return any(t.when == when and begin <= t.start < stop for t in self.analysed.times)

    def _is_officer(self, x: PositionProposal) -> bool:
        """Whether the rules state a position at an organisation whose name is kept: GE Healthcare中国区总裁."""
        if not isinstance(x.organisation, int) or not x.of_rule:
            return False
        return any(is_kept(m.rule) for m in self.proposals.entities[x.organisation].mentions)

    def _moved_to(self, start: int, end: int) -> When | None:
        """Return the new date of an event that is postponed, if its sentence has it."""
        limit = self.analysed.sentences[int(self.sentence[start])].end
        found = moved_to(self.text, end, [t for t in self.analysed.times if end <= t.start < limit and t.when])
        return found.when if found else None

    def _positions(self) -> Iterator[Position]:
        seen: dict[tuple[str, str], set[tuple[Tenure, str | None]]] = defaultdict(set)
        rows = []
        for x in self.proposals.positions:
            person = self.entity_ids.get(x.person)
            stated, confidence = self.decision.accepts("holdsPosition", x.features)
            if x.rule is not None and (_is_kept(x, x.rule) or self._is_officer(x)):
                stated, confidence = True, max(confidence, LEAST_CONFIDENCE)
            if person is None or not stated:
                continue
            organisation = self._organisation(x.organisation)
            rule = (BOTH if x.features[0] > 0 else x.rule.rule) if x.rule else MODEL
            lost = x.organisation is not None and organisation is None  # what it is held at is stated to be none
            position = Position(person, x.title, organisation, x.evidence, x.tenure, round(confidence, 2), rule)
            rows.append((lost, confidence, position))
        for *_, p in sorted(rows, key=lambda r: (r[0], -r[1], r[2].sentence, r[2].title)):
            others = seen[p.person, p.title]
            if all(
                p.tenure != tenure and None not in {organisation, p.organisation} for tenure, organisation in others
            ):
                others.add((p.tenure, p.organisation))  # once for each tenure: 不再担任甲局长，改任乙局长
                yield p

    def _organisation(self, given: int | str | None) -> str | None:
        """Return the id of a position's organisation; one that is only implied is added where the rules do not have it."""
        if not isinstance(given, str):
            return None if given is None else self.entity_ids.get(given)
        ruled = next((e.id for e in self.proposals.implied if given in (e.name, e.norm)), None)
        return ruled or self.added.setdefault(given, Entity(f"j{len(self.added) + 1}", "Organisation", given)).id


def _opposed(roles: Sequence[Relation]) -> set[tuple[str, str]]:
    """Return the pairs of which one acts upon the other: whom a court sentences, or who visits it, is not its member."""
    by_event: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for r in roles:
        by_event[r.subject][r.predicate].add(r.object)
    one_way = {(a, b) for x in by_event.values() for a in x["agent"] for b in x["target"]}
    return one_way | {(b, a) for a, b in one_way}


def _is_kept(x: PositionProposal, rule: Position) -> bool:
    """Whether a position of the rules is stated in any case: of another package, or by a verb or a word of tenure."""
    if is_foreign(rule.rule):
        return True
    office = isinstance(x.organisation, str) and x.organisation.endswith("人民政府")  # 云川市市长
    named = office or (x.of_rule and rule.title in OF_FEW_STATES)  # 国家主席
    stated = named or rule.rule in KEPT_POSITIONS or rule.tenure != "current"
    return stated and (x.of_rule or rule.organisation is None or x.organisation is None)
