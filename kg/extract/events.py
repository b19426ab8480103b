"""Happenings: triggers, the arguments around them, and which tellings are one event.

A trigger is read in its clause. What stands before it is its subject, what stands behind it its object; 对, 向, 给, 把 bring
objects before it, 被 turns subject and object round, 由 brings the doer, 在 the place, 与 the company. A clause without a
subject takes the one of the clause or sentence before. Speech (强调, …) and duty (要, 必须) tell no happenings.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.lexicon import EventLexicon, Frame
from kg.extract.names import NameLexicon
from kg.model import AnalysedArticle, Entity, Event, Mention, Relation, Sentence, Status, TimeExpression, When

RECENT = 50  # events of one family that a telling is compared with: more are told only in lists without end
CLAUSE_END = re.compile(r"[，。；！？!?：\n]")
LIST_GAP = re.compile(r"^(?:[、和与及暨以及]|等|[）)]|先后|分别|同志)*$")
BEFORE = re.compile(
    r"(?P<p>在位于|在|于|位于|对|向|给|为|把|将|与|同|和|跟|会同|由|被|遭|从|赴|到|来到|走进|前往|抵达|深入|赶赴|奔赴|受|经|以|据|针对|因|按照|根据|至)(?:了)?$"
)
PLACE_WORDS = frozenset({"在", "于", "在位于", "位于"})
GOING = frozenset({"赴", "到", "来到", "走进", "前往", "抵达", "深入", "赶赴", "奔赴", "至"})
TO = frozenset({"对", "向", "给", "为", "把", "将", "针对"})
WITH = frozenset({"与", "同", "和", "跟", "会同"})
BY = frozenset({"被", "遭", "受"})
IGNORED = frozenset({"从", "经", "以", "据", "因", "按照", "根据"})
POSSESSIVE = re.compile(r"^(?:的|同志的)")
MODIFIER_TAGS = frozenset(
    {"n", "nz", "nw", "vn", "an", "LOC", "ORG", "ns", "nt", "PER", "m", "q", "TIME", "a", "f", "s", "t"}
)
VAGUE = frozenset(
    {
        "会议",
        "活动",
        "大会",
        "比赛",
        "仪式",
        "事故",
        "论坛",
        "救援",
        "冲突",
        "袭击",
        "决赛",
        "火灾",
        "爆炸",
        "选举",
        "处分",
    }
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas."""

    start: int
    end: int


