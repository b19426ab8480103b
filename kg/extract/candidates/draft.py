"""The draft: an article with what the stages so far have decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.candidates.candidates import ArgumentCandidate, Candidate, MentionCandidate, NamelessCandidate
from kg.extract.candidates.parsed import Clause, EntityMention
from kg.extract.lexicon import Frame, Lexicon
from kg.model import AnalysedArticle, Entity, Position, Relation, Sentence, Status, When


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event as one trigger states it, with its arguments: at most one for each entity."""

    frame: Frame
    trigger: str
    name: str
    name_start: int
    sentence: Sentence
    clause: int  # its number in the draft
    start: int
    end: int
    until: int  # where the next trigger of the clause, or the clause's end, limits its objects
    nominal: bool
    status: Status
    rule: str
    arguments: tuple[ArgumentCandidate, ...] = ()
    when: When | None = None
    own_time: bool = False  # stated in its own sentence

    def of(self, *roles: str) -> set[str]:
        """Return the ids of what has one of the roles."""
        return {a.entity for a in self.arguments if a.role in roles}

    @property
    def named(self) -> set[str]:
        """The ids of all that takes part."""
        return {a.entity for a in self.arguments}


@dataclass(frozen=True, slots=True)
class Draft:
    """An article with what the stages so far have decided, and the candidates of the stage under way."""

    analysed: AnalysedArticle
    lexicon: Lexicon
    prepared: Mapping[str, object] = field(default_factory=dict)  # what components prepared, by their names
    candidates: tuple[Candidate, ...] = ()
    mentions: tuple[MentionCandidate, ...] = ()
    nameless: tuple[NamelessCandidate, ...] = ()
    entities: tuple[Entity, ...] = ()
    in_sentence: tuple[tuple[EntityMention, ...], ...] = ()  # by sentence: the outermost names in text order
    positions: tuple[Position, ...] = ()
    titles: Mapping[int, int] = field(default_factory=dict)  # a person's start to where the titles before it begin
    clauses: tuple[Clause, ...] = ()
    events: tuple[EventMention, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def text(self) -> str:
        """The article's text."""
        return self.analysed.article.text

    @property
    def sentences(self) -> Sequence[Sentence]:
        """The article's sentences."""
        return self.analysed.sentences


Component = Callable[[Draft], Iterable[Candidate]]
