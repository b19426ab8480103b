"""What the tools return. Every list is bounded; `truncated` is whether there is more, and `note` says how to get it.

The SDK makes a schema of each class; it takes the descriptors of slots for defaults, so that these have none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Resource:
    """Something of the graph: its IRI, its name, and its classes."""

    iri: str
    name: str
    types: list[str]


@dataclass(frozen=True)
class Citation:
    """A sentence of an article: what to quote, and where it stands (offsets in characters of the source file)."""

    sentence: str
    sentence_iri: str
    article: str
    article_iri: str
    date: str
    source: str
    page: str  # of the newspaper
    file: str
    start: int | None
    end: int | None
    confidence: float | None = None  # of the statement that it supports


@dataclass(frozen=True)
class Found:
    """A resource that holds the words, and a sentence about it."""

    resource: Resource
    matched: str  # label, alias or title
    text: str
    citations: list[Citation]


@dataclass(frozen=True)
class SearchResult:
    """Entities, events and articles by name, and sentences."""

    found: list[Found]
    sentences: list[Citation]
    truncated: bool
    note: str


@dataclass(frozen=True)
class Statement:
    """A statement about a resource: `inverse` is whether the other one is its subject."""

    property: str
    inverse: bool
    other: Resource
    words: str  # the title and tenure of a position
    citations: list[Citation]
    truncated: bool  # there are more sentences than these


@dataclass(frozen=True)
class EntityResult:
    """An entity with its statements; where a name has several bearers, these alone."""

    entity: Resource | None
    aliases: list[str]
    facts: list[str]
    statements: list[Statement]
    bearers: list[Found]
    articles: int  # that mention it
    truncated: bool
    note: str


@dataclass(frozen=True)
class Participant:
    """Who or what takes part in an event, or where it takes place."""

    role: str
    resource: Resource


@dataclass(frozen=True)
class Event:
    """An event: `date` is a day, a month, a year, or "from/to"."""

    event: Resource
    date: str
    status: str
    participants: list[Participant]
    citations: list[Citation]


@dataclass(frozen=True)
class EventsResult:
    """Events in the order of their dates."""

    events: list[Event]
    truncated: bool
    note: str


@dataclass(frozen=True)
class Step:
    """One statement of a path; `inverse` is whether it is read from its object to its subject."""

    start: Resource
    property: str
    inverse: bool
    end: Resource
    citations: list[Citation]


@dataclass(frozen=True)
class PathResult:
    """The best paths between two entities; `truncated` is whether there are more."""

    paths: list[list[Step]]
    truncated: bool
    note: str


@dataclass(frozen=True)
class SparqlResult:
    """The answer to a query: a table, or a graph as Turtle; and the sentences behind the IRIs in it."""

    columns: list[str]
    rows: list[list[str | None]]
    turtle: str
    citations: dict[str, list[Citation]]
    truncated: bool
    note: str


@dataclass(frozen=True)
class SentenceResult:
    """A sentence, those beside it that the graph cites, and what it states."""

    citation: Citation
    before: str
    after: str
    states: list[str]
    truncated: bool
    note: str


@dataclass(frozen=True)
class QuoteResult:
    """Whether a quote stands in an article: `exact` character by character, else with width, marks or spaces folded."""

    verbatim: bool
    exact: bool
    citations: list[Citation]  # the sentences that hold it
    similar: list[Citation]  # where it does not stand anywhere: sentences with its words, which are not the quote
    truncated: bool
    note: str
