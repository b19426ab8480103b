"""The place that a newspaper belongs to: the one that its 市委 and 市长 mean.

A paper of the table `ontology/lexicon/press.tsv` belongs to the division that stands there, another one to the division in its
name (杭州日报, 青石县融媒体中心). A name that is no division's gives a place only if the text has that place with its level; nothing
is made up (长江日报 is no paper of a 长江市).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from kg.divisions import SUFFIX, Division, divisions
from kg.errors import InputError, Problem
from kg.model import Source
from kg.wordlists import rows

KIND = re.compile(
    r"(?:[日晚早晨商时新快周]|都市|广播电视|经济|信息|特区|青年|工人|农民|法[制治])?报|[晨晚]刊|(?:人民)?广播电台|(?:广播)?电视台|"
    r"广播电视(?:总台|集团|网)|电台|新闻网|网|在线|发布|融媒|传媒|政府|人民政府|广电"
)
OUTLET = re.compile(rf"(?P<place>[一-鿿]{{2,12}}?)(?:市|县|区)?{KIND.pattern}")
OWN_OUTLET = re.compile(r"融媒|政府|人民政府|发布|广播|电视|广电")  # after a place with its level
AFTER_NAME = re.compile(r"$|社|集团|网|客户端|新闻|数字报|电子版|官|微|全媒体|记者|讯|海外|[^一-鿿]")
NATIONAL = re.compile(r"(?:中国|全国|国家|中央|新华|人民|中华|世界|国际|环球)")
LEVEL = r"(?:自治[区州县旗]|特别行政区|地区|新区|省|市(?![场民容政区])|县(?!域)|区(?!域)|州|盟|旗|镇|乡)"
NAMED_LEVEL = re.compile(rf"{LEVEL}$|(?:村|街道)$")
LOCAL_OFFICE = re.compile(r"(?<![一-鿿])[省市县区州旗](?:委|长|政府|人大|政协|领导)|[我全][省市县区州]")
LONGEST = 200_000  # characters of a text that are searched


@cache
def _press() -> dict[str, str]:
    """Return the table of the press: name -> code of the division, "-" for national papers."""
    return {name: code for name, _, code, *_ in rows("press.tsv")}


def jurisdiction_of(publisher: str | None, text: str = "") -> str | None:
    """Return the place of a newspaper or broadcaster; None for national ones, and if nothing shows it.

    `text` is the article, which may name the place of a paper that is in no table.

    >>> jurisdiction_of("杭州日报"), jurisdiction_of("解放日报"), jurisdiction_of("人民日报"), jurisdiction_of("云川日报")
    ('杭州市', '上海市', None, None)
    >>> jurisdiction_of("云川日报", "云川市昨日召开会议。")
    '云川市'
    """
    name = _plain(publisher)
    code = _code_of(name)
    if code:
        return None if code == "-" else divisions().full_name(divisions().by_code[code])
    return _in_name(name) or (None if NATIONAL.match(name) else _in_text(name, text))


def is_national(publisher: str | None) -> bool:
    """Whether a newspaper or broadcaster is known to belong to no place of the country."""
    name = _plain(publisher)
    return _code_of(name) == "-" or NATIONAL.match(name) is not None


def checked_jurisdiction(place: str, on_problem: Callable[[Problem], None]) -> str:
    """Return a place that a user states, with its level and, where several have its name, the division above.

    A place with a level that the table of divisions does not have (a town, a former county) is a Problem, and kept.
    Raises InputError for a name of several divisions, and for one without a level.
    """
    name = place.strip()
    found = _meant(name)
    if len(found) == 1:
        return divisions().full_name(found[0])
    if found:
        names = "、".join(divisions().full_name(d) for d in found[:8])
        raise InputError(f"--jurisdiction {name}: {len(found)} divisions have this name", f"write one of: {names}")
    if not NAMED_LEVEL.search(name):
        how = "write a division of China with its level, such as 衡阳市 or 北京市朝阳区"
        raise InputError(f"--jurisdiction {name}: is not in the table of divisions", how)
    message = f"--jurisdiction {name}: is not in the table of divisions; used as it is written"
    on_problem(Problem(name, "read", "unknown-place", message, fatal=False))
    return name


def with_places_known(sources: Iterable[Source], on_problem: Callable[[Problem], None]) -> Iterator[Source]:
    """Yield sources; a local newspaper whose 市委 and 市长 are of an unknown place is a Problem, once for each paper."""
    unknown: set[str] = set()
    for source in sources:
        publisher = source.metadata.source
        if publisher and publisher not in unknown and _has_no_place(source):
            unknown.add(publisher)
            on_problem(_unknown_place(source))
        yield source


def _has_no_place(source: Source) -> bool:
    known = source.metadata
    local = not known.jurisdiction and not is_national(known.source)
    return local and LOCAL_OFFICE.search(source.text) is not None


def _unknown_place(source: Source) -> Problem:
    message = (
        f"the place of “{source.metadata.source}” is unknown, so that its 市委 and 市长 are of no city; state it with "
        "--jurisdiction, or in the column jurisdiction of the metadata"
    )
    return Problem(source.name, "read", "unknown-jurisdiction", message, fatal=False)


def _plain(publisher: str | None) -> str:
    return re.sub(r"[《》“”「」\s]", "", publisher or "")


def _code_of(name: str) -> str | None:
    """Return what the table has for a name, also with words after it: 解放日报客户端."""
    for end in range(len(name), 1, -1):
        if (code := _press().get(name[:end])) and AFTER_NAME.match(name, end):
            return code
    return None


def _in_name(name: str) -> str | None:
    """Return the division that an outlet's name begins with, or its own place with a level: 青石县融媒体中心."""
    places = [name[:end] for end in range(len(name) - 1, 1, -1) if KIND.match(name, end)]
    for place in places:
        found = _meant(place) or _meant(f"{place}市")
        if len(found) == 1:
            return divisions().full_name(found[0])
    own = (p for p in places if len(p) > 2 and OWN_OUTLET.match(name, len(p)) and re.search(rf"{LEVEL}$", p))
    return next(own, None)


