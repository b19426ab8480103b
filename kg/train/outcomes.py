"""What came of each proposal on an annotated article: whether it is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.lexicon.variants import name_variants
from kg.extract.model.decision import Decision, alias_of
from kg.extract.model.proposals import Proposals
from kg.model import Entity
from kg.train.examples import Example, says_time


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proposal's features, and whether it is right; None where the annotation leaves it open."""

    kind: str
    features: tuple[float, ...]
    right: bool
    counted: bool = True  # whether its ends are stated, so that it can be
    optional: bool = False  # right, but not missed where it is left out
    article: str = ""
    pair: tuple[int, int] = (-1, -1)  # of a statement between two things, their numbers


def same_outcomes(example: Example, proposals: Proposals) -> Iterator[Outcome]:
    """Yield for each pair of proposed triggers whether both are mentions of one annotated event."""
    gold = [m for m in example.mentions if m.kind == "Event"]
    thing = [
        next((m.thing for m in gold if m.start < end and start < m.end), None) for start, end in proposals.triggers
    ]
    for p in proposals.pairs:
        a, b = thing[p.first], thing[p.second]
        if a is not None and b is not None:
            yield Outcome("same", p.features, a == b, article=example.name)


def alias_outcomes(example: Example, proposals: Proposals) -> Iterator[Outcome]:
    """Yield for each pair of names whether both are one annotated thing's."""
    thing = _things(example, proposals.names)
    for p in proposals.aliases:
        if p.first in thing and p.second in thing:
            yield Outcome(alias_of(p.kind), p.features, thing[p.first] == thing[p.second], article=example.name)


def outcomes_of(example: Example, proposals: Proposals, decision: Decision) -> tuple[list[Outcome], Counter[str]]:
    """Return the outcome of each proposal of an article, and how many statements of each kind are annotated.

    `decision` says which things are stated, where it judges them yet.
    """
    return _Comparison(example, proposals, decision).outcomes()


def _things(example: Example, entities: Sequence[Entity]) -> dict[int, int]:
    """Return which annotated thing each entity is, by their numbers: the one with most of its mentions."""
    by_span = {(m.start, m.end, m.kind): m.thing for m in example.mentions}
    text = example.analysed.article.text
    by_name = {(text[m.start : m.end], m.kind): m.thing for m in example.mentions}
    found = {}
    for n, e in enumerate(entities):
        votes = Counter(t for m in e.mentions if (t := by_span.get((m.start, m.end, e.kind))) is not None)
        named = by_name.get((e.name, e.kind))
        if votes:
            found[n] = min(votes, key=lambda t: (-votes[t], t))
        elif named is not None:
            found[n] = named
    return found


