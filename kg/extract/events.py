"""Happenings: triggers, and the arguments that stand around them.

A trigger is read in its clause (`kg.extract.clauses`). The names before it are its subject, those behind it its object;
对, 向, 给 bring objects before it, 被 turns subject and object round, 由 brings the doer, 在 the place, 与 and 率 the
company. A clause without a subject of its own takes the one of the clause before. Speech (强调, …) and duty (要, 必须)
tell no happenings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import zip_longest

from kg.extract.clauses import Clause, ClauseReader, Phrase, Placed
from kg.extract.lexicon import EventLexicon, Frame
from kg.extract.stages import Stage
from kg.extract.tellings import Telling, find_sub_events, merge_tellings, pass_times_on, split_stops
from kg.model import AnalysedArticle, Event, Position, Relation, Sentence, Status, TimeExpression, Token

OPENING = frozenset('“「"')  # “4·29”事故: the date is in a name, and dates nothing else
CLAUSE_END = re.compile(r"[，。；！？!?：\n]")
GOING = frozenset({"来到", "走进", "前往", "赶赴", "抵达", "深入", "奔赴"})
MODIFIER_TAGS = frozenset(
    {"n", "nz", "nw", "vn", "an", "LOC", "ORG", "ns", "nt", "PER", "m", "q", "TIME", "a", "f", "s", "t"}
)
VAGUE_TIME = re.compile(r"(?:目前|日前|近日|此前|截至)")
VAGUE = frozenset(
    [
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
    ]
)
AFTER = re.compile(
    r"了?(?:于|在|定于|将于|已于|是在|始于|自)?(?:[^，。；！？：\n]{0,2})"
)  # what may stand before an event's time
JOINING = re.compile(r"(?:参加|陪同|出席|参与|随同|一同|陪同参加|见证|宣读|旁听)(?:了|上述)?$")
PRONOUN_OBJECT = re.compile(r"了?[他她](?![们的])")
NOUN_MAKERS = (
    "的", "者", "员", "人员", "工作", "部门", "机制", "体系", "能力", "制度", "仪式", "精神", "价格", "区", "率", "活动",
)  # fmt: skip
NAMES_A_THING = re.compile(
    r"[一-鿿]{0,2}(?:组(?!织)|办(?!理)|委|指挥部|中心|区|站|部(?!署)|队|厅|室|馆|精神|工作)|日(?!前|举)|项目|成绩|案例"
)
DUTY = re.compile(r"(?:要|应|必须|需|继续|进一步)[^，]{0,6}$")
NO_DUTY = re.compile(r"将要|重要|主要|需求|应邀|应急")
GLUED = frozenset("被获遭受还又也并再")
NOTICING = frozenset({"发现"})
PAPER = re.compile(r"(?:法|条例|规定|办法|意见|方案|规划|纲要|通知|决定|规则|细则|公告|协议|报告|白皮书|讲话|文章)$")
DIRECTING = re.compile(  # whom one tells to do what: no happening yet
    r"(?:(?<!按)(?<!照)(?<!合)(?<!据)(?<!达到)(?<!的)要求|责成|督促|指示|部署|号召)[:：]?(?=(?:各|有关|相关|全|请|立即|全力|迅速|[一-鿿]{2,6}[市县区州镇乡](?:有关|相关|委|政府|各|全力)))|"
    r"(?:^|[，：:；])请(?=[一-鿿])"
)
CLOSING = {"“": "”", "《": "》", "（": "）", "(": ")"}
HOSTING = re.compile(r"召开|举行|举办|主办|承办|协办|组织|召集|主持|开展|开幕|发起|牵头")
ATTENDING = re.compile(r"出席|参加|列席|参与|亮相|参赛|应邀|参会|赴会")
SUFFERING = re.compile(r"被给予|受到|被处以|被")
HAPPENING = re.compile(r"降下|普降|迎来|发生|遭遇|出现|突发|暴发|突降|遭受")
MATCHES = ("决赛", "预赛", "小组赛", "资格赛", "比赛", "友谊赛", "淘汰赛")
CHOOSING = frozenset({"Election", "Appointment"})
JUSTICE = frozenset({"Trial", "Arrest", "Investigation"})  # persons suffer these, bodies do them
HARM = frozenset({"Accident", "Disaster", "Casualty", "Rescue"})
BENEFICIARY = "beneficiary"
WITHIN = re.compile(r"[中上里内]的")
GIVING = re.compile(r"(?:给予|处以|受到)[^，。；]*$")


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

    # One sentence

    def _in_sentence(self, sentence: Sentence) -> list[Telling]:
        limit = self._speech(sentence)
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
            setting = [p for p in clause.phrases if p.preposition in {"in", "to"} or p.under] if bare else []
            chosen = clause.subject if found and found[-1].frame.family in CHOOSING else None
            if chosen and not here and self.text[chosen.end : chosen.end + 1] == "为":
                self._give(found[-1], "target", chosen.placed)
            if waiting and subject and (clause.opening == "named" or any(p.composing for p in clause.phrases)):
                self._give(waiting, "participant", subject)
                waiting = None
            found.extend(here)
            self._attend(sentence, clause, subject, found)
            waiting = next((t for t in here if t.nominal and self._within(t)), waiting)
        if subject and subject == self.topic:
            self.topic_at = (sentence.index, sentence.paragraph)
        self._times(sentence, found)
        return _one_response(_without_ways(_into_matches(found)))

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

    def _within(self, t: Telling) -> bool:
        """Tell whether a nominal event frames what follows: 在…决赛中."""
        return bool(
            re.match(r"中|上|里|，" if t.frame.family == "Competition" else r"上", self.text[t.end : t.end + 1])
        )

    def _speech(self, sentence: Sentence) -> int:
        """Return the offset behind which the sentence only tells what somebody urges or thinks."""
        for m in self.lexicon.speech.finditer(self.text, sentence.start, sentence.end):
            if re.match(r"[，：:“]|[一-鿿]{0,4}[，：:]", self.text[m.end() : m.end() + 6]):
                return m.end()
        directing = DIRECTING.search(self.text, sentence.start, sentence.end)
        if directing:
            return directing.end()
        quoted = self.text.find("：“", sentence.start, sentence.end)
        return quoted if quoted >= 0 else sentence.end

    # Triggers

    def _in_clause(
        self, sentence: Sentence, clause: Clause, subject: Sequence[Placed], setting: Sequence[Phrase]
    ) -> Iterator[Telling]:
        found = sorted(self._triggers(sentence, clause), key=lambda t: t.start)
        found = [t for n, t in enumerate(found) if not (n and found[n - 1].end == t.start and _like(found[n - 1], t))]
        found = [t for n, t in enumerate(found) if not self._is_told(t, found[:n], found[n + 1 :], clause)]
        found = [t for t, following in zip_longest(found, found[1:]) if not _opens(t, following)]
        for n, t in enumerate(found):
            until = found[n + 1].start if n + 1 < len(found) else clause.end
            self._fill(t, clause, subject, until)
            for phrase in setting:
                self._set(t, phrase)
            t.status = self._status(clause, t.start)
            t.name = self._name(t, clause)
            yield t

    def _is_told(self, t: Telling, before: Sequence[Telling], behind: Sequence[Telling], clause: Clause) -> bool:
        """Tell whether another trigger of the clause tells the same: 某代表大会 + 第四次会议, 音乐会 + 上演."""
        if t.nominal and t.frame.family == "Meeting" and behind:
            following = behind[0]
            if following.nominal and following.frame.family == "Meeting":
                return self._modifiers(following, clause) <= t.start
        staged = t.frame.family == "CulturalEvent" and not t.nominal
        return staged and any(b.nominal and b.frame.family == t.frame.family for b in before)

    def _set(self, t: Telling, phrase: Phrase) -> None:
        """Give a phrase of the clause before (在某公司，; 在某人陪同下，) its role."""
        if phrase.under:
            self._give(t, "participant" if phrase.under in {"陪同", "配合"} else "agent", phrase.placed)
        elif t.frame.family == "Visit" and (phrase.preposition == "to" or not t.of("target")):
            self._give(t, "target", phrase.placed)
        else:
            self._give(t, "place", [p for p in phrase.placed if p.entity.kind == "Place"])

    def _triggers(self, sentence: Sentence, clause: Clause) -> Iterator[Telling]:
        inside = [t for t in sentence.tokens if t.end > clause.start and t.start < clause.end]
        boundaries = {t.start for t in inside} | {t.end for t in inside}
        taken: list[tuple[int, int]] = [(p.start, p.end) for f in clause.phrases for p in f.placed]
        patterns: tuple[tuple[re.Pattern[str], dict[str, Frame], bool], ...] = (
            (self.lexicon.noun, self.lexicon.nouns, True),
            (self.lexicon.verb, self.lexicon.verbs, False),
        )
        for pattern, words, nominal in patterns:
            for m in pattern.finditer(self.text, clause.start, clause.end):
                passive = self.text[m.start() - 1 : m.start()] in GLUED  # the network takes 被撤职, 还会 for words
                if (m.start() not in boundaries and not nominal and not passive) or m.end() not in boundaries:
                    continue
                longer = self.lexicon.verb.match(self.text, m.start()) if nominal else None
                if any(a < m.end() and m.start() < b for a, b in taken) or (longer and longer.end() > m.end()):
                    continue
                if self._tells(sentence, clause, m.start(), m.end(), nominal):
                    taken.append(m.span())
                    verbal = nominal and self._is_verb(inside, m.start(), m.end())
                    yield Telling(words[m.group()], m.group(), "", sentence, m.start(), m.end(), nominal and not verbal)

    def _is_verb(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Tell whether a word of the nouns stands as a verb: 进入山村搜救."""
        token = next((t for t in tokens if t.start == start and t.end == end), None)
        before = next((t for t in tokens if t.end == start), None)
        nominal = before is not None and before.tag in MODIFIER_TAGS - {"TIME", "f", "t"}
        after = next((t for t in tokens if t.start == end), None)
        has_object = after is not None and after.tag in {"LOC", "ORG", "PER", "ns", "nt", "nr"}
        return token is not None and token.tag == "v" and (has_object or not nominal)

    def _tells(self, sentence: Sentence, clause: Clause, start: int, end: int, nominal: bool) -> bool:
        """Tell whether a trigger tells a happening: no duty before it, no noun made of it behind it."""
        lead = self.text[clause.start : start]
        if self.lexicon.modal.match(lead.lstrip("“”")) or (DUTY.search(lead) and not NO_DUTY.search(lead[-8:])):
            return False
        behind = self.text[end : end + 2]
        if behind.startswith(("罪", "无效")) or (behind[:1] in "，：" and self.text[start:end] in NOTICING):
            return False  # 重大责任事故罪, 抢救无效; 走访中发现，…
        if self._in_a_law(start):
            return False
        if nominal:
            return not NAMES_A_THING.match(self.text, end)
        token = next((t for t in sentence.tokens if t.start <= start < t.end), None)
        if token is None or (token.tag in {"n", "nz", "ORG", "LOC", "PER"} and token.end > end):
            return False
        if JOINING.search(lead):
            return False  # 参加调研: no visit of its own
        return not self.text[end : end + 2].startswith(NOUN_MAKERS)

    def _in_a_law(self, start: int) -> bool:
        """Tell whether an offset stands in the title of a law or a paper: 《中国共产党问责条例》."""
        opened = self.text.rfind("《", max(0, start - 60), start)
        closed = self.text.find("》", opened) if opened >= 0 else -1
        return closed > start and bool(PAPER.search(self.text[opened + 1 : closed]))

    # Arguments

    def _fill(self, t: Telling, clause: Clause, subject: Sequence[Placed], until: int) -> None:
        """Give the phrases of a clause their roles."""
        lead = self.text[max(clause.start, t.start - 8) : t.start]
        passive = not t.nominal and bool(re.search(r"被|遭|受到|获(?!得)", lead))
        by = False
        reach = True
        at = t.end
        for phrase in clause.phrases:
            if (phrase is clause.subject and phrase.preposition is None) or (phrase.preposition and phrase.composing):
                continue
            if phrase.start >= until and phrase.preposition not in {"by", "in"}:
                break
            if phrase.placed[-1].end > t.start and phrase.start < t.end:
                continue
            if (
                phrase.preposition == "in"
                and not t.nominal
                and WITHIN.search(self.text, phrase.end, max(phrase.end, t.start))
            ):
                continue  # 在某事故中的失职问题: where that was
            role: str | None
            if phrase.under:
                role = "participant" if phrase.under in {"陪同", "配合"} else "agent"
            elif phrase.preposition:
                role = self._prepositional(t, phrase)
                by = by or phrase.preposition in {"by", "passive"}
            elif phrase.start >= t.end:
                reach = reach and self._reaches(t.sentence, at, phrase.start)
                role = self._object(t, phrase) if reach else None
                at = phrase.end
            else:
                role = self._between(t, clause, phrase)
            if role == "target" and t.frame.family in {"Appointment", "Removal"}:
                self._give(t, role, [p for p in phrase.placed if p.entity.kind == "Person"])
            elif role:
                self._give(t, role, phrase.placed)
        if not t.nominal and PRONOUN_OBJECT.match(self.text, t.end):
            self._give(t, t.frame.object, [p for p in self.earlier if p not in subject][-1:])
        if t.nominal:
            self._give_nominal(t, clause, subject)
        else:
            turned = t.frame.subject == "agent" and (passive or by)
            if t.frame.family in {"Founding", "Launch"} and not t.of("target") and not self._has_object(t):
                turned = True  # 某集团成立于2021年: what has no object was founded itself
            if (
                t.frame.family in JUSTICE
                and t.frame.subject == "agent"
                and not t.of("target")
                and not self._has_object(t)
            ):
                turned = turned or (bool(subject) and all(p.entity.kind == "Person" for p in subject))
            self._give(t, t.frame.object if turned else t.frame.subject, subject)

    def _has_object(self, t: Telling) -> bool:
        """Tell whether a noun follows the trigger as its object."""
        for token in t.sentence.tokens:
            word = self.text[token.start : token.end]
            if token.start >= t.end and token.tag not in {"u", "m", "q", "a", "b"} and word not in "“《":
                return token.tag in MODIFIER_TAGS - {"TIME", "f", "t"}
        return False

    def _give(self, t: Telling, role: str, placed: Sequence[Placed]) -> None:
        for p in placed:
            if role == BENEFICIARY:  # 向某村捐款: the place is the one given to, not where it happens
                t.add("target", p.entity.id, t.sentence.index)
                continue
            suffered = role == "target" and p.entity.kind == "Place" and t.frame.family in HARM
            given = "place" if suffered else role
            if given != "place" or p.entity.kind == "Place" or (p.entity.kind == "Organisation" and not suffered):
                t.add(given, p.entity.id, t.sentence.index)

    def _prepositional(self, t: Telling, phrase: Phrase) -> str | None:
        """Return the role of a phrase with a preposition."""
        frame, place = t.frame, phrase.placed[0].entity.kind == "Place"
        match phrase.preposition:
            case "in":
                if place:
                    return "place"
                return frame.place if phrase.end <= t.start and frame.place != "place" else "place"
            case "to":
                visited = frame.family == "Visit"
                return "target" if visited else "place" if place else frame.place
            case "for":
                if t.nominal and frame.family in {"Meeting", "Ceremony", *HARM}:
                    return None
                if frame.family in CHOOSING and self.text[phrase.start - 1] == "为":
                    return None  # 选举甲为主席: what one becomes
                beneficiary = frame.family in HARM and self.text[phrase.start - 1] in "向给"
                return BENEFICIARY if beneficiary else frame.object
            case "as":
                return frame.object if frame.family in {"Election", "Appointment"} else None
            case "with":
                return frame.company
            case "leading":
                return "participant"
            case "by" | "passive":
                return frame.by
        return None

    def _reaches(self, sentence: Sentence, start: int, end: int) -> bool:
        """Tell whether no other verb stands between a trigger and its object, but in a modifier (驻村的)."""
        if self.text[start:end].endswith("的"):
            return True
        return not any(t.tag in {"v", "vd", "p"} for t in sentence.tokens if start <= t.start < end)

    def _object(self, t: Telling, phrase: Phrase) -> str | None:
        place = phrase.placed[0].entity.kind == "Place"
        if t.nominal:
            return None
        if t.frame.family in {"Appointment", "Removal"}:  # 免去甲的职务; a body there is a part of the title
            return t.frame.object if phrase.placed[0].entity.kind == "Person" else None
        if phrase.function == "modifier" and t.frame.family != "Visit":
            return "place" if place and t.frame.family in {"Accident", "Disaster"} else None
        if place and t.frame.object != "target":
            return "place"
        return t.frame.object

    def _between(self, t: Telling, clause: Clause, phrase: Phrase) -> str | None:
        """Return the role of a phrase before the trigger that is not the subject: 给予甲、乙处分."""
        if self.text[phrase.start - 2 : phrase.start] == "接受":  # 接受某监委审查调查
            return "agent"
        if t.nominal and GIVING.search(self.text[clause.start : phrase.start]):
            return t.frame.object
        if phrase.placed[0].entity.kind == "Place" and phrase.function != "modifier":
            return "place"
        return None

    def _give_nominal(self, t: Telling, clause: Clause, subject: Sequence[Placed]) -> None:
        """Give a named event its hosts, guests or victims by the verb that stands between."""
        first = self._modifiers(t, clause)
        for p in self.reader.in_sentence[t.sentence.index]:
            if first <= p.start and p.end <= t.end:
                if (p.entity.kind == "Place" and t.frame.family in {"Accident", "Disaster", "Attack", "Rescue"}) or (
                    p.entity.kind == "Place" and t.frame.family == "Competition" and not self._is_country(p)
                ):
                    t.add("place", p.entity.id, t.sentence.index)
                elif p.entity.kind == "Organisation" and t.frame.family == "Accident":
                    t.add("target", p.entity.id, t.sentence.index)
        doer = clause.subject
        placed = subject if doer is None or doer.end <= first else ()
        lead = self.text[doer.end if doer else clause.start : first] if placed else ""
        if HAPPENING.search(lead):
            for p in placed:
                t.add("place" if p.entity.kind == "Place" else "target", p.entity.id, t.sentence.index)
        elif SUFFERING.search(lead):
            self._give(t, t.frame.object, placed)
        elif ATTENDING.search(lead):
            self._give(t, "participant", placed)
        elif HOSTING.search(lead):
            self._give(t, "agent", placed)

    def _is_country(self, p: Placed) -> bool:
        return (
            p.entity.name in self.reader.names.country_names or (p.entity.norm or "") in self.reader.names.country_names
        )

    # Names and status

    def _name(self, t: Telling, clause: Clause) -> str:
        """Name the event: a nominal one by the run of words before its trigger, a verbal one by its clause's core."""
        if t.nominal:
            return self.text[self._modifiers(t, clause) : t.end]
        doer = "、".join(self.names[e].name for r, e, _ in t.arguments if r == t.frame.subject)[:40]
        done = "、".join(
            self.names[e].name for r, e, _ in t.arguments if r != t.frame.subject and r in {"target", "participant"}
        )[:40]
        return f"{doer}{t.trigger}{done}"

    def _modifiers(self, t: Telling, clause: Clause) -> int:
        """Return where the run of modifiers before a nominal trigger begins."""
        floor = clause.start
        inside = (x for x in t.sentence.tokens if floor <= x.start < t.start < x.end and x.tag in MODIFIER_TAGS)
        start = next((x.start for x in inside), t.start)
        for token in reversed(t.sentence.tokens):
            if token.end > start:
                continue
            word = self.text[token.start : token.end]
            timed = token.tag == "TIME" and not re.fullmatch(r"\d{4}年?", word)
            if token.start < floor or token.end < start or timed or word in {"上午", "下午"} or VAGUE_TIME.match(word):
                break
            if token.tag not in MODIFIER_TAGS and word not in "“”·（）()《》" and word not in {"暨", "及"}:
                break
            start = token.start
        lead = self.text[start : t.start]
        start += len(lead) - len(lead.lstrip("”）)》·、"))
        opened = self.text[start : start + 1]
        return start + (opened in "“《（(" and CLOSING.get(opened, "") not in self.text[start : t.end])

    def _status(self, clause: Clause, start: int) -> Status:
        lead = self.text[max(clause.start, start - 14) : start]
        if self.lexicon.denied.search(lead):
            return "denied"
        if self.lexicon.planned.search(lead):
            return "planned"
        return "alleged" if self.lexicon.alleged.search(lead) else "happened"

    # Across clauses

    def _attend(
        self, sentence: Sentence, clause: Clause, subject: Sequence[Placed], tellings: Sequence[Telling]
    ) -> None:
        """甲、乙出席会议: those before the verb take part in the event behind it, or in the article's main one."""
        attend = self.lexicon.attend.search(self.text, clause.start, clause.end)
        host = self.lexicon.host.search(self.text, clause.start, clause.end)
        mark = attend or host
        if mark is None or not subject:
            return
        here = [t for t in tellings if t.nominal and abs(t.start - mark.end()) < 60]
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

    # Records

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


def _like(a: Telling, b: Telling) -> bool:
    return a.frame.family == b.frame.family and not a.nominal and not b.nominal


def _opens(t: Telling, following: Telling | None) -> bool:
    """Tell whether a trigger only leads to the next one: 宣布辞职, 颁奖晚会."""
    if following is None or t.nominal or following.start != t.end:
        return False
    occasion = following.frame.family in {"Ceremony", "CulturalEvent", "Meeting"}
    return (following.nominal and occasion) or t.trigger in {"宣布", "提出", "公布"}


def _can_be_main(t: Telling) -> bool:
    return t.nominal or t.frame.family in {"Visit", "Signing", "Talks"}


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