def _meant(name: str) -> tuple[Division, ...]:
    """Return the divisions that a name can mean, those of today and of the upper level first."""
    found = divisions().candidates(name)
    found = tuple(d for d in found if not d.dissolved) or found
    level = min((d.level for d in found), default=0)
    return found if SUFFIX.search(name) else tuple(d for d in found if d.level == level)


def _in_text(name: str, text: str) -> str | None:
    """Return the place of an outlet's name with the level that the text gives it most often."""
    m = OUTLET.match(name)
    if not m:
        return None
    named = re.compile(rf"{re.escape(m['place'])}{LEVEL}")
    counts = Counter(named.findall(text[:LONGEST]))
    return min(counts, key=lambda n: (-counts[n], n)) if counts else None


LOCAL = re.compile(r"(?:我|全)市|(?<![一-鿿])市(?:委|政府|长|领导)")
CITY = re.compile(r"[一-鿿]{2,3}(?=[市县])")


def jurisdiction_in(text: str) -> str | None:
    """Return the home city of a newspaper without a name: a page with 市委 and 我市 mentions its own city most often.

    None if the page has no such words, or if no city stands out (five mentions, and twice as many as the next city).
    """
    text = text[:LONGEST]
    if len(LOCAL.findall(text)) < 3:
        return None
    stems = {s for s in CITY.findall(text) if not re.search(r"[我全各本该城都省区市县的在和]", s)}
    ranked = sorted(((text.count(s), s) for s in stems if s + "市" in text), reverse=True)
    if not ranked or ranked[0][0] < 5 or (len(ranked) > 1 and ranked[1][0] * 2 > ranked[0][0]):
        return None
    return str(ranked[0][1]) + "市"
