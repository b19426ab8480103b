"""One spelling of a name: what width, script, quotation marks and homophones leave the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import opencc

NOISE = re.compile(r"[\s“”\"'‘’《》「」『』〈〉\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
REMEMBERED = 100_000  # names; of a large corpus not all are held
DOTS = re.compile(r"[•・‧∙⋅．]")


@cache
def _converter() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(REMEMBERED)
def folded(name: str) -> str:
    """Return a name for comparing: width folded, simplified characters, one middle dot, no blanks or quotation marks.

    >>> folded("國立臺灣大學　"), folded("弗拉基米尔・普京")
    ('国立台湾大学', '弗拉基米尔·普京')
    """
    plain = unicodedata.normalize("NFKC", NOISE.sub("", unicodedata.normalize("NFKC", name)))
    return DOTS.sub("·", plain if plain.isascii() else _converter().convert(NOISE.sub("", plain)))


@lru_cache(REMEMBERED)
def sound(name: str) -> str:
    """Return the syllables of a name without tones, a blank between.

    >>> sound("内塔尼亚胡")
    'nei ta ni ya hu'
    """
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(name))
