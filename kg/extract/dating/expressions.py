"""Dates that belong to what their expression stands in: a title, a goal, a thing made then, a report, the beginning or end of a span."""

from __future__ import annotations

import re
from datetime import date

from kg.extract.dating.place import DAY, IN, STOP, Place
from kg.model import TimeExpression

GOAL = re.compile(r"(?:锚定|面向|展望|着眼于?|对标)[“《]?$")  # 锚定2035年远景目标
FROM_NOW = re.compile(r"(?:现在|目前|即日|今日|今天|此刻)起，?(?:一直)?(?:持续)?[到至]$")  # 从现在起到明年年初
OF_A_YEAR = re.compile(r"的?(?:边界(?!冲突|谈判|协[定议]|战争)|停火线)")  # 以1967年边界为基础
FOUNDED = re.compile(r"(?:始?建|创建|创办|创立|设立|成立|组建|落成|开业|出?生)于$")  # 建于1743年的钟楼倒塌
TOOK_PLACE = re.compile(  # 5日发生的重大事故的抢险
    rf"{IN}{{0,12}}?(?:发生|爆发|制造)的{IN}{{0,12}}?(?:事故|事件|案件?|火灾|地震|袭击|爆炸|冲突|灾害|洪水)的"
)
MADE = re.compile(  # 去年底投用的服务中心接受检查, 去年12月生效的停火破裂
    rf"{IN}{{0,6}}?(?:施行|实施|生效|投用|启用|建成|竣工|落成|建造|修建|成立|创办|开馆|投产)的(?!{IN}{{0,20}}宣布)"
)
OF_A_REPORT = re.compile(  # 12日公布的数据显示
    rf"(?:公布|发布|披露)的{IN}{{0,6}}?(?:数据|统计|画面|视频|民调)(?:[，：]|显示|称|说)"
)
GREATEST = re.compile(rf"(?:以来)?{IN}{{0,20}}?最{IN}{{0,14}}")  # 1985年以来震级最高的地震
UP_TO = re.compile(r"(?:日[）)]?|月|年|起)(?:至|到)$")  # 今起（9月28日）至10月3日
NEAR = 10  # days from a date to publication within which what was published then may be the event
SINCE = re.compile(rf"[自从]{IN}{{0,40}}?以来")  # 自去年10月7日冲突爆发以来
REACH = 12  # characters before an expression
# Seasons of this year, by the month in which they begin
SEASON = re.compile("今年(?P<season>[夏秋冬])")
BEGINS = {"夏": 6, "秋": 9, "冬": 12}
SOON = 2  # months before its beginning in which a season may be spoken of as begun: 今年秋季学期


def is_of_its_expression(p: Place) -> bool:
    """Whether each expression states the date of something else than the event."""
    return bool(p.stated) and all(_is_of_something_else(p, t) for t in p.stated)


def _is_of_something_else(p: Place, t: TimeExpression) -> bool:
    before = p.text[max(0, t.start - REACH) : t.start]
    is_year = len(p.when.begin or "") == len("1967")
    if UP_TO.search(before) and any(0 <= t.start - x.end <= 2 for x in p.times):
        return True
    if GOAL.search(before) or FROM_NOW.search(before) or (is_year and OF_A_YEAR.match(p.text, t.end)):
        return True
    if p.begin <= t.start and t.end <= p.event.start:
        if FOUNDED.search(before) and "的" in p.text[t.end : p.event.start]:
            return True
        if TOOK_PLACE.fullmatch(p.text, t.end, p.event.start) or _is_of_what_was_made(p, t):
            return True
    report = OF_A_REPORT.match(p.text, t.end, p.event.start) if p.sentence.start <= t.start else None
    return report is not None or _is_in_another_title(p, t) or _is_in_another_span(p, t)


def _is_of_what_was_made(p: Place, t: TimeExpression) -> bool:
    """Whether the date is that of a thing in whose modifier it stands, or begins the time in which the event is the greatest."""
    if p.when.is_point:
        return not _is_near(p) and MADE.match(p.text, t.end, p.event.start) is not None
    since = p.when.end is None  # no span: 5日至8日举行最大规模演习
    return since and GREATEST.fullmatch(p.text, t.end, p.event.start) is not None


def _is_near(p: Place) -> bool:
    day = p.when.begin or ""
    if len(day) != DAY or not p.published:
        return False
    return abs((date.fromisoformat(p.published) - date.fromisoformat(day)).days) <= NEAR


def _is_in_another_title(p: Place, t: TimeExpression) -> bool:
    """印发《关于做好2023年春节工作的通知》: the year is that of the title."""
    opened = p.text.rfind("《", max(0, t.start - 60), t.start)
    closed = p.text.find("》", opened) if opened >= 0 else -1
    return closed >= t.end and not opened < p.event.start < closed


def _is_in_another_span(p: Place, t: TimeExpression) -> bool:
    """自去年10月7日冲突爆发以来，民众多次集会: the day is that of what the span begins with."""
    begin = max(p.text.rfind(c, max(0, t.start - 30), t.start) for c in "自从")
    span = SINCE.match(p.text, begin) if begin >= 0 else None
    if span is None or span.end() < t.end:
        return False
    if p.event.end <= begin and STOP.search(p.text, p.event.end, begin) is None:  # 抗议活动自3月1日爆发以来
        return False
    return p.text[p.event.start : p.event.end] not in span[0]


def is_to_come(p: Place) -> bool:
    """今年夏天 said in January of what has happened is the summer before."""
    if p.event.status != "happened" or not p.published:
        return False
    seasons = [SEASON.match(p.text, t.start) for t in p.stated]
    return bool(seasons) and all(m is not None and int(p.published[5:7]) + SOON < BEGINS[m["season"]] for m in seasons)
