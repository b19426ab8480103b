"""Persons' names as the tagger cuts them: epithets in front, a missing last character, 等 behind."""

from __future__ import annotations

import re

from kg.extract.mentions.context import Context
from kg.wordlists import either, words

EPITHET = re.compile(either(e for e in words("personal_epithets") if len(e) > 1))
COMPOUND = words("compound_surnames")
AFTER_NAMES = words("characters_after_names")
WITH_DENG = re.compile(
    r"[平高中初同均对相]等(?=[人表在出参前到对就共与和一二两三四五六七八九十百几多数\d、，])"
)  # 龚学 + 平等: 龚学平 and others


def repaired(here: Context, start: int, end: int) -> tuple[int, int]:
    """Return the extent of a person's name that the tagger gives as `text[start:end]`."""
    epithet = EPITHET.match(here.text, start, end)
    if epithet and end - epithet.end() >= 2:
        start = epithet.end()
    name = here.text[start:end]
    if name.endswith("等") and len(name) > 2:
        return start, end - 1
    surname = here.lexicon.surname.match(name)
    if len(name) == 4 and surname and len(surname.group()) == 1 and name[3] in AFTER_NAMES:
        return start, end - 1  # 赵一鸣任
    if len(name) == 2 and surname and WITH_DENG.match(here.text, end, here.sentence.end):
        return start, end + 1
    if len(name) == 3 and name[:2] in COMPOUND and _continues(here, end):
        return start, end + 1
    return start, end


def _continues(here: Context, end: int) -> bool:
    """Whether the word of one character after a compound surname and one character belongs to the name: 上官云 + 起."""
    token = next((t for t in here.sentence.tokens if t.start == end), None)
    if token is None or token.end - token.start != 1 or token.tag in {"w", "u", "p", "c", "r", "m"}:
        return False
    return here.text[end] not in AFTER_NAMES
