"""Clients that keep the site waiting, or ask for too much: others are answered all the same."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
import uvicorn
from conftest import ROOT
from serving import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.cli import main
from kg.serve.connections import MOST_CONNECTIONS, Connection
from kg.serve.protocol import LARGEST_REQUEST, MOST_FIELDS, SLOWEST_REQUEST
from kg.serve.reconciling import LARGEST_RECONCILIATION, MOST_IDS, MOST_QUERIES, PROPERTIES

resource = pytest.importorskip("resource")
HTTP = urllib3.PoolManager(retries=False, timeout=60)
Address = tuple[str, int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "store"
    article = str(ROOT / "kg" / "demo" / "n01.txt")
    assert main(["build", article, "--date", "2021-01-05", "--store", str(path), "-q", "--jobs", "1"]) == 0
    return path


# Connections, at a real server with an application of our own, so that the times can be short


async def _answer(request: Request) -> Response:
    if request.url.path == "/long":
        await asyncio.sleep(20)
    return PlainTextResponse("x" * (64 << 20) if request.url.path == "/large" else "answer")


@contextlib.contextmanager
def limited(**limits: float) -> Iterator[Address]:
    """Run a server whose connections have these limits, and give its address."""
    app = Starlette(routes=[Route("/{rest:path}", _answer)])
    protocol = type("Limited", (Connection,), limits)
    config = uvicorn.Config(
        app, port=0, http=protocol, ws="none", lifespan="off", log_level="error", timeout_keep_alive=60
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()
    server.force_exit = server.should_exit = True
    thread.join(10)


def sent(address: Address, data: bytes, source: str = "127.0.0.1") -> socket.socket:
    connection = socket.create_connection(address, timeout=60, source_address=(source, 0))
    connection.sendall(data)
    return connection


def all_of(connection: socket.socket) -> bytes:
    """Return what the server sends until it closes the connection."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(1 << 20):
            found += piece
    connection.close()
    return found


def answered(address: Address, source: str = "127.0.0.1") -> bool:
    return b"answer" in all_of(sent(address, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", source))


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /again HT",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n",
    ],
    ids=["nothing", "half a header", "half a second header", "a body that nobody reads"],
)
def test_a_client_that_sends_its_request_byte_by_byte_is_left(begun: bytes) -> None:
    with limited(header_seconds=1.0) as address:
        with sent(address, begun) as slow:
            slow.settimeout(0.1)
            assert any(_is_closed(slow) for _ in range(300))
        assert answered(address)


def _is_closed(connection: socket.socket) -> bool:
    """Send one more byte, and return whether the other end has closed the connection."""
    try:
        connection.sendall(b"x")
        return connection.recv(1 << 16) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_a_client_that_does_not_read_its_answer_is_left() -> None:
    with limited(reading_seconds=1.0) as address:
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.settimeout(60)
        deaf.connect(address)
        deaf.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        deaf_port = deaf.getsockname()[1]
        until = time.monotonic() + 60
        while _is_open(deaf_port) and time.monotonic() < until:
            time.sleep(0.1)
        assert not _is_open(deaf_port)
        assert len(all_of(deaf)) < 64 << 20


