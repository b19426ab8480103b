"""Tellings of happenings: what one trigger says, and which tellings are one event.

The headline, the lead and the body tell the same happening; a visit has stops; an award is given at a ceremony.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from kg.extract.lexicon import Frame
from kg.model import Relation, Sentence, Status, When

HARMING = frozenset({"Accident", "Disaster"})
RECENT = 50  # events of one family that a telling is compared with: more are told only in lists without end
STAGES = frozenset({"Meeting", "Ceremony", "PressConference", "Competition", "CulturalEvent"})
GOING = frozenset({"来到", "走进", "前往", "赶赴", "抵达", "深入", "奔赴"})
MATCHES = ("决赛", "预赛", "小组赛", "资格赛", "比赛", "友谊赛", "淘汰赛")


@dataclass(slots=True)
class Telling:
    """One telling of a happening while its arguments are being gathered: (role, entity id, sentence)."""

    frame: Frame
    trigger: str
    name: str
    sentence: Sentence
    start: int
    end: int
    nominal: bool
    arguments: list[tuple[str, str, int]] = field(default_factory=list)
    when: When | None = None
    own_time: bool = False  # told in its own clause or sentence
    status: Status = "happened"

    def of(self, *roles: str) -> set[str]:
        """Return the ids of what has one of the roles."""
        return {e for r, e, _ in self.arguments if r in roles}

    @property
    def named(self) -> set[str]:
        """The ids of all that takes part."""
        return {e for _, e, _ in self.arguments}

    def add(self, role: str, entity: str, sentence: int) -> None:
        """Give a role to an entity that has none yet."""
        if entity not in self.named:
            self.arguments.append((role, entity, sentence))


def same_happening(a: Telling, b: Telling) -> bool:
    """Tell whether two tellings are of one event: like type, no clash of time or status, arguments in common."""
    if a.frame.family != b.frame.family or (a.when and b.when and not _times_fit(a.when, b.when)):
        return False
    if a.nominal and b.nominal:
        longer, shorter = (a.name, b.name) if len(a.name) >= len(b.name) else (b.name, a.name)
        return (
            longer.endswith(shorter)
            or (bool(a.named & b.named) and a.trigger == b.trigger)
            or _abbreviates(shorter, longer)
            or (a.frame.family in HARMING and _one_harm(a, b))
        )
    if a.nominal != b.nominal:
        return (
            a.frame.family not in {"Meeting", "Visit"} and bool(a.named & b.named) and a.trigger in b.name + b.trigger
        )
    title = "title" in (a.sentence.part, b.sentence.part)
    like = a.trigger in b.trigger or b.trigger in a.trigger
    if not (like or title):
        return False
    roles = ("target",) if a.frame.family == "Visit" else ("target", "participant")
    mine, other = a.of(*roles), b.of(*roles)
    agents = a.of("agent"), b.of("agent")
    if agents[0] and agents[1] and not agents[0] & agents[1]:
        return False
    if mine and other:
        return bool(mine & other)
    if not like:
        return bool(a.named & b.named)
    return bool(a.named & b.named) and (title or a.sentence.index != b.sentence.index or a.trigger == b.trigger)


def _one_harm(a: Telling, b: Telling) -> bool:
    """Tell whether two tellings of like harm are one: an article tells several only with their own times or victims."""
    alike = a.trigger.endswith(b.trigger) or b.trigger.endswith(a.trigger)
    victims = a.of("target"), b.of("target")
    return alike and not (victims[0] and victims[1] and not victims[0] & victims[1])


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether an occasion's name is made of some characters of another's: 茶博会, 第三届某江茶业博览会."""
    rest = iter(full)
    return 3 <= len(short) <= 5 and short[-1] == full[-1] in "会节赛展" and all(c in rest for c in short)


def _times_fit(a: When, b: When) -> bool:
    x, y = a.begin or "", b.begin or ""
    return x.startswith(y) or y.startswith(x)


def _into_matches(tellings: Sequence[Telling]) -> list[Telling]:
    """Winning and being beaten in a match that the sentence names is that match: 决赛中，甲队战胜乙队夺得冠军."""
    kept: list[Telling] = []
    match: Telling | None = None
    for t in tellings:
        if t.nominal and t.frame.family == "Competition" and t.trigger.endswith(MATCHES):
            match = t
        elif match and t.frame.family in {"Competition", "AwardEvent"} and t.frame.type != "Honouring":
            for _, entity, sentence in t.arguments:
                match.add("participant", entity, sentence)
            continue
        kept.append(t)
    return kept


def _one_response(tellings: Sequence[Telling]) -> list[Telling]:
    """What those who come to a scene do there is part of their coming: 赶赴现场，组织抢救伤员，勘察现场."""
    kept: list[Telling] = []
    first: Telling | None = None
    for t in tellings:
        details = first and not t.nominal and t.of("agent") == first.of("agent") and not t.of("target")
        if first and details and t.frame.family in {"Rescue", "Visit"}:
            for argument in t.arguments:
                first.add(*argument)
            continue
        if t.frame.family == "Rescue" and not t.nominal and t.of("agent"):
            first = t
        kept.append(t)
    return kept


