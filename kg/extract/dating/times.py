"""Dates that are not the event's by the times of its sentence: vague ones, jubilees, deadlines, announcements, other sentences."""

from __future__ import annotations

import re

from kg.extract.dating.items import item_at
from kg.extract.dating.place import COUNT, DAY, IN, REPORTING, STOP, Place
from kg.model import TimeExpression
from kg.wordlists import either

PERIOD = rf"{COUNT}?多?(?:天|日|周|个月|年|小时)"
RECENT = re.compile(either("recent_times"))
ABOUT_RECENT = re.compile(rf"[就对因与]{either('recent_times')}{IN}*的")  # 就近日的事故道歉: the apology has the date
EARLIER = re.compile(rf"{either('earlier_times')}|过去的?{PERIOD}|(?<![^，。；！？：\n])近{PERIOD}来?(?!报|底|度|轻)")
AGO = rf"{COUNT}多?(?:天|周|个月|年)之?前"
EARLIER_HERE = re.compile(  # 此前发布的预警取消: not the time of the last verb
    rf"(?:过去的?{PERIOD}{IN}*|(?:{EARLIER.pattern})(?:(?!的){IN})*)$"
)
LATER = re.compile(rf"{COUNT}多?(?:年|天|周|个月)(?:之|以)?后(?![期续方勤备])|第[三四五六七八九十]天")
FORMERLY = re.compile(rf"[处个名座栋架艘批支家位]曾经?{IN}{{0,12}}$")  # 5日捣毁了一处曾袭击车队的窝点
OF_IT = re.compile(rf"{IN}{{0,8}}?的")
OPENING = re.compile(rf"(?:{either('recent_times')}|{EARLIER.pattern}|{AGO})，")
ONCE = re.compile(rf"{either('experience_words')}{IN}{{0,12}}$")
# Behind a trigger: 成立十周年, 成立后首次, 冲突以来最大
FIRST = rf"{IN}{{0,4}}?(?:首[次个批位家场部架届座条]|第[一二三四五六七八九十\d])"
ENDED_BEFORE = rf"(?:胜利|圆满)?(?:结束|闭幕|过去|过后)之?后?{IN}{{0,3}}?{COUNT}多?个?(?:天|日|周|星期|月|年)"
LONG_SINCE = re.compile(  # 遇袭身亡一个月后
    rf"(?:案|事件|致死|死亡|身亡|遇害|遇难)?(?:近|约|整整|已|才|不到|不足)?{COUNT}多?个?(?:天|日|周|星期|月|年)(?:之|以)?后"
)
MEASURE = re.compile(
    rf"[”》）]?(?:{COUNT}周年|(?:之?后|以来){FIRST}|以来的?最|{ENDED_BEFORE})"  # 大会结束不到一个月
)
SINCE = re.compile(rf"(?:正式|全面|爆发|开赛|发生)?(?:以来|{COUNT}多?年多?来)")
YEARLY = re.compile(  # 今年已发生六百起
    rf"(?:今年|本月|本周|去年|年内|{COUNT}年来)(?:以来)?[^，。；！？\n]{{0,6}}?(?:已|共|累计)"
)
INCIDENT_DAY = re.compile("(?:事发|案发|出事|事故|事件)当[天日晚]")
GOING_ON = re.compile(rf"以来(?:(?![第首最]){IN}){{0,20}}$")  # 自1962年以来实施的封锁
BY_NOW = re.compile(rf"已经?(?:初步|基本|逐步){IN}{{0,12}}$")  # 我国已初步建立体系
FROM = re.compile(r"[自从]")
JUBILEE = re.compile(rf"年{IN}{{0,6}}是{IN}*$")  # 今年是两国签约、建交十周年
JUBILEE_END = re.compile(rf"{IN}*?{COUNT}周年")
ARRIVING = re.compile(rf"{either('arriving_words')}[^。；！？\n]{{0,30}}?(?:出席|参加)(?:(?![并的]){IN})*$")
GUESTS = re.compile(rf"(?:会见|接见)了?出席(?:(?![并的]){IN})*$")  # 会见出席论坛的代表
TO_COME = re.compile(rf"{IN}{{0,4}}?(?:将于|将在|定于|拟于)")  # 今天介绍，本届展会将于4月13日举办
UNTIL = re.compile(r"截[至止]到?(?:目前|北京时间|当地时间|今天|昨天)*[，（]?$")
ONE_OF = re.compile(rf"(?:是|为|作为){IN}*$")
ONE_OF_END = re.compile(rf"{IN}*?之一")
EXPECTED = re.compile(r"预计|预期|有望|届时")
CLAUSE_BEFORE = re.compile(rf"{IN}{{0,8}}，")  # 今晚（3月6日）8点档，某剧将开播
TIMES = re.compile(  # 先后召开3次会议, 多次考察
    rf"(?:先后{IN}{{0,6}}(?<![第届])(?:\d|[一二两三四五六七八九十几数多])|(?<![第届])[多两三四五六七八九十数])次{IN}{{0,2}}$"
)
TOTAL = re.compile(rf"累计(?:(?![为是]){IN}){{0,30}}$")  # 已累计培养200余人
SO_FAR = re.compile(  # 自冲突爆发以来，已有百万人逃离
    r"以来，[^。；！？\n]{0,40}(?:已|共|累计|至少)[^。；！？\n]{0,20}$"
)
IN_FORCE = re.compile(  # 公布的条例自5月1日起施行
    r"(?:起(?:正式|全面|开始|统一)*(?:施行|实施|生效|执行)|(?:正式|全面|开始|统一)*(?:施行|实施|生效|执行)(?=[，。；！？）\n]|$))"
)
ENDING = re.compile(rf"(?<!未)结束(?!之?后|时){IN}{{0,60}}$")
BACK = re.compile("启程|回国|回到|返回|返抵")
ENDED = re.compile(rf"{IN}*?(?:之?后(?![续方勤备期半])|，?{IN}{{0,10}}?(?:{BACK.pattern})|，{IN}{{0,10}}?抵达)")
EARLIER_MENTION = 120  # characters before a sentence in which its event may be mentioned before
PLAN = re.compile(r"将|拟|定于|计划|预计|预定|决定|日?起|开始")


