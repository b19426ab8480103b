"""Which state an office belongs to that is named without one: 总理甲, 外长乙, 国防部长丙, 国家主席丁, 总书记戊.

A person whose office is named with a state elsewhere keeps it. Otherwise a foreign name belongs to the state that is named near it, and
a Chinese one to China where the text shows that; where several states are possible, or none, there is no answer. What few states have (国家主席) is China's unless one of them is named before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kg.extract.lexicon.names import NameLexicon
from kg.extract.lexicon.state_bodies import HOME
from kg.model import Sentence
from kg.wordlists import either, rows, table

CHINA = "中国"
MAX_SENTENCE_DISTANCE = 3  # back to the sentence that names the state
LONGEST_NAME = 30  # characters of a name that names a state
LONGEST_TITLE = 20  # characters between a state and the person: 看守政府总理, 副首相兼外交大臣
OWN_WORDS = table("own_state_words")
OFFICES = {form: office for form, office, *_ in rows("offices_of_states.tsv")}
OWN_ORGANISATIONS = {form: own for form, _, own, _ in rows("offices_of_states.tsv") if own not in ("-", "none")}
OF_FEW_STATES = {form: frozenset(s.split()) for form, *_, s in rows("offices_of_states.tsv") if s != "*"}
STATE_OF_PARTY = table("parties_of_states")
NOT_OURS = re.compile(
    rf"{either(form for form, _, own, _ in rows('offices_of_states.tsv') if own == 'none')}$|^政府"
)  # 政府总理
STRONG = re.compile(either(w for w, kind in OWN_WORDS.items() if kind == "strong"))
ANY_OWN = re.compile(either(OWN_WORDS))
BETWEEN = re.compile(r"[^，。；、：！？“”（）\s][^，。；：！？“”（）\s]*")  # 工党领袖、政府总理
OURS_BEFORE = re.compile(r"国务院|中国|我国|中共")
CLEAR = 4  # characters from which on a name is none of China's; shorter ones may begin with a surname by chance


@dataclass(frozen=True, slots=True)
class Named:
    """A foreign state that the text names at an offset."""

    start: int
    end: int
    state: str


class States:
    """The states and the holders of their offices in one article."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        lexicon: NameLexicon,
        names: Iterable[tuple[int, int]],
        persons: Iterable[tuple[int, int]],
    ) -> None:
        """Take the extents of places and organisations, and of persons."""
        self.text = text
        self.sentences = sentences
        self.starts = [s.start for s in sentences]
        self.lexicon = lexicon
        self.others = lexicon.country_names - HOME
        self.named = sorted((n for span in names if (n := self._named(*span))), key=lambda n: (n.start, n.end))
        self.named_at = [n.start for n in self.named]
        self.persons = sorted((start, text[start:end]) for start, end in persons)
        self.persons_at = [start for start, _ in self.persons]
        self.by_end = {start + len(name): start for start, name in self.persons}
        self.states_before: dict[int, str | None] = {}  # of a person at an offset

    def _named(self, start: int, end: int) -> Named | None:
        """Return the foreign state that a name is or begins with: 老挝 of 老挝人民党."""
        name = self.text[start:end]
        full = self.lexicon.countries.get(name, name)
        if full in self.others:
            return Named(start, end, full)
        found = self.state_of(name)
        return Named(start, start + len(found[0]), found[1]) if found else None

    def state_of(self, name: str) -> tuple[str, str] | None:
        """Return the beginning of an organisation's name that names another state or its party, and the state."""
        for size in range(len(name), 1, -1):
            state = STATE_OF_PARTY.get(name[:size]) or (name[:size] if name[:size] in self.others else None)
            if state:
                return name[:size], state
        return None

    def is_foreign(self, person: str) -> bool:
        """Whether a name cannot be Chinese."""
        return "·" in person or len(person) > CLEAR or not self.lexicon.surname.match(person)

    def of(self, person: str, title: str, start: int) -> str | None:
        """Return the state of a person's office, whose title stands at an offset: China, another one, or None."""
        few = next((states for form, states in OF_FEW_STATES.items() if title.endswith(form)), None)
        stated = self.stated(person)
        if stated:
            return stated
        at = max(0, bisect_right(self.starts, start) - 1)
        office = self._office(title)
        taken = self._taken(person, office)
        listed = self._of_list(start)
        if listed and listed not in taken:
            return listed
        if self.is_foreign(person) or NOT_OURS.search(title) or CHINA in taken:
            return self._near(at, start, taken, few)
        if few is not None:
            earlier = (n for n in self.named[: bisect_left(self.named_at, start)] if n.state in few - taken)
            unclear = next(earlier, None) is not None or self._has_rival(at, person, office)
            return None if unclear else CHINA
        here = [n for n in self._in_sentence(at) if n.state not in taken]
        words_here = self._words(at)
        if STRONG.search(words_here):
            return CHINA
        before = {n.state for n in here if n.start < start}
        if before:
            return None if CHINA in words_here or len(before) > 1 else before.pop()
        if here:
            return None
        if ANY_OWN.search(self.text) or not self.named:
            return None if self._has_rival(at, person, office) else CHINA
        everywhere = {n.state for n in self.named} - taken
        return everywhere.pop() if len(everywhere) == 1 else None

    def stated(self, person: str) -> str | None:
        """Return the state that stands before the title of a person somewhere: 法国 of 法国总理甲."""
        for start, name in self.persons:
            if _same(name, person) and (state := self._before(start)):
                return state
        return None

    def _of_list(self, start: int) -> str | None:
        """Return the state of the officials before a title in a list: 印度总统甲、总理乙."""
        while (before := self.by_end.get(start - 1)) is not None and self.text[start - 1] in "、和及与":
            if state := self._before(before):
                return state
            title = self.lexicon.title_at_end.search(self.text[max(0, before - LONGEST_TITLE) : before])
            start = before - len(title.group()) if title else -1
        return None

    def _before(self, start: int) -> str | None:
        if start not in self.states_before:
            self.states_before[start] = self._state_before(start)
        return self.states_before[start]

    def _state_before(self, start: int) -> str | None:
        first = bisect_left(self.named_at, start - LONGEST_TITLE - LONGEST_NAME)
        for n in reversed(self.named[first : bisect_left(self.named_at, start)]):
            if n.end < start <= n.end + LONGEST_TITLE and self._is_title(n.end, start):
                return n.state
        ours = OURS_BEFORE.finditer(self.text, max(0, start - LONGEST_TITLE), start)
        return CHINA if any(self._is_title(m.end(), start) for m in ours) else None

    def _is_title(self, start: int, end: int) -> bool:
        words_between = self.text[start:end]
        if bisect_left(self.persons_at, start) < bisect_left(self.persons_at, end):
            return False
        return BETWEEN.fullmatch(words_between) is not None and bool(self.lexicon.title_at_end.search(words_between))

    def _office(self, words: str) -> tuple[str, bool]:
        """Return the office that words end with, whatever a state calls it, and whether it is a deputy's."""
        found = self.lexicon.title_at_end.search(words)
        return (OFFICES.get(found["head"], found["head"]), "副" in found.group()) if found else ("", False)

    def _taken(self, person: str, office: tuple[str, bool]) -> frozenset[str]:
        """Return the states whose office another person holds in the text."""
        others = (start for start, name in self.persons if not _same(name, person))
        held = (at for at in others if self._office(self.text[max(0, at - LONGEST_TITLE) : at]) == office)
        return frozenset(state for at in held if (state := self._before(at)))

    def _has_rival(self, at: int, person: str, office: tuple[str, bool]) -> bool:
        """Whether another person of the sentence has the same office, without a state as well: 甲总理、乙总理."""
        sentence = self.sentences[at]
        first, last = (bisect_left(self.persons_at, x) for x in (sentence.start, sentence.end))
        return any(
            not _same(name, person) and not self._before(start)
            for start, name in self.persons[first:last]
            if office
            in (
                self._office(self.text[max(0, start - LONGEST_TITLE) : start]),
                self._office(self._title_behind(start + len(name))),
            )
        )

    def _title_behind(self, end: int) -> str:
        found = self.lexicon.title_at_start.match(self.text, end)
        return found.group() if found else ""

    def _near(self, at: int, start: int, taken: Collection[str], few: Collection[str] | None) -> str | None:
        """Return the state that is named alone in the sentence before an offset, else in the nearest one before that names any.

        Only those of `few` come into question, where it is given.
        """
        for number in range(at, max(-1, at - 1 - MAX_SENTENCE_DISTANCE), -1):
            found = {n.state for n in self._in_sentence(number) if n.state not in taken and n.start < start}
            found = found if few is None else found & {*few}
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def _in_sentence(self, at: int) -> list[Named]:
        if not self.sentences:
            return []
        sentence = self.sentences[at]
        first, last = (bisect_left(self.named_at, x) for x in (sentence.start, sentence.end))
        return self.named[first:last]

    def _words(self, at: int) -> str:
        return self.text[self.sentences[at].start : self.sentences[at].end] if self.sentences else ""


def _same(name: str, other: str) -> bool:
    """Whether two names are those of one person: 莫罗 of 让·莫罗."""
    longer, shorter = sorted((name, other), key=len, reverse=True)
    return longer == shorter or longer.endswith(f"·{shorter}") or longer.startswith(f"{shorter}·")
