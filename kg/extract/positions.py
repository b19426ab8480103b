"""Posts: titles before a name (市委副书记、市长甲), behind it (甲任乙县委书记), shared by a list, and inherited along one.

A title is parsed from its end: head word (书记), modifiers (副), then the body before it, either a named one (白鹭县委) or
the place whose office the title implies (云川市 + 市长), or, where neither stands there, the body before it in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.names import NameLexicon, Title
from kg.model import Entity, Mention, Tenure

ASSUME = r"(?:将)?(?:任命|任|担任|出任|就任|转任|升任|调任|改任|兼任|当选为?|获任|历任|曾任|现任|接任|受聘为|聘为|连任|继任|是|系|为)"
BEHIND = re.compile(
    r"(?P<name_end>)(?:同志)?(?:，[男女]，[^。]{0,60}?)?(?P<gap>[^，。；：、]{0,8}?)(?P<verb>不再担任|任|担任|出任|就任|转任|升任|调任|当选为|当选|兼任|历任|曾任|现任|接任|为|是|系|的)"
)
SEPARATORS = "、兼和及暨"
AGE_OR_SEX = re.compile(r"(?:（[^（）]{1,12}）)?(?:同志)?$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A mention with its entity, as the parsers below need it."""

    mention: Mention
    entity: Entity


@dataclass(frozen=True, slots=True)
class ParsedTitle:
    """One title `text[start:end]`: its head, the body's entity or the place before it, and the tenure it is told with."""

    start: int
    end: int
    title: str
    head: Title
    body: Entity | None
    place: Entity | None
    tenure: Tenure
    elliptic: bool  # the body must come from the list or from the context


class TitleReader:
    """Reads titles at a place of one article's text; holds nothing but the article's mentions by their ends and starts."""

    def __init__(self, text: str, anchors: Sequence[Anchor], lexicon: NameLexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.ends: dict[int, list[Anchor]] = {}
        self.starts: dict[int, list[Anchor]] = {}
        for a in anchors:
            self.ends.setdefault(a.mention.end, []).append(a)
            self.starts.setdefault(a.mention.start, []).append(a)

    def _body_ending(self, offset: int) -> Anchor | None:
        """Return the longest body or place that ends at an offset (the body's name may hold the title's first words)."""
        found = [a for a in self.ends.get(offset, ()) if a.entity.kind in {"Organisation", "Place"}]
        return max(found, key=lambda a: (a.entity.kind == "Organisation", a.mention.end - a.mention.start), default=None)

    def before(self, end: int, floor: int) -> ParsedTitle | None:
        """Parse the title that ends at `end`, not reaching left of `floor`."""
        m = self.lexicon.title_at_end.search(self.text, max(floor, end - 14), end) if end > floor else None
        window = self.text[max(floor, end - 14) : end]
        m = self.lexicon.title_at_end.search(window)
        if not m:
            return None
        offset = end - len(window)
        return self._complete(offset + m.start(), end, self.lexicon.titles[m["head"]], floor)

    def at(self, start: int, ceiling: int) -> ParsedTitle | None:
        """Parse the title that begins at `start`: a body or a place, then the title's own words."""
        inside = [a for a in self.starts.get(start, ()) if a.entity.kind in {"Organisation", "Place"} and a.mention.end <= ceiling]
        for a in sorted(inside, key=lambda a: -a.mention.end):
            m = self.lexicon.title_at_start.match(self.text, a.mention.end, ceiling)
            if m:
                return self._complete(m.start(), m.end(), self.lexicon.titles[m["head"]], start)
        m = self.lexicon.title_at_start.match(self.text, start, ceiling)
        return self._complete(m.start(), m.end(), self.lexicon.titles[m["head"]], start) if m else None

    def _complete(self, start: int, end: int, head: Title, floor: int) -> ParsedTitle:
        """Find the body before the title's words, widening over words between (武器装备制造 + 负责人)."""
        tenure: Tenure = "current"
        own = start
        anchor = self._body_ending(start)
        mark = re.search(r"(?:原任?|前任?|时任|已故|候任|当选|现任|新任|的(?:一名|一位)?)$", self.text[max(floor, start - 4) : start])
        if anchor is None and mark:
            own = start - len(mark.group())
            tenure = "former" if mark.group()[0] in "原前时已" else "incoming" if mark.group()[0] in "候当" else "current"
            anchor = self._body_ending(own)
        if anchor is not None and anchor.mention.start < floor:
            anchor = None
        title_start = start
        if anchor is not None:
            own = anchor.mention.start
            before = re.search(r"(?:原|前|时任|曾任|已故)$", self.text[max(0, own - 2) : own])
            if before:
                tenure, own = "former", own - len(before.group())
            name = self.text[anchor.mention.start : anchor.mention.end]
            if anchor.entity.kind == "Organisation" and len(name) <= 8 and anchor.mention.end == start and re.match(
                r"[省市县区州镇乡村]|.{1,4}[省市县区州]委", name
            ):
                title_start = anchor.mention.start
        entity = anchor.entity if anchor else None
        return ParsedTitle(
            own,
            end,
            self.text[title_start:end],
            head,
            entity if entity and entity.kind == "Organisation" else None,
            entity if entity and entity.kind == "Place" else None,
            tenure,
            anchor is None,
        )

    def list_before(self, end: int, floor: int) -> list[ParsedTitle]:
        """Parse the row of titles that ends at `end`, in text order: 市委常委、副市长."""
        row: list[ParsedTitle] = []
        while (parsed := self.before(end, floor)) is not None:
            row.append(parsed)
            end = parsed.start
            if end - 1 < floor or self.text[end - 1] not in SEPARATORS:
                break
            end -= 1
        return row[::-1]

    def list_at(self, start: int, ceiling: int) -> list[ParsedTitle]:
        """Parse the row of titles that begins at `start`."""
        row: list[ParsedTitle] = []
        while (parsed := self.at(start, ceiling)) is not None:
            row.append(parsed)
            start = parsed.end
            if start >= ceiling or self.text[start] not in SEPARATORS:
                break
            start += 1
        return row


def inherit(row: Sequence[ParsedTitle]) -> Iterator[tuple[ParsedTitle, Entity | None, Entity | None]]:
    """Yield each title of a row with its body and place, handed on from the title before where it has none."""
    body: Entity | None = None
    place: Entity | None = None
    for t in row:
        if not t.elliptic:
            body, place = t.body, t.place
        yield t, body, place
