"""The tool `events`: who took part in what, where and when, from the catalogue, as the lists of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import QueryError
from kg.graph.dates import days_of
from kg.graph.terms import RDF
from kg.mcp.citing import CITED, Citing, term
from kg.mcp.entities import named
from kg.mcp.results import Event, EventsResult, Participant
from kg.serve.jobs import Refused
from kg.serve.lists.selection import Selection, Where, in_period, joined
from kg.serve.site import Opened
from kg.views.labels import VALUES
from kg.vocab import KG, PREFIXES, ontology_folder

ROLES = ("agent", "participant", "target", "place")
TAKES_PART = (
    "SELECT 1 FROM link l JOIN resource r ON r.id = l.object WHERE l.subject = e.id "
    "AND l.predicate IN ('agent', 'participant', 'target')"
)
AT_PLACE = (  # or in one of the places and organisations inside
    "e.id IN (SELECT l.subject FROM link l WHERE l.predicate = 'place' AND l.object IN (WITH RECURSIVE inside(id) AS ("
    "SELECT id FROM resource WHERE iri IN ({}) UNION SELECT l.subject FROM inside JOIN link l ON l.object = inside.id "
    "AND l.predicate IN ('partOf', 'locatedIn')) SELECT id FROM inside))"
)
ORDER = "ORDER BY e.start = '', e.start, e.date, r.iri"
SUBCLASS, LABEL = PREFIXES["rdfs"] + "subClassOf", PREFIXES["rdfs"] + "label"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events are asked for; what is empty does not matter."""

    person: str = ""
    organisation: str = ""
    place: str = ""
    type: str = ""
    since: str = ""
    until: str = ""


def found_events(now: Opened, asked: Filter, limit: int, offset: int) -> list[str]:
    """Return the IRIs of the events, in the order of their dates, those without one at the end; one more than `limit` if there is.

    A period means what it means in the lists of the site (`kg.serve.lists.selection.in_period`). Raises QueryError where a name, a
    type or a date is not known, and where the search takes too long.
    """
    where, values = joined(
        [*_conditions(now, asked), *in_period(Selection(since=_day(asked.since), until=_day(asked.until)))]
    )
    query = f"SELECT r.iri FROM event e JOIN resource r ON r.id = e.id WHERE {where} {ORDER} LIMIT ? OFFSET ?"
    try:
        return [iri for (iri,) in now.catalogue.rows(query, (*values, limit + 1, offset))]
    except Refused as e:
        raise QueryError(e.message, "ask for fewer events: by person, place, type or period") from e


def _conditions(now: Opened, asked: Filter) -> Iterator[Where]:
    for name, kind in ((asked.person, "Person"), (asked.organisation, "Organisation")):
        if name:
            iris = _of_kind(now, name, (kind,))
            yield f"EXISTS ({TAKES_PART} AND r.iri IN ({_marks(iris)}))", list(iris)
    if asked.place:
        iris = _of_kind(now, asked.place, ("Place", "Organisation"))
        yield AT_PLACE.format(_marks(iris)), list(iris)
    if asked.type:
        types = types_called(asked.type)
        if "Event" not in types:
            yield f"EXISTS (SELECT 1 FROM typed t WHERE t.event = e.id AND t.type IN ({_marks(types)}))", list(types)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _of_kind(now: Opened, name: str, kinds: tuple[str, ...]) -> list[str]:
    citing = Citing(now.store)
    found = [n.value for n in named(now, name) if set(citing.kinds(n)) & set(kinds)]
    if not found:
        raise QueryError(f"{name} is no {' or '.join(kinds).lower()}", "ask for it with the tool entity")
    return found


def _day(text: str) -> str:
    if text and not days_of(text):
        raise QueryError(f"{text} is no date", "write it as 2021, 2021-08 or 2021-08-10")
    return text


def types_called(name: str) -> list[str]:
    """Return an event type and those below it, by its name or its label in either language. Raises QueryError."""
    labels, below = _types()
    wanted = name.strip().removeprefix("kg:").removeprefix(KG).casefold()
    found = [t for t in below if wanted in {t.casefold(), *(w.casefold() for w in labels.get(t, ()))}]
    if not found:
        raise QueryError(f"there is no event type {name}", f"choose one of: {', '.join(sorted(below))}")
    for known in found:
        found.extend(t for t in below[known] if t not in found)
    return found


@cache
def _types() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the labels of each class of events, and the classes below it."""
    labels: dict[str, list[str]] = {}
    above: dict[str, list[str]] = {}
    for file in ("kg.ttl", "events.ttl"):
        for q in parse(path=str(ontology_folder() / file), format=RdfFormat.TURTLE):
            if isinstance(q.subject, NamedNode) and q.subject.value.startswith(KG):
                name = q.subject.value.removeprefix(KG)
                if q.predicate.value == SUBCLASS and isinstance(q.object, NamedNode):
                    above.setdefault(name, []).append(q.object.value.removeprefix(KG))
                elif q.predicate.value == LABEL and isinstance(q.object, Literal):
                    labels.setdefault(name, []).append(q.object.value)
    below: dict[str, list[str]] = {"Event": []}
    grown = True
    while grown:
        fresh = {n for n, over in above.items() if n not in below and set(over) & set(below)}
        below |= {n: [] for n in fresh}
        grown = bool(fresh)
    for name, over in above.items():
        for higher in over:
            if higher in below and name in below:
                below[higher].append(name)
    return labels, below


def events_of(now: Opened, iris: list[str], limit: int) -> EventsResult:
    """Return events with who takes part and the sentences behind them."""
    citing = Citing(now.store)
    more = len(iris) > limit
    note = "there is more: ask for it with offset" if more else "" if iris else "no event of the graph is of this kind"
    return EventsResult([_event(citing, NamedNode(iri)) for iri in iris[:limit]], more, note)


def _event(citing: Citing, node: NamedNode) -> Event:
    dates = [citing.value(node, KG + f) for f in ("date", "beginDate", "endDate")]
    status = citing.value(node, KG + "status")
    part = [Participant(term(r), citing.resource(n)) for r in ROLES for n in citing.nodes(node, KG + r)]
    stating = [node, *citing.subjects(RDF + "subject", node)]
    return Event(
        citing.resource(node),
        "/".join(d for d in dates if d),
        VALUES.get(status, status),
        part,
        citing.evidence(stating)[:CITED],
    )
