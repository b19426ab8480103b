"""What is known of one entity, for programs to read and for a notebook to show without a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape
from pyoxigraph import Store

from kg.graph.neighbourhood import around
from kg.views.labels import LOOKS, PROPERTIES, VALUES, localised
from kg.views.network import Article, Citation, Edge, Network, Node, Sentence
from kg.views.network_reader import read_network

SHOWN = 12  # rows of a table, and sentences, that are shown at once


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence with its article, and the confidence of what it is quoted for (None: not known)."""

    text: str
    article: Article
    confidence: float | None


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """A position: its title, the organisation ("" where none is named), its tenure, and its evidence.

    `first` and `last` are the dates of the first and the last article that state it; "" where they are not known.
    """

    title: str
    organisation: str
    tenure: str
    first: str
    last: str
    quotations: tuple[Quotation, ...]

    @property
    def body(self) -> str:
        """The organisation, by the name of version 0.1."""
        return self.organisation


@dataclass(frozen=True, slots=True)
class EventRole:
    """A part in an event: the event's IRI, name, types, first and last day (or nothing), and the role in it."""

    iri: str
    name: str
    types: tuple[str, ...]
    dates: tuple[str, str] | tuple[()]
    role: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class EntityRelation:
    """Another relation: its name from this side, the other's IRI and name, and the sentences that state it."""

    name: str
    iri: str
    other: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class EntityCard:
    """An entity of a graph. In a notebook it shows itself."""

    iri: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    positions: tuple[HeldPosition, ...]
    events: tuple[EventRole, ...]
    relations: tuple[EntityRelation, ...]
    articles: tuple[Article, ...]

    @property
    def sentences(self) -> tuple[Quotation, ...]:
        """All sentences that say something of it, each once, in the order of their articles' dates."""
        stated: tuple[HeldPosition | EventRole | EntityRelation, ...] = (*self.positions, *self.events, *self.relations)
        found = {q.text: q for s in stated for q in s.quotations}
        return tuple(sorted(found.values(), key=lambda q: (q.article.date, q.article.iri, q.text)))

    @property
    def posts(self) -> tuple[HeldPosition, ...]:
        """The positions, by the name of version 0.1."""
        return self.positions

    @property
    def ties(self) -> tuple[EntityRelation, ...]:
        """The relations, by the name of version 0.1."""
        return self.relations

    def __repr__(self) -> str:
        """Return a line; the whole of it would fill a screen."""
        events = len({e.iri for e in self.events})  # which may have it in two roles
        return f"<{self.kind} {self.name}: {len(self.positions)} positions, {events} events, {len(self.articles)} articles>"

    def _repr_html_(self) -> str:
        return str(_shown(self))


def entity_card(store: Store, iri: str) -> EntityCard:
    """Return what a graph says of an entity; `store` must have the union of its graphs as the default graph."""
    return _Cards(read_network(around(store, iri, wide=False))).card(iri)


