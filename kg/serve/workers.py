"""Queries run where they can be killed: in processes of their own, each with a limit of time, memory and answer.

Oxigraph cannot stop a query that runs (a signal to its process takes effect when it ends), so a process that outlives its
limit is killed and another takes its place. An answer is complete, or it is an error: it is written aside before it is sent.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, serialize

from kg.errors import InputError
from kg.integrity import damage_in
from kg.serve.formats import GRAPHS, RESULTS
from kg.serve.updating import apply_update
from kg.vocab import PREFIXES

IN_MEMORY = 1 << 20  # bytes of an answer that goes through the pipe
STARTING = 30.0  # seconds for a process to come up


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, bytes of memory, bytes of its answer; and how long it waits for its turn."""

    seconds: float = 30.0
    memory: int = 2 << 30
    answer: int = 256 << 20
    waiting: float = 15.0


@dataclass(frozen=True, slots=True)
class Job:
    """What to run in a generation of a store: a query, the reading of a graph, or an update."""

    kind: str  # "query", "graph" or "update"
    generation: str
    text: str
    results: tuple[str, ...] = tuple(RESULTS)  # media types that the client takes, the best first
    graphs: tuple[str, ...] = tuple(GRAPHS)
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its media type, and its bytes or the file that holds them."""

    media: str
    body: bytes = b""
    file: Path | None = None


class Refused(Exception):
    """A query that cannot be answered: an HTTP status and what to tell."""

    def __init__(self, status: int, told: str) -> None:
        """Keep both."""
        super().__init__(told)
        self.status = status
        self.told = told


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection


@dataclass
class Pool:
    """Processes that answer jobs, one at a time each."""

    size: int
    limits: Limits
    _idle: queue.LifoQueue[_Worker | None] = field(default_factory=queue.LifoQueue)
    _folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="kg-serve-", ignore_cleanup_errors=True)
    )
    _closed: bool = False
    _alive: dict[int, _Worker] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Make room for the processes; each starts when it is first needed."""
        for _ in range(self.size):
            self._idle.put(None)

    def run(self, job: Job, seconds: float | None = None) -> Answer:
        """Answer a job. Raises Refused where it is wrong, takes too much, or all processes stay busy."""
        try:
            worker = self._idle.get(timeout=self.limits.waiting)
        except queue.Empty:
            raise Refused(503, "the server is busy; try again in a few seconds") from None
        limit = seconds or self.limits.seconds
        try:
            if worker is None or not worker.process.is_alive():
                self._end(worker)
                worker = self._start()
            told = self._asked(worker, job, limit)
        except BaseException:
            self._end(worker)
            worker = None
            raise
        finally:
            self._idle.put(worker)
        status, media, body = told
        if status != 200:
            raise Refused(status, cast(str, body))
        return Answer(media, body) if isinstance(body, bytes) else Answer(media, file=Path(body))

    @property
    def folder(self) -> Path:
        """A folder for what is made while the server runs."""
        return Path(self._folder.name)

    def close(self) -> None:
        """End all processes and remove what they wrote."""
        self._closed = True
        with self._guard:
            alive = list(self._alive.values())
        for worker in alive:
            self._end(worker)
        self._folder.cleanup()

    def _asked(self, worker: _Worker, job: Job, limit: float) -> tuple[int, str, bytes | str]:
        try:
            worker.pipe.send((job, self.limits.answer))
            if not worker.pipe.poll(limit):
                raise Refused(
                    503, f"the query ran longer than {limit:g} seconds and was stopped; ask for less, or use LIMIT"
                )
            return cast("tuple[int, str, bytes | str]", worker.pipe.recv())
        except (EOFError, OSError):
            raise Refused(
                503, f"the query needed more than {self.limits.memory >> 20} MB of memory and was stopped; ask for less"
            ) from None

    def _start(self) -> _Worker:
        if self._closed:
            raise Refused(503, "the server is stopping")
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe()
        arguments = (theirs, self._folder.name, self.limits.memory)
        process = context.Process(target=_work, args=arguments, daemon=True, name="kg query")
        process.start()
        theirs.close()
        worker = _Worker(process, mine)
        with self._guard:
            self._alive[id(worker)] = worker
        if not mine.poll(STARTING):
            self._end(worker)
            raise Refused(503, "the server is busy; try again in a few seconds")
        mine.recv()
        return worker

    def _end(self, worker: _Worker | None) -> None:
        if worker is None:
            return
        with self._guard:
            self._alive.pop(id(worker), None)
        with contextlib.suppress(OSError, ValueError):
            worker.pipe.close()
        worker.process.kill()
        worker.process.join(5)
        for left in Path(self._folder.name).glob(f"{worker.process.pid}-*"):
            left.unlink(missing_ok=True)


