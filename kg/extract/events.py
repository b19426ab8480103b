"""Happenings: the triggers of each clause with their arguments, read through the article.

A trigger is read in its clause (`kg.extract.clauses`). A clause without a subject of its own takes the one of the clause
before; what one sentence leaves open (who attended, when) the sentences around it tell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from kg.extract.arguments import CHOOSING, ArgumentFinder
from kg.extract.clauses import Clause, ClauseReader, Phrase, Placed
from kg.extract.lexicon import EventLexicon
from kg.extract.stages import Stage
from kg.extract.tellings import Telling, find_sub_events, join_in_sentence, merge_tellings, pass_times_on, split_stops
from kg.extract.triggers import TriggerFinder
from kg.model import AnalysedArticle, Event, Position, Relation, Sentence, TimeExpression

OPENING = frozenset('“「"')  # “4·29”事故: the date is in a name, and dates nothing else
SPOT = re.compile(r"(?:处|附近|路段|地段|路口|境内)，$")  # 某桥西3公里处，: where, without 在
VAGUE = frozenset({  # names that say only of what kind
    "会议", "活动", "大会", "比赛", "仪式", "事故", "论坛", "救援", "冲突", "袭击", "决赛", "火灾", "爆炸", "选举", "处分",
})  # fmt: skip
AFTER = re.compile(
    r"了?(?:于|在|定于|将于|已于|是在|始于|自)?(?:[^，。；！？：\n]{0,2})"
)  # what may stand before an event's time


class EventFinder:
    """Finds the events of one article."""

    def __init__(
        self,
        analysed: AnalysedArticle,
        reader: ClauseReader,
        lexicon: EventLexicon,
        posts: Mapping[str, Set[str]],
        without: Set[Stage],
    ) -> None:
        self.analysed = analysed
        self.posts = posts
        self.without = without
        self.text = analysed.article.text
        self.time_starts = [x.start for x in analysed.times]
        self.reader = reader
        self.lexicon = lexicon
        self.triggers = TriggerFinder(self.text, lexicon)
        self.arguments = ArgumentFinder(self.text, reader, self.triggers)
        self.topic: list[Placed] = []  # the last persons that a clause was about: what 他 and a bare verb mean
        self.topic_at = (-1, -1)  # sentence and paragraph that ended with the topic as subject
        self.earlier: list[Placed] = []  # the topic before: whom 看望他 means
        self.main: Telling | None = None  # the article's first nominal event, visit, signing or talks
        self.names = {p.entity.id: p.entity for row in reader.in_sentence.values() for p in row}

    def find(self) -> tuple[tuple[Event, ...], tuple[Relation, ...]]:
        """Return the events, and their arguments as relations, in text order."""
        tellings: list[Telling] = []
        for sentence in self.analysed.sentences:
            if sentence.part == "byline":
                continue
            found = self._in_sentence(sentence)
            if self.main is None or self.main.sentence.part not in {"body", "caption"}:
                self.main = next((t for t in found if _can_be_main(t)), self.main)
            tellings.extend(found)
        counting = [t for t in tellings if self._counts(t)]
        merged = counting if "merging" in self.without else merge_tellings(counting)
        pass_times_on(merged, self.posts)
        return self._records(split_stops(merged, {e: x.name for e, x in self.names.items() if x.kind != "Person"}))

    def _in_sentence(self, sentence: Sentence) -> list[Telling]:
        limit = self.triggers.limit(sentence)
        found: list[Telling] = []
        subject: list[Placed] = []
        listed: list[Placed] = []
        waiting: Telling | None = None  # 在…比赛中，: whoever the next clause is about takes part
        setting: list[Phrase] = []  # 在某地，: where the next clause's event is, who goes along
        for clause in self.reader.read(sentence):
            subject = self._subject(sentence, clause, subject, listed)
            if clause.opening == "list" and clause.subject:
                listed = [*listed, *clause.subject.placed]
                continue
            listed = []
            if clause.start >= limit:
                continue
            here = [t for t in self._in_clause(sentence, clause, subject, setting) if t.start < limit]
            bare = not here and clause.opening in {"none", "named", "pronoun"}
            stands = bool(SPOT.search(self.text, clause.start, clause.end))
            setting = [p for p in clause.phrases if p.preposition in {"in", "to"} or p.under or stands] if bare else []
            chosen = clause.subject if found and found[-1].frame.family in CHOOSING else None
            if chosen and not here and self.text[chosen.end : chosen.end + 1] == "为":
                self.arguments.give(found[-1], "target", chosen.placed)
            if waiting and subject and (clause.opening == "named" or any(p.composing for p in clause.phrases)):
                self.arguments.give(waiting, "participant", subject)
                waiting = None
            found.extend(here)
            self._attend(sentence, clause, subject, found)
            waiting = next((t for t in here if t.nominal and self._within(t)), waiting)
        if subject and subject == self.topic:
            self.topic_at = (sentence.index, sentence.paragraph)
        self._times(sentence, found)
        return join_in_sentence(found)

    def _subject(self, sentence: Sentence, clause: Clause, before: list[Placed], listed: list[Placed]) -> list[Placed]:
        """Return whom a clause is about: its own name, or the one before where it has none."""
        members = [p for f in clause.phrases if f.preposition == "by" and f.composing for p in f.placed]
        if clause.opening in {"named", "list"} and clause.subject:
            placed = [*listed, *members, *clause.subject.placed]
            if any(p.entity.kind == "Person" for p in placed):
                if self.topic and {p.entity.id for p in self.topic} != {p.entity.id for p in placed}:
                    self.earlier = self.topic
                self.topic = [p for p in placed if p.entity.kind == "Person"]
            return placed
        if members:
            return members
        if listed or "subjects" in self.without:
            return listed
        if clause.opening == "other":
            return []
        if clause.opening == "pronoun":
            return self.topic or before
        goes_on = self.topic_at == (sentence.index - 1, sentence.paragraph)
        return before or (self.topic if len(self.topic) == 1 and goes_on else [])

    def _in_clause(
        self, sentence: Sentence, clause: Clause, subject: Sequence[Placed], setting: Sequence[Phrase]
    ) -> Iterator[Telling]:
        found = self.triggers.find(sentence, clause)
        for n, t in enumerate(found):
            until = found[n + 1].start if n + 1 < len(found) else clause.end
            self.arguments.fill(t, clause, subject, until, self.earlier)
            for phrase in setting:
                self.arguments.set_scene(t, phrase)
            t.status = self.triggers.status(clause, t.start)
            t.name = self._name(t, clause)
            yield t

    def _within(self, t: Telling) -> bool:
        """Tell whether a nominal event frames what follows: 在…决赛中."""
        return bool(
            re.match(r"中|上|里|，" if t.frame.family == "Competition" else r"上", self.text[t.end : t.end + 1])
        )

    def _name(self, t: Telling, clause: Clause) -> str:
        """Name the event: a nominal one by the run of words before its trigger, a verbal one by its clause's core."""
        if t.nominal:
            return self.text[self.triggers.modifiers(t, clause) : t.end]
        doer = "、".join(self.names[e].name for r, e, _ in t.arguments if r == t.frame.subject)[:40]
        done = "、".join(
            self.names[e].name for r, e, _ in t.arguments if r != t.frame.subject and r in {"target", "participant"}
        )[:40]
        return f"{doer}{t.trigger}{done}"

    def _attend(
        self, sentence: Sentence, clause: Clause, subject: Sequence[Placed], tellings: Sequence[Telling]
    ) -> None:
        """甲、乙出席会议: those before the verb take part in the event behind it, or in the article's main one."""
        attending = self.lexicon.attend.finditer(self.text, clause.start, clause.end)
        attend = next((m for m in attending if self.text[m.end() : m.end() + 1] != "人"), None)  # no 发言人
        host = self.lexicon.host.search(self.text, clause.start, clause.end)
        mark = attend or host
        if mark is None or not subject:
            return
        near = [t for t in tellings if t.nominal and abs(t.start - mark.end()) < 60]
        here = [t for t in near if _can_be_main(t) or t.frame.family == "Rescue"]
        told = self.main is not None and self.main.sentence.part in {"body", "caption"}
        main = self.main if told else next((t for t in tellings if _can_be_main(t)), self.main)
        event = here[0] if here else main
        if event is None:
            return
        presiding = bool(host and host.group().startswith(("主持", "主办", "承办")))
        if host and not attend and not presiding and not here:
            return
        role = "agent" if host and (not attend or (presiding and host.start() < attend.start())) else "participant"
        for p in subject:
            if p.entity.kind != "Place":
                event.add(role, p.entity.id, sentence.index)

    def _times(self, sentence: Sentence, tellings: Sequence[Telling]) -> None:
        """Give each event the time of its clause, else the nearest one before it in the sentence."""
        first, last = (bisect_left(self.time_starts, at) for at in (sentence.start, sentence.end))
        times = [x for x in self.analysed.times[first:last] if x.when and not self._only_frames(x)]
        for t in tellings:
            before = [x for x in times if x.end <= t.start and self.text[x.start - 1] not in OPENING]
            after = [x for x in times if x.start >= t.end and AFTER.fullmatch(self.text[t.end : x.start])]
            inside = [x for x in times if t.nominal and t.end - len(t.name) <= x.start < t.end]
            near = [x for x in [*before[-1:], *after[:1]] if x not in inside]
            finer = [x for x in near if inside and _within(x, inside[-1])]
            chosen: TimeExpression | None = next(iter([*finer, *inside[-1:], *near]), None)
            t.when = chosen.when if chosen else None
            t.own_time = chosen is not None

    def _only_frames(self, x: TimeExpression) -> bool:
        """Tell whether a time says how long things were so, not when one happened: 今年以来最大, 截至9日."""
        if self.text[x.end : x.end + 1] in {"第", "首", "最"} and x.when and len(x.when.begin or "") == 4:
            return True  # 今年第3号台风
        open_end = x.when is not None and x.when.end is None and self.text[x.end - 2 : x.end] == "以来"
        return open_end or bool(re.search(r"截[至止]到?(?:目前)?$", self.text[max(0, x.start - 5) : x.start]))

    def _counts(self, t: Telling) -> bool:
        """Tell whether a telling says enough to be an event."""
        if t.status == "denied":
            return False
        if t.frame.type == "Casualty":
            return any(self.names[e].kind == "Person" for e in t.of("target"))
        if t.trigger == "任" and re.search(r"由[^，。；]{1,20}$", self.text[max(0, t.start - 24) : t.start]):
            return False  # 由副局长甲任组长: a detail of the founding
        if t.nominal:
            bare = t.name in VAGUE
            return bool(t.named or t.when) if not bare else bool(t.named)
        return bool(t.named) and not (t.frame.type == "Visit" and not t.of("target"))

    def _records(self, tellings: Sequence[Telling]) -> tuple[tuple[Event, ...], tuple[Relation, ...]]:
        events: list[Event] = []
        relations: list[Relation] = []
        for n, t in enumerate(tellings, 1):
            rule = "nominal trigger" if t.nominal else "verbal trigger"
            events.append(
                Event(
                    f"v{n}", t.frame.type, t.trigger, t.name, t.sentence.index, t.start, t.end,
                    t.status, t.when, rule=rule,
                )
            )  # fmt: skip
            for role, entity, sentence in dict.fromkeys(t.arguments):
                relations.append(Relation(f"v{n}", role, entity, sentence, rule=f"{role} of {rule}"))
        relations.extend(find_sub_events(tellings, self.posts))
        return tuple(events), tuple(relations)


def _within(fine: TimeExpression, coarse: TimeExpression) -> bool:
    """Tell whether one time is a part of another: a day of a year."""
    a, b = fine.when, coarse.when
    return bool(a and b and a.begin and b.begin and len(a.begin) > len(b.begin) and a.begin.startswith(b.begin))


def _can_be_main(t: Telling) -> bool:
    occasion = t.nominal and t.frame.family not in {
        "Accident",
        "Disaster",
        "Crime",
        "Attack",
        "Rescue",
        "Investigation",
    }
    return occasion or t.frame.family in {"Visit", "Signing", "Talks"}


def find_events(
    analysed: AnalysedArticle,
    reader: ClauseReader,
    lexicon: EventLexicon,
    positions: Sequence[Position] = (),
    without: Set[Stage] = frozenset(),
) -> tuple[tuple[Event, ...], tuple[Relation, ...]]:
    """Return the events of an article, and their arguments as relations."""
    posts: dict[str, set[str]] = defaultdict(set)
    for p in positions:
        if p.organisation:
            posts[p.person].add(p.organisation)
    return EventFinder(analysed, reader, lexicon, posts, without).find()