class _Cards:
    def __init__(self, network: Network) -> None:
        self.network = network
        self.nodes = {n.iri: n for n in network.nodes}
        self.sentences = {s.iri: s for s in network.sentences}
        self.articles = {a.iri: a for a in network.articles}

    def card(self, iri: str) -> EntityCard:
        node = self.nodes[iri]
        edges = [e for e in self.network.edges if iri in (e.source, e.target)]
        away = [e for e in edges if e.predicate == "holdsPosition" and e.source == iri]
        positions = [self._position(e.label, self.nodes[e.target].label, e.tenure, e.citations) for e in away]
        alone = [f for f in node.facts if f.name == "holdsPosition"]
        positions += [self._position(f.value, "", f.tenure, f.citations) for f in alone]
        events = [self._event_role(e) for e in edges if e.target == iri and self.nodes[e.source].kind == "Event"]
        relations = [self._relation(iri, e) for e in edges if self._is_relation(iri, e)]
        return EntityCard(
            iri,
            node.kind,
            node.label,
            node.aliases,
            tuple(dict.fromkeys((f.name, localised(f)) for f in node.facts if f not in alone)),
            tuple(sorted(positions, key=lambda p: (p.first, p.last, p.title, p.organisation))),
            tuple(sorted(events, key=lambda t: (t.dates or ("", ""), t.iri, t.role))),
            tuple(sorted(relations, key=lambda t: (t.name, t.other, t.iri))),
            tuple(sorted((self.articles[a] for a in node.articles if a in self.articles), key=_order)),
        )

    def _is_relation(self, iri: str, edge: Edge) -> bool:
        """Whether an edge is neither a position that the entity holds nor a part that it has in an event."""
        return edge.predicate != "holdsPosition" if edge.source == iri else self.nodes[edge.source].kind != "Event"

    def _position(self, title: str, organisation: str, tenure: str, citations: Iterable[Citation]) -> HeldPosition:
        quoted = self._quotations(citations)
        days = [q.article.date for q in quoted if q.article.date]
        return HeldPosition(title, organisation, tenure, min(days, default=""), max(days, default=""), quoted)

    def _event_role(self, edge: Edge) -> EventRole:
        event = self.nodes[edge.source]
        types = tuple(dict.fromkeys(localised(f) for f in event.facts if f.name == "eventType"))
        role = PROPERTIES[edge.predicate][0][0]
        return EventRole(event.iri, event.label, types, event.dates, role, self._quotations(edge.citations))

    def _relation(self, iri: str, edge: Edge) -> EntityRelation:
        away = edge.source == iri
        other: Node = self.nodes[edge.target if away else edge.source]
        name = PROPERTIES[edge.predicate][0 if away else 1][0]
        held = VALUES.get(edge.tenure, "") + edge.label
        return EntityRelation(f"{name} {held}".strip(), other.iri, other.label, self._quotations(edge.citations))

    def _quotations(self, citations: Iterable[Citation]) -> tuple[Quotation, ...]:
        found = [Quotation(s.text, self._article(s), c.confidence) for c in citations if (s := self._sentence(c))]
        return tuple(sorted(found, key=lambda q: (_order(q.article), q.text)))

    def _sentence(self, citation: Citation) -> Sentence | None:
        return self.sentences.get(citation.sentence)

    def _article(self, sentence: Sentence) -> Article:
        return self.articles.get(sentence.article, Article(sentence.article, "", "", ""))


def _order(article: Article) -> tuple[str, str]:
    return article.date, article.iri


def _shown(card: EntityCard) -> Markup:
    look = next(k for k in LOOKS if k.kind == card.kind)
    head = Markup(
        '<div style="font-size:1.3em;font-weight:600"><span style="color:{}">●</span> {} <small>{}</small></div>'
    )
    html = head.format(look.light, card.name, look.label)
    if card.aliases:
        html += Markup("<div>又名 {}</div>").format("、".join(card.aliases))
    html += Markup("<div><small><code>{}</code></small></div>").format(card.iri)
    positions = [(VALUES.get(p.tenure, ""), p.title, p.organisation, _period(p.first, p.last)) for p in card.positions]
    events = [(_period(*t.dates) if t.dates else "", "、".join(t.types), t.name, t.role) for t in card.events]
    html += (
        _table("任职", positions) + _table("事件", events) + _table("关系", [(t.name, t.other) for t in card.relations])
    )
    html += _table("其他", card.facts)
    return Markup('<div style="max-width:60em;line-height:1.5">{}</div>').format(html + _quoted(card))


def _period(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _table(name: str, rows: Iterable[tuple[str, ...]]) -> Markup:
    """Return rows under a heading, the first dozen at once; nothing where there are none."""
    lines = [Markup("<tr>{}</tr>").format(Markup("").join(_cells(row))) for row in dict.fromkeys(rows)]
    if not lines:
        return Markup("")
    table = Markup('<table style="margin:0"><tbody>{}</tbody></table>')
    html = Markup("<div><b>{}</b> {}</div>").format(name, len(lines)) + table.format(Markup("").join(lines[:SHOWN]))
    return html + _folded(table.format(Markup("").join(lines[SHOWN:])), len(lines) - SHOWN)


def _cells(row: tuple[str, ...]) -> Iterator[Markup]:
    for text in row:
        yield Markup('<td style="text-align:left;padding:1px 10px 1px 0">{}</td>').format(text)


def _quoted(card: EntityCard) -> Markup:
    lines = [
        Markup(
            '<blockquote style="margin:4px 0;padding-left:8px;border-left:3px solid #8888">{}<br><small>{}</small></blockquote>'
        ).format(
            escape(q.text),
            " ".join(filter(None, (q.article.title and f"《{q.article.title}》", q.article.date, q.article.file))),
        )
        for q in card.sentences
    ]
    return _folded(Markup("").join(lines), len(lines), "出处")


def _folded(inside: Markup, number: int, name: str = "其余") -> Markup:
    """Return what is opened at request, without a script."""
    if number < 1:
        return Markup("")
    return Markup("<details><summary>{} {}</summary>{}</details>").format(name, number, inside)
