"""What the network and the rules see in one article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extract.lexicon import BY_MODEL, BY_MODEL_AND_RULE, NameLexicon, Rule, component_of, event_lexicon
from kg.extract.lexicon.levels import any_level
from kg.extract.model.decision import Decision
from kg.extract.model.decoding import Decoded, Floats
from kg.extract.model.features import sentence_numbers
from kg.extract.model.proposals.rows_of_places import cut_of
from kg.extract.model.schema import EVENTS, HEADS, STATUSES, Kind
from kg.extract.model.scoring import CharacterScores
from kg.model import AnalysedArticle, ArticleRecord, Entity, EntityKind, Status
from kg.wordlists import table

KEPT_NAMES = frozenset(  # rules that need no more than the form of a name, which the network has seen too rarely
    {
        Rule.MINORITY_NAME, Rule.LATIN_PERSON, Rule.LATIN_ORGANISATION, Rule.BRACKETED_COMPANY, Rule.CALLED,
        Rule.CHOSEN_PERSON, Rule.LIKE_A_PLACE,
    }
)  # fmt: skip
CITIES = frozenset("京津沪渝穗")  # 在京 is 在北京
LETTERS = frozenset(table("states_by_letter")) - {"中", "华"}
LEVEL = re.compile("[州省市县港岛邦]$|地区$")
OWN_LEVEL = re.compile(f"我国{any_level()}")
JOINED = frozenset("前原任")  # the first characters of words that end before a name
# Words right before and behind a name that the network takes into it: 同米莱会谈, 秦刚兼
BEFORE = frozenset("由与同被据")
INVITED = re.compile(r"[^，。；！？：\n]{0,12}?(?:邀请|之邀|请求|约请)")  # 应拉马福萨总统邀请
BEHIND = frozenset("兼也将曾同")
RARELY_BEHIND = frozenset("正和")  # in given names too: a name of four characters is too long for that
TOGETHER = re.compile("[部局厅署院办]会$")  # 水利部会同
KEPT_POSITIONS = frozenset(
    {Rule.TITLE_LINKED, Rule.TITLE_REMOVED, Rule.TITLE_RELATIVE, Rule.TITLE_ASSUMED}
)  # with a verb that states them


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention that the network sees, in the article's offsets, with its probability."""

    start: int
    end: int
    kind: Kind
    inner: bool
    probability: float


def is_foreign(rule: str) -> bool:
    """Whether a rule is of another package: the decision has never seen it, and keeps what it states."""
    return rule not in {BY_MODEL, BY_MODEL_AND_RULE} and not component_of(rule)


def is_kept(rule: str) -> bool:
    """Whether the decision keeps a name that a rule finds: of another package, or a form that leaves no doubt."""
    return rule in KEPT_NAMES or is_foreign(rule)


def find_mentions(
    text: str,
    rules: ArticleRecord,
    stretches: Sequence[CharacterScores],
    decoded: Sequence[Sequence[Decoded]],
) -> list[FoundMention]:
    """Return the mentions that the network sees in an article's stretches, in text order, with extents that a name can have."""
    found = [
        FoundMention(*extent(text, s.start + d.start, s.start + d.end, HEADS[d.head][0]), *HEADS[d.head], d.probability)
        for s, row in zip(stretches, decoded, strict=True)
        for d in row
    ]
    found = [part for m in found for part in _places_of(text, m)]
    best = {(m.start, m.end, m.kind, m.inner): m for m in sorted(found, key=lambda m: m.probability)}
    trimmed = without_neighbours(text, rules.entities, _without_joined(text, rules.entities, list(best.values())))
    kept = with_whole_names(text, rules.entities, trimmed)
    return sorted(kept, key=lambda m: (m.start, -m.end, m.kind, m.inner))


