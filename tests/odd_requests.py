"""Odd requests to the site, for the suite and for long runs.

    python tests/odd_requests.py 10000     (options: how many; the sample corpus is served, and memory is reported)

A request is written to the socket byte for byte, for a client library would set much of it right.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

BASE = "https://w3id.org/newskg/id/"
METHODS = (*["GET"] * 14, *["POST"] * 4, *["HEAD"] * 2, "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "X-Y")
PATHS = (
    *(
        "/",
        "/sparql",
        "/sparql/",
        "/graphs",
        "/graphs/",
        "/search",
        "/network",
        "/ontology",
        "/reconcile",
        "/id/",
        "/static/",
    ),
    *("/reconcile/suggest/entity", "/reconcile/suggest/type", "/reconcile/suggest/x", "/reconcile/properties"),
    *("/reconcile/preview", "/static/site.css", "/static/vis-network.min.js", "/id/person/" + quote("陆怀谦")),
    *("/id/article/n01.txt", "/id/organisation/" + quote("云川大学"), "/nowhere"),
    *(
        "/browse",
        "/browse/events",
        "/browse/people",
        "/browse/statements",
        "/browse/company",
        "/browse/together-in-articles",
    ),
    *("/browse/x", "/position", "/paths", "/cite", "/settings"),
)
KEYS = (
    *("query", "update", "graph", "default", "default-graph-uri", "named-graph-uri", "using-graph-uri", "q", "offset"),
    *("of", "whole", "id", "prefix", "type", "queries", "extend", "format", "callback", "limit", "x"),
    *(
        "about",
        "place",
        "source",
        "since",
        "until",
        "month",
        "dated",
        "sure",
        "relation",
        "letter",
        "kind",
        "page",
        "all",
    ),
    *("title", "at", "from", "to", "article", "sentence", "statement", "language", "theme", "back"),
)
ODD = (
    *(
        "",
        " ",
        "a b",
        "%",
        "%0",
        "\x00",
        "\r\n",
        "²",
        "٣",
        "-1",
        "1e9",
        "9" * 5000,
        "NaN",
        "inf",
        "null",
        "[]",
        "{}",
        "[1]",
    ),
    *(
        "http://[bad",
        "http://[::1",
        "http://a b/",
        "http://a:b/",
        "//",
        "///x",
        "..",
        "../../etc/passwd",
        "\\",
        "<",
        ">",
        '"',
        "'",
    ),
    *(
        "javascript:alert(1)",
        "urn:",
        ":",
        "\u202e",
        "\ufffe",
        "😀",
        "é",
        "陆怀谦",
        BASE,
        BASE + "person/陆怀谦",
        "a" * 9000,
    ),
    *(
        "person/陆怀谦",
        "text/turtle",
        "application/rdf+xml",
        "text/html",
        "x/y",
        "*/*;q=hot",
        "text/html;q=nan",
        ";",
        ",",
        "/",
    ),
)
PIECES = (
    *(
        "SELECT * ",
        "ASK ",
        "CONSTRUCT ",
        "DESCRIBE ",
        "WHERE ",
        "{",
        "}",
        "{ ?s ?p ?o }",
        "?s",
        "?x kg:textMatch ",
        " . ",
        ";",
    ),
    *(
        '"陆怀谦"',
        '"\\UFFFFFFFF"',
        '"\\uD800"',
        '"\\',
        "'''",
        "<http://a/>",
        "<",
        "<a b>",
        "kg:Person ",
        "a:b ",
        "LIMIT 1 ",
    ),
    *(
        "LIMIT 99999999999999999999 ",
        "ORDER BY ?s ",
        "FILTER(",
        ")",
        "1/0",
        "VALUES ?x { 1 } ",
        "PREFIX kg: <x> ",
        "BASE <> ",
    ),
    *(
        "SERVICE <http://127.0.0.1:1/> ",
        "LOAD <http://127.0.0.1:1/> ",
        "OPTIONAL ",
        "GRAPH ?g ",
        "GROUP BY ",
        "(",
        "#",
        "\n",
    ),
    *(
        "INSERT DATA ",
        "CLEAR ALL ",
        "\x00",
        "\ufeff",
        "STRDT('x', <y>) ",
        "BIND(",
        " AS ?z)",
        "REGEX(STR(?s), '(')",
        "^",
        "|",
        "+",
    ),
)
HEADERS = (
    *(
        "Accept",
        "Accept-Language",
        "Origin",
        "Host",
        "Range",
        "If-None-Match",
        "If-Modified-Since",
        "Content-Type",
        "Cookie",
    ),
    *(
        "Sec-Fetch-Site",
        "Sec-Fetch-Mode",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "Expect",
        "Upgrade",
        "Connection",
        "If-Range",
    ),
    *("Access-Control-Request-Method", "Access-Control-Request-Private-Network", "X-"),
)
VALUES = (
    *("text/html", "text/turtle", "application/json", "*/*", "application/sparql-query", "application/sparql-update"),
    *("application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=latin1", "multipart/form-data"),
    *("null", "http://[", "http://127.0.0.1", "https://other.example", "cross-site", "navigate", "true", "POST"),
    *(
        "bytes=0-1",
        "bytes=5-1",
        "bytes=-",
        "bytes=0-0,2-2,4-4",
        "bytes=99999999999-",
        "websocket",
        "100-continue",
        "close",
    ),
    *("Mon, 99 Jan 2020 00:00:00 GMT", 'W/"x"', "localhost:99999", "localhost:x", "[::1", "[::1]", "a b", "é", "%", ""),
)

text = st.one_of(st.sampled_from(ODD), st.text(max_size=20))
query = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
value = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), text)
nested = st.recursive(value, lambda v: st.lists(v, max_size=3) | st.dictionaries(text, v, max_size=3), max_leaves=6)
terms = st.lists(
    st.one_of(st.fixed_dictionaries({"id": text, "pid": text}, optional={"v": nested}), nested), max_size=3
)
asked = st.fixed_dictionaries(
    {"query": text | nested}, optional={"type": nested, "limit": nested, "properties": terms | nested}
)
queries = st.dictionaries(text, asked | nested, max_size=3).map(json.dumps)
extend = st.fixed_dictionaries({"ids": st.lists(text | nested, max_size=3) | nested, "properties": terms | nested})
field = st.one_of(
    st.tuples(st.sampled_from(KEYS), text),
    st.tuples(st.just("query"), query),
    st.tuples(st.just("queries"), queries),
    st.tuples(st.just("extend"), (extend | nested).map(json.dumps)),
)
form = st.lists(field, max_size=3).map(lambda pairs: urlencode(pairs, errors="surrogatepass"))
path = st.one_of(
    st.sampled_from(PATHS),
    st.tuples(st.sampled_from(PATHS), text.map(lambda t: quote(t, errors="surrogatepass"))).map("".join),
    st.tuples(st.sampled_from(("/id/", "/graphs/", "/static/", "/")), st.binary(max_size=12).map(quote)).map("".join),
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=20),
)


@dataclass(frozen=True, slots=True)
class Odd:
    """A request: its first line's parts, its headers, and what follows them."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def as_bytes(self) -> bytes:
        """Return what is sent."""
        named = {name.lower() for name, _ in self.headers}
        head = [f"{self.method} {self.target} HTTP/1.1"]
        head += [f"{name}: {value}" for name, value in self.headers]
        head += ["Host: 127.0.0.1"] * ("host" not in named) + ["Connection: close"]
        if self.body:
            head.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join(head).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + self.body


