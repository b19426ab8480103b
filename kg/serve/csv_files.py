"""Lists as CSV (RFC 4180, with a byte order mark for spreadsheets): whole, each row with its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from kg.serve.languages import Words
from kg.serve.lists.events import ListedEvent
from kg.serve.lists.reading import Named, Quoted, Source
from kg.serve.lists.tables import ListedStatement, Pair

Row = Iterable[object]
Address = Callable[[str], str | None]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets run
ARTICLE = ("article", "article_title", "source", "date", "print_page", "url", "page", "file")
SENTENCE = ("sentence", "start", "end", "sentence_iri")


def csv_text(rows: Iterable[Row]) -> str:
    """Return rows as CSV; a text that a spreadsheet would run gets an apostrophe before it.

    >>> csv_text([("=1", 2)])
    "\\ufeff'=1,2\\r\\n"
    """
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out, lineterminator="\r\n").writerows([[_cell(v) for v in row] for row in rows])
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _article(s: Source, page: Address, base: str) -> Row:
    return (
        s.iri.removeprefix(base + "article/"),
        s.title,
        s.publisher,
        s.day,
        s.page,
        s.url,
        page(s.iri) or "",
        s.file,
    )


def _sentence(q: Quoted | None, page: Address, base: str) -> Row:
    if q is None:
        return ("",) * (len(ARTICLE) + len(SENTENCE))
    here = f"{page(q.source.iri)}#s{q.place}"
    article = list(_article(q.source, page, base))
    article[ARTICLE.index("page")] = here
    return (*article, q.text, q.start, q.stop, q.iri)


def statement_rows(found: Iterable[ListedStatement], t: Words, page: Address, base: str) -> Iterator[Row]:
    """Yield statements, each with its sentence, offsets and article; the names of the columns first."""
    yield ("subject", "subject_iri", "property", "object", "object_iri", "title", "tenure", "confidence", "statement_iri", *ARTICLE, *SENTENCE)  # fmt: skip
    for f in found:
        other = (f.object.label, f.object.iri) if f.object else ("", "")
        said = (f.title, f.tenure, f.quoted.confidence, f.quoted.statement)
        yield (f.subject.label, f.subject.iri, f.property or "event", *other, *said, *_sentence(f.quoted, page, base))


def event_rows(found: Iterable[ListedEvent], t: Words, page: Address, base: str) -> Iterator[Row]:
    """Yield events with their roles and their surest sentence."""
    yield ("event", "event_iri", "types", "date", "status", "reported", "agents", "participants", "targets", "places", "sentences", *ARTICLE, *SENTENCE)  # fmt: skip
    for e in found:
        roles = [
            "; ".join(n.label for r, n in e.roles if r == role) for role in ("agent", "participant", "target", "place")
        ]
        named = (e.label, e.iri, "; ".join(map(t.type, e.types)), e.date, e.status, e.reported)
        yield (*named, *roles, e.sentences, *_sentence(e.quoted, page, base))


def article_rows(found: Iterable[Source], t: Words, page: Address, base: str) -> Iterator[Row]:
    """Yield articles."""
    yield (*ARTICLE, "article_iri")
    for s in found:
        yield (*_article(s, page, base), s.iri)


def entity_rows(found: Iterable[Named], t: Words, page: Address, base: str) -> Iterator[Row]:
    """Yield entities with their numbers of events and articles."""
    yield ("name", "pinyin", "class", "iri", "page", "events", "articles")
    for n in found:
        yield (n.label, n.sound, n.kind, n.iri, page(n.iri) or "", n.count, n.articles)


def pair_rows(found: Iterable[Pair], t: Words, page: Address, base: str) -> Iterator[Row]:
    """Yield pairs of entities with how often they are together."""
    yield ("one", "one_iri", "other", "other_iri", "together")
    for p in found:
        yield (p.one.label, p.one.iri, p.other.label, p.other.iri, p.count)


def counted_rows(found: Iterable[tuple[str, int]], t: Words, page: Address, base: str) -> Iterator[Row]:
    """Yield values with their counts."""
    yield ("value", "count")
    yield from found
