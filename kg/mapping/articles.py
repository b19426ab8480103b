"""The pure function that is mapped: a batch of sources to what each gives."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import Problem
from kg.extract import extract
from kg.language import analyse_all
from kg.model import AnalysedArticle, ArticleRecord, Source
from kg.read import split
from kg.records import Made


def made_of(sources: Sequence[Source]) -> list[Made]:
    """Return what each of a batch of sources gives; an article that fails becomes a Problem and the others go on."""
    articles = [split(s) for s in sources]
    analysed = iter(analyse_all([a for row in articles for a in row]))
    return [_made(source, [next(analysed) for _ in row]) for source, row in zip(sources, articles, strict=True)]


def _made(source: Source, articles: Sequence[AnalysedArticle]) -> Made:
    records: list[ArticleRecord] = []
    problems: list[Problem] = []
    for analysed in articles:
        try:
            records.append(extract(analysed, source.text))
        except (ValueError, IndexError, KeyError, RecursionError) as e:
            told = f"could not be extracted ({type(e).__name__}: {e}); left out"
            problems.append(Problem(analysed.article.id, "extract", "failed", told))
    return Made(tuple(records), tuple(problems))
