"""The site: a real server, asked by real clients."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import rdflib
import urllib3
from conftest import ROOT
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import served

from kg.cli import main
from kg.reconcile import Service, propose
from kg.serve.formats import GRAPHS, RESULTS, acceptable
from kg.store import GraphStore, load

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
HTTP = urllib3.PoolManager(retries=False, timeout=60, maxsize=20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "store"
    assert main(["build", str(ROOT / "kg" / "demo"), "--store", str(path), "-q", "--jobs", "1"]) == 0
    return path


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder) as (address, _):
        yield address


@pytest.fixture(scope="module")
def triples(folder: Path) -> int:
    return sum(1 for _ in load(folder).quads_for_pattern(None, None, None, DefaultGraph()))


def ask(site: str, query: str, accept: str = "application/sparql-results+json") -> urllib3.BaseHTTPResponse:
    return HTTP.request(
        "POST", f"{site}/sparql", fields={"query": query}, encode_multipart=False, headers={"Accept": accept}
    )


def get(site: str, path: str, accept: str = "*/*") -> urllib3.BaseHTTPResponse:
    return HTTP.request("GET", site + path, headers={"Accept": accept})


def rows(reply: urllib3.BaseHTTPResponse) -> list[list[str]]:
    assert reply.status == 200, reply.data
    data = json.loads(reply.data)
    return [[b[v]["value"] for v in data["head"]["vars"] if v in b] for b in data["results"]["bindings"]]


# Clients


def test_rdflib_asks_the_endpoint(site: str, triples: int) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{site}/sparql"))
    ((n,),) = graph.query(COUNT)  # type: ignore[misc]
    assert int(n) == triples


def test_sparqlwrapper_asks_the_endpoint(site: str, triples: int) -> None:
    from SPARQLWrapper import CSV, JSON, POST, SPARQLWrapper

    client = SPARQLWrapper(f"{site}/sparql")
    client.setQuery(COUNT)
    for form, method in ((JSON, "GET"), (JSON, POST), (CSV, "GET")):
        client.setReturnFormat(form)
        client.setMethod(method)
        answer = client.queryAndConvert()
        found = answer.decode().split()[1] if form == CSV else answer["results"]["bindings"][0]["n"]["value"]  # type: ignore[union-attr,index,call-overload]
        assert int(found) == triples


def test_curl_asks_the_endpoint(site: str, triples: int) -> None:
    curl = ["curl", "-sf", f"{site}/sparql", "-H", "Accept: text/csv"]
    for way in (
        ["--data-urlencode", f"query={COUNT}"],
        ["-G", "--data-urlencode", f"query={COUNT}"],
        ["-H", "Content-Type: application/sparql-query", "--data-binary", COUNT],
    ):
        done = subprocess.run([*curl, *way], capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout.split() == ["n", str(triples)]


@pytest.mark.slow
def test_comunica_asks_the_endpoint(site: str, triples: int) -> None:
    client = ROOT / "tests" / "js" / "node_modules" / ".bin" / "comunica-sparql"
    if shutil.which("node") is None or not client.exists():
        pytest.skip("Comunica is not installed: make test installs it where npm is")
    command = [str(client), f"sparql@{site}/sparql", COUNT, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert json.loads(done.stdout)["results"]["bindings"][0]["n"]["value"] == str(triples), done.stderr


# Protocol


@pytest.mark.parametrize("media", RESULTS)
def test_a_table_comes_in_every_form(site: str, media: str) -> None:
    reply = ask(site, "SELECT ?x { ?x a kg:Person } LIMIT 1", media)
    assert reply.status == 200 and reply.headers["Content-Type"].split(";")[0] == media and b"person" in reply.data


@pytest.mark.parametrize("media", GRAPHS)
def test_a_graph_comes_in_every_form(site: str, media: str) -> None:
    reply = ask(site, "CONSTRUCT { ?x a kg:Person } WHERE { ?x a kg:Person }", media)
    assert reply.status == 200 and reply.headers["Content-Type"].split(";")[0] == media
    assert len(list(parse(input=reply.data, format=GRAPHS[media]))) > 50


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "/sparql?query=SELECT", {}, None, 400),
        ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, None, 400),
        ("GET", "/sparql?update=CLEAR+ALL", {}, None, 400),
        ("PUT", "/sparql?query=ASK{}", {}, None, 405),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK{}", 415),
        ("POST", "/sparql", {}, b"query=ASK{}", 415),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, "ASK{}".encode("utf-16"), 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
        ("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, b"update=CLEAR+ALL", 403),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b"#" * (5 << 20), 413),
        ("GET", "/sparql?query=ASK{}", {"Accept": "image/png"}, None, 406),
        ("GET", "/sparql?query=SELECT*{SERVICE<http://a.example/>{?s?p?o}}", {}, None, 400),
        ("GET", "/graphs", {}, None, 400),
        ("GET", "/graphs?graph=http://nowhere.example/", {}, None, 404),
        ("GET", "/id/person/nobody", {}, None, 404),
        ("GET", "/nowhere", {}, None, 404),
        ("GET", "/", {"Host": "evil.example"}, None, 400),
    ],
)
def test_a_wrong_request_is_answered_in_words(
    site: str, method: str, path: str, headers: dict[str, str], body: bytes | None, status: int
) -> None:
    reply = HTTP.request(
        method,
        site + path.replace("{", "%7B").replace("}", "%7D").replace("<", "%3C").replace(">", "%3E"),
        headers=headers,
        body=body,
    )
    assert reply.status == status and reply.data.strip() and b"Traceback" not in reply.data


def test_the_protocols_dataset_replaces_the_stores(site: str, folder: Path) -> None:
    one, two = sorted(g.value for g in load(folder).named_graphs())[:2]  # type: ignore[union-attr]
    query = "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g ORDER BY ?g"
    reply = HTTP.request(
        "GET", f"{site}/sparql", fields={"query": query, "default-graph-uri": one, "named-graph-uri": two}
    )
    sizes = {g: sum(1 for _ in load(folder).quads_for_pattern(None, None, None, NamedNode(g))) for g in (one, two)}
    assert rows(reply) == [[str(sizes[one])], [two, str(sizes[two])]]


def test_the_service_describes_itself(site: str) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    graph = rdflib.Graph().parse(data=get(site, "/sparql", "text/turtle").data, format="turtle")
    (endpoint,) = graph.objects(None, sd.endpoint)
    assert str(endpoint) == f"{site}/sparql"
    assert rdflib.URIRef(str(sd) + "SPARQL11Query") in set(graph.objects(None, sd.supportedLanguage))


def test_a_graph_is_read_by_its_name(site: str, folder: Path) -> None:
    name = next(g.value for g in load(folder).named_graphs() if "n01" in g.value)  # type: ignore[union-attr]
    reply = HTTP.request("GET", f"{site}/graphs", fields={"graph": name}, headers={"Accept": "application/n-triples"})
    here = {q.triple for q in load(folder).quads_for_pattern(None, None, None, NamedNode(name))}
    assert {q.triple for q in parse(input=reply.data, format=RdfFormat.N_TRIPLES)} == here
    assert HTTP.request("HEAD", f"{site}/graphs", fields={"graph": name}).status == 200


# Updates and other endpoints, where they were asked for


def test_updates_are_taken_where_they_were_asked_for(tmp_path: Path) -> None:
    e = "http://e.example/"
    said = [Quad(NamedNode(e + "a"), NamedNode(e + "p"), Literal(v), NamedNode(f"{e}article/{v}")) for v in "12"]
    GraphStore(tmp_path).publish(said)

    def update(text: str, **headers: str) -> int:
        kind = {"Content-Type": "application/sparql-update", **headers}
        return HTTP.request("POST", f"{site}/sparql", headers=kind, body=text).status

    with served(tmp_path, "--allow", "update") as (site, _):
        assert update(f"INSERT DATA {{ GRAPH <{e}article/1> {{ <{e}a> <{e}p> '3' }} <{e}b> <{e}p> '4' }}") == 204
        assert len(rows(ask(site, f"SELECT * {{ ?s <{e}p> ?o }}"))) == 4
        assert rows(ask(site, "SELECT ?g { GRAPH ?g { ?s ?p '4' } }")) == [[f"{e}graph/updates"]]
        assert update(f"DELETE WHERE {{ <{e}a> ?p ?o }}") == 204
        assert rows(ask(site, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }")) == [["4"]]
        assert update("INSERT DATA {") == 400
        assert update("CLEAR ALL", Origin="http://evil.example") == 403
        assert update("LOAD <http://a.example/>") == 400
        assert rows(ask(site, COUNT)) == [["1"]]


def test_other_endpoints_are_asked_where_that_was_allowed(folder: Path, site: str, triples: int) -> None:
    with served(folder, "--allow", "service") as (other, _):
        assert rows(ask(other, f"SELECT ?n {{ SERVICE <{site}/sparql> {{ {COUNT} }} }}")) == [[str(triples)]]


def test_updates_are_not_opened_to_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(folder), "--allow", "update", "--bind", "0.0.0.0", "--port", "0"]) == 2
    assert "this machine alone" in capsys.readouterr().err


# Pages and search


def test_a_resource_comes_as_a_page_and_as_data(site: str) -> None:
    page = get(site, "/id/person/%E9%99%86%E6%80%80%E8%B0%A6", "text/html,*/*;q=0.8")
    assert (
        page.status == 200
        and "陆怀谦</h1>" in page.data.decode()
        and "<script" not in page.data.decode().split("<body")[1]
    )
    assert "陆怀谦" in page.data.decode() and "市长" in page.data.decode() and "blockquote" in page.data.decode()
    for media in GRAPHS:
        data = get(site, "/id/person/%E9%99%86%E6%80%80%E8%B0%A6", media)
        assert data.headers["Content-Type"].split(";")[0] == media and data.headers["Vary"].startswith("Accept")
        assert any(q.subject.value.endswith("/person/陆怀谦") for q in parse(input=data.data, format=GRAPHS[media]))  # type: ignore[union-attr]


def test_every_kind_of_resource_has_a_page(site: str, folder: Path) -> None:
    base = "https://w3id.org/newskg/id/"
    subjects = {q.subject.value for q in load(folder)}  # type: ignore[union-attr]
    for kind in sorted({s.removeprefix(base).split("/")[0] for s in subjects if s.startswith(base)}):
        iri = min(s for s in subjects if s.startswith(f"{base}{kind}/"))
        path = urllib3.util.parse_url(f"{site}/id/{iri.removeprefix(base)}").url
        assert HTTP.request("GET", path, headers={"Accept": "text/html"}).status == 200, iri


def test_pages_stand_at_the_resources_own_addresses_where_the_base_is_the_servers(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}/kg/"
    text = tmp_path / "a.txt"
    text.write_text("云川大学揭牌\n\n3月1日，云川市委书记程望舒出席云川大学揭牌仪式。", "utf-8")
    assert main(["build", str(text), "--store", str(tmp_path / "s"), "--base", base, "-q"]) == 0
    with served(tmp_path / "s", "--port", str(port)):
        reply = HTTP.request(
            "GET", urllib3.util.parse_url(f"{base}organisation/云川大学").url, headers={"Accept": "text/turtle"}
        )
        assert reply.status == 200 and f"<{base}organisation/云川大学> a kg:Organisation" in reply.data.decode()


def test_words_are_searched_from_the_page_from_programs_and_from_sparql(site: str) -> None:
    assert (
        "陆怀谦"
        in HTTP.request("GET", f"{site}/search", fields={"q": "陆怀"}, headers={"Accept": "text/html"}).data.decode()
    )
    reply = HTTP.request("GET", f"{site}/search", fields={"q": "云川大学"}, headers={"Accept": "application/json"})
    assert json.loads(reply.data)[0] == {
        "iri": "https://w3id.org/newskg/id/organisation/云川大学", "field": "label", "text": "云川大学",
    }  # fmt: skip
    found = rows(ask(site, 'SELECT ?l { ?x kg:textMatch "李建国" ; a kg:Person ; skos:prefLabel ?l }'))
    assert found == [["李建国"], ["李建国"]]
    said = rows(
        ask(site, 'SELECT ?t { ?s a kg:Sentence ; kg:text ?t ; kg:textMatch "任命 李建国" . FILTER(?t != "") }')
    )
    assert said and all("李建国" in t for (t,) in said)
    assert ask(site, "SELECT * { ?x kg:textMatch ?words }").status == 400


def test_the_view_of_the_network_is_served(site: str) -> None:
    assert "陆怀谦" in get(site, "/network").data.decode()


def test_the_view_around_a_resource_shows_its_neighbours_with_their_evidence(site: str) -> None:
    iri = "https://w3id.org/newskg/id/person/陆怀谦"
    page = HTTP.request("GET", f"{site}/network", fields={"of": iri}).data.decode()
    assert all(name in page for name in ("陆怀谦", "云川市人民政府", "调研", "市长陆怀谦"))
    assert "段飞扬" not in page  # a footballer of the same city, who met the mayor nowhere
    for nobody in ("https://w3id.org/newskg/id/person/nobody", "no iri"):
        assert HTTP.request("GET", f"{site}/network", fields={"of": nobody}).status == 404


def test_a_new_build_is_seen_without_a_restart(tmp_path: Path) -> None:
    one = [
        Quad(
            NamedNode("http://e.example/a"),
            NamedNode("http://e.example/p"),
            Literal("1"),
            NamedNode("http://e.example/g"),
        )
    ]
    kept = GraphStore(tmp_path)
    kept.publish(one)
    with served(tmp_path) as (site, _):
        assert rows(ask(site, COUNT)) == [["1"]]
        two = Quad(
            NamedNode("http://e.example/b"),
            NamedNode("http://e.example/p"),
            Literal("1"),
            NamedNode("http://e.example/g"),
        )
        kept.publish([*one, two])
        assert rows(ask(site, COUNT)) == [["2"]]


def test_markup_in_a_graph_stays_text(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script>"onload="x'
    node = NamedNode("https://w3id.org/newskg/id/person/x")
    said = [
        (node, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", NamedNode("https://w3id.org/newskg/ontology#Person")),
        (node, "http://www.w3.org/2004/02/skos/core#prefLabel", Literal(bad)),
        (node, "http://www.w3.org/2002/07/owl#sameAs", NamedNode("javascript:alert(1)")),
    ]
    graph = NamedNode("https://w3id.org/newskg/id/article/a")
    GraphStore(tmp_path).publish([Quad(s, NamedNode(p), o, graph) for s, p, o in said])
    with served(tmp_path) as (site, _):
        for path in ("/id/person/x", "/search?q=alert"):
            page = get(site, path, "text/html").data.decode()
            assert "<script>alert" not in page and "&lt;script&gt;" in page and 'href="javascript' not in page
            assert "script-src 'self'" in get(site, path, "text/html").headers["Content-Security-Policy"]


# Reconciliation


def test_kg_reconcile_finds_the_graphs_own_entities(site: str) -> None:
    service = Service(f"{site}/reconcile", per_second=1000)
    wanted = [("organisation/云川大学", "Organisation", "云川大学"), ("person/某", "Person", "没有此人")]
    found = [p for _, p in propose(service, wanted, {"Organisation": "Organisation"})]
    assert found[0] and found[0].sure and found[0].iri == "https://w3id.org/newskg/id/organisation/云川大学"
    assert found[1] is None


def test_reconciliation_takes_types_properties_extension_suggestions_and_previews(site: str) -> None:
    def asked(name: str, **query: object) -> list[dict[str, object]]:
        reply = HTTP.request(
            "POST",
            f"{site}/reconcile",
            fields={"queries": json.dumps({"q": {"query": name, **query}})},
            encode_multipart=False,
        )
        return list(json.loads(reply.data)["q"]["result"])

    both = asked("李建国", type="Person")
    assert len(both) == 2 and not any(c["match"] for c in both)
    (teacher, _) = asked("李建国", properties=[{"pid": "positionAt", "v": "青石县柳溪中学"}])[:2]
    extend = {"ids": [teacher["id"]], "properties": [{"id": "positionAt"}]}
    reply = HTTP.request("POST", f"{site}/reconcile", fields={"extend": json.dumps(extend)}, encode_multipart=False)
    assert json.loads(reply.data)["rows"][teacher["id"]]["positionAt"][0]["name"].endswith("柳溪中学")
    suggested = HTTP.request("GET", f"{site}/reconcile/suggest/entity", fields={"prefix": "云川大"}).data
    assert json.loads(suggested)["result"][0]["name"] == "云川大学"
    preview = HTTP.request("GET", f"{site}/reconcile/preview", fields={"id": str(teacher["id"])})
    assert "李建国" in preview.data.decode()
    assert HTTP.request("POST", f"{site}/reconcile", fields={"queries": "{"}, encode_multipart=False).status == 400


# Limits

HOSTILE = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cross product, sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?c LIMIT 1",
    "huge result": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "huge graph": "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }",
    "unbounded path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?c (!<x:z>|^!<x:y>)* ?d }",
    "path both ways": "SELECT (COUNT(*) AS ?n) { ?a (kg:mentions|^kg:mentions|kg:inArticle|^kg:inArticle)+ ?b . ?b (!<x:y>)+ ?c . ?c (!<x:y>)+ ?d }",
    "regular expressions": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*.*)*.*x{3}.*$")) }',
    "distinct of everything": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "concatenation": "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "nested aggregates": "SELECT ?a (COUNT(*) AS ?n) { { SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d } ?g ?h ?i } GROUP BY ?a",
}  # fmt: skip


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[tuple[str, int]]:
    with served(folder, "--seconds", "3", "--memory", "700", "--answer", "8") as server:
        yield server


def memory(pid: int) -> int:
    """Return the MB that a process and those it started hold."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // (1 << 20) + sum(memory(int(c)) for c in children)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_stopped_and_the_server_answers_on(guarded: tuple[str, int], name: str) -> None:
    site, pid = guarded
    ask(site, "ASK {}")
    most = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.is_set():
            most = max(most, memory(pid))
            time.sleep(0.1)

    watching = threading.Thread(target=watch)
    watching.start()
    began = time.monotonic()
    accept = "text/turtle" if "CONSTRUCT" in HOSTILE[name] else "application/sparql-results+json"
    reply = ask(site, HOSTILE[name], accept)
    took = time.monotonic() - began
    done.set()
    watching.join()
    assert reply.status in {413, 503} and took < 5, (reply.status, took)
    assert any(w in reply.data.decode() for w in ("stopped", "larger than")), reply.data
    assert most < 2 * 700 + 600
    assert ask(site, "ASK {}").status == 200


