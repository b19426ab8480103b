"""The home place of a newspaper: what 市委 and 市长 in it refer to."""

from __future__ import annotations

import re

OUTLET = re.compile(
    r"(?P<place>[一-鿿]{2,6}?)(?:市)?(?:日报|晚报|早报|晨报|都市报|商报|时报|新报|电视台|广播电视台|人民广播电台|新闻网|发布)"
)
NATIONAL = re.compile(
    r"人民|中国|中央|新华|光明|经济|解放军|环球|央视|法治|科技|工人|农民|青年|参考|中新|每日|南方|新京|第一|财经|证券|教育|健康"
)
PROVINCES = frozenset(
    [
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "台湾",
    ]
)
REGIONS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}


def jurisdiction_of(publisher: str | None) -> str | None:
    """Return the home place of a newspaper: 云川日报 -> 云川市; None for national papers.

    >>> jurisdiction_of("云川日报"), jurisdiction_of("人民日报")
    ('云川市', None)
    """
    m = OUTLET.match(publisher or "")
    if not m or NATIONAL.search(m["place"]):
        return None
    place = m["place"]
    if place in REGIONS:
        return REGIONS[place]
    if place in PROVINCES:
        return place + "省"
    return place if re.search(r"[省市县区州旗]$", place) else place + "市"


LOCAL = re.compile(r"(?:我|全)市|(?<![一-鿿])市(?:委|政府|长|领导)")
CITY = re.compile(r"[一-鿿]{2,3}(?=[市县])")


def jurisdiction_in(text: str) -> str | None:
    """Return the home city of a newspaper without a name: a page with 市委 and 我市 mentions its own city most often.

    None if the page has no such words, or if no city stands out (five mentions, and twice as many as the next city).
    """
    text = text[:200_000]
    if len(LOCAL.findall(text)) < 3:
        return None
    stems = {s for s in CITY.findall(text) if not re.search(r"[我全各本该城都省区市县的在和]", s)}
    ranked = sorted(((text.count(s), s) for s in stems if s + "市" in text), reverse=True)
    if not ranked or ranked[0][0] < 5 or (len(ranked) > 1 and ranked[1][0] * 2 > ranked[0][0]):
        return None
    return str(ranked[0][1]) + "市"
