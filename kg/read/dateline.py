"""Datelines as portals print them below a headline: a line of nothing but date, source, author, editor and counters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.read.dates import parse_time
from kg.read.printed_page import page_of

NEAR_TOP = 12  # lines among which a dateline is looked for
LONGEST = 160  # characters of a dateline
DATE = re.compile(
    r"(?:19|20)\d\d\s*[-/._年]\s*\d{1,2}\s*[-/._月]\s*\d{1,2}\s*日?(?:[ T]?\s*\d{1,2}\s*[:：时]\s*\d{2}分?(?:[:：]\d{2})?(?:\.\d+)?)?(?:\s*(?:Z|[+-]\d\d:?\d\d)(?!\d))?"
    r"|[一二][〇○零Ｏ一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿卅]{1,3}日"
)
OUTLET = re.compile(
    r"[一-鿿A-Za-z0-9·]{1,12}(?:[日晚早晨周时商快]报|报|时报|网|新闻|通讯社|社|电视台|广播台|电台|台|在线|客户端|发布|融媒|融媒体|融媒体中心|杂志|周刊|论坛|频道|日報|晚報|報|網)"
)
SOURCE_KEYS = "来源|本文来源|原文来源|来源网站|稿源|来自|信息来源|文章来源|新闻来源|來源|稿件来源|文章出处|出处"
AUTHOR_KEYS = "作者|记者|文|撰文|本报记者|本网记者|通讯员|撰稿|记者/作者"
DATE_KEYS = "时间|日期|发布时间|发布日期|发表时间|发表日期|更新时间|发布|发表于|发布于|发表|刊发时间|更新|更新于|時間|日期|發布時間|编辑时间|加入时间|添加时间|录入时间"
OTHER_KEYS = (
    "责任编辑|编辑|责编|責任編輯|編輯|审核|初审|复审|终审|校对|点击|点击数|点击率|浏览|浏览次数|浏览量|浏览数|阅读|阅读量|阅读数|阅读次数|访问|访问量|访问次数|人气|查看|次数|"
    "评论|评论数|跟帖|分享|字号|字体|字体大小|【字体|大小|稿件|版面|版次|栏目|专栏|作者单位|录入|录入者|发布者|发布人|发布单位|发布机构|信息类别|关键词|标签|原标题|我要评论|视力保护色|打印|收藏|关闭窗口"
)
FIELD = re.compile(
    rf"(?P<key>{SOURCE_KEYS}|{AUTHOR_KEYS}|{DATE_KEYS}|{OTHER_KEYS})\s*(?:[:：]|(?<=于)|(?<=来源)\s*[|｜丨])\s*(?P<value>[^\s|｜丨:：]*+(?![:：])(?:[ 　][一-鿿]{{2,3}}(?=[ 　]|$))*)"
)
BOXED = re.compile(rf"[\[【]({SOURCE_KEYS}|{AUTHOR_KEYS}|{DATE_KEYS})[\]】][:：]?")
PAGE = re.compile(r"第?\s*[A-Z]?\s*\d{1,3}\s*版(?:[:：]\s*\S{1,8})?|第\s*[A-Z]?\d{1,3}\s*[版页]|[A-Z]\d{1,3}版?")
REPORTER = re.compile(
    r"(?:本报|本网|本台|新华社|见习|特约)?(?:记者|通讯员|评论员)[ 　]*(?P<names>[一-鿿]{2,4}(?:[ 　、][一-鿿]{2,4}){0,4})"
)
COUNTER = re.compile(
    r"[【\[(（]?(?:字号|字体|字体大小)?[:：]?\s*[【\[(（]?\s*大[】\]]?\s*[|｜]?\s*[【\[]?中[】\]]?\s*[|｜]?\s*[【\[]?小[】\]]?[】\])）]?|打印本页|打印|收藏|分享[到至]?[:：]?(?:\s*(?:微信|微博|新浪微博|朋友圈|QQ空间|QQ))*|(?:阅读|浏览|点击|评论|访问|人气)[量数]?\s*[:：]?\s*\d[\d,.]*\s*[万k]?[+＋]?次?|关闭|字数[:：]?\d+字?|\d+\s*(?:次|人次|阅读|评论|人参与)|星期[一二三四五六日天]|周[一二三四五六日天]|我要评论|参与互动|原创"
)
FILL = re.compile(r"[\s　|｜丨/()（）\[\]【】《》<>「」·•,，;；:：—\-–]+")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline states; `author` is the span in the line of a byline."""

    date: date | None
    source: str | None
    author: tuple[int, int] | None = None
    page: str | None = None  # of the newspaper


