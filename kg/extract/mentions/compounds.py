"""Compound names: a place or a proper name, and the words after it up to a suffix (省 + 教育厅, 云川 + 汽车北站)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.candidates import Draft, MentionCandidate
from kg.extract.lexicon import Rule
from kg.extract.lexicon.levels import levels
from kg.extract.mentions.context import LEVEL_AT_END, NOMINAL, ORGANISATION_TAGS, PLACE_TAGS, PROPER, Context, contexts
from kg.extract.mentions.from_tagger import begins_at, split_places, upper_organisation
from kg.model import Token

LEVEL_WORDS = frozenset(w for w in levels("elliptic") if len(w) == 1)
CONGRESSES = frozenset(w for w in levels("congress") if len(w) == 1)
COMPOUND_WORDS = frozenset({"n", "nz", "vn", "an", "b"})
COMPOUND_END = re.compile(r"[一-鿿]{2,10}?(?:局|厅|处|委员会|办公室)")
PEOPLE_WORD = re.compile(r"员|干部|群众|代表|领导|师生|记者|官兵|职工|负责人|方面|部门|单位|企业$")
ORDINAL = re.compile(r"第?[一二三四五六七八九十百\d０-９]{1,4}")
MAX_PLACE_LENGTH = 18  # characters of a place's name
MAX_ORGANISATION_LENGTH = 60  # and of an organisation's: anything longer is a row of words written to do harm
BRACKETS = re.compile(r"[（(][一-鿿]{2,8}[）)]")


@dataclass(frozen=True, slots=True)
class Run:
    """A sequence of words that can form one name or several."""

    tokens: tuple[Token, ...]


def _runs(here: Context) -> Iterator[Run]:
    """Yield the maximal sequences of nominal words; a short bracket inside a sequence belongs to it."""
    row: list[Token] = []
    skip_to = -1
    for t in here.sentence.tokens:
        word = here.text[t.start : t.end]
        bracket = BRACKETS.match(here.text, t.start) if row and word[0] in "（(" else None
        if (
            t.start < skip_to
            or (t.tag in NOMINAL and not word.isspace())
            or (t.tag == "m" and ORDINAL.fullmatch(word))
            or (word in CONGRESSES and row)
        ):
            row.append(t)
        elif bracket and _place_in_bracket(here, bracket.start(), bracket.end()):
            skip_to = bracket.end()
            row.append(t)
        else:
            if row:
                yield Run(tuple(row))
            row = []
    if row:
        yield Run(tuple(row))


def _place_in_bracket(here: Context, start: int, end: int) -> bool:
    """Whether a bracket contains a place and the name continues after it: 中源（云川）建筑公司."""
    inside = [t for t in here.sentence.tokens if t.start > start and t.end < end]
    return all(t.tag in PLACE_TAGS for t in inside) and any(
        t.start == end and t.tag in NOMINAL for t in here.sentence.tokens
    )


def _organisations(here: Context, run: Run) -> Iterator[MentionCandidate]:
    """Yield the organisations in a sequence, the outer and the inner ones (云钢集团特种钢分厂 contains 云钢集团)."""
    first = _first_proper(here, run.tokens)
    for i, t in enumerate(run.tokens):
        if first is None or first > i or (first == i and t.tag not in ORGANISATION_TAGS):
            continue
        start, end = run.tokens[first].start, t.end
        together = here.text.rfind("会同", start, end)
        start = together + 2 if together > start else start
        start = begins_at(here, start, end)
        if end - start > MAX_ORGANISATION_LENGTH or not _ends_organisation(here, start, t):
            continue
        if not _unspaced_break(here.text, start, end):
            yield here.mention(start, end, "Organisation", Rule.SUFFIX_ORGANISATION, 2)
            yield from upper_organisation(here, start, end)


def _compound(here: Context) -> Iterator[MentionCandidate]:
    """Yield offices whose names contain 和: 云川市 + 财政局 + 自然资源 + 和 + 生态环境处."""
    tokens = here.sentence.tokens
    for i, t in enumerate(tokens):
        if here.text[t.start : t.end] not in {"和", "与"} or not 0 < i < len(tokens) - 1:
            continue
        left = i - 1
        while left >= 0 and tokens[left].tag in COMPOUND_WORDS and t.start - tokens[left].start <= 10:
            left -= 1
        first = tokens[left] if left >= 0 else None
        between = here.text[first.end : t.start] if first else ""
        proper = first is not None and (first.tag in PLACE_TAGS | ORGANISATION_TAGS)
        if first is None or not proper or not 2 <= len(between) <= 8 or PEOPLE_WORD.search(between):
            continue
        end = COMPOUND_END.match(here.text, t.end, here.sentence.end)
        if end and end.end() in here.ends:
            yield here.mention(first.start, end.end(), "Organisation", Rule.COMPOUND, 5)


def _ends_organisation(here: Context, start: int, last: Token) -> bool:
    name, word = here.text[start : last.end], here.text[last.start : last.end]
    if here.text[last.end : last.end + 2] in {"有限", "公司", "委员"} or here.lexicon.direction.search(name):
        return False
    strong = here.lexicon.organisation_suffix.search(name)
    if not strong and (here.lexicon.title_at_end.search(name) or here.lexicon.place_suffix.search(name)):
        return False
    if strong:
        return strong.end() - strong.start() <= len(word) or strong.end() - strong.start() >= 2
    return (
        bool(here.lexicon.weak_suffix.search(word)) and len(word) <= 4 and last.tag in {"n", "nz"} | ORGANISATION_TAGS
    )


def _first_proper(here: Context, tokens: Sequence[Token]) -> int | None:
    for i, t in enumerate(tokens):
        word = here.text[t.start : t.end]
        if t.tag in PROPER or word in {"全国", "中央", "国家", "国际", "世界"} or word in LEVEL_WORDS:
            return i
    return None


def _places(here: Context, run: Run) -> Iterator[MentionCandidate]:
    """Yield places that the tagger leaves without their last word: 云川 + 汽车北站."""
    for i, t in enumerate(run.tokens):
        if t.tag not in PLACE_TAGS | ORGANISATION_TAGS or _place_follows(here, run, i):
            continue
        start = split_places(here, t.start, t.end)[-1][0]
        for j in range(min(len(run.tokens), i + MAX_PLACE_LENGTH) - 1, i, -1):
            name = here.text[start : run.tokens[j].end]
            if _ends_place(here, name, run.tokens[i + 1 : j + 1]):
                yield here.mention(
                    start, run.tokens[j].end, "Place", Rule.SUFFIX_PLACE, 2 if t.tag in PLACE_TAGS else 3
                )
                break


def _last_of_place(here: Context, last: Token) -> bool:
    """Whether a word can end a place's name: 盘竹湾组 before its people, but not 湖江乡村 and 档案网站."""
    word = here.text[last.start : last.end]
    if word == "组":
        return here.text[last.end : last.end + 2] in {"居民", "村民", "群众"}
    return word not in {"市", "县", "地区", "市场", "乡村", "农村", "乡镇"} and not word.endswith("网站")


