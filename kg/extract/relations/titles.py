"""Titles before a name (市委副书记、市长甲) or after it (甲任乙县委书记).

A title is parsed from its end: head word (书记), modifiers (副), then the organisation before it: a named one (白鹭县委), the
office of a place that the title implies (云川市 + 市长), or else that of the preceding title in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.candidates import EntityMention
from kg.extract.lexicon import NameLexicon, Title
from kg.extract.lexicon.levels import one_letter
from kg.model import Entity, Tenure, Token
from kg.wordlists import either

LEFT = r"(?<![将要])(?:卸任|离任|退休|辞职|去职|被免职|落马)了?的"
MARK_BEFORE_TITLE = re.compile(rf"(?:原任?|前任?|时任|已故|{LEFT}|候任|当选|拟任|现任|新任|首任|的一名|的一位|的)$")
NOMINEE = re.compile(r"(?:提名人选|拟任人选|提名人)$")
MARK_BEFORE_ORGANISATION = re.compile(r"(?:原|前|时任|曾任|已故)$")
EPITHET = re.compile(  # occupations, not positions: 某协会副主席、著名诗人甲
    rf"、(?:著名|知名|当代|杰出|优秀|青年|资深)?(?:{either('epithets')}|[一-鿿]{{0,4}}学家)$"
)
REGION_AT_END = re.compile(rf"{either('latin_regions')}$")
OWN_OFFICE = re.compile(f"{one_letter('elliptic')}.*|[一-鿿]{{1,5}}{one_letter('congress')}委")
SEPARATORS = "、兼和及暨"
TITLE_WORDS = frozenset({"n", "nz", "nw", "vn", "an", "b"})


@dataclass(frozen=True, slots=True)
class ParsedTitle:
    """One title `text[start:end]`: its head, the organisation's entity or the place before it, and its tenure."""

    start: int
    end: int
    title: str
    head: Title
    organisation: Entity | None
    place: Entity | None
    tenure: Tenure
    elliptic: bool  # the organisation must come from the list or from the context


