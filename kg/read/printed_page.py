"""The page of a newspaper (版次) as fields, datelines and file names write it: 第01版：要闻, A04, 001, 第一版."""

from __future__ import annotations

import re
import unicodedata

from kg.numerals import numeral

NUMBER = r"(?<![A-Za-z0-9])[A-Z]{0,2}\d{1,3}(?![A-Za-z0-9])"
RANGE = re.compile(rf"({NUMBER})(?:\s*[-–—~,，、/]\s*({NUMBER}))?")
IN_WORDS = re.compile(r"第?([一二三四五六七八九十]{1,3})版")
OF_PAPERS = re.compile(r"_(?:19|20)\d{6}_\d{1,3}-(\w{1,4})(?=\.|$)")  # nw.D110000renmrb_20240306_2-01.htm
IN_NAME = re.compile(r"(?<![A-Za-z0-9])([A-Z]{0,2}\d{1,3})\s?版")
FIRST = re.compile(r"[ \u3000]*([A-Z]?\d{1,2})[ \u3000]+[一-鿿]{2,8}[ \u3000]+(?:19|20)\d\d年")
YEAR = re.compile(r"(?:19|20)\d\d\s*[-/.年]")
NEAR_TOP, LONGEST_LINE = 12, 60  # lines, and characters of one, that are looked through for the head of a page
LONGEST_NAME = 10  # characters of a page that has a name and no number


def page_of(stated: str) -> str | None:
    """Return the page that a field states: its number or, where it has none, its name.

    >>> [page_of(x) for x in ("第01版：要闻", "001", "Ａ04 | 要聞", "第一版", "2/3", "要闻", "2024-03-06")]
    ['1', '1', 'A04', '1', '2-3', '要闻', None]
    """
    text = unicodedata.normalize("NFKC", stated).strip(" \t()[]【】《》|")
    if re.search(r"\d{4}", text):
        return None
    if m := RANGE.search(text):
        return "-".join(dict.fromkeys(_plain(x) for x in m.groups() if x))
    if m := IN_WORDS.search(text):
        return str(numeral(m[1]))
    return text if re.fullmatch(rf"[一-鿿]{{1,{LONGEST_NAME}}}", text) else None


def page_of_name(name: str) -> str | None:
    """Return the page in the name of a file.

    >>> page_of_name("nw.D110000renmrb_20240306_2-01.htm"), page_of_name("云川日报20240306第A3版.txt"), page_of_name("n03.txt")
    ('1', 'A3', None)
    """
    m = OF_PAPERS.search(name) or IN_NAME.search(name)
    return page_of(m[1]) if m else None


def page_of_head(text: str) -> str | None:
    """Return the page that a line near the top of a printed page states beside the date.

    >>> page_of_head("要闻 02版 2024年3月6日 星期三 云川日报\\n\\n云川大学揭牌"), page_of_head("2024年3月6日，云川日报第2版刊登通告。")
    ('2', None)
    >>> page_of_head("02 要闻  2024年3月6日 星期三\\n责任编辑 何敏")
    '2'
    """
    for line in text[:2000].split("\n")[:NEAR_TOP]:
        if is_head(line) and (m := FIRST.match(line) or IN_NAME.search(line)):
            return page_of(m[1])
    return None


def is_head(line: str) -> bool:
    """Whether a line can be the head of a printed page: it states a date and a page, and is no prose."""
    known = bool(YEAR.search(line)) and bool(FIRST.match(line) or IN_NAME.search(line))
    return known and len(line) <= LONGEST_LINE and not re.search("[。，；]", line)


def _plain(number: str) -> str:
    return number.lstrip("0") or number if number.isdecimal() else number
