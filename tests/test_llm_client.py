"""The client of a chat endpoint against a scripted server: every failure, resumption, the key, consent."""

from __future__ import annotations

import io
import json
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.cli.language_model import ANSWERS
from kg.errors import InputError
from kg.llm.asking import ask_all, unanswered
from kg.llm.client import KEY, MAX_RESPONSE, ChatClient, Patience, UnansweredError, open_client
from kg.llm.prompts import Call, calls_of
from kg.model import Source
from kg.read import split

pytest.importorskip("httpx", reason="the extra llm is not installed")

EMPTY = '{"names": [], "events": [], "relations": []}'
QUICK = Patience(connect=2, whole=1.5, tries=3, first_wait=0.01, longest_wait=0.05)
Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers a request by the next reply of the server's script, and the last one for ever."""

    server: ScriptedServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.requests.append((self.path, dict(self.headers), body))
            script = self.server.script
            reply = script.pop(0) if len(script) > 1 else script[0]
        reply(self)

    def send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class ScriptedServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *script: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = list(script)
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.lock = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are part of the tests."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


def completion(content: str) -> bytes:
    return json.dumps({"model": "m-1", "choices": [{"message": {"content": content}}]}).encode()


def answer(content: str = EMPTY) -> Reply:
    return lambda h: h.send(200, completion(content))


def status(code: int, content: bytes = b"{}", **headers: str) -> Reply:
    return lambda h: h.send(code, content, **headers)


def cut(handler: Handler) -> None:
    """Promise more than is sent, and close the connection."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(completion(EMPTY)[:40])
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def trickle(handler: Handler) -> None:
    """Send a byte now and then, so that no single read times out."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    for _ in range(300):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def silent(handler: Handler) -> None:
    time.sleep(3)


def endless(handler: Handler) -> None:
    handler.send(200, b" " * (MAX_RESPONSE + 1))


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ScriptedServer]]:
    monkeypatch.delenv(KEY, raising=False)
    servers: list[ScriptedServer] = []

    def start(*script: Reply) -> ScriptedServer:
        server = ScriptedServer(*script)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def client_of() -> Iterator[Callable[[ScriptedServer], ChatClient]]:
    clients: list[ChatClient] = []

    def make(server: ScriptedServer) -> ChatClient:
        clients.append(open_client("m", server.url, QUICK))
        return clients[-1]

    yield make
    for client in clients:
        client.http.close()


def calls() -> list[Call]:
    (article,) = split(Source("a.txt", "人物\n\n何晚舟是白鹭县人。"))
    return list(calls_of(article))


