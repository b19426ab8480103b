"""The tool `verify_quote`: whether a quote stands in an article, by the gate that answers of language models pass as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from kg.build.cache import record_beside
from kg.errors import QueryError
from kg.graph.finding import find_articles, find_titled
from kg.llm.folding import fold
from kg.mcp.citing import Citing
from kg.mcp.results import Citation, QuoteResult
from kg.serve.site import Opened, Site
from kg.store import Hit
from kg.views.article import read_article
from kg.views.reading import Reading

MOST_ARTICLES = 30  # that are read for one quote
LONGEST = 2_000  # characters of a quote
SHORTEST = 2
LINE_ENDS = re.compile(r"[\r\n]+")
PIECES = re.compile(r"[。！？!?；;\n]+")


def verify_quote(site: Site, quote: str, article: str, limit: int) -> QuoteResult:
    """Return where a quote stands: in one article, or in any whose cited sentences hold its words.

    Raises QueryError for a quote that is empty or too long, and an article that is not known.
    """
    if not SHORTEST <= len(quote.strip()) <= LONGEST:
        raise QueryError("this is no quote", f"give {SHORTEST} to {LONGEST} characters")
    now = site.opened()
    citing = Citing(now.store)
    near = _near(site, citing, quote)
    articles = _articles(now, article) if article else list(dict.fromkeys(c.article_iri for c in near))
    exact, cited = False, []
    for iri in articles[:MOST_ARTICLES]:
        reading = _read(site, now, iri)
        for start, end in _occurrences(reading.text, quote):
            exact = exact or quote.strip() in reading.text[start:end]
            cited += list(_citations(citing, reading, start, end))
    cited = list({(c.article_iri, c.sentence_iri, c.sentence): c for c in cited}.values())
    if cited:
        return QuoteResult(True, exact, cited[:limit], [], len(cited) > limit, "" if exact else FOLDED)
    note = f"it does not stand in {article}" if article else NOT_CITED
    return QuoteResult(False, False, [], near[: min(limit, 3)], len(articles) > MOST_ARTICLES, note)


FOLDED = "the article has it with other punctuation marks, width or spaces: quote the sentence as it is here"
NOT_CITED = "it does not stand in an article whose cited sentences hold its words; to check a whole article, name it"


def _near(site: Site, citing: Citing, quote: str) -> list[Citation]:
    """Return titles and cited sentences that hold the quote, or else a part of it, or else its words."""
    parts = sorted({p.strip() for p in PIECES.split(quote) if len(p.strip()) > 1}, key=lambda p: (-len(p), p))
    halves = [h for p in parts[:1] for h in (p[: len(p) // 2], p[len(p) // 2 :]) if len(h) > 3]
    for part in (*parts[:4], *halves):
        if hits := site.search(part, MOST_ARTICLES, fields=("title", "sentence")):
            return [_cited(citing, h) for h in hits]
    return []


def _cited(citing: Citing, hit: Hit) -> Citation:
    node = NamedNode(hit.iri)
    return citing.passage(node, hit.text) if hit.field == "title" else citing.citation(node)


def _articles(now: Opened, article: str) -> list[str]:
    found = find_articles(now.store, article, now.base) or find_titled(now.store, article)
    if not found:
        raise QueryError(f"there is no article {article}", "give its IRI, its file or its title")
    return [n.value for n in found]


def _read(site: Site, now: Opened, iri: str) -> Reading:
    records: Path | None = site.records
    record = record_beside(records, iri.removeprefix(now.base)) if records else None
    return read_article(now.store, iri, record)


def _occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Yield where a quote stands; one that was copied from a page may have line breaks of its own."""
    there = fold(text)
    found = list(there.find(fold(quote)))
    yield from found or there.find(fold(LINE_ENDS.sub("", quote)))


def _citations(citing: Citing, reading: Reading, start: int, end: int) -> Iterator[Citation]:
    """Yield the cited sentences that a part of an article lies in; the part itself where none does."""
    inside = [s for s in reading.sentences if s.start < end and start < s.end]
    yield from (citing.citation(NamedNode(s.iri)) for s in inside)
    if not inside:
        yield citing.passage(NamedNode(reading.iri), reading.text[start:end])