def _is_open(port: int) -> bool:
    """Return whether the server's end of a connection from a port of ours is still established."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("utf-8").splitlines()[1:]]
    return any(row[2].endswith(f":{port:04X}") and row[3] == "01" for row in rows)


def test_a_client_that_reads_slowly_but_reads_gets_its_whole_answer() -> None:
    with limited(reading_seconds=2.0) as address:
        found = 0
        with sent(address, b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as slow:
            while piece := slow.recv(8 << 20):
                found += len(piece)
                time.sleep(0.15)
        assert found > 64 << 20


def test_a_newcomer_takes_the_place_of_the_client_that_waits_longest_of_the_busiest_address() -> None:
    with limited(most=3) as address:
        other = sent(address, b"GET", "127.0.0.2")
        first, second = sent(address, b"GET"), sent(address, b"GET")
        assert answered(address, "127.0.0.3")
        assert all_of(first) == b""  # closed
        for kept in (other, second):
            kept.sendall(b" / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert b"answer" in all_of(kept)


def test_a_client_that_is_being_served_keeps_its_place_and_the_newcomer_gets_a_503() -> None:
    with limited(most=2) as address:
        busy = [sent(address, b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(2)]
        time.sleep(0.3)
        refused = all_of(sent(address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
        assert refused.startswith(b"HTTP/1.1 503 ") and b"too many connections" in refused and b"Retry-After" in refused
        for connection in busy:
            connection.close()
        time.sleep(0.3)
        assert answered(address)


@pytest.mark.slow
def test_more_half_open_connections_than_files_keep_nobody_out(folder: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 3000:
        if hard < 3000:
            pytest.skip("this process may not open 3,000 files")
        resource.setrlimit(resource.RLIMIT_NOFILE, (3000, hard))
    with served(folder) as (site, pid):
        HTTP.request("GET", f"{site}/")
        if hasattr(resource, "prlimit"):
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (1024, 1024))
        host, port = site.removeprefix("http://").split(":")
        waiting = [sent((host, int(port)), b"GET / HTTP/1.1\r\nHost: loc") for _ in range(1100)]
        for path in ("/", "/sparql?query=ASK%7B%7D", "/search?q=x", "/id/article/n01.txt"):
            assert HTTP.request("GET", site + path).status == 200
        assert len(os.listdir(f"/proc/{pid}/fd")) < MOST_CONNECTIONS + 200
        assert all(all_of(connection) == b"" for connection in waiting)  # each is closed, without an answer
        assert HTTP.request("GET", f"{site}/").status == 200


# Reconciliation


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder) as (address, _):
        yield address


def reconciled(site: str, kind: str, value: object) -> urllib3.BaseHTTPResponse:
    return HTTP.request("POST", f"{site}/reconcile", fields={kind: json.dumps(value)}, encode_multipart=False)


def extension(ids: int, properties: int) -> dict[str, object]:
    return {
        "ids": [f"person/{i}" for i in range(ids)],
        "properties": [{"id": p} for p in (*PROPERTIES, "x")[:properties]],
    }


def test_reconciliation_answers_as_much_as_it_promises(site: str) -> None:
    assert len(json.loads(reconciled(site, "extend", extension(MOST_IDS, len(PROPERTIES))).data)["rows"]) == MOST_IDS
    names = {f"q{i}": {"query": "云川大学"} for i in range(MOST_QUERIES)}
    assert len(json.loads(reconciled(site, "queries", names).data)) == MOST_QUERIES


def test_reconciliation_refuses_what_is_too_much(site: str) -> None:
    many = {f"q{i}": {"query": "x"} for i in range(MOST_QUERIES + 1)}
    properties = [{"pid": "place", "v": "x"}] * (len(PROPERTIES) + 1)
    for kind, value, status in (
        ("extend", extension(MOST_IDS + 1, 1), 413),
        ("extend", extension(1, len(PROPERTIES) + 1), 413),
        ("extend", extension(20_000, 1), 413),
        ("queries", many, 413),
        ("queries", {"q": {"query": "x", "properties": properties}}, 400),
        ("queries", {"q": {"query": "x" * LARGEST_RECONCILIATION}}, 413),
    ):
        reply = reconciled(site, kind, value)
        assert reply.status == status and any(w in reply.data for w in (b"at the most", b"at a time")), reply.data


def test_reconciliation_ends_when_a_querys_time_is_over(folder: Path) -> None:
    with served(folder, "--seconds", "0.000001") as (site, _):
        for kind, value in (("extend", extension(10, 2)), ("queries", {"q": {"query": "陆怀谦"}})):
            reply = reconciled(site, kind, value)
            assert reply.status == 503 and b"was stopped" in reply.data and reply.headers["Retry-After"]


def test_the_documented_limits_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    for limit in (
        f"| connections | {MOST_CONNECTIONS} |",
        f"| a request's header | {Connection.header_seconds:g} s |",
        f"| {LARGEST_REQUEST >> 20} MB, {SLOWEST_REQUEST:g} s, {MOST_FIELDS:,} fields |",
        f"reads nothing | {Connection.reading_seconds:g} s |",
        f"| {LARGEST_RECONCILIATION >> 10} kB; {MOST_QUERIES} queries; {MOST_IDS} ids; {len(PROPERTIES)} properties;",
    ):
        assert limit in text, limit


def test_a_form_of_very_many_fields_is_refused(site: str) -> None:
    for path in ("/sparql", "/reconcile"):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = HTTP.request("POST", site + path, body=b"&".join([b"a="] * 5000), headers=form)
        assert reply.status == 400 and b"fields at the most" in reply.data
