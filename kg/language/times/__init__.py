"""Time expressions of news, resolved against the publication date to a day, a month, a year or an interval.

Months and days without a year lie near the publication date (`kg.language.times.years`); 当天, 次日, 同年 refer to the last resolved
time before them. Indefinite (近日, 日前) and recurring expressions (每年11月) resolve to None; without a publication date no year is inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kg.language.normalise import fold
from kg.language.prospect import Prospects
from kg.language.times.grammar import PATTERNS
from kg.language.times.readings import day_years_ago
from kg.language.times.values import FIRST_YEAR, LAST_YEAR, Reading, State, in_calendar, past_day
from kg.model import Sentence, TimeExpression, When
from kg.wordlists import either

__all__ = ["find_times"]

BEFORE, AFTER = 8, 14  # characters between a time and the word that states a plan
CLAUSE_END = re.compile(r"[，。；！？：:;!?\n]|(?<!\d),|\.(?!\d)")
MOVED = re.compile(rf"{either('postponing_words')}(?:到|至|于|在)$")
ONWARD = re.compile(r"起|之前|以前|前(?![夕后往期方来景])|(?:正式|全面)?(?:施行|实施|生效)|的?(?:举行)?(?:大选|选举)")
UNTIL = re.compile(r"(?:(?<!截)至|[直续长期]到|最迟|至迟|赶在)$")
RECURRING = re.compile(  # 每年11月 is no month of one year
    r"(?:每个?[年季月周]|每[两三四五]年|每隔[一二两三四五]年|历年|往年|年年|每[逢到])"
    r"(?:都|均|也|会|固定|一般|通常|大约|约|[的在到逢从自于（])*$"
)
LISTED = re.compile(r"[、和及或至到与]{1,2}")
DATELINE = re.compile(  # 3月5日体育专电, 3月5日讯（记者…
    r"(?:[上下]午|[体专综财]\w{0,3})?(?:电|讯)(?=[\s\u3000（(:：】\]据记]|$)|消息(?=[：:，])"
)
COUNTED_TO = re.compile(  # 自去年5月投运以来，截至12月19日
    r"以来[^。！？\n]{0,20}截[至止]到?(?:北京时间|当地时间|今天[（(]|昨天[（(])?$"
)
ASIDE = re.compile(  # before a day that is only referred to
    r"(?:彻查|调查|纪念|针对|关于|就|对|谴责|谈及|提及|指责|批评|(?P<done>了)|(?P<since>[自从]))$"
)
SINCE_THEN = re.compile(r"[^，。；！？\n]{1,30}?(?:以来|至今)")  # 自去年10月7日冲突爆发以来
ATTRIBUTE = re.compile(r"[^，。；！？\n]{1,20}?的")
RECENT_DAYS = 60  # days before publication of what a report is about
LINE_BEGINNING, DAYS_TO_PRESS = 40, 3  # characters; days from writing to publication
SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?!\d)")


def find_times(text: str, published: date | None, sentences: Sequence[Sentence] = ()) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text in order, without overlaps; offsets refer to `text`.

    The words of `sentences` distinguish the two senses of 将.

    >>> [t.when.begin for t in find_times("昨日，市委召开会议；去年12月曾调研。", date(2021, 1, 5))]
    ['2021-01-04', '2020-12']
    """
    published = published if published and FIRST_YEAR <= published.year <= LAST_YEAR else None
    prospects = Prospects(text, [t for s in sentences for t in s.tokens])
    state = State(published)
    found: list[TimeExpression] = []
    end, recurs = 0, False
    for m, reading in _matches(fold(text)):
        same_sentence = not SENTENCE_END.search(text, end, m.start())
        continues = same_sentence and COUNTED_TO.search(text, max(0, m.start() - 36), m.start()) is None
        dated, before = (state.dated, state.in_sentence) if continues else (None, None)
        ahead = _is_ahead(text, m.start(), m.end(), prospects)
        onward = _is_onward(text, m.start(), m.end())
        state = State(published, state.last, ahead, state.day, dated, before, state.written, onward)
        again = recurs and LISTED.fullmatch(text, end, m.start()) is not None  # 每年3月、9月
        recurs = again or RECURRING.search(text, max(0, m.start() - 12), m.start()) is not None
        when = None if recurs else in_calendar(reading(m, state))
        found.append(TimeExpression(m.start(), m.end(), when))
        if when is not None:
            dated = when if _is_dated(m, when, published) else dated
            written = _written(text, m, when, published) or state.written
            day = None if _is_aside(text, m, reading, when, state, published) else past_day(when, published)
            state = State(published, when, ahead, day or state.day, dated, when, written)
        end = m.end()
    return tuple(found)


