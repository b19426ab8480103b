"""An article with everything extracted from it, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import PartKind


@dataclass(frozen=True, slots=True)
class ArticleEntity:
    """What is named in the article, or the article itself: its IRI, class (one of the looks, else "") and label."""

    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph `text[start:end]` of the article; `part` says what it is on the page."""

    part: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence `text[start:end]` that the graph cites, with its extent in the source file and its regions on printed pages."""

    iri: str
    start: int
    end: int
    source: tuple[int, int]
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionSpan:
    """A place `text[start:end]` where an entity (by its number) is named, or, for a reference, otherwise referred to."""

    start: int
    end: int
    entity: int
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the property in words, the entity at its other end (None: a text), and the sentences (numbers)."""

    name: str
    entity: int | None
    text: str
    sentences: tuple[int, ...]
    confidence: float | None


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """What the article states about one entity: an event with its roles, or a person's positions, or other relations.

    `triggers` are the spans of the event's triggers in the text.
    """

    entity: int
    facts: tuple[str, ...]
    statements: tuple[Statement, ...]
    sentences: tuple[int, ...]
    triggers: tuple[tuple[int, int], ...]
    confidence: float | None

    @property
    def all_sentences(self) -> tuple[int, ...]:
        """The sentences that state any of it."""
        return tuple(sorted({*self.sentences, *(n for s in self.statements for n in s.sentences)}))

    @property
    def all_entities(self) -> tuple[int, ...]:
        """All entities in it, its own first."""
        return tuple(dict.fromkeys([self.entity, *(s.entity for s in self.statements if s.entity is not None)]))


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with everything extracted from it; `whole` is whether the text is complete."""

    iri: str
    title: str
    facts: tuple[tuple[str, str], ...]
    text: str
    whole: bool
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[CitedSentence, ...]
    entities: tuple[ArticleEntity, ...]
    mentions: tuple[MentionSpan, ...]
    groups: tuple[StatementGroup, ...]
