"""The graph as an authority: the Reconciliation Service API (W3C Entity Reconciliation Community Group, v0.2, 2023).

OpenRefine and `kg reconcile` match tables against it. An entity's id is its IRI behind the base ("person/陆怀谦").
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from rapidfuzz import fuzz

from kg.predicates import predicates
from kg.resolve.spelling import folded
from kg.serve.resources import Reader
from kg.serve.workers import Refused
from kg.store import Hit
from kg.views.wording import term_labels
from kg.vocab import KG

KINDS = ("Person", "Organisation", "Place", "Event", "Award")
LITERALS = ("divisionCode", "date")
PROPERTIES = (
    *(p.name for p in predicates() if p.links_entities or p.name in {"holdsPosition", "positionAt"}),
    *LITERALS,
)
MOST_QUERIES = 50
CANDIDATES = 60


class Reconciler:
    """Answers the service's requests from the search index and the pages' reader."""

    def __init__(self, search: Callable[..., list[Hit]], reader: Callable[[], Reader]) -> None:
        """Take how to search, and how to get the reader of the current generation."""
        self.search = search
        self.reader = reader

    def answer(self, fields: Mapping[str, str], site: str) -> Any:
        """Answer one request: queries, an extension, or (without either) the manifest. Raises Refused."""
        if "queries" in fields:
            return {name: {"result": self.candidates(q)} for name, q in _objects(fields["queries"], "queries").items()}
        if "extend" in fields:
            return self.extension(_objects(fields["extend"], "extend"))
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

    def candidates(self, query: Any) -> list[dict[str, Any]]:
        """Return the entities that a query may mean, the likeliest first. Raises Refused for what is no query."""
        if not isinstance(query, Mapping) or not isinstance(query.get("query"), str):
            raise Refused(400, 'each query is an object with "query", a text')
        wanted = query.get("type") or ()
        kinds = {str(k).removeprefix(KG) for k in ([wanted] if isinstance(wanted, str) else wanted)}
        limit = query.get("limit")
        reader = self.reader()
        best: dict[str, tuple[float, str]] = {}
        for hit in self.search(query["query"][:200], CANDIDATES, 0, ("label", "alias")):
            score = fuzz.ratio(folded(query["query"]), folded(hit.text))
            best[hit.iri] = max(best.get(hit.iri, (0.0, "")), (score, hit.text))
        told = []
        for iri, (score, _) in best.items():
            own = [k for k in reader.kinds(iri) if k in KINDS]
            if not own or (kinds and not kinds & {*own, *reader.kinds(iri)}):
                continue
            agree = _agreement(reader, iri, query.get("properties"))
            told.append((round(score if agree is None else score * 0.7 + agree * 30, 1), iri, own))
        told.sort(key=lambda x: (-x[0], x[1]))
        clear = len(told) == 1 or (len(told) > 1 and told[0][0] - told[1][0] >= 5)
        return [
            {
                "id": iri.removeprefix(reader.base),
                "name": reader.label(iri),
                "score": score,
                "match": place == 0 and clear and score >= 99,
                "type": [_type(k) for k in own],
            }
            for place, (score, iri, own) in enumerate(told[: limit if isinstance(limit, int) and limit > 0 else 10])
        ]

    def extension(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of properties for entities (data extension). Raises Refused."""
        ids, properties = asked.get("ids"), asked.get("properties")
        if not isinstance(ids, list) or not isinstance(properties, list):
            raise Refused(400, 'an extension has "ids" and "properties", two lists')
        names = [str(p.get("id")) for p in properties if isinstance(p, Mapping)]
        reader = self.reader()
        rows = {
            str(i): {name: [_value(reader, v) for v in reader.values(reader.base + str(i), name)] for name in names}
            for i in ids
        }
        return {"meta": [{"id": n, "name": _name(n)} for n in names], "rows": rows}

    def suggest(self, kind: str, prefix: str) -> dict[str, Any]:
        """Return what begins with, or holds, the characters typed."""
        if kind == "entity":
            found = self.candidates({"query": prefix, "limit": 10}) if prefix else []
            result = [{"id": c["id"], "name": c["name"], "notable": c["type"]} for c in found]
        else:
            names = KINDS if kind == "type" else PROPERTIES
            result = [_type(n) for n in names if prefix.lower() in f"{n} {_name(n)}".lower()]
        return {"result": result}

    def properties(self, kind: str) -> dict[str, Any]:
        """Return the properties that may be asked for."""
        return {"type": kind, "properties": [_type(p) for p in PROPERTIES]}


def _objects(text: str, name: str) -> Mapping[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise Refused(400, f"{name} is no JSON: {e}") from e
    if not isinstance(data, dict):
        raise Refused(400, f"{name} must be a JSON object")
    if len(data) > MOST_QUERIES:
        raise Refused(413, f"there may be {MOST_QUERIES} queries at a time")
    return data


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": _name(name)}


def _name(name: str) -> str:
    return f"{term_labels().get(name, name)} {name}"


def _value(reader: Reader, value: str) -> dict[str, Any]:
    if value.startswith(reader.base):
        return {"id": value.removeprefix(reader.base), "name": reader.label(value)}
    return {"str": value}


def _agreement(reader: Reader, iri: str, properties: Any) -> float | None:
    """Return the share of the properties given with a query that the entity has; None where none are given."""
    if not isinstance(properties, list) or not properties:
        return None
    right = 0
    for p in properties:
        if not isinstance(p, Mapping):
            continue
        there = [folded(reader.label(v) if v.startswith("http") else v) for v in reader.values(iri, str(p.get("pid")))]
        given = p.get("v")
        wanted = folded(str(given.get("name") or given.get("id")) if isinstance(given, Mapping) else str(given))
        right += any(wanted in t or t in wanted for t in there if t)
    return right / len(properties)