def _matches(text: str) -> Iterator[tuple[re.Match[str], Reading]]:
    """Yield the matches in text order; where matches overlap, the earlier pattern of the grammar wins."""
    taken = bytearray(len(text) + 1)
    found: list[tuple[re.Match[str], Reading]] = []
    for pattern, reading in PATTERNS:
        for m in pattern.finditer(text):
            if m.end() > m.start() and not any(taken[m.start() : m.end()]):
                taken[m.start() : m.end()] = b"\x01" * (m.end() - m.start())
                found.append((m, reading))
    return iter(sorted(found, key=lambda x: x[0].start()))


AFTERWARDS = re.compile(r"[^，。；！？：\n]{1,8}后，")  # 10月28日闭幕后，将改为公园
DECIDED = re.compile(r"决定于?$")  # 决定6月4日召开


def _is_ahead(text: str, start: int, end: int, prospects: Prospects) -> bool:
    """Whether a plan is stated shortly before a time in its clause, or after it, before or in the next clause.

    A plan in a modifier is not the time's: 即将投用的大桥3月5日合龙.
    """
    begin = max((m.end() for m in CLAUSE_END.finditer(text, max(0, start - 40), start)), default=max(0, start - 40))
    if DECIDED.search(text, begin, start):
        return True
    before = (m.end() for m in prospects.markers(max(begin, start - BEFORE - 3), start))
    if MOVED.search(text, begin, start) or any(start - at <= BEFORE and "的" not in text[at:start] for at in before):
        return True
    then = AFTERWARDS.match(text, end)
    if then and any(True for _ in prospects.markers(then.end(), then.end() + 3)):
        return True
    limit = end + (text[end : end + 1] in {"，", ","})
    closes = CLAUSE_END.search(text, limit)
    limit = min(closes.start() if closes else len(text), limit + AFTER)
    return any("的" not in text[m.end() : m.end() + 6] for m in prospects.markers(end, limit))


def _is_onward(text: str, start: int, end: int) -> bool:
    """Whether something begins at a time or lasts until then: 8月1日起, 9月15日前, 展期至10月15日, 12月1日施行, 11月5日大选."""
    begins = text[end - 1 : end] == "起" or ONWARD.match(text, end) is not None
    return begins or UNTIL.search(text, max(0, start - 4), start) is not None


def _written(text: str, m: re.Match[str], when: When, published: date | None) -> date | None:
    """Return the day of a dateline, if a day is one: 新华社云川3月5日电 in the paper of the sixth."""
    day = past_day(when, published)
    at_the_beginning = m.start() - text.rfind("\n", 0, m.start()) <= LINE_BEGINNING
    if day is None or published is None or not at_the_beginning or DATELINE.match(text, m.end()) is None:
        return None
    return day if (published - day).days <= DAYS_TO_PRESS else None


def _is_aside(text: str, m: re.Match[str], reading: Reading, when: When, state: State, published: date | None) -> bool:
    """Whether 同日 behind a day is another day: 50年前的今天, or 7日，议员要求彻查2023年10月7日的袭击。同一天."""
    if reading is day_years_ago or m[0].startswith("前一"):  # 次日 behind 前一天 counts from the day before that
        return True
    day = past_day(when, published)
    if day is None or published is None or state.day is None or (published - day).days <= RECENT_DAYS:
        return False
    aside = ASIDE.search(text, max(0, m.start() - 4), m.start())
    if aside is None or (published - state.day).days > RECENT_DAYS:
        return False
    if aside["since"]:
        return SINCE_THEN.match(text, m.end()) is not None
    return aside["done"] is None or ATTRIBUTE.match(text, m.end()) is not None


def _is_dated(m: re.Match[str], when: When, published: date | None) -> bool:
    """Whether an expression states the year of a past month or day."""
    stated = m.groupdict().get("y") or (m.groupdict().get("w") or "").endswith("年")
    past = published is not None and when.end is not None and when.end <= published.isoformat()
    return bool(stated and past and when.end and len(when.end) >= 7)
