"""Positions: titles before a name (市委副书记、市长甲), after it (甲任乙县委书记), shared by a list, and inherited along a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.candidates import Draft, EntityMention, PositionCandidate, RelationCandidate, TitleCandidate
from kg.extract.lexicon import Rule
from kg.extract.relations.position_organisations import OrganisationFinder
from kg.extract.relations.titles import ParsedTitle, TitleReader, inherit
from kg.model import Sentence, Tenure
from kg.wordlists import either, table

Found = PositionCandidate | RelationCandidate | TitleCandidate

ASSUMING = re.compile(
    rf"(?:同志|先生|女士)?(?:（[^（）]{{1,16}}）)?(?P<lead>[^。；]{{0,60}}?)(?P<verb>{either('assuming_verbs')})"
)
ASSUMING_MORE = re.compile(rf"(?:等?职务?)?(?P<lead>，[^。；]{{0,20}}?)(?P<verb>{either('assuming_verbs')})")
LINKING_VERBS = table("linking_verbs")
LINKING = re.compile(rf"{either('honorifics')}?(?P<verb>{either(LINKING_VERBS)})(?:一名|一位|当地|该)?")
ASSUMED_BEFORE = re.compile(rf"(?P<verb>{either('assuming_verbs')})$")
NOMINATED = re.compile(r"(?:提名|推荐|拟任命|拟聘任?)$")
REMOVED = re.compile(r"(?:免去|撤销|解除|辞去)$")
OTHER_RANK = re.compile(r"(?:副|代理?|名誉|荣誉|执行|常务|候任|[前原]任?)[^、]?$")
LEAVING = frozenset({"不再担任", "不再兼任", "辞去", "卸任"})


def find_positions(draft: Draft) -> Iterator[Found]:
    """Yield positions, the memberships and residences that other titles state, and the starts of titles before names."""
    return PositionFinder(draft).find()


class PositionFinder:
    """Finds the positions and memberships of one article's persons."""

    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        self.sentences = draft.sentences
        self.lexicon = draft.lexicon.names
        mentions = sorted(
            (EntityMention(m, e) for e in draft.entities for m in e.mentions if m.rule != Rule.BYLINE),
            key=lambda a: (a.start, -a.end),
        )
        tokens = {t.end: t for s in draft.sentences for t in s.tokens}
        self.reader = TitleReader(self.text, mentions, self.lexicon, tokens)
        self.organisations = OrganisationFinder(draft, mentions)
        self.persons = [m for m in mentions if m.entity.kind == "Person"]
        self.person_starts = [m.start for m in self.persons]

    def find(self) -> Iterator[Found]:
        """Yield the statements of all persons' titles, in text order."""
        yield from _with_what_is_said_in_full(list(self._found()))

    def _found(self) -> Iterator[Found]:
        shared: tuple[int, list[ParsedTitle]] = (-1, [])
        end = 0
        for person in self.persons:
            sentence = self.sentences[person.mention.sentence]
            row = self.reader.list_before(person.start, sentence.start)
            first = row[0].start if row else person.start
            if self.text[end:first] not in {"、", "和", "，", "与"}:
                self.organisations.list_place = ""
            end = person.end
            if row:
                yield TitleCandidate(person.start, first)
                yield from self._stated(person, row, Rule.TITLE_BEFORE)
            elif self._continues_list(person, shared[0]):
                row = shared[1]
                yield from self._stated(person, row, Rule.TITLE_SHARED)
            shared = (person.end, row) if row else shared
            yield from self._stated(person, self._relative(person, sentence), Rule.TITLE_RELATIVE)
            yield from self._stated(person, *self._after(person, sentence))

    def _relative(self, person: EntityMention, sentence: Sentence) -> list[ParsedTitle]:
        """Read the titles of a relative clause before a name: 拟任乙局长的甲."""
        if self.text[person.start - 1 : person.start] != "的":
            return []
        row = self.reader.list_before(person.start - 1, sentence.start)
        verb = ASSUMED_BEFORE.search(self.text, sentence.start, row[0].start) if row else None
        if verb is None:
            return row if row and row[0].tenure == "former" else []  # 曾任, read as a mark of the title
        tenure = _assumed_tenure(verb["verb"], self.text[max(sentence.start, verb.start() - 1) : verb.start()])
        return [replace(t, tenure=tenure) for t in row]

    def _continues_list(self, person: EntityMention, end: int) -> bool:
        return end >= 0 and self.text[end : person.start] in {"、", "和", "及", "与"}

    def _after(self, person: EntityMention, sentence: Sentence) -> tuple[list[ParsedTitle], Rule]:
        """Read the titles after a name: 甲任乙县委书记, 免去甲的乙职务, 任命甲为乙, 甲市长."""
        end, ceiling = person.end, sentence.end
        removed = REMOVED.search(self.text[max(sentence.start, person.start - 2) : person.start])
        possessive = re.match(r"(?:同志)?的", self.text[end:ceiling])
        if removed and possessive:
            row = self.reader.list_at(end + possessive.end(), ceiling)
            return [replace(t, tenure="former") for t in row], Rule.TITLE_REMOVED
        direct = self.reader.at(end, ceiling)
        if direct and self._is_direct(direct, end):
            return [direct], Rule.TITLE_DIRECT
        link = LINKING.match(self.text, end, ceiling)
        if link:
            past = LINKING_VERBS[link["verb"]] == "former"
            row = [t for t in self.reader.list_at(link.end(), ceiling) if not self._another_person_at(t.end)]
            nominated = NOMINATED.search(self.text, max(sentence.start, person.start - 3), person.start)
            tenure: Tenure | None = "former" if past else "incoming" if nominated else None
            return [replace(t, tenure=tenure) if tenure else t for t in row], Rule.TITLE_LINKED
        return self._assumed(person, ceiling), Rule.TITLE_ASSUMED

    def _is_direct(self, title: ParsedTitle, end: int) -> bool:
        """Whether a title directly after a name belongs to that person: 甲市长."""
        speaks = title.head.form == "代表" and self.text[title.end : title.end + 1] not in "，。、；"  # 甲代表…
        short = title.start == end and title.end - end <= 3 and title.head.kind == "Title"
        return short and not speaks and not self._another_person_at(title.end)

    def _assumed(self, person: EntityMention, ceiling: int) -> list[ParsedTitle]:
        found: list[ParsedTitle] = []
        m = ASSUMING.match(self.text, person.end, ceiling)
        while m:
            first = bisect_left(self.person_starts, person.end)
            last = bisect_left(self.person_starts, m.start("verb"))
            if any(p.entity is not person.entity for p in self.persons[first:last]) or "被" in m["lead"]:
                break
            row = self.reader.list_at(m.end(), ceiling)
            if not row or self._is_relative(row[-1].end):
                break
            tenure = _assumed_tenure(m["verb"], m["lead"])
            found.extend(replace(t, tenure=tenure) for t in row)
            m = ASSUMING_MORE.match(self.text, row[-1].end, ceiling)
        return [t for t in found if not self._another_person_at(t.end)]

    def _is_relative(self, end: int) -> bool:
        """Whether titles that end at an offset are those of the person behind them: 拟任乙局长的甲."""
        return self.text[end : end + 1] == "的" and self._another_person_at(end + 1)

    def _another_person_at(self, offset: int) -> bool:
        return any(a.entity.kind == "Person" for a in self.reader.starts.get(offset, ()))

    def _stated(self, person: EntityMention, row: Sequence[ParsedTitle], rule: Rule) -> Iterator[Found]:
        """Yield the statements of a list of titles about a person."""
        sentence, source, who = person.mention.sentence, rule.component, person.entity.id
        for title, named, place in inherit(row):
            if title.head.kind == "Title":
                organisation, implied = self.organisations.find(title, named, place, person)
                yield PositionCandidate(
                    who, title.title, organisation, implied, sentence, title.tenure, rule, source=source
                )
            elif title.head.kind == "Membership" and (named or not place):
                member = named or self.organisations.last_organisation(title, person)
                if member:
                    yield RelationCandidate(who, "memberOf", member.id, sentence, rule, title.title, source=source)
            elif title.head.kind == "Residence" and place and title.end == person.start:
                yield RelationCandidate(who, "livesIn", place.id, sentence, rule, title.title, source=source)