class _Comparison:
    def __init__(self, example: Example, proposals: Proposals, decision: Decision) -> None:
        named = zip(proposals.entities, proposals.entity_features, strict=True)
        things = [(e.kind, x) for e, x in named] + [("Event", e.features) for e in proposals.events]
        self.stated = [k not in decision.judges or decision.accepts(k, x)[0] for k, x in things]
        self.example = example
        self.proposals = proposals
        self.first_event = len(proposals.entities)
        self.thing = _things(example, proposals.entities) | self._events()

    def _events(self) -> dict[int, int]:
        gold = [m for m in self.example.mentions if m.kind == "Event"]
        pairs: Counter[tuple[int, int]] = Counter()
        for n, e in enumerate(self.proposals.events, self.first_event):
            for start, end in e.mentions:
                for thing in {m.thing for m in gold if m.start < end and start < m.end}:
                    pairs[n, thing] += 1
        found: dict[int, int] = {}
        taken: set[int] = set()
        for (n, thing), _ in sorted(pairs.items(), key=lambda kv: (-kv[1], kv[0])):
            if n not in found and thing not in taken:
                found[n] = thing
                taken.add(thing)
        return found

    def outcomes(self) -> tuple[list[Outcome], Counter[str]]:
        """Return what came of each proposal, and the number of annotated statements by kind."""
        found = [*self._named(), *self._linked(), *self._positions(), *self._timed(), *self._signed()]
        rows = [replace(o, article=self.example.name) for o in found]
        things = self.example.things
        gold: Counter[str] = Counter()
        for t in things:
            if t.kind not in {"Title", "Time"}:
                gold[t.kind] += not t.optional
        for x in self.example.links:
            gold[x.predicate] += not x.optional
        gold["holdsPosition"] = gold["titleOf"]
        gold["author"] = sum(r.predicate == "author" and not r.optional for r in self.example.annotated.relations)
        return rows, gold

    def _named(self) -> Iterator[Outcome]:
        for n, (e, features) in enumerate(zip(self.proposals.entities, self.proposals.entity_features, strict=True)):
            yield Outcome(e.kind, features, n in self.thing, optional=self._optional(n))
        for n, v in enumerate(self.proposals.events, self.first_event):
            yield Outcome("Event", v.features, n in self.thing, optional=self._optional(n))

    def _optional(self, n: int) -> bool:
        return n in self.thing and self.example.things[self.thing[n]].optional

    def _linked(self) -> Iterator[Outcome]:
        known = {(x.subject, x.predicate, x.object): x.optional for x in self.example.links}
        for x in self.proposals.links:
            s, o = self.thing.get(x.subject), self.thing.get(x.object)
            optional = known.get((s, x.predicate, o)) if s is not None and o is not None else None
            stated = self.stated[x.subject] and self.stated[x.object]
            pair = (x.subject, x.object)
            yield Outcome(x.predicate, x.features, optional is not None, stated, bool(optional), pair=pair)

    def _positions(self) -> Iterator[Outcome]:
        number = {t.id: n for n, t in enumerate(self.example.things)}
        known = [
            (number.get(r.subject), r.role, number.get(r.object), r.object)
            for r in self.example.annotated.relations
            if r.predicate == "holdsPosition"
        ]
        for x in self.proposals.positions:
            person = self.thing.get(x.person)
            right = person is not None and any(
                p == person
                and (role.endswith(x.title) or x.title.endswith(role))
                and self._is_at(x.organisation, o, literal)
                for p, role, o, literal in known
            )
            yield Outcome("holdsPosition", x.features, right, self.stated[x.person])

    def _is_at(self, organisation: int | str | None, gold: int | None, literal: str) -> bool:
        """Whether a position's organisation is the annotated one: a thing's number, or a name that only the title implies."""
        if gold is not None:
            return isinstance(organisation, int) and self.thing.get(organisation) == gold
        if organisation is None:
            return True
        names = {organisation} if isinstance(organisation, str) else set()
        if isinstance(organisation, int):
            entity = self.proposals.entities[organisation]
            names = {entity.name, entity.norm or entity.name}
        variants = name_variants()  # 中华人民共和国 is 中国, 中国共产党中央委员会 中共中央
        meant = {variants.of_place(literal), variants.of_organisation(literal)}
        return any(
            name in literal
            or literal in name
            or not meant.isdisjoint((variants.of_place(name), variants.of_organisation(name)))
            for name in names
        )

    def _signed(self) -> Iterator[Outcome]:
        number = {t.id: n for n, t in enumerate(self.example.things)}
        authors = {number.get(r.object) for r in self.example.annotated.relations if r.predicate == "author"}
        for a in self.proposals.authors:
            thing = self.thing.get(a.person)
            yield Outcome("author", a.features, thing is not None and thing in authors)

    def _timed(self) -> Iterator[Outcome]:
        said: dict[int, list[str]] = defaultdict(list)
        number = {t.id: n for n, t in enumerate(self.example.things)}
        for r in self.example.annotated.relations:
            if r.predicate == "hasTime" and r.subject in number:
                said[number[r.subject]].append(r.object)
        for n, time in self.proposals.times.items():
            thing = self.thing.get(n)
            if thing is None:
                continue  # of an event that is not annotated nobody knows when it was
            right = any(says_time((time.when.begin, time.when.end), g) for g in said[thing])
            yield Outcome("time", time.features, right, self.stated[n])
