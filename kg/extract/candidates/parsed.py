"""What a sentence is read as: names with their entities, phrases, clauses."""

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
        """Where it begins."""
        return self.mention.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.mention.end


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of names with one function, `text[start:end]`, titles before and 等人 behind included.

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
    """A stretch of a sentence between commas; `opening` says what stands where a subject can stand.

    Behind `limit` the sentence only says what somebody urges or thinks. `about` is what the clause is about: its own subject, or the one that it goes on with.
    """

    sentence: Sentence
    start: int
    end: int
    limit: int
    phrases: tuple[Phrase, ...]
    opening: Opening
    subject: Phrase | None
    about: tuple[EntityMention, ...] = ()
    earlier: tuple[EntityMention, ...] = ()  # whom 看望他 can mean
    rule: str = Rule.CLAUSE
    source: str = Rule.CLAUSE.component

    @property
    def is_list(self) -> bool:
        """Tell whether it only names the first members of a list."""
        return self.opening == "list" and self.subject is not None

    @property
    def is_stated(self) -> bool:
        """Tell whether it states something, at least in its beginning."""
        return not self.is_list and self.start < self.limit