@dataclass(slots=True)
class _Telling:
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
    status: Status = "happened"
    extra_names: set[str] = field(default_factory=set)

    def of(self, role: str) -> set[str]:
        return {e for r, e, _ in self.arguments if r == role}

    @property
    def named(self) -> set[str]:
        return {e for _, e, _ in self.arguments}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mention with its entity."""

    mention: Mention
    entity: Entity

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def end(self) -> int:
        return self.mention.end


class EventFinder:
    """Finds the events of one article."""

    def __init__(
        self, analysed: AnalysedArticle, entities: Sequence[Entity], names: NameLexicon, lexicon: EventLexicon
    ) -> None:
        self.analysed = analysed
        self.text = analysed.article.text
        self.names = names
        self.lexicon = lexicon
        self.by_id = {e.id: e for e in entities}
        placed = [_Placed(m, e) for e in entities for m in e.mentions if m.rule != "byline" and e.kind != "Award"]
        self.placed = sorted(placed, key=lambda p: (p.start, -p.end))
        self.in_sentence: dict[int, list[_Placed]] = defaultdict(list)
        for p in self.placed:
            self.in_sentence[p.mention.sentence].append(p)
        self.last_subject: list[_Placed] = []
        self.main: _Telling | None = None  # the article's first nominal event, visit, signing or talks

    def find(self) -> tuple[tuple[Event, ...], tuple[Relation, ...]]:
        """Return the events, and their arguments as relations, in text order."""
        tellings: list[_Telling] = []
        for sentence in self.analysed.sentences:
            if sentence.part == "byline":
                continue
            found = self._in_sentence(sentence)
            self.main = self.main or next((t for t in found if self._can_be_main(t)), None)
            tellings.extend(found)
        return self._records(merge_tellings([t for t in tellings if self._counts(t)]))

    # One sentence

    def _can_be_main(self, t: _Telling) -> bool:
        return t.nominal or t.frame.family in {"Visit", "Signing", "Talks"}

    def _in_sentence(self, sentence: Sentence) -> list[_Telling]:
        mentions = self._outermost(sentence)
        clauses = list(_clauses(self.text, sentence))
        limit = self._speech(sentence)
        found: list[_Telling] = []
        subject: list[_Placed] = []
        for clause in clauses:
            inside = [p for p in mentions if clause.start <= p.start and p.end <= clause.end]
            own = self._leading(inside, clause)
            if own:
                subject = own
            if clause.start < limit:
                found.extend(self._in_clause(sentence, clause, inside, subject))
                self._attend(sentence, clause, inside, subject, found)
        if subject:
            self.last_subject = subject
        self._times(sentence, found)
        return found

    def _outermost(self, sentence: Sentence) -> list[_Placed]:
        """Return the sentence's mentions that stand in no other mention."""
        kept: list[_Placed] = []
        for p in self.in_sentence[sentence.index]:
            if p.end <= sentence.end and not (kept and p.end <= kept[-1].end):
                kept.append(p)
        return kept

    def _speech(self, sentence: Sentence) -> int:
        """Return the offset behind which the sentence only tells what somebody urges or thinks."""
        for m in self.lexicon.speech.finditer(self.text, sentence.start, sentence.end):
            if re.match(r"[，：:“]|[一-鿿]{0,4}[，：:]", self.text[m.end() : m.end() + 6]):
                return m.end()
        quoted = self.text.find("：“", sentence.start, sentence.end)
        return quoted if quoted >= 0 else sentence.end

    def _leading(self, inside: Sequence[_Placed], clause: Clause) -> list[_Placed]:
        """Return the row of persons or bodies that opens a clause as its subject."""
        row: list[_Placed] = []
        for p in inside:
            if row:
                if LIST_GAP.match(self._between(row[-1].end, p.start)) and p.entity.kind in {"Person", "Organisation"}:
                    row.append(p)
                    continue
                if (
                    p.entity.kind == "Person"
                    and row[-1].entity.kind != "Person"
                    and self._is_title(row[-1].end, p.start)
                ):
                    row = [p]
                    continue
                break
            if self._preposition(p.start, clause) or p.entity.kind == "Award":
                continue
            if p.entity.kind in {"Person", "Organisation"} or (p.entity.kind == "Place" and self._acts(p)):
                row = [p]
        return row if row and not POSSESSIVE.match(self.text[row[-1].end : row[-1].end + 2]) else []

    def _acts(self, p: _Placed) -> bool:
        """Tell whether a place stands where only a doer can: a state or a city before a verb."""
        return p.entity.name in self.names.country_names or bool(re.search(r"[省市县区]$", p.entity.name))

    def _between(self, start: int, end: int) -> str:
        """Return what stands between two mentions, titles left out: 市长甲、书记乙 is a list."""
        gap = self.text[start:end]
        title = self.names.title_at_end.search(gap)
        return gap[: title.start()] if title else gap

    def _is_title(self, start: int, end: int) -> bool:
        gap = self.text[start:end]
        return not gap or (bool(self.names.title_at_end.search(gap)) and len(gap) <= 12 and "，" not in gap)

    def _preposition(self, offset: int, clause: Clause) -> str | None:
        m = BEFORE.search(self.text[max(clause.start, offset - 4) : offset])
        return m["p"] if m else None

    # One clause

    def _in_clause(
        self, sentence: Sentence, clause: Clause, inside: Sequence[_Placed], subject: list[_Placed]
    ) -> Iterator[_Telling]:
        boundaries = {t.start for t in sentence.tokens} | {sentence.end}
        taken: list[tuple[int, int]] = []
        for pattern, words, nominal in (
            (self.lexicon.noun, self.lexicon.nouns, True),
            (self.lexicon.verb, self.lexicon.verbs, False),
        ):
            for m in pattern.finditer(self.text, clause.start, clause.end):
                if (m.start() not in boundaries and not nominal) or m.end() not in boundaries:
                    continue
                if any(a < m.end() and m.start() < b for a, b in taken) or any(
                    p.start < m.end() and m.start() < p.end for p in inside
                ):
                    continue
                if not self._tells(sentence, clause, m.start(), m.end(), nominal):
                    continue
                taken.append(m.span())
                frame = words[m.group()]
                telling = _Telling(frame, m.group(), "", sentence, m.start(), m.end(), nominal)
                self._fill(telling, clause, inside, subject)
                telling.status = self._status(clause, m.start())
                yield telling

    def _tells(self, sentence: Sentence, clause: Clause, start: int, end: int, nominal: bool) -> bool:
        """Tell whether a trigger tells a happening: no duty before it, no noun made of it behind it."""
        lead = self.text[clause.start : start]
        if self.lexicon.modal.match(lead.lstrip("“”")) or (
            re.search(r"(?:要|应|必须|需|继续|进一步)[^，]{0,6}$", lead) and not re.search(r"将要|重要|主要", lead[-8:])
        ):
            return False
        if nominal:
            return (
                not re.match(
                    r"[一-鿿]{0,2}(?:组|办|委|指挥部|中心|区|站|部|队|厅|室|馆|精神|上|工作)", self.text[end : end + 5]
                )
                or self.text[end : end + 1] in "上"
            )
        token = next((t for t in sentence.tokens if t.start <= start < t.end), None)
        if token is None or (token.tag in {"n", "nz", "ORG", "LOC", "PER"} and token.end > end):
            return False
        behind = self.text[end : end + 2]
        return not behind.startswith(
            (
                "的",
                "者",
                "员",
                "人员",
                "工作",
                "部门",
                "机制",
                "体系",
                "能力",
                "制度",
                "仪式",
                "精神",
                "价格",
                "区",
                "率",
            )
        )

    def _fill(self, t: _Telling, clause: Clause, inside: Sequence[_Placed], subject: list[_Placed]) -> None:
        """Give the mentions of a clause their roles."""
        passive = (
            bool(re.search(r"被|遭|受到|获", self.text[max(clause.start, t.start - 8) : t.start])) and not t.nominal
        )
        in_clause = [p for p in inside]
        head_subject = [p for p in subject if p.end <= t.start] or ([] if t.nominal else subject)
        if not head_subject and not t.nominal and t.frame.subject == "agent":
            head_subject = [p for p in self.last_subject if p.entity.kind == "Person"][:3]
        used = {p.entity.id for p in head_subject}
        agents_found = False
        group: str | None = None
        last_end = -1
        for p in in_clause:
            if p in subject:
                last_end = p.end
                continue
            role: str | None
            preposition = self._preposition(p.start, clause)
            listed = last_end >= 0 and group is not None and bool(LIST_GAP.match(self._between(last_end, p.start)))
            if p.entity.kind != "Person" and self._names_title_of(p, in_clause):
                continue
            role = group if listed and not preposition else self._role(t, p, preposition)
            if role:
                if preposition in {"由", *BY}:
                    agents_found = True
                t.arguments.append((role, p.entity.id, t.sentence.index))
            group, last_end = role, p.end
        self._give_subject(t, head_subject, passive, agents_found, used)
        self._name(t, clause)

    def _names_title_of(self, p: _Placed, inside: Sequence[_Placed]) -> bool:
        """Tell whether a body or place only names the post of a person behind it: 云川市市长甲."""
        return any(
            q.entity.kind == "Person" and q.start >= p.end and q.start - p.end <= 14 and self._is_title(p.end, q.start)
            for q in inside
        )

    def _role(self, t: _Telling, p: _Placed, preposition: str | None) -> str | None:
        frame, place = t.frame, p.entity.kind == "Place"
        before = p.end <= t.start
        if preposition in IGNORED:
            return None
        if preposition in PLACE_WORDS:
            return (
                "place"
                if place or (p.entity.kind == "Organisation" and before and frame.place == "place")
                else frame.place
            )
        if preposition in GOING:
            return frame.place if frame.place == "target" or not place else "place"
        if preposition in TO:
            return frame.object
        if preposition in WITH:
            return frame.company
        if preposition in {"由", *BY}:
            return "agent"
        if t.nominal:
            return "place" if place else None
        if before:
            return "place" if place and not self._acts(p) else None
        if POSSESSIVE.match(self.text[p.end : p.end + 2]) and place:
            return None
        return "place" if place and frame.object != "target" else frame.object

    def _give_subject(self, t: _Telling, subject: Sequence[_Placed], passive: bool, by: bool, used: set[str]) -> None:
        role = t.frame.subject
        if (passive and role == "agent") or (by and role == "agent"):
            role = t.frame.object
        hosting = self.lexicon.host.search(self.text, t.sentence.start, t.sentence.end) if t.nominal else None
        if t.nominal and not hosting:
            return
        for p in subject:
            if p.entity.id not in {e for _, e, _ in t.arguments}:
                t.arguments.append((role, p.entity.id, t.sentence.index))

    def _name(self, t: _Telling, clause: Clause) -> None:
        """Name the event: a nominal one by the run of words before its trigger, a verbal one by its clause's core."""
        if t.nominal:
            start = self._modifiers(t, clause)
            t.name = self.text[start : t.end]
            t.extra_names = {t.trigger}
            for p in self.in_sentence[t.sentence.index]:
                if start <= p.start and p.end <= t.end and p.entity.kind == "Place":
                    t.arguments.append(("place", p.entity.id, t.sentence.index))
                elif (
                    start <= p.start
                    and p.end <= t.end
                    and p.entity.kind == "Organisation"
                    and t.frame.family in {"Accident"}
                ):
                    t.arguments.append(("target", p.entity.id, t.sentence.index))
            return
        doer = "、".join(self.by_id[e].name for r, e, _ in t.arguments if r == t.frame.subject)[:40]
        done = "、".join(
            self.by_id[e].name for r, e, _ in t.arguments if r != t.frame.subject and r in {"target", "participant"}
        )[:40]
        t.name = f"{doer}{t.trigger}{done}"

    def _modifiers(self, t: _Telling, clause: Clause) -> int:
        """Return where the run of modifiers before a nominal trigger begins."""
        start = t.start
        for token in reversed([x for x in t.sentence.tokens if clause.start <= x.start and x.end <= t.start]):
            word = self.text[token.start : token.end]
            if (
                (token.tag in MODIFIER_TAGS and token.tag != "TIME" and word not in {"上午", "下午"})
                or word in "“”·（）()"
            ) or word in {"暨", "及"}:
                start = token.start
            else:
                break
        return start + (len(self.text[start : t.start]) - len(self.text[start : t.start].lstrip("”）)·、")))

    def _status(self, clause: Clause, start: int) -> Status:
        lead = self.text[max(clause.start, start - 14) : start]
        if self.lexicon.denied.search(lead):
            return "denied"
        if self.lexicon.planned.search(lead):
            return "planned"
        return "alleged" if self.lexicon.alleged.search(lead) else "happened"

    # Across clauses

    def _attend(
        self,
        sentence: Sentence,
        clause: Clause,
        inside: Sequence[_Placed],
        subject: list[_Placed],
        tellings: list[_Telling],
    ) -> None:
        """甲、乙出席会议: those before the verb take part in the event behind it, or in the article's main one."""
        m = self.lexicon.attend.search(self.text, clause.start, clause.end)
        host = self.lexicon.host.search(self.text, clause.start, clause.end)
        mark = m or host
        if mark is None:
            return
        people = [p for p in subject if p.end <= mark.start()] or subject
        here = [t for t in tellings if t.nominal and abs(t.start - mark.end()) < 60]
        main = self.main or next((t for t in tellings if self._can_be_main(t)), None)
        event = here[:1] or ([main] if main else [])
        if not event:
            return
        role = (
            "participant"
            if m and not (host and host.start() > m.start() and host.group().startswith("主持"))
            else "agent"
        )
        if role == "agent" and not host.group().startswith(("主持", "主办", "承办")) and not here:  # type: ignore[union-attr]
            return
        for p in people:
            if p.entity.id not in event[0].named and p.entity.kind != "Place":
                event[0].arguments.append((role, p.entity.id, sentence.index))

    def _times(self, sentence: Sentence, tellings: Sequence[_Telling]) -> None:
        """Give each event the time of its clause, else the nearest one before it in the sentence, else the one before that."""
        times = [x for x in self.analysed.times if sentence.start <= x.start < sentence.end and x.when]
        for t in tellings:
            before = [x for x in times if x.end <= t.start]
            after = [x for x in times if x.start >= t.end and not CLAUSE_END.search(self.text[t.end : x.start])]
            inside = [x for x in times if t.nominal and t.end - len(t.name) <= x.start < t.end]
            chosen: TimeExpression | None = (inside or before[-1:] or after[:1] or [None])[-1]  # type: ignore[list-item]
            t.when = chosen.when if chosen else None

    def _counts(self, t: _Telling) -> bool:
        """Tell whether a telling says enough to be an event."""
        if t.status == "denied":
            return False
        named = [e for e in t.named]
        if t.nominal:
            bare = t.name in VAGUE or t.name == t.trigger
            return bool(named or t.when) if not bare else bool(named)
        return bool(named) and not (t.frame.type == "Visit" and not t.of("target"))

    # Records

    def _records(self, tellings: Sequence[_Telling]) -> tuple[tuple[Event, ...], tuple[Relation, ...]]:
        events: list[Event] = []
        relations: list[Relation] = []
        for n, t in enumerate(tellings, 1):
            confidence = 0.6 + 0.1 * (len(t.named) > 1) + 0.1 * (t.when is not None)
            rule = "nominal trigger" if t.nominal else "verbal trigger"
            events.append(
                Event(
                    f"v{n}",
                    t.frame.type,
                    t.trigger,
                    t.name,
                    t.sentence.index,
                    t.start,
                    t.end,
                    t.status,
                    t.when,
                    round(confidence, 2),
                    rule,
                )
            )
            for role, entity, sentence in dict.fromkeys(t.arguments):
                relations.append(Relation(f"v{n}", role, entity, sentence, round(confidence, 2), f"{role} of {rule}"))
        relations.extend(self._sub_events(tellings))
        return tuple(events), tuple(relations)

    def _sub_events(self, tellings: Sequence[_Telling]) -> Iterator[Relation]:
        """The stops of a visit are parts of it; an award or a signing at a ceremony is part of the ceremony."""
        head: tuple[int, _Telling] | None = None
        for n, t in enumerate(tellings, 1):
            if t.frame.family == "Visit":
                if head and head[1].of("agent") & t.of("agent") and t.sentence.index > head[1].sentence.index:
                    yield Relation(f"v{n}", "subEventOf", f"v{head[0]}", t.sentence.index, 0.7, "stop of a visit")
                elif head is None and t.frame.type == "Inspection":
                    head = (n, t)
            elif t.frame.family == "AwardEvent":
                stage = next(
                    (
                        k
                        for k, s in enumerate(tellings, 1)
                        if s.nominal
                        and s.frame.family in {"Ceremony", "Meeting"}
                        and 0 <= t.sentence.index - s.sentence.index <= 2
                    ),
                    None,
                )
                if stage:
                    yield Relation(f"v{n}", "subEventOf", f"v{stage}", t.sentence.index, 0.6, "award at a ceremony")