FAILURES = {
    "invalid JSON": answer("这是您要的结果：{"),
    "an empty answer": answer(""),
    "an answer of another form": answer('{"result": []}'),
    "no completion": status(200, b'{"choices": []}'),
    "no JSON at all": status(200, b"<html>"),
    "429": status(429, Retry_After="0"),
    "500": status(500),
    "503": status(503),
    "a cut connection": cut,
    "a slow stream": trickle,
    "silence": silent,
    "an endless answer": endless,
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_tried_again(failure: str, serve: Any, client_of: Any) -> None:
    server = serve(FAILURES[failure], answer())
    assert client_of(server).ask(calls()[0]) == EMPTY
    assert len(server.requests) == 2


@pytest.mark.parametrize("failure", ["invalid JSON", "429", "500", "no JSON at all"])
def test_a_call_that_always_fails_ends_after_a_number_of_tries(failure: str, serve: Any, client_of: Any) -> None:
    server = serve(FAILURES[failure])
    with pytest.raises(UnansweredError, match="in 3 tries"):
        client_of(server).ask(calls()[0])
    assert len(server.requests) == 3


def test_the_wait_that_the_server_asks_for_is_bounded(serve: Any, client_of: Any) -> None:
    server = serve(status(429, Retry_After="86400"), answer())
    assert client_of(server).ask(calls()[0]) == EMPTY


@pytest.mark.parametrize("code", [401, 403, 404])
def test_a_refusal_of_every_call_ends_at_once_and_shows_no_key(
    code: int, serve: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(status(code, b'{"error": "bad key sk-secret"}'))
    monkeypatch.setenv(KEY, "sk-secret")
    with pytest.raises(InputError, match=f"status {code}") as raised:
        client_of(server).ask(calls()[0])
    assert server.requests[0][1]["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in str(raised.value)
    assert len(server.requests) == 1


def test_a_server_without_schemas_is_asked_without_one(serve: Any, client_of: Any) -> None:
    server = serve(status(400, b'{"error": "response_format"}'), answer())
    client = client_of(server)
    for call in calls()[:2]:
        assert client.ask(call) == EMPTY
    assert ["response_format" in body for _, _, body in server.requests] == [True, False, False]


def test_a_redirect_is_not_followed(serve: Any, client_of: Any) -> None:
    other = serve(answer())
    server = serve(status(307, Location=f"{other.url}/chat/completions"))
    with pytest.raises(UnansweredError, match="status 307"):
        client_of(server).ask(calls()[0])
    assert other.requests == []


def test_no_server_is_an_error_of_one_line() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        client = open_client("m", url, QUICK)
        with client.http, pytest.raises(InputError, match="the connection failed"):
            client.ask(calls()[0])


@pytest.mark.parametrize("url", ["ftp://a/v1", "a", "http://user:secret@127.0.0.1/v1", "http://[", "https://a/?q=1"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="no address of an API"):
        open_client("m", url)


def test_a_key_is_not_sent_unencrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "sk-secret")
    with pytest.raises(InputError, match="unencrypted"):
        open_client("m", "http://api.example/v1")


def test_only_calls_without_an_answer_are_asked_again(serve: Any, client_of: Any, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    server = serve(answer(), status(500), status(500), status(500), answer())
    failed = ask_all(calls(), client_of(server), path, 1)
    assert failed == {"status 500, in 3 tries": 1}
    path.write_text(path.read_text("utf-8") + '{"custom_id": "torn', "utf-8")
    (missing,) = unanswered(calls(), path, "m")
    ask_all([missing], client_of(server), path, 1)
    assert unanswered(calls(), path, "m") == []
    assert unanswered(calls(), path, "another model") == calls()


BIRTH = {"predicate": "bornIn", "subject": "何晚舟", "object": "白鹭县", "quote": "何晚舟是白鹭县人"}
NAMES = [{"name": "何晚舟", "class": "Person"}, {"name": "白鹭县", "class": "Place"}]


def by_prompt(handler: Handler) -> None:
    _, _, body = handler.server.requests[-1]
    asks = "bornIn（" in body["messages"][0]["content"]
    content = {"names": NAMES, "events": [], "relations": [BIRTH] if asks else []}
    handler.send(200, completion(json.dumps(content)))


def corpus(folder: Path, count: int = 1) -> Path:
    texts = folder / "in"
    texts.mkdir()
    for n in range(count):
        (texts / f"{n}.txt").write_text(f"人物第{n}号\n\n何晚舟是白鹭县人，第{n}号。", "utf-8")
    return texts


def test_a_build_asks_once_and_rebuilds_the_same_bytes_without_a_server(
    serve: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(by_prompt)
    monkeypatch.setenv(KEY, "sk-secret")
    texts, out = corpus(tmp_path), tmp_path / "out"
    arguments = ["build", str(texts), "-o", str(out), "--llm", "m", "--llm-url", server.url, "--llm-jobs", "1", "-q"]
    assert main([*arguments, "--yes", "--llm-price", "1,2"]) == 0
    shown = capsys.readouterr().err
    assert "the text of 1 articles will be sent in 9 calls" in shown
    assert "estimated cost 0.0" in shown
    first = (out / "graph.trig").read_bytes()
    assert b"llm:m" in first
    assert "sk-secret" not in shown
    assert not [f for f in out.iterdir() if f.is_file() and b"sk-secret" in f.read_bytes()]
    assert len(server.requests) == 9
    server.shutdown()
    assert main([*arguments, "--no-cache"]) == 0
    assert (out / "graph.trig").read_bytes() == first
    other = tmp_path / "other"
    assert main(["build", str(texts), "-o", str(other), "--llm-answers", str(out / ANSWERS), "-q"]) == 0
    assert (other / "graph.trig").read_bytes() == first
    assert len(server.requests) == 9


def test_nothing_is_sent_without_consent(serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(answer())
    arguments = ["build", str(corpus(tmp_path)), "-o", str(tmp_path / "out"), "--llm", "m", "--llm-url", server.url]
    assert main([*arguments, "-q"]) == 2

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert main([*arguments, "-q"]) == 2
    assert server.requests == []
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert main([*arguments, "-q", "--llm-passes", "2"]) == 0
    assert len(server.requests) == 18
    assert main(["check", str(tmp_path / "out")]) == 0


def test_an_article_whose_calls_fail_is_a_problem_and_read_by_the_rules(
    serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kg.llm.client.Patience.tries", 1, raising=False)
    server = serve(status(422), status(418))
    texts, out, plain = corpus(tmp_path), tmp_path / "out", tmp_path / "plain"
    arguments = ["build", str(texts), "-q", "-o"]
    assert main([*arguments, str(out), "--llm", "m", "--llm-url", server.url, "--llm-jobs", "1", "--yes"]) == 1
    assert "calls have no answer" in capsys.readouterr().err
    assert main([*arguments, str(plain)]) == 0
    assert (out / "graph.trig").read_bytes() == (plain / "graph.trig").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_build_interrupted_while_it_asks_goes_on_and_gives_the_same_bytes(serve: Any, tmp_path: Path) -> None:
    texts = corpus(tmp_path, 3)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    server = serve(by_prompt)
    arguments = [sys.executable, "-m", "kg", "build", str(texts), "--llm", "m", "--llm-jobs", "1", "-y", "-q"]
    subprocess.run([*arguments, "--llm-url", server.url, "-o", str(whole)], check=True, timeout=120)
    asked = len(server.requests)
    for stop in (signal.SIGKILL, signal.SIGINT):
        reached = threading.Event()
        pause = threading.Event()

        def hold(handler: Handler, reached: threading.Event = reached, pause: threading.Event = pause) -> None:
            reached.set()
            pause.wait(30)

        slow = serve(*[by_prompt] * 7, hold)
        running = subprocess.Popen([*arguments, "--llm-url", slow.url, "-o", str(parts)], stderr=subprocess.PIPE)
        assert reached.wait(60)
        running.send_signal(stop)
        assert running.wait(20) != 0
        running.communicate()
        pause.set()
        assert not (parts / "graph.trig").exists()
    before = len(server.requests)
    subprocess.run([*arguments, "--llm-url", server.url, "-o", str(parts)], check=True, timeout=120)
    assert len(server.requests) - before == asked - 14
    for name in ("graph.trig", "graph.ttl", "report.md"):
        assert (parts / name).read_bytes() == (whole / name).read_bytes()


def test_evaluate_asks_once_and_compares(
    serve: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = tmp_path / "gold"
    (gold / "ann").mkdir(parents=True)
    (gold / "texts").mkdir()
    (gold / "texts" / "a.txt").write_text("人物\n\n何晚舟是白鹭县人。", "utf-8")
    entities = [{"id": "p1", "type": "Person", "name": "何晚舟"}, {"id": "l1", "type": "Place", "name": "白鹭县"}]
    annotation = {"entities": entities, "relations": [{"s": "p1", "p": "bornIn", "o": "l1"}]}
    (gold / "ann" / "a.json").write_text(json.dumps(annotation), "utf-8")
    server = serve(by_prompt)
    arguments = ["evaluate", str(gold), "--llm", "m", "--llm-url", server.url]
    assert main(arguments) == 2  # not confirmed
    assert not server.requests
    assert main([*arguments, "--yes"]) == 0
    shown = capsys.readouterr()
    assert "the text of 1 articles will be sent in 9 calls" in shown.err
    row = next(line for line in shown.out.splitlines() if line.startswith("language model"))
    assert row.split()[2] == "1.000"
    assert len(server.requests) == 9
    assert main(arguments) == 0
    assert len(server.requests) == 9
    for case in ([], ["--errors"]):
        assert main(["evaluate", str(gold), "--llm-answers", str(gold / ANSWERS), *case]) == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_build_killed_at_random_moments_goes_on_and_gives_the_same_bytes(serve: Any, tmp_path: Path) -> None:
    """Each build is killed at a later moment than the one before: while it asks, extracts, resolves or writes."""
    texts = corpus(tmp_path, 6)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    server = serve(by_prompt)
    arguments = [sys.executable, "-m", "kg", "build", str(texts), "--llm", "m", "-y", "-q", "--llm-url", server.url]
    began = time.monotonic()
    subprocess.run([*arguments, "-o", str(whole)], check=True, timeout=300)
    took = time.monotonic() - began
    randomly = random.Random(18)
    moments = sorted(randomly.uniform(0.2, took) for _ in range(6))
    killed = 0
    for moment in moments:
        running = subprocess.Popen([*arguments, "-o", str(parts)], stderr=subprocess.DEVNULL)
        try:
            running.wait(moment)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            killed += 1
    assert killed
    subprocess.run([*arguments, "-o", str(parts)], check=True, timeout=300)
    names = sorted(f.name for f in whole.iterdir() if not f.name.startswith("."))
    assert names == sorted(f.name for f in parts.iterdir() if not f.name.startswith("."))
    for name in names:
        if name != "report.json":
            assert (parts / name).read_bytes() == (whole / name).read_bytes(), name