def test_slow_clients_keep_nobody_waiting(guarded: tuple[str, int]) -> None:
    site, _ = guarded
    host, port = site.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(100)]
    for s in slow:
        s.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nA"
        )
    began = time.monotonic()
    assert ask(site, "ASK {}").status == 200
    assert time.monotonic() - began < 3
    for s in slow:
        s.close()


@pytest.mark.slow
def test_two_hundred_clients_get_answers_or_a_503_and_nothing_leaks(guarded: tuple[str, int]) -> None:
    site, pid = guarded
    seconds = float(os.environ.get("KG_CROWD_SECONDS", "15"))
    crowd = urllib3.PoolManager(retries=False, timeout=60, maxsize=200)
    until = time.monotonic() + seconds
    before = len(os.listdir(f"/proc/{pid}/fd"))

    def client(number: int) -> dict[int, int]:
        counts: dict[int, int] = {}
        while time.monotonic() < until:
            query = ("ASK {}", COUNT, "SELECT ?l { ?x skos:prefLabel ?l } LIMIT 20")[number % 3]
            reply = crowd.request("GET", f"{site}/sparql", fields={"query": query})
            assert reply.status == 200 or (reply.status == 503 and reply.headers["Retry-After"]), reply.data
            if reply.status == 200:
                json.loads(reply.data)
            counts[reply.status] = counts.get(reply.status, 0) + 1
        return counts

    with ThreadPoolExecutor(200) as pool:
        totals = list(pool.map(client, range(200)))
    assert sum(t.get(200, 0) for t in totals) > 500
    crowd.clear()
    time.sleep(12)  # idle connections are closed
    assert len(os.listdir(f"/proc/{pid}/fd")) <= before + 10
    assert ask(site, "ASK {}").status == 200


def test_what_cannot_be_served_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path)]) == 2
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", str(ROOT / "exports/graph.trig"), "--port", str(taken.getsockname()[1])]) == 2
    message = capsys.readouterr().err
    assert "holds no graph" in message and "cannot be listened on" in message


# Parts


def test_negotiation_follows_quality_and_exactness() -> None:
    there = ["a/x", "a/y", "b/z"]
    assert acceptable("", there) == ("a/x", "a/y", "b/z")
    assert acceptable("b/*;q=0.9, a/y, a/*;q=0.1", there) == ("a/y", "b/z", "a/x")
    assert acceptable("*/*, a/x;q=0", there) == ("a/y", "b/z")
    assert acceptable("c/c, a/x;q=hot", there) == ()
    assert acceptable("application/json", list(RESULTS)) == ("application/sparql-results+json",)
