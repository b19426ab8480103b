"""Graphs sent into real stores: Oxigraph's server and Virtuoso, started here."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests
from conftest import ROOT
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.cli import main
from kg.errors import InputError
from kg.push import Credentials, Endpoint, push, verify
from kg.store import load, searchable

CLASSES = """PREFIX kg: <https://w3id.org/newskg/ontology#>
SELECT ?k (COUNT(DISTINCT ?x) AS ?n) WHERE { GRAPH ?g { ?x a ?k } FILTER(STRSTARTS(STR(?k), STR(kg:))) } GROUP BY ?k"""
VIRTUOSO = """[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{inner}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 100000
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the store ended"
        try:
            requests.get(url, timeout=5)
        except requests.RequestException:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the store did not start")


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = Path(sys.executable).parent / "oxigraph"
    port = free_port()
    command = [str(program), "serve", "--location", str(tmp_path_factory.mktemp("ox")), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed: make test installs it on Debian")
    folder = tmp_path_factory.mktemp("virtuoso")
    port = free_port()
    (folder / "v.ini").write_text(VIRTUOSO.format(folder=folder, inner=free_port(), port=port), "utf-8")
    command = [program, "+foreground", "+configfile", str(folder / "v.ini")]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/sparql", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def graph(demo_folder: Path) -> Store:
    return searchable(load(demo_folder / "graph.trig"))


def by_class(store: Store) -> dict[str, int]:
    return {s["k"].value: int(s["n"].value) for s in store.query(CLASSES)}  # type: ignore[union-attr]


def there_by_class(url: str) -> dict[str, int]:
    reply = requests.post(
        url, data={"query": CLASSES}, headers={"Accept": "application/sparql-results+json"}, timeout=60
    )
    return {b["k"]["value"]: int(b["n"]["value"]) for b in reply.json()["results"]["bindings"]}


@pytest.mark.slow
@pytest.mark.parametrize(("protocol", "path"), [("gsp", "/sparql-graph-crud-auth"), ("update", "/sparql-auth")])
def test_virtuoso_holds_the_same_after_a_push(virtuoso: str, graph: Store, protocol: str, path: str) -> None:
    dba = Credentials("dba", "dba")
    endpoint = Endpoint(virtuoso + path, protocol, f"{virtuoso}/sparql", dba)  # type: ignore[arg-type]
    outcome = push(graph, endpoint, triples=2000 if protocol == "gsp" else 300)
    assert outcome.sent == sum(1 for _ in graph.named_graphs())
    assert verify(graph, endpoint) == []
    assert there_by_class(f"{virtuoso}/sparql").items() >= by_class(graph).items()


@pytest.mark.parametrize(("protocol", "path"), [("gsp", "/store"), ("update", "/update")])
def test_oxigraph_holds_the_same_after_a_push(oxigraph: str, graph: Store, protocol: str, path: str) -> None:
    requests.post(
        f"{oxigraph}/update", data="CLEAR ALL", headers={"Content-Type": "application/sparql-update"}, timeout=60
    )
    endpoint = Endpoint(oxigraph + path, protocol, f"{oxigraph}/query")  # type: ignore[arg-type]
    push(graph, endpoint, triples=100)
    assert verify(graph, endpoint) == []
    assert there_by_class(f"{oxigraph}/query") == by_class(graph)


def small(*pairs: tuple[str, str]) -> Store:
    store = Store()
    for graph, value in pairs:
        name = NamedNode(f"http://e.example/{graph}")
        store.add(Quad(NamedNode("http://e.example/陆"), NamedNode("http://e.example/p"), Literal(value), name))
    return searchable(store)


def test_only_what_changed_is_sent_again_and_what_went_is_removed(oxigraph: str, tmp_path: Path) -> None:
    endpoint = Endpoint(f"{oxigraph}/store", "gsp", f"{oxigraph}/query")
    notes = tmp_path / "notes.sqlite"
    first = push(small(("a", "1"), ("b", "1"), ("c", "1")), endpoint, notes)
    assert (first.sent, first.same, first.removed) == (3, 0, 0)
    later = small(("a", "1"), ("b", "2"))
    second = push(later, endpoint, notes)
    assert (second.sent, second.same, second.removed) == (1, 1, 1)
    assert verify(later, endpoint) == []
    assert endpoint.counts(["http://e.example/c"]) == {}


def test_a_push_that_broke_off_goes_on(oxigraph: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes.sqlite"
    endpoint = Endpoint(f"{oxigraph}/store", "gsp", f"{oxigraph}/query")
    store = small(*((f"x{n}", "1") for n in range(5)))

    class Broken(Exception):
        pass

    left = 3

    def breaks() -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Broken

    with pytest.raises(Broken):
        push(store, endpoint, notes, on_graph=breaks)
    rest = push(store, endpoint, notes)
    assert (rest.sent, rest.same) == (2, 3)


def test_a_difference_is_reported_by_graph(oxigraph: str) -> None:
    endpoint = Endpoint(f"{oxigraph}/store", "gsp", f"{oxigraph}/query")
    push(small(("d", "1")), endpoint)
    assert verify(small(("d", "1"), ("e", "1")), endpoint) == ["http://e.example/e: 1 triples here, 0 there"]


def test_the_union_goes_into_one_graph_where_it_is_asked(oxigraph: str) -> None:
    endpoint = Endpoint(f"{oxigraph}/store", "gsp", f"{oxigraph}/query")
    store = small(("f", "1"), ("g", "1"), ("h", "2"))
    assert push(store, endpoint, whole="http://e.example/all").triples == 2
    assert verify(store, endpoint, whole="http://e.example/all") == []


@pytest.fixture
def moody() -> Iterator[tuple[str, list[int], list[str]]]:
    answers: list[int] = []
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(self.headers.get("Authorization", ""))
            self.send_response(answers.pop(0) if answers else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", answers, seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_busy_store_is_asked_again_and_a_refusal_is_reported(
    moody: tuple[str, list[int], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.push.endpoint.WAIT", 0.01)
    url, answers, seen = moody
    answers.extend([503, 429])
    assert push(small(("a", "1")), Endpoint(url)).sent == 1
    assert len(seen) == 3
    answers.extend([400])
    with pytest.raises(InputError, match="answered 400"):
        push(small(("a", "1")), Endpoint(url))
    answers.extend([401])
    with pytest.raises(InputError, match="KG_PUSH_USER"):
        push(small(("a", "1")), Endpoint(url))


def test_credentials_come_from_the_environment(
    moody: tuple[str, list[int], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, _, seen = moody
    monkeypatch.setenv("KG_PUSH_TOKEN", "secret")
    push(small(("a", "1")), Endpoint(url, credentials=Credentials.of_environment()))
    assert seen == ["Bearer secret"]
    monkeypatch.delenv("KG_PUSH_TOKEN")
    monkeypatch.setenv("KG_PUSH_USER", "me")
    push(small(("a", "1")), Endpoint(url, credentials=Credentials.of_environment()))
    assert seen[1].startswith("Basic ")


def test_what_cannot_be_pushed_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.push.endpoint.WAIT", 0.01)
    graph = str(ROOT / "exports" / "graph.trig")
    notes = ["--notes", str(tmp_path / "n.sqlite")]
    assert main(["push", f"http://127.0.0.1:{free_port()}/", graph, *notes]) == 2
    assert main(["push", "ftp://x", graph, *notes]) == 2
    assert main(["push", "http://127.0.0.1:9/", graph, "--batch", "0"]) == 2
    (tmp_path / "n.sqlite").write_text("no database", "utf-8")
    assert main(["push", "http://127.0.0.1:9/", graph, *notes]) == 2
    message = capsys.readouterr().err
    assert all(w in message for w in ("cannot be reached", "no web address", "above zero", "cannot be used"))


def test_the_command_pushes_and_compares(oxigraph: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = str(ROOT / "exports" / "graph.trig")
    command = ["push", f"{oxigraph}/store", graph, "--query", f"{oxigraph}/query", "--notes", str(tmp_path / "n")]
    assert main(command) == 0
    assert main(command) == 0
    output = capsys.readouterr().out
    assert "25 graphs sent" in output and "0 graphs sent (0 triples), 25 were there" in output
    assert output.count("counts agree") == 2
