"""Selection of names: valid candidates, the better of two overlapping ones, and names nested in names."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.candidates import AwardCandidate, Draft, MentionCandidate, NamelessCandidate, SignatureCandidate
from kg.extract.lexicon import NameLexicon, Rule
from kg.extract.mentions.context import COMPANY_TAIL, GOVERNMENT, LEADING, LEVEL_AT_END, OWN_ORGAN
from kg.extract.mentions.from_tagger import COUNTED, JOINTLY
from kg.extract.mentions.interval_index import IntervalIndex
from kg.wordlists import words

COMMITTEES = words("committees")
SENT = re.compile(r"驻[一-鿿]{2,12}?(?:纪检监察组|纪检组|办事处|大使馆|总领事馆)")
BRANDED = re.compile(r"牌|轿车|货车|客车|面包车|越野车|卡车|车(?!间|队|站)|司机")  # a make of car
NO_ORGANISATION = re.compile(r"族$|两[国军党]|讯$|[头腹胸面背腿颈腰腕腹]部$")  # a people; 中美两军
OF_ONE_LETTER = frozenset({Rule.CALLED, Rule.ONE_LETTER_STATE, Rule.ONE_LETTER_PLACE})
COMPLETE = frozenset({Rule.STATE_ORGANISATION, Rule.ELLIPTIC_GOVERNMENT})  # organisations whose names need no suffix


def select_mentions(draft: Draft) -> Draft:
    """Return the draft with its names in text order, then authors, then awards."""
    candidates = [c for c in draft.candidates if isinstance(c, MentionCandidate)]
    nameless = tuple(c for c in draft.candidates if isinstance(c, NamelessCandidate))
    signatures = [c for c in candidates if isinstance(c, SignatureCandidate)]
    awards = [c for c in candidates if isinstance(c, AwardCandidate)]
    by_sentence: dict[int, list[MentionCandidate]] = defaultdict(list)
    for c in candidates:
        if not isinstance(c, SignatureCandidate | AwardCandidate) and _is_name(draft, c):
            by_sentence[c.sentence].append(c)
    closed: IntervalIndex[NamelessCandidate | MentionCandidate] = IntervalIndex([*nameless, *signatures])
    names = [
        s
        for index in sorted(by_sentence)
        for s in prune_nested(resolve_overlaps(by_sentence[index]), draft.text, draft.lexicon.names)
        if not closed.cross(s.start, s.end)
    ]
    return replace(draft, mentions=(*names, *signatures, *awards), nameless=nameless)


def select_repeated(draft: Draft) -> Draft:
    """Return the draft with the repeated names, without the names that they replace and those inside awards."""
    fixed = [m for m in draft.mentions if isinstance(m, SignatureCandidate | AwardCandidate)]
    names = [m for m in draft.mentions if not isinstance(m, SignatureCandidate | AwardCandidate)]
    repeated = [c for c in draft.candidates if isinstance(c, MentionCandidate)]
    if repeated:
        names = _with_repeated(draft, names, repeated)
    named = IntervalIndex([m for m in fixed if isinstance(m, AwardCandidate)])
    kept = [n for n in names if not named.hold(n.start, n.end)]  # 云川市劳动模范 does not mention the city
    return replace(draft, mentions=(*kept, *fixed))


def _with_repeated(
    draft: Draft, names: Sequence[MentionCandidate], repeated: Sequence[MentionCandidate]
) -> list[MentionCandidate]:
    signatures = [m for m in draft.mentions if isinstance(m, SignatureCandidate)]
    closed: IntervalIndex[NamelessCandidate | MentionCandidate] = IntervalIndex([*draft.nameless, *signatures])
    known = {(n.start, n.end) for n in names}
    new = [r for r in repeated if (r.start, r.end) not in known and not closed.cross(r.start, r.end)]
    displacing = IntervalIndex(new)
    kept = [n for n in names if not any(_is_displaced(n, r) for r in displacing.crossing(n.start, n.end))]
    holding = IntervalIndex(kept)
    outer = [r for r in new if not holding.hold(r.start, r.end)]
    return sorted([*kept, *outer], key=lambda s: (s.start, -s.end))


def _is_displaced(name: MentionCandidate, by: MentionCandidate) -> bool:
    """Whether a repeated name replaces one that it overlaps: a person's, or a shorter one."""
    shorter = name.end - name.start <= by.end - by.start
    return name.kind == "Person" or (shorter and not (name.kind == by.kind == "Organisation"))


