"""Coreference of events: headline, lead and body state the same event; a sentence states an event with its details."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from kg.extract.candidates import Draft, EventMention, MergeCandidate
from kg.extract.events.union import with_mention
from kg.extract.lexicon import Rule, Trait
from kg.model import When

MAX_COMPARED = 50  # events of one family that a mention is compared with; only endless lists have more
IN_ARTICLE = frozenset({"body", "caption"})


def find_same_events(draft: Draft) -> Iterator[MergeCandidate]:
    """Yield later mentions of an event that an earlier mention states; a headline is compared with the body."""
    order = sorted(enumerate(draft.events), key=lambda x: (x[1].sentence.part not in IN_ARTICLE, x[1].start))
    recent: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=MAX_COMPARED))
    kept: dict[int, EventMention] = {}  # including the events merged into them
    rule = Rule.SAME_EVENT
    for n, t in order:
        same = next((k for k in recent[t.frame.family] if is_same_event(kept[k], t)), None)
        if same is not None:
            kept[same] = with_mention(kept[same], t)
            yield MergeCandidate(n, same, rule, source=rule.component)
        elif stands_alone(t):
            kept[n] = t
            recent[t.frame.family].append(n)


def stands_alone(t: EventMention) -> bool:
    """Whether a mention is an event without other mentions: in a headline it needs two participants."""
    return t.sentence.part in IN_ARTICLE or len(t.named) >= 2


def is_same_event(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions are one event: similar type, no conflict of time or status, common arguments."""
    if a.frame.family != b.frame.family or (a.when and b.when and not _times_fit(a.when, b.when)):
        return False
    if a.nominal and b.nominal:
        return _same_name(a, b)
    if a.nominal != b.nominal:
        kept_apart = a.frame.traits & {Trait.MEETING, Trait.VISIT}
        return not kept_apart and bool(a.named & b.named) and a.trigger in b.name + b.trigger
    return _same_statement(a, b)


def _same_name(a: EventMention, b: EventMention) -> bool:
    """Whether two names denote one event."""
    longer, shorter = (a.name, b.name) if len(a.name) >= len(b.name) else (b.name, a.name)
    return (
        longer.endswith(shorter)
        or (bool(a.named & b.named) and a.trigger == b.trigger)
        or _abbreviates(shorter, longer)
        or (Trait.CALAMITY in a.frame.traits and _one_harm(a, b))
    )


def _same_statement(a: EventMention, b: EventMention) -> bool:
    """Whether two verbs state one event."""
    title = "title" in (a.sentence.part, b.sentence.part)
    like = a.trigger in b.trigger or b.trigger in a.trigger
    if not (like or title):
        return False
    roles = ("target",) if Trait.VISIT in a.frame.traits else ("target", "participant")
    mine, other = a.of(*roles), b.of(*roles)
    agents = a.of("agent"), b.of("agent")
    if agents[0] and agents[1] and not agents[0] & agents[1]:
        return False
    if mine and other:
        return bool(mine & other)
    if not like:
        return bool(a.named & b.named)
    return bool(a.named & b.named) and (title or a.sentence.index != b.sentence.index or a.trigger == b.trigger)


def _one_harm(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions of similar harm are one event: separate events have their own times or victims."""
    alike = a.trigger.endswith(b.trigger) or b.trigger.endswith(a.trigger)
    victims = a.of("target"), b.of("target")
    return alike and not (victims[0] and victims[1] and not victims[0] & victims[1])


def _abbreviates(short: str, full: str) -> bool:
    """Whether an occasion's name abbreviates another's: 茶博会, 第三届某江茶业博览会."""
    rest = iter(full)
    return 3 <= len(short) <= 5 and short[-1] == full[-1] in "会节赛展" and all(c in rest for c in short)


def _times_fit(a: When, b: When) -> bool:
    x, y = a.begin or "", b.begin or ""
    return x.startswith(y) or y.startswith(x)
