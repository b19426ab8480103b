"""A shallow parse for events: the clauses of a sentence, and in each its rows of names with their prepositions.

Chinese has no endings: what a name does in its clause is told by what stands around it. A row of names (甲、乙和丙) is one
phrase; titles and bodies before a person's name belong to the person's phrase (中央代表团副团长甲 is about 甲, not the
delegation); a name before a common noun only modifies it (雄安新区企业), unless the noun means its people (支队官兵).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.extract.names import NameLexicon
from kg.model import AnalysedArticle, Entity, Mention, Sentence, Token

CLAUSE_END = re.compile(r"[，。；！？!?：\n]")
QUOTED = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{1,60}》|（[^（）\n]{1,60}）")
CONNECTOR = re.compile(
    r"(?:等(?:\d+[一-鿿]{0,2})?人?)?(?:等?\d+[名位家个][一-鿿]{0,6}?)?(?:同志|先生|女士)?(?:（[^（）]{1,30}）)?(?:[、和与及暨同]|以及|会同|分别与)"
)
PEOPLE = re.compile(
    r"^(?:全体|广大|有关|相关|主要)*(?:(?:\d+|[一二三四五六七八九十百千多]+)余?[名位支个])?(?:[一-鿿]{0,4})"
    r"(?:官兵|职工|队员|队伍|人员|师生|负责人|负责同志|领导|领导层|团队|代表|干部|志愿者|警方|民警|警力|首脑|领导人|专家|方面)"
)
TAIL = re.compile(
    r"(?:同志|先生|女士)?(?:（[^（）\n]{1,40}）)?(?:等(?:\d+[名位]?人|[一二三四五六七八九十多]+[名位]?人|人|地|单位|部门|地区)?)?"
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
}  # what can stand between a body and its person
PREPOSITIONS = {
    **dict.fromkeys(("在", "位于", "在位于", "于"), "in"),
    **dict.fromkeys(("赴", "到", "来到", "走进", "前往", "抵达", "深入", "赶赴", "奔赴", "至", "访问", "飞抵", "返回"), "to"),
    **dict.fromkeys(("对", "向", "给", "给予", "为", "把", "将", "针对", "就", "授予", "追授"), "for"),
    **dict.fromkeys(("率", "率领", "带领", "陪同", "带"), "leading"),
    **dict.fromkeys(("与", "同", "和", "跟", "会同", "联合"), "with"),
    **dict.fromkeys(("由", "经"), "by"),
    "以": "as",
    **dict.fromkeys(("被", "遭", "遭到", "受"), "passive"),
    **dict.fromkeys(("从", "据", "因", "按照", "根据", "受到", "距", "距离", "比", "除", "除了", "围绕"), "other"),
}  # fmt: skip
ROAD = re.compile(r"在[A-Za-z\d一-鿿]{1,10}(?:高速|公路|国道|省道|铁路|线|路|河|江)$")
ADVERBIAL = frozenset({"一审", "二审", "终审", "当庭", "全资", "主场", "客场", "首次", "全线", "高层", "官方"})
UNDER = re.compile(r"(?:的)?(?P<how>陪同|带领|率领|领导|指导|主持|配合|支持|组织)下")
COMPOSED = re.compile(r"(?:等?(?:\d+|[两三四五六七八九十]+)?[名位人]?[一-鿿]{0,5})?组成")  # 由甲、乙组成的某队
ATTRIBUTIVE = frozenset(
    {"据悉", "据了解", "截至", "涉", "涉事", "涉案", "被困", "获救", "失联", "遇难", "受伤", "获奖", "退休"}
)
ABOUT = re.compile(r"[并还]?(?:就|围绕|针对|对|向|以|按照|根据|为)")  # a clause that opens so has no subject of its own
PRONOUNS = frozenset({"他", "她", "他们", "她们", "其", "两人", "双方", "二人", "三人", "自己", "本人"})
LEAD_IN = re.compile(r"[^。，\n]{0,30}?(?:讯|电|消息|报道)[ 　]*[（(][^（）()\n]{0,60}[）)]|[■□▲●][^\n]{0,30}\n")

Function = Literal["head", "people", "modifier"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with its entity."""

    mention: Mention
    entity: Entity

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def end(self) -> int:
        return self.mention.end


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of names with one function, `text[start:end]`, titles before and 等人 behind included.

    `preposition` is its group (in, to, for, leading, with, by, passive, other) or None; `under` is the word of 在…陪同下.
    """

    placed: tuple[Placed, ...]
    start: int
    end: int
    preposition: str | None
    function: Function
    under: str | None = None
    composing: bool = False  # the members of a body: 由甲、乙组成的某队


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas; `opening` says what stands where a subject can stand."""

    start: int
    end: int
    phrases: tuple[Phrase, ...]
    opening: Literal["named", "pronoun", "other", "none", "list"]
    subject: Phrase | None


