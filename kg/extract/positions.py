"""Posts: titles before a name (市委副书记、市长甲), behind it (甲任乙县委书记), shared by a list, and inherited along one.

A title is parsed from its end: head word (书记), modifiers (副), then the body before it, either a named one (白鹭县委) or
the place whose office the title implies (云川市 + 市长), or, where neither stands there, the body before it in the list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.names import NameLexicon, Title
from kg.model import Article, Entity, Mention, Position, Relation, Sentence, Tenure, Token

ASSUMING = re.compile(
    r"(?:同志|先生|女士)?(?:（[^（）]{1,16}）)?(?P<lead>[^。；]{0,60}?)(?P<verb>不再担任|继续担任|担任|出任|就任|转任|升任|调任|改任|兼任|接任|连任|历任|曾任|现任|时任|任命为|当选为|当选|聘为|任)"
)
LINKING = re.compile(r"(?:同志|先生|女士)?(?P<verb>此前是|曾是|原是|生前是|生前系|是|系|为)(?:一名|一位|当地|该)?")
REMOVED = re.compile(r"(?:免去|撤销|解除|辞去)$")
CHOSEN = re.compile(r"(?:同志)?为(?P<head>主席|会长|理事长|组长|团长|院长|校长|总指挥|主任|书记)的")  # 以某人为主席的
MARK_BEFORE_TITLE = re.compile(r"(?:原任?|前任?|时任|已故|候任|当选|现任|新任|首任|的一名|的一位|的)$")
MARK_BEFORE_BODY = re.compile(r"(?:原|前|时任|曾任|已故)$")
REACH = 3  # sentences back to the body that a bare title means
EPITHET = re.compile(  # what somebody is, but holds no post in: 某协会副主席、著名诗人甲
    r"、(?:著名|知名|当代|杰出|优秀|青年|资深)?(?:作家|诗人|画家|书法家|歌唱家|歌手|演员|导演|企业家|作曲家|音乐家|艺术家|翻译家|教育家|学者|[一-鿿]{0,4}学家|社会活动家)$"
)
SEPARATORS = "、兼和及暨"
TITLE_WORDS = frozenset({"n", "nz", "nw", "vn", "an", "b"})


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

    def __init__(self, text: str, anchors: Sequence[Anchor], lexicon: NameLexicon, tokens: Mapping[int, Token]) -> None:
        self.text = text
        self.tokens = tokens  # by their ends
        self.lexicon = lexicon
        self.ends: dict[int, list[Anchor]] = {}
        self.starts: dict[int, list[Anchor]] = {}
        for a in anchors:
            self.ends.setdefault(a.mention.end, []).append(a)
            self.starts.setdefault(a.mention.start, []).append(a)

    def _body_ending(self, offset: int) -> Anchor | None:
        """Return the longest body or place that ends at an offset (the body's name may hold the title's first words)."""
        found = [a for a in self.ends.get(offset, ()) if a.entity.kind in {"Organisation", "Place"}]
        return max(
            found, key=lambda a: (a.entity.kind == "Organisation", a.mention.end - a.mention.start), default=None
        )

    def before(self, end: int, floor: int) -> ParsedTitle | None:
        """Parse the title that ends at `end`, not reaching left of `floor`."""
        fused = self._fused(end, floor)
        if fused:
            return fused
        window = self.text[max(floor, end - 14) : end]
        m = self.lexicon.title_at_end.search(window)
        if not m:
            return None
        start = end - len(window) + m.start()
        return self._complete(self._behind_body(start, end), end, self.lexicon.titles[m["head"]], floor)

    def _fused(self, end: int, floor: int) -> ParsedTitle | None:
        """Parse a title that shares a character with its body: 市公安局 + 长, 乌国防部 + 长."""
        body = self._body_ending(end - 1) if self.text[end - 1 : end] == "长" else None
        if body is None or body.entity.kind != "Organisation" or body.mention.start < floor:
            return None
        head = self.lexicon.titles.get(self.text[end - 2 : end])
        if head is None:
            return None
        start = body.mention.start
        bare = re.match(r"[省市县区]", self.text[start:end])
        title = self.text[start if bare else end - 2 : end]
        mark = MARK_BEFORE_BODY.search(self.text[max(0, start - 2) : start])
        return ParsedTitle(start, end, title, head, body.entity, None, "former" if mark else "current", False)

    def _behind_body(self, start: int, end: int) -> int:
        """Return where a title begins when a body's name reaches into its words: 桃花村党支部 + 书记, not 桃花村 + 党支部书记."""
        for cut in range(end - 1, start, -1):
            holds = any(a.entity.kind == "Organisation" and a.mention.start < start for a in self.ends.get(cut, ()))
            m = self.lexicon.title_at_end.search(self.text[cut:end]) if holds else None
            if m and m.start() == 0:
                return cut
        return start

    def at(self, start: int, ceiling: int) -> ParsedTitle | None:
        """Parse the title that begins at `start`: a body or a place, then the title's own words."""
        inside = [
            a
            for a in self.starts.get(start, ())
            if a.entity.kind in {"Organisation", "Place"} and a.mention.end <= ceiling
        ]
        for a in sorted(inside, key=lambda a: -a.mention.end):
            m = self.lexicon.title_at_start.match(self.text, a.mention.end, ceiling)
            if m:
                return self._complete(m.start(), m.end(), self.lexicon.titles[m["head"]], start)
        m = self.lexicon.title_at_start.match(self.text, start, ceiling)
        return self._complete(m.start(), m.end(), self.lexicon.titles[m["head"]], start) if m else None

    def _complete(self, start: int, end: int, head: Title, floor: int) -> ParsedTitle:
        """Find the body before the title's words, widening over words between (武器装备制造 + 负责人)."""
        tenure: Tenure = "current"
        own, title_start = start, start
        anchor = self._body_ending(start)
        mark = MARK_BEFORE_TITLE.search(self.text[max(floor, start - 4) : start])
        if anchor is None and mark:
            own = start - len(mark.group())
            tenure = _tenure(mark.group())
            anchor = self._body_ending(own)
        elif anchor is None:
            title_start, anchor = self._widened(start, floor)
            own = title_start
        if anchor is not None and anchor.mention.start < floor:
            anchor = None
        if anchor is not None:
            own = anchor.mention.start
            before = MARK_BEFORE_BODY.search(self.text[max(0, own - 2) : own])
            if before:
                tenure, own = "former", own - len(before.group())
            name = self.text[anchor.mention.start : anchor.mention.end]
            if (
                anchor.mention.end == start
                and len(name) <= 8
                and re.match(r"[省市县区州镇乡村].*|[一-鿿]{1,5}[省市县区州]委", name)
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

    def _widened(self, start: int, floor: int) -> tuple[int, Anchor | None]:
        """Reach back over the nouns of a title to its body or to the title before it: 某公司 + 武器装备制造 + 负责人.

        Returns where the title begins and the body, or `start` and None where no body and no title stands there.
        """
        at = start
        while (t := self.tokens.get(at)) and t.tag in TITLE_WORDS and start - t.start <= 10 and t.start > floor:
            at = t.start
            body = self._body_ending(at)
            if body and body.entity.kind == "Organisation":
                return at, body
            if self.text[at - 1] in "、兼" and self.lexicon.title_at_end.search(self.text[max(floor, at - 8) : at - 1]):
                return at, None
        return start, None

    def list_before(self, end: int, floor: int) -> list[ParsedTitle]:
        """Parse the row of titles that ends at `end`, in text order: 市委常委、副市长."""
        row: list[ParsedTitle] = []
        epithet = EPITHET.search(self.text, max(floor, end - 12), end)
        if epithet and self.text[epithet.start() : epithet.start() + 1] == "、":
            end = epithet.start()
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


def _tenure(mark: str) -> Tenure:
    if mark[0] in "原前时已":
        return "former"
    return "incoming" if mark[0] in "候当" else "current"


class PositionFinder:
    """Finds the posts and memberships of one article's persons."""

    def __init__(
        self, article: Article, sentences: Sequence[Sentence], entities: Sequence[Entity], lexicon: NameLexicon
    ) -> None:
        self.article = article
        self.text = article.text
        self.sentences = sentences
        self.lexicon = lexicon
        self.anchors = sorted(
            (Anchor(m, e) for e in entities for m in e.mentions if m.rule != "byline"),
            key=lambda a: (a.mention.start, -a.mention.end),
        )
        tokens = {t.end: t for s in sentences for t in s.tokens}
        self.reader = TitleReader(self.text, self.anchors, lexicon, tokens)
        self.places = [a for a in self.anchors if a.entity.kind == "Place"]
        self.bodies = [a for a in self.anchors if a.entity.kind == "Organisation"]
        self.place_starts = [a.mention.start for a in self.places]
        self.body_starts = [a.mention.start for a in self.bodies]
        self.by_level: dict[str, tuple[list[int], list[str]]] = {}
        self.persons = [a for a in self.anchors if a.entity.kind == "Person"]
        self.list_place = ""  # the place whose officers a list is naming: 某市委书记甲、市长乙
        self.title_starts: dict[int, int] = {}  # of each person that has titles before the name: where they begin
        self.person_starts = [a.mention.start for a in self.persons]

    def find(self) -> tuple[tuple[Position, ...], tuple[Relation, ...]]:
        """Return the posts, and the memberships and residences that other titles tell."""
        posts: list[Position] = []
        relations: list[Relation] = []
        shared: tuple[int, list[ParsedTitle]] = (-1, [])
        end = 0
        for person in self.persons:
            sentence = self.sentences[person.mention.sentence]
            row = self.reader.list_before(person.mention.start, sentence.start)
            rule = "title before name"
            if not row and self._continues_list(person, shared[0]):
                row, rule = shared[1], "title shared by a list"
            first = row[0].start if row and rule == "title before name" else person.mention.start
            if self.text[end:first] not in {"、", "和", "，", "与"}:
                self.list_place = ""
            end = person.mention.end
            if row:
                if rule == "title before name":
                    self.title_starts[person.mention.start] = row[0].start
                shared = (person.mention.end, row)
                self._add(person, row, rule, posts, relations)
            behind = self._behind(person, sentence)
            if behind:
                chosen = self.text[person.mention.start - 1 : person.mention.start] == "以"
                self._add(person, behind, "chosen" if chosen else "title behind name", posts, relations)
        return _distinct(posts), tuple(dict.fromkeys(relations))

    def _continues_list(self, person: Anchor, end: int) -> bool:
        return end >= 0 and self.text[end : person.mention.start] in {"、", "和", "及", "与"}

    def _behind(self, person: Anchor, sentence: Sentence) -> list[ParsedTitle]:
        """Read what stands behind a name: 甲任乙县委书记, 免去甲的乙职务, 任命甲为乙, 甲市长."""
        end, ceiling = person.mention.end, sentence.end
        removed = REMOVED.search(self.text[max(sentence.start, person.mention.start - 2) : person.mention.start])
        possessive = re.match(r"(?:同志)?的", self.text[end:ceiling])
        if removed and possessive:
            return [_with_tenure(t, "former") for t in self.reader.list_at(end + possessive.end(), ceiling)]
        named = CHOSEN.match(self.text, end, ceiling)
        if named and self.text[person.mention.start - 1 : person.mention.start] == "以":
            title = self.lexicon.titles[named["head"]]
            return [
                ParsedTitle(named.start("head"), named.end("head"), named["head"], title, None, None, "current", True)
            ]
        direct = self.reader.at(end, ceiling)
        if (
            direct
            and direct.start == end
            and direct.head.kind == "Title"
            and direct.end - end <= 3
            and not (direct.head.form == "代表" and self.text[direct.end : direct.end + 1] not in "，。、；")
            and not self._another_person_at(direct.end)
        ):
            return [direct]
        link = LINKING.match(self.text, end, ceiling)
        if link:
            past: Tenure = "former" if link["verb"][0] in "此曾原生" and link["verb"] != "此前是" else "current"
            row = self.reader.list_at(link.end(), ceiling)
            return [_with_tenure(t, past) if past == "former" else t for t in row if not self._another_person_at(t.end)]
        return self._assumed(person, ceiling)

    def _assumed(self, person: Anchor, ceiling: int) -> list[ParsedTitle]:
        found: list[ParsedTitle] = []
        m = ASSUMING.match(self.text, person.mention.end, ceiling)
        while m:
            first = bisect_left(self.person_starts, person.mention.end)
            last = bisect_left(self.person_starts, m.start("verb"))
            if any(p.entity is not person.entity for p in self.persons[first:last]) or "被" in m["lead"]:
                break
            row = self.reader.list_at(m.end(), ceiling)
            if not row:
                break
            verb = m["verb"]
            tenure: Tenure = (
                "former"
                if verb in {"不再担任", "历任", "曾任", "时任"}
                else "incoming"
                if re.search(r"[将拟]$", m["lead"])
                else "current"
            )
            found.extend(_with_tenure(t, tenure) for t in row)
            m = re.compile(r"(?:等职(?:务)?)?(?P<lead>，[^。；]{0,20}?)(?P<verb>任|担任|出任|现任|转任)").match(
                self.text, row[-1].end, ceiling
            )
        return [t for t in found if not self._another_person_at(t.end)]

    def _another_person_at(self, offset: int) -> bool:
        return any(a.entity.kind == "Person" for a in self.reader.starts.get(offset, ()))

    def _add(
        self, person: Anchor, row: Sequence[ParsedTitle], rule: str, posts: list[Position], relations: list[Relation]
    ) -> None:
        sentence = person.mention.sentence
        for title, body, place in inherit(row):
            if title.head.kind == "Title":
                organisation = self._organisation(title, body, place, person, rule)
                self.list_place = _place_of(organisation, body) or self.list_place
                posts.append(Position(person.entity.id, title.title, organisation, sentence, title.tenure, rule=rule))
            elif title.head.kind == "Membership" and (body or not place):
                member = body or self._last_body(title, person)
                if member:
                    relations.append(
                        Relation(person.entity.id, "memberOf", member.id, sentence, rule=rule, role=title.title)
                    )
            elif title.head.kind == "Residence" and place and title.end == person.mention.start:
                relations.append(Relation(person.entity.id, "livesIn", place.id, sentence, rule=rule, role=title.title))

    def _organisation(
        self, title: ParsedTitle, body: Entity | None, place: Entity | None, person: Anchor, rule: str
    ) -> str | None:
        """Return the body of a post: named, implied by the title and a place, or meant from the context."""
        ours = body is not None and (body.norm or body.name).startswith("中共")
        if title.title == "国家主席" and title.elliptic and (ours or not self._abroad(person)):
            return IMPLIED + "中华人民共和国"
        if title.head.level == "国" and body:
            return body.id
        if title.head.form == "总理" and title.elliptic and not self._abroad(person):
            return IMPLIED + "国务院"
        if title.head.implies:
            where = self._implying_place(title, body, place)
            return IMPLIED + title.head.implies.format(place=where) if where else None
        if body:
            return body.id
        if title.elliptic and not place:
            found = self._last_body(title, person) if rule != "chosen" else self._nearest_body(title, person)
            return found.id if found else None
        return None

    def _nearest_body(self, title: ParsedTitle, person: Anchor) -> Entity | None:
        """Return the last body before a person in the sentence: 某协会新一届理事会和以甲为主席的主席团."""
        i = bisect_left(self.body_starts, person.mention.start)
        last = self.bodies[i - 1] if i else None
        return last.entity if last and last.mention.sentence == person.mention.sentence else None

    def _abroad(self, person: Anchor) -> bool:
        """Tell whether another country's premier may be meant: its name stands in the sentence, or no Chinese body does."""
        sentence = self.sentences[person.mention.sentence]
        countries = self.lexicon.country_names - {"中国", "中华人民共和国"}
        first = bisect_left(self.place_starts, sentence.start)
        last = bisect_left(self.place_starts, sentence.end)
        if any({a.entity.name, a.entity.norm} & countries for a in self.places[first:last]):
            return True
        home = re.search(r"国务院|中国|我国|中共", self.text)
        return not home and any({a.entity.name, a.entity.norm} & countries for a in self.places)

    def _implying_place(self, title: ParsedTitle, body: Entity | None, place: Entity | None) -> str | None:
        level = title.head.level or ""
        if title.place:
            name = title.place.norm or title.place.name
            return name if level in {"国", "州"} or name.endswith(level) else name + level
        source = body.norm or body.name if body else None
        m = (
            re.match(rf"(?:中共|中国人民政治协商会议)?([一-鿿]{{2,10}}?{level})(?:委|人民|人大|政府|纪)", source)
            if source and level not in {"", "国"}
            else None
        )
        if m:
            return m.group(1)
        if level and self.list_place.endswith(level):
            return self.list_place
        home = self.article.jurisdiction
        if home and level and home.endswith(level):
            return home
        if place:
            return None
        return self._last_place(level, title.start) if level not in {"", "国"} else None

    def _last_place(self, level: str, offset: int) -> str | None:
        """Return the last place before an offset whose name ends with a level."""
        if level not in self.by_level:
            fitting = [a for a in self.places if a.entity.name.endswith(level) and len(a.entity.name) > 2]
            self.by_level[level] = ([a.mention.start for a in fitting], [a.entity.name for a in fitting])
        starts, names = self.by_level[level]
        i = bisect_left(starts, offset)
        if i:
            return names[i - 1]
        governed = (GOVERNED.match(a.entity.norm or a.entity.name) for a in self._bodies_back(offset))
        return next((m["place"] for m in governed if m and m["place"].endswith(level)), None)

    def _bodies_back(self, offset: int) -> Iterator[Anchor]:
        for i in range(bisect_left(self.body_starts, offset) - 1, -1, -1):
            yield self.bodies[i]

    def _last_body(self, title: ParsedTitle, person: Anchor) -> Entity | None:
        """Return the body that an elliptic title (院长甲, 该公司董事长甲) means: the last one before it of its kind."""
        suffixes = title.head.body_suffixes
        if not suffixes:
            return None
        for a in self._bodies_back(title.start):
            if person.mention.sentence - a.mention.sentence > REACH:
                return None
            names = (a.entity.name, *a.entity.aliases, a.entity.norm or "")
            if a.mention.end <= title.start and any(n.endswith(suffixes) for n in names):
                return a.entity
        return None


GOVERNED = re.compile(r"(?:中共)?(?P<place>[一-鿿]{2,10}?[省市县区州旗镇乡])(?:委|人民|人大|政府|纪)")


def _place_of(organisation: str | None, body: Entity | None) -> str | None:
    """Return the place that a post's body governs."""
    name = (body.norm or body.name) if body else (organisation or "").removeprefix(IMPLIED)
    m = GOVERNED.match(name)
    return m["place"] if m else None


IMPLIED = "implied:"  # in place of an entity's id: the name of a body that only the title tells


def _with_tenure(title: ParsedTitle, tenure: Tenure) -> ParsedTitle:
    return replace(title, tenure=tenure)


def _distinct(posts: Sequence[Position]) -> tuple[Position, ...]:
    """Keep one statement of each post, the one with a body before the one without."""
    kept: dict[tuple[str, str, str], Position] = {}
    bodied = {(p.person, p.title) for p in posts if p.organisation}
    for p in posts:
        if p.organisation or (p.person, p.title) not in bodied:
            kept.setdefault((p.person, p.title, p.organisation or ""), p)
    return tuple(kept.values())
