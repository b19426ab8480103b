"""Slow queries: who waits for them, how long, and what ends them."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import urllib3
from pyoxigraph import Literal, NamedNode, Quad
from serving import served

from kg.serve.workers import Job, Limits, Pool, Refused
from kg.store import GraphStore

HTTP = urllib3.PoolManager(retries=False, timeout=120, maxsize=150)
E = "http://e.example/"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("waiting") / "store"
    publish(path, 300)
    return path


def publish(folder: Path, size: int) -> None:
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    stated = (Quad(NamedNode(f"{E}{n}"), label, Literal(f"云川{n}"), NamedNode(E + "article/1")) for n in range(size))
    GraphStore(folder).publish(stated)


def get(site: str, path: str, accept: str = "text/html") -> int:
    return HTTP.request("GET", site + path, headers={"Accept": accept}).status


def ask(site: str, query: str) -> int:
    return HTTP.request("POST", f"{site}/sparql", fields={"query": query}, encode_multipart=False).status


def send(site: str, query: str) -> socket.socket:
    """Send a query and return the connection, on which the answer will come."""
    host, port = site.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=120)
    body = query.encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}"
    connection.sendall(head.encode() + b"\r\n\r\n" + body)
    return connection


def test_pages_and_search_do_not_wait_behind_queries(folder: Path) -> None:
    with served(folder, "--seconds", "60") as (site, _):
        waiting = [send(site, SLOW) for _ in range(100)]
        assert get(site, "/search?q=云川") == get(site, "/") == get(site, f"/network?of={E}7") == 200
        for connection in waiting:
            connection.setblocking(False)
            with pytest.raises(BlockingIOError):  # none was answered before them, not even refused
                connection.recv(1)
            connection.close()
        assert ask(site, "ASK {}") == 200


def test_a_client_that_disconnects_ends_its_query(folder: Path) -> None:
    with served(folder, "--seconds", "60", "--workers", "1") as (site, _):
        for _ in range(3):
            send(site, SLOW).close()
        assert ask(site, "ASK {}") == 200


def with_pool(folder: Path, limits: Limits, use: Callable[[Pool, str], Coroutine[Any, Any, None]]) -> None:
    pool = Pool(1, limits)
    try:
        asyncio.run(use(pool, str(GraphStore(folder).current())))
    finally:
        pool.close()


def test_a_query_that_waits_too_long_for_its_turn_is_refused(folder: Path) -> None:
    async def use(pool: Pool, generation: str) -> None:
        await pool.run(Job("query", generation, "ASK {}"))
        first = asyncio.create_task(pool.run(Job("query", generation, SLOW)))
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="busy") as refused:
            await pool.run(Job("query", generation, "ASK {}"))
        assert refused.value.status == 503 and not first.done()
        first.cancel()
        await asyncio.wait({first})
        assert first.cancelled()
        assert b"true" in (await pool.run(Job("query", generation, "ASK {}"))).body

    with_pool(folder, Limits(seconds=60, waiting=0.3), use)


def test_a_query_that_is_given_up_leaves_no_answer_behind(folder: Path) -> None:
    async def use(pool: Pool, generation: str) -> None:
        large = Job("query", generation, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
        answer = await pool.run(large)
        assert answer.file is not None and answer.file.stat().st_size > 1 << 20
        answer.file.unlink()
        for delay in (0.0, 0.01, 0.1, 0.3):
            task = asyncio.create_task(pool.run(large))
            await asyncio.sleep(delay)
            task.cancel()
            await asyncio.wait({task})
            if not task.cancelled() and (file := task.result().file):
                file.unlink()
        assert not list(pool.folder.iterdir())

    with_pool(folder, Limits(seconds=60), use)


def test_an_answer_stays_until_it_is_sent_though_its_process_ends(folder: Path) -> None:
    async def use(pool: Pool, generation: str) -> None:
        answer = await pool.run(Job("query", generation, "SELECT * { ?a ?b ?c . ?d ?e ?f }"))
        with pytest.raises(Refused, match=r"longer than 0\.5 seconds"):
            await pool.run(Job("query", generation, SLOW), seconds=0.5)
        assert answer.file is not None and answer.file.exists()

    with_pool(folder, Limits(), use)


# What is wrong with a query that ends its process


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder, "--memory", "700", "--workers", "1") as (address, _):
        yield address


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 300 + "}" * 300,
        "ASK { FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }",
        "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 20_000) + " }",
        "ASK { FILTER(" + "+".join(["?a"] * 20_000) + ") }",
        "ASK { FILTER(" + "!" * 20_000 + "?a) }",
    ],
    ids=["groups", "brackets", "unions", "sums", "negations"],
)
def test_a_query_that_is_nested_too_deeply_is_reported_as_such(site: str, query: str) -> None:
    reply = HTTP.request("POST", f"{site}/sparql", fields={"query": query}, encode_multipart=False)
    assert reply.status == 400 and b"nested too deeply" in reply.data and b"memory" not in reply.data
    assert ask(site, "ASK {}") == 200


def test_a_query_that_needs_too_much_memory_is_reported_as_such(site: str) -> None:
    doubled = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))
    query = f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789abcdef' AS ?v0) {doubled} }}"
    reply = HTTP.request("POST", f"{site}/sparql", fields={"query": query}, encode_multipart=False)
    assert reply.status == 503 and b"more than 700 MB of memory" in reply.data
    assert ask(site, "ASK {}") == 200


def test_text_search_with_an_escape_that_is_no_character_is_refused(site: str) -> None:
    assert ask(site, 'SELECT * { ?x kg:textMatch "\\UFFFFFFFF" }') == 400
    assert ask(site, 'SELECT * { ?x kg:textMatch "云川7\\u0000" }') == 200


# Updates


def test_updates_that_come_together_are_all_kept_and_what_a_killed_one_left_is_removed(tmp_path: Path) -> None:
    publish(tmp_path, 3)
    (tmp_path / ".update-1-left").mkdir()  # by a server that was killed
    ready = threading.Barrier(6)

    def update(number: int) -> int:
        ready.wait()
        text = f"INSERT DATA {{ <{E}u> <{E}p> {number} }}"
        headers = {"Content-Type": "application/sparql-update"}
        return HTTP.request("POST", f"{site}/sparql", headers=headers, body=text).status

    with served(tmp_path, "--allow", "update", "--workers", "3") as (site, _), ThreadPoolExecutor(6) as pool:
        assert set(pool.map(update, range(6))) == {204}
        fields = {"query": f"SELECT (COUNT(*) AS ?n) {{ <{E}u> ?p ?o }}"}
        found = json.loads(HTTP.request("GET", f"{site}/sparql", fields=fields).data)
    assert found["results"]["bindings"][0]["n"]["value"] == "6"
    assert not list(tmp_path.glob(".update-*"))


def test_an_update_that_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    publish(tmp_path, 300)
    slow = f"INSERT {{ <{E}u> <{E}p> ?n }} WHERE {{ {{ {SLOW} }} }}"
    headers = {"Content-Type": "application/sparql-update"}
    with served(tmp_path, "--allow", "update", "--seconds", "2") as (site, _):
        assert HTTP.request("POST", f"{site}/sparql", headers=headers, body=slow).status == 503
        assert not list(tmp_path.glob(".update-*"))
