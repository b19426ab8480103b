"""Queries in normal form: they mean what they meant, and nothing in them is a keyword that was none."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store
from serving import Endpoint, listening
from strategies import examples

from kg.serve.lexing import tokens
from kg.serve.normal_form import MOST_NESTED, TooDeep, read_parts
from kg.serve.text_search import with_text_search
from kg.vocab import PREFIXES

BASE = "http://e.example/x/sparql"


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    for number in (1, 2):
        store.add(Quad(NamedNode("http://e.example/x/a"), NamedNode("x:p"), Literal(number)))
    store.add(Quad(NamedNode("x:b"), NamedNode("x:service"), Literal('SERVICE\n"\\u0041', language="en")))
    return store


def answered(store: Store, text: str, base: str | None = None) -> object:
    found = store.query(text, base_iri=base)
    if isinstance(found, QuerySolutions):
        return found.variables, sorted(str(s) for s in found)
    return sorted(map(str, found)) if isinstance(found, QueryTriples) else bool(found)


@given(st.text())
def test_any_text_has_tokens_that_cover_it_in_order_or_is_no_sparql(text: str) -> None:
    try:
        found = list(tokens(text))
    except ValueError as e:
        assert re.match(r"line \d+, column \d+: ", str(e))
        return
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(x.end <= y.start for x, y in itertools.pairwise(found))
    left = re.sub(r"#[^\r\n]*", "", "".join(text[a.end : b.start] for a, b in itertools.pairwise(found)))
    assert not left.strip(" \t\r\n")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT ?x { <a> <x:p> ?x FILTER(?x<2||?x>=2) } ORDER BY DESC(?x) LIMIT 1",
        "BASE <http://e.example/> PREFIX : <x/> ASK { :a <x:p> 1 }",
        "PREFIX : <> SELECT (:a AS ?x) (IRI('b') AS ?y) (<../c?d#e> AS ?z) {}",
        "PREFIX a.b: <http://e.example/> ASK { a.b:x\\/a <x:p> 1 . }",
        "PREFIX service: <x:> SELECT ?service { ?load service:service ?service }",
        "PREFIX SERVICE: <x:> SELECT * { ?s a? SERVICE:b . ?s SERVICE:service|SERVICE:p ?o }",
        "SELECT * { ?s <x:service> \"SERVICE\\n\\\"\\\\u0041\"@en } # SERVICE <x:y> {}",
        "SELECT * { ?s <x:service> '''SERVICE\n\"\\\\u0041'''@EN }",
        "SELECT ('\\u0041\\U0001F600\\\\u0041' AS ?x) ('''a''b''' AS ?y) (\"\\t\\b\\f\\'\" AS ?z) {}",
        "SELECT (1-1 AS ?a) (1 -1 AS ?b) (-1 AS ?c) (+.5e1 AS ?d) (1.0/2 AS ?e) {}",
        "SELECT (CONCAT('a','b') AS ?a) (COALESCE(?u,1) AS ?b) (if(true,1,2) AS ?c) {}",
        "SELECT (GROUP_CONCAT(DISTINCT ?o ; separator=',') AS ?x) { ?s <x:p> ?o } GROUP BY ?s",
        "CONSTRUCT { ?s <x:q> ?o } { ?s <x:p> ?o FILTER NOT EXISTS { ?s <x:q> ?o } }",
        "ASK { _:s <x:p> 1, 2 ; <x:p> [] FILTER(1 IN (1, 2)) } VALUES ?u { UNDEF <x:a> 'b'^^<x:c> }",
        "SELECT * { ?s ^<x:q>?/(<x:p>|!(<x:r>|^a))* ?o } ORDER BY ?o",
        "SELECT (<<( <x:a> <x:b> 1 )>> AS ?t) { OPTIONAL { << ?a ?b ?c >> ?d ?e {| ?f ?g |} } }",
    ],
)  # fmt: skip
def test_a_query_means_the_same_in_normal_form(store: Store, query: str) -> None:
    assert answered(store, read_parts(query, BASE).normal().text) == answered(store, query, BASE)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT (<x:甲> AS ?x)\n (1 AS 2) {}", "line 2, column 8: expected"),
        ("SELECT ?x { ?x ex:p 1 }", "line 1, column 16: the prefix ex: is not declared"),
        ("SELECT ?x { ?x <p q> 1 }", "line 1, column 17"),
        ("PREFIX e: <http://e.example:> ASK { ?x e:port 1 }", "line 1, column 40"),
        ("ASK { ?x ?y ) }", "line 1, column 13: ) closes no bracket"),
        ("ASK { ?x ?y 'a }", "line 1, column 13: this is no SPARQL"),
        ("\\u0041SK {}", "line 1, column 1: this is no SPARQL"),
        ("ASK { SERVICESILENT ?x { } }", "line 1, column 7: SERVICESILENT is no keyword"),
        ("SELECT ('\\UFFFFFFFF' AS ?x) {}", "line 1, column 9: \\UFFFFFFFF is no character"),
        ("SELECT ('\\uD800' AS ?x) {}", "is no character"),
        ("PREFIX x:", "line 1, column 10: a declaration breaks off"),
    ],
)
def test_an_error_names_the_place_in_the_query_as_it_was_written(store: Store, query: str, said: str) -> None:
    with pytest.raises(ValueError) as error:
        normal = read_parts(query).normal()
        try:
            store.query(normal.text)
        except SyntaxError as e:
            raise ValueError(normal.explained(e)) from e
    assert said in str(error.value)


def test_brackets_are_nested_so_deeply_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        return "ASK " + "{" * depth + "}" * depth

    read_parts(nested(MOST_NESTED))
    with pytest.raises(TooDeep):
        read_parts(nested(MOST_NESTED + 1))


# What a parser that takes keywords without boundaries, and tries other readings where one fails, may make a call of
SOUP = (
    "SERVICE", "service", "SERVICE:x", ":SERVICE", "p:service", "q:SERVICESILENT", "SILENT", "LOAD", ":", ": ", "q:", "?x", "?",
    "<ENDPOINT>", "<?b)SERVICE?c#>\n", "<", ">", "{", "{ ?x ?y ?z }", "}", "(", ")", "[", "]", ".", ";", " ", " ", "\n", "#", "'",
    "\\u0053", "a", "1", "^", "@en", "_:service", "FILTER(", "OPTIONAL", "UNION", "VALUES ?x", "BIND(1 AS ?b)", "&&",
)  # fmt: skip
BEFORE = ("", "?s ?p ", "?s ?p ?o ", "?s a ?x FILTER(?x ")
AFTER = ("", " ", " : { ?x ?y ?z } ", "{ ?x ?y ?z }", ":x {}", ")")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def joined() -> Store:
    """Return a store with a triple whose object is the IRI of a prefix."""
    store = Store()
    store.add(Quad(NamedNode("x:a"), NamedNode("x:p"), NamedNode("http://e.example:")))
    return store


def in_query(pattern: str, endpoint: Endpoint) -> str:
    names = {"": endpoint.address, "p": "http://e.example:", "q": "x:q", "SERVICE": "x:s", "service": "x:t"}
    prologue = "".join(f"PREFIX {name}: <{iri}> " for name, iri in names.items())
    return prologue + "SELECT * {" + pattern.replace("ENDPOINT", endpoint.address) + "}"


@settings(max_examples=examples(500), deadline=None)
@given(st.sampled_from(BEFORE), st.lists(st.sampled_from(SOUP), max_size=6), st.sampled_from(AFTER))
def test_no_text_that_calls_nothing_makes_oxigraph_call(
    joined: Store, endpoint: Endpoint, before: str, soup: list[str], after: str
) -> None:
    query = in_query(before + "".join(soup) + after, endpoint)
    with contextlib.suppress(ValueError, SyntaxError):
        parts = read_parts(query)
        if not parts.calls_out():
            answered(joined, parts.normal().text)
    assert not endpoint.calls, query


@pytest.mark.parametrize("pattern", ["SERVICE:x { ?x ?y ?z }", "?s ?p p:service : { ?x ?y ?z }"])
def test_the_same_texts_make_oxigraph_call_where_they_run_as_they_are(
    joined: Store, endpoint: Endpoint, pattern: str
) -> None:
    with pytest.raises(OSError):
        answered(joined, in_query(pattern, endpoint))
    assert endpoint.calls
    endpoint.calls = 0


# Text search


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ('SELECT * { ?x kg:textMatch "甲" }', 2),
        ('PREFIX k: <https://w3id.org/newskg/ontology#> SELECT * { ?x k:textMatch "甲" . ?x <x:p> ?y }', 1),
        ('SELECT * { ?x <https://w3id.org/newskg/ontology#textMatch> """甲""" ; <x:p> ?y }', 1),
        ('SELECT * { ?x <x:p> ?y ; kg:textMatch "甲" }', 1),
        ('SELECT * { ?x <x:p> ?y ; kg:textMatch "甲" ; <x:p> ?z . }', 1),
        ('SELECT * { OPTIONAL { ?x kg:textMatch "甲" } }', 2),
        ('SELECT * { ?x <x:q> ?w . ?x kg:textMatch "kg:textMatch" }', 0),
        ('SELECT * { ?x kg:textMatch "甲" ; kg:textMatch "乙" ; <x:p> ?y ; . }', 1),
        ('SELECT * { ?y <x:q> "2" FILTER(?y != <x:c>) ?x kg:textMatch "甲" }', 2),
        ('SELECT * { ?y <x:q> "2" BIND(1 AS ?z) ?x <x:p> "1" ; kg:textMatch "甲" }', 1),
        ('SELECT * { ?y <x:q> ?v FILTER xsd:integer(?v) ?x kg:textMatch "甲" }', 2),
        ('SELECT * { ?x (<x:p>|<x:q>) "1" ; kg:textMatch "甲" }', 1),
        ('SELECT * { ?x kg:textMatch "甲" FILTER(?x = <x:b>) }', 1),
        ('SELECT * { ?x kg:textMatch "\\u7532" # "乙"\n . ?x <x:p> ?y }', 1),
        ('SELECT * { { ?x kg:textMatch "甲" } UNION { ?x kg:textMatch "乙" } }', 3),
    ],
)
def test_text_search_becomes_values_that_run(query: str, count: int) -> None:
    store = Store()
    store.add(Quad(NamedNode("x:a"), NamedNode("x:p"), Literal("1")))
    store.add(Quad(NamedNode("x:b"), NamedNode("x:q"), Literal("2")))
    index = {"甲": ["x:a", "x:b"], "乙": ["x:a"]}
    parts = with_text_search(read_parts(query, None, PREFIXES), lambda words: index.get(words, []))
    found = store.query(parts.normal().text)
    assert isinstance(found, QuerySolutions) and len(list(found)) == count


@pytest.mark.parametrize(
    "use",
    [
        "?x kg:textMatch ?words",
        '<x:a> kg:textMatch "甲"',
        '[] kg:textMatch "甲"',
        '?x <x:p> [ kg:textMatch "甲" ]',
        '?x <x:p> [ a <x:C> ; kg:textMatch "甲" ]',
        '?x <x:p> ?y {| kg:textMatch "甲" |}',
        '(?x) kg:textMatch "甲"',
        '?x kg:textMatch "甲", "乙"',
        '?x kg:textMatch "甲"@zh',
        '?x kg:textMatch "甲"^^xsd:string',
        '?x kg:textMatch "\\UFFFFFFFF"',
        '?x kg:textMatch/<x:p> "甲"',
        '?x ^kg:textMatch "甲"',
        '?s ?p kg:textMatch',
        'VALUES ?x { kg:textMatch "甲" }',
        'FILTER(?x IN (kg:textMatch, "甲"))',
        "?x " + " ; ".join(['kg:textMatch "甲"'] * 21),
    ],
)  # fmt: skip
def test_text_search_that_cannot_be_taken_apart_is_refused(use: str) -> None:
    with pytest.raises(ValueError):
        with_text_search(read_parts(f"SELECT * {{ ?x <x:p> ?z . {use} }}", None, PREFIXES), lambda words: ["x:a"])


def test_text_search_in_a_template_is_refused() -> None:
    query = 'CONSTRUCT { ?x kg:textMatch "甲" } { ?x ?y ?z }'
    with pytest.raises(SyntaxError):
        Store().query(with_text_search(read_parts(query, None, PREFIXES), lambda words: ["x:a"]).normal().text)