def _without_ways(tellings: Sequence[Telling]) -> list[Telling]:
    """A going that leads to a visit's deed is part of it: 来到甲，看望乙 is one event, its target the place gone to."""
    kept: list[Telling] = []
    for n, t in enumerate(tellings):
        following = next((x for x in tellings[n + 1 :] if x.frame.family == "Visit"), None)
        if (
            t.trigger in GOING
            and following
            and following.trigger not in GOING
            and (following.of("target") <= t.of("target") or following.start - t.end <= 16)
        ):
            for argument in t.arguments:
                following.add(*argument)
        else:
            kept.append(t)
    return kept


def join_in_sentence(tellings: Sequence[Telling]) -> list[Telling]:
    """Join the tellings of one sentence that are parts of one happening."""
    return _one_response(_without_ways(_into_matches(tellings)))


def merge_tellings(tellings: Sequence[Telling]) -> list[Telling]:
    """Join the tellings of one event; a headline's telling joins the body's, and stands alone only where it has arguments."""
    order = sorted(tellings, key=lambda t: (t.sentence.part not in {"body", "caption"}, t.start))
    kept: list[Telling] = []
    recent: dict[str, deque[Telling]] = defaultdict(lambda: deque(maxlen=RECENT))
    for t in order:
        same = next((k for k in recent[t.frame.family] if same_happening(k, t)), None)
        if same is None:
            if t.sentence.part in {"body", "caption"} or len(t.named) >= 2:
                kept.append(t)
                recent[t.frame.family].append(t)
            continue
        for argument in t.arguments:
            same.add(*argument)
        same.when = same.when or t.when
        if t.nominal and same.nominal and len(t.name) > len(same.name):
            same.name = t.name
    return sorted(kept, key=lambda t: t.start)


def split_stops(tellings: Sequence[Telling], names: Mapping[str, str]) -> list[Telling]:
    """Take a row of stops apart, one event for each, where an earlier visit is their head (代表团赴某省…甲到乙厂、丙村考察).

    `names` are the bodies and places that can be stops, by their ids.
    """
    headed = False
    out: list[Telling] = []
    for t in tellings:
        stops = [a for a in t.arguments if a[0] == "target" and a[1] in names]
        if t.frame.family == "Visit" and headed and len(stops) >= 2:
            others = [a for a in t.arguments if a not in stops]
            doer = t.name.partition(t.trigger)[0]
            out.extend(replace(t, arguments=[*others, s], name=f"{doer}{t.trigger}{names[s[1]]}") for s in stops)
        else:
            out.append(t)
        headed = headed or t.frame.family == "Visit"
    return out


def find_sub_events(tellings: Sequence[Telling], posts: Mapping[str, Set[str]]) -> Iterator[Relation]:
    """Yield subEventOf: stops of a visit, awards and elections at a ceremony or meeting, matches of a tournament.

    `posts` are the bodies that persons have posts in: a delegation's visit is made by its leaders.
    """
    head: tuple[int, Telling] | None = None
    for n, t in enumerate(tellings, 1):
        if t.frame.family == "Visit":
            if head and _same_visitors(head[1], t, posts) and t.sentence.index > head[1].sentence.index:
                yield Relation(f"v{n}", "subEventOf", f"v{head[0]}", t.sentence.index, rule="stop of a visit")
            elif head is None and t.frame.type in {"Inspection", "Visit"}:
                head = (n, t)
            continue
        stage = _stage(t, tellings)
        if stage:
            yield Relation(f"v{n}", "subEventOf", f"v{stage}", t.sentence.index, rule="part of an occasion")


def _same_visitors(head: Telling, stop: Telling, posts: Mapping[str, Set[str]]) -> bool:
    doers = stop.of("agent")
    return bool(head.of("agent") & doers.union(*(posts.get(e, frozenset()) for e in doers)))


def _stage(t: Telling, tellings: Sequence[Telling]) -> int | None:
    """Return the number of the occasion that a happening is part of: the last one told in this or the last two sentences."""
    if t.frame.family not in {"AwardEvent", "Election", "Appointment", "Competition"}:
        return None
    found = None
    for k, s in enumerate(tellings, 1):
        if s is t or not s.nominal or s.frame.family not in STAGES or s.start > t.start:
            continue
        near = t.sentence.index - s.sentence.index <= 2
        if t.frame.family == "Competition":
            if t.nominal and s.frame.family == "Competition" and _wider(s, t):
                found = k
        elif near and s.frame.family != "Competition":
            found = k
    return found


def _wider(whole: Telling, part: Telling) -> bool:
    """Tell whether one contest is a part of another by their names: 某锦标赛, 某锦标赛女团决赛; 亚运会, 男单决赛."""
    finals = ("决赛", "预赛", "小组赛", "资格赛", "比赛")
    return whole.name in part.name or (part.trigger.endswith(finals) and whole.trigger.endswith(("会", "锦标赛", "杯")))


def pass_times_on(tellings: Sequence[Telling], posts: Mapping[str, Set[str]]) -> None:
    """Give the stops of a visit the visit's day, where they tell none themselves."""
    head: Telling | None = None
    for t in tellings:
        if t.frame.family != "Visit":
            continue
        if head is None:
            head = t if t.frame.type in {"Inspection", "Visit"} else None
        elif _same_visitors(head, t, posts) and not t.own_time:
            t.when = head.when