def parse_dateline(line: str) -> Dateline | None:
    """Return what a line states if it is a dateline: a date or a source, and nothing that is no part of one.

    >>> found = parse_dateline("2024-03-06 08:10 来源：云川日报 编辑：何敏")
    >>> found.date, found.source
    (datetime.date(2024, 3, 6), '云川日报')
    >>> parse_dateline("2024年3月6日，云川大学揭牌") is None
    True
    """
    line = BOXED.sub(lambda m: f"{m[1]}：".rjust(len(m.group())), line)
    if len(line) > LONGEST or not (DATE.search(line) or re.search(SOURCE_KEYS, line)):
        return None
    day, rest = None, line
    if m := DATE.search(rest):
        day = parse_time(m.group())
        rest = _without(rest, m)
    rest = COUNTER.sub(lambda m: " " * len(m.group()), rest)
    source, author = _fields_of(rest)
    rest = FIELD.sub(lambda m: " " * len(m.group()), rest)
    if m := REPORTER.search(rest):
        author, rest = author or m.span(), _without(rest, m)
    words = [w for w in FILL.split(PAGE.sub(lambda m: " " * len(m.group()), rest)) if w]
    outlets = [w for w in words if OUTLET.fullmatch(w)]
    enough = (day or source) and (day or len(line) <= 80)
    if not enough or not _all_known(words) or len(outlets) > 2 or _is_odd(source or ""):
        return None
    return Dateline(day, source or next(iter(outlets), None), author, _page_in(line))


def _fields_of(line: str) -> tuple[str | None, tuple[int, int] | None]:
    """Return the source that a line's fields state, and the span of the author's."""
    source, author = None, None
    for m in FIELD.finditer(line):
        value = m["value"].strip(" 　")
        if re.fullmatch(SOURCE_KEYS, m["key"]):
            source = source or value or None
        elif re.fullmatch(AUTHOR_KEYS, m["key"]) and value:
            author = m.span()
    return source, author


def _all_known(words: Iterable[str]) -> bool:
    return all(OUTLET.fullmatch(w) or re.fullmatch(f"{DATE_KEYS}|{OTHER_KEYS}|次|人次?", w) for w in words)


def _is_odd(source: str) -> bool:
    return len(source) > 20 or bool(re.search("[，。；！？]", source))


def _page_in(line: str) -> str | None:
    """Return the page of the newspaper that a dateline states (第 01 版, 版次：A04)."""
    day = DATE.search(line)
    rest = _without(line, day) if day else line
    stated = next((m["value"] for m in FIELD.finditer(rest) if m["key"] in {"版次", "版面"}), "")
    m = PAGE.search(rest)
    return page_of(stated) or (page_of(m.group()) if m else None)


def _without(text: str, m: re.Match[str]) -> str:
    return text[: m.start()] + " " * (m.end() - m.start()) + text[m.end() :]


def dateline_of(text: str) -> Dateline | None:
    """Return what the first dateline near the top of a text states, or None."""
    near = (line.strip() for line in text[:2000].split("\n")[:NEAR_TOP])
    return next((found for line in near if line and (found := parse_dateline(line))), None)