def in_another_item(p: Place) -> bool:
    """今天 of one item says nothing of the next."""
    if not p.stated or not p.items or p.sentence.part != "body":
        return False
    mine = item_at(p.items, p.event.start)
    return all(item_at(p.items, t.start) != mine for t in p.stated)


def is_vague(p: Place) -> bool:
    """A time that is left open stands nearer than the date: 某国5日谴责该组织近日发动袭击, 此前他曾访问某地, 三周后沉没."""
    if p.is_dated_behind:
        return False
    if p.since_time <= p.begin and LATER.match(p.text, p.begin, p.event.start):  # 三周后沉没
        return True
    if FORMERLY.search(p.lead) and OF_IT.match(p.text, p.event.end):
        return True
    if EARLIER_HERE.search(p.lead) or (_is_once(p) and not _dates_directly(p)):
        return True
    # 近日 in the lead, the day further down; it is not today
    if RECENT.search(p.lead) and not ABOUT_RECENT.search(p.lead):
        is_today = p.when.begin == p.published
        return is_today or p.is_in_sentence or all(t.start < p.event.start for t in p.stated)
    if not p.own and GOING_ON.search(p.text, p.begin, p.event.start):
        return True
    if not p.is_in_sentence and BY_NOW.search(p.text, p.begin, p.event.start):
        return True
    if not p.is_in_sentence and INCIDENT_DAY.search(p.text, p.sentence.start, p.event.start):
        return True
    if p.event.start == p.sentence.start and not p.is_in_sentence and _was_recent(p):
        return True
    return p.since_time <= p.begin and bool(OPENING.search(p.text[p.since_time : p.begin]))


def _was_recent(p: Place) -> bool:
    """Whether the last mention of the event before this sentence says 日前: 总理日前作出批示。批示指出，…"""
    before = p.text.rfind(
        p.text[p.event.start : p.event.end], max(0, p.sentence.start - EARLIER_MENTION), p.sentence.start
    )
    if before < 0:
        return False
    begin = max((m.end() for m in STOP.finditer(p.text, max(0, before - 60), before)), default=max(0, before - 60))
    recent = RECENT.search(p.text, begin, before)
    return recent is not None and REPORTING.search(p.text, recent.end(), before) is None


def _is_once(p: Place) -> bool:
    """Whether an adverb says that the event happened at some time before; 曾 may also begin a name: 曾敏发表讲话."""
    if ONCE.search(p.lead) is None:
        return False
    at = p.text.rfind("曾", p.begin, p.event.start)
    return not any(t.start == at and t.tag in {"PER", "nr"} for t in p.sentence.tokens)


def _dates_directly(p: Place) -> bool:
    """Whether the date stands before the trigger in its sentence, and not as the day of an utterance: 2003年，该地曾发生地震."""
    before = (t.end for t in p.stated if p.sentence.start <= t.start and t.end <= p.event.start)
    return any(REPORTING.search(p.text, end, p.event.start) is None for end in before)


def is_measure(p: Place) -> bool:
    """成立十周年, 成立后首次, 多次考察, 已累计培养200人; 成立以来 has the time before it, if any: 自2013年提出以来."""
    if MEASURE.match(p.text, p.event.end):
        return not p.is_dated_behind
    if not p.is_in_sentence and YEARLY.search(p.text, p.sentence.start, p.event.start):
        return True
    if LONG_SINCE.match(p.text, p.event.end) and not p.own:
        return True
    if not p.own and SO_FAR.search(p.text, p.since_time, p.event.start):
        return True
    has_its_day = p.is_in_sentence and len(p.when.begin or "") == DAY
    if not p.own and not has_its_day and TOTAL.search(p.text, p.begin, p.event.start):
        return True
    if not p.is_in_sentence and TIMES.search(p.text, p.begin, p.event.start):
        return True
    if JUBILEE.search(p.text, p.begin, p.event.start) and JUBILEE_END.match(p.text, p.event.end):
        return True
    if not SINCE.match(p.text, p.event.end):
        return False
    since = [t for t in p.own if t.end <= p.event.start and not FROM.search(p.text, t.end, p.event.start)]
    return not since or p.when.begin == p.published


