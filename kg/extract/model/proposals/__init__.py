"""What the network and the rules propose for one article: things, events, and statements with what speaks for each.

Nothing is decided here but the extent of names: each proposal carries the features that `kg.extract.model.decision` weighs.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.lexicon import Rule
from kg.extract.model.decision import logit
from kg.extract.model.proposals import authors, positions
from kg.extract.model.proposals import entities as entities_
from kg.extract.model.proposals import links as links_
from kg.extract.model.proposals import times as times_
from kg.extract.model.proposals.aliases import alias_pairs
from kg.extract.model.proposals.clusters import clusters_of
from kg.extract.model.proposals.events import EVENT_FEATURES, events_of, same_pairs
from kg.extract.model.proposals.joining import joined
from kg.extract.model.proposals.pooling import LEAST, TIME, TITLE, arguments_of, pool, renumbered
from kg.extract.model.proposals.reading import FoundMention, Reading
from kg.extract.model.proposals.records import EventProposal, LinkProposal, PositionProposal, Proposals
from kg.extract.model.schema import KINDS
from kg.extract.model.scoring import MentionSpan, Scorer
from kg.model import Entity

ONE_EVENT = -0.5  # log-odds from which on two triggers are of one event

__all__ = ["EVENT_FEATURES", "EventProposal", "LinkProposal", "PositionProposal", "Proposals", "Reading", "propose"]


def propose(seen: Reading, scorer: Scorer) -> Proposals:
    """Return everything that is proposed."""
    named = entities_.find(seen)
    aliases = tuple(alias_pairs(seen.text, named))
    entities = joined(named, {(p.first, p.second): seen.decision.alias(p.kind, p.features) for p in aliases})
    triggers = [m for m in seen.found if m.kind == "Event"]
    titles = [m for m in seen.found if m.kind == "Title"]
    times = [t for t in seen.analysed.times if t.when is not None]
    mentions = _mention_spans(seen, entities, triggers, titles)
    pooled, same = pool(seen.stretches, scorer, mentions, len(entities))
    arguments = arguments_of(pooled, len(entities), {TIME + n: t.when for n, t in enumerate(times)})
    pairs = tuple(same_pairs(seen, triggers, same, arguments, entities))
    log_odds = {(p.first, p.second): logit(seen.decision.same(p.features)) - ONE_EVENT for p in pairs}
    groups = clusters_of(len(triggers), log_odds, LEAST)
    events, of_trigger = events_of(seen, triggers, groups, arguments, {(p.first, p.second): p for p in pairs})
    event_number = {len(entities) + t: len(entities) + n for t, n in of_trigger.items()}
    links = renumbered(pooled, event_number)
    rule_entities = entities_.entities_of_rules(seen, entities)
    rule_events = {e.rule.id: len(entities) + n for n, e in enumerate(events) if e.rule is not None}
    known = rule_entities | rule_events
    when = {TIME + n: t.when for n, t in enumerate(times)}
    implied = tuple(e for e in seen.rules.entities if not e.mentions)
    strength = tuple(entities_.features_of(seen, e) for e in entities)
    return Proposals(
        entities,
        strength,
        implied,
        events,
        dict(times_.find(seen, links, when, events, len(entities))),
        tuple(links_.find(seen, links, entities, strength, events, known)),
        tuple(positions.find(seen, links, entities, titles, known)),
        tuple(authors.find(seen, rule_entities, entities)),
        named,
        aliases,
        pairs,
        tuple((m.start, m.end) for m in triggers),
    )


def _mention_spans(
    seen: Reading, entities: Sequence[Entity], triggers: Sequence[FoundMention], titles: Sequence[FoundMention]
) -> list[MentionSpan]:
    spans = [
        MentionSpan(m.start, m.end, KINDS.index(e.kind) + 1, int(seen.sentence[m.start]), n)
        for n, e in enumerate(entities)
        for m in e.mentions
        if m.rule != Rule.ANAPHOR
    ]
    numbered = [(len(entities) + n, m) for n, m in enumerate(triggers)] + [(TITLE + n, m) for n, m in enumerate(titles)]
    spans.extend(
        MentionSpan(m.start, m.end, KINDS.index(m.kind) + 1, int(seen.sentence[m.start]), n) for n, m in numbered
    )
    times = [t for t in seen.analysed.times if t.when is not None]
    kind = KINDS.index("Time") + 1
    spans.extend(MentionSpan(t.start, t.end, kind, int(seen.sentence[t.start]), TIME + n) for n, t in enumerate(times))
    return spans
