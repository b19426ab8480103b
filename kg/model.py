"""The immutable values that pass between the stages.

Offsets count characters (Unicode code points); ends are exclusive. `Source.text` is the decoded file (without BOM, line ends
as "\n"). `Article.text` is the repaired text; `Article.offsets[i]` is the offset in `Source.text` of its character `i`
(-1 for a character that the repair inserted).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

EntityKind = Literal["Person", "Organisation", "Place", "Award"]
PartKind = Literal["kicker", "title", "subtitle", "byline", "body", "caption"]
Status = Literal["happened", "planned", "cancelled", "postponed", "denied", "alleged"]
Tenure = Literal["current", "former", "incoming"]
LEAST_CONFIDENCE = 0.5  # default threshold of the rules: the best F1 on the sets that they were written against


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata of a source; None for a value that is not known."""

    date: date | None = None
    source: str | None = None  # the newspaper or broadcaster
    title: str | None = None
    url: str | None = None
    jurisdiction: str | None = None  # the place that 市委 and 市长 belong to: "衡阳市"
    page: str | None = None  # of the newspaper: "1", "A04"


@dataclass(frozen=True, slots=True)
class Region:
    """Where characters of a text stand on a page: `text[start:end]`, the page from 1, and left, bottom, right, top in points.

    `confidence` is that of the recognition, where the text was recognised in a picture; 1 for a text layer.
    """

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """One decoded input: a text file, or one record of a JSON Lines file."""

    name: str  # path relative to the argument of the build, with "/"; unique in a build
    text: str
    metadata: Metadata = Metadata()
    record: str | None = None  # the record's id or line number, for JSON Lines
    encoding: str = "utf-8"
    regions: tuple[Region, ...] = ()  # of a printed page

    @property
    def file(self) -> str:
        """The input file's name, without its folder."""
        return self.name.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Part:
    """A span of `Article.text` with one function on the page."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article: the repaired text, its parts and its publication."""

    id: str  # stable: the source's name, "#record" and, for a page of several articles, "#number"
    source: str  # Source.name
    file: str
    title: str
    text: str
    offsets: tuple[int, ...]
    parts: tuple[Part, ...]
    published: date | None = None
    publisher: str | None = None
    jurisdiction: str | None = None
    url: str | None = None
    record: str | None = None
    extent: tuple[int, int] = (0, 0)  # from the first to the last of its characters in the source text
    regions: tuple[Region, ...] = ()  # of the source text; a record keeps those of the sentences that it cites
    recognised: float | None = None  # the mean confidence of its recognition in a picture
    page: str | None = None  # of the newspaper: "1", "A04"

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the extent of `text[start:end]` in the source text."""
        inside = [o for o in self.offsets[start:end] if o >= 0]
        return (min(inside), max(inside) + 1) if inside else (0, 0)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an article: `text[start:end]`, and the tagger's tag ("v", "n", "PER", "LOC", "ORG", "TIME", "w", ...)."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: `text[start:end]`, its part and paragraph, and its tokens."""

    index: int
    start: int
    end: int
    part: PartKind
    paragraph: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class When:
    """A time expression resolved against the publication date, in XML Schema notation.

    `begin` and `end` are "2021", "2021-08" or "2021-08-10"; equal for a point in time; None for an open end.
    """

    begin: str | None
    end: str | None

    @property
    def is_point(self) -> bool:
        """Whether this is one day, month or year."""
        return self.begin is not None and self.begin == self.end


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression `text[start:end]` and its value (None: nothing definite, 近日)."""

    start: int
    end: int
    when: When | None


@dataclass(frozen=True, slots=True)
class AnalysedArticle:
    """An article with its sentences and time expressions (offsets in `article.text`)."""

    article: Article
    sentences: tuple[Sentence, ...]
    times: tuple[TimeExpression, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or a referring phrase `text[start:end]` in an article; `rule` is the rule that found it."""

    start: int
    end: int
    kind: EntityKind
    sentence: int
    rule: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place or award of one article, with all its mentions.

    `name` is the fullest form in the text, `norm` the resolved full name of an elliptic one
    (市委 -> 中共衡阳市委员会); `id` is unique in the article ("p1", "o2").
    """

    id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    norm: str | None = None
    mentions: tuple[Mention, ...] = ()
    former: tuple[str, ...] = ()  # former names, as the article states them


@dataclass(frozen=True, slots=True)
class Event:
    """One event; its arguments are `Relation`s with this event's id as subject.

    `type` is the local name of an event class of the ontology ("Inspection"); `start`, `end` the trigger's extent.
    """

    id: str
    type: str
    trigger: str
    name: str
    sentence: int
    start: int
    end: int
    status: Status = "happened"
    when: When | None = None
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement about two entities of an article, by their ids ("doc" is the article itself).

    `predicate` is the local name of a property that links entities (`kg.predicates`), or author.
    """

    subject: str
    predicate: str
    object: str
    sentence: int
    confidence: float = 1.0
    rule: str = ""
    role: str = ""  # 记者, 通讯员, 摄 of an author


@dataclass(frozen=True, slots=True)
class Position:
    """A position: the person, the title as written, the organisation (an entity's id, or None), and the tenure."""

    person: str
    title: str
    organisation: str | None
    sentence: int
    tenure: Tenure = "current"
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cited sentence: its index, its exact source text with its extent, and the repaired text."""

    sentence: int
    start: int
    end: int
    text: str  # Source.text[start:end]
    repaired: str  # the same without the line breaks of a printed column
    regions: tuple[Region, ...] = ()  # where it stands on its page, a region for each column
    recognised: float | None = None  # the least confidence of the lines that it was recognised from


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """All statements of one article: the result of extraction, the input of resolution."""

    article: Article
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    positions: tuple[Position, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=())

    @property
    def statements(self) -> int:
        """The number of events, relations and positions."""
        return len(self.events) + len(self.relations) + len(self.positions)

    def at_least(self, confidence: float) -> ArticleRecord:
        """Return the record without the events and statements below a confidence."""
        if confidence <= 0:
            return self
        events = tuple(e for e in self.events if e.confidence >= confidence)
        gone = {e.id for e in self.events} - {e.id for e in events}
        return replace(
            self,
            events=events,
            relations=tuple(
                r for r in self.relations if r.confidence >= confidence and not {r.subject, r.object} & gone
            ),
            positions=tuple(p for p in self.positions if p.confidence >= confidence),
        )
