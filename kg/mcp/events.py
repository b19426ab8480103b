"""The tool `events`: who took part in what, where and when; as a query, so that the endpoint's limits hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import QueryError
from kg.graph.terms import RDF
from kg.mcp.citing import CITED, Citing, term
from kg.mcp.entities import named
from kg.mcp.results import Event, EventsResult, Participant
from kg.serve.site import Opened
from kg.views.labels import VALUES
from kg.vocab import KG, PREFIXES, ontology_folder

ROLES = ("agent", "participant", "target", "place")
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
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


def query_of(now: Opened, asked: Filter, limit: int, offset: int) -> str:
    """Return the query for the IRIs of the events, in the order of their dates, those without one at the end.

    Raises QueryError where a name, a type or a date is not known.
    """
    lines = ["?e a kg:Event ."]
    for name, kind in ((asked.person, "Person"), (asked.organisation, "Organisation")):
        if name:
            variable = kind.lower()
            lines.append(
                f"{_values(variable, _of_kind(now, name, (kind,)))} ?e kg:agent|kg:participant|kg:target ?{variable} ."
            )
    if asked.place:
        inside = "kg:place/(kg:partOf|kg:locatedIn)*"
        lines.append(f"{_values('place', _of_kind(now, asked.place, ('Place', 'Organisation')))} ?e {inside} ?place .")
    if asked.type:
        lines.append(f"{_values('type', (KG + t for t in types_called(asked.type)))} ?e a ?type .")
    since, until = (_day(d) for d in (asked.since, asked.until))
    lines.append(
        "OPTIONAL { ?e kg:date ?on } OPTIONAL { ?e kg:beginDate ?first } OPTIONAL { ?e kg:endDate ?last } "
        'BIND(STR(COALESCE(?first, ?on, ?last, "")) AS ?from) BIND(STR(COALESCE(?last, ?on, ?first, "")) AS ?to)'
    )
    if since or until:
        lines.append('FILTER(?from != "")')
    if since:  # what is known to the month may be on each of its days
        lines.append(f'FILTER(CONCAT(?to, SUBSTR("9999-99-99", STRLEN(?to) + 1)) >= "{since}")')
    if until:
        lines.append(f'FILTER(?from <= "{until + "9999-99-99"[len(until) :]}")')
    order = f'ORDER BY (?from = "") ?from ?e LIMIT {limit + 1} OFFSET {offset}'
    return f"SELECT DISTINCT ?e ?from WHERE {{ {' '.join(lines)} }} {order}"


def _of_kind(now: Opened, name: str, kinds: tuple[str, ...]) -> list[str]:
    citing = Citing(now.store)
    found = [n.value for n in named(now, name) if set(citing.kinds(n)) & set(kinds)]
    if not found:
        raise QueryError(f"{name} is no {' or '.join(kinds).lower()}", "ask for it with the tool entity")
    return found


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _day(text: str) -> str:
    if text and not DAY.fullmatch(text):
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
