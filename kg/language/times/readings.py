"""Readings: what each kind of time expression means in its context."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from kg.language.times.values import LAST_YEAR, State, day_value, month_value, point, since, span, year_in
from kg.language.times.years import month_of_day, year_of_day, year_of_month
from kg.model import When
from kg.numerals import numeral
from kg.wordlists import either

REPORTED = re.compile(rf"[^，。；！？,;!?\n]{{0,3}}{either('reporting_verbs')}")
REPORTED_ON = re.compile(r"(?:就|针对|关于)\d{4}年[^。；！？;!?\n]{1,40}$")
OF_THE_INCIDENT = ("事发", "案发", "出事", "事故", "事件")  # 事发当天 is not the day named last
WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}


def full_day(m: re.Match[str], s: State) -> When | None:
    return point(day_value(year_in(m["y"]), numeral(m["m"]), numeral(m["d"])))


def day_span(m: re.Match[str], s: State) -> When | None:
    month, day = numeral(m["m"]), numeral(m["d"])
    last_month, last_day = numeral(m["m2"]) if m["m2"] else month, numeral(m["d2"])
    year = year_in(m["y"]) if m["y"] else year_of_day(s, month, day)
    if year is None:
        return None
    return span(day_value(year, month, day), day_value(year + (last_month < month), last_month, last_day))


def month_span(m: re.Match[str], s: State) -> When | None:
    """A span of months, with or without years: 2015年至2021年4月, 3月至5月."""
    groups = m.groupdict()
    begun = numeral(m["m"]) if m["m"] else None
    year = year_in(m["y"]) if m["y"] else year_of_month(s, begun or 1)
    if year is None:
        return None
    last = numeral(m["m2"])
    end_year = year_in(m["y2"]) if groups.get("y2") else year + (begun is not None and last < begun)
    return span(month_value(year, begun) if begun else str(year), month_value(end_year, last))


def full_month(m: re.Match[str], s: State) -> When | None:
    return point(month_value(year_in(m["y"]), numeral(m["m"])))


def year_span(m: re.Match[str], s: State) -> When | None:
    a, b = year_in(m["y"]), year_in(m["y2"])
    return span(str(a), str(b)) if 1000 <= a <= b <= 2100 else None


def bare_year(m: re.Match[str], s: State) -> When | None:
    year = year_in(m["y"])
    if not 1000 <= year <= 2100:
        return None
    return since(str(year), m)


def relative_year(m: re.Match[str], s: State) -> When | None:
    offset = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2, "大前年": -3}[m["w"]]
    if s.published is None:
        return None
    year = s.published.year + offset
    if m["m"] and m["d"]:
        return since(day_value(year, numeral(m["m"]), numeral(m["d"])), m)
    return since(month_value(year, numeral(m["m"])) if m["m"] else str(year), m)


def chained_year(m: re.Match[str], s: State) -> When | None:
    if not s.last or not s.last.begin:
        return None
    year = int(s.last.begin[:4]) + (1 if m["w"] in {"次年", "翌年"} else 0)
    if m["m"] and m["d"]:
        return point(day_value(year, numeral(m["m"]), numeral(m["d"])))
    return point(month_value(year, numeral(m["m"])) if m["m"] else str(year))


def month_day(m: re.Match[str], s: State) -> When | None:
    month, day = numeral(m["m"]), numeral(m["d"])
    year = year_of_day(s, month, day)
    return since(day_value(year, month, day) if year else None, m)


def dotted(m: re.Match[str], s: State) -> When | None:
    month, day = int(m["m"]), int(m["d"])
    if s.in_sentence and s.in_sentence.is_point and s.in_sentence.begin and len(s.in_sentence.begin) == 4:
        return point(day_value(int(s.in_sentence.begin), month, day))  # 2011年日本“3·11”大地震
    s = State(s.published)  # “4·29”: such names refer to past events
    year = year_of_day(s, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    return point(day_value(year, month, day)) if year else None


def bare_month(m: re.Match[str], s: State) -> When | None:
    month = numeral(m["m"])
    year = year_of_month(s, month)
    return point(month_value(year, month)) if year else None


def bare_day(m: re.Match[str], s: State) -> When | None:
    """A day without a month; that of a report on another year is near publication: 就2021年1月6日的事件，该委员会21日发布报告."""
    day = numeral(m["d"])
    if (
        s.published
        and REPORTED.match(m.string, m.end())
        and REPORTED_ON.search(m.string, max(0, m.start() - 60), m.start())
    ):
        s = replace(s, in_sentence=None)
    found = month_of_day(s, day)
    return point(day_value(*found, day)) if found else None


def bare_day_span(m: re.Match[str], s: State) -> When | None:
    first = bare_day(m, s)
    if not first or not first.begin:
        return None
    return span(first.begin, day_value(int(first.begin[:4]), int(first.begin[5:7]), numeral(m["d2"])))


def relative_day(m: re.Match[str], s: State) -> When | None:
    offsets = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2, "本": 0}
    today = s.written or s.published
    return point((today + timedelta(days=offsets[m["w"]])).isoformat()) if today else None


def later(m: re.Match[str], s: State) -> When | None:
    """四年后, 四天后 at the beginning of a clause, behind a time of its sentence; only a plan lies after publication."""
    begin, count = s.in_sentence.begin if s.in_sentence else None, numeral(m["n"].replace("两", "二"))
    if begin is None or not count or int(begin[:4]) + count > LAST_YEAR:
        return None
    if m["unit"] == "年":
        found = f"{int(begin[:4]) + count:04}"
    elif len(begin) == len("2024-03-06"):
        found = (date.fromisoformat(begin) + timedelta(days=count)).isoformat()
    else:
        return None
    return None if s.published and found > s.published.isoformat() and not s.ahead else point(found)


def day_years_ago(m: re.Match[str], s: State) -> When | None:
    """A day of an earlier year: 二十五年前的今天, 十年前的12月4日, 五年前的3月."""
    if s.published is None:
        return None
    year = s.published.year - numeral(m["n"])
    if not m["m"]:
        return point(day_value(year, s.published.month, s.published.day))
    month = numeral(m["m"])
    return point(day_value(year, month, numeral(m["d"])) if m["d"] else month_value(year, month))


def chained_day(m: re.Match[str], s: State) -> When | None:
    if s.day is None or m.string.endswith(OF_THE_INCIDENT, 0, m.start()):
        return None
    steps = {"次日": 1, "翌日": 1, "第二天": 1, "前一天": -1, "前一日": -1}
    return point((s.day + timedelta(days=steps.get(m["w"], 0))).isoformat())


def relative_month(m: re.Match[str], s: State) -> When | None:
    if s.published is None:
        return None
    offset = {"本": 0, "这个": 0, "上": -1, "上个": -1, "下": 1, "下个": 1, "同": 0, "当": 0}[m["w"]]
    if m["w"] in {"同", "当"} and s.last and s.last.begin and len(s.last.begin) >= 7:
        year, month = int(s.last.begin[:4]), int(s.last.begin[5:7])
    else:
        index = s.published.year * 12 + s.published.month - 1 + offset
        year, month = index // 12, index % 12 + 1
    return point(day_value(year, month, numeral(m["d"])) if m["d"] else month_value(year, month))


def week(m: re.Match[str], s: State) -> When | None:
    if s.published is None:
        return None
    which, weekday = m["w"], m["d"] or m["alone"]
    weeks = {"上": -1, "上个": -1, "下": 1, "下个": 1, "上上": -2, "上上个": -2, "下下": 2, "下下个": 2}.get(
        which or "", 0
    )
    monday = s.published - timedelta(days=s.published.weekday()) + timedelta(weeks=weeks)
    if not weekday:
        return span(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    day = monday + timedelta(days=WEEKDAYS[weekday])
    if not which and day > s.published and not s.ahead:
        day -= timedelta(weeks=1)
    return point(day.isoformat())


def decade(m: re.Match[str], s: State) -> When | None:
    tens = numeral(m["n"]) if m["n"] else 0
    if m["c"]:
        begin = (numeral(m["c"]) - 1) * 100 + tens
    elif m["y"]:
        begin = int(m["y"])
    else:
        begin = 1900 + (numeral(m["m"]) if m["m"] else tens)
    return span(str(begin), str(begin + 9)) if begin % 10 == 0 and 1000 <= begin <= 2090 else None


def season(m: re.Match[str], s: State) -> When | None:
    word = m["q"]
    if word in {"上半年", "下半年"}:
        first, last = (1, 6) if word == "上半年" else (7, 12)
    else:
        quarter = numeral(re.sub(r"[第季度]", "", word))
        first, last = quarter * 3 - 2, quarter * 3
    year = _year_of_part(m, s, first)
    return span(month_value(year, first), month_value(year, last)) if year and last <= 12 else None


def _year_of_part(m: re.Match[str], s: State, month: int) -> int | None:
    """Return the year of a quarter or a half that begins with a month."""
    if m["y"]:
        return year_in(m["y"])
    if s.published is None or not m["w"]:
        return year_of_month(s, month)
    return s.published.year + {"今年": 0, "去年": -1, "明年": 1}[m["w"]]


def nothing(m: re.Match[str], s: State) -> When | None:
    return None