def extent(text: str, start: int, end: int, kind: Kind) -> tuple[int, int]:
    """Return where a name can begin and end: no person is called 何国平等, 我国县乡 has no 我国县, 在京中共中央 no 京中共中央.

    A state's letter before a place that the text also has without it is no part of the place's name: 美华盛顿州 of a headline.
    """
    start, end = _whole(text, start, end)
    if kind == "Place" and OWN_LEVEL.fullmatch(text, start, end):
        return start, start + len("我国")
    if kind == "Place" and text[start] in LETTERS and _stands_alone(text, start + 1, end):
        return start + 1, end
    if kind == "Title" and text.startswith("政府", start) and end - start > 3:  # 看守政府总理
        start += 2
    if kind == "Organisation" and text[start - 1 : start] == "在" and text[start] in CITIES:
        start += 1
    return start, end - (kind == "Person" and end - start > 2 and text[end - 1] == "等")


def _places_of(text: str, m: FoundMention) -> list[FoundMention]:
    """Return a mention, or the two places that it runs together."""
    cut = cut_of(text[m.start : m.end]) if m.kind == "Place" else 0
    return [replace(m, end=m.start + cut), replace(m, start=m.start + cut)] if cut else [m]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a division's name of three characters or more also stands in the text without the character before it."""
    name = text[start:end]
    if len(name) < 3 or LEVEL.search(name) is None:
        return False
    at = text.find(name)
    while at >= 0 and text[at - 1 : at] == text[start - 1]:
        at = text.find(name, at + 1)
    return at >= 0


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Extend a mention over the Latin word or number that it cuts: GE Healthcare, not ealthcare."""
    while start and _is_one_word(text[start - 1 : start + 1]):
        start -= 1
    while end < len(text) and _is_one_word(text[end - 1 : end + 1]):
        end += 1
    return start, end


def _is_one_word(two: str) -> bool:
    return two.isascii() and (two.isalpha() or two.isdigit())


def _without_joined(text: str, ruled: Sequence[Entity], found: Sequence[FoundMention]) -> list[FoundMention]:
    """Return mentions without the first character that the rules leave out of a name: 原云川大学 is 原 and 云川大学."""
    spans = {(m.start, m.end, e.kind) for e in ruled for m in e.mentions}
    return [
        replace(m, start=m.start + 1)
        if text[m.start] in JOINED and (m.start + 1, m.end, m.kind) in spans and (m.start, m.end, m.kind) not in spans
        else m
        for m in found
    ]


def without_neighbours(text: str, ruled: Sequence[Entity], found: Sequence[FoundMention]) -> list[FoundMention]:
    """Return mentions without a preposition before or an adverb behind them; what the rules see as a name stays.

    同米莱 and 秦刚兼 are cut if the text has 米莱 and 秦刚 elsewhere, 应文莱政府邀请 if 文莱 is a place in it, 水利部会同 always.
    """
    spans = {(m.start, m.end) for e in ruled for m in e.mentions}
    names = {(m.kind, text[m.start : m.end]) for m in found}
    places = {m.start for m in found if m.kind == "Place"}
    best: dict[tuple[int, int, Kind, bool], FoundMention] = {}
    for m in found:
        start, end = m.start, m.end
        if end - start > 2 and m.kind in {"Person", "Organisation"} and (start, end) not in spans:
            known = (m.kind, text[start + 1 : end]) in names or (m.kind == "Organisation" and start + 1 in places)
            start += known and _is_preposition(text, start, end)
            end -= _is_adverb(text, start, end, (m.kind, text[start : end - 1]) in names)
        kept = replace(m, start=start, end=end)
        key = (start, end, m.kind, m.inner)
        if key not in best or best[key].probability < m.probability:
            best[key] = kept
    return list(best.values())


def _is_preposition(text: str, start: int, end: int) -> bool:
    return text[start] in BEFORE or (text[start] == "应" and INVITED.match(text, end) is not None)


def _is_adverb(text: str, start: int, end: int, known: bool) -> bool:
    """Whether a name's last character is a word of its own; `known` is whether the text has the name without it."""
    if text[end - 1] == "会":
        return (known and text[end : end + 1] in {"见", "同"}) or (
            text.startswith("同", end) and TOGETHER.search(text, start, end) is not None
        )
    return known and (text[end - 1] in BEHIND or (text[end - 1] in RARELY_BEHIND and end - start > 3))


