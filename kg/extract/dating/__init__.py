"""Events that the time beside them does not date: a wrong date is worse than none.

News writes a time once, for what it reports. What a sentence only refers to has a time of its own, which it may leave out: what
happened 此前, the founding in 成立十周年, the summit of a guest who 来华出席峰会, a plan that is announced today. Such an event
keeps no date. Neither does an event of a digest whose date only another item states.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kg.extract.dating.expressions import is_of_its_expression, is_to_come
from kg.extract.dating.items import item_starts
from kg.extract.dating.place import Place
from kg.extract.dating.references import (
    is_in_a_title,
    is_mentioned,
    is_modifier,
    is_occasion,
    is_of_figures,
    is_of_its_object,
    is_shown,
    names_another,
)
from kg.extract.dating.times import (
    in_another_item,
    is_announced,
    is_deadline,
    is_measure,
    is_of_another_sentence,
    is_of_force,
    is_over,
    is_purpose,
    is_vague,
)
from kg.model import AnalysedArticle, ArticleRecord, Event, When

__all__ = ["why_undated", "with_own_dates"]

CHECKS: Mapping[str, Callable[[Place], bool]] = {
    "another item": in_another_item,
    "vague": is_vague,
    "measure": is_measure,
    "names another": names_another,
    "purpose": is_purpose,
    "mentioned": is_mentioned,
    "modifier": is_modifier,
    "figures": is_of_figures,
    "object": is_of_its_object,
    "deadline": is_deadline,
    "title": is_in_a_title,
    "in force": is_of_force,
    "occasion": is_occasion,
    "over": is_over,
    "shown": is_shown,
    "expression": is_of_its_expression,
    "to come": is_to_come,
    "announced": is_announced,
    "another sentence": is_of_another_sentence,
}


REPEATED = ("mentioned", "vague", "shown")  # the checks for a sentence that repeats the headline above it


def with_own_dates(record: ArticleRecord, analysed: AnalysedArticle) -> ArticleRecord:
    """Return a record without the dates that are those of something else than their events."""
    if not any(e.when for e in record.events):
        return record
    starts = item_starts(record.article.text)
    events = tuple(replace(e, when=None) if _is_of_another(e, analysed, starts) else e for e in record.events)
    return replace(record, events=events)


def why_undated(event: Event, when: When, analysed: AnalysedArticle, starts: Sequence[int]) -> str | None:
    """Return the name of the first check that takes a date away from an event; `starts` are those of the article's items."""
    place = Place.of(event, when, analysed, starts)
    found = next((name for name, check in CHECKS.items() if check(place)), None)
    return found or _why_undated_below(place, analysed)


def _why_undated_below(place: Place, analysed: AnalysedArticle) -> str | None:
    """Return what takes the date away where the sentence below a headline has it: 电站并网 / 记者今天获悉，电站并网."""
    if not place.sentence_is_headline:
        return None
    word, event = place.event.trigger, place.event
    below = next((s for s in analysed.sentences if s.index == event.sentence + 1), None)
    at = place.text.find(word, below.start, below.end) if below else -1
    if below is None or at < 0 or not any(below.start <= t.start < below.end for t in place.stated):
        return None
    there = replace(event, sentence=below.index, start=at, end=at + len(word))
    mention = Place.of(there, place.when, analysed, place.items)
    return next((name for name in REPEATED if CHECKS[name](mention)), None)


def _is_of_another(event: Event, analysed: AnalysedArticle, starts: Sequence[int]) -> bool:
    return event.when is not None and why_undated(event, event.when, analysed, starts) is not None
