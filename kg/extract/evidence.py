"""The evidence of statements: cited sentences as exact slices of the source, and names as the source spells them."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from kg.model import AnalysedArticle, Article, Entity, Evidence


def cite(analysed: AnalysedArticle, sentences: Set[int], source: str) -> tuple[Evidence, ...]:
    """Return the cited sentences as exact slices of the source text, with their extents."""
    article = analysed.article
    found = []
    for s in analysed.sentences:
        if s.index in sentences:
            start, end = article.source_span(s.start, s.end)
            found.append(Evidence(s.index, start, end, source[start:end], article.text[s.start : s.end]))
    return tuple(found)


def as_written(entity: Entity, article: Article, source: str) -> Entity:
    """Add to an entity's names the form in the source: 雲川大學 in a text in traditional characters."""
    first = next((m for m in entity.mentions if article.text[m.start : m.end] == entity.name), None)
    if first is None:
        return entity
    form = "".join(source[o] for o in article.offsets[first.start : first.end] if o >= 0)
    same = form == entity.name or form in entity.aliases or len(form) != len(entity.name)
    return entity if same else replace(entity, aliases=tuple(sorted({*entity.aliases, form})))