def with_whole_names(text: str, ruled: Sequence[Entity], found: Sequence[FoundMention]) -> list[FoundMention]:
    """Return mentions with the rules' names in place of those that the network cuts.

    国衡律师（上海）事务所 is one name, not 国衡律师 and 上海）事务所; 上官云起 is not 上官云; 美国财政部 is not only 美国.
    """
    ordered = sorted(found, key=lambda m: m.start)
    starts = [m.start for m in ordered]
    whole: list[FoundMention] = []
    replaced: set[FoundMention] = set()
    for start, end, kind, rule in sorted({(m.start, m.end, e.kind, m.rule) for e in ruled for m in e.mentions}):
        inside = [m for m in ordered[bisect_left(starts, start) : bisect_left(starts, end)] if m.end <= end]
        cut = [m for m in inside if _is_cut(text, m, kind, rule)]
        if cut and not any((m.start, m.end) == (start, end) for m in inside):
            whole.append(FoundMention(start, end, kind, False, max(m.probability for m in cut)))
            replaced.update(m for m in inside if m.kind == kind or (m in cut and rule != Rule.BODY_OF_STATE))
    return [*(m for m in ordered if m not in replaced), *whole]


def _is_cut(text: str, m: FoundMention, kind: EntityKind, rule: str) -> bool:
    """Whether a mention inside a name of the rules is only a part of it: half a bracket, or a part of a person's name."""
    if text.count("（", m.start, m.end) != text.count("）", m.start, m.end):
        return True
    if rule == Rule.BYLINE:
        return False  # names without marks between them, which the tagger divides
    return m.kind == "Person" if kind == "Person" else m.kind == "Place" and rule == Rule.BODY_OF_STATE


class Reading:
    """One article as the network and the rules read it."""

    def __init__(
        self,
        analysed: AnalysedArticle,
        rules: ArticleRecord,
        stretches: Sequence[CharacterScores],
        decoded: Sequence[Sequence[Decoded]],
        lexicon: NameLexicon,
        decision: Decision,
    ) -> None:
        self.analysed = analysed
        self.text = analysed.article.text
        self.rules = rules
        self.stretches = stretches
        self._starts = [s.start for s in stretches]
        self.lexicon = lexicon
        self.sentence = sentence_numbers(analysed)
        self.decision = decision
        self.found = find_mentions(self.text, rules, stretches, decoded)
        self.parts = {s.index: s.part for s in analysed.sentences}
        self.probability = {(m.start, m.end, m.kind): m.probability for m in self.found}
        self.nested = {(m.start, m.end) for m in self.found if m.inner}
        self.implied = {e.id: e.norm or e.name for e in rules.entities if not e.mentions}
        self.ruled: dict[tuple[int, int], set[EntityKind]] = defaultdict(set)
        for e in rules.entities:
            for r in e.mentions:
                self.ruled[r.start, r.end].add(e.kind)

    def in_title(self, m: FoundMention) -> bool:
        """Whether a mention stands in the title."""
        return self.parts.get(int(self.sentence[m.start])) == "title"

    def mean(self, members: Iterable[FoundMention], name: str) -> Floats:
        """Return the mean scores of a kind over the characters of mentions."""
        rows: list[Floats] = []
        for m in members:
            s = self.stretches[bisect_right(self._starts, m.start) - 1]
            scores: Floats = getattr(s, name)[m.start - s.start : m.end - s.start]
            rows.append(np.add.reduce(scores) / len(scores))
        mean: Floats = np.add.reduce(rows) / len(rows)
        return mean

    def type_of(self, members: Sequence[FoundMention]) -> str:
        """Return the type of an event; where the network sees none in particular, the one that the lexicon has for its word."""
        kind = EVENTS[int(self.mean(members, "event").argmax())]
        lexicon = event_lexicon()
        words = [self.text[m.start : m.end] for m in members] if kind == "Event" else []
        frames = (lexicon.verbs.get(w) or lexicon.nouns.get(w) for w in words)
        return next((f.type for f in frames if f), kind)

    def status_of(self, members: Sequence[FoundMention]) -> Status:
        status: Status = STATUSES[int(self.mean(members, "status").argmax())]  # type: ignore[assignment]
        return status
