"""The graph as an authority: the Reconciliation Service API (W3C Entity Reconciliation Community Group, v0.2, 2023).

OpenRefine and `kg reconcile` match tables against it. An entity's id is its IRI behind the base ("person/陆怀谦").
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rapidfuzz import fuzz

from kg.predicates import predicates
from kg.resolve.spelling import folded
from kg.serve.resources import Reader
from kg.serve.workers import Refused
from kg.store import Hit
from kg.views.labels import term_labels
from kg.vocab import KG

KINDS = ("Person", "Organisation", "Place", "Event", "Award")
LITERALS = ("divisionCode", "date")
PROPERTIES = (
    *(p.name for p in predicates() if p.links_entities or p.name in {"holdsPosition", "positionAt"}),
    *LITERALS,
)
MOST_QUERIES = 50
MOST_IDS = 200
MOST_PROPERTIES = len(PROPERTIES)
MOST_VALUES = 100  # of one property of one entity
MOST_CANDIDATES = 50  # that a query may ask for
LONGEST = 200  # characters of a name or a value that are compared
LARGEST_RECONCILIATION = 256 << 10  # bytes of a request
CANDIDATES = 60
TERM = re.compile(r"[A-Za-z]\w*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The time at which an answer must be there."""

    seconds: float
    start: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise Refused where the time is over."""
        if time.monotonic() > self.start + self.seconds:
            raise Refused(503, f"the request ran longer than {self.seconds:g} seconds and was stopped; ask for less")


class Reconciler:
    """Answers the service's requests from the search index and the pages' reader."""

    def __init__(self, search: Callable[..., list[Hit]], reader: Callable[[], Reader]) -> None:
        """Take how to search, and how to get the reader of the current generation."""
        self.search = search
        self.reader = reader

    def answer(self, fields: Mapping[str, str], site: str, deadline: Deadline) -> Any:
        """Answer one request: queries, an extension, or (without either) the manifest. Raises Refused."""
        if "queries" in fields:
            queries = _object(fields["queries"], "queries")
            if len(queries) > MOST_QUERIES:
                raise Refused(413, f"there may be {MOST_QUERIES} queries at a time")
            return {name: {"result": self.candidates(q, deadline)} for name, q in queries.items()}
        if "extend" in fields:
            return self.extension(_object(fields["extend"], "extend"), deadline)
        return self.manifest(site)

    def manifest(self, site: str) -> dict[str, Any]:
        """Return what the service offers."""
        service = site.rstrip("/")
        return {
            "versions": ["0.2"],
            "name": "kg 新闻知识图谱",
            "identifierSpace": self.reader().base,
            "schemaSpace": KG,
            "defaultTypes": [_type(k) for k in KINDS],
            "view": {"url": f"{service}/id/{{{{id}}}}"},
            "suggest": {
                kind: {"service_url": service, "service_path": f"/reconcile/suggest/{kind}"}
                for kind in ("entity", "type", "property")
            },
            "preview": {"url": f"{service}/reconcile/preview?id={{{{id}}}}", "width": 400, "height": 200},
            "extend": {"propose_properties": {"service_url": service, "service_path": "/reconcile/properties"}},
            "batchSize": MOST_QUERIES,
        }

    def candidates(self, query: Any, deadline: Deadline) -> list[dict[str, Any]]:
        """Return the entities that a query may mean, the likeliest first. Raises Refused for what is no query."""
        asked = _query(query)
        reader = self.reader()
        best: dict[str, tuple[float, str]] = {}
        for hit in self.search(asked.text, CANDIDATES, 0, ("label", "alias")):
            score = fuzz.ratio(folded(asked.text), folded(hit.text))
            best[hit.iri] = max(best.get(hit.iri, (0.0, "")), (score, hit.text))
        scored = []
        for iri, (score, _) in best.items():
            deadline.check()
            kinds = reader.kinds(iri)
            own = [k for k in kinds if k in KINDS]
            if not own or (asked.kinds and not asked.kinds & set(kinds)):
                continue
            agree = _agreement(reader, iri, asked.properties, deadline)
            scored.append((round(score if agree is None else score * 0.7 + agree * 30, 1), iri, own))
        scored.sort(key=lambda x: (-x[0], x[1]))
        clear = len(scored) == 1 or (len(scored) > 1 and scored[0][0] - scored[1][0] >= 5)
        return [
            {
                "id": iri.removeprefix(reader.base),
                "name": reader.label(iri),
                "score": score,
                "match": place == 0 and clear and score >= 99,
                "type": [_type(k) for k in own],
            }
            for place, (score, iri, own) in enumerate(scored[: asked.limit])
        ]

    def extension(self, asked: Mapping[str, Any], deadline: Deadline) -> dict[str, Any]:
        """Return the values of properties for entities (data extension). Raises Refused."""
        ids, properties = asked.get("ids"), asked.get("properties")
        if not isinstance(ids, list) or not isinstance(properties, list):
            raise Refused(400, 'an extension has "ids" and "properties", two lists')
        if len(ids) > MOST_IDS or len(properties) > MOST_PROPERTIES:
            raise Refused(413, f"an extension has {MOST_IDS} ids and {MOST_PROPERTIES} properties at the most")
        if not all(isinstance(i, str) for i in ids):
            raise Refused(400, "each of the ids is a text")
        names = [_term(p, "id") for p in properties]
        reader = self.reader()
        rows = {i: {name: list(_values(reader, i, name, deadline)) for name in names} for i in ids}
        return {"meta": [{"id": n, "name": _name(n)} for n in names], "rows": rows}

    def suggest(self, kind: str, prefix: str, deadline: Deadline) -> dict[str, Any]:
        """Return what begins with, or holds, the characters typed."""
        if kind == "entity":
            found = self.candidates({"query": prefix, "limit": 10}, deadline) if prefix else []
            result = [{"id": c["id"], "name": c["name"], "notable": c["type"]} for c in found]
        else:
            names = KINDS if kind == "type" else PROPERTIES
            result = [_type(n) for n in names if prefix.lower() in f"{n} {_name(n)}".lower()]
        return {"result": result}

    def properties(self, kind: str) -> dict[str, Any]:
        """Return the properties that may be asked for."""
        return {"type": kind, "properties": [_type(p) for p in PROPERTIES]}


@dataclass(frozen=True, slots=True)
class _Query:
    """A query that was checked: the name, the kinds wanted (none: all), the most candidates, and (property, value) pairs."""

    text: str
    kinds: frozenset[str]
    limit: int
    properties: tuple[tuple[str, str], ...]


def _query(query: Any) -> _Query:
    """Check a query of the protocol. Raises Refused."""
    if not isinstance(query, Mapping) or not isinstance(query.get("query"), str):
        raise Refused(400, 'each query is an object with "query", a text')
    wanted = query.get("type") or []
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if not isinstance(kinds, list) or not all(isinstance(k, str) for k in kinds):
        raise Refused(400, 'the "type" of a query is a text, or a list of texts')
    limit = query.get("limit") or 10
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
        raise Refused(400, 'the "limit" of a query is a number above zero')
    properties = query.get("properties") or []
    if not isinstance(properties, list) or len(properties) > MOST_PROPERTIES:
        raise Refused(400, f'the "properties" of a query are a list of {MOST_PROPERTIES} at the most')
    return _Query(
        query["query"][:LONGEST],
        frozenset(k.removeprefix(KG) for k in kinds),
        min(limit, MOST_CANDIDATES),
        tuple((_term(p, "pid"), _given(p.get("v"))) for p in properties),
    )


def _term(described: Any, key: str) -> str:
    """Return the name of a property, which stands at a key of an object. Raises Refused."""
    name = described.get(key) if isinstance(described, Mapping) else None
    if not isinstance(name, str) or not TERM.fullmatch(name.removeprefix(KG)):
        raise Refused(
            400, f'each of the properties is an object with "{key}", the name of a property such as "memberOf"'
        )
    return name.removeprefix(KG)


def _given(value: Any) -> str:
    """Return the text of a value that a query gives for a property: a text, a number, or an object with a name or an id."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("id")
    return folded(str(value)[:LONGEST])


def _object(text: str, name: str) -> Mapping[str, Any]:
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as e:
        raise Refused(400, f"{name} is no JSON: {e}") from e
    if not isinstance(data, dict):
        raise Refused(400, f"{name} must be a JSON object")
    return data


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": _name(name)}


def _name(name: str) -> str:
    return f"{term_labels().get(name, name)} {name}"


def _values(reader: Reader, id_: str, name: str, deadline: Deadline) -> Iterator[dict[str, Any]]:
    for value in islice(reader.values(reader.base + id_, name), MOST_VALUES):
        deadline.check()
        if value.startswith(reader.base):
            yield {"id": value.removeprefix(reader.base), "name": reader.label(value)}
        else:
            yield {"str": value}
    deadline.check()


def _agreement(reader: Reader, iri: str, properties: tuple[tuple[str, str], ...], deadline: Deadline) -> float | None:
    """Return the share of the properties given with a query that the entity has; None where none are given."""
    if not properties:
        return None
    right = 0
    for name, wanted in properties:
        deadline.check()
        values = islice(reader.values(iri, name), MOST_VALUES)
        there = [folded(reader.label(v) if v.startswith("http") else v) for v in values]
        right += any(wanted in t or t in wanted for t in there if t)
    return right / len(properties)
