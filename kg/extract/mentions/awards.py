"""Awards: titles, medals, prizes and championships that somebody won or was given.

An award is in quotation marks after a verb of winning or giving (授予甲“某市劳动模范”称号), or is the noun phrase after the verb with
the ending of a prize (获某省科学技术进步奖二等奖).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.candidates import AwardCandidate, Draft
from kg.extract.lexicon import Rule
from kg.model import Sentence
from kg.wordlists import either

WINNING = re.compile(either("winning_verbs"))
PRIZE = re.compile(
    r"(?:特等|一等|二等|三等|优秀|优胜|创新|提名|进步|发明|表彰|突出贡献|最佳[一-鿿]{1,4})?"
    rf"{either('prizes')}$"
)
NOT_A_PRIZE = re.compile(
    r"^(?:本届|此|该|大|颁|获|评|奖|称号|奖项|奖章|冠军奖|百花奖项)$|^(?:本届|首届)?(?:奖项|大奖|奖)$"
)
QUOTED = re.compile(
    r"[“《](?P<name>[^“”《》\n]{2,24})[”》](?P<behind>[一-鿿]{0,6}?(?:称号|奖项|荣誉|奖章|聘书|奖牌|证书|奖))?"
)
TITLE = re.compile(r"[“](?P<name>[^“”《》\n]{3,16})[”]")
REFERRING = re.compile(r"了?(?:本届|该|此|这一|上述)(?:奖项|大奖|奖|荣誉)(?=[，。、；])")
PRESENTED = re.compile(r"(?:(?<=届)|(?<![一-鿿]))(?P<name>[一-鿿]{2,8}奖)(?=颁奖|评选|旨在|获得者|得主|揭晓|是)")
WORD_TAGS = frozenset(
    {"n", "nz", "nw", "vn", "an", "LOC", "ORG", "ns", "nt", "m", "q", "b", "a", "TIME", "f", "s", "j"}
)


def find_awards(draft: Draft) -> Iterator[AwardCandidate]:
    """Yield the awards of an article in text order."""
    text = draft.text
    found: dict[tuple[int, int], AwardCandidate] = {}
    for sentence in draft.sentences:
        for verb in WINNING.finditer(text, sentence.start, sentence.end):
            for award in (
                *_quoted(text, sentence, verb),
                *_named(text, sentence, verb),
                *_selected(text, sentence, verb),
                *_referred(text, sentence, verb),
            ):
                found.setdefault((award.start, award.verb), award)
    yield from (found[k] for k in sorted(found))


def _award(start: int, end: int, rule: Rule, sentence: Sentence, verb: re.Match[str]) -> AwardCandidate:
    return AwardCandidate(start, end, "Award", rule, 5, sentence.index, rule.component, verb.start())


def _selected(text: str, sentence: Sentence, verb: re.Match[str]) -> Iterator[AwardCandidate]:
    """Yield the quoted title of a selection: “最美职工”评选…，推选出甲、乙."""
    if not verb.group().endswith("出"):
        return
    named = list(TITLE.finditer(text, sentence.start, verb.start()))
    if named:
        yield _award(named[-1].start("name"), named[-1].end("name"), Rule.AWARD_SELECTED, sentence, verb)


def _referred(text: str, sentence: Sentence, verb: re.Match[str]) -> Iterator[AwardCandidate]:
    """Yield the referent of 本届奖项 and 该奖: the last prize before, named where it is given or described."""
    if not REFERRING.match(text, verb.end()):
        return
    named = list(PRESENTED.finditer(text, 0, verb.start()))
    if named:
        yield _award(named[-1].start("name"), named[-1].end("name"), Rule.AWARD_REFERRED, sentence, verb)


def _quoted(text: str, sentence: Sentence, verb: re.Match[str]) -> Iterator[AwardCandidate]:
    m = QUOTED.search(text, verb.end(), min(sentence.end, verb.end() + 90))
    if not m:
        return
    between = text[verb.end() : m.start()]
    if re.search(r"[。；：]", between) or between.count("，") > 0:
        return
    prize = bool(m["behind"]) or bool(PRIZE.search(m["name"])) or verb.group() in {"获评", "被评为", "被授予", "推选"}
    if prize and not m["name"].endswith(("队", "课题", "技术", "项目")):
        yield _award(m.start("name"), m.end("name"), Rule.AWARD_QUOTED, sentence, verb)
        again = QUOTED.match(text, m.end() + 1) if text[m.end() : m.end() + 1] in "、和" else None
        if again:
            yield _award(again.start("name"), again.end("name"), Rule.AWARD_QUOTED, sentence, verb)


def _named(text: str, sentence: Sentence, verb: re.Match[str]) -> Iterator[AwardCandidate]:
    """Return the words after the verb up to the ending of a prize; 女子撑杆跳冠军 contains a verb."""
    start: int | None = None
    best: int | None = None
    for t in sentence.tokens:
        if t.end <= verb.end():
            continue
        word = text[t.start : t.end]
        if start is None and (t.tag in {"u", "r"} or word in {"了", "过", "本届", "首枚", "该项"}):
            continue
        if t.start < verb.end() or not (t.tag in WORD_TAGS or (t.tag == "v" and start is not None)):
            break
        start = t.start if start is None else start
        m = PRIZE.search(text[start : t.end])
        if m and m.start() >= 2 and 4 <= t.end - start <= 30:
            best = t.end
    if start is None or best is None or NOT_A_PRIZE.match(text[start:best]):
        return
    yield _award(start, best - 2 * text[start:best].endswith("称号"), Rule.AWARD_NAMED, sentence, verb)
