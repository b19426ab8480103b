"""Time expressions of news, resolved against the publication date to a day, a month, a year or an interval.

A month and day without a year precede the publication date unless the clause refers to the future (将, 拟, 定于); 当天, 次日, 同年
refer to the last resolved time before them. Indefinite expressions (近日, 日前) resolve to None; without a publication date no
year is inferred.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.language.normalise import fold
from kg.model import TimeExpression, When
from kg.numerals import DIGITS, numeral

N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
Y = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})"
SPAN = r" ?(?:至|到|-|—|~|－|–) ?"
AHEAD = re.compile(r"(?:将|拟|定于|预计|即将|计划|有望|下)[^，。；]{0,8}$")
DISPOSAL = r"[^，。；]{1,8}?(?:抓获|控制|逮捕|送|救|带|移送|转移|击|打|抓|捕|列|纳|作为|视为)"  # 将某人抓获 is past
AHEAD_AFTER = re.compile(rf"[^.;。；]{{0,10}}?(?:将(?!{DISPOSAL})|拟)(?!士|军|领)")
FIRST_YEAR, LAST_YEAR = 1010, 9990  # of reference dates: years near them still have four digits
WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}


@dataclass(frozen=True, slots=True)
class _State:
    """The context of an expression: the publication date and the last resolved time."""

    published: date | None
    last: When | None
    ahead: bool
    day: date | None = None  # the last resolved day that was not in the future: the reference of 当天 and 次日


Reading = Callable[[re.Match[str], _State], When | None]


def _year(text: str) -> int:
    return int("".join(DIGITS.get(c, c) for c in text))


def _day(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1000 <= year <= 9999) or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _month(year: int, month: int) -> str | None:
    return f"{year:04}-{month:02}" if 1 <= month <= 12 and 1000 <= year <= 9999 else None


def _point(value: str | None) -> When | None:
    return When(value, value) if value else None


def _span(begin: str | None, end: str | None) -> When | None:
    return When(begin, end) if begin and end and begin <= end else _point(begin)


def _nearest_year(s: _State, month: int, day: int = 1) -> int | None:
    """Return the year of a month (and day) without a year: the last one not after publication, or the next if `ahead`."""
    if s.published is None:
        return None
    if (month, day) == (2, 29):
        return _leap_year(s.published, s.ahead)
    past = (month, day) <= (s.published.month, s.published.day)
    if s.ahead:
        return s.published.year if (month, day) >= (s.published.month, s.published.day) else s.published.year + 1
    return s.published.year if past else s.published.year - 1


def _leap_year(published: date, ahead: bool) -> int:
    """Return the year of the last 29 February before a day, or of the next one."""
    leap = [y for y in range(published.year - 8, published.year + 9) if calendar.isleap(y)]
    if ahead:
        return next(y for y in leap if date(y, 2, 29) >= published)
    return next(y for y in reversed(leap) if date(y, 2, 29) <= published)


def _full_day(m: re.Match[str], s: _State) -> When | None:
    return _point(_day(_year(m["y"]), numeral(m["m"]), numeral(m["d"])))


def _day_span(m: re.Match[str], s: _State) -> When | None:
    month, day = numeral(m["m"]), numeral(m["d"])
    last_month, last_day = numeral(m["m2"]) if m["m2"] else month, numeral(m["d2"])
    year = _year(m["y"]) if m["y"] else _nearest_year(s, month, day)
    if year is None:
        return None
    return _span(_day(year, month, day), _day(year + (last_month < month), last_month, last_day))


def _month_span(m: re.Match[str], s: _State) -> When | None:
    """A span of months, with or without years: 2015年至2021年4月, 3月至5月."""
    groups = m.groupdict()
    begun = numeral(m["m"]) if m["m"] else None
    year = _year(m["y"]) if m["y"] else _nearest_year(s, begun or 1)
    if year is None:
        return None
    last = numeral(m["m2"])
    end_year = _year(m["y2"]) if groups.get("y2") else year + (begun is not None and last < begun)
    return _span(_month(year, begun) if begun else str(year), _month(end_year, last))


def _full_month(m: re.Match[str], s: _State) -> When | None:
    return _point(_month(_year(m["y"]), numeral(m["m"])))


def _year_span(m: re.Match[str], s: _State) -> When | None:
    a, b = _year(m["y"]), _year(m["y2"])
    return _span(str(a), str(b)) if 1000 <= a <= b <= 2100 else None


def _bare_year(m: re.Match[str], s: _State) -> When | None:
    year = _year(m["y"])
    if not 1000 <= year <= 2100:
        return None
    return _since(str(year), m)


def _relative_year(m: re.Match[str], s: _State) -> When | None:
    offset = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2, "大前年": -3}[m["w"]]
    if s.published is None:
        return None
    year = s.published.year + offset
    if m["m"] and m["d"]:
        return _since(_day(year, numeral(m["m"]), numeral(m["d"])), m)
    return _since(_month(year, numeral(m["m"])) if m["m"] else str(year), m)


def _since(value: str | None, m: re.Match[str]) -> When | None:
    """Return a point, or an open span if 以来 or 起 follows."""
    return When(value, None) if value and m["since"] else _point(value)


def _chained_year(m: re.Match[str], s: _State) -> When | None:
    if not s.last or not s.last.begin:
        return None
    year = int(s.last.begin[:4]) + (1 if m["w"] in {"次年", "翌年"} else 0)
    if m["m"] and m["d"]:
        return _point(_day(year, numeral(m["m"]), numeral(m["d"])))
    return _point(_month(year, numeral(m["m"])) if m["m"] else str(year))


def _month_day(m: re.Match[str], s: _State) -> When | None:
    month, day = numeral(m["m"]), numeral(m["d"])
    year = _nearest_year(s, month, day)
    return _since(_day(year, month, day) if year else None, m)


def _dotted(m: re.Match[str], s: _State) -> When | None:
    month, day = int(m["m"]), int(m["d"])
    s = replace(s, ahead=False)  # “4·29”: such names refer to past events
    year = _nearest_year(s, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    return _point(_day(year, month, day)) if year else None


def _bare_month(m: re.Match[str], s: _State) -> When | None:
    month = numeral(m["m"])
    year = _nearest_year(s, month)
    return _point(_month(year, month)) if year else None


def _bare_day(m: re.Match[str], s: _State) -> When | None:
    """A day without a month: the nearest such day before publication; without a date, of the last month mentioned."""
    if s.published is None:
        return _in_last_month(s, numeral(m["d"]))
    day = numeral(m["d"])
    year, month = s.published.year, s.published.month
    if not s.ahead and day > s.published.day:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return _point(_day(year, month, day))


def _in_last_month(s: _State, day: int) -> When | None:
    if s.last and s.last.begin and len(s.last.begin) >= 7:
        return _point(_day(int(s.last.begin[:4]), int(s.last.begin[5:7]), day))
    return None


def _bare_day_span(m: re.Match[str], s: _State) -> When | None:
    first = _bare_day(m, s)
    if not first or not first.begin:
        return None
    return _span(first.begin, _day(int(first.begin[:4]), int(first.begin[5:7]), numeral(m["d2"])))


def _relative_day(m: re.Match[str], s: _State) -> When | None:
    offsets = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2, "本": 0}
    return _point((s.published + timedelta(days=offsets[m["w"]])).isoformat()) if s.published else None


def _chained_day(m: re.Match[str], s: _State) -> When | None:
    if s.day is None:
        return None
    steps = {"次日": 1, "翌日": 1, "第二天": 1, "前一天": -1, "前一日": -1}
    return _point((s.day + timedelta(days=steps.get(m["w"], 0))).isoformat())


def _relative_month(m: re.Match[str], s: _State) -> When | None:
    if s.published is None:
        return None
    offset = {"本": 0, "这个": 0, "上": -1, "上个": -1, "下": 1, "下个": 1, "同": 0, "当": 0}[m["w"]]
    if m["w"] in {"同", "当"} and s.last and s.last.begin and len(s.last.begin) >= 7:
        year, month = int(s.last.begin[:4]), int(s.last.begin[5:7])
    else:
        index = s.published.year * 12 + s.published.month - 1 + offset
        year, month = index // 12, index % 12 + 1
    return _point(_day(year, month, numeral(m["d"])) if m["d"] else _month(year, month))


def _week(m: re.Match[str], s: _State) -> When | None:
    if s.published is None:
        return None
    which, weekday = m["w"], m["d"] or m["alone"]
    weeks = {"上": -1, "上个": -1, "下": 1, "下个": 1, "上上": -2, "上上个": -2, "下下": 2, "下下个": 2}.get(
        which or "", 0
    )
    monday = s.published - timedelta(days=s.published.weekday()) + timedelta(weeks=weeks)
    if not weekday:
        return _span(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    day = monday + timedelta(days=WEEKDAYS[weekday])
    if not which and day > s.published and not s.ahead:
        day -= timedelta(weeks=1)
    return _point(day.isoformat())


def _decade(m: re.Match[str], s: _State) -> When | None:
    tens = numeral(m["n"]) if m["n"] else 0
    if m["c"]:
        begin = (numeral(m["c"]) - 1) * 100 + tens
    elif m["y"]:
        begin = int(m["y"])
    else:
        begin = 1900 + (numeral(m["m"]) if m["m"] else tens)
    return _span(str(begin), str(begin + 9)) if begin % 10 == 0 and 1000 <= begin <= 2090 else None


def _season(m: re.Match[str], s: _State) -> When | None:
    year = _base_year(m, s)
    if year is None:
        return None
    word = m["q"]
    if word in {"上半年", "下半年"}:
        first, last = (1, 6) if word == "上半年" else (7, 12)
    else:
        quarter = numeral(re.sub(r"[第季度]", "", word))
        first, last = quarter * 3 - 2, quarter * 3
    return _span(_month(year, first), _month(year, last)) if last <= 12 else None


def _base_year(m: re.Match[str], s: _State) -> int | None:
    if m["y"]:
        return _year(m["y"])
    if s.published is None:
        return None
    return s.published.year + {"今年": 0, "去年": -1, "明年": 1, None: 0}[m["w"]]


def _nothing(m: re.Match[str], s: _State) -> When | None:
    return None


CLOCK = r"(?:凌晨|清晨|早上|早|上午|中午|下午|傍晚|夜间|晚间|晚|夜)?"
SINCE = r"(?P<since>以来|起(?=[，。、对向施实正试执在至未免开])|后至今)?"
GRAMMAR: tuple[tuple[str, Reading], ...] = (
    (
        rf"(?:(?P<y>{Y}) ?年)?(?P<m>{N}) ?月(?P<d>{N})[日号]?{CLOCK}{SPAN}(?:(?P<m2>{N}) ?月)?(?P<d2>{N})[日号]",
        _day_span,
    ),
    (rf"(?P<y>{Y}) ?年(?:(?P<m>{N}) ?月)?{SPAN}(?:(?P<y2>{Y}) ?年)(?P<m2>{N}) ?月", _month_span),
    (
        rf"(?:(?P<y>{Y}) ?年)?(?P<m>{N}) ?月(?:{SPAN}|[与和](?=[^，。]{{1,4}}月之?间))(?P<m2>{N}) ?月(?!{N}[日号])",
        _month_span,
    ),
    (rf"(?P<y>{Y}) ?年(?P<m>{N}) ?月(?P<d>{N})[日号]", _full_day),
    (r"(?<!\d)(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)", _full_day),
    (rf"(?P<y>{Y}) ?年 ?(?P<m>{N}) ?月份?", _full_month),
    (rf"(?<!\d)(?P<y>{Y}) ?年?(?:{SPAN}|[与和](?=\d+年之?间))(?P<y2>{Y}) ?年", _year_span),
    (rf"(?:(?P<y>{Y}) ?年|(?P<w>今年|去年|明年))?(?P<q>第?[一二三四]季度|[上下]半年)", _season),
    (
        r"(?:(?:上?个?世纪|(?P<c>[一二]?十[一二三四五六七八九]?|\d\d)世纪)(?P<n>[一二三四五六七八九]十|\d0)年代)|(?P<y>(?:19|20)\d0)年代|(?<![一-鿿\d])(?P<m>[二三四五六七八九]十)年代",
        _decade,
    ),
    (rf"(?<!\d)(?P<y>{Y}) ?年(?!代|[级届度]){SINCE}", _bare_year),
    (
        rf"(?P<w>大前年|今年|本年|去年|前年|明年|后年)(?:(?P<m>{N}) ?月(?:份|(?P<d>{N})[日号])?)?(?:[初底末]|年[初底末])?{SINCE}",
        _relative_year,
    ),
    (rf"(?P<w>同年|当年|次年|翌年)(?:(?P<m>{N}) ?月(?:(?P<d>{N})[日号])?)?", _chained_year),
    (rf"(?<![\d一二三四五六七八九十])(?P<m>{N}) ?月(?P<d>{N})[日号]{SINCE}", _month_day),
    (r"(?<=[“\"'「])(?P<m>\d{1,2})·(?P<d>\d{1,2})(?=[”\"'」])", _dotted),
    (rf"(?P<w>本|这个|上个?|下个?|同|当)月(?:(?P<d>{N})[日号])?(?!球|亮|台)", _relative_month),
    (rf"(?<![\d一二三四五六七八九十个])(?P<m>{N}) ?月(?:份|[初底末]|中旬|上旬|下旬)?(?![\d饼薪租])", _bare_month),
    (rf"(?<![\d一二三四五六七八九十第\-])(?P<d>{N})日{SPAN}(?P<d2>{N})日", _bare_day_span),
    (
        r"(?:(?P<w>上?上个?|本|这个?|下?下个?)(?:周|星期)(?P<d>[一二三四五六日天])?|(?<![\d一-鿿])(?:周|星期)(?P<alone>[一二三四五六日天]))(?![年岁界期末])",
        _week,
    ),
    (
        r"(?<![\d一二三四五六七八九十第\-])(?<!\d\.)(?P<d>\d{1,2})(?:日(?!报|本|元|游|常|均|内|后|前|电影|租)|号(?=[，。早晚上下凌]|$))",
        _bare_day,
    ),
    (r"(?P<w>今|昨|前|明|后)(?:天|日|晨|晚|夜|早)(?!报|后|的世界)", _relative_day),
    (r"(?P<w>当[天日晚]|同日|次日|翌日|第二天|同一天|前一天|前一日)(?!气温)", _chained_day),
    (r"近日|日前|近期|近年来|目前|此前|随后|不久前|近来|连日来", _nothing),
)


PATTERNS = tuple((re.compile(pattern), reading) for pattern, reading in GRAMMAR)


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


def _past_day(when: When, published: date | None) -> date | None:
    """Return the day of a time if it is a single day not after publication."""
    if not (when.is_point and when.begin and len(when.begin) == 10):
        return None
    day = date.fromisoformat(when.begin)
    if day.year > LAST_YEAR:
        return None
    return day if published is None or day <= published else None


def _calendar(when: When | None) -> When | None:
    """Return a time if its years have four digits, as in XML Schema; 次年 after 9999年 does not."""
    return when if when and all(v is None or len(v) in {4, 7, 10} for v in (when.begin, when.end)) else None


def find_times(text: str, published: date | None, sentence_starts: Sequence[int] = ()) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text in order, without overlaps; offsets refer to `text`.

    >>> [t.when.begin for t in find_times("昨日，市委召开会议；去年12月曾调研。", date(2021, 1, 5))]
    ['2021-01-04', '2020-12']
    """
    folded = fold(text)
    published = published if published and FIRST_YEAR <= published.year <= LAST_YEAR else None
    last: When | None = None
    day: date | None = None
    found: list[TimeExpression] = []
    for m, reading in _matches(folded):
        ahead = bool(AHEAD.search(folded[max(0, m.start() - 12) : m.start()]) or AHEAD_AFTER.match(folded, m.end()))
        when = _calendar(reading(m, _State(published, last, ahead, day)))
        found.append(TimeExpression(m.start(), m.end(), when))
        if when is not None:
            last = when
            day = _past_day(when, published) or day
    return tuple(found)
