"""The sentences that an article's statements cite."""

from __future__ import annotations

from collections.abc import Set

from kg.model import AnalysedArticle, Evidence


def cite(analysed: AnalysedArticle, sentences: Set[int], source: str) -> tuple[Evidence, ...]:
    """Return the cited sentences with their extent in the source text, of which each is the exact slice."""
    article = analysed.article
    found = []
    for s in analysed.sentences:
        if s.index in sentences:
            start, end = article.source_span(s.start, s.end)
            found.append(Evidence(s.index, start, end, source[start:end], article.text[s.start : s.end]))
    return tuple(found)
