"""Headings that divide a document: into articles of its own, or into the parts of one article."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAD = re.compile(r"^\s*(?:[^，。\n]{0,24}(?:消息|讯|电|报道)[（(：:\s]|(?:央视网|新华社|人民网|本报|本台))")
DATED = re.compile(r"\s*(?:昨|今|近|\d{1,2}月\d{1,2})日")  # how news begin without a dateline
LEAST_BODY = 10  # characters of an item's text
LEAST_TITLE = 7  # characters of an item's heading, on average; headings inside an article are shorter


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next one."""

    level: int
    title: str
    body: str


def articles_of(sections: list[Section]) -> list[Section]:
    """Return the sections that are articles of their own: those of one level whose headings are headlines; else none."""
    for level in range(6, 0, -1):
        items = [s for s in sections if s.level == level and len(s.body) >= LEAST_BODY and s.title]
        if len(items) < 2:
            continue
        leads = sum(bool(LEAD.match(s.body)) for s in items)
        long = sum(len(s.title) for s in items) / len(items) >= LEAST_TITLE
        dated = sum(bool(DATED.match(s.body)) for s in items) * 2 > len(items)
        if leads >= 2 or ((long or dated) and not _is_article(sections, level)):
            return items
    return []


def _is_article(sections: list[Section], level: int) -> bool:
    """Whether the sections above a level hold prose of their own, so that those of the level are parts of one article."""
    return any(s.level < level and len(s.body) >= 60 and "。" in s.body for s in sections)


def whole_of(sections: list[Section], title: str | None) -> tuple[str, str]:
    """Return the title and the text of a file that is one article, its headings on lines of their own."""
    first = next((s.title for s in sections if s.level == 1 and s.title), "")
    if not first and not title and sections and sections[0].level:
        first = sections[0].title
    lines = [x for s in sections for x in (s.title if s.title != first else "", s.body) if x]
    return first or title or "", "\n\n".join(lines)
