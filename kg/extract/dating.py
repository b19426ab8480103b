"""Events that the time beside them does not date: a wrong date is worse than none.

News writes a time once, for what it reports. What a sentence only refers to has a time of its own, which it may leave out: what
happened 此前, the founding in 成立十周年, the summit of a guest who 来华出席峰会, a plan that is announced today. Such an event
keeps no date. Neither does an event of a digest whose date only another item states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.chronology import contradicts_itself
from kg.extract.items import item_at, item_starts
from kg.extract.lexicon import Trait, event_lexicon
from kg.model import AnalysedArticle, ArticleRecord, Event, Sentence, TimeExpression, When
from kg.wordlists import either

STOP = re.compile(r"[，。；！？：\n]")
IN = r"[^，。；！？：\n]"  # a character of the clause
COUNT = r"(?:\d+|[一二两三四五六七八九十百几数多]+)"
PERIOD = rf"{COUNT}?多?(?:天|日|周|个月|年|小时)"
RECENT = re.compile(either("recent_times"))
EARLIER = re.compile(rf"{either('earlier_times')}|过去的?{PERIOD}|(?<![^，。；！？：\n])近{PERIOD}来?(?!报|底|度|轻)")
AGO = rf"{COUNT}多?(?:天|周|个月|年)之?前"
EARLIER_HERE = re.compile(
    rf"(?:过去的?{PERIOD}{IN}*|(?:{EARLIER.pattern})(?:(?!的){IN})*)$"
)  # 此前发布的预警取消: not the time of the last verb
OPENING = re.compile(rf"(?:{either('recent_times')}|{EARLIER.pattern}|{AGO})，$")
ONCE = re.compile(rf"{either('experience_words')}{IN}{{0,12}}$")
# Behind a trigger: 成立十周年, 成立后首次, 冲突以来最大
FIRST = rf"{IN}{{0,4}}?(?:首[次个批位家场部架届座条]|第[一二三四五六七八九十\d])"
MEASURE = re.compile(rf"[”》）]?(?:{COUNT}周年|(?:之?后|以来){FIRST}|以来的?最)")
SINCE = re.compile(rf"(?:正式|全面|爆发|开赛|发生)?(?:以来|{COUNT}多?年来)")
FROM = re.compile(r"[自从]")
JUBILEE = re.compile(rf"年{IN}{{0,6}}是{IN}*$")  # 今年是两国签约、建交十周年
JUBILEE_END = re.compile(rf"{IN}*?{COUNT}周年")
# 锦标赛冠军, 开幕式彩排
HOLDER = re.compile(
    r"[”》）]?(?:冠军|亚军|纪录|得主|奖牌)|[”》）]?(?:开幕式|闭幕式)?[^，。；！？\n]{0,8}(?:彩排|倒计时|预演)"
)
ARRIVING = re.compile(rf"{either('arriving_words')}[^。；！？\n]{{0,30}}?(?:出席|参加)(?:(?![并的]){IN})*$")
WON = re.compile(rf"[夺获赢得冕]{IN}*$")  # 夺得锦标赛冠军
ISSUED = re.compile(rf"(?:发布|启动|针对|提升){IN}*$")
RESPONSE = re.compile(rf"{IN}{{0,10}}?应急响应")
WARNED = re.compile(rf"{IN}{{0,10}}?(?:预警|响应)")  # 暴雨橙色预警, 地震灾害应急响应
PREPARING = re.compile(rf"{either('preparing_words')}(?!工作|委员会){IN}{{0,20}}$")
GUARDING = re.compile(rf"(?:承担|防范|应对|防御|抵御|防治){IN}{{0,14}}$")
AGENDA = re.compile(rf"(?:议程|议题)包括{IN}{{0,30}}$")
ANSWERED = re.compile(rf"针对{IN}*$")  # 针对某国袭击某地一事，…
ANSWERED_END = re.compile(rf"{IN}{{0,24}}?(?:一事|事件|行为|做法|言论|决定)，")
LEARNED = re.compile(rf"{either('learning_verbs')}[^。；！？\n]{{0,60}}$")  # 惊悉某地发生暴雨
CONCERNED = re.compile(
    rf"(?<![成造])就(?!业|是|在|此|地|诊|读|职|任|餐|医|有|可|要|会|能|连){IN}{{1,30}}$"
)  # 就某地暴雨致慰问电
CONCERNED_END = re.compile(rf"{IN}{{0,30}}?(?:致|发表|表示|交换意见|表态)")
CONTENT = re.compile(rf"{IN}{{0,20}}?的{either('content_nouns')}")  # 否决提供援助的动议
WEIGHED = re.compile(rf"{either('weighing_verbs')}{IN}*$")
DEMANDED = re.compile(rf"(?:{either('demanding_verbs')})(?!，)[^。；！？\n]{{0,40}}$")  # 呼吁总理提前大选
GREETED = re.compile(rf"(?:祝贺|庆祝|纪念(?![碑馆塔园日堂会册章])|悼念){IN}{{0,20}}$")  # 致电祝贺某人当选
MET = re.compile(r"(?:会见|接见)了?$")  # 会见获得奖章的专家
MET_END = re.compile(rf"{IN}{{1,20}}的")
TOGETHER = re.compile(r"(?:共同|联合)$")  # 两党共同提名的某人今天当选
BATCH = re.compile(rf"第{COUNT}[批支]$")  # 第三批赴某国部队今天回国
FIGURES = re.compile(r"(?:公布|发布)的[^。；！？\n]{0,30}(?:结果|报告|统计|调查|数据)[^。；！？\n]*[，：]")
BY = re.compile(rf"(?<![自理])由{IN}*$")  # 由两部门发起的活动今天启动
MODIFYING = re.compile(rf"(?:的|{IN}{{1,8}}?的)")
UNTIL = re.compile(r"截[至止]到?(?:目前|北京时间|当地时间)*[，（]?$")
ONE_OF = re.compile(rf"(?:是|为|作为){IN}*$")
ONE_OF_END = re.compile(rf"{IN}*?之一")
REPORTING = re.compile(either("reporting_verbs"))
EXPECTED = re.compile(r"预计|预期|有望|届时")
PLAN = re.compile(r"将|拟|定于|计划|预计|预定|决定|日?起|开始")
DAY = 10  # characters of a day: 2024-03-06


def with_own_dates(record: ArticleRecord, analysed: AnalysedArticle) -> ArticleRecord:
    """Return a record without the dates that are those of something else than their events."""
    if not any(e.when for e in record.events):
        return record
    starts = item_starts(record.article.text)
    events = tuple(replace(e, when=None) if _is_of_another(e, analysed, starts) else e for e in record.events)
    return replace(record, events=events)


def why_undated(event: Event, when: When, analysed: AnalysedArticle, starts: Sequence[int]) -> str | None:
    """Return the name of the first check that takes a date away from an event; `starts` are those of the article's items."""
    place = _Place.of(event, when, analysed, starts)
    return next((name for name, check in CHECKS.items() if check(place)), None)


