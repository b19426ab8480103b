"""The tool `sparql`: a query under the endpoint's limits, its answer cut to what an assistant can read."""

from __future__ import annotations

import json
from typing import Any

from kg.errors import QueryError
from kg.mcp.citing import CITED, Citing
from kg.mcp.results import Citation, SparqlResult
from kg.serve.jobs import Answer, Job, Refused
from kg.serve.resources import as_node
from kg.serve.site import Opened, Site

MOST_CHARACTERS = 40_000  # of an answer
MOST_CITED = 40  # IRIs of an answer whose sentences come with it
JSON, TURTLE = "application/sparql-results+json", "text/turtle"


async def answer_of(site: Site, now: Opened, text: str) -> Answer:
    """Return the answer to a query. Raises QueryError where the endpoint refuses it."""
    try:
        return await site.pool.run(Job("query", str(now.path), text, (JSON,), (TURTLE,)))
    except Refused as e:
        raise QueryError(e.message) from e


async def sparql(site: Site, text: str, limit: int) -> SparqlResult:
    """Return the answer to a query, with the sentences behind what is in it."""
    now = site.opened()
    answer = await answer_of(site, now, text)
    body = _body(answer)
    if not answer.media.startswith(JSON):
        return _graph(body)
    data = json.loads(body)
    if "boolean" in data:
        return SparqlResult(["answer"], [[str(data["boolean"]).lower()]], "", {}, False, "")
    columns: list[str] = data["head"]["vars"]
    bindings: list[dict[str, Any]] = data["results"]["bindings"]
    rows: list[list[str | None]] = []
    size = 0
    for binding in bindings[:limit]:
        row = [binding[c]["value"] if c in binding else None for c in columns]
        size += sum(len(v or "") for v in row)
        if size > MOST_CHARACTERS:
            break
        rows.append(row)
    iris = dict.fromkeys(
        b[c]["value"] for b in bindings[: len(rows)] for c in columns if b.get(c, {}).get("type") == "uri"
    )
    cut = len(rows) < len(bindings)
    note = f"{len(rows)} of {len(bindings)} rows: use LIMIT and OFFSET, or ask for fewer columns" if cut else ""
    return SparqlResult(columns, rows, "", _citations(Citing(now.store), list(iris)), cut, note)


def _body(answer: Answer) -> str:
    if answer.file is None:
        return answer.body.decode("utf-8")
    try:
        return answer.file.read_text("utf-8")
    finally:
        answer.file.unlink(missing_ok=True)


def _graph(turtle: str) -> SparqlResult:
    if len(turtle) <= MOST_CHARACTERS:
        return SparqlResult([], [], turtle, {}, False, "")
    kept = turtle[: turtle.rfind("\n", 0, MOST_CHARACTERS)]
    return SparqlResult([], [], kept, {}, True, f"cut after {len(kept)} of {len(turtle)} characters: use LIMIT")


def _citations(citing: Citing, iris: list[str]) -> dict[str, list[Citation]]:
    """Return the sentences behind the statements, positions, events and sentences among the first IRIs."""
    found = {}
    for iri in iris[:MOST_CITED]:
        node = as_node(iri)
        if node is None:
            continue
        cited = [citing.citation(node)] if "Sentence" in citing.kinds(node) else citing.evidence([node])
        if cited:
            found[iri] = cited[:CITED]
    return found
