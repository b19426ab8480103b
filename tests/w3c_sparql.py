"""Run the W3C's tests of the SPARQL 1.1 protocols against `kg serve`.

python tests/w3c_sparql.py RDF_TESTS, where RDF_TESTS is a checkout of the repository w3c/rdf-tests

Protocol, Graph Store Protocol, service description, and the CSV, TSV and JSON results. The server only reads: what a test
writes over HTTP is published here into the store instead, and its reading requests are sent. A test that cannot apply is
named with its reason.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import rdflib
import urllib3
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, RdfFormat, parse, parse_query_results
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, RDFS
from serving import served

from kg.store import GraphStore

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HTTP = urllib3.PoolManager(retries=False, timeout=60)
STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "BadRequest": 400, "NotFound": 404}
FORMS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
    },
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json"},
}  # fmt: skip
Outcome = tuple[str, str, str]  # the test, "passed", "failed" or "does not apply", and why
Node = rdflib.term.Node
GENERATED = NamedNode("urn:x-test:default")  # a store keeps named graphs; this one stands for the default graph


class Failed(Exception):
    """A test that did not pass, and why."""


def requests(graph: rdflib.Graph, test: Node) -> list[Node]:
    action = graph.value(test, MF.action)
    head = graph.value(action, HT.requests)
    return list(Collection(graph, head)) if head is not None else []


def headers(graph: rdflib.Graph, node: Node | None) -> dict[str, str]:
    head = graph.value(node, HT.headers)
    rows = Collection(graph, head) if head is not None else ()
    return {str(graph.value(h, HT.fieldName)).lower(): str(graph.value(h, HT.fieldValue)) for h in rows}


def body(graph: rdflib.Graph, node: Node | None) -> bytes | None:
    content = graph.value(node, HT.body)
    if content is None:
        return None
    return str(graph.value(content, CNT.chars)).encode(str(graph.value(content, CNT.characterEncoding) or "utf-8"))


def expected(graph: rdflib.Graph, response: Node | None) -> set[int]:
    found: set[int] = set()
    for status in graph.objects(response, MF.expectedStatus):
        name = str(status).rsplit("#", 1)[1]
        known = name.removeprefix("StatusCode")
        found |= set(range(int(known[0]) * 100, int(known[0]) * 100 + 100)) if known[1:] == "xx" else {STATUS[name]}
    return found


def quads(path: Path, name: NamedNode, base: str = "http://e.example/") -> Iterator[Quad]:
    form = RdfFormat.N_TRIPLES if path.suffix == ".nt" else RdfFormat.TURTLE
    for q in parse(path=str(path), format=form, base_iri=base):
        yield Quad(q.subject, q.predicate, q.object, name)


def ask(site: str, method: str, path: str, sent: Mapping[str, str], data: bytes | None) -> urllib3.BaseHTTPResponse:
    return HTTP.request(method, site + path, headers=dict(sent), body=data)


def protocol(folder: Path, site: str, kept: GraphStore) -> Iterator[Outcome]:
    where = folder / "protocol"
    graph = rdflib.Graph().parse(where / "manifest.ttl", publicID=where.as_uri() + "/")
    head = graph.value(predicate=RDF.type, object=MF.Manifest)
    for test in Collection(graph, graph.value(head, MF.entries)):
        name = str(test).rsplit("#", 1)[1]
        data = list(graph.objects(test, UT.graphData))
        named = {str(graph.value(d, RDFS.label)): where / str(graph.value(d, UT.graph)).rsplit("/", 1)[1] for d in data}
        kept.publish(q for label in sorted(named) for q in quads(named[label], NamedNode(label)))
        try:
            for request in requests(graph, test):
                path = str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql")
                method = str(graph.value(request, HT.methodName))
                reply = ask(site, method, path, headers(graph, request), body(graph, request))
                check(graph, graph.value(request, HT.resp), reply)
            yield name, "passed", ""
        except Failed as e:
            yield name, "failed", str(e)


def check(graph: rdflib.Graph, response: Node | None, reply: urllib3.BaseHTTPResponse) -> None:
    if (wanted := expected(graph, response)) and reply.status not in wanted:
        raise Failed(f"status {reply.status}: {reply.data[:100]!r}")
    media = reply.headers.get("content-type", "").split(";")[0]
    form = graph.value(response, MF.expectedFormat)
    if form is not None and media not in FORMS[str(form)]:
        raise Failed(f"form {media}")
    truth = graph.value(response, MF.expectedBoolean)
    if truth is not None and json.loads(reply.data)["boolean"] is not truth.toPython():
        raise Failed(f"answer {reply.data[:100]!r}")


def graph_store(folder: Path, site: str, kept: GraphStore) -> Iterator[Outcome]:
    for way in ("direct", "indirect"):
        where = folder / "graph-store-protocol" / f"manifest-{way}.ttl"
        graph = rdflib.Graph().parse(where)
        head = graph.value(predicate=RDF.type, object=MF.Manifest)
        for test in Collection(graph, graph.value(head, MF.entries)):
            yield graph_store_test(graph, test, site, kept)


def graph_store_test(graph: rdflib.Graph, test: Node, site: str, kept: GraphStore) -> Outcome:
    name = str(test).rsplit("#", 1)[1]
    there: dict[str, rdflib.Graph] = {}
    read = 0
    for request in requests(graph, test):
        path = str(graph.value(request, HT.absolutePath)).replace("http://www.example/gsp", "/gsp")
        path = path.replace("/gsp", "/graphs").replace("http%3A%2F%2Fwww.example%2Fgsp", quoted(site + "/graphs"))
        method = str(graph.value(request, HT.methodName))
        sent = headers(graph, request)
        response = graph.value(request, HT.resp)
        if graph.value(response, MF.expectedLocation) is not None or "multipart" in sent.get("content-type", ""):
            return name, "does not apply", "a form of writing that has no counterpart here"
        if method in {"PUT", "POST", "DELETE"}:
            target = named(path, site)
            if method != "POST":
                there.pop(target, None)
            if method != "DELETE":
                there.setdefault(target, rdflib.Graph()).parse(
                    data=str(body(graph, request), "utf-8") if body(graph, request) else "",
                    format="turtle",
                    publicID=target,
                )
            continue
        publish(kept, there)
        read += 1
        reply = ask(site, method, path, sent, None)
        try:
            check(graph, response, reply)
            text = body(graph, response)
            if text is not None and method == "GET":
                wanted = rdflib.Graph().parse(data=str(text, "utf-8"), format="turtle", publicID=named(path, site))
                answer = rdflib.Graph().parse(data=reply.data, format="turtle")
                if not isomorphic(wanted, answer):
                    raise Failed(f"another graph: {reply.data[:200]!r}")
                media = headers(graph, response).get("content-type", "").replace(" ", "").lower()
                if media and media != reply.headers["content-type"].replace(" ", "").lower():
                    raise Failed(f"type {reply.headers['content-type']}")
        except Failed as e:
            return name, "failed", f"{method} {path}: {e}"
    return (name, "passed", "") if read else (name, "does not apply", "it only writes")


def quoted(text: str) -> str:
    return text.replace(":", "%3A").replace("/", "%2F")


def named(path: str, site: str) -> str:
    fields = parse_qs(urlsplit(path).query, keep_blank_values=True)
    return "" if "default" in fields else urljoin(site + path, fields["graph"][0]) if "graph" in fields else site + path


def publish(kept: GraphStore, there: Mapping[str, rdflib.Graph]) -> None:
    def every() -> Iterator[Quad]:
        for name in sorted(there):
            graph = NamedNode(name) if name else GENERATED
            for q in parse(input=there[name].serialize(format="nt"), format=RdfFormat.N_TRIPLES):
                yield Quad(q.subject, q.predicate, q.object, graph)

    kept.publish(every())


def results(folder: Path, site: str, kept: GraphStore) -> Iterator[Outcome]:
    for part in ("csv-tsv-res", "json-res"):
        where = folder / part
        graph = rdflib.Graph().parse(where / "manifest.ttl", publicID=where.as_uri() + "/")
        head = graph.value(predicate=RDF.type, object=MF.Manifest)
        for test in Collection(graph, graph.value(head, MF.entries)):
            name = str(test).rsplit("#", 1)[1]
            action = graph.value(test, MF.action)
            query, data, result = (
                where / str(n).rsplit("/", 1)[1]
                for n in (graph.value(action, QT.query), graph.value(action, QT.data), graph.value(test, MF.result))
            )
            kept.publish(quads(data, GENERATED))
            media = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}.get(
                result.suffix, "application/sparql-results+json"
            )
            sent = {"accept": media, "content-type": "application/sparql-query"}
            reply = ask(site, "POST", "/sparql", sent, query.read_bytes())
            same = reply.status == 200 and alike(result.suffix, result.read_bytes(), reply.data)
            yield name, "passed" if same else "failed", "" if same else f"{reply.status} {reply.data[:200]!r}"


def alike(suffix: str, wanted: bytes, given: bytes) -> bool:
    if suffix == ".csv":  # SELECT * has no order of columns
        both = [list(csv.DictReader(io.StringIO(t.decode()))) for t in (wanted, given)]
        return unlabelled([sorted(map("=".join, r.items())) for r in both[0]]) == unlabelled(
            [sorted(map("=".join, r.items())) for r in both[1]]
        )
    form = QueryResultsFormat.TSV if suffix == ".tsv" else QueryResultsFormat.JSON
    rows = []
    for text in (wanted, given):
        found = parse_query_results(text, format=form)
        rows.append(
            bool(found) if not hasattr(found, "variables")
            else unlabelled(sorted([[str(s[v]) for v in sorted(map(str, found.variables))] for s in found]))  # type: ignore[union-attr]
        )  # fmt: skip
    return rows[0] == rows[1]


def unlabelled(rows: list[list[str]]) -> list[list[str]]:
    """Return rows with blank nodes as one mark, and numbers by their value: stores write them in canonical form."""
    return sorted([[plain(c) for c in row] for row in rows])


def plain(cell: str) -> str:
    name, equals, value = cell.rpartition("=")
    try:
        return f"{name}{equals}{float(value)}"
    except ValueError:
        return cell.split("_:")[0] if "_:" in cell else cell.replace('"', "").lower()


def description(site: str) -> Iterator[Outcome]:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    reply = ask(site, "GET", "/sparql", {"accept": "text/turtle"}, None)
    graph = rdflib.Graph().parse(data=reply.data, format="turtle")
    yield "returns-rdf", "passed" if reply.status == 200 and len(graph) else "failed", ""
    endpoints = {str(e) for e in graph.objects(None, sd.endpoint)}
    yield "has-endpoint-triple", "passed" if f"{site}/sparql" in endpoints else "failed", str(endpoints)
    services = set(graph.subjects(RDF.type, sd.Service))
    whole = len(services) == 1 and all(
        (s, p, None) in graph for s in services for p in (sd.endpoint, sd.supportedLanguage, sd.defaultDataset)
    )
    yield "conforms-to-schema", "passed" if whole else "failed", ""


def main(folder: Path) -> int:
    """Run all tests, print what did not pass, and return 1 where one failed."""
    with tempfile.TemporaryDirectory() as scratch:
        kept = GraphStore(scratch)
        kept.publish(iter([Quad(GENERATED, GENERATED, GENERATED, GENERATED)]))
        outcomes: Counter[str] = Counter()
        with served(scratch, "--allow", "update") as (site, _):
            for run in (
                protocol(folder, site, kept),
                graph_store(folder, site, kept),
                results(folder, site, kept),
                description(site),
            ):
                for name, outcome, why in run:
                    outcomes[outcome] += 1
                    if outcome != "passed":
                        print(f"{outcome}: {name}: {why}")
    print(", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items())))
    return 1 if outcomes["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) / "sparql" / "sparql11"))