def is_purpose(p: Place) -> bool:
    """来华出席峰会的某总统: the day is that of the arrival or of a talk; a period may be that of the occasion."""
    is_day = p.when.is_point and len(p.when.begin or "") == DAY
    way = p.text[max(p.sentence.start, p.since_time) : p.event.start]
    return is_day and bool(ARRIVING.search(way) or GUESTS.search(way))


def is_deadline(p: Place) -> bool:
    """截至5日已建成三座: the day of the count."""
    inside = [t for t in p.stated if p.sentence.start <= t.start < p.sentence.end]
    return bool(inside) and all(UNTIL.search(p.text, max(0, t.start - 12), t.start) for t in inside)


def is_of_force(p: Place) -> bool:
    """今天公布条例，自5月1日起施行: the day from which a rule is in force is not that of another event."""
    inside = [t for t in p.stated if p.sentence.start <= t.start < p.sentence.end]
    force = [IN_FORCE.match(p.text, t.end) for t in inside]
    return bool(force) and all(m is not None and not m.start() <= p.event.start < m.end() for m in force)


def is_over(p: Place) -> bool:
    """5日，总理结束访问后回到首都: the day is that of what comes after it."""
    day = p.when.begin or ""
    if len(day) != DAY or not p.when.is_point or BACK.match(p.text, p.event.start):
        return False
    if ENDING.search(p.text, p.begin, p.event.start) is None:
        return False
    return ENDED.match(p.text, p.event.end) is not None and not any(t.start >= p.event.end for t in p.own)


def is_announced(p: Place) -> bool:
    """A plan with a day that is not to come, by a time that states no plan: 某厂今天宣布，将开设分厂."""
    day = p.when.end or ""
    if p.event.status != "planned" or len(day) != DAY or not p.published or day > p.published:
        return False
    return not any(_states_plan(p, t) for t in p.stated)


def _states_plan(p: Place, t: TimeExpression) -> bool:
    if p.begin <= t.start < p.end or CLAUSE_BEFORE.fullmatch(p.text, t.end, p.begin):
        return REPORTING.search(p.text, t.end, p.event.start) is None
    begin = max((m.end() for m in STOP.finditer(p.text, max(0, t.start - 60), t.start)), default=max(0, t.start - 60))
    stop = STOP.search(p.text, t.end)
    return PLAN.search(p.text, begin, stop.start() if stop else len(p.text)) is not None


def is_of_another_sentence(p: Place) -> bool:
    """A month or a past year dates its own sentence; so does a day, if the event's sentence has another one, or a plan."""
    begin = p.when.begin or ""
    if any(_is_set(p, t) for t in p.times if t.start >= p.event.end) or _is_of_a_report(p):
        return True
    if not p.stated or p.is_in_sentence or not p.when.is_point or not p.published:
        return False
    if len(begin) < DAY:
        return begin != p.published[:4]
    if ONE_OF.search(p.text, p.begin, p.event.start) and ONE_OF_END.match(p.text, p.event.end):
        return True  # 该厂是首批迁入的企业之一
    if begin <= p.published and EXPECTED.search(p.text, p.sentence.start, p.event.start):
        return True
    return _has_another_day(p) and not p.text.startswith("的", p.event.end)  # 事故的救援今天结束


def _is_set(p: Place, t: TimeExpression) -> bool:
    """Whether another time, to come, follows the event's name and a word of planning."""
    set_for = TO_COME.fullmatch(p.text, p.event.end, t.start)
    return set_for is not None and t.when is not None and (t.when.begin or "")[:DAY] > (p.when.end or "")


def _is_of_a_report(p: Place) -> bool:
    """Whether the date is that of a report which states a later time for the event: 5日获悉，书展将于20日举行，有百家出版社参展."""
    ends = [t.end for t in p.stated if p.sentence.start <= t.start and t.end <= p.event.start]
    verb = REPORTING.search(p.text, max(ends), p.event.start) if ends else None
    if verb is None or p.own:
        return False
    later = (t.when.begin or "" for t in p.times if verb.end() <= t.start and t.end <= p.event.start and t.when)
    return any(begin[:DAY] > (p.when.end or "") for begin in later)


def _has_another_day(p: Place) -> bool:
    """Whether a day that is not the date stands before the trigger in its sentence, and is not that of an utterance or a count."""
    before = (
        t
        for t in p.times
        if t.end <= p.event.start
        and REPORTING.search(p.text, t.end, p.event.start) is None
        and UNTIL.search(p.text, max(0, t.start - 12), t.start) is None
    )
    return any(t.when is not None and t.when.is_point and len(t.when.begin or "") == DAY for t in before)