def _work(pipe: Connection, folder: str, memory: int) -> None:
    """Answer jobs until the pipe closes."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send("ready")
    opened: tuple[str, Store] | None = None
    number = 0
    while True:
        try:
            job, largest = cast("tuple[Job, int]", pipe.recv())
        except (EOFError, OSError):
            return
        number += 1
        aside = Path(folder) / f"{os.getpid()}-{number}"
        try:
            if opened is None or opened[0] != job.generation:
                opened = None
                opened = job.generation, Store.read_only(str(Path(job.generation) / "graph"))
            with open(aside, "w+b") as file:
                media = _answered(opened[1], job, cast("IO[bytes]", _Bounded(file, largest)))
                size = file.tell()
                file.seek(0)
                body: bytes | str = file.read() if size <= IN_MEMORY else str(aside)
            pipe.send((200, media, body))
            if isinstance(body, bytes):
                aside.unlink(missing_ok=True)
        except Refused as e:
            aside.unlink(missing_ok=True)
            pipe.send((e.status, "", e.told))
        except InputError as e:
            aside.unlink(missing_ok=True)
            pipe.send((503, "", str(e)))
        except (SyntaxError, ValueError) as e:
            aside.unlink(missing_ok=True)
            pipe.send((400, "", f"the query is not valid: {e}"))
        except Exception as e:
            aside.unlink(missing_ok=True)
            pipe.send((500, "", str(damage_in(e) or f"the query failed: {type(e).__name__}: {e}")))


class _Bounded:
    """A file that takes no more than so many bytes."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self.file = file
        self.left = most
        self.most = most

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise Refused(413, f"the answer is larger than {self.most >> 20} MB; ask for less, or use LIMIT")
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()


def _answered(store: Store, job: Job, out: IO[bytes]) -> str:
    if job.kind == "graph":
        return _graph(store, job, out)
    if job.kind == "update":
        apply_update(Path(job.generation), job.text, job.base, job.default_graphs, job.named_graphs)
        return "text/plain"
    found = store.query(
        job.text,
        base_iri=job.base,
        prefixes=dict(PREFIXES),
        default_graph=[NamedNode(g) for g in job.default_graphs] or ([] if job.named_graphs else None),
        named_graphs=[NamedNode(g) for g in job.named_graphs] or ([] if job.default_graphs else None),
    )
    if isinstance(found, QueryTriples):
        media = _first(job.graphs, "a graph", GRAPHS)
        serialize(found, output=out, format=GRAPHS[media], prefixes=dict(PREFIXES))
    elif isinstance(found, QueryBoolean | QuerySolutions):
        media = _first(job.results, "a table" if isinstance(found, QuerySolutions) else "yes or no", RESULTS)
        found.serialize(output=out, format=RESULTS[media])
    return media


def _first(wanted: Sequence[str], what: str, there: Mapping[str, Any]) -> str:
    if not wanted:
        raise Refused(406, f"the answer is {what}, which comes as: {', '.join(there)}")
    return wanted[0]


def _graph(store: Store, job: Job, out: IO[bytes]) -> str:
    graph = NamedNode(job.text) if job.text else DefaultGraph()
    if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
        raise Refused(404, f"there is no graph {job.text}")
    media = _first(job.graphs, "a graph", GRAPHS)
    store.dump(output=out, format=GRAPHS[media], from_graph=graph, prefixes=dict(PREFIXES))
    return media
