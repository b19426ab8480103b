"""Events: which triggers are mentions of one event, and what speaks for each event."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from math import log

from kg.extract.lexicon import event_lexicon
from kg.extract.model.decision import logit
from kg.extract.model.decoding import log_softmax
from kg.extract.model.proposals.pooling import LEAST, Arguments, compared
from kg.extract.model.proposals.reading import FoundMention, Reading
from kg.extract.model.proposals.records import ABSENT, EventProposal, SamePair
from kg.extract.model.proposals.statuses import Statuses
from kg.extract.model.schema import ROLES
from kg.model import Entity

MAX_EARLIER = 60  # triggers before one that it is compared with
BESIDE = 12  # characters beside a trigger that say how large its event is, up to a stop
STOPS = "，。；、,;!?！？\n"
SIZE = re.compile(r"第[一二三四五六七八九十百\d]+[届次轮场]|\d+(?:[.．]\d+)?级")
EVENT_FEATURES = (
    "score", "mentions", "rule", "other type", "best role", "title", "roles", "mean score", "may be another's mention",
    "words of another", "verb", "noun", "not yet", "doubted", "sentence", "in its sentence", "time", "type", "short",
)  # fmt: skip
SAME_FEATURES = (
    "score", "same words", "words in words", "same type", "sentences apart", "the first in the title", "one sentence",
    "other agents", "one agent", "other arguments", "one argument", "other times", "other sizes", "one size",
    "shared characters", "names in common", "no name in common", "side by side", "in the lead",
)  # fmt: skip


def same_pairs(
    seen: Reading,
    triggers: Sequence[FoundMention],
    joined: Mapping[tuple[int, int], float],
    arguments: Arguments,
    entities: Sequence[Entity],
) -> Iterator[SamePair]:
    """Yield the pairs of triggers that may be mentions of one event."""
    beside = _Surroundings(seen, entities)
    types = [seen.type_of([t]) for t in triggers]
    sizes = [_sizes(seen.text, t) for t in triggers]
    for j, b in enumerate(triggers):
        for i, a in enumerate(triggers[max(0, j - MAX_EARLIER) : j], max(0, j - MAX_EARLIER)):
            x, y = seen.text[a.start : a.end], seen.text[b.start : b.end]
            score = joined.get((i, j), LEAST)
            if (score <= LEAST and not (x in y or y in x)) or _have_other_targets(arguments[i], arguments[j]):
                continue
            apart = int(seen.sentence[b.start] - seen.sentence[a.start])
            title = seen.parts.get(int(seen.sentence[a.start])) == "title"
            features = (
                score,
                float(x == y),
                float(x in y or y in x),
                float(types[i] == types[j]),
                log(apart + 1),
                float(title),
                float(apart == 0),
                *compared(arguments[i], arguments[j], ("agent",)),
                *compared(arguments[i], arguments[j], ("target", "participant", "place")),
                compared(arguments[i], arguments[j], ("time",))[0],
                float(bool(sizes[i] and sizes[j]) and sizes[i].isdisjoint(sizes[j])),
                float(not sizes[i].isdisjoint(sizes[j])),
                *beside.features(a, b),
            )
            yield SamePair(i, j, features)


def _have_other_targets(a: Mapping[str, Mapping[object, float]], b: Mapping[str, Mapping[object, float]]) -> bool:
    """Whether what two triggers say is done to different ones: 免去甲的职务，免去乙的职务."""
    return compared(a, b, ("target",))[0] > 0


class _Surroundings:
    """What stands in the sentences of triggers."""

    def __init__(self, seen: Reading, entities: Sequence[Entity]) -> None:
        self.seen = seen
        self.names: dict[int, set[int]] = defaultdict(set)
        for n, e in enumerate(entities):
            for m in e.mentions:
                self.names[m.sentence].add(n)
        self.first = (
            max((i for i, part in seen.parts.items() if part == "title"), default=0) + 1
        )  # sentence of the text

    def features(self, a: FoundMention, b: FoundMention) -> tuple[float, ...]:
        """Return, for two triggers in order, what their words and the names in their sentences have in common."""
        text = self.seen.text
        x, y = {*text[a.start : a.end]}, {*text[b.start : b.end]}
        one, other = (self.names[int(self.seen.sentence[m.start])] for m in (a, b))
        return (
            len(x & y) / min(len(x), len(y)),
            log(1 + len(one & other)),
            float(bool(one) and bool(other) and one.isdisjoint(other)),
            float(b.start - a.end <= 1),
            float(int(self.seen.sentence[b.start]) <= self.first),
        )


def _sizes(text: str, m: FoundMention) -> frozenset[str]:
    """Return how large or the how-manieth an event is said to be beside its trigger: 5.3级, 第八届."""
    near = text[max(0, m.start - BESIDE) : m.end + BESIDE]
    before = max(near.rfind(c, 0, m.start - max(0, m.start - BESIDE)) for c in STOPS) + 1
    behind = [k for c in STOPS if (k := near.find(c, m.end - max(0, m.start - BESIDE))) >= 0]
    return frozenset(SIZE.findall(near[before : min(behind, default=len(near))]))


def events_of(
    seen: Reading,
    triggers: Sequence[FoundMention],
    groups: Sequence[Sequence[int]],
    arguments: Arguments,
    pairs: Mapping[tuple[int, int], SamePair],
) -> tuple[tuple[EventProposal, ...], dict[int, int]]:
    """Return the events, and which event each trigger is a mention of."""
    ruled = {i: e for e in reversed(seen.rules.events) for i in range(e.start, e.end)}
    used: set[str] = set()
    events: list[EventProposal] = []
    rivals = _rivals_of(groups, pairs)
    statuses = Statuses(seen.analysed)
    in_sentence = Counter(int(seen.sentence[t.start]) for t in triggers)
    for group, near in zip(groups, rivals, strict=True):
        members = [triggers[t] for t in group]
        order = sorted(members, key=lambda m: (seen.in_title(m), -m.probability, m.start))
        rule = next((e for m in order for i in range(m.start, m.end) if (e := ruled.get(i)) and e.id not in used), None)
        if rule:
            used.add(rule.id)
        kind, status = seen.type_of(members), rule.status if rule else seen.status_of(members)
        features = {
            "rule": float(rule is not None),
            "other type": float(kind == "Event"),
            "not yet": float(status == "planned"),
            "doubted": float(status in {"denied", "alleged"}),
            **_of_mentions(seen, members, in_sentence),
            **_of_arguments([arguments[t] for t in group]),
            "may be another's mention": max((logit(seen.decision.same(p.features)) for p in near), default=ABSENT),
            "words of another": float(any(p.features[1] for p in near)),
        }
        ordered = tuple(features[name] for name in EVENT_FEATURES)
        said = rule.status if rule else statuses.of(order[0], status)  # the decision was fitted with the network's
        events.append(EventProposal(tuple((m.start, m.end) for m in order), kind, said, rule, ordered))
    of_trigger = {t: n for n, group in enumerate(groups) for t in group}
    events.extend(_by_rules_alone(seen, triggers, used))
    return tuple(events), of_trigger


def _rivals_of(
    groups: Sequence[Sequence[int]], pairs: Mapping[tuple[int, int], SamePair]
) -> Iterator[Sequence[SamePair]]:
    """Yield for each group the pairs of one of its triggers and one of another group's."""
    of: dict[int, list[SamePair]] = defaultdict(list)
    for p in pairs.values():
        of[p.first].append(p)
        of[p.second].append(p)
    for group in groups:
        yield [p for t in group for p in of[t] if (p.first in group) != (p.second in group)]


