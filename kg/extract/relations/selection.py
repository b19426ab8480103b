"""The positions and relations of an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.extract.candidates import Candidate, Draft, PositionCandidate, RelationCandidate, TitleCandidate
from kg.model import Entity, Position, Relation


def select_positions(draft: Draft) -> Draft:
    """Return the draft with its positions, the other statements of titles, and the organisations that titles imply."""
    candidates = [c for c in draft.candidates if isinstance(c, PositionCandidate)]
    titles = {c.name: c.start for c in draft.candidates if isinstance(c, TitleCandidate)}
    named = {n: e.id for e in reversed(draft.entities) if e.kind == "Organisation" for n in _names(e)}
    implied: list[Entity] = []
    positions: list[Position] = []
    for c in _distinct(candidates, named):
        organisation = c.organisation
        if c.implied:
            if c.implied not in named:
                named[c.implied] = f"i{len(implied) + 1}"
                implied.append(Entity(named[c.implied], "Organisation", c.implied))
            organisation = named[c.implied]
        positions.append(Position(c.person, c.title, organisation, c.sentence, c.tenure, rule=c.rule))
    return replace(
        draft,
        entities=(*draft.entities, *implied),
        positions=tuple(positions),
        titles=titles,
        relations=(*draft.relations, *_relations(draft.candidates)),
    )


def select_relations(draft: Draft) -> Draft:
    """Return the draft with its relations, each stated once."""
    return replace(draft, relations=(*draft.relations, *_relations(draft.candidates)))


def _names(entity: Entity) -> Iterable[str]:
    return (n for n in (*entity.aliases, entity.name, entity.norm) if n)


def _distinct(candidates: list[PositionCandidate], named: Mapping[str, str]) -> tuple[PositionCandidate, ...]:
    """Keep one statement of each position, the one with an organisation before the one without."""
    kept: dict[tuple[str, str, str], PositionCandidate] = {}
    complete = {(c.person, c.title) for c in candidates if c.organisation or c.implied}
    for c in candidates:
        organisation = c.organisation or named.get(c.implied or "", c.implied or "")
        if organisation or (c.person, c.title) not in complete:
            kept.setdefault((c.person, c.title, organisation), c)
    return tuple(kept.values())


def _relations(candidates: Iterable[Candidate]) -> tuple[Relation, ...]:
    found = (c for c in candidates if isinstance(c, RelationCandidate))
    relations = (Relation(c.subject, c.predicate, c.object, c.sentence, rule=c.rule, role=c.role) for c in found)
    return tuple(dict.fromkeys(relations))