class ClauseReader:
    """Reads the clauses of one article's sentences; `titles` maps a person's start to where the titles before it begin."""

    def __init__(
        self,
        analysed: AnalysedArticle,
        entities: Sequence[Entity],
        titles: Mapping[int, int],
        names: NameLexicon,
    ) -> None:
        self.text = analysed.article.text
        self.names = names
        self.titles = titles
        placed = [Placed(m, e) for e in entities for m in e.mentions if m.rule != "byline" and e.kind != "Award"]
        self.in_sentence: dict[int, list[Placed]] = defaultdict(list)
        for p in sorted(placed, key=lambda p: (p.start, -p.end)):
            row = self.in_sentence[p.mention.sentence]
            if not row or p.end > row[-1].end:
                row.append(p)

    def read(self, sentence: Sentence) -> list[Clause]:
        """Return the clauses of a sentence in order."""
        lead = LEAD_IN.match(self.text, sentence.start, sentence.end) if sentence.part != "title" else None
        begin = lead.end() if lead else sentence.start
        mentions = [p for p in self.in_sentence[sentence.index] if p.start >= begin and p.end <= sentence.end]
        tokens = [t for t in sentence.tokens if t.start >= begin]
        phrases = list(self._phrases(mentions, tokens))
        starts = [p.start for p in phrases]
        token_starts = [t.start for t in tokens]
        clauses = []
        for start, end in _bounds(self.text, begin, sentence.end, phrases):
            inside = phrases[bisect_left(starts, start) : bisect_left(starts, end)]
            words = tokens[bisect_left(token_starts, start) : bisect_left(token_starts, end)]
            clauses.append(self._clause(start, end, inside, words))
        return clauses

    # Phrases

    def _phrases(self, mentions: Sequence[Placed], tokens: Sequence[Token]) -> Iterator[Phrase]:
        """Yield the phrases of a sentence: single ones first, then joined where a connector stands between them."""
        row: Phrase | None = None
        for phrase in self._single(mentions, tokens):
            gap = self.text[row.end : phrase.start] if row else ""
            if row and phrase.preposition in {None, "with"} and self._joins(row, phrase, gap):
                row = Phrase(
                    (*row.placed, *phrase.placed),
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
            return all(p.entity.kind == "Person" for p in (row.placed[-1], phrase.placed[0]))
        return bool(CONNECTOR.fullmatch(gap))

    def _single(self, mentions: Sequence[Placed], tokens: Sequence[Token]) -> Iterator[Phrase]:
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

    def _start(self, p: Placed, ends: Mapping[int, Token], places: Mapping[int, int]) -> int:
        """Return where a name's phrase begins: at the titles of a person, the nouns or the row of places before it."""
        if p.entity.kind != "Person":
            start = p.start
            while start in places:
                start = places[start]
            return self._behind_place(start, places)
        start = self._behind_place(self.titles.get(p.start, p.start), places)
        start = next((t.start for t in ends.values() if t.start < start < t.end), start)  # 犯罪嫌疑人: 人 is no title
        while (t := ends.get(start)) and t.tag in CHAIN and p.start - t.start <= 24:
            start = t.start
        return self._after_preposition(start, ends)

    def _behind_place(self, start: int, places: Mapping[int, int]) -> int:
        """Reach back over the place that a name is of: 法国的 + 甲."""
        return places.get(start - 1, start) if self.text[start - 1 : start] == "的" else start

    def _after_preposition(self, start: int, ends: Mapping[int, Token]) -> int:
        """Reach back over the titles of 对某委员，某党组成员、副市长甲 to right behind the preposition, if only nouns stand between."""
        at = next((t.start for t in ends.values() if t.start < start < t.end), start)
        while start - at <= 60 and (t := ends.get(at)):
            word = self.text[t.start : t.end]
            if t.tag == "p" and word in {"对", "对于"}:
                return at
            if t.tag not in CHAIN | {"nr", "PER", "c", "f", "u"} and word not in {"，", "、", "副", "第", "原"}:
                return start
            at = t.start
        return start

    def _belongs_to_next(self, i: int, mentions: Sequence[Placed], starts: Mapping[int, Token]) -> bool:
        """Tell whether a body or place only says which one the next name is: 云川市 + 市中心医院, 云钢集团总经理 + 甲."""
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
        """Tell whether only nouns stand between two offsets: 中国队 + 选手 + 甲."""
        at = start
        while at < end:
            t = starts.get(at)
            listed = t is not None and at > start and self.text[t.start : t.end] == "、"  # 某协会副主席、诗人 + 甲
            if t is None or not (listed or t.tag in CHAIN) or at - start > 16:
                return False
            at = t.end
        return at == end

    def _end(self, p: Placed, starts: Mapping[int, Token]) -> tuple[int, Function]:
        """Return where a name's phrase ends, and whether it stands for itself, its people or a noun behind it."""
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
        """Return "in" where a place stands behind 在 and the road that it is a stretch of: 在G60高速云川段."""
        return "in" if ROAD.search(self.text[max(0, start - 16) : start]) else None

    # Clauses

    def _clause(self, start: int, end: int, phrases: Sequence[Phrase], tokens: Sequence[Token]) -> Clause:
        opening, subject = self._opening(phrases, tokens)
        if opening == "other" and ABOUT.match(self.text, start):
            opening = "none"
        return Clause(start, end, tuple(phrases), opening, subject)

    def _opening(
        self, phrases: Sequence[Phrase], tokens: Sequence[Token]
    ) -> tuple[Literal["named", "pronoun", "other", "none", "list"], Phrase | None]:
        """Find what opens a clause: a name, a pronoun, another noun, or nothing that could be a subject."""
        i = 0
        while i < len(tokens):
            t = tokens[i]
            phrase = next((p for p in phrases if p.start <= t.start < p.end), None)
            if phrase:
                if phrase.preposition is None and phrase.function != "modifier" and self._can_act(phrase):
                    rest = [x for x in tokens if x.start >= phrase.end and x.tag != "w" and not self._in(x, phrases)]
                    return ("named" if rest else "list"), phrase
                if phrase.preposition is None and phrase.placed[0].entity.kind != "Place":
                    return "other", None
                made = COMPOSED.match(self.text, phrase.end) if phrase.composing else None
                end = made.end() + 1 if made else phrase.end  # behind 组成的
                i = next((j for j in range(i, len(tokens)) if tokens[j].start >= end), len(tokens))
                continue
            word = self.text[t.start : t.end]
            if t.tag == "p" and not any(p.start == t.end for p in phrases):
                i = _behind_object(i + 1, tokens, phrases)
                continue
            if t.tag == "r":
                return ("pronoun" if word in PRONOUNS else "other"), None
            if t.tag in {"v", "vd"} and word not in PREPOSITIONS and word not in ATTRIBUTIVE:
                behind = self._behind_relative(t, phrases, tokens)
                return ("named", behind) if behind else ("none", None)
            if t.tag in COMMON | {"vn", "m", "q"}:
                following = tokens[i + 1] if i + 1 < len(tokens) else None
                if following and following.tag in {"f", "s"}:
                    i += 2
                    continue
                if t.tag in COMMON and following and following.tag not in {"f", "w"}:
                    return "other", None
            i += 1
        return "none", None

    def _behind_relative(self, verb: Token, phrases: Sequence[Phrase], tokens: Sequence[Token]) -> Phrase | None:
        """Return the subject behind a relative clause: 参与作案的某公司员工甲被拘留 (a verb must follow it)."""
        for p in phrases:
            if p.start > verb.start and p.preposition is None and self.text[p.start - 1] == "的":
                follows = any(x.tag in {"v", "vd"} and x.start >= p.end for x in tokens)
                return p if follows and p.function != "modifier" and self._can_act(p) else None
        return None

    def _in(self, t: Token, phrases: Sequence[Phrase]) -> bool:
        return any(p.start <= t.start < p.end for p in phrases)

    def _can_act(self, phrase: Phrase) -> bool:
        first = phrase.placed[0].entity
        if first.kind != "Place":
            return True
        if first.name in self.names.country_names or re.search(r"(?:[省市县区州镇乡]|街道)$", first.name):
            return True
        return bool(self.names.provinces.fullmatch(first.name))


def _behind_object(i: int, tokens: Sequence[Token], phrases: Sequence[Phrase]) -> int:
    """Return the index behind the nouns that a preposition takes: 向国会 + 发起."""
    nominal = COMMON | {"vn", "m", "q", "a", "u", "r", "f", "s", "t", "TIME", "c"}
    while i < len(tokens) and tokens[i].tag in nominal and not any(p.start <= tokens[i].start < p.end for p in phrases):
        i += 1
    return i


def _bounds(text: str, start: int, end: int, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield the extents of clauses; a comma in quotation marks, in brackets or within a phrase ends none."""
    closed = sorted([*(m.span() for m in QUOTED.finditer(text, start, end)), *((p.start, p.end) for p in phrases)])
    begin = start
    for m in CLAUSE_END.finditer(text, start, end):
        while closed and closed[0][1] <= m.start():
            closed.pop(0)
        if closed and closed[0][0] < m.start():
            continue
        if m.end() > begin:
            yield begin, m.end()
        begin = m.end()
    if begin < end:
        yield begin, end