def _of_mentions(seen: Reading, members: Sequence[FoundMention], in_sentence: Mapping[int, int]) -> dict[str, float]:
    """Return what an event's mentions say for it; `in_sentence` is the number of triggers in each sentence."""
    sentences = [int(seen.sentence[m.start]) for m in members]
    verb, noun = _wording(seen, members)
    return {
        "score": logit(max(m.probability for m in members)),
        "mean score": sum(logit(m.probability) for m in members) / len(members),
        "mentions": log(len(members)),
        "title": float(any(map(seen.in_title, members))),
        "verb": verb,
        "noun": noun,
        "sentence": log(1 + min(sentences)),
        "in its sentence": log(max(in_sentence[s] for s in sentences)),
        "type": float(max(log_softmax(seen.mean(members, "event")))),
        "short": float(min(m.end - m.start for m in members) < 2),
    }


def _of_arguments(rows: Sequence[Mapping[str, Mapping[object, float]]]) -> dict[str, float]:
    """Return what the scores of an event's arguments, of each trigger, say for it."""
    scores = [x for row in rows for name in ROLES for x in row[name].values()]
    return {
        "best role": max(scores, default=ABSENT),
        "roles": float(min(sum(x > 0 for x in scores), 4)),
        "time": max((x for row in rows for x in row["time"].values()), default=ABSENT),
    }


def _by_rules_alone(seen: Reading, triggers: Sequence[FoundMention], used: Set[str]) -> Iterator[EventProposal]:
    for e in seen.rules.events:
        if e.id not in used and not any(m.start < e.end and e.start < m.end for m in triggers):
            features = (ABSENT, 0.0, 1.0, float(e.type == "Event"), ABSENT, 0.0, 0.0, ABSENT, ABSENT, *[0.0] * 10)
            yield EventProposal(((e.start, e.end),), e.type, e.status, e, features)


def _wording(seen: Reading, members: Sequence[FoundMention]) -> tuple[float, float]:
    """Return whether the lexicon has an event's words as verbs, and as nouns."""
    lexicon = event_lexicon()
    words = [seen.text[m.start : m.end] for m in members]
    return float(any(w in lexicon.verbs for w in words)), float(any(w in lexicon.nouns for w in words))
