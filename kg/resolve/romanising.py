"""Names in Latin letters: the syllables of pinyin, put together as names of persons and places are written."""

from __future__ import annotations

COMPOUND = (
    *("ouyang", "sima", "zhuge", "shangguan", "xiahou", "huangfu", "dongfang"),
    *("gongsun", "linghu", "murong", "zhangsun", "yuwen", "situ"),
)  # family names of two syllables
UNITS = ("省", "市", "县", "区", "旗", "盟", "州", "镇", "乡", "村")  # of administration: the last word of a place
LONGEST = 4  # syllables of a Chinese person's name; a longer one is foreign, and one word


def roman_name(syllables: str, label: str, kind: str) -> str:
    """Return the syllables of a label as its class writes names: persons, places, and others word by word.

    >>> roman_name("lu huai qian", "陆怀谦", "Person"), roman_name("bei jing shi", "北京市", "Place")
    ('Lu Huaiqian', 'Beijing Shi')
    >>> roman_name("yun chuan da xue", "云川大学", "Organisation")
    'Yun Chuan Da Xue'
    """
    if kind == "Person":
        return _person(syllables, label)
    if kind == "Place":
        return _place(syllables.split(), label)
    return " ".join(word.capitalize() for word in syllables.split())


def _person(syllables: str, label: str) -> str:
    """Return a person's name: the family name for itself or, with a dot or many syllables, each part as one word.

    >>> _person("ou yang an an", "欧阳安安"), _person("an wa er · yi bu la xin", "安瓦尔·易卜拉欣")
    ("Ouyang An'an", "Anwa'er Yibulaxin")
    """
    if "·" in label:
        return " ".join(_joined(part.split()) for part in syllables.split("·"))
    words = syllables.split()
    if len(words) > LONGEST:
        return _joined(words)
    family = 2 if len(words) > 2 and "".join(words[:2]) in COMPOUND else 1
    return " ".join(filter(None, (_joined(words[:family]), _joined(words[family:]))))


def _place(words: list[str], label: str) -> str:
    """Return a place's name: one word, and one for 省, 市, 县 and their like.

    >>> _place(["zhong", "guo"], "中国"), _place(["xi", "an", "shi"], "西安市")
    ('Zhongguo', "Xi'an Shi")
    """
    apart = len(words) > 2 and label.endswith(UNITS)
    return f"{_joined(words[:-1])} {words[-1].capitalize()}" if apart else _joined(words)


def _joined(words: list[str]) -> str:
    """Return syllables as one word, with an apostrophe before a vowel that begins one."""
    parts = [f"'{word}" if at and word[:1] in "aeo" else word for at, word in enumerate(words)]
    return "".join(parts).capitalize()
