"""The pure function that is mapped: a batch of sources to what each gives."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import Problem
from kg.extract import extract
from kg.language import analyse_all
from kg.model import AnalysedArticle, ArticleRecord, Source
from kg.read.page import split
from kg.records import Made

FAILURES = (ValueError, IndexError, KeyError, RecursionError)  # what a text that nobody foresaw can lead to


def made_of(sources: Sequence[Source]) -> list[Made]:
    """Return what each of a batch of sources gives; what fails becomes a Problem and the others go on."""
    try:
        return _made_together(sources)
    except FAILURES as e:
        if len(sources) == 1:
            where = f"{sources[0].name}#{sources[0].record}" if sources[0].record else sources[0].name
            return [Made((), (_failed(where, "read", e),))]
        return [made for source in sources for made in made_of([source])]


def _made_together(sources: Sequence[Source]) -> list[Made]:
    articles = [split(s) for s in sources]
    analysed = iter(analyse_all([a for row in articles for a in row]))
    return [_made(source, [next(analysed) for _ in row]) for source, row in zip(sources, articles, strict=True)]


def _made(source: Source, articles: Sequence[AnalysedArticle]) -> Made:
    records: list[ArticleRecord] = []
    problems: list[Problem] = []
    for analysed in articles:
        try:
            records.append(extract(analysed, source.text))
        except FAILURES as e:
            problems.append(_failed(analysed.article.id, "extract", e))
    return Made(tuple(records), tuple(problems))


def _failed(where: str, step: str, error: Exception) -> Problem:
    return Problem(where, step, "failed", f"could not be read ({type(error).__name__}: {error}); left out")
