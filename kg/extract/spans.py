"""Candidate names in a sentence, the choice among those that cross, and the names inside names."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.extents import Extents
from kg.extract.names import NameLexicon
from kg.model import EntityKind, Sentence

PERSON_TAGS = frozenset({"PER", "nr"})
PLACE_TAGS = frozenset({"LOC", "ns"})
BODY_TAGS = frozenset({"ORG", "nt"})
NAME_TAGS = PERSON_TAGS | PLACE_TAGS | BODY_TAGS
NOMINAL = frozenset({"n", "nz", "nw", "vn", "an", "s"}) | NAME_TAGS
PROPER = frozenset({"nz", "nw"}) | PLACE_TAGS | BODY_TAGS
HAN = r"[一-鿿]"
LEVELS = r"(?:特别行政区|自治区|自治州|自治县|新区|街道|社区|省|市|县|区|镇|乡|村|州|旗)"
LEADING = re.compile(
    r"[一-鿿]{2,9}?(?:自治区|自治州|自治县|地区|省|市|县|(?<![社校园片城小厂景])区|镇|乡)(?!政府|委|长|民|场|域|部|中|内|际|立|级|直|管|属)"
)
GOVERNMENT = re.compile(
    r"(?:局|厅|政府|委|委员会|人大|政协|法院|检察院|常委会|党组|支队|大队|总队|机关|部|监委|兵团|联合会|协会|队)$"
)
OWN_ORGAN = re.compile(r"[一-鿿]{0,10}(?:办公室|常委会|指挥部|党组|办公厅|领导小组|研究室|常务会议)")
COMPANY_TAIL = re.compile(r"^(?:股份|控股|科技|集团|责任|有限|公司|总公司|实业|发展)+$")


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate `text[start:end]` of a kind; a higher weight wins where two cross."""

    start: int
    end: int
    kind: EntityKind
    rule: str
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """What the finders of names read: a sentence, its article's text, the lexicon, and where the sentence's words begin and end.

    `places` are names that the article surely uses.
    """

    sentence: Sentence
    text: str
    lexicon: NameLexicon
    places: frozenset[str]
    starts: frozenset[int]
    ends: frozenset[int]


def context_of(sentence: Sentence, text: str, lexicon: NameLexicon, places: frozenset[str] = frozenset()) -> Context:
    """Return the context of a sentence."""
    starts, ends = frozenset(t.start for t in sentence.tokens), frozenset(t.end for t in sentence.tokens)
    return Context(sentence, text, lexicon, places, starts, ends)


def settle(spans: Iterable[Span]) -> list[Span]:
    """Choose among crossing candidates: the weightier, then the longer; a name inside a name stays where it can be one."""
    chosen: list[Span] = []  # in the order of their starts
    longest = 0
    for s in sorted(set(spans), key=lambda s: (-s.weight, s.start - s.end, s.start, s.kind, s.rule)):
        first = bisect_left(chosen, s.start - longest, key=_start)
        if all(_compatible(s, c) for c in chosen[first : bisect_left(chosen, s.end, key=_start)]):
            insort(chosen, s, key=_start)
            longest = max(longest, s.end - s.start)
    return sorted(chosen, key=lambda s: (s.start, -s.end))


def _start(span: Span) -> int:
    return span.start


def _compatible(new: Span, old: Span) -> bool:
    if new.end <= old.start or old.end <= new.start:
        return True
    if (new.start, new.end) == (old.start, old.end) or old.rule == "party tail":
        return False
    outer, inner = (new, old) if new.end - new.start > old.end - old.start else (old, new)
    if outer.start <= inner.start and inner.end <= outer.end:
        return outer.kind in {"Organisation", "Place"} and inner.kind in {"Organisation", "Place"}
    return False


def prune_nested(spans: Sequence[Span], text: str, lexicon: NameLexicon) -> list[Span]:
    """Drop names inside a name that are no things of their own there.

    A place inside a body stays where it tells more than the body's official name (a county before a school), a body
    inside a body where the outer is its part (云钢集团 + 特种钢分厂), a place inside a place where it is a level above.
    """
    index = Extents(spans)
    return [
        s
        for s in spans
        if all(
            _stands(s, o, text, lexicon)
            for o in index.crossing(s.start, s.end)
            if o is not s and o.start <= s.start and s.end <= o.end
        )
    ]


def _stands(inner: Span, outer: Span, text: str, lexicon: NameLexicon) -> bool:
    name, whole = text[inner.start : inner.end], text[outer.start : outer.end]
    tail = text[inner.end : outer.end]
    level = bool(re.search(f"{LEVELS}$", name)) and len(name) >= 3
    if inner.kind == "Organisation":
        body = lexicon.organisation_suffix.search(name) or inner.rule in {"state body", "bare body"}
        if (inner.rule == "state body" and OWN_ORGAN.fullmatch(tail)) or outer.rule == "intergovernmental":
            return False
        return (
            bool(body)
            and (inner.start == outer.start or text[inner.start - 1] == "驻")
            and not COMPANY_TAIL.match(tail)
            and outer.rule != "state body"
            and len(tail) >= 2
        )
    if outer.kind == "Place":
        return (level and "（" not in whole) or (
            inner.start == outer.start
            and bool(lexicon.provinces.fullmatch(name))
            and bool(re.search(f"{LEVELS}$", whole))
        )
    if inner.end < outer.end and LEADING.match(tail) and len(tail) >= 5:
        return level  # of a row of places at the front only the last is the body's own
    return level and not (GOVERNMENT.search(whole) and not re.search(r"[镇乡村](?:党委|政府|党支部|村委会)", whole))


def unspaced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between blanks."""
    for m in re.finditer(r"\S+", text[start:end]):
        yield start + m.start(), start + m.end()
