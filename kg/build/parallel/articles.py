"""Extraction of a batch of sources: a pure function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.build.cache import ExtractionResult
from kg.errors import Problem
from kg.extract import Prepared, Setup, pipeline
from kg.language import analyse_all, tagger_named
from kg.llm.extraction import Reading, read_articles
from kg.model import AnalysedArticle, Source
from kg.read.page import split

FAILURES = (ValueError, IndexError, KeyError, RecursionError)  # what an unforeseen text can raise
Ready = tuple[AnalysedArticle, Prepared]


def extract_sources(sources: Sequence[Source], setup: Setup = Setup()) -> list[ExtractionResult]:
    """Return the result of each source of a batch; a source or article that fails becomes a Problem, and the others go on."""
    try:
        return _extract_together(sources, setup)
    except FAILURES as e:
        if len(sources) == 1:
            where = f"{sources[0].name}#{sources[0].record}" if sources[0].record else sources[0].name
            return [ExtractionResult((), (_failed(where, "read", e),))]
        return [result for source in sources for result in extract_sources([source], setup)]


def _extract_together(sources: Sequence[Source], setup: Setup) -> list[ExtractionResult]:
    using, tagger = pipeline(setup), tagger_named(setup.tagger)
    articles = [split(s) for s in sources]
    analysed = analyse_all([a for row in articles for a in row], tagger)
    texts = [s.text for s, row in zip(sources, articles, strict=True) for _ in row]
    prepared = using.prepare(analysed)
    try:
        readings = iter(read_articles(analysed, texts, setup, prepared))
    except FAILURES:
        if len(sources) > 1:
            raise
        return [_one_by_one(sources[0], list(zip(analysed, prepared, strict=True)), setup)]
    return [_result([next(readings) for _ in row]) for row in articles]


def _result(readings: Sequence[Reading], problems: Sequence[Problem] = ()) -> ExtractionResult:
    """Return the result of a source, with its articles' readings."""
    quotes = sum((r.counts for r in readings), Counter[str]())
    found = (*problems, *(p for r in readings for p in r.problems))
    return ExtractionResult(tuple(r.record for r in readings), found, dict(sorted(quotes.items())))


def _one_by_one(source: Source, articles: Sequence[Ready], setup: Setup) -> ExtractionResult:
    """Return what the articles of a source give, one at a time: one of them fails."""
    readings: list[Reading] = []
    problems: list[Problem] = []
    for analysed, prepared in articles:
        try:
            readings += read_articles([analysed], [source.text], setup, [prepared])
        except FAILURES as e:
            problems.append(_failed(analysed.article.id, "extract", e))
    return _result(readings, problems)


def _failed(where: str, step: str, error: Exception) -> Problem:
    return Problem(where, step, "failed", f"could not be read ({type(error).__name__}: {error}); left out")
