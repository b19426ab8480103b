"""The pure function that is mapped: a batch of sources to what each gives."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import Problem
from kg.extract import Pipeline, Prepared, Setup, extract, pipeline
from kg.language import analyse_all, tagger_named
from kg.model import AnalysedArticle, ArticleRecord, Source
from kg.read.page import split
from kg.records import Made

FAILURES = (ValueError, IndexError, KeyError, RecursionError)  # what a text that nobody foresaw can lead to


def made_of(sources: Sequence[Source], setup: Setup = Setup()) -> list[Made]:
    """Return what each of a batch of sources gives; what fails becomes a Problem and the others go on."""
    try:
        return _made_together(sources, setup)
    except FAILURES as e:
        if len(sources) == 1:
            where = f"{sources[0].name}#{sources[0].record}" if sources[0].record else sources[0].name
            return [Made((), (_failed(where, "read", e),))]
        return [made for source in sources for made in made_of([source], setup)]


def _made_together(sources: Sequence[Source], setup: Setup) -> list[Made]:
    using, tagger = pipeline(setup), tagger_named(setup.tagger)
    articles = [split(s) for s in sources]
    analysed = analyse_all([a for row in articles for a in row], tagger)
    ready = zip(analysed, using.prepare(analysed), strict=True)
    return [_made(source, [next(ready) for _ in row], using) for source, row in zip(sources, articles, strict=True)]


def _made(source: Source, articles: Sequence[tuple[AnalysedArticle, Prepared]], using: Pipeline) -> Made:
    records: list[ArticleRecord] = []
    problems: list[Problem] = []
    for analysed, prepared in articles:
        try:
            records.append(extract(analysed, source.text, using, prepared))
        except FAILURES as e:
            problems.append(_failed(analysed.article.id, "extract", e))
    return Made(tuple(records), tuple(problems))


def _failed(where: str, step: str, error: Exception) -> Problem:
    return Problem(where, step, "failed", f"could not be read ({type(error).__name__}: {error}); left out")
