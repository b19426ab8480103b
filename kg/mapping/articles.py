"""Extraction of a batch of sources: a pure function."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import Problem
from kg.extract import Pipeline, Prepared, Setup, extract, pipeline
from kg.language import analyse_all, tagger_named
from kg.model import AnalysedArticle, ArticleRecord, Source
from kg.read.page import split
from kg.records import ExtractionResult

FAILURES = (ValueError, IndexError, KeyError, RecursionError)  # what an unforeseen text can raise


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
    ready = zip(analysed, using.prepare(analysed), strict=True)
    return [
        _extract_one(source, [next(ready) for _ in row], using) for source, row in zip(sources, articles, strict=True)
    ]


def _extract_one(
    source: Source, articles: Sequence[tuple[AnalysedArticle, Prepared]], using: Pipeline
) -> ExtractionResult:
    records: list[ArticleRecord] = []
    problems: list[Problem] = []
    for analysed, prepared in articles:
        try:
            records.append(extract(analysed, source.text, using, prepared))
        except FAILURES as e:
            problems.append(_failed(analysed.article.id, "extract", e))
    return ExtractionResult(tuple(records), tuple(problems))


def _failed(where: str, step: str, error: Exception) -> Problem:
    return Problem(where, step, "failed", f"could not be read ({type(error).__name__}: {error}); left out")
