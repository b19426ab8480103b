"""The candidates that components yield, a class for each kind of decision.

Each has its `rule`, its `source` (the component that yields it) and a `score`; of two candidates that exclude each other the one
with the higher score wins. Offsets refer to the article's text.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.candidates.parsed import Clause, EntityMention
from kg.extract.lexicon import Rule
from kg.model import EntityKind, Mention, Status, Tenure, When


@dataclass(frozen=True, slots=True)
class MentionCandidate:
    """A name `text[start:end]` of a kind."""

    start: int
    end: int
    kind: EntityKind
    rule: str
    score: float = 0
    sentence: int = -1
    source: str = ""


@dataclass(frozen=True, slots=True)
class SignatureCandidate(MentionCandidate):
    """The name of an author of the article; `role` is the role in the byline (记者, 通讯员, 摄)."""

    role: str = ""


@dataclass(frozen=True, slots=True)
class AwardCandidate(MentionCandidate):
    """The name of an award; `verb` is the offset of the verb that states who won it."""

    verb: int = -1


@dataclass(frozen=True, slots=True)
class NamelessCandidate:
    """A span without names."""

    start: int
    end: int
    rule: str
    score: float = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class EntityCandidate:
    """Mentions of one entity. It replaces earlier candidates with which it shares a mention."""

    kind: EntityKind
    name: str
    mentions: tuple[Mention, ...]
    rule: str
    aliases: frozenset[str] = frozenset()
    norm: str | None = None
    former: frozenset[str] = frozenset()
    score: float = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class PositionCandidate:
    """A position of a person, with the organisation's id, or the name of an organisation that the title implies, or neither."""

    person: str
    title: str
    organisation: str | None
    implied: str | None
    sentence: int
    tenure: Tenure
    rule: str
    score: float = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class TitleCandidate:
    """The titles before a person's name at `name` begin at `start`."""

    name: int
    start: int
    rule: str = Rule.TITLE_BEFORE
    score: float = 0
    source: str = Rule.TITLE_BEFORE.component


@dataclass(frozen=True, slots=True)
class SubjectCandidate:
    """The subject of a clause (by its number) without one of its own, and the referents of a pronoun after its verb."""

    clause: int
    about: tuple[EntityMention, ...]
    earlier: tuple[EntityMention, ...]
    rule: str
    score: float = 0
    source: str = Rule.SUBJECT_BEFORE.component


@dataclass(frozen=True, slots=True)
class EventCandidate:
    """A trigger `text[start:end]` of an event type ("Inspection"); `name_start` is where the event's name begins.

    `stated` is False if the sentence only demands or assumes the event.
    """

    type: str
    start: int
    end: int
    sentence: int
    nominal: bool
    name_start: int
    rule: str
    status: Status = "happened"
    stated: bool = True
    score: float = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class ArgumentCandidate:
    """The role of an entity in an event (by its number in the draft), as a sentence states it."""

    event: int
    role: str
    entity: str
    sentence: int
    rule: str
    score: float = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """The time of an event (by its number)."""

    event: int
    when: When | None
    rule: str
    score: float = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class MergeCandidate:
    """An event that is a part or another mention of the event `into`; `role` is the role of its participants there."""

    event: int
    into: int
    rule: str
    role: str | None = None
    score: float = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class SplitCandidate:
    """An event that is split into several: one for each of these arguments."""

    event: int
    arguments: tuple[ArgumentCandidate, ...]
    rule: str
    score: float = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class RelationCandidate:
    """A statement between two entities or events by their ids ("doc" is the article)."""

    subject: str
    predicate: str
    object: str
    sentence: int
    rule: str
    role: str = ""
    score: float = 0
    source: str = ""


Candidate = (
    MentionCandidate
    | NamelessCandidate
    | EntityCandidate
    | PositionCandidate
    | TitleCandidate
    | Clause
    | SubjectCandidate
    | EventCandidate
    | ArgumentCandidate
    | DateCandidate
    | MergeCandidate
    | SplitCandidate
    | RelationCandidate
)
