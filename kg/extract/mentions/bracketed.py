"""Organisations whose names contain brackets: 奥然（苏州）建设工程设计有限公司, 云川城投（集团）有限公司."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.divisions import divisions
from kg.extract.candidates import MentionCandidate
from kg.extract.lexicon import Rule
from kg.extract.mentions.context import NOMINAL, PLACE_TAGS, Context
from kg.wordlists import either, words

PARTS = words("bracketed_parts")
BRACKET = re.compile(
    rf"[（(](?P<inside>[一-鿿]{{1,8}})[）)](?P<tail>[一-鿿]{{0,16}}?{either('company_endings')})(?![一-鿿]?分公司)"
)
LONGEST = 14  # characters before the bracket


def find_bracketed(here: Context) -> Iterator[MentionCandidate]:
    """Yield the organisations of a sentence with a place, or a word like 集团, in brackets."""
    for m in BRACKET.finditer(here.text, here.sentence.start, here.sentence.end):
        start = _start(here, m.start())
        if start is not None and _is_part(here, m["inside"], m.start("inside")):
            longer = re.compile(either("company_endings")).match(here.text, m.end(), here.sentence.end)
            yield here.mention(start, longer.end() if longer else m.end(), "Organisation", Rule.BRACKETED_COMPANY, 8)


def _is_part(here: Context, inside: str, start: int) -> bool:
    if inside in PARTS or inside in here.lexicon.known_places or divisions().candidates(inside):
        return True
    return any(t.start == start and t.end == start + len(inside) and t.tag in PLACE_TAGS for t in here.sentence.tokens)


def _start(here: Context, bracket: int) -> int | None:
    """Return where the name before a bracket begins: at the first of the nouns before it, behind a title."""
    start = bracket
    for t in reversed([t for t in here.sentence.tokens if t.end <= bracket]):
        word = here.text[t.start : t.end]
        single = start == bracket and t.tag not in {"w", "p", "c", "u", "m"}  # the tagger may take a brand for anything
        if t.end != start or bracket - t.start > LONGEST or not (t.tag in NOMINAL or t.tag in {"j", "a"} or single):
            break
        if start < bracket and (word.endswith("公司") or (here.lexicon.title_at_end.fullmatch(word) and t.tag == "n")):
            break  # 子公司, 董事长 before the name
        start = t.start
    return start if bracket - start >= 2 else None