class TitleReader:
    """Reads titles at offsets of one article's text, with the article's mentions by end and start."""

    def __init__(
        self, text: str, mentions: Sequence[EntityMention], lexicon: NameLexicon, tokens: Mapping[int, Token]
    ) -> None:
        self.text = text
        self.tokens = tokens  # by their ends
        self.lexicon = lexicon
        self.ends: dict[int, list[EntityMention]] = {}
        self.starts: dict[int, list[EntityMention]] = {}
        for a in mentions:
            self.ends.setdefault(a.end, []).append(a)
            self.starts.setdefault(a.start, []).append(a)

    def _organisation_ending(self, offset: int) -> EntityMention | None:
        """Return the longest organisation or place that ends at an offset (the organisation's name may include the first words of the title)."""
        found = [a for a in self.ends.get(offset, ()) if a.entity.kind in {"Organisation", "Place"}]
        return max(found, key=lambda a: (a.entity.kind == "Organisation", a.end - a.start), default=None)

    def before(self, end: int, floor: int) -> ParsedTitle | None:
        """Parse the title that ends at `end` and does not begin before `floor`."""
        fused = self._fused(end, floor)
        if fused:
            return fused
        window = self.text[max(floor, end - 14) : end]
        m = self.lexicon.title_at_end.search(window)
        if not m:
            return None
        start = end - len(window) + m.start()
        return self._complete(self._behind_organisation(start, end), end, self.lexicon.titles[m["head"]], floor)

    def _fused(self, end: int, floor: int) -> ParsedTitle | None:
        """Parse a title that shares a character with its organisation: 市公安局 + 长, 乌国防部 + 长."""
        organisation = self._organisation_ending(end - 1) if self.text[end - 1 : end] == "长" else None
        if organisation is None or organisation.entity.kind != "Organisation" or organisation.start < floor:
            return None
        head = self.lexicon.titles.get(self.text[end - 2 : end])
        if head is None:
            return None
        start = organisation.start
        is_congress = re.match(one_letter("congress"), self.text[start:end])
        title = self.text[start if is_congress else end - 2 : end]
        mark = MARK_BEFORE_ORGANISATION.search(self.text[max(0, start - 2) : start])
        return ParsedTitle(start, end, title, head, organisation.entity, None, "former" if mark else "current", False)

    def _behind_organisation(self, start: int, end: int) -> int:
        """Return the start of a title whose first words belong to an organisation's name: 桃花村党支部 + 书记, not 桃花村 + 党支部书记."""
        for cut in range(end - 1, start, -1):
            holds = any(a.entity.kind == "Organisation" and a.start < start for a in self.ends.get(cut, ()))
            m = self.lexicon.title_at_end.search(self.text[cut:end]) if holds else None
            if m and m.start() == 0:
                return cut
        return start

    def at(self, start: int, ceiling: int) -> ParsedTitle | None:
        """Parse the title that begins at `start`: an organisation or a place, then the title's own words."""
        inside = [
            a for a in self.starts.get(start, ()) if a.entity.kind in {"Organisation", "Place"} and a.end <= ceiling
        ]
        for a in sorted(inside, key=lambda a: -a.end):
            m = self.lexicon.title_at_start.match(self.text, a.end, ceiling)
            if m:
                return self._complete(m.start(), m.end(), self.lexicon.titles[m["head"]], start)
        m = self.lexicon.title_at_start.match(self.text, start, ceiling)
        return self._complete(m.start(), m.end(), self.lexicon.titles[m["head"]], start) if m else None

    def _complete(self, start: int, end: int, head: Title, floor: int) -> ParsedTitle:
        """Find the organisation before the title's words, with other words in between (武器装备制造 + 负责人)."""
        tenure: Tenure = "current"
        own, title_start = start, start
        organisation = self._organisation_ending(start)
        mark = MARK_BEFORE_TITLE.search(self.text[max(floor, start - 7) : start])
        if organisation is None and mark:
            own = start - len(mark.group())
            tenure = _tenure(mark.group())
            organisation = self._organisation_ending(own)
        elif organisation is None:
            title_start, organisation = self._widened(start, floor)
            own = title_start
        if organisation is not None and organisation.start < floor:
            organisation = None
        if organisation is not None:
            own = organisation.start
            before = MARK_BEFORE_ORGANISATION.search(self.text[max(0, own - 2) : own])
            if before:
                tenure, own = "former", own - len(before.group())
            name = self.text[organisation.start : organisation.end]
            if organisation.end == start and len(name) <= 8 and OWN_OFFICE.match(name):
                title_start = organisation.start
        entity = organisation.entity if organisation else None
        return ParsedTitle(
            own,
            end,
            self.text[title_start:end],
            head,
            entity if entity and entity.kind == "Organisation" else None,
            entity if entity and entity.kind == "Place" else None,
            tenure,
            organisation is None,
        )

    def _widened(self, start: int, floor: int) -> tuple[int, EntityMention | None]:
        """Extend a title over its nouns back to its organisation or the preceding title: 某公司 + 武器装备制造 + 负责人.

        Return the start of the title and the organisation, or `start` and None if there is neither an organisation nor a title.
        """
        at = start
        region = REGION_AT_END.search(self.text, max(floor, start - 8), start)
        if region and (of := self._organisation_ending(region.start())) and of.entity.kind == "Organisation":
            return region.start(), of  # GE Healthcare + 中国区总裁
        while (t := self.tokens.get(at)) and t.tag in TITLE_WORDS and start - t.start <= 10 and t.start > floor:
            at = t.start
            organisation = self._organisation_ending(at)
            if organisation and organisation.entity.kind == "Organisation":
                return at, organisation
            if self.text[at - 1] in "、兼" and self.lexicon.title_at_end.search(self.text[max(floor, at - 8) : at - 1]):
                return at, None
        return start, None

    def list_before(self, end: int, floor: int) -> list[ParsedTitle]:
        """Parse the list of titles that ends at `end`, in text order: 市委常委、副市长."""
        row: list[ParsedTitle] = []
        epithet = EPITHET.search(self.text, max(floor, end - 12), end)
        if epithet and self.text[epithet.start() : epithet.start() + 1] == "、":
            end = epithet.start()
        nominee = NOMINEE.search(self.text, max(floor, end - 4), end)
        end = nominee.start() if nominee else end
        while (parsed := self.before(end, floor)) is not None:
            row.append(replace(parsed, tenure="incoming") if nominee else parsed)
            end = parsed.start
            if end - 1 < floor or self.text[end - 1] not in SEPARATORS:
                break
            end -= 1
        return row[::-1]

    def list_at(self, start: int, ceiling: int) -> list[ParsedTitle]:
        """Parse the list of titles that begins at `start`."""
        row: list[ParsedTitle] = []
        while (parsed := self.at(start, ceiling)) is not None:
            row.append(parsed)
            start = parsed.end
            if start >= ceiling or self.text[start] not in SEPARATORS:
                break
            start += 1
        return row


def inherit(row: Sequence[ParsedTitle]) -> Iterator[tuple[ParsedTitle, Entity | None, Entity | None]]:
    """Yield each title of a list with its organisation and place, inherited from the preceding title if it has none."""
    organisation: Entity | None = None
    place: Entity | None = None
    for t in row:
        if not t.elliptic:
            organisation, place = t.organisation, t.place
        yield t, organisation, place


def _tenure(mark: str) -> Tenure:
    if mark[0] in "原前时已" or re.fullmatch(LEFT, mark):
        return "former"
    return "incoming" if mark[0] in "候当拟" else "current"
