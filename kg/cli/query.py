"""kg query, kg search, kg explain and kg validate: reading a graph."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.errors import InputError


def add_query(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg query."""
    parser.add_argument("sparql", nargs="?", help="a query; the prefixes of kg are predefined")
    parser.add_argument("graph", nargs="?", help="a store or a file (default: exports/graph.trig)")
    parser.add_argument("--file", metavar="FILE", help="read the query from a file")
    parser.add_argument("--ready", metavar="NAME", help="run a ready-made query")
    parser.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the ready-made query"
    )
    parser.add_argument("--list", action="store_true", help="list the ready-made queries")
    parser.add_argument(
        "--format",
        choices=("table", "csv", "json", "turtle"),
        default="table",
        help="output format (default: %(default)s)",
    )
    parser.set_defaults(run=_query)


def _query(options: argparse.Namespace) -> int:
    from kg.graph.query import Table, as_csv, as_json, as_table, query, ready_queries
    from kg.graph.query_advice import no_rows, unknown_terms
    from kg.store import load, searchable

    if options.list:
        for q in ready_queries().values():
            print(f"{q.name:10} {q.title}")
        return 0
    sparql, graph = _sparql_and_graph(options)
    for message in unknown_terms(sparql):
        print(f"kg: {message}", file=sys.stderr)
    store = load(graph)
    result = query(searchable(store), sparql)
    if isinstance(result, Table):
        if options.format == "turtle":
            raise InputError(
                "a SELECT returns rows, not triples", "use --format table, csv or json, or write a CONSTRUCT"
            )
        print({"table": as_table, "csv": as_csv, "json": as_json}[options.format](result))
        for message in no_rows(store, sparql) if not result.rows else ():
            print(f"kg: {message}", file=sys.stderr)
    else:
        print(result.turtle)
    return 0


def _sparql_and_graph(options: argparse.Namespace) -> tuple[str, str]:
    """Return the query, given in one of several ways, and the graph file."""
    from kg.graph.query import fill, ready_query

    rest = [x for x in (options.sparql, options.graph) if x]
    if options.ready:
        values = dict(p.partition("=")[::2] for p in options.param)
        sparql = fill(ready_query(options.ready), values)
    elif options.file:
        try:
            sparql = Path(options.file).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as e:
            raise InputError(f"{options.file}: cannot be read: {e}", "check the path") from e
    elif rest:
        sparql, rest = rest[0], rest[1:]
    else:
        raise InputError("no query was given", "write kg query 'SELECT ...' GRAPH, or kg query --list")
    return sparql, rest[0] if rest else "exports/graph.trig"


def add_search(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg search."""
    parser.add_argument("words", help="words, separated by blanks; all of them must occur")
    parser.add_argument(
        "graph", nargs="?", default="exports/graph.trig", help="a store or a file (default: %(default)s)"
    )
    parser.add_argument(
        "--in",
        dest="fields",
        action="append",
        choices=("label", "alias", "title", "sentence"),
        help="where to search (default: everywhere)",
    )
    parser.add_argument("--limit", type=int, default=20, help="maximum number of results (default: %(default)s)")
    parser.set_defaults(run=_search)


def _search(options: argparse.Namespace) -> int:
    from kg.store import GraphStore, WordIndex, load
    from kg.store.words import ORDER

    stored = GraphStore.is_at(options.graph)
    index = GraphStore(options.graph).words() if stored else WordIndex.of(q.triple for q in load(options.graph))
    hits = index.search(options.words, tuple(options.fields or ORDER), options.limit)
    for hit in hits:
        print(f"{hit.field:8}  {hit.text}\n          {hit.iri}")
    if not hits:
        print(f"nothing found for {options.words}")
    return 0 if hits else 1


def add_explain(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg explain."""
    parser.add_argument("entity", help="a name, an IRI, or an IRI without the base (person/陆怀谦)")
    parser.add_argument(
        "graph", nargs="?", default="exports/graph.trig", help="a store or a file (default: %(default)s)"
    )
    parser.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    from kg.graph.explain import as_text, explain
    from kg.store import base_of, load

    store = load(options.graph)
    base = base_of(store)
    print(as_text(explain(store, options.entity, base), base))
    return 0


def add_validate(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of kg validate."""
    parser.add_argument("graph", help="a store or a file")
    parser.add_argument("--shapes", metavar="FILE", help="your own shapes (default: those of the ontology)")
    parser.add_argument(
        "--engine", choices=("pyshacl", "shifty"), default="pyshacl", help="shifty is faster on large graphs (an extra)"
    )
    parser.add_argument("--all", action="store_true", help="list all findings instead of five of each kind")
    parser.set_defaults(run=_validate)


def _validate(options: argparse.Namespace) -> int:
    from kg.graph.validate import as_text, validate
    from kg.store import load

    findings = validate(load(options.graph), options.engine, options.shapes)
    if findings:
        print(as_text(findings, len(findings) if options.all else 5))
    wrong = [f for f in findings if f.severity == "Violation"]
    warned = f", {len(findings) - len(wrong)} warnings" if len(wrong) < len(findings) else ""
    print(f"{options.graph}: {f'{len(wrong)} findings' if wrong else 'conforms to the shapes'}{warned}")
    return 1 if wrong else 0
