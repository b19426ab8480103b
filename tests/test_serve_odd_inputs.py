"""The site and what it does not expect: odd requests get a sentence, odd graphs get pages, and neither gets a link that runs."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote, urlencode

import odd_requests
import pytest
import urllib3
from conftest import ROOT
from hypothesis import given, settings
from odd_requests import LONG, Odd, answer_to, problem_in
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from selenium import webdriver
from serving import served
from viewing import needs_browser

from kg.cli import main
from kg.store import GraphStore
from kg.views.article_page import web_link
from kg.vocab import BASE, KG, PREFIXES

FUZZED = int(os.environ.get("KG_ODD_REQUESTS", "250"))
SECONDS = float(os.environ.get("KG_ODD_SECONDS", "15"))
HTTP = urllib3.PoolManager(retries=False, timeout=60)
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("odd") / "store"
    article = str(ROOT / "kg" / "demo" / "n01.txt")
    assert main(["build", article, "--date", "2021-01-05", "--store", str(folder), "-q", "--jobs", "1"]) == 0
    with served(folder, "--seconds", "3") as (address, _):
        yield address


def reconciled(kind: str, value: object) -> tuple[str, str, bytes]:
    return "POST", "/reconcile", urlencode({kind: json.dumps(value)}).encode()


def name(**query: object) -> tuple[str, str, bytes]:
    return reconciled("queries", {"q": {"query": "陆怀谦", **query}})


NO_QUERIES: list[object] = [
    [], 1, None, {"q": 1}, {"q": {}}, {"q": {"query": 5}}, {"q": {"query": "\ud800"}},
]  # fmt: skip
NO_EXTENSIONS: list[object] = [
    [], {}, {"ids": 1, "properties": []}, {"ids": [1], "properties": []}, {"ids": [], "properties": [5]},
    {"ids": ["a"], "properties": [{"id": "a b"}]}, {"ids": ["a"], "properties": [{"id": ["place"]}]},
]  # fmt: skip
ODD_REQUESTS = [
    *(("GET", path, b"") for path in (
        "/id/a%20b", "/id/%00", "/id/%3Cx%3E", "/id/%FF", "/id/%", "/id/a%0Ab?format=text/turtle", "/id/" + "a" * 9000,
        "/id/person/%5C", "/search?q=x&offset=%C2%B2", "/search?q=x&offset=-1", "/search?q=x&offset=" + "9" * 5000,
        "/search?q=x&offset=x", "/graphs?graph=http://%5Bbad", "/graphs?graph=http://a%20b/", "/graphs?graph=%00",
        "/graphs/%5B", "/network?of=http://%5Bbad", "/network?of=a%20b", "/reconcile/preview?id=a%20b",
        "/reconcile/preview?id=%3C", "/reconcile/suggest/other", "/static/%00", "/static/" + "a" * 9000, "/static/../app.py",
        "/sparql?query=SELECT*%7B?x%20kg:textMatch%20%22%5CUFFFFFFFF%22%7D",
        "/sparql?query=SELECT*%7B?x%20kg:textMatch%20%22%5CuD800%22%7D",
        "/sparql?query=ASK%7B%7D&default-graph-uri=a%20b", "/sparql?query=ASK%7B%7D&named-graph-uri=http://%5B",
        "/sparql?" + "&".join(["a=1"] * 2000),
    )),
    *(reconciled("queries", v) for v in NO_QUERIES),
    name(type=5), name(type={"a": 1}), name(type=[1]), name(limit="a"), name(limit=-1), name(limit=True),
    name(properties=5), name(properties=[5]), name(properties=[{"pid": 5}]), name(properties=[{"pid": "a b", "v": 1}]),
    *(reconciled("extend", v) for v in NO_EXTENSIONS),
    ("POST", "/reconcile", b"queries=%7B"), ("POST", "/reconcile", b"queries=" + b"[" * 100_000),
    ("GET", "/reconcile?callback=x", b""), ("GET", "/reconcile/suggest/entity?prefix=a&callback=x", b""),
    ("DELETE", "/id/x", b""), ("PUT", "/", b""), ("X-Y", "/search", b""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body"), ODD_REQUESTS, ids=[f"{m} {p[:50]} {b[:50]!r}" for m, p, b in ODD_REQUESTS]
)
def test_an_odd_request_gets_a_sentence(site: str, method: str, path: str, body: bytes) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    reply = HTTP.request(method, site + path, headers=form, body=body or None)
    text = reply.data.decode()
    assert 400 <= reply.status < 500 and " " in text.strip() and "Traceback" not in text, (reply.status, text)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "[::1"}, {"Host": "localhost:99999"}, {"Host": "localhost:x"}, {"Host": ""}, {"Host": "a b"},
        {"Origin": "http://[bad"}, {"Origin": ""}, {"Origin": "null"}, {"Accept": ";,;q="}, {"Accept": "text/html;q=nan"},
        {"Range": "bytes=9-1"}, {"Content-Type": ";;"}, {"If-Modified-Since": "x"}, {"X-Forwarded-Proto": "x://"},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/id/article/n01.txt", "/sparql", "/static/site.css", "/network"])
def test_an_odd_header_is_no_error_of_the_server(site: str, path: str, headers: dict[str, str]) -> None:
    host, port = site.removeprefix("http://").split(":")
    assert not problem_in(answer_to((host, int(port)), Odd("GET", path, tuple(headers.items()), b"")))


def test_no_request_makes_the_server_fail(site: str) -> None:
    """KG_ODD_REQUESTS=10000 KG_ODD_SECONDS=3600 makes it a long run."""
    host, port = site.removeprefix("http://").split(":")
    until = time.monotonic() + SECONDS
    asked = 0

    @settings(LONG, max_examples=FUZZED)
    @given(odd_requests.requests)
    def ask(odd: Odd) -> None:
        nonlocal asked
        if time.monotonic() < until:
            asked += 1
            answer = answer_to((host, int(port)), odd)
            assert not problem_in(answer), (odd, answer[:300])

    ask()
    assert asked


# Graphs from elsewhere

SCRIPTS = (
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
)
VALUES = (
    NamedNode(SCRIPTS[0]), Literal(SCRIPTS[1]), NamedNode(SCRIPTS[3]), Literal("no iri, but 文字"), Literal(""), Literal("1e"),
    BlankNode("b"), NamedNode(BASE + "person/0"), NamedNode(BASE + "event/0"), NamedNode(BASE + "article/0#s1"),
    NamedNode("urn:x"), Literal("5", datatype=NamedNode(PREFIXES["xsd"] + "date")),
)  # fmt: skip
TERMS = (
    *(PREFIXES["rdf"] + t for t in ("type", "subject", "predicate", "object")),
    *(PREFIXES["skos"] + t for t in ("prefLabel", "altLabel")),
    *(PREFIXES["dcterms"] + t for t in ("title", "issued", "isReplacedBy", "source", "creator", "publisher")),
    *("http://www.w3.org/2002/07/owl#sameAs", "http://www.w3.org/2000/01/rdf-schema#seeAlso"),
    *(KG + t for t in (
        "mentions", "author", "holdsPosition", "positionAt", "positionTitle", "tenure", "statedIn", "inArticle", "confidence",
        "text", "repairedText", "trigger", "date", "beginDate", "endDate", "status", "agent", "participant", "target", "place",
        "subEventOf", "memberOf", "relatedTo", "locatedIn", "partOf", "charStart", "charEnd", "sourceFile", "longitude",
        "latitude", "divisionCode", "role", "rule", "sourceUrl", "triggerStart", "triggerEnd",
    )),
)  # fmt: skip
KINDS = {"Person": "person/{}", "Event": "event/{}", "Article": "article/{}", "Sentence": "article/{}#s1"}


def foreign() -> Iterator[Quad]:
    """Yield a graph in which every property of a person, an event, an article and a sentence has a value of each sort.

    The first of each kind has all the values at once, and each of the others one.
    """
    for number, values in enumerate([VALUES, *((v,) for v in VALUES)]):
        graph = NamedNode(BASE + KINDS["Article"].format(number))
        for kind, path in KINDS.items():
            node = NamedNode(BASE + path.format(number))
            yield Quad(node, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(KG + kind), graph)
            for term, value in product(TERMS, values):
                yield Quad(node, NamedNode(term), value, graph)


@pytest.fixture(scope="module")
def foreign_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("foreign")
    GraphStore(folder).publish(foreign())
    with served(folder) as (address, _):
        yield address


def pages() -> list[str]:
    """Return the paths of all pages of the graph."""
    iris = [BASE + path.format(number) for number in range(len(VALUES) + 1) for path in KINDS.values()]
    own = [f"/id/{quote(iri.removeprefix(BASE))}" for iri in iris]
    around = [f"/network?of={quote(iri)}" for iri in (*iris[: len(KINDS)], SCRIPTS[0])]
    previews = [f"/reconcile/preview?id={path.format(1)}" for path in KINDS.values()]
    return [
        *own,
        *around,
        *previews,
        "/",
        "/search?q=javascript",
        "/search?q=" + quote("文字"),
        "/network",
        "/ontology",
    ]


def test_any_graph_has_pages_without_links_that_run(foreign_site: str) -> None:
    for path in pages():
        reply = HTTP.request("GET", foreign_site + path, headers=HTML)
        assert reply.status == 200, (path, reply.status, reply.data)
        markup = re.sub(r"(?s)<script.*?</script>", "", reply.data.decode())
        links = re.findall(r"""(?:href|src|action|formaction)\s*=\s*["']?([^"'\s>]*)""", markup)
        assert all(re.match(r"https?://|mailto:|[/?#]|data:,$", link) for link in links if link), (path, links)


@needs_browser
@pytest.mark.slow
def test_scripts_of_a_graph_make_no_links_that_run(driver: webdriver.Chrome, foreign_site: str) -> None:
    harmless = "return [...document.querySelectorAll('a[href]')].every((a) => /^(https?|mailto|blob):/.test(a.href))"
    for path in (
        f"/network?of={quote(BASE + 'person/0')}",
        f"/network?of={quote(SCRIPTS[0])}",
        "/id/person/0",
        "/id/article/0",
    ):
        driver.get(foreign_site + path)
        assert driver.execute_script(harmless), path


def test_data_extension_answers_from_any_graph(foreign_site: str) -> None:
    ids = [path.format(number) for number in range(len(VALUES) + 1) for path in KINDS.values()]
    for term in ("positionAt", "holdsPosition", "place", "relatedTo"):
        asked = {"ids": ids, "properties": [{"id": term}]}
        reply = HTTP.request(
            "POST", f"{foreign_site}/reconcile", fields={"extend": json.dumps(asked)}, encode_multipart=False
        )
        assert reply.status == 200 and set(json.loads(reply.data)["rows"]) == set(ids)


def test_only_addresses_of_the_web_and_of_mail_become_links() -> None:
    for iri in (
        *SCRIPTS,
        " javascript:alert(1)",
        "java\nscript:x",
        "\x01http://e.example/",
        "http://e.example/ b",
        "//e.example",
    ):
        assert web_link(iri) is None, iri
    for iri in ("http://e.example/a?b#c", "HTTPS://e.example/", "mailto:desk@e.example"):
        assert web_link(iri) == iri


def test_every_answer_carries_the_security_headers(site: str) -> None:
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    for path in (
        "/", "/ontology", "/search?q=x", "/network", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=x", "/graphs?default",
        "/id/article/n01.txt", "/id/person/" + quote("陆怀谦"), "/reconcile", "/reconcile/preview?id=person/" + quote("陆怀谦"),
        "/static/site.css", "/static/none", "/static/vis-network.min.js", "/nowhere", "/search/", "/id/a%20b",
    ):  # fmt: skip
        for accept in ("text/html", "text/turtle", "*/*"):
            reply = HTTP.request("GET", site + path, headers={"Accept": accept}, redirect=False)
            assert {k: reply.headers.get(k) for k in wanted} == wanted, path
            assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"], path
            assert len(reply.headers.getlist("Content-Security-Policy")) == 1
