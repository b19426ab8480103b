"""Transcribed names of persons: with a middle dot or a hyphen (约翰·史密斯), Tibetan and Mongolian ones without (旦增罗布).

The tagger cuts long ones (阿布 + 都 + 热合曼·肉孜). A name with a dot goes back over characters of transcription to the title or the mark
before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import MentionCandidate
from kg.extract.lexicon import Rule
from kg.extract.lexicon.patterns import FAMILY_WORD
from kg.extract.mentions.context import HAN, PERSON_TAGS, Context
from kg.wordlists import either, words

SOUND = "[" + "".join(sorted(words("transliteration_characters"))) + "]"
DOT = re.compile(r"[·•・‧]")
MARK = re.compile(r"[·•・‧‐－–-]")
DOTTED = re.compile(rf"{HAN}(?:[·•・‧‐－–-]{HAN}{{1,8}})+")
HYPHENATED = re.compile(rf"{HAN}{{1,8}}[‐－–-]{HAN}{{1,8}}")
JOINED = re.compile(r"[·•・‧‐－–-]?")
BACKWARD = re.compile(rf"{SOUND}{{1,9}}$")
FORWARD = re.compile(rf"{SOUND}{{1,9}}")
BOUNDARY = re.compile(r"(?:^|[，。；：、！？“”《》（）\s的和与及对向同由]|会见|访问|来自|称|叫)$")
MINORITY = re.compile(rf"{either('minority_name_parts')}{either('minority_name_parts')}{{1,2}}")
MARKED_EPITHET = re.compile(rf"{either('personal_epithets')}$")
PART_AT_START = re.compile(either("minority_name_parts"))
WORKERS = frozenset("员师手工家长者民生匠兵")  # last characters of words for persons by what they do
LONGEST = 12  # characters of a name's last part
AFTER_NAME = re.compile(r"通电话|等")


def find_transcribed(here: Context) -> Iterator[MentionCandidate]:
    """Yield the transcribed names of a sentence."""
    if MARK.search(here.text, here.sentence.start, here.sentence.end):
        yield from _marked(here)
    for m in MINORITY.finditer(here.text, here.sentence.start, here.sentence.end):
        if m.start() in here.starts and m.end() in here.ends and 4 <= len(m.group()) <= 9:
            yield here.mention(*m.span(), "Person", Rule.MINORITY_NAME, 5)


def _marked(here: Context) -> Iterator[MentionCandidate]:
    """Yield the names of a sentence with a dot or a hyphen."""
    end = here.sentence.start
    for m in DOTTED.finditer(here.text, here.sentence.start, here.sentence.end):
        if m.start() >= end and DOT.search(m.group()):
            start, end = _start(here, m.start() + 1), _end(here, m)
            if end - start > 2 and _sounds(here, start, end):
                yield here.mention(start, end, "Person", Rule.FOREIGN_NAME, 6)
    for m in HYPHENATED.finditer(here.text, here.sentence.start, here.sentence.end):
        yield from _hyphenated(here, *m.span())


def _sounds(here: Context, start: int, end: int) -> bool:
    """Whether a span can be a person: the tagger finds one in it, or all of its characters are those of transcription."""
    if any(t.tag in PERSON_TAGS and t.start < end and t.end > start for t in here.sentence.tokens):
        return True
    return re.fullmatch(rf"(?:{SOUND}|[·•・‧‐－–-])+", here.text[start:end]) is not None


def _start(here: Context, dot: int) -> int:
    """Return where a name begins whose first part ends at a dot: at the tagger's word, or further back at a title or a mark."""
    token = next((t for t in here.sentence.tokens if t.start < dot <= t.end), None)
    start = token.start if token else dot - 1
    for family_word in FAMILY_WORD.finditer(here.text, max(here.sentence.start, start - 1), dot):
        start = family_word.end()  # 甲之子乙·甲
    row = BACKWARD.search(here.text, here.sentence.start, dot)
    if row and row.start() < start and _may_begin(here, row.start()):
        return row.start()
    return _behind_epithet(here, start, dot)


def _may_begin(here: Context, at: int) -> bool:
    """Whether a name may begin at an offset: after a title, a mark or a verb."""
    before = here.text[max(here.sentence.start, at - 12) : at]
    if BOUNDARY.search(before) or here.lexicon.title_at_end.search(before):
        return True
    return before[-1:] in WORKERS and PART_AT_START.match(here.text, at) is not None  # 护边员 + 买买提江


def _behind_epithet(here: Context, start: int, dot: int) -> int:
    """Return the start of a name without the end of an epithet that the tagger took for it: 劳动模 + 范艾克拜尔."""
    for at in range(start, min(start + 3, dot)):
        epithet = MARKED_EPITHET.search(here.text, here.sentence.start, at + 1)
        if epithet and at + 1 < dot:
            return at + 1
    return start


def _end(here: Context, m: re.Match[str]) -> int:
    """Return where the last part of a name ends: with the tagger's person, or with the characters of transcription."""
    last = max(m.group().rfind(c) for c in "·•・‧‐－–-") + m.start() + 1
    end = last
    for t in here.sentence.tokens:
        if t.end > end and t.start <= end and t.tag in PERSON_TAGS:
            end = t.end
    if end == last:
        row = FORWARD.match(here.text, last, min(here.sentence.end, last + LONGEST))
        token = next((t for t in here.sentence.tokens if t.start <= last < t.end), None)
        end = max(row.end() if row else last, token.end if token and token.end - last <= 2 else last)
    cut = next((c.start() for c in AFTER_NAME.finditer(here.text, last + 1, end + 2) if c.start() < end), end)
    return cut


def _hyphenated(here: Context, start: int, end: int) -> Iterator[MentionCandidate]:
    """Yield a foreign name of two parts that the tagger takes for two persons: 迪亚斯-卡内尔, but not 张三-李四."""
    hyphen = start + len(re.split("[‐－–-]", here.text[start:end], maxsplit=1)[0])
    first = next((t for t in here.sentence.tokens if t.end == hyphen), None)
    second = next((t for t in here.sentence.tokens if t.start == hyphen + 1 and t.tag in PERSON_TAGS), None)
    if first is None or second is None:
        return
    foreign = first.tag in PERSON_TAGS and not here.lexicon.surname.match(here.text, first.start)
    if foreign or hyphen - first.start == 1:  # 让-皮埃尔
        yield here.mention(first.start, second.end, "Person", Rule.HYPHENATED, 5)
