"""A parsed sentence: names with their entities, phrases, clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.extract.lexicon import Rule
from kg.model import Entity, Mention, Sentence

Function = Literal["head", "people", "modifier"]
Opening = Literal["named", "pronoun", "other", "none", "list"]


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A mention with its entity."""

    mention: Mention
    entity: Entity

    @property
    def start(self) -> int:
        """The start offset."""
        return self.mention.start

    @property
    def end(self) -> int:
        """The end offset."""
        return self.mention.end


@dataclass(frozen=True, slots=True)
class Phrase:
    """A coordination of names with one function, `text[start:end]`, including titles before and 等人 after them.

    `preposition` is its group (in, to, for, leading, with, by, passive, other) or None; `under` is the word of 在…陪同下.
    """

    mentions: tuple[EntityMention, ...]
    start: int
    end: int
    preposition: str | None
    function: Function
    under: str | None = None
    composing: bool = False  # the members of an organisation: 由甲、乙组成的某队


@dataclass(frozen=True, slots=True)
class Clause:
    """A span of a sentence between commas; `opening` is what occupies the subject position.

    After `limit` the sentence only states what somebody demands or thinks. `about` is the clause's own subject, or the subject that
    it continues.
    """

    sentence: Sentence
    start: int
    end: int
    limit: int
    phrases: tuple[Phrase, ...]
    opening: Opening
    subject: Phrase | None
    about: tuple[EntityMention, ...] = ()
    earlier: tuple[EntityMention, ...] = ()  # possible referents of 看望他
    rule: str = Rule.CLAUSE
    source: str = Rule.CLAUSE.component

    @property
    def is_list(self) -> bool:
        """Whether it only holds the first members of a list."""
        return self.opening == "list" and self.subject is not None

    @property
    def is_stated(self) -> bool:
        """Whether it states something, at least at its beginning."""
        return not self.is_list and self.start < self.limit
