"""Organisations that are named by their place's level alone (市委, 县公安局), with the place before them if there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.extract.candidates import Draft, MentionCandidate
from kg.extract.lexicon import Rule
from kg.extract.lexicon.levels import one_letter
from kg.extract.mentions.context import HAN, NOMINAL, PERSON_TAGS, Context, contexts
from kg.extract.mentions.from_tagger import upper_organisation
from kg.model import Token
from kg.wordlists import words

GOVERNMENT_BODY = re.compile(
    rf"(?P<name>(?:中共)?(?:{one_letter('elliptic')}|自治区|自治州|街道)"
    r"(?:纪委监委|纪委|监委|人大常委会|人大|政协|人民政府|政府|委(?!员|托|派|任|屈|以|会)|党委|党组|党总支|党支部)"
    r"(?:组织部|宣传部|统战部|政法委|办公厅|办公室|党组)?)"
)
BARE_OFFICE = re.compile(
    rf"(?=(?P<name>{one_letter('congress')}(?![长委]){HAN}{{1,12}}?(?:局|厅|委员会|办公室|法院|检察院|支队|总队|总工会|医院|中学|一中|二中|党校|妇联|团委|残联|工商联|卫生院|卫生室|村委会)))"
)  # names may overlap: 市长到市中心医院
VERBS_BETWEEN = words("verbs_in_no_office")


def find_elliptic(draft: Draft) -> Iterator[MentionCandidate]:
    """Yield 市委, 县公安局 and similar names, with the place before them: 白鹭 + 县委."""
    ends = {m.end: m for m in draft.candidates if isinstance(m, MentionCandidate) and m.kind == "Place"}
    for here in contexts(draft):
        yield from _elliptic(here, ends)


def _elliptic(here: Context, ends: Mapping[int, MentionCandidate]) -> Iterator[MentionCandidate]:
    part = here.text[here.sentence.start : here.sentence.end]
    for pattern, rule, weight in (
        (GOVERNMENT_BODY, Rule.ELLIPTIC_GOVERNMENT, 3),
        (BARE_OFFICE, Rule.ELLIPTIC_OFFICE, 1),
    ):
        for m in pattern.finditer(part):
            a, b = (here.sentence.start + at for at in m.span("name"))
            place = ends.get(a) or ends.get(a + 1)
            before = next(
                (t for t in here.sentence.tokens if t.end == a and t.tag == "n" and t.end - t.start == 2), None
            )
            opens = before is not None and _opens_name(here, before)
            if place and place.start < a and _nominal(here, place.end, b):
                a = place.start
            elif (
                before
                and rule is Rule.ELLIPTIC_GOVERNMENT
                and (opens or here.text[before.start : a + 1] in here.places)
            ):
                a = before.start
            elif not (a in here.starts and _nominal(here, a, b)):
                continue
            if here.text[max(0, a - 2) : a] == "中共":
                a -= 2
            yield here.mention(a, b, "Organisation", rule, weight + (a != here.sentence.start + m.start("name")))
            yield from upper_organisation(here, a, b)


def _opens_name(here: Context, t: Token) -> bool:
    """Whether a noun before 县委 is its county: it follows a mark or a title, as names do."""
    word = here.text[t.start : t.end]
    return (
        here.text[t.end : t.end + 1] in "县区镇"
        and here.text[t.start - 1 : t.start] in "，、。；：\n和及由"
        and word not in here.lexicon.not_names
        and re.fullmatch(r"[一-鿿]{2}", word) is not None
    )


def _nominal(here: Context, start: int, end: int) -> bool:
    inside = [t for t in here.sentence.tokens if t.start < end and t.end > start]
    return all(
        (t.tag in NOMINAL and t.tag not in PERSON_TAGS)
        or (t.tag in {"v", "a", "f", "m"} and t.end - t.start <= 2 and here.text[t.start : t.end] not in VERBS_BETWEEN)
        for t in inside
    )
