"""Bylines: the authors and photographers of an article, and the spans of bylines and datelines.

Chinese newspapers use a few fixed forms: 本报讯（记者 甲 通讯员 乙 丙）, ■本报记者 甲, ■甲 摄, 新华社北京1月1日电（记者甲、乙）.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.candidates import Draft, NamelessCandidate, SignatureCandidate
from kg.extract.lexicon import Rule
from kg.wordlists import either

ROLES = either("byline_roles")
NAME = r"[一-鿿]{2,4}(?:·[一-鿿]{1,8})*"
NAMES = rf"{NAME}(?:[ 　、，,]+{NAME})*"
BRACKET = re.compile(r"[（(](?P<inner>[^（()）\n]{2,60})[）)]")
LEAD = re.compile(r"(?:本报|本网|本台|专)?[^。\n]{0,30}?(?:讯|电|消息|报道)[ 　]*$")
MARKED = re.compile(
    rf"[■□▲●◆◎][ 　]*(?:本报|本网)?(?P<role>{ROLES})?[ 　]*(?P<names>{NAMES})[ 　]*(?P<tail>摄影报道|摄影|摄|文/图|/文|/图|报道)?"
)
UNSIGNED = re.compile(rf"[（(](?P<names>{NAME}(?:[ 　]+{NAME}){{0,3}})[）)]")
LINE = re.compile(
    rf"^[ 　]*(?:本报|本网)?(?P<role>{ROLES})[ 　:：]+(?P<names>{NAMES})[ 　]*(?:摄|报道|/文|/图)?[ 　]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Author:
    """One author `text[start:end]` with the role in the byline (记者, 通讯员, 摄)."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The span `text[start:end]` at the beginning of a line that names the outlet."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Byline:
    """The extent of a byline in the text, and its authors."""

    start: int
    end: int
    authors: tuple[Author, ...]


def _authors(text: str, start: int, end: int, role: str) -> Iterator[Author]:
    for m in re.finditer(NAME, text[start:end]):
        if not re.search(f"(?:{ROLES}|本报|本网)$", m.group()):
            yield Author(start + m.start(), start + m.end(), role)


def _signed(text: str, start: int, end: int) -> tuple[Author, ...]:
    """Read "记者 甲 乙 通讯员 丙" between two offsets."""
    marks = list(re.finditer(ROLES, text[start:end]))
    found: list[Author] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        stop = start + following.start() if following else end
        role = mark.group().removeprefix("本报").removeprefix("本网")
        found.extend(_authors(text, start + mark.end(), stop, role))
    return tuple(found)


def _bracketed(text: str) -> Iterator[Byline]:
    """Yield the bylines in brackets after 本报讯, 电 or at a paragraph's start."""
    for m in BRACKET.finditer(text):
        line = text.rfind("\n", 0, m.start()) + 1
        lead = text[line : m.start()]
        if len(lead) > 40 or not (LEAD.search(lead) or not lead.strip()):
            continue
        authors = _signed(text, m.start("inner"), m.end("inner"))
        if not authors and re.search(r"[讯电][ 　]*$", lead) and UNSIGNED.fullmatch(m.group()):
            authors = tuple(_authors(text, m.start("inner"), m.end("inner"), "记者"))
        if authors:
            yield Byline(line, m.end(), authors)


def _marked(text: str) -> Iterator[Byline]:
    """Yield the bylines after a mark: ■本报记者 甲, ■甲 摄."""
    for m in MARKED.finditer(text):
        role, tail = m["role"], m["tail"]
        if not (role or tail) or role == "评论员":
            continue
        authors = [*_authors(text, m.start("names"), m.end("names"), (role or tail).lstrip("/").removeprefix("本报"))]
        inner = _signed(text, m.start(), m.end()) if role else ()
        yield Byline(m.start(), m.end(), inner or tuple(authors))


def _lines(text: str) -> Iterator[Byline]:
    for m in LINE.finditer(text):
        authors = _signed(text, m.start(), m.end())
        if authors:
            yield Byline(m.start(), m.end(), authors)


DATELINE = re.compile(r"^[^。，\n]{2,20}?(?:消息|报道)[ 　]*(?:[（(][^（()）\n]{2,12}[）)])?[ 　]*[：:]", re.MULTILINE)


def find_datelines(text: str) -> tuple[Dateline, ...]:
    """Return the datelines that only name the outlet: 某网消息（某栏目）：."""
    return tuple(Dateline(*m.span()) for m in DATELINE.finditer(text))


def find_bylines(text: str) -> tuple[Byline, ...]:
    """Return the bylines of an article in text order, without overlaps.

    >>> [a.role for b in find_bylines("本报讯（记者 何书远 通讯员 谭小满）昨日") for a in b.authors]
    ['记者', '通讯员']
    """
    found: list[Byline] = []
    for byline in sorted([*_bracketed(text), *_marked(text), *_lines(text)], key=lambda b: (b.start, -b.end)):
        if not found or byline.start >= found[-1].end:
            found.append(byline)
    return tuple(found)


def find_signatures(draft: Draft) -> Iterator[SignatureCandidate | NamelessCandidate]:
    """Yield the authors of the article, and the spans of outlets before the text, which contain no names."""
    rule = Rule.BYLINE
    for byline in find_bylines(draft.text):
        for a in byline.authors:
            yield SignatureCandidate(a.start, a.end, "Person", rule, 5, source=rule.component, role=a.role)
    for line in find_datelines(draft.text):
        yield NamelessCandidate(line.start, line.end, Rule.DATELINE, source=Rule.DATELINE.component)
