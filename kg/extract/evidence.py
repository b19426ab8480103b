"""The evidence of statements: cited sentences as exact slices of the source, and names as the source spells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from kg.model import AnalysedArticle, Article, Entity, Evidence, Region


def cite(analysed: AnalysedArticle, sentences: Set[int], source: str) -> tuple[Evidence, ...]:
    """Return the cited sentences as exact slices of the source text, with their extents."""
    article = analysed.article
    found = []
    for s in analysed.sentences:
        if s.index in sentences:
            start, end = article.source_span(s.start, s.end)
            regions = [r for r in article.regions if r.start < end and start < r.end]
            least = min((r.confidence for r in regions), default=1.0)
            recognised = None if article.recognised is None else least
            text, repaired = source[start:end], article.text[s.start : s.end]
            found.append(Evidence(s.index, start, end, text, repaired, tuple(_columns(regions)), recognised))
    return tuple(found)


def _columns(regions: Sequence[Region]) -> Iterator[Region]:
    """Yield regions with those below each other in one column as one."""
    last: Region | None = None
    for r in regions:
        if last is not None and last.page == r.page and r.start >= last.start and _is_below(last, r):
            (a, b, c, d), (e, f, g, h) = last.box, r.box
            box = min(a, e), min(b, f), max(c, g), max(d, h)
            last = Region(last.start, r.end, r.page, box, min(last.confidence, r.confidence))
            continue
        if last is not None:
            yield last
        last = r
    if last is not None:
        yield last


def _is_below(above: Region, region: Region) -> bool:
    shared = min(above.box[2], region.box[2]) - max(above.box[0], region.box[0])
    return shared > 0 and region.box[3] <= above.box[3]


def as_written(entity: Entity, article: Article, source: str) -> Entity:
    """Add to an entity's names the form in the source: 雲川大學 in a text in traditional characters."""
    first = next((m for m in entity.mentions if article.text[m.start : m.end] == entity.name), None)
    if first is None:
        return entity
    form = "".join(source[o] for o in article.offsets[first.start : first.end] if o >= 0)
    same = form == entity.name or form in entity.aliases or len(form) != len(entity.name)
    return entity if same else replace(entity, aliases=tuple(sorted({*entity.aliases, form})))
