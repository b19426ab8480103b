"""No query makes the server call another one: by the check of the query, and by the process that runs it, each alone."""

from __future__ import annotations

import platform
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from conftest import ROOT
from pyoxigraph import NamedNode, Quad, Store
from serving import Endpoint, listening, served

from kg.cli import main
from kg.serve.confinement import ARCHITECTURES
from kg.serve.normal_form import read_parts
from kg.store import GraphStore
from kg.vocab import PREFIXES

HTTP = urllib3.PoolManager(retries=False, timeout=60)
E = "http://e.example/"
CALLS = (
    "SELECT * { SERVICE <ENDPOINT> { ?x ?y ?z } }",
    "SELECT * { service silent <ENDPOINT> { ?x ?y ?z } }",
    "PREFIX : <ENDPOINT> SELECT ?x { SERVICE:admin { ?x ?y ?z } }",
    "PREFIX : <ENDPOINT> PREFIX SERVICE: <x:> SELECT ?x { SERVICE:admin { ?x ?y ?z } }",
    "PREFIX : <ENDPOINT> PREFIX SERVICESILENT: <x:> SELECT ?x { SERVICESILENT:admin { ?x ?y ?z } }",
    "PREFIX : <ENDPOINT> PREFIX s: <x:> SELECT ?x { ?s ?p ?o .SERVICE:x{ ?x ?y ?z } }",
    "PREFIX p: <http://e.example:> SELECT * { ?s ?p p:service <ENDPOINT> { ?x ?y ?z } }",
    "PREFIX p: <http://e.example:> SELECT * { ?s ?p p:serviceSILENT <ENDPOINT> { ?x ?y ?z } }",
    "SELECT * { SERVICE#>\n<ENDPOINT>{ ?x ?y ?z } }",
    "SELECT * { SERVICESILENT<ENDPOINT>{ ?x ?y ?z } }",
    "SELECT * { BIND(<ENDPOINT> AS ?e) SERVICE ?e { ?x ?y ?z } }",
    "SELECT * { VALUES ?e { <ENDPOINT> } SERVICE SILENT ?e { } }",
    "SELECT * { BIND(?s <?b)SERVICE?c#>\n{ ?x ?y ?z } }",
    "SELECT * { OPTIONAL { { SELECT * { SERVICE <ENDPOINT> { ?x ?y ?z } } } } }",
    "ASK { FILTER EXISTS { SERVICE <ENDPOINT> { ?x ?y ?z } } }",
    "CONSTRUCT { ?x ?y ?z } WHERE { SERVICE <\\u0068ttp:ENDPOINT> { ?x ?y ?z } }",
    "DESCRIBE ?x { \\u0053ERVICE <ENDPOINT> { ?x ?y ?z } }",
    "BASE <ENDPOINT> SELECT * { SERVICE <> { ?x ?y ?z } }",
    'SELECT * { ?x kg:textMatch "\\" } #" . SERVICE <ENDPOINT> { ?x ?y ?z } }',
)
UPDATES = (
    "LOAD <ENDPOINT>",
    "load silent <ENDPOINT> into graph <x:g>",
    "PREFIX : <ENDPOINT> LOAD:x",
    "PREFIX : <ENDPOINT> PREFIX LOAD: <x:> LOADSILENT:x",
    "INSERT DATA { <x:a> <x:b> 1 } ; LOAD<ENDPOINT>",
    "PREFIX : <ENDPOINT> INSERT { ?x ?y ?z } WHERE { SERVICE:x { ?x ?y ?z } }",
    "DELETE { ?x ?y ?z } WHERE { ?x ?y ?z . MINUS { SERVICE SILENT <ENDPOINT> { ?x ?y ?z } } }",
)
HARMLESS = (
    "PREFIX service: <http://e.example/> SELECT ?load { service:a service:p ?load }",
    "PREFIX SERVICE: <http://e.example/> SELECT ?SERVICE { SERVICE:a ?p ?SERVICE . { SERVICE:a ?p SERVICE:service } }",
    "PREFIX load: <http://e.example/service/> SELECT * { ?service ?load load:load { ?s ?p 'SERVICE <x:y> {}' } }",
    "SELECT ('SERVICE' AS ?x) ('''\n'LOAD <x:y>''' AS ?y) { } # SERVICE <x:y> { }",
    "SELECT * { ?s <http://e.example/SERVICE> _:service }",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guard") / "store"
    stated = [(E + "a", E + "p", NamedNode(E + "service")), (E + "b", E + "p", NamedNode("http://e.example:"))]
    graph = NamedNode(E + "article/1")
    GraphStore(path).publish([Quad(NamedNode(s), NamedNode(p), o, graph) for s, p, o in stated])
    return path


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[tuple[str, int]]:
    with served(folder, "--allow", "update") as found:
        yield found


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with listening() as found:
        yield found


def sent(site: str, kind: str, text: str) -> urllib3.BaseHTTPResponse:
    headers = {"Content-Type": f"application/sparql-{kind}", "Accept": "*/*"}
    return HTTP.request("POST", f"{site}/sparql", headers=headers, body=text.encode())


@pytest.mark.parametrize(
    ("kind", "text"), [*(("query", text) for text in CALLS), *(("update", text) for text in UPDATES)]
)
def test_the_server_refuses_what_calls_another_and_calls_nobody(
    site: tuple[str, int], endpoint: Endpoint, kind: str, text: str
) -> None:
    reply = sent(site[0], kind, text.replace("ENDPOINT", endpoint.address))
    assert reply.status == 400 and reply.data.strip(), reply.data
    assert not endpoint.calls


def test_the_server_calls_another_where_that_was_allowed(folder: Path, endpoint: Endpoint) -> None:
    with served(folder, "--allow", "service") as (site, _):
        reply = sent(site, "query", CALLS[0].replace("ENDPOINT", endpoint.address))
        assert endpoint.calls and reply.status == 502 and b"the other server" in reply.data


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_call_is_answered(site: tuple[str, int], text: str) -> None:
    reply = sent(site[0], "query", text)
    assert reply.status == 200, reply.data


def test_a_function_that_there_is_not_is_an_error_of_the_query(site: tuple[str, int]) -> None:
    assert sent(site[0], "query", "SELECT (<x:f>(1) AS ?x) {}").status == 400


def test_the_command_line_calls_what_its_own_query_names(
    folder: Path, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", CALLS[0].replace("ENDPOINT", endpoint.address), str(folder)]) == 2
    assert endpoint.calls and "the query does not run" in capsys.readouterr().err


# The check alone


@pytest.mark.parametrize("text", [*CALLS, *UPDATES])
def test_the_check_finds_the_call_or_leaves_no_sparql(endpoint: Endpoint, text: str) -> None:
    store = Store()
    store.add(Quad(NamedNode(E + "b"), NamedNode(E + "p"), NamedNode("http://e.example:")))
    try:
        parts = read_parts(text.replace("ENDPOINT", endpoint.address), E, PREFIXES)
    except ValueError as e:
        assert str(e).startswith("line ")
        return
    if not parts.calls_out():
        run = store.update if text in UPDATES else store.query
        with pytest.raises(SyntaxError):
            run(parts.normal().text)
    assert not endpoint.calls


# The process alone

CONFINED = """
    import sys
    from pyoxigraph import Store
    from kg.serve.confinement import deny_network
    assert deny_network()
    assert deny_network()  # a second time too
    for run, text in (
        (Store().query, "SELECT * { SERVICE <ENDPOINT> { ?x ?y ?z } }"),
        (Store().query, "SELECT * { SERVICE <http://localhost:PORT/> { ?x ?y ?z } }"),
        (Store().query, "SELECT * { SERVICE SILENT <ENDPOINT> { ?x ?y ?z } }"),
        (Store().update, "LOAD <ENDPOINT>"),
        (Store().update, "LOAD SILENT <ENDPOINT>"),
        (Store().update, "INSERT { ?x ?y ?z } WHERE { SERVICE <ENDPOINT> { ?x ?y ?z } }"),
    ):
        try:
            print(list(run(text) or ()))
        except OSError as e:
            print(type(e).__name__)
"""
BLOCKS = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ARCHITECTURES,
    reason="this system has no filter of system calls that is used here",
)


def ran(script: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=120,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


@BLOCKS
def test_a_confined_process_calls_nobody_whatever_it_runs(endpoint: Endpoint) -> None:
    port = str(endpoint.server_address[1])
    script = CONFINED.replace("ENDPOINT", endpoint.address).replace("PORT", port)
    outcomes = ran(script)
    assert len(outcomes) == 6 and outcomes[0] == outcomes[1] == "PermissionError"
    assert not endpoint.calls
    ran(script.replace("assert deny_network()", ""))
    assert endpoint.calls >= 5


@BLOCKS
def test_the_process_that_answers_is_confined_even_if_the_check_finds_nothing(folder: Path, endpoint: Endpoint) -> None:
    generation = GraphStore(folder).current()
    script = f"""
        import multiprocessing, threading, tempfile
        from kg.serve.answering import answer_jobs
        from kg.serve.jobs import Job, Limits
        from kg.serve.normal_form import Parts
        Parts.calls_out = lambda self: False
        mine, theirs = multiprocessing.Pipe()
        def ask():
            print(mine.recv())
            mine.send(Job("query", {str(generation)!r}, "SELECT * {{ SERVICE <{endpoint.address}> {{ ?x ?y ?z }} }}"))
            print(mine.recv()[0])
            mine.close()
        asking = threading.Thread(target=ask)
        asking.start()
        with tempfile.TemporaryDirectory() as folder:
            answer_jobs(theirs, folder, Limits(), False)
    """
    assert ran(script) == ["True", "500"]
    assert not endpoint.calls