FORM = ("Content-Type", "application/x-www-form-urlencoded")
headers = st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(VALUES)), max_size=2).map(tuple)
bodies = st.one_of(st.binary(max_size=30), form.map(str.encode), query.map(lambda q: q.encode()))
anything = st.builds(
    lambda method, path, asked, headers, body: Odd(method, path + ("?" + asked if asked else ""), headers, body),
    st.sampled_from(METHODS), path, form, headers, bodies,
)  # fmt: skip
posted = st.builds(
    lambda path, body, headers: Odd("POST", path, (FORM, *headers), body.encode()),
    st.sampled_from(("/sparql", "/reconcile")), form, headers,
)  # fmt: skip
requests = st.one_of(anything, posted)


def answer_to(address: tuple[str, int], odd: Odd, seconds: float = 60) -> bytes:
    """Return all that the server answers to a request, which it ends by closing the connection."""
    found = b""
    with socket.create_connection(address, timeout=seconds) as connection:
        try:
            connection.sendall(odd.as_bytes())
            while piece := connection.recv(1 << 16):
                found += piece
        except ConnectionError:
            pass
    return found


def problem_in(answer: bytes) -> str:
    """Return what is wrong with an answer: a server's error but 503, a traceback, or no status; "" where nothing is."""
    first, _, rest = answer.partition(b"\r\n")
    for answered in [first, *(line for line in rest.split(b"\n") if line.startswith(b"HTTP/1.1 5"))]:
        status = answered.split(b" ")[1:2]
        if not answered.startswith(b"HTTP/1.1 ") or (status[0][:1] == b"5" and status[0] != b"503"):
            return answered.decode("latin-1") or "no answer"
    return "a traceback" if b"Traceback" in answer else ""


LONG = settings(database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


def _memory(pid: int) -> int:
    """Return the MB that a process holds, without those that it started."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def _run(number: int) -> None:
    """Send so many requests to a server of the sample corpus, and print what it answered and the memory that it holds."""
    from serving import ROOT, served

    from kg.cli import main

    statuses: Counter[str] = Counter()
    problems: list[tuple[str, Odd]] = []
    with tempfile.TemporaryDirectory() as folder:
        main(["build", str(ROOT / "kg" / "demo"), "--store", folder, "-q", "--jobs", "1"])
        with served(folder, "--seconds", "5") as (site, pid):
            host, port = site.removeprefix("http://").split(":")

            @settings(LONG, max_examples=number)
            @given(requests)
            def ask(odd: Odd) -> None:
                answer = answer_to((host, int(port)), odd)
                statuses[answer[9:12].decode("latin-1")] += 1
                if problem := problem_in(answer):
                    problems.append((problem, odd))
                if statuses.total() % (number // 10) == 0:
                    print(f"{statuses.total()} requests: {_memory(pid)} MB", flush=True)

            ask()
    print(f"answers by status: {dict(sorted(statuses.items()))}; {len(problems)} problems")
    for problem, odd in problems[:20]:
        print(problem, odd)


if __name__ == "__main__":
    _run(int(sys.argv[1]))
