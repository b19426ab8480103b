"""Loading a graph and eight queries: our store (Oxigraph) against rdflib's own memory store, the same data and queries."""

from __future__ import annotations

from pathlib import Path

import rdflib
from measuring import Figure, in_turn

from kg.graph.query import Table, query, with_prefixes
from kg.store import load

ROUNDS = 3
QUERIES = {
    "how many things of each class": "SELECT ?class (COUNT(?x) AS ?n) { ?x a ?class } GROUP BY ?class",
    "who holds which post": "SELECT ?who ?title { ?p skos:prefLabel ?who ; kg:holdsPosition/kg:positionTitle ?title }",
    "the positions with their organisations, where stated": (
        "SELECT ?p ?title ?body { ?p kg:holdsPosition ?post . ?post kg:positionTitle ?title "
        "OPTIONAL { ?post kg:positionAt/skos:prefLabel ?body } }"
    ),
    "inspections by day, with their sentences": (
        "SELECT DISTINCT ?day ?text { ?e a kg:Inspection ; kg:date ?day ; kg:statedIn/kg:text ?text } ORDER BY ?day ?text"
    ),
    "the thirty most mentioned": (
        "SELECT ?name (COUNT(DISTINCT ?a) AS ?n) { ?a kg:mentions ?x . ?x skos:prefLabel ?name } "
        "GROUP BY ?name ORDER BY DESC(?n) ?name LIMIT 30"
    ),
    "who takes part in one event with another": (
        "SELECT DISTINCT ?a ?b { ?e kg:agent|kg:participant ?a, ?b . ?a a kg:Person . ?b a kg:Person FILTER(STR(?a) < STR(?b)) }"
    ),
    "places within places, all the way up": "SELECT ?a ?b { ?a a kg:Place ; kg:partOf+ ?b }",
    "sentences with a word": 'SELECT ?s { ?s kg:text ?t FILTER(CONTAINS(?t, "会议")) }',
}


def against_rdflib(turtle: Path) -> list[Figure]:
    """Return a line for loading and one for each query. Raises ValueError where the answers differ in number."""
    ours, theirs = load(turtle), rdflib.Graph()
    theirs.parse(turtle, format="turtle")
    works = {"kg": lambda: load(turtle), "rdflib": lambda: rdflib.Graph().parse(turtle, format="turtle")}
    figures = [_figure(f"load {len(theirs):,} triples, against rdflib", in_turn(works, 1))]
    total = {"kg": 0.0, "rdflib": 0.0}
    for name, sparql in QUERIES.items():
        mine, other = query(ours, sparql), len(list(theirs.query(with_prefixes(sparql))))
        if not isinstance(mine, Table) or len(mine.rows) != other:
            raise ValueError(f"{name}: the answers differ")
        taken = in_turn(
            {
                "kg": lambda sparql=sparql: query(ours, sparql),
                "rdflib": lambda sparql=sparql: list(theirs.query(with_prefixes(sparql))),
            },
            ROUNDS,
        )
        total = {side: total[side] + taken[side] for side in total}
        figures.append(_figure(f"query: {name} ({other:,} rows)", taken))
    return [*figures, _figure("the eight queries, against rdflib", total)]


def _figure(what: str, taken: dict[str, float]) -> Figure:
    return Figure(
        what, f"{taken['kg'] * 1000:,.1f} ms", f"{taken['rdflib'] * 1000:,.1f} ms", taken["rdflib"] / taken["kg"]
    )