def _is_of_another(event: Event, analysed: AnalysedArticle, starts: Sequence[int]) -> bool:
    if contradicts_itself(event, analysed.article.text, analysed.article.published):
        return True
    return event.when is not None and why_undated(event, event.when, analysed, starts) is not None


@dataclass(frozen=True, slots=True)
class _Place:
    """An event in its clause `text[begin:end]`, with its date and the expressions that state that date."""

    text: str
    published: str
    event: Event
    when: When
    sentence: Sentence
    begin: int
    end: int
    times: tuple[TimeExpression, ...]  # the resolved times of the sentence
    stated: tuple[TimeExpression, ...]  # the expressions of the article that say the event's date
    items: Sequence[int]

    @classmethod
    def of(cls, event: Event, when: When, analysed: AnalysedArticle, items: Sequence[int]) -> _Place:
        text, published = analysed.article.text, analysed.article.published
        sentence = analysed.sentences[event.sentence]
        begin = max((m.end() for m in STOP.finditer(text, sentence.start, event.start)), default=sentence.start)
        stop = STOP.search(text, event.end, sentence.end)
        resolved = [t for t in analysed.times if t.when is not None]
        times = tuple(t for t in resolved if sentence.start <= t.start < sentence.end)
        stated = tuple(t for t in resolved if t.when == when)
        day = published.isoformat() if published else ""
        end = stop.start() if stop else sentence.end
        return cls(text, day, event, when, sentence, begin, end, times, stated, items)

    @property
    def since_time(self) -> int:
        """Where the last time of the sentence before the trigger ends; without one, where the sentence begins."""
        return max((t.end for t in self.times if t.end <= self.event.start), default=self.sentence.start)

    @property
    def lead(self) -> str:
        """The clause up to the trigger, behind its last time."""
        lead = self.text[max(self.begin, self.since_time) : self.event.start]
        return re.split("[”》]", lead)[-1]  # “过去八十年与展望”论坛: what a name says dates nothing

    @property
    def own(self) -> list[TimeExpression]:
        """The expressions of the date in the event's clause."""
        return [t for t in self.stated if self.begin <= t.start < self.end]

    @property
    def is_dated_behind(self) -> bool:
        return any(t.start >= self.event.end for t in self.own)

    @property
    def is_in_sentence(self) -> bool:
        return any(self.sentence.start <= t.start < self.sentence.end for t in self.stated)


