"""Store -> one article to read: its text, the names in it, and what the graph states from each sentence.

The graph holds the cited sentences only. Where the build kept its record of the article (`kg.build.cache`), the whole text is
shown; where it did not, or the graph is not of that build any more, the cited sentences in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode, Store

from kg.graph.terms import DCTERMS
from kg.model import ArticleRecord
from kg.views.article_graph import ArticleGraph, Sentence
from kg.views.article_statements import ArticleStatements
from kg.views.reading import ArticleEntity, CitedSentence, MentionSpan, Paragraph, Reading
from kg.vocab import KG


def read_article(store: Store, iri: str, record: ArticleRecord | None = None, language: str = "") -> Reading:
    """Return an article of a graph, with its text from `record` where the graph was built from that record.

    Properties, types and positions are named in `language` ("zh" or "en"; "": in Chinese, the facts in both).
    """
    graph = ArticleGraph(store, iri)
    for other in (*graph.iris(graph.article, KG + "mentions"), *graph.iris(graph.article, KG + "author")):
        graph.number(other)
    names = {n: graph.names(NamedNode(i)) for i, n in graph.entities.items() if graph.kind(i) != "Event"}
    text, whole, extents = _text(graph.sentences, record)
    if whole and record is not None:
        paragraphs, mentions = _paragraphs(record), tuple(_mentions(graph, record, names))
    else:
        paragraphs = tuple(Paragraph("body", start, end) for start, end in extents)
        mentions = tuple(_occurrences(text, extents, names))
    groups = tuple(ArticleStatements(graph, text, extents, language).groups())  # which numbers further entities
    cited = (
        CitedSentence(s.iri, start, end, (s.start, s.end), s.regions)
        for s, (start, end) in zip(graph.sentences, extents, strict=True)
    )
    return Reading(
        iri,
        next(iter(graph.values(graph.article, DCTERMS + "title")), ""),
        tuple(graph.facts(language)),
        text,
        whole,
        paragraphs,
        tuple(cited),
        tuple(ArticleEntity(i, graph.kind(i), graph.label(NamedNode(i))) for i in graph.entities),
        mentions,
        groups,
    )


def _text(sentences: Sequence[Sentence], record: ArticleRecord | None) -> tuple[str, bool, list[tuple[int, int]]]:
    """Return the text, whether it is whole, and where in it the sentences stand."""
    if record is not None and record.article.text:
        text, extents, at = record.article.text, [], 0
        for s in sentences:
            start = text.find(s.repaired, at)
            if start < 0:
                break  # the graph is not of that build
            at = start + len(s.repaired)
            extents.append((start, at))
        else:
            return text, True, extents
    extents, at = [], 0
    for s in sentences:
        extents.append((at, at + len(s.repaired)))
        at += len(s.repaired) + 1
    return "\n".join(s.repaired for s in sentences), False, extents


def _mentions(graph: ArticleGraph, record: ArticleRecord, names: dict[int, frozenset[str]]) -> Iterator[MentionSpan]:
    """Yield the record's mentions; each of its entities is the entity of the graph that shares most names with it."""
    text = record.article.text
    kinds = {number: graph.kind(iri) for iri, number in graph.entities.items()}
    for entity in record.entities:
        own = {entity.name, *entity.aliases, *([entity.norm] if entity.norm else [])}
        near = [(len(own & called), kinds[n] == entity.kind, -n) for n, called in names.items() if own & called]
        if near:
            number = -max(near)[2]
            for m in entity.mentions:
                yield MentionSpan(m.start, m.end, number, text[m.start : m.end] not in own | names[number])


def _paragraphs(record: ArticleRecord) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a whole text: its parts, divided at line ends."""
    text, found = record.article.text, []
    for part in record.article.parts:
        at = part.start
        for line in text[part.start : part.end].split("\n"):
            if line.strip():
                found.append(Paragraph(part.kind, at, at + len(line)))
            at += len(line) + 1
    return tuple(found)


def _occurrences(
    text: str, extents: Iterable[tuple[int, int]], names: dict[int, frozenset[str]]
) -> Iterator[MentionSpan]:
    """Yield where names stand in the sentences, the longest first."""
    words = sorted(((w, n) for n, called in names.items() for w in called if w), key=lambda x: (-len(x[0]), x))
    for at, end in extents:
        while at < end:
            word = next((w for w in words if text.startswith(w[0], at, end)), None)
            if word:
                yield MentionSpan(at, at + len(word[0]), word[1])
            at += len(word[0]) if word else 1
