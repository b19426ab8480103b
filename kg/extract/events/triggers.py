"""Triggers: the words of a clause that state or name an event, unless it is only demanded, mentioned or attended."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from kg.extract.candidates import Clause, Draft, EventCandidate
from kg.extract.events.status import StatusReader
from kg.extract.lexicon import Frame, Rule
from kg.model import Token
from kg.wordlists import either, table, words

MODIFIER_TAGS = frozenset(
    {"n", "nz", "nw", "vn", "an", "LOC", "ORG", "ns", "nt", "PER", "m", "q", "TIME", "a", "f", "s", "t"}
)
VAGUE_TIME = re.compile(r"(?:目前|日前|近日|此前|截至)")
JOINING = re.compile(rf"{either('joining_verbs')}(?:了|上述)?$")
NOUN_MAKERS = tuple(sorted(words("noun_makers")))


def _unless(name: str) -> str:
    """Return a pattern for the words of a table that are not followed by what its second column lists."""
    found = sorted(table(name).items(), key=lambda w: -len(w[0]))
    return "(?:" + "|".join(word + (f"(?!{no})" if no != "-" else "") for word, no in found) + ")"


NAMES_A_THING = re.compile(rf"[一-鿿]{{0,2}}{_unless('bodies_for_events')}|{_unless('nouns_for_events')}")
DUTY = re.compile(r"(?:要|应|必须|需|继续|进一步)[^，]{0,6}$")
ATTEMPT = re.compile(r"(?:企图|妄图|试图|威胁|扬言)$")
UNREAL = re.compile(r"(?:反对|企图|妄图|试图|威胁|扬言|授权)[^，。；：]{0,14}$")
NO_DUTY = re.compile(r"将要|重要|主要|需求|应邀|应急")
GLUED = frozenset("被获遭受还又也并再")
NOTICING = frozenset({"发现"})
ANNOUNCED = re.compile(r"宣布[^，。]{0,12}$")
OPENED = words("occasion_openings")
PAPER = re.compile(rf"{either('papers')}$")
CLOSING = {"“": "”", "《": "》", "（": "）", "(": ")"}


def find_triggers(draft: Draft) -> Iterator[EventCandidate]:
    """Yield the possible triggers of all clauses except the openings of lists."""
    finder = TriggerFinder(draft)
    for clause in draft.clauses:
        if clause.is_stated:
            yield from finder.find(clause)


class TriggerFinder:
    """Finds the triggers of one article's clauses."""

    def __init__(self, draft: Draft) -> None:
        self.text = draft.text
        self.lexicon = draft.lexicon.events
        self.patterns: tuple[tuple[re.Pattern[str], dict[str, Frame], bool], ...] = (
            (self.lexicon.noun, self.lexicon.nouns, True),
            (self.lexicon.verb, self.lexicon.verbs, False),
        )
        self.status = StatusReader(draft.text, self.lexicon, draft.sentences)

    def find(self, clause: Clause) -> Iterator[EventCandidate]:
        """Yield the triggers of a clause: nouns, then verbs. Those after its limit are not stated."""
        words = self._words(clause)
        if not words:
            return
        inside = [t for t in clause.sentence.tokens if t.end > clause.start and t.start < clause.end]
        boundaries = {t.start for t in inside} | {t.end for t in inside}
        names = [(p.start, p.end) for f in clause.phrases for p in f.mentions]
        for start, end, frame, is_noun in words:
            named = any(a < end and start < b for a, b in names)
            if named or not self._is_word(start, end, is_noun, boundaries):
                continue
            if not self._states(clause, start, end, is_noun):
                continue
            nominal = is_noun and not self._is_verb(inside, start, end)
            rule = Rule.NOMINAL_TRIGGER if nominal else Rule.VERBAL_TRIGGER
            yield EventCandidate(
                frame.type, start, end, clause.sentence.index, nominal,
                self.modifiers(clause, start, end) if nominal else start, rule,
                self.status.read(clause, start, end, nominal), start < clause.limit, 1 if is_noun else 0, rule.component,
            )  # fmt: skip

    def _words(self, clause: Clause) -> list[tuple[int, int, Frame, bool]]:
        """Return the words of a clause that can be triggers, with their frames, and whether they are nouns."""
        return [
            (m.start(), m.end(), frames[m.group()], is_noun)
            for pattern, frames, is_noun in self.patterns
            for m in pattern.finditer(self.text, clause.start, clause.end)
        ]

    def _is_word(self, start: int, end: int, is_noun: bool, boundaries: Container[int]) -> bool:
        """Whether a trigger begins and ends at word boundaries, and is not the beginning of a longer verb."""
        glued = self.text[start - 1 : start] in GLUED  # the tagger takes 被撤职, 还会 for words
        if (start not in boundaries and not is_noun and not glued) or end not in boundaries:
            return False
        longer = self.lexicon.verb.match(self.text, start) if is_noun else None
        return longer is None or longer.end() <= end

    def _is_verb(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether a nominal trigger is used as a verb: 进入山村搜救."""
        token = next((t for t in tokens if t.start == start and t.end == end), None)
        before = next((t for t in tokens if t.end == start), None)
        nominal = before is not None and before.tag in MODIFIER_TAGS - {"TIME", "f", "t"}
        after = next((t for t in tokens if t.start == end), None)
        has_object = after is not None and after.tag in {"LOC", "ORG", "PER", "ns", "nt", "nr"}
        return token is not None and token.tag == "v" and (has_object or not nominal)

    def _states(self, clause: Clause, start: int, end: int, is_noun: bool) -> bool:
        """Whether a trigger states an event: no word of duty before it, no nominalisation after it."""
        lead = self.text[clause.start : start]
        if self.lexicon.modal.match(lead.lstrip("“”")) or (DUTY.search(lead) and not NO_DUTY.search(lead[-8:])):
            return False
        if ATTEMPT.search(lead) or (not is_noun and UNREAL.search(lead)):
            return False  # 企图袭击, 反对授权某国打击: not said to have happened
        behind = self.text[end : end + 2]
        if behind.startswith(("罪", "无效")) or (behind[:1] in "，：" and self.text[start:end] in NOTICING):
            return False  # 重大责任事故罪, 抢救无效; 走访中发现，…
        if self._in_a_law(start):
            return False
        if is_noun:
            return not NAMES_A_THING.match(self.text, end)
        token = next((t for t in clause.sentence.tokens if t.start <= start < t.end), None)
        if token is None or (token.tag in {"n", "nz", "ORG", "LOC", "PER"} and token.end > end):
            return False
        if ANNOUNCED.search(lead) and self.text[start:end] in OPENED:
            return False  # 宣布活动启动: an utterance at the occasion
        if JOINING.search(lead):
            return False  # 参加调研: not a visit of its own
        return not self.text[end : end + 2].startswith(NOUN_MAKERS)

    def _in_a_law(self, start: int) -> bool:
        """Whether an offset is in the title of a law or a document: 《中国共产党问责条例》."""
        opened = self.text.rfind("《", max(0, start - 60), start)
        closed = self.text.find("》", opened) if opened >= 0 else -1
        return closed > start and bool(PAPER.search(self.text[opened + 1 : closed]))

    def modifiers(self, clause: Clause, trigger: int, end: int) -> int:
        """Return where the run of modifiers before a nominal trigger begins."""
        floor = clause.start
        inside = (x for x in clause.sentence.tokens if floor <= x.start < trigger < x.end and x.tag in MODIFIER_TAGS)
        start = next((x.start for x in inside), trigger)
        for token in reversed(clause.sentence.tokens):
            if token.end > start:
                continue
            word = self.text[token.start : token.end]
            timed = token.tag == "TIME" and not re.fullmatch(r"\d{4}年?", word)
            if token.start < floor or token.end < start or timed or word in {"上午", "下午"} or VAGUE_TIME.match(word):
                break
            if token.tag not in MODIFIER_TAGS and word not in "“”·（）()《》" and word not in {"暨", "及"}:
                break
            start = token.start
        lead = self.text[start:trigger]
        start += len(lead) - len(lead.lstrip("”）)》·、"))
        opened = self.text[start : start + 1]
        return start + (opened in "“《（(" and CLOSING.get(opened, "") not in self.text[start:end])