def _in_another_item(p: _Place) -> bool:
    """今天 of one item says nothing of the next."""
    if not p.stated or not p.items or p.sentence.part != "body":
        return False
    mine = item_at(p.items, p.event.start)
    return all(item_at(p.items, t.start) != mine for t in p.stated)


def _is_vague(p: _Place) -> bool:
    """A time that is left open stands nearer than the date: 某国5日谴责该组织近日发动袭击, 此前他曾访问某地."""
    if p.is_dated_behind:
        return False
    if EARLIER_HERE.search(p.lead) or (ONCE.search(p.lead) and not _dates_directly(p)):
        return True
    if RECENT.search(p.lead):  # 近日 in the lead, the day further down; it is not today
        is_today = p.when.begin == p.published
        return is_today or p.is_in_sentence or all(t.start < p.event.start for t in p.stated)
    return p.since_time <= p.begin and bool(OPENING.search(p.text[p.since_time : p.begin]))


def _dates_directly(p: _Place) -> bool:
    """Whether the date stands before the trigger in its sentence, and not as the day of an utterance: 2003年，该地曾发生地震."""
    before = (t.end for t in p.stated if p.sentence.start <= t.start and t.end <= p.event.start)
    return any(REPORTING.search(p.text, end, p.event.start) is None for end in before)


def _is_measure(p: _Place) -> bool:
    """成立十周年, 成立后首次; 成立以来 has the time before it, if any: 自2013年提出以来."""
    if MEASURE.match(p.text, p.event.end):
        return not p.is_dated_behind
    if JUBILEE.search(p.text, p.begin, p.event.start) and JUBILEE_END.match(p.text, p.event.end):
        return True
    if not SINCE.match(p.text, p.event.end):
        return False
    since = [t for t in p.own if t.end <= p.event.start and not FROM.search(p.text, t.end, p.event.start)]
    return not since or p.when.begin == p.published


def _names_another(p: _Place) -> bool:
    if HOLDER.match(p.text, p.event.end):
        return WON.search(p.text, p.begin, p.event.start) is None
    if not _is_noun(p):
        return False
    issued = ISSUED.search(p.text, p.begin, p.event.start) and WARNED.match(p.text, p.event.end)
    return bool(issued or RESPONSE.match(p.text, p.event.end))


def _is_purpose(p: _Place) -> bool:
    """来华出席峰会的某总统: the day is that of the arrival or of a talk; a period may be that of the occasion."""
    is_day = p.when.is_point and len(p.when.begin or "") == DAY
    return is_day and ARRIVING.search(p.text[max(p.sentence.start, p.since_time) : p.event.start]) is not None


def _is_mentioned(p: _Place) -> bool:
    """备战运动会, 议程包括某冲突, 针对某国袭击某地一事."""
    clause = p.text[p.begin : p.event.start]
    answered = ANSWERED.search(clause) and ANSWERED_END.match(p.text, p.event.end)
    if PREPARING.search(clause) or _is_guarded_against(p) or AGENDA.search(clause) or (answered and not p.own):
        return True
    concerned = CONCERNED.search(clause)
    if concerned and CONCERNED_END.match(p.text, p.event.end):
        return not any(p.begin + concerned.start() < t.start for t in p.own)
    content = WEIGHED.search(clause) and CONTENT.match(p.text, p.event.end)
    return bool(content or LEARNED.search(p.text, p.since_time, p.event.start) or _is_called_for(p))


def _is_called_for(p: _Place) -> bool:
    """呼吁总理提前大选, 致电祝贺某人当选, 5日公布的报告显示，…: the day is that of the utterance."""
    behind = p.text[p.since_time : p.event.start]
    if DEMANDED.search(behind) and p.is_in_sentence and not p.is_dated_behind:
        return True
    said = GREETED.search(behind) and not _is_noun(p) and not p.is_dated_behind
    return bool(said or (FIGURES.search(behind) and p.is_in_sentence))


