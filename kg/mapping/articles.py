"""The pure function that is mapped: a batch of sources to what each gives."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import Problem
from kg.extract.model.extraction import extract_all
from kg.language import analyse_all
from kg.model import AnalysedArticle, ArticleRecord, Source
from kg.read import split
from kg.records import Made

FAILURES = (ValueError, IndexError, KeyError, RecursionError)  # what a text that nobody foresaw can lead to


def made_of(sources: Sequence[Source], model: str | None = None) -> list[Made]:
    """Return what each of a batch of sources gives; what fails becomes a Problem and the others go on.

    `model` is as of `kg.extract.model.extraction.extract_all`.
    """
    try:
        return _made_together(sources, model)
    except FAILURES as e:
        if len(sources) == 1:
            where = f"{sources[0].name}#{sources[0].record}" if sources[0].record else sources[0].name
            return [Made((), (_failed(where, "read", e),))]
        return [made for source in sources for made in made_of([source], model)]


def _made_together(sources: Sequence[Source], model: str | None) -> list[Made]:
    articles = [split(s) for s in sources]
    analysed = iter(analyse_all([a for row in articles for a in row]))
    rows = [[next(analysed) for _ in row] for row in articles]
    texts = [s.text for s, row in zip(sources, rows, strict=True) for _ in row]
    try:
        records = iter(extract_all([a for row in rows for a in row], texts, model))
    except FAILURES:
        if len(sources) > 1:
            raise
        return [_one_by_one(sources[0], rows[0], model)]
    return [Made(tuple(next(records) for _ in row)) for row in rows]


def _one_by_one(source: Source, articles: Sequence[AnalysedArticle], model: str | None) -> Made:
    """Return what the articles of a source give, each by itself: one of them fails."""
    records: list[ArticleRecord] = []
    problems: list[Problem] = []
    for analysed in articles:
        try:
            records.extend(extract_all([analysed], [source.text], model))
        except FAILURES as e:
            problems.append(_failed(analysed.article.id, "extract", e))
    return Made(tuple(records), tuple(problems))


def _failed(where: str, step: str, error: Exception) -> Problem:
    return Problem(where, step, "failed", f"could not be read ({type(error).__name__}: {error}); left out")
