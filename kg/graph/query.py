"""SPARQL over a built graph, with the contract's prefixes known, and the ready-made queries of `ontology/queries`."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store, serialize

from kg.errors import QueryError
from kg.files.integrity import damage_in
from kg.graph.query_advice import syntax_message, unknown_prefix
from kg.vocab import PREFIXES, ontology_folder

FORMER_QUERIES = {"posts": "positions"}  # names that version 0.1 used, which still work
FORMER_PARAMETERS = {"body": "organisation"}
DECLARED = re.compile(r"\bPREFIX\s+([\w-]*):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A ready-made query: its name, its titles, the parameters it takes, and its text."""

    name: str
    title: str
    parameters: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT (None: unbound) or the answer of an ASK, and the results as SPARQL 1.1 JSON."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    json: str


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph that a CONSTRUCT or DESCRIBE makes, as Turtle."""

    turtle: str


def with_prefixes(sparql: str) -> str:
    """Return the query with the contract's prefixes declared that it uses and does not declare itself."""
    declared = set(DECLARED.findall(sparql))
    missing = [p for p in PREFIXES if p not in declared and re.search(rf"\b{p}:", sparql)]
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing) + sparql


def query(store: Store, sparql: str) -> Table | Triples:
    """Run a query over the default graph (see `kg.store.searchable`); GRAPH asks the articles' graphs.

    SERVICE in it calls the server that it names. Raises QueryError where it does not parse or run, DamagedError where the
    store on disk is damaged.
    """
    if message := unknown_prefix(sparql):
        raise QueryError(f"the query does not run: {message}", "declare it with PREFIX, or use one of kg")
    whole = with_prefixes(sparql)
    try:
        result = store.query(whole)
        if isinstance(result, QuerySolutions):
            return _table(result)
        if isinstance(result, QueryBoolean):
            answer = "true" if bool(result) else "false"
            return Table(("answer",), ((answer,),), json.dumps({"head": {}, "boolean": bool(result)}))
        used = {p: ns for p, ns in PREFIXES.items()}
        return Triples((serialize(result, format=RdfFormat.TURTLE, prefixes=used) or b"").decode("utf-8"))
    except SyntaxError as e:
        message = syntax_message(sparql, str(e), len(whole) - len(sparql))
        raise QueryError(f"the query does not run: {message}", "see kg query --list for queries that do") from e
    except (ValueError, RuntimeError, OSError) as e:  # OSError: of a server that SERVICE calls
        if damage := damage_in(e):
            raise damage from e
        raise QueryError(f"the query does not run: {e}", "see kg query --list for queries that do") from e


def _table(solutions: QuerySolutions) -> Table:
    columns = tuple(v.value for v in solutions.variables)
    rows: list[tuple[str | None, ...]] = []
    bindings = []
    for s in solutions:
        terms = [s[c] for c in columns]
        rows.append(tuple(_plain(t) for t in terms))
        bindings.append({c: _json(t) for c, t in zip(columns, terms, strict=True) if t is not None})
    return Table(
        columns,
        tuple(rows),
        json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=1),
    )


def _plain(term: object) -> str | None:
    return None if term is None else str(getattr(term, "value", term))


def _json(term: object) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": str(getattr(term, "value", term))}
    fields = {"type": "literal", "value": term.value}
    if term.language:
        return {**fields, "xml:lang": term.language}
    if term.datatype.value != PREFIXES["xsd"] + "string":
        return {**fields, "datatype": term.datatype.value}
    return fields


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def as_table(result: Table) -> str:
    """Return the rows in columns, Chinese characters counted as two wide."""
    rows = [result.columns, *(tuple((v or "").replace("\n", " ") for v in row) for row in result.rows)]
    widths = [min(60, max(_width(r[i]) for r in rows)) for i in range(len(result.columns))]
    lines = ["  ".join(v + " " * (w - _width(v)) for v, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join([*lines, f"({len(result.rows)} row{'s' * (len(result.rows) != 1)})"])


def as_csv(result: Table) -> str:
    """Return the rows as CSV (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(result.columns)
    writer.writerows([v or "" for v in row] for row in result.rows)
    return out.getvalue()


def as_json(result: Table) -> str:
    """Return the rows as SPARQL 1.1 Query Results JSON."""
    return result.json


def ready_queries(folder: Path | None = None) -> dict[str, ReadyQuery]:
    """Return the ready-made queries by name; a file's first line is its title, {name} in it a parameter."""
    found = {}
    for path in sorted((folder or ontology_folder() / "queries").glob("*.rq")):
        text = path.read_text("utf-8")
        title, _, sparql = text.partition("\n")
        parameters = tuple(dict.fromkeys(re.findall(r"\{\{(\w+)\}\}", sparql)))
        found[path.stem] = ReadyQuery(path.stem, title.lstrip("# "), parameters, sparql)
    return found


def ready_query(name: str) -> ReadyQuery:
    """Return the ready-made query of a name, also of a former one. Raises QueryError."""
    known = ready_queries()
    found = known.get(FORMER_QUERIES.get(name, name))
    if found is None:
        raise QueryError(f"there is no ready-made query {name}", f"choose one of: {', '.join(known)}")
    return found


def fill(ready: ReadyQuery, values: Mapping[str, str]) -> str:
    """Return a ready-made query with its parameters as string literals.

    Raises QueryError for a parameter that it does not know.
    """
    values = {_parameter(ready, name): value for name, value in values.items()}
    unknown = sorted(set(values) - set(ready.parameters))
    if unknown:
        known: Sequence[str] = ready.parameters or ("none",)
        raise QueryError(f"{ready.name} has no parameter {unknown[0]}", f"it takes: {', '.join(known)}")
    text = ready.text
    for name in ready.parameters:
        value = values.get(name, "").replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        text = text.replace("{{" + name + "}}", f'"{value}"')
    return text


def _parameter(ready: ReadyQuery, name: str) -> str:
    """Return the present name of a parameter."""
    present = FORMER_PARAMETERS.get(name, name)
    return present if present in ready.parameters else name
