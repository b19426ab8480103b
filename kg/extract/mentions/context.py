"""The context for finding names in a sentence, and common tags and patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.candidates import Draft, MentionCandidate
from kg.extract.lexicon import NameLexicon, Rule
from kg.extract.lexicon.levels import any_level
from kg.model import AnalysedArticle, EntityKind, Sentence

PERSON_TAGS = frozenset({"PER", "nr"})
PLACE_TAGS = frozenset({"LOC", "ns"})
ORGANISATION_TAGS = frozenset({"ORG", "nt"})
NAME_TAGS = PERSON_TAGS | PLACE_TAGS | ORGANISATION_TAGS
NOMINAL = frozenset({"n", "nz", "nw", "vn", "an", "s"}) | NAME_TAGS
PROPER = frozenset({"nz", "nw"}) | PLACE_TAGS | ORGANISATION_TAGS
HAN = r"[一-鿿]"
LEVELS = any_level("part")
LEVEL, LEVEL_AT_END = re.compile(LEVELS), re.compile(f"{LEVELS}$")
LEADING = re.compile(
    r"[一-鿿]{2,9}?(?:自治区|自治州|自治县|地区|省|市|县|(?<![社校园片城小厂景])区|镇|乡)(?!政府|委|长|民|场|域|部|中|内|际|立|级|直|管|属)"
)
GOVERNMENT = re.compile(
    r"(?:局|厅|政府|委|委员会|人大|政协|法院|检察院|常委会|党组|支队|大队|总队|机关|部|监委|兵团|联合会|协会|队)$"
)
OWN_ORGAN = re.compile(r"[一-鿿]{0,10}(?:办公室|常委会|指挥部|党组|办公厅|领导小组|研究室|常务会议)")
COMPANY_TAIL = re.compile(r"^(?:股份|控股|科技|集团|责任|有限|公司|总公司|实业|发展)+$")


@dataclass(frozen=True, slots=True)
class Context:
    """The context for finding names: a sentence, its article's text, the lexicon, and the starts and ends of the sentence's words.

    `places` are place names that certainly occur in the article, `stems` the same without their levels.
    """

    sentence: Sentence
    text: str
    lexicon: NameLexicon
    places: frozenset[str]
    starts: Set[int]
    ends: Set[int]
    stems: frozenset[str] = frozenset()

    def mention(self, start: int, end: int, kind: EntityKind, rule: Rule, score: float = 0) -> MentionCandidate:
        """Return a name in the sentence as a candidate."""
        return MentionCandidate(start, end, kind, rule, score, self.sentence.index, rule.component)


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """An article and a lexicon, equal to another pair only where they are the same objects."""

    analysed: AnalysedArticle
    lexicon: NameLexicon

    def __hash__(self) -> int:
        return hash((id(self.analysed), id(self.lexicon)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Read) and self.analysed is other.analysed and self.lexicon is other.lexicon


def contexts(draft: Draft) -> tuple[Context, ...]:
    """Return the contexts of an article's sentences; the components that ask in turn get the same."""
    return _contexts(_Read(draft.analysed, draft.lexicon.names))


@lru_cache(maxsize=1)
def _contexts(read: _Read) -> tuple[Context, ...]:
    text, sentences = read.analysed.article.text, read.analysed.sentences
    places = frozenset(text[t.start : t.end] for s in sentences for t in s.tokens if t.tag == "LOC")
    home = read.analysed.article.jurisdiction
    stems = frozenset(s for p in (*places, home or "") if len(s := LEVEL_AT_END.sub("", p)) > 1)
    return tuple(
        Context(s, text, read.lexicon, places, {t.start for t in s.tokens}, {t.end for t in s.tokens}, stems)
        for s in sentences
    )


def unspaced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans between blanks."""
    for m in re.finditer(r"\S+", text[start:end]):
        yield start + m.start(), start + m.end()
