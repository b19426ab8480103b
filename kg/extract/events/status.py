"""The status of an event: happened, planned, cancelled, postponed, denied or alleged, by the words around its trigger."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.candidates import Clause
from kg.extract.lexicon import EventLexicon
from kg.language.prospect import Prospects
from kg.model import Sentence, Status, Token
from kg.wordlists import either, words

WINDOW = 14  # characters before a trigger in which denial and allegation are looked for
SETTING = words("setting_words")
TAKING_PLACE = re.compile(rf"[^，。；！？\n]{{0,40}}?{either('taking_place_verbs')}")
NAME_REST = re.compile(r"[”》）)]?[一-鿿]{0,4}")  # between an event's name and the mark: 仪式也将
HELD = r"[，。；！？）\n]|$|了|举[行办]|召开|开幕|进行|开[工园馆业放]|至|到|[^，。；]{0,6}\d"
OPENING = r"(?:后来?|现|已|却|最终|临时|因|由于|受|被迫|不得不|宣布|决定|将)"  # of a clause about the same event
Patterns = tuple[
    re.Pattern[str], re.Pattern[str], re.Pattern[str]
]  # before a trigger, behind it, and behind what was set


def _called_off_later(name: str) -> re.Pattern[str]:
    """Return what states behind the name of something 原定, and behind a reason, that it is called off: ，因台风逼近，组委会宣布延期."""
    reason = r"(?P<gap>[^，。；！？\n]{0,12}?)，(?:因|受|由于)[^，。；！？\n]{0,24}，"
    announced = r"[^，。；！？\n]{0,10}?(?:宣布|决定|被迫|不得不|临时|只能|只好)"
    return re.compile(rf"{reason}{announced}{either(words(name))}(?={HELD})")


def _called_off(name: str) -> Patterns:
    """Return what states before a trigger, and behind it, that an event is cancelled or postponed."""
    word = either(words(name))
    before = re.compile(
        rf"{word}(?:了|举[行办]|召开|进行)?(?:原定?于?[^，。；！？\n]{{1,20}}的)?(?P<rest>[“《一-鿿\d]{{0,12}})$"
    )
    behind = re.compile(
        rf"(?P<gap>[^，。；！？\n]{{0,30}}?)(?:，(?:{OPENING}[^，。；！？\n]{{0,20}}?)?)?{word}(?={HELD})"
    )
    return before, behind, _called_off_later(name)


SET_BEFORE = re.compile(r"原(?:定|拟|计划)")  # 原定20日举行的邀请赛，因台风逼近，组委会宣布延期
CALLED_OFF: tuple[tuple[Status, Patterns], ...] = (
    ("cancelled", _called_off("cancelling_words")),
    ("postponed", _called_off("postponing_words")),
)


class StatusReader:
    """Reads the status of the events of one article."""

    def __init__(self, text: str, lexicon: EventLexicon, sentences: Sequence[Sentence]) -> None:
        self.text = text
        self.lexicon = lexicon
        self.prospects = Prospects(text, [t for s in sentences for t in s.tokens])

    def read(self, clause: Clause, start: int, end: int, nominal: bool) -> Status:
        """Return the status of the event whose trigger is `text[start:end]`; a nominal one is also judged by the verb behind it."""
        lead = self.text[max(clause.start, start - WINDOW) : start]
        planned = self._is_planned(clause, start, nominal)
        planned = planned or (nominal and self._is_planned_behind(end, clause.sentence.end))
        for status, patterns in CALLED_OFF:
            if self._is_called_off(patterns, clause, start, end, nominal or planned):
                return status
        if self.lexicon.denied.search(lead):
            return "denied"
        if planned:
            return "planned"
        return "alleged" if self.lexicon.alleged.search(lead) else "happened"

    def disposes(self, clause: Clause, start: int) -> bool:
        """Whether 将 before a trigger is the preposition in its clause, and nothing marks a plan there."""
        inside = (m.start() for m in re.finditer("将", self.text[clause.start : start]))
        disposal = any(self.prospects.is_disposal(clause.start + at) for at in inside)
        return disposal and not self._is_planned(clause, start, False)

    def _is_called_off(self, patterns: Patterns, clause: Clause, start: int, end: int, expected: bool) -> bool:
        """Whether an event is called off: before its trigger, or, if it is named or planned, behind it without another name."""
        before, behind, later = patterns
        lead = before.search(self.text, max(clause.start, start - 40), start)
        if lead and not any(_is_verb(t) and lead.start("rest") <= t.start < start for t in clause.sentence.tokens):
            return True
        if (
            expected
            and SET_BEFORE.search(self.text, clause.start, start)
            and later.match(self.text, end, clause.sentence.end)
        ):
            return True
        m = behind.match(self.text, end, clause.sentence.end) if expected else None
        return m is not None and not self.lexicon.noun.search(m["gap"])

    def _is_planned(self, clause: Clause, start: int, nominal: bool) -> bool:
        """Whether a word before a trigger marks it as planned: the mark is not in a modifier of another name (即将投用的大桥合龙)."""
        for m in self.prospects.markers(clause.start, start):
            if re.search(r"\s", self.text[m.end() : start]):
                continue  # the end of a headline
            between = [t for t in clause.sentence.tokens if m.end() <= t.start < start]
            of = max((i for i, t in enumerate(between) if self.text[t.start : t.end] == "的"), default=None)
            if of is None or (nominal and not any(_is_verb(t) for t in between[of:])):
                return True
        return False

    def _is_planned_behind(self, end: int, limit: int) -> bool:
        """Whether the words behind an event's name mark it as planned: 茶博会将于4月开幕, 仪式定于4月18日."""
        for m in self.prospects.markers(end, min(limit, end + 12)):
            if NAME_REST.fullmatch(self.text, end, m.start()):
                return m.group() in SETTING or TAKING_PLACE.match(self.text, m.end(), limit) is not None
        return False


def _is_verb(t: Token) -> bool:
    return t.tag in {"v", "vd"}