def _clauses(text: str, sentence: Sentence) -> Iterator[Clause]:
    start = sentence.start
    for m in CLAUSE_END.finditer(text, sentence.start, sentence.end):
        if m.end() > start:
            yield Clause(start, m.end())
        start = m.end()
    if start < sentence.end:
        yield Clause(start, sentence.end)


def same_happening(a: _Telling, b: _Telling) -> bool:
    """Tell whether two tellings are of one event: like type, no clash of time or status, arguments in common."""
    if a.frame.family != b.frame.family or (a.when and b.when and not _times_fit(a.when, b.when)):
        return False
    if a.nominal and b.nominal:
        return (
            a.name == b.name
            or a.name.endswith(b.name)
            or b.name.endswith(a.name)
            or (bool(a.named & b.named) and a.trigger == b.trigger)
        )
    if a.nominal != b.nominal:
        return (
            a.frame.family not in {"Meeting", "Visit"} and bool(a.named & b.named) and a.trigger in b.name + b.trigger
        )
    same_words = (
        a.trigger == b.trigger
        or a.trigger in b.trigger
        or b.trigger in a.trigger
        or "title" in (a.sentence.part, b.sentence.part)
    )
    targets = a.of("target") | a.of("participant"), b.of("target") | b.of("participant")
    if targets[0] and targets[1]:
        return (
            same_words
            and bool(targets[0] & targets[1])
            and not (a.of("agent") and b.of("agent") and not a.of("agent") & b.of("agent"))
        )
    return same_words and bool(a.named & b.named)