def _with_what_is_said_in_full(found: Sequence[Found]) -> Iterator[Found]:
    """Yield statements, a short title with the organisation of the same title in full: 某协会主席甲 … 甲主席."""
    full: dict[str, list[PositionCandidate]] = defaultdict(list)
    for x in found:
        if isinstance(x, PositionCandidate) and x.rule != Rule.TITLE_DIRECT and (x.organisation or x.implied):
            full[x.person].append(x)
    for x in found:
        if isinstance(x, PositionCandidate) and (x.rule == Rule.TITLE_DIRECT or not (x.organisation or x.implied)):
            at = {(p.organisation, p.implied) for p in full[x.person] if _says_in_full(p, x)}
            if at:
                organisation, implied = at.pop() if len(at) == 1 else (None, None)
                x = replace(x, organisation=organisation, implied=implied)
        yield x


def _says_in_full(full: PositionCandidate, short: PositionCandidate) -> bool:
    """Whether a title is another one in full: 国家主席 is 主席; 副主席, 名誉主席 are not."""
    own = full.title.removesuffix(short.title)
    return full.tenure == short.tenure and full.title.endswith(short.title) and OTHER_RANK.search(own) is None


def _assumed_tenure(verb: str, lead: str) -> Tenure:
    if verb in LEAVING and re.search(r"(?:[将拟]|即将|请求|申请)$", lead):
        return "current"
    if verb in LEAVING or verb in {"历任", "曾任", "时任"}:
        return "former"
    nominated = verb.startswith(("拟", "提名", "被提名")) or re.search(r"(?:[将拟]|即将|提名)$", lead)
    return "incoming" if nominated else "current"