def _place_follows(here: Context, run: Run, i: int) -> bool:
    """Whether the next word is a place of its own, with a level (塔山街道), so that a new name begins there."""
    if i + 1 == len(run.tokens) or run.tokens[i + 1].tag not in PLACE_TAGS:
        return False
    first, following = (here.text[x.start : x.end] for x in run.tokens[i : i + 2])
    named = len(following) >= 3 <= len(first) and LEVEL_AT_END.search(first)  # 开阳镇 + 青杉林场
    return bool(named or LEVEL_AT_END.search(following))


def _ends_place(here: Context, name: str, added: Sequence[Token]) -> bool:
    return (
        bool(here.lexicon.place_suffix.search(name))
        and len(name) <= MAX_PLACE_LENGTH
        and all(
            x.tag in {"n", "nz", "s", "vn", "m"}
            or (x.tag == "w" and here.text[x.start : x.end] in "（）()")
            or (x.tag in PLACE_TAGS and ("（" in name or not LEVEL_AT_END.search(here.text[x.start : x.end])))
            for x in added
        )
        and not here.lexicon.organisation_suffix.search(name)
        and _last_of_place(here, added[-1])
    )


def _unspaced_break(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"\s", text[start:end]))


def find_compounds(draft: Draft) -> Iterator[MentionCandidate]:
    """Yield the organisations and places that consist of several words."""
    for here in contexts(draft):
        yield from _compound(here)
        for run in _runs(here):
            yield from _organisations(here, run)
            yield from _places(here, run)