def _is_guarded_against(p: _Place) -> bool:
    """该中心将承担地震、火灾等救援任务."""
    frame = event_lexicon().nouns.get(p.text[p.event.start : p.event.end])
    return (
        frame is not None and Trait.CALAMITY in frame.traits and bool(GUARDING.search(p.text, p.begin, p.event.start))
    )


def _is_noun(p: _Place) -> bool:
    return p.text[p.event.start : p.event.end] in event_lexicon().nouns


def _is_modifier(p: _Place) -> bool:
    """A verb in a modifier of what has the time: 由两部门发起的活动今天启动, 刚刚建成的大桥5日通车."""
    if BATCH.search(p.text, p.begin, p.event.start):
        return True
    if MET.search(p.text, p.begin, p.event.start) and MET_END.match(p.text, p.event.end):
        return True
    if not p.text.startswith("的", p.event.end) and not MODIFYING.match(p.text, p.event.end):
        return False
    by = BY.search(p.text, p.begin, p.event.start) or TOGETHER.search(p.text, p.begin, p.event.start)
    if by and p.text.startswith("的", p.event.end):
        return not any(by.start() <= t.start < p.event.start for t in p.own)
    behind = [t for t in p.own if t.start >= p.event.end]
    between = (p.text[p.event.end : t.start] for t in behind)
    return bool(behind) and len(behind) == len(p.own) and all("的" in x[:-1] for x in between)


def _is_deadline(p: _Place) -> bool:
    """截至5日已建成三座: the day of the count."""
    inside = [t for t in p.stated if p.sentence.start <= t.start < p.sentence.end]
    return bool(inside) and all(UNTIL.search(p.text, max(0, t.start - 12), t.start) for t in inside)


def _is_in_a_title(p: _Place) -> bool:
    """今天发表社论《祝贺大会闭幕》: the day is that of the paper."""
    opened = p.text.rfind("《", p.sentence.start, p.event.start)
    if opened < 0 or p.text.find("》", opened) < p.event.end:
        return False
    inside = [t for t in p.stated if p.sentence.start <= t.start < p.sentence.end]
    return bool(inside) and all(t.end <= opened for t in inside)


def _is_announced(p: _Place) -> bool:
    """A plan with a day that is not to come, by a time that states no plan: 某厂今天宣布，将开设分厂."""
    day = p.when.end or ""
    if p.event.status != "planned" or len(day) != DAY or not p.published or day > p.published:
        return False
    return not any(_states_plan(p, t) for t in p.stated)


def _states_plan(p: _Place, t: TimeExpression) -> bool:
    if p.begin <= t.start < p.end:
        return REPORTING.search(p.text, t.end, p.event.start) is None
    begin = max((m.end() for m in STOP.finditer(p.text, 0, t.start)), default=0)
    stop = STOP.search(p.text, t.end)
    return PLAN.search(p.text, begin, stop.start() if stop else len(p.text)) is not None


def _is_of_another_sentence(p: _Place) -> bool:
    """A month or a past year dates its own sentence; so does a day, if the event's sentence has another one, or a plan."""
    begin = p.when.begin or ""
    if not p.stated or p.is_in_sentence or not p.when.is_point or not p.published:
        return False
    if len(begin) < DAY:
        return begin != p.published[:4]
    if ONE_OF.search(p.text, p.begin, p.event.start) and ONE_OF_END.match(p.text, p.event.end):
        return True  # 该厂是首批迁入的企业之一
    if begin <= p.published and EXPECTED.search(p.text, p.sentence.start, p.event.start):
        return True
    return _has_another_day(p) and not p.text.startswith("的", p.event.end)  # 事故的救援今天结束


def _has_another_day(p: _Place) -> bool:
    """Whether a day that is not the date stands before the trigger in its sentence, and is not that of an utterance."""
    before = (t for t in p.times if t.end <= p.event.start and REPORTING.search(p.text, t.end, p.event.start) is None)
    return any(t.when is not None and t.when.is_point and len(t.when.begin or "") == DAY for t in before)


CHECKS: Mapping[str, Callable[[_Place], bool]] = {
    "another item": _in_another_item,
    "vague": _is_vague,
    "measure": _is_measure,
    "names another": _names_another,
    "purpose": _is_purpose,
    "mentioned": _is_mentioned,
    "modifier": _is_modifier,
    "deadline": _is_deadline,
    "title": _is_in_a_title,
    "announced": _is_announced,
    "another sentence": _is_of_another_sentence,
}