def _is_name(draft: Draft, s: MentionCandidate) -> bool:
    if s.rule in OF_ONE_LETTER:
        return True
    lexicon, text = draft.lexicon.names, draft.text
    name = text[s.start : s.end]
    if name in lexicon.not_names or len(name) < 2:
        return False
    if len(name) == 2 and {*name} <= lexicon.countries.keys() and s.kind != "Person":
        return name in lexicon.country_names  # 中欧, 中美 are two
    if s.kind == "Organisation":
        return _is_organisation(text, lexicon, s, name)
    if text.startswith("时间", s.end) and s.kind == "Place":
        return False  # 北京时间
    if s.kind == "Person":
        return name not in lexicon.not_persons
    return s.kind != "Place" or not (COUNTED.search(name) or name.endswith(("主义道路", "发展道路", "精神家园")))


def _is_organisation(text: str, lexicon: NameLexicon, s: MentionCandidate, name: str) -> bool:
    sent = SENT.match(text, s.start + name.index("驻")) if "驻" in name else None
    if JOINTLY.search(name) or (sent and sent.end() > s.end):
        return False  # 某监委驻某部 + 纪检监察组
    if name in COMMITTEES and text[s.start - 1] in "届、":
        return False  # 第九届全国委员会
    if s.rule == Rule.TAGGER_ORGANISATION and len(name) <= 4 and BRANDED.match(text, s.end):
        return False
    return not (lexicon.event_suffix.search(name) or name.isspace() or NO_ORGANISATION.search(name))


def resolve_overlaps(spans: Iterable[MentionCandidate]) -> list[MentionCandidate]:
    """Choose among overlapping candidates: the better, then the longer; a nested name stays if it is valid."""
    chosen: list[MentionCandidate] = []  # in the order of their starts
    longest = 0
    for s in sorted(set(spans), key=lambda s: (-s.score, s.start - s.end, s.start, s.kind, s.rule)):
        first = bisect_left(chosen, s.start - longest, key=_start)
        if all(_compatible(s, c) for c in chosen[first : bisect_left(chosen, s.end, key=_start)]):
            insort(chosen, s, key=_start)
            longest = max(longest, s.end - s.start)
    return sorted(chosen, key=lambda s: (s.start, -s.end))


def _start(span: MentionCandidate) -> int:
    return span.start


def _compatible(new: MentionCandidate, old: MentionCandidate) -> bool:
    if new.end <= old.start or old.end <= new.start:
        return True
    if (new.start, new.end) == (old.start, old.end) or old.rule == Rule.PARTY_TAIL:
        return False
    outer, inner = (new, old) if new.end - new.start > old.end - old.start else (old, new)
    if outer.start <= inner.start and inner.end <= outer.end:
        return outer.kind in {"Organisation", "Place"} and inner.kind in {"Organisation", "Place"}
    return False


def prune_nested(spans: Sequence[MentionCandidate], text: str, lexicon: NameLexicon) -> list[MentionCandidate]:
    """Drop nested names that are not entities of their own.

    A place in an organisation stays if it adds to the official name (a county before a school), an organisation in another one if
    the outer is its part (云钢集团 + 特种钢分厂), a place in a place if it is of a higher level.
    """
    index = IntervalIndex(spans)
    return [
        s
        for s in spans
        if all(
            _stands(s, o, text, lexicon)
            for o in index.crossing(s.start, s.end)
            if o is not s and o.start <= s.start and s.end <= o.end
        )
    ]


def _stands(inner: MentionCandidate, outer: MentionCandidate, text: str, lexicon: NameLexicon) -> bool:
    name, whole = text[inner.start : inner.end], text[outer.start : outer.end]
    tail = text[inner.end : outer.end]
    level = bool(LEVEL_AT_END.search(name)) and len(name) >= 3
    if inner.kind == "Organisation":
        return _organisation_stands(inner, outer, text, lexicon)
    if outer.kind == "Place":
        return (level and "（" not in whole) or (
            inner.start == outer.start and bool(lexicon.provinces.fullmatch(name)) and bool(LEVEL_AT_END.search(whole))
        )
    if inner.end < outer.end and LEADING.match(tail) and len(tail) >= 5:
        return level  # of several places at the front only the last is the organisation's own
    return level and not (GOVERNMENT.search(whole) and not re.search(r"[镇乡村](?:党委|政府|党支部|村委会)", whole))


def _organisation_stands(inner: MentionCandidate, outer: MentionCandidate, text: str, lexicon: NameLexicon) -> bool:
    name, tail = text[inner.start : inner.end], text[inner.end : outer.end]
    if outer.rule == Rule.STATE_ORGANISATION:
        return False
    if inner.rule == Rule.STATE_ORGANISATION and OWN_ORGAN.fullmatch(tail):
        return False
    complete = inner.rule in COMPLETE or lexicon.organisation_suffix.search(name) is not None
    leading = inner.start == outer.start or text[inner.start - 1] == "驻"
    return complete and leading and len(tail) >= 2 and not COMPANY_TAIL.match(tail)
