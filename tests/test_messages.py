"""What the command line says of wrong queries, unreachable servers, and where it writes; with real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.api import Graph
from kg.errors import QueryError
from kg.graph.query import query
from kg.graph.query_advice import no_rows, unknown_terms

ROOT = Path(__file__).parent.parent


def run(*arguments: str, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
    )


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        (
            "SELECT ?p { ?p a sko:Concept }",
            r"the prefix sko: at line 1, column 18 is not declared; did you mean skos:\?",
        ),
        (
            "SELECT ?p {\n ?p a news:Person }",
            "the prefix news: at line 2, column 7 is not declared; the prefixes of kg are",
        ),
        ("SELECT ?p { ?p a kg:Person ", "1 “}” missing"),
        ("SELECT ?p { ?p a kg:Person . FILTER(?p = 1 }", "1 “\\)” missing"),
        ("SELEC ?p { ?p a kg:Person }", r"did you mean SELECT\?"),
        ("SELECT ?p {\n ?p a kg:Person ;;; ] }", "line 2, column"),
    ],
)
def test_a_wrong_query_is_one_line_with_the_place_and_a_suggestion(demo: Graph, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        query(demo.store, sparql)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "sparql",
    [
        'PREFIX my: <http://x/> SELECT ?p { ?p a my:Person ; skos:prefLabel "foo:bar" }',
        "SELECT ?p { ?p a <http://x/foo:bar> } # baz:none",
        "SELECT ?p { _:b kg:agent ?p }",
    ],
)
def test_a_prefix_in_a_string_an_iri_or_a_comment_is_none(demo: Graph, sparql: str) -> None:
    query(demo.store, sparql)


@pytest.mark.parametrize(
    ("sparql", "messages"),
    [
        ("SELECT ?e { ?e a kg:Inspektion }", ["kg:Inspektion is not in the ontology; did you mean kg:Inspection?"]),
        ("SELECT ?e { ?e kg:agents ?p }", ["kg:agents is not in the ontology; did you mean kg:agent?"]),
        ("SELECT ?e { ?e kg:xyzzy ?p }", ["kg:xyzzy is not in the ontology"]),
        ('SELECT ?e { ?e kg:agent ?p ; a kg:Visit ; kg:trigger "kg:none" }', []),
    ],
)
def test_a_term_that_the_ontology_has_not_is_pointed_out(sparql: str, messages: list[str]) -> None:
    assert list(unknown_terms(sparql)) == messages


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ('SELECT ?p { ?p skos:prefLabel "陆怀"@zh }', "no name is “陆怀”; it is a part of “陆怀谦”"),
        ('SELECT ?p { ?p skos:prefLabel "陆怀谦" }', 'write "陆怀谦"@zh'),
        ('SELECT ?p { ?p skos:prefLabel "查无此人"@zh }', ""),
    ],
)
def test_no_rows_are_explained_by_the_strings_of_the_query(demo: Graph, sparql: str, said: str) -> None:
    messages = list(no_rows(demo.store, sparql))
    assert bool(messages) == bool(said) and all(said in m for m in messages)


@pytest.mark.parametrize(
    "arguments", [("push", "http://127.0.0.1:9/x"), ("reconcile", "--service", "http://127.0.0.1:9/x")]
)
def test_an_unreachable_server_is_one_plain_line(demo_folder: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, str(demo_folder / "graph.trig"))
    lines = done.stderr.decode().strip().splitlines()
    assert done.returncode == 2 and "the connection is refused" in lines[-1]
    assert not any("Traceback" in x or "HTTPConnection" in x for x in lines)


def test_explain_works_in_a_c_locale(demo_folder: Path) -> None:
    done = run("explain", "陆怀谦", str(demo_folder / "graph.ttl"), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode("utf-8").startswith("陆怀谦  person/陆怀谦")


def test_a_build_without_a_folder_says_where_it_writes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云川大学揭牌\n\n3月5日，云川大学举行揭牌仪式。", "utf-8")
    done = run("build", "a.txt", folder=tmp_path)
    assert "kg: writing to the folder exports (choose another one with -o)" in done.stderr.decode()
    assert (tmp_path / "exports" / "graph.trig").exists()


def test_the_page_of_the_whole_graph_is_the_explorer(demo_folder: Path, tmp_path: Path) -> None:
    done = run("view", "--whole", str(demo_folder / "graph.ttl"), folder=tmp_path)
    assert done.returncode == 0 and [p.name for p in tmp_path.iterdir()] == ["explorer.html"]
