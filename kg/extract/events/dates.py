"""Dates of events: the time in the event's name, in its clause, or the nearest one before it in the sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from kg.extract.candidates import DateCandidate, Draft, EventMention
from kg.extract.lexicon import Rule
from kg.model import TimeExpression
from kg.wordlists import either

OPENING = frozenset('“「"')  # “4·29”事故: the date is part of a name, and is no date of other events
AFTER = re.compile(
    rf"了?(?:于|在|将于|将在|已于|是在|始于|自|{either('setting_words')})?(?:[^，。；！？：\n]{{0,2}})"
)  # what may precede an event's time

MOVED = re.compile(rf"(?:{either('postponing_words')}(?:到|至|于|在)|[改延推][到至在于])[^，。；]{{0,2}}$")


def find_dates(draft: Draft) -> Iterator[DateCandidate]:
    """Yield the possible times of each event."""
    starts = [x.start for x in draft.analysed.times]
    for n, t in enumerate(draft.events):
        first, last = (bisect_left(starts, at) for at in (t.sentence.start, t.sentence.end))
        times = [x for x in draft.analysed.times[first:last] if x.when and not _only_frames(draft.text, x)]
        for rule, score, x in _candidates(draft.text, t, times):
            yield DateCandidate(n, x.when, rule, score, rule.component)


def _candidates(
    text: str, t: EventMention, times: list[TimeExpression]
) -> Iterator[tuple[Rule, float, TimeExpression]]:
    inside = [x for x in times if t.nominal and t.name_start <= x.start < t.end]
    behind = [x for x in times if x.start >= t.end]
    near = [found for found in _nearest(text, t, times, behind) if found[2] not in inside]
    if inside:
        yield from ((Rule.DATE_FINER, score + 0.3, x) for _, score, x in near if _is_within(x, inside[-1]))
        yield Rule.DATE_IN_NAME, 0.8, inside[-1]
    yield from near
    if t.status == "postponed":
        moved = moved_to(text, t.end, behind)
        yield from [(Rule.DATE_MOVED, 0.9, moved)] if moved else []


def moved_to(text: str, end: int, behind: Sequence[TimeExpression]) -> TimeExpression | None:
    """Return the time to which an event is postponed whose name ends at an offset: the first behind 推迟至, 改在."""
    return next((x for x in behind if MOVED.search(text[end : x.start])), None)


def _nearest(
    text: str, t: EventMention, times: Sequence[TimeExpression], behind: Sequence[TimeExpression]
) -> Iterator[tuple[Rule, float, TimeExpression]]:
    """Yield the last time before an event, and the first one directly after it."""
    before = [x for x in times if x.end <= t.start and text[x.start - 1] not in OPENING]
    after = (x for x in behind if AFTER.fullmatch(text[t.end : x.start]))
    yield from ((Rule.DATE_BEFORE, 0.7, x) for x in before[-1:])
    yield from ((Rule.DATE_AFTER, 0.6, x) for x in islice(after, 1))


def _only_frames(text: str, x: TimeExpression) -> bool:
    """Whether a time is a duration or a deadline, not the time of an event: 今年以来最大, 截至9日."""
    if text[x.end : x.end + 1] in {"第", "首", "最"} and x.when and len(x.when.begin or "") == 4:
        return True  # 今年第3号台风
    open_end = x.when is not None and x.when.end is None and text[x.end - 2 : x.end] == "以来"
    return open_end or bool(re.search(r"截[至止]到?(?:目前)?$", text[max(0, x.start - 5) : x.start]))


def _is_within(fine: TimeExpression, coarse: TimeExpression) -> bool:
    """Whether one time is a part of another: a day of a year."""
    a, b = fine.when, coarse.when
    return bool(a and b and a.begin and b.begin and len(a.begin) > len(b.begin) and a.begin.startswith(b.begin))
