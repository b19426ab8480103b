"""The draft: an article with the decisions of the stages so far."""

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
    until: int  # end of its objects: the next trigger of the clause, or the end of the clause
    nominal: bool
    status: Status
    rule: str
    arguments: tuple[ArgumentCandidate, ...] = ()
    when: When | None = None
    own_time: bool = False  # stated in its own sentence

    def of(self, *roles: str) -> set[str]:
        """Return the ids of the entities with one of the roles."""
        return {a.entity for a in self.arguments if a.role in roles}

    @property
    def named(self) -> set[str]:
        """The ids of all entities that take part."""
        return {a.entity for a in self.arguments}


@dataclass(frozen=True, slots=True)
class Draft:
    """An article with the decisions of the stages so far, and the candidates of the current stage."""

    analysed: AnalysedArticle
    lexicon: Lexicon
    prepared: Mapping[str, object] = field(default_factory=dict)  # values prepared by components, by name
    candidates: tuple[Candidate, ...] = ()
    mentions: tuple[MentionCandidate, ...] = ()
    nameless: tuple[NamelessCandidate, ...] = ()
    entities: tuple[Entity, ...] = ()
    in_sentence: tuple[tuple[EntityMention, ...], ...] = ()  # by sentence: the outermost names in text order
    positions: tuple[Position, ...] = ()
    titles: Mapping[int, int] = field(default_factory=dict)  # start of a person's name -> start of the titles before it
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

    def with_candidates(self, candidates: tuple[Candidate, ...]) -> Draft:
        """Return the draft with other candidates; written out, as dataclasses.replace is slow and this is done for each component."""
        return Draft(
            self.analysed, self.lexicon, self.prepared, candidates, self.mentions, self.nameless, self.entities,
            self.in_sentence, self.positions, self.titles, self.clauses, self.events, self.relations,
        )  # fmt: skip


Component = Callable[[Draft], Iterable[Candidate]]
