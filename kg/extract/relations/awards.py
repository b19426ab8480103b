"""Winners of awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.extract.candidates import AwardCandidate, Draft, EventMention, RelationCandidate
from kg.extract.lexicon import Rule, Trait


def find_winners(draft: Draft) -> Iterator[RelationCandidate]:
    """Yield the winners of awards: the target (or participant) of the event that the award's verb states."""
    at = {m.start: e for e in draft.entities if e.kind == "Award" for m in e.mentions}
    kinds = {e.id: e.kind for e in draft.entities}
    giving: dict[int, list[tuple[str, EventMention]]] = defaultdict(list)
    for n, event in enumerate(draft.events, 1):
        if Trait.GIVES_AWARDS in event.frame.traits:
            giving[event.sentence.index].append((f"v{n}", event))
    for award in draft.mentions:
        if not isinstance(award, AwardCandidate) or award.start not in at:
            continue
        near = min(giving[award.sentence], key=lambda v: (abs(v[1].start - award.verb), v[0]), default=None)
        if near is None:
            continue
        event = near[1]
        roles = {"target", "participant"} if Trait.CONTEST in event.frame.traits else {"target"}
        for a in event.arguments:
            if a.role in roles and kinds.get(a.entity) in {"Person", "Organisation", "Place"}:
                award_id, rule = at[award.start].id, Rule.WON_AWARD
                yield RelationCandidate(a.entity, "award", award_id, award.sentence, rule, source=rule.component)
