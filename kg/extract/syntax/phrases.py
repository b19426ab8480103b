"""Phrases: coordinated names in a sentence, with their prepositions and functions.

Coordinated names (甲、乙和丙) are one phrase; titles and organisations before a person's name belong to the person's phrase
(中央代表团副团长甲 refers to 甲, not the delegation); a name before a common noun only modifies it (雄安新区企业), unless the noun
refers to its people (支队官兵).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.extract.candidates import EntityMention, Function, Phrase
from kg.model import Token
from kg.wordlists import either, table, words

CONNECTOR = re.compile(
    r"(?:等(?:\d+[一-鿿]{0,2})?人?)?(?:等?\d+[名位家个][一-鿿]{0,6}?)?(?:同志|先生|女士)?(?:（[^（）]{1,30}）)?(?:[、和与及暨同]|以及|会同|分别与)"
)
PEOPLE = re.compile(
    r"^(?:全体|广大|有关|相关|主要)*(?:(?:\d+|[一二三四五六七八九十百千多]+)余?[名位支个])?(?:[一-鿿]{0,4})"
    rf"{either('people_words')}"
)
TAIL = re.compile(
    rf"{either('honorifics')}?(?:（[^（）\n]{{1,40}}）)?"
    rf"(?:等(?:\d+[名位]?人|[一二三四五六七八九十多]+[名位]?人|{either('list_endings')})?)?"
)
COMMON = frozenset({"n", "nz", "nw", "an"})
CHAIN = COMMON | {
    "vn",
    "m",
    "q",
    "a",
    "ORG",
    "LOC",
    "nt",
    "ns",
    "b",
    "xc",
}  # possible words between an organisation and its person
EPITHETS = words("personal_epithets")  # the tagger takes 王储 for a person
PREPOSITIONS = table("prepositions")
ROAD = re.compile(r"在[A-Za-z\d一-鿿]{1,10}(?:高速|公路|国道|省道|铁路|线|路|河|江)$")
ADVERBIAL = words("adverbial_nouns")
UNDER = re.compile(r"(?:的)?(?P<how>陪同|带领|率领|领导|指导|主持|配合|支持|组织)下")
COMPOSED = re.compile(r"(?:等?(?:\d+|[两三四五六七八九十]+)?[名位人]?[一-鿿]{0,5})?组成")  # 由甲、乙组成的某队


class PhraseReader:
    """Reads the phrases of one article's sentences; `titles` maps the start of a person's name to the start of the titles before it."""

    def __init__(self, text: str, titles: Mapping[int, int]) -> None:
        self.text = text
        self.titles = titles

    def read(self, mentions: Sequence[EntityMention], tokens: Sequence[Token]) -> Iterator[Phrase]:
        """Yield the phrases of a sentence; phrases with a conjunction between them are joined."""
        row: Phrase | None = None
        for phrase in self._single(mentions, tokens):
            gap = self.text[row.end : phrase.start] if row else ""
            if row and phrase.preposition in {None, "with"} and self._joins(row, phrase, gap):
                row = Phrase(
                    (*row.mentions, *phrase.mentions),
                    row.start,
                    phrase.end,
                    row.preposition,
                    phrase.function,
                    phrase.under,
                    row.preposition == "by" and phrase.composing,
                )
            else:
                if row:
                    yield row
                row = phrase
        if row:
            yield row

    def _joins(self, row: Phrase, phrase: Phrase, gap: str) -> bool:
        if row.function == "modifier" and row.preposition is None:
            return False
        if gap == "，" and row.preposition == "for" and phrase.preposition is None:
            return all(p.entity.kind == "Person" for p in (row.mentions[-1], phrase.mentions[0]))
        return bool(CONNECTOR.fullmatch(gap))

    def _single(self, mentions: Sequence[EntityMention], tokens: Sequence[Token]) -> Iterator[Phrase]:
        ends = {t.end: t for t in tokens}
        places = {p.end: p.start for p in mentions if p.entity.kind == "Place"}
        starts = {t.start: t for t in tokens}
        begins = [self._start(p, ends, places) for p in mentions]
        titled = [(b, p.start) for b, p in zip(begins, mentions, strict=True) if p.entity.kind == "Person"]
        done = -1
        for i, (p, start) in enumerate(zip(mentions, begins, strict=True)):
            if p.start < done or self._belongs_to_next(i, mentions, starts):
                continue
            if p.entity.kind != "Person" and any(a <= p.start and p.end <= b for a, b in titled):
                continue  # in the titles before a person's name
            end, function = self._end(p, starts)
            before = ends.get(start)
            preposition = self._preposition(before, start)
            if preposition is None and p.entity.kind == "Place":
                preposition = self._along(start)
            under = UNDER.match(self.text, end)
            done = p.end
            how = under["how"] if under else None
            composing = bool(COMPOSED.match(self.text, end))
            yield Phrase((p,), start, end, preposition, function, how, composing)

    def _start(self, p: EntityMention, ends: Mapping[int, Token], places: Mapping[int, int]) -> int:
        """Return the start of a name's phrase: that of the titles of a person, or of the nouns or places before the name."""
        if p.entity.kind != "Person":
            start = p.start
            while start in places:
                start = places[start]
            return self._behind_place(start, places)
        start = self._behind_place(self.titles.get(p.start, p.start), places)
        start = next(
            (t.start for t in ends.values() if t.start < start < t.end), start
        )  # 犯罪嫌疑人: 人 is not a title
        while (t := ends.get(start)) and t.tag in CHAIN and p.start - t.start <= 24:
            start = t.start
        return self._after_preposition(start, ends)

    def _behind_place(self, start: int, places: Mapping[int, int]) -> int:
        """Extend a phrase to the place before a name: 法国的 + 甲."""
        return places.get(start - 1, start) if self.text[start - 1 : start] == "的" else start

    def _after_preposition(self, start: int, ends: Mapping[int, Token]) -> int:
        """Extend a phrase over titles with a comma (对某委员，某党组成员、副市长甲) back to the preposition, if there are only nouns between."""
        at = next((t.start for t in ends.values() if t.start < start < t.end), start)
        while start - at <= 60 and (t := ends.get(at)):
            word = self.text[t.start : t.end]
            if t.tag == "p" and word in {"对", "对于"}:
                return at
            if t.tag not in CHAIN | {"nr", "PER", "c", "f", "u"} and word not in {"，", "、", "副", "第", "原"}:
                return start
            at = t.start
        return start

    def _belongs_to_next(self, i: int, mentions: Sequence[EntityMention], starts: Mapping[int, Token]) -> bool:
        """Whether an organisation or place only specifies the next name: 云川市 + 市中心医院, 云钢集团总经理 + 甲."""
        p = mentions[i]
        if p.entity.kind == "Person":
            return False
        for following in mentions[i + 1 : i + 8]:
            if following.start == p.end + 1 and p.entity.kind == "Place" and self.text[p.end] == "的":
                return True
            if following.entity.kind != "Person":
                if following.start == p.end and p.entity.kind == "Place":
                    return True
                continue
            if self.titles.get(following.start, following.start) <= p.start:
                return True
            return self._chained(p.end, following.start, starts)
        return False

    def _chained(self, start: int, end: int, starts: Mapping[int, Token]) -> bool:
        """Whether there are only nouns between two offsets: 中国队 + 选手 + 甲."""
        at = start
        while at < end:
            t = starts.get(at)
            listed = t is not None and at > start and self.text[t.start : t.end] == "、"  # 某协会副主席、诗人 + 甲
            noun = t is not None and (t.tag in CHAIN or self.text[t.start : t.end] in EPITHETS)
            if t is None or not (listed or noun) or at - start > 16:
                return False
            at = t.end
        return at == end

    def _end(self, p: EntityMention, starts: Mapping[int, Token]) -> tuple[int, Function]:
        """Return the end of a name's phrase, and whether the name refers to itself, its people or a noun after it."""
        tail = TAIL.match(self.text, p.end)
        end = tail.end() if tail else p.end
        if p.entity.kind == "Person":
            return end, "modifier" if self.text[end : end + 1] == "的" else "head"
        people = PEOPLE.match(self.text[p.end : p.end + 20])
        if people and p.entity.kind == "Organisation":
            return p.end + people.end(), "people"
        if self.text[end : end + 1] == "的":
            return end, "modifier"
        if p.entity.kind == "Place" and self.text[end : end + 1] == "段":
            return end + 1, "head"
        following = starts.get(p.end)
        adverbial = following is not None and self.text[following.start : following.end] in ADVERBIAL
        if following and following.tag in COMMON and end == p.end and not adverbial:
            while following and following.tag in COMMON:
                end = following.end
                following = starts.get(end)
            return end, "modifier"
        return end, "head"

    def _preposition(self, before: Token | None, start: int) -> str | None:
        if before is None:
            return None
        word = self.text[before.start : before.end].rstrip("了")
        return PREPOSITIONS.get(word)

    def _along(self, start: int) -> str | None:
        """Return "in" for a place after 在 and a road of which it is a section: 在G60高速云川段."""
        return "in" if ROAD.search(self.text[max(0, start - 16) : start]) else None