def _times_fit(a: When, b: When) -> bool:
    x, y = a.begin or "", b.begin or ""
    return x.startswith(y) or y.startswith(x)


def merge_tellings(tellings: Sequence[_Telling]) -> list[_Telling]:
    """Join the tellings of one event; a headline's telling joins the body's, and stands alone only where it has arguments."""
    order = sorted(tellings, key=lambda t: (t.sentence.part not in {"body", "caption"}, t.start))
    kept: list[_Telling] = []
    recent: dict[str, deque[_Telling]] = defaultdict(lambda: deque(maxlen=RECENT))
    for t in order:
        same = next((k for k in recent[t.frame.family] if same_happening(k, t)), None)
        if same is None:
            if t.sentence.part in {"body", "caption"} or len(t.named) >= 2:
                kept.append(t)
                recent[t.frame.family].append(t)
            continue
        known = same.named
        same.arguments.extend(a for a in t.arguments if a[1] not in known)
        same.when = same.when or t.when
        if t.nominal and same.nominal and len(t.name) > len(same.name):
            same.name = t.name
    return sorted(kept, key=lambda t: t.start)


def find_events(
    analysed: AnalysedArticle, entities: Sequence[Entity], names: NameLexicon, lexicon: EventLexicon
) -> tuple[tuple[Event, ...], tuple[Relation, ...]]:
    """Return the events of an article, and their arguments as relations."""
    return EventFinder(analysed, entities, names, lexicon).find()
