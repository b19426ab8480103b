"""Characters that are seen but not read as meant: invisible ones, radicals in place of characters, spaces within names, name dots.

The text for analysis is without them; each of its characters keeps its offset in the source.
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff"
)
RADICALS = {  # the supplement, whose characters Unicode does not decompose: EquivalentUnifiedIdeograph.txt
    "⺁": "厂", "⺄": "乙", "⺅": "亻", "⺆": "冂", "⺈": "刀", "⺉": "刂", "⺊": "卜", "⺌": "小", "⺍": "小", "⺎": "兀", "⺏": "尣", "⺐": "尢",
    "⺒": "巳", "⺓": "幺", "⺔": "彑", "⺖": "忄", "⺗": "㣺", "⺘": "扌", "⺙": "攵", "⺛": "旡", "⺜": "日", "⺝": "月", "⺞": "歺", "⺠": "民",
    "⺡": "氵", "⺢": "氺", "⺣": "灬", "⺤": "爫", "⺥": "爫", "⺦": "丬", "⺧": "牛", "⺨": "犭", "⺩": "王", "⺫": "目", "⺬": "示", "⺭": "礻",
    "⺮": "竹", "⺯": "糹", "⺰": "纟", "⺱": "罓", "⺲": "罒", "⺶": "羊", "⺸": "羋", "⺹": "耂", "⺺": "肀", "⺻": "聿", "⺼": "月", "⺽": "臼",
    "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎", "⻂": "衤", "⻃": "覀", "⻄": "西", "⻅": "见", "⻆": "角", "⻈": "讠", "⻉": "贝", "⻊": "足",
    "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "邑", "⻐": "钅", "⻑": "長", "⻒": "镸", "⻓": "长", "⻔": "门", "⻖": "阝", "⻗": "雨",
    "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻟": "飠", "⻠": "饣", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼",
    "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐", "⻭": "歯", "⻮": "齿", "⻯": "竜", "⻰": "龙", "⻱": "龜",
    "⻲": "亀", "⻳": "龟",
}  # fmt: skip
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴钟汪姜范姚谭廖邹熊陆郝孔崔邱秦江侯邵孟龙钱汤尹黎贺龚"
    "高马田任方石金夏付康史顾毛武白雷段万覃乔施牛洪殷庄颜倪严温俞柳阮欧安祝翟聂齐梅季费纪左詹符岳曲项尤鲍卫路吉翁葛宫单苗关霍甘裴祁"
    "張劉陳楊趙黃吳孫羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾譚鄒陸龍錢湯賀龔馬顧萬喬莊嚴歐齊紀項鮑衛單關"
)
HAN = "一-鿿㐀-䶿"
DOTS = "\uff65\u0387‧・•．∙⋅·"
IDEOGRAPHS = "\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
WIDE = "\u3000\u2002\u2003\u00a0"
TITLE_ENDS = "长记席员理任授士"  # 市长王 伟: after a title or in a list, also a narrow space
SPECIAL = re.compile(f"[{INVISIBLE}{IDEOGRAPHS}{DOTS[:-1]}]|(?<=[{SURNAMES}])[{WIDE} ]")
INSIDE_NAME = re.compile(  # 市长王　伟: a surname, a wide space, one character; not 记者王江　摄
    rf"(?<![{SURNAMES}])[{SURNAMES}][{WIDE}]{{1,2}}(?=[{HAN}])(?![摄文图报讯电与和等及])"
    rf"|(?<=[、，（：{TITLE_ENDS}])[{SURNAMES}] (?=[{HAN}][^ ])(?![摄文图报讯电与和等及])"
)
NAME_DOT = re.compile(rf"(?<=[{HAN}])[{DOTS}](?=[{HAN}])")


def normalised(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """Return the characters of `text[start:end]` to analyse, and the offset in `text` of each.

    >>> normalised("市长王　伟在云川\\u200b⼤学。", 0, 14)
    ('市长王伟在云川大学。', [0, 1, 2, 4, 5, 6, 7, 9, 10, 11])
    """
    part = text[start:end]
    if not SPECIAL.search(part):
        return part, list(range(start, end))
    kept = [(c, start + n) for n, c in enumerate(part) if not _INVISIBLE.match(c)]
    visible = "".join(
        RADICALS.get(c) or (unicodedata.normalize("NFKC", c) if _IDEOGRAPH.match(c) else c) for c, _ in kept
    )
    if len(visible) != len(kept):  # no ideograph has a decomposition of several characters, but Unicode may grow
        visible = "".join(c for c, _ in kept)
    visible = NAME_DOT.sub("·", visible)
    gaps = {i for m in INSIDE_NAME.finditer(visible) for i in range(m.start() + 1, m.end())}
    chosen = [n for n in range(len(visible)) if n not in gaps]
    return "".join(visible[n] for n in chosen), [kept[n][1] for n in chosen]


_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
