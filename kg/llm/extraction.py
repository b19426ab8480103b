"""Extraction with a language model's answers: the records of the built-in extractor, fused with what the answers state.

A pure function of the articles, the setup and the file of answers; nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.errors import Problem
from kg.extract import BY_RULES, Prepared, Setup
from kg.extract.calibration import as_recognised, calibrated
from kg.extract.model.extraction import extract_all
from kg.extract.pipeline import ModelAnswers, finish
from kg.llm.answers import digest_of, load_answers
from kg.llm.causes import Counts
from kg.llm.fusion import fuse, named
from kg.llm.gated import read_answers
from kg.llm.parsing import Answer, MalformedAnswerError, parse_answer
from kg.llm.prompts import calls_of
from kg.model import AnalysedArticle, ArticleRecord, Source
from kg.read.page import split

NO_ANSWER, UNUSABLE = "llm-no-answer", "llm-unusable-answer"  # slugs of Problems


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's record, the problems with the answers about it, and what the gate counted."""

    record: ArticleRecord
    problems: tuple[Problem, ...] = ()
    counts: Counts = field(default_factory=Counts)


def read_articles(
    articles: Sequence[AnalysedArticle],
    sources: Sequence[str],
    setup: Setup = Setup(),
    prepared: Sequence[Prepared] | None = None,
) -> list[Reading]:
    """Return what articles state, by the built-in extractor and, where the setup has answers, by the model that gave them.

    Arguments and errors as of `extract_all`; an article without a usable answer has a Problem and the built-in record.
    """
    records = extract_all(articles, sources, replace(setup, answers=None), prepared)
    if setup.calibration:
        records = [calibrated(r, setup.calibration, built_in(setup)) for r in records]
    if setup.answers is None:
        return [Reading(as_recognised(r)) for r in records]
    given = setup.answers
    readings = [_read(a, s, r, setup, given) for a, s, r in zip(articles, sources, records, strict=True)]
    return [replace(r, record=as_recognised(r.record)) for r in readings]


def built_in(setup: Setup) -> str:
    """Return what a calibration calls the built-in extractor of a setup."""
    return "rules" if setup.model == BY_RULES else "model"


def answers_about(source: Source, given: ModelAnswers) -> str:
    """Return a digest of the answers about the articles of a source: what its records depend on besides the setup."""
    contents = load_answers(given)
    ids = {c.id for article in split(source) for c in calls_of(article, given.passes)}
    return digest_of({i: contents[i] for i in ids if i in contents})


def _read(analysed: AnalysedArticle, source: str, ours: ArticleRecord, setup: Setup, given: ModelAnswers) -> Reading:
    counts = Counts()
    answers, problems = _answers(analysed, given, counts)
    if not answers:
        return Reading(ours, problems, counts)
    gated = read_answers(analysed, answers, given.model)
    counts.update(gated.counts)
    found, scales, model = gated.record, setup.calibration, f"llm:{given.model}"
    if scales:
        found = calibrated(found, scales, model)
    if given.only:
        found = replace(found, events=named(found.events, found.relations, found.entities))
    else:
        found = fuse(replace(ours, article=analysed.article), found)
        if scales:
            found = calibrated(found, scales, f"{built_in(setup)}+{model}", lambda rule: rule.endswith(f"+{model}"))
    return Reading(finish(found, analysed, source), problems, counts)


def _answers(
    analysed: AnalysedArticle, given: ModelAnswers, counts: Counts
) -> tuple[list[Answer], tuple[Problem, ...]]:
    """Return the usable answers about an article, and a Problem for those that are missing and for those that are malformed."""
    contents = load_answers(given)
    calls = list(calls_of(analysed.article, given.passes))
    found: list[Answer] = []
    missing: list[str] = []
    malformed: list[str] = []
    for call in calls:
        content = contents.get(call.id)
        if content is None:
            missing.append(call.id)
            continue
        try:
            found.append(parse_answer(content, call.terms, counts))
        except MalformedAnswerError as e:
            malformed.append(str(e))
    where = analysed.article.id
    what = "read by the built-in extractor only" if not found else "what they ask for is by the built-in extractor only"
    problems = []
    if missing:
        message = f"{len(missing)} of {len(calls)} calls have no answer of {given.model}; {what}"
        problems.append(Problem(where, "llm", NO_ANSWER, message))
    if malformed:
        why = ", ".join(sorted(set(malformed)))
        message = f"{len(malformed)} of {len(calls)} answers of {given.model} are unusable ({why}); {what}"
        problems.append(Problem(where, "llm", UNUSABLE, message))
    return found, tuple(problems)
